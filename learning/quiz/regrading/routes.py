"""Pages on which a question is graded again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning.courses import service as courses
from learning.kernel.errors import Conflict, Invalid
from learning.kernel.ids import as_uuid
from learning.people.permissions import signed_in
from learning.quiz.regraded import service as regraded
from learning.quiz.regrading import service
from learning.quiz.regrading.forms import RegradeForm, chosen_in, hidden_pairs, pair_name
from learning.quiz.regrading.methods import Method
from learning.quiz.regrading.service import Wish
from learning.web.actor import current_actor

blueprint = Blueprint("regrading", __name__)

PAGE = 50
"""Changes on a page of the preview."""


@blueprint.get("/courses/<course_id>/quizzes/<quiz_id>/regrade")
def questions(course_id: str, quiz_id: str) -> str:
    """Show the questions of a quiz, each with the way to grade it again, and what was regraded so far."""
    paper, past = service.questions(current_actor(), course_id, quiz_id)
    return render_template("quiz/regrading/questions.html", paper=paper, course=paper.course, past=past)


@blueprint.get("/courses/<course_id>/quizzes/<quiz_id>/regrade/<question_id>")
def desk(course_id: str, quiz_id: str, question_id: str) -> str:
    """Show a question as it was asked and as it stands, and the ways to grade it again."""
    found = service.desk(current_actor(), course_id, quiz_id, question_id)
    form = RegradeForm(formdata=None, data={} if found.has_key else {"method": Method.FULL_ASKED.value})
    return _desk_page(found, form)


@blueprint.get("/courses/<course_id>/quizzes/<quiz_id>/regrade/<question_id>/preview")
def preview(course_id: str, quiz_id: str, question_id: str) -> str | tuple[str, int]:
    """Show what a regrade would do; nothing is written."""
    actor, form = current_actor(), RegradeForm(formdata=request.args)
    if not form.validate():
        return _desk_page(service.desk(actor, course_id, quiz_id, question_id), form), 422
    chosen = chosen_in(request.args)
    wish = Wish(course_id, quiz_id, question_id, Method(form.method.data), chosen)
    try:
        found = service.preview(actor, wish)
    except Invalid:
        form.method.errors = [_("The question as it stands has no key for what was asked. Choose another way.")]
        return _desk_page(service.desk(actor, course_id, quiz_id, question_id), form), 422
    form.seal.process_data(found.print)
    form.key.process_data(str(uuid4()))
    page, pages = _pages(len(found.affected))
    return render_template(
        "quiz/regrading/preview.html", course=courses.current(course_id), wish=wish, form=form, preview=found,
        affected=found.affected[(page - 1) * PAGE : page * PAGE], pages=pages, pairs=list(hidden_pairs(chosen)),
    )  # fmt: skip


@blueprint.post("/courses/<course_id>/quizzes/<quiz_id>/regrade/<question_id>")
def apply(course_id: str, quiz_id: str, question_id: str) -> Response | tuple[str, int]:
    """Grade the question again as previewed; where something changed since, lead to a new preview."""
    actor, form = current_actor(), RegradeForm()
    if not form.validate():
        return _desk_page(service.desk(actor, course_id, quiz_id, question_id), form), 422
    chosen = chosen_in(request.form)
    wish = Wish(course_id, quiz_id, question_id, Method(form.method.data), chosen)
    here: dict[str, Any] = {"course_id": course_id, "quiz_id": quiz_id, "question_id": question_id}
    key = as_uuid(form.key.data or "") or uuid4()
    try:
        service.apply(actor, wish, form.reason.data, form.seal.data or "", key, datetime.now(UTC))
    except Conflict:
        flash(_("Something changed since the preview: look at it again. Nothing was written."), "caution")
        again: dict[str, Any] = {"method": wish.method.value, "reason": form.reason.data, **dict(hidden_pairs(chosen))}
        return redirect(url_for("regrading.preview", **here, **again), 303)
    flash(_("The question is graded again. Trainees whose result changed are told."), "success")
    return redirect(url_for("regrading.desk", **here), 303)


@blueprint.post("/attempts/<uuid:attempt_id>/notices/<uuid:regrade_id>")
def dismiss(attempt_id: UUID, regrade_id: UUID) -> Response:
    """Keep that a learner has read what was changed."""
    regraded.dismiss(signed_in(current_actor()), attempt_id, regrade_id, datetime.now(UTC))
    to_result = request.form.get("back") == "result"
    return redirect(url_for("quiz.result", attempt_id=attempt_id) if to_result else url_for("home.my_learning"), 303)


def _desk_page(found: service.Desk, form: RegradeForm) -> str:
    typed: dict[str, Any] = dict(request.values.items())
    return render_template(
        "quiz/regrading/desk.html", desk=found, course=found.course, form=form, typed=typed, pair_name=pair_name,
        has_errors=bool(form.errors),
    )  # fmt: skip


def _pages(count: int) -> tuple[int, list[dict[str, Any]]]:
    """Return the page asked for, and all pages with their addresses."""
    last = max(1, -(-count // PAGE))
    typed = request.args.get("page", "1")
    page = min(last, max(1, int(typed))) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    fixed = {name: value for name, value in request.args.items() if name != "page"} | (request.view_args or {})
    near = [number for number in range(1, last + 1) if number in (1, last) or abs(number - page) < 4]
    return page, [
        {"number": number, "url": url_for("regrading.preview", **fixed, page=number), "current": number == page}
        for number in near
    ]
