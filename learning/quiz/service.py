"""Taking a quiz: begin, save, submit, read the result."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.db import insert_once, unit_of_work
from learning.kernel.errors import Conflict
from learning.kernel.ids import derived_id
from learning.people.actor import Actor, course_scope
from learning.people.office import service as people
from learning.people.permissions import Permission, may, require
from learning.progress import completion
from learning.progress import service as progress
from learning.progress.ledger import Verb
from learning.quiz import attempts as rules
from learning.quiz import grades, grading, queries, receipts
from learning.quiz.attempts import Attempt, Beginning, Limits, Saved, State
from learning.quiz.drawing import draw
from learning.quiz.feedback import Visibility, visible
from learning.quiz.gain import Gain, gains
from learning.quiz.grades import Grade
from learning.quiz.grading import Result
from learning.quiz.pages import Answered, Outcome, Start
from learning.quiz.paper import Paper
from learning.quiz.papers.service import changes, paper_of, paper_of_attempt
from learning.quiz.questions import Question
from learning.quiz.regraded import service as regraded
from learning.quiz.saving.service import first_open, hints_taken, review, save, sheet
from learning.quiz.tables import AttemptRow

__all__ = ["first_open", "review", "save", "sheet"]
"""What `saving.service` does in an open attempt is asked for at the room's own door."""

REFUSALS = {
    Beginning.REFUSED: "no-attempt-left",
    Beginning.TOO_EARLY: "too-early",
    Beginning.CLOSED: "quiz-closed",
}


def start(actor: Actor | None, course_id: str, quiz_id: str, at: datetime) -> Start:
    """Return a quiz's first page. Raises NotFound."""
    course = courses.seen_by(actor, course_id)
    paper = paper_of(course, quiz_id)
    enrolled, record = progress.standing_of(actor.id if actor else None, course_id)
    found = tuple(queries.attempts(actor.id, course_id, quiz_id)) if actor and enrolled else ()
    limits = _limits(paper, actor if enrolled else None)
    return Start(
        paper=paper,
        enrolled=enrolled,
        attempts=found,
        limits=limits,
        attempts_left=rules.attempts_left(limits.attempts, [attempt.state for attempt in found]),
        beginning=rules.may_begin(limits, found, at),
        begins_from=rules.may_begin_from(limits, found),
        waits_for=completion.waiting_for(course, paper.activity.module_id, record.standings),
        may_see_keys=may(actor, Permission.COURSES_SEE_KEYS, course_scope(course_id)),
        since=changes(course, paper.activity, record.standings),
    )


@unit_of_work
def begin(actor: Actor, course_id: str, quiz_id: str, seed: int, attempt_id: UUID, at: datetime) -> Attempt:
    """Begin an attempt, or return the open one. An open one whose time is over is closed first.

    The id of a closed attempt of this quiz returns that one. Raises NotFound; NotAllowed("not-enrolled");
    Conflict ("module-waits", "no-attempt-left", "too-early", "quiz-closed", "key-used" when the id is of something
    else).
    """
    course = courses.seen_by(actor, course_id)
    cohorts.require_enrolled(actor, course_id)
    paper = paper_of(course, quiz_id)
    found = queries.attempts(actor.id, course_id, quiz_id)
    for overdue in (attempt for attempt in found if attempt.state is State.OPEN and rules.is_late(at, attempt.until)):
        submit(actor, overdue.id, at)
        found = queries.attempts(actor.id, course_id, quiz_id)
    limits = _limits(paper, actor)
    beginning = rules.may_begin(limits, found, at)
    if beginning is Beginning.RESUME:
        return next(attempt for attempt in found if attempt.state is State.OPEN)
    if beginning in REFUSALS:
        if any(attempt.id == attempt_id for attempt in found):
            return _begun(actor, course_id, quiz_id, attempt_id)
        raise Conflict(REFUSALS[beginning])
    standings = progress.record_of(actor.id, course_id).standings
    if completion.waiting_for(course, paper.activity.module_id, standings):
        raise Conflict("module-waits")
    values = {
        "id": attempt_id,
        "person_id": actor.id,
        "course_id": course_id,
        "activity_id": quiz_id,
        "number": len(found) + 1,
        "revision_id": UUID(course.revision_id),
        "seed": seed,
        "questions": list(draw(paper.quiz, seed)),
        "state": State.OPEN.value,
        "started_at": at,
        "until": rules.deadline(at, limits),
    }
    insert_once(AttemptRow, values)  # when two requests begin at once, one row stands and both go on with it
    attempt = _begun(actor, course_id, quiz_id, attempt_id)
    if attempt.state is State.OPEN:
        progress.set_place(actor, course_id, quiz_id, "", at)
    return attempt


def _limits(paper: Paper, actor: Actor | None) -> Limits:
    """Return what the quiz allows the actor; only a quiz with a time limit asks for extra time."""
    settings = paper.quiz.settings
    timed = actor is not None and settings.time_limit is not None
    return settings.limits(queries.extra_percent(actor.id, paper.course.id) if actor and timed else 0)


def _begun(actor: Actor, course_id: str, quiz_id: str, attempt_id: UUID) -> Attempt:
    """Return the open attempt, else the one that the key stood for already (a form sent again after handing in)."""
    found = queries.attempts(actor.id, course_id, quiz_id)
    known = [each for each in found if each.state is State.OPEN] or [each for each in found if each.id == attempt_id]
    if not known:
        raise Conflict("key-used")
    return known[0]


@unit_of_work
def submit(actor: Actor, attempt_id: UUID, at: datetime) -> Attempt:
    """Grade the saved answers, close the attempt and enter the outcome in the ledger; a closed one stays as it is.

    Raises NotFound, also for another's attempt.
    """
    attempt = queries.attempt(attempt_id, actor.id, lock=True)
    if attempt.state is not State.OPEN:
        return attempt
    paper = paper_of_attempt(attempt)
    saved = queries.saved(attempt_id)
    questions = _questions(paper, attempt)
    hints = hints_taken(paper, attempt)
    result = _grade(questions, saved, hints)
    graded = _kept(attempt, questions, saved, hints, result)
    responses = {question_id: each.given for question_id, each in saved.items()}
    kept, score = regraded.met(attempt, paper, graded, responses, result.score)
    state = State.SUBMITTED if result.waiting else State.GRADED
    pass_mark = paper.quiz.settings.pass_mark
    passed = (pass_mark is None or score.reaches(pass_mark)) and not result.waiting
    receipt = _receipt(paper, attempt, saved, at)
    queries.close(attempt_id, state, rules.closed_by(at, attempt.until), at, score, receipt, passed=passed)
    queries.add_grade(attempt_id, 1, "closing", at, score, kept, passed=passed)
    verb = Verb.SUBMITTED if result.waiting else verb_of(pass_mark, passed=passed)
    # The fact with the score is the one named "attempt-closed": where a trainer marks, it is entered then.
    fact_id = derived_id("attempt-submitted" if result.waiting else "attempt-closed", str(attempt_id))
    told = None if result.waiting else score
    progress.enter(actor, paper.course, attempt.activity_id, verb, fact_id, at, told)
    following = paper.course.after(attempt.activity_id)
    if following is not None and verb is not Verb.FAILED:
        progress.set_place(actor, attempt.course_id, following.id, "", at)
    return queries.attempt(attempt_id, actor.id)


def close_overdue(at: datetime, most: int = 100) -> int:
    """Close the attempts whose time is over, in their learners' names; returns how many it closed.

    Two that run at once do no harm: an attempt is closed by one change from open, and what is closed stays as it is.
    """
    closed = 0
    for attempt_id, person_id in queries.overdue(at - rules.GRACE, most):
        attempt = submit(people.in_the_name_of(person_id), attempt_id, at)
        closed += attempt.closed_at == at
    return closed


def outcome(actor: Actor, attempt_id: UUID, at: datetime) -> Outcome:
    """Return the result of a closed attempt, as far as it may be seen now. Raises NotFound; Conflict("open")."""
    attempt = queries.attempt(attempt_id, actor.id)
    if attempt.state is State.OPEN:
        raise Conflict("open")
    paper = paper_of_attempt(attempt)
    every = queries.attempts(actor.id, attempt.course_id, attempt.activity_id)
    left = rules.attempts_left(paper.quiz.settings.attempts, [each.state for each in every])
    passed = any(each.passed for each in every)
    # An open attempt is spent but not over: until it is, the key would answer it.
    over = [each.state for each in every if each.state is not State.OPEN]
    still_to_come = rules.attempts_left(paper.quiz.settings.attempts, over)
    seen = visible(paper.quiz.settings, attempt.state, passed=passed, attempts_left=still_to_come, at=at)
    saved, last = queries.saved(attempt.id), queries.grade_of(attempt.id)
    result = grades.put_into(_grade(_questions(paper, attempt), saved, frozenset()), last)
    answered = tuple(
        _answered(paper, attempt, saved, seen, result, last, place) for place in range(len(attempt.questions))
    )
    gain = _gain(paper, attempt, last) if seen.score else ()
    return Outcome(paper, attempt, seen, answered, left, paper.course.after(attempt.activity_id), gain)


def _gain(paper: Paper, attempt: Attempt, last: Mapping[str, Grade]) -> tuple[Gain, ...]:
    """Compare the attempt with the first one at the pre-test that the quiz names; empty when there is none."""
    before = paper.quiz.settings.gain_over
    first = queries.first_graded(attempt.person_id, attempt.course_id, before) if before else None
    return gains(queries.grade_of(first), last, paper.course.outcome_rank) if first else ()


def printed(actor: Actor | None, course_id: str, quiz_id: str) -> Paper:
    """Return a quiz to be printed by a trainer of the course, with or without its answers. Raises NotFound."""
    require(actor, Permission.COURSES_SEE_KEYS, course_scope(course_id))
    return paper_of(courses.current(course_id), quiz_id)


def verb_of(pass_mark: Decimal | None, *, passed: bool) -> Verb:
    """Return what the ledger says of a graded attempt."""
    if pass_mark is None:
        return Verb.SUBMITTED
    return Verb.PASSED if passed else Verb.FAILED


def _receipt(paper: Paper, attempt: Attempt, saved: Mapping[str, Saved], at: datetime) -> str:
    given = {question_id: each.given for question_id, each in saved.items()}
    return receipts.fingerprint(replace(attempt, closed_at=at), paper.activity.digest, given)


def _questions(paper: Paper, attempt: Attempt) -> dict[str, Question]:
    return {question_id: paper.asked(question_id, attempt.seed).question for question_id in attempt.questions}


def _grade(questions: Mapping[str, Question], saved: Mapping[str, Saved], hints: AbstractSet[str]) -> Result:
    responses = {question_id: each.given for question_id, each in saved.items()}
    return grading.grade(list(questions.values()), responses, hints)


def _kept(
    attempt: Attempt, questions: Mapping[str, Question], saved: Mapping[str, Saved], hints: AbstractSet[str],
    result: Result,
) -> dict[str, Grade]:  # fmt: skip
    responses = {question_id: each.given for question_id, each in saved.items()}
    confidences = {question_id: each.confidence for question_id, each in saved.items() if each.confidence}
    seconds = grades.seconds_by_question(attempt.started_at, queries.savings(attempt.id))
    return grades.of_result(result, questions, responses, hints, confidences, seconds)


def _answered(
    paper: Paper, attempt: Attempt, saved: Mapping[str, Saved], seen: Visibility, result: Result,
    last: Mapping[str, Grade], place: int,
) -> Answered:  # fmt: skip
    asked = paper.asked(attempt.questions[place], attempt.seed)
    known = saved.get(asked.question.id)
    response = known.given if known else {}
    reveal = asked.question.interaction.reveal(response, asked.order) if seen.key else None
    target, _, heading = asked.question.read_again_target.partition("#")
    lesson = paper.course.activity(target) if target and seen.explanation else None
    grade = last.get(asked.question.id)
    return Answered(
        place + 1, asked, result.questions[place] if seen.marks else None, reveal, lesson, heading,
        confidence=grade.confidence if grade else None, hint=grade is not None and grade.hint,
    )  # fmt: skip
