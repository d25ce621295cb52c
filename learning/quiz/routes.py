"""Pages of quizzes."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from learning.kernel.errors import Conflict, Invalid
from learning.kernel.ids import as_uuid
from learning.kernel.problems import Problem
from learning.people.permissions import signed_in
from learning.quiz import service
from learning.quiz.forms import GO_BACK, GO_NEXT, GO_REVIEW, problem_words
from learning.quiz.pages import Sheet
from learning.quiz.showing import Values
from learning.quiz.uploads import service as uploads
from learning.quiz.uploads.forms import MOST_BYTES, put_file
from learning.web.actor import current_actor
from learning.web.errors import wants_json
from learning.web.kept import kept_form

blueprint = Blueprint("quiz", __name__)
blueprint.add_app_template_global(problem_words)  # the review asks the same questions

_OWN_FIELDS = frozenset({"csrf_token", "key", "flagged", "go"})


@blueprint.get("/courses/<course_id>/quizzes/<quiz_id>")
def start(course_id: str, quiz_id: str) -> str:
    """Show what awaits: number of questions, pass mark, attempts, time; and the button to begin or go on."""
    found = service.start(current_actor(), course_id, quiz_id, datetime.now(UTC))
    return render_template("quiz/start.html", start=found, paper=found.paper, key=uuid4())


@blueprint.post("/courses/<course_id>/quizzes/<quiz_id>/attempts")
def begin(course_id: str, quiz_id: str) -> Response:
    """Begin an attempt, or go on with the open one."""
    actor = signed_in(current_actor())
    attempt_id = as_uuid(request.form.get("key", "")) or uuid4()
    try:
        attempt = service.begin(actor, course_id, quiz_id, secrets.randbits(48), attempt_id, datetime.now(UTC))
    except Conflict as conflict:
        if conflict.reason == "key-used":
            raise
        flash(_refusal(conflict.reason), "caution")
        return redirect(url_for("quiz.start", course_id=course_id, quiz_id=quiz_id), 303)
    return redirect(url_for("quiz.question", attempt_id=attempt.id, number=service.first_open(attempt)), 303)


def _refusal(reason: str) -> str:
    words: dict[str, str] = {
        "module-waits": _("This part is not open yet: complete the parts before it first."),
        "no-attempt-left": _("You have used all attempts at this quiz."),
        "too-early": _("The waiting time since your last attempt is not over yet."),
        "quiz-closed": _("This quiz is closed: nothing can be begun or handed in any more."),
    }
    return words[reason]


@blueprint.get("/attempts/<uuid:attempt_id>/questions/<int:number>")
def question(attempt_id: UUID, number: int) -> str | Response:
    """Show one question of an open attempt."""
    try:
        sheet = service.sheet(signed_in(current_actor()), attempt_id, number)
    except Conflict:
        return redirect(url_for("quiz.result", attempt_id=attempt_id), 303)
    return _question_page(sheet, kept_form(request.path), [])


@blueprint.url_value_preprocessor
def _room_for_a_file(endpoint: str | None, _arguments: object) -> None:
    """Take larger requests where a file may come with the answer, from those who are signed in, and nowhere else."""
    if endpoint == "quiz.hand_in" and current_actor() is not None:
        request.max_content_length = MOST_BYTES


@blueprint.post("/attempts/<uuid:attempt_id>/questions/<int:number>/file", endpoint="hand_in")
@blueprint.post("/attempts/<uuid:attempt_id>/questions/<int:number>")
def answer(attempt_id: UUID, number: int) -> Response | tuple[str, int]:
    """Save the answer as given and go on; a script gets the moment of saving instead."""
    actor = signed_in(current_actor())
    key = as_uuid(request.form.get("key", "")) or uuid4()
    flagged = request.form.get("flagged", "") not in ("", "false")
    at = datetime.now(UTC)
    typed = MultiDict(request.form)
    try:
        put_file(typed, actor, attempt_id, number, at)
        count = service.save(actor, attempt_id, number, _values(typed), flagged, key, at)
    except Conflict as conflict:
        if wants_json() or conflict.reason == "key-used":
            raise
        flash(_("This attempt was closed: what was saved before counts."), "caution")
        return redirect(url_for("quiz.review", attempt_id=attempt_id), 303)
    except Invalid as invalid:
        if wants_json():
            raise
        sheet = service.sheet(actor, attempt_id, number)
        return _question_page(sheet, typed, list(invalid.problems)), 422
    if wants_json():
        return jsonify(saved_at=at.isoformat(timespec="seconds"))
    return redirect(_onward(attempt_id, number, count, request.form.get("go", GO_NEXT)), 303)


def _onward(attempt_id: UUID, number: int, count: int, go: str) -> str:
    """Return the page after saving: the next question, the one before, one by its number, or the review at the end."""
    if go == GO_BACK:
        number = max(1, number - 1)
    elif go.isascii() and go.isdigit() and len(go) < 4:
        number = int(go)
    else:
        number += 1
    if go == GO_REVIEW or number > count:
        return url_for("quiz.review", attempt_id=attempt_id)
    return url_for("quiz.question", attempt_id=attempt_id, number=number)


def _values(form: MultiDict[str, str]) -> Values:
    return {name: form.getlist(name) for name in form if name not in _OWN_FIELDS}


def _question_page(sheet: Sheet, typed: MultiDict[str, str] | None, problems: list[Problem]) -> str:
    view = sheet.view if typed is None else sheet.view.filled(_values(typed))
    flagged = "flagged" in typed if typed is not None else sheet.saved is not None and sheet.saved.flagged
    return render_template(
        "quiz/question.html", sheet=sheet, view=view, flagged=flagged, problems=problems, key=uuid4(),
        has_errors=bool(problems), problem_words=problem_words, html=sheet.asked.html,
        files=uploads.offered(sheet.attempt.id, sheet.asked.question),
    )  # fmt: skip


@blueprint.get("/attempts/<uuid:attempt_id>/review")
def review(attempt_id: UUID) -> str | Response:
    """Show what is answered and what is not, before handing in."""
    try:
        found = service.review(signed_in(current_actor()), attempt_id, datetime.now(UTC))
    except Conflict:
        return redirect(url_for("quiz.result", attempt_id=attempt_id), 303)
    return render_template("quiz/review.html", review=found)


@blueprint.post("/attempts/<uuid:attempt_id>")
def submit(attempt_id: UUID) -> Response:
    """Hand in: grade what was saved and close the attempt."""
    service.submit(signed_in(current_actor()), attempt_id, datetime.now(UTC))
    return redirect(url_for("quiz.result", attempt_id=attempt_id), 303)


@blueprint.get("/attempts/<uuid:attempt_id>/result")
def result(attempt_id: UUID) -> str | Response:
    """Show the result of a closed attempt, as far as it may be seen."""
    try:
        found = service.outcome(signed_in(current_actor()), attempt_id, datetime.now(UTC))
    except Conflict:
        return redirect(url_for("quiz.question", attempt_id=attempt_id, number=1), 303)
    return render_template("quiz/result.html", outcome=found, paper=found.paper)


@blueprint.get("/courses/<course_id>/quizzes/<quiz_id>/print")
def printed(course_id: str, quiz_id: str) -> str:
    """Show a quiz on paper, for trainers; with its answers when `answers` is 1."""
    paper = service.printed(signed_in(current_actor()), course_id, quiz_id)
    with_answers = request.args.get("answers") == "1"
    return render_template("quiz/print.html", paper=paper, html=paper.html, with_answers=with_answers)
