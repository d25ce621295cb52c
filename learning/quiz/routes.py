"""Pages of quizzes."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from learning.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from learning.kernel.ids import as_uuid
from learning.kernel.problems import Problem
from learning.people.permissions import signed_in
from learning.quiz import service
from learning.quiz.forms import GO_BACK, GO_CHECK, GO_NEXT, GO_REVIEW, OWN_FIELDS, only, own_fields, problem_words
from learning.quiz.marking import service as marking
from learning.quiz.objections import service as objections
from learning.quiz.regraded import service as regraded
from learning.quiz.saving import service as saving
from learning.quiz.saving.pages import Sheet
from learning.quiz.saving.revisions import Kept, first_key
from learning.quiz.showing import Values
from learning.quiz.uploads import service as uploads
from learning.quiz.uploads.forms import MOST_BYTES, put_file
from learning.web.actor import current_actor
from learning.web.errors import wants_json
from learning.web.kept import kept_form

blueprint = Blueprint("quiz", __name__)
blueprint.add_app_template_global(problem_words)  # the review asks the same questions

log = logging.getLogger(__name__)


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
        with _refusals_noted("begin-refused", attempt=str(attempt_id)):
            only(request.form, "key")
            attempt = service.begin(actor, course_id, quiz_id, secrets.randbits(48), attempt_id, datetime.now(UTC))
    except Conflict as conflict:
        if conflict.reason == "key-used":
            raise
        flash(_refusal(conflict.reason), "caution")
        return redirect(url_for("quiz.start", course_id=course_id, quiz_id=quiz_id), 303)
    return redirect(url_for("quiz.question", attempt_id=attempt.id, number=saving.first_open(attempt)), 303)


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
        sheet = saving.sheet(signed_in(current_actor()), attempt_id, number)
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
    typed = MultiDict(request.form)
    return _act(attempt_id, number, typed, lambda: _acknowledged(attempt_id, number, _save(attempt_id, number, typed)))


@blueprint.post("/attempts/<uuid:attempt_id>/questions/<int:number>/hint")
def hint(attempt_id: UUID, number: int) -> Response | tuple[str, int]:
    """Save what is typed so far, take the hint at its cost, and come back to the question, which shows it."""
    typed = MultiDict(request.form)

    def take() -> Response:
        if "key" in typed:  # the button stands in the form of the question
            _save(attempt_id, number, typed)
        else:
            only(typed)
        saving.take_hint(signed_in(current_actor()), attempt_id, number, datetime.now(UTC))
        return redirect(url_for("quiz.question", attempt_id=attempt_id, number=number) + "#hint", 303)

    return _act(attempt_id, number, typed, take)


@blueprint.get("/attempts/<uuid:attempt_id>/questions/<int:number>/compare")
def compare(attempt_id: UUID, number: int) -> str | Response:
    """Show the different answers that two windows or devices gave, to choose from."""
    try:
        found = saving.compare(signed_in(current_actor()), attempt_id, number)
    except Conflict as conflict:
        if conflict.reason == "settled":
            return redirect(url_for("quiz.question", attempt_id=attempt_id, number=number), 303)
        return redirect(url_for("quiz.result", attempt_id=attempt_id), 303)
    keys = [first_key(secrets.randbits(64)) for _candidate in found.candidates]
    return render_template("quiz/compare.html", comparison=found, keys=keys, html=found.asked.html)


def _save(attempt_id: UUID, number: int, typed: MultiDict[str, str]) -> Kept:
    actor, at, own = signed_in(current_actor()), datetime.now(UTC), own_fields(typed)
    put_file(typed, actor, attempt_id, number, at)
    return saving.save(
        actor, attempt_id, number, _values(typed), own.flagged, own.key, at, base=own.base, confidence=own.confidence
    )


def _act(
    attempt_id: UUID, number: int, typed: MultiDict[str, str], act: Callable[[], Response]
) -> Response | tuple[str, int]:
    """Do something in an open attempt; what is refused is logged, and what was typed is shown again."""
    actor = signed_in(current_actor())
    try:
        with _refusals_noted("answer-refused", attempt=str(attempt_id), number=number):
            return act()
    except (Conflict, Invalid, NotFound) as refusal:
        if isinstance(refusal, Conflict):
            return _conflict(attempt_id, number, refusal)
        if isinstance(refusal, NotFound) or wants_json():
            raise
        return _question_page(saving.sheet(actor, attempt_id, number), typed, list(refusal.problems)), 422


@contextmanager
def _refusals_noted(event: str, **what: object) -> Iterator[None]:
    """Log what the service refuses, and let it pass on."""
    try:
        yield
    except (Conflict, Invalid, NotAllowed, NotFound) as refusal:
        log.warning(event, extra={**what, "reason": str(refusal) or type(refusal).__name__})
        raise


def _acknowledged(attempt_id: UUID, number: int, kept: Kept) -> Response:
    """Lead on after saving; a script gets what the server knows now."""
    if wants_json():
        return jsonify(saved_at=kept.saved_at.isoformat(timespec="seconds"), revision=kept.revision)
    go = request.form.get("go", GO_NEXT)
    if go == GO_CHECK:
        return _checked(attempt_id, number)
    return redirect(_onward(attempt_id, number, kept.questions, go), 303)


def _checked(attempt_id: UUID, number: int) -> Response:
    """Judge the answer that was just saved, where the quiz tells at once, and come back to its question."""
    if not saving.tell(signed_in(current_actor()), attempt_id, number, datetime.now(UTC)):
        flash(_("Answer the whole question first: then it can be checked."), "caution")
    return redirect(url_for("quiz.question", attempt_id=attempt_id, number=number) + "#told", 303)


def _conflict(attempt_id: UUID, number: int, conflict: Conflict) -> Response:
    """Lead to where a conflict is settled; a script gets the reason and the address."""
    if conflict.reason == "key-used":
        raise conflict
    differs, told = conflict.reason == "answer-differs", conflict.reason == "told"
    address = url_for("quiz.review", attempt_id=attempt_id)
    if differs or told:
        address = url_for("quiz.compare" if differs else "quiz.question", attempt_id=attempt_id, number=number)
    if wants_json():
        response: Response = jsonify(error=conflict.reason, address=address)
        response.status_code = 409
        return response
    if told:
        flash(_("This question was checked already: its answer is final."), "caution")
    elif not differs:
        flash(_("This attempt was closed: what was saved before counts."), "caution")
    return redirect(address, 303)


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
    return {name: form.getlist(name) for name in form if name not in OWN_FIELDS}


def _question_page(sheet: Sheet, typed: MultiDict[str, str] | None, problems: list[Problem]) -> str:
    view = sheet.view if typed is None else sheet.view.filled(_values(typed))
    saved = sheet.saved
    flagged = "flagged" in typed if typed is not None else saved is not None and saved.flagged
    sure = typed.get("confidence", "") if typed is not None else str(saved.confidence or "") if saved else ""
    return render_template(
        "quiz/question.html", sheet=sheet, view=view, flagged=flagged, problems=problems, sure=sure,
        key=first_key(secrets.randbits(64)), base=sheet.base if typed is None else typed.get("base", ""),
        has_errors=bool(problems), problem_words=problem_words, html=sheet.asked.html, now=datetime.now(UTC),
        files=uploads.offered(sheet.attempt.id, sheet.asked.question),
    )  # fmt: skip


@blueprint.get("/attempts/<uuid:attempt_id>/review")
def review(attempt_id: UUID) -> str | Response:
    """Show what is answered and what is not, before handing in."""
    try:
        found = saving.review(signed_in(current_actor()), attempt_id, datetime.now(UTC))
    except Conflict:
        return redirect(url_for("quiz.result", attempt_id=attempt_id), 303)
    return render_template("quiz/review.html", review=found, now=datetime.now(UTC))


@blueprint.post("/attempts/<uuid:attempt_id>")
def submit(attempt_id: UUID) -> Response:
    """Hand in: grade what was saved and close the attempt."""
    actor = signed_in(current_actor())
    with _refusals_noted("submit-refused", attempt=str(attempt_id)):
        saving.require_own(actor, attempt_id)  # first: another's attempt looks like one that is not there
        only(request.form)
        service.submit(actor, attempt_id, datetime.now(UTC))
    return redirect(url_for("quiz.result", attempt_id=attempt_id), 303)


@blueprint.get("/attempts/<uuid:attempt_id>/result")
def result(attempt_id: UUID) -> str | Response:
    """Show the result of a closed attempt, as far as it may be seen."""
    actor = signed_in(current_actor())
    try:
        found = service.outcome(actor, attempt_id, datetime.now(UTC))
    except Conflict:
        return redirect(url_for("quiz.question", attempt_id=attempt_id, number=1), 303)
    return render_template(
        "quiz/result.html", outcome=found, paper=found.paper, marks=marking.told(found),
        objections=objections.of_attempt(attempt_id),
        may_object=objections.may_object, notices=regraded.notices(actor, attempt_id),
        regraded=regraded.of_attempt(found.attempt, found.paper, key_is_shown=found.visibility.key),
    )  # fmt: skip


@blueprint.get("/courses/<course_id>/quizzes/<quiz_id>/print")
def printed(course_id: str, quiz_id: str) -> str:
    """Show a quiz on paper, for trainers; with its answers when `answers` is 1."""
    paper = service.printed(signed_in(current_actor()), course_id, quiz_id)
    with_answers = request.args.get("answers") == "1"
    return render_template("quiz/print.html", paper=paper, html=paper.html, with_answers=with_answers)
