"""Pages of the review."""

from __future__ import annotations

import logging
import secrets
from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.kernel.ids import as_uuid
from learning.kernel.problems import Problem
from learning.people.permissions import signed_in
from learning.quiz.showing import Values
from learning.recall import service
from learning.recall.pages import Sheet, Told
from learning.recall.schedule import Confidence
from learning.web.actor import current_actor
from learning.web.kept import kept_form

blueprint = Blueprint("recall", __name__)

log = logging.getLogger(__name__)

_OWN_FIELDS = frozenset({"csrf_token", "session", "confidence"})
_LEVELS = {str(level.value): level for level in Confidence}


@blueprint.get("/recall")
def overview() -> str:
    """Show what waits, what is likely remembered, and how well that is known."""
    found = service.overview(signed_in(current_actor()), datetime.now(UTC))
    return render_template("recall/overview.html", overview=found, waiting=found.waiting)


@blueprint.post("/recall")
def begin() -> Response:
    """Begin the session of today, or go on with it."""
    number = service.begin(signed_in(current_actor()), secrets.randbits(48), datetime.now(UTC))
    if number is None:
        flash(_("No question waits for you now."), "info")
    return _onward(number)


@blueprint.get("/recall/questions/<int:number>")
def question(number: int) -> str | Response:
    """Show a question of the session: to be answered, or what its answer came to."""
    found = service.question(signed_in(current_actor()), number)
    if found is None:
        return redirect(url_for("recall.overview"), 303)
    if isinstance(found, Told):
        return render_template("recall/told.html", told=found)
    return _question_page(found, kept_form(request.path), [])


@blueprint.post("/recall/questions/<int:number>")
def answer(number: int) -> Response | tuple[str, int]:
    """Grade an answer at once, and lead to what is told of it."""
    actor = signed_in(current_actor())
    confidence = _LEVELS.get(request.form.get("confidence", ""))
    values = _values(request.form)
    try:
        service.answer(actor, _session_id(), number, values, confidence, datetime.now(UTC))
    except Conflict:
        return _over()
    except Invalid as invalid:
        log.warning("answer-refused", extra={"review": number, "reason": str(invalid)})
        sheet = service.question(actor, number)
        if isinstance(sheet, Sheet):
            return _question_page(sheet, request.form, list(invalid.problems)), 422
    return redirect(url_for("recall.question", number=number, _anchor="result"), 303)


@blueprint.post("/recall/questions/<int:number>/passed-over")
def pass_over(number: int) -> Response:
    """Pass a question over for today."""
    try:
        following = service.pass_over(signed_in(current_actor()), _session_id(), number, datetime.now(UTC))
    except Conflict:
        return _over()
    return _onward(following)


def _onward(number: int | None) -> Response:
    if number is None:
        return redirect(url_for("recall.overview"), 303)
    return redirect(url_for("recall.question", number=number), 303)


def _over() -> Response:
    flash(_("That session is over: a newer one has begun. The question comes back when it is due."), "caution")
    return redirect(url_for("recall.overview"), 303)


def _session_id() -> UUID:
    found = as_uuid(request.form.get("session", ""))
    if found is None:
        raise NotFound
    return found


def _values(form: MultiDict[str, str]) -> Values:
    return {name: form.getlist(name) for name in form if name not in _OWN_FIELDS}


def _question_page(sheet: Sheet, typed: MultiDict[str, str] | None, problems: list[Problem]) -> str:
    view = sheet.view if typed is None else sheet.view.filled(_values(typed))
    sure = typed.get("confidence", "") if typed is not None else ""
    return render_template(
        "recall/question.html", sheet=sheet, view=view, sure=sure, problems=problems,
        has_errors=bool(problems), html=sheet.asked.html,
    )  # fmt: skip
