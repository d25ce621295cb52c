"""Pages about extra time and receipts."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning.kernel.ids import as_uuid
from learning.people.permissions import signed_in
from learning.quiz.office import service
from learning.quiz.office.forms import ExtraTimeForm, ReceiptForm
from learning.web.actor import current_actor
from learning.web.kept import kept_form

blueprint = Blueprint("quiz_office", __name__)

SEARCH_LENGTH = 100


@blueprint.get("/courses/<course_id>/extra-time")
def extra_time(course_id: str) -> str:
    """Show the learners of a course, and who has extra time in its timed quizzes."""
    return _extra_time_page(course_id, None)


@blueprint.post("/courses/<course_id>/extra-time/<uuid:person_id>")
def give_extra_time(course_id: str, person_id: UUID) -> Response | tuple[str, int]:
    """Give a learner so much extra time, or take it away with 0."""
    form = ExtraTimeForm()
    if form.validate():
        service.give_extra_time(current_actor(), course_id, person_id, int(form.percent.data), datetime.now(UTC))
        flash(_("Kept. An open attempt has the new time at once."), "success")
        back = url_for("quiz_office.extra_time", course_id=course_id, q=_words() or None, after=_after())
        return redirect(back, 303)
    return _extra_time_page(course_id, form, person_id), 422


def _words() -> str:
    return "".join(each for each in request.args.get("q", "") if each.isprintable()).strip()[:SEARCH_LENGTH]


def _after() -> UUID | None:
    return as_uuid(request.args.get("after", ""))


def _extra_time_page(course_id: str, form: ExtraTimeForm | None, person_id: UUID | None = None) -> str:
    words = _words()
    course, learners, following = service.learners(current_actor(), course_id, words, _after())
    later = url_for("quiz_office.extra_time", course_id=course_id, q=words or None, after=following)
    return render_template(
        "quiz/office/extra_time.html", course=course, learners=learners, words=words, form=form, wrong=person_id,
        later=later if following else None, after=_after(), most=service.MOST_PERCENT,
    )  # fmt: skip


@blueprint.get("/attempts/<uuid:attempt_id>/receipt")
def receipt(attempt_id: UUID) -> str:
    """Show the receipt of what was handed in, for printing."""
    actor = signed_in(current_actor())
    paper, attempt, code = service.receipt(actor, attempt_id, _secret())
    return render_template("quiz/office/receipt.html", paper=paper, attempt=attempt, code=code)


@blueprint.get("/courses/<course_id>/receipts")
def receipts(course_id: str) -> str:
    """Show the form in which a printed receipt is checked."""
    course = service.checks(current_actor(), course_id)
    return render_template("quiz/office/check.html", course=course, form=ReceiptForm(kept_form(request.path)))


@blueprint.post("/courses/<course_id>/receipts")
def check_receipt(course_id: str) -> str | tuple[str, int]:
    """Say whether a printed receipt is genuine, and whether what is stored is still what was handed in."""
    form = ReceiptForm()
    course = service.checks(current_actor(), course_id)
    if not form.validate():
        return render_template("quiz/office/check.html", course=course, form=form), 422
    found, attempt = service.check_receipt(current_actor(), course_id, form.number.data, form.code.data, _secret())
    return render_template("quiz/office/check.html", course=course, form=form, found=found, attempt=attempt)


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
