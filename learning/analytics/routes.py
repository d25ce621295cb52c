"""Pages on which the trainers of a course see how its quizzes and questions do their work."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from flask import Blueprint, render_template
from flask_babel import format_decimal
from flask_babel import gettext as _

from learning.analytics import service
from learning.markup.render import own_words
from learning.web.actor import current_actor
from learning.web.language import current_language

blueprint = Blueprint("analytics", __name__)

REMEMBERED = 8192
"""Figures kept as they are written: there are few whole per cents, and hundreds of figures on a page."""


@blueprint.get("/courses/<course_id>/statistics")
def course(course_id: str) -> str:
    """Show the quizzes of a course: how many took them, how reliable their points are, what to look at."""
    page = service.course_statistics(current_actor(), course_id)
    return render_template("analytics/course.html", page=page, **_figures())


@blueprint.get("/courses/<course_id>/statistics/<quiz_id>")
def quiz(course_id: str, quiz_id: str) -> str:
    """Show the questions of a quiz, the answers chosen, and what a course changes in what its learners know."""
    page = service.quiz_statistics(current_actor(), course_id, quiz_id)
    return render_template("analytics/quiz.html", page=page, **_figures())


def _figures() -> dict[str, Callable[..., str]]:
    """Return how a template writes a whole number, a share in per cent, a figure with two decimals, and ranges."""
    language = current_language().code
    return {
        "whole": lambda number: _written(language, round(number), "#,##0"),
        "per_cent": lambda share: _written(language, round(share * 100), "#,##0"),
        "figure": lambda number: _written(language, round(number, 2), "0.00"),
        "per_cents": lambda found: _range(language, round(found.low * 100), round(found.high * 100), "#,##0"),
        "figures": lambda found: _range(language, round(found.low, 2), round(found.high, 2), "0.00"),
        "bracketed": lambda number: _bracketed(language, round(number)),
    }


@lru_cache(maxsize=REMEMBERED)
def _written(_language: str, number: float, pattern: str) -> str:
    """Write a number in the language of the request, for which `_language` stands in the memory."""
    return own_words("<bdi>{}</bdi>").format(format_decimal(number, pattern))


@lru_cache(maxsize=REMEMBERED)
def _range(_language: str, low: float, high: float, pattern: str) -> str:
    text = _("%(low)s to %(high)s", low=format_decimal(low, pattern), high=format_decimal(high, pattern))
    return own_words('<span class="range">{}</span>').format(text)


@lru_cache(maxsize=REMEMBERED)
def _bracketed(_language: str, number: int) -> str:
    return own_words('<span class="range">({})</span>').format(format_decimal(number, "#,##0"))
