"""Taking a quiz: begin, save, submit, read the result; and what a quiz tells its course."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa

from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.courses.course import Activity, Course, Module
from learning.courses.kinds import Kind, Surroundings
from learning.db import changed, insert_once, unit_of_work
from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.kernel.ids import derived_id
from learning.kernel.problems import Problem
from learning.markup.lint import lint as lint_markup
from learning.markup.page import Links
from learning.markup.render import fragment
from learning.people.actor import Actor, course_scope
from learning.people.permissions import Permission, may, require
from learning.progress import completion
from learning.progress import service as progress
from learning.progress.ledger import Verb
from learning.quiz import attempts as rules
from learning.quiz import grading, queries
from learning.quiz.attempts import Beginning, State
from learning.quiz.drawing import draw
from learning.quiz.entry import line_of, read_entry
from learning.quiz.feedback import Visibility, visible
from learning.quiz.grading import Result
from learning.quiz.queries import Attempt, Saved
from learning.quiz.questions import Question, Quiz, asked, pieces
from learning.quiz.showing import Reveal, Values, View
from learning.quiz.source import parse
from learning.quiz.tables import AttemptRow


@dataclass(frozen=True, slots=True)
class Paper:
    """A quiz as one revision has it: its place in the course, its questions, and its texts as HTML by Markdown."""

    course: Course
    activity: Activity
    quiz: Quiz
    html: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Start:
    """The first page of a quiz. `beginning` says what its button does; `waits_for` why there is none."""

    paper: Paper
    enrolled: bool
    attempts: tuple[Attempt, ...]
    attempts_left: int | None
    beginning: Beginning
    waits_for: tuple[Module, ...]
    may_see_keys: bool

    @property
    def question_count(self) -> int:
        """How many questions an attempt asks."""
        settings = self.paper.quiz.settings
        return min(settings.draw or len(self.paper.quiz.questions), len(self.paper.quiz.questions))

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt to go on with."""
        return next((attempt for attempt in self.attempts if attempt.state is State.OPEN), None)


@dataclass(frozen=True, slots=True)
class Mark:
    """One question in the map of an attempt."""

    number: int
    title: str
    answered: bool
    flagged: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A question as it is asked in an attempt: nothing that tells the key."""

    paper: Paper
    attempt: Attempt
    number: int
    question: Question
    view: View
    saved: Saved | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """The page before handing in. `late` is True when the time is over."""

    paper: Paper
    attempt: Attempt
    marks: tuple[Mark, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of a closed attempt, with what may be told of it (None where it may not)."""

    number: int
    question: Question
    graded: grading.Graded | None
    reveal: Reveal | None
    read_again: Activity | None
    read_again_at: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result page of a closed attempt."""

    paper: Paper
    attempt: Attempt
    visibility: Visibility
    answered: tuple[Answered, ...]
    attempts_left: int | None
    following: Activity | None


def paper_of(course: Course, quiz_id: str) -> Paper:
    """Return a quiz of a course at its revision. Raises NotFound."""
    activity = courses.activity_of(course, quiz_id, KIND.name)
    return Paper(course, activity, _quiz(activity.digest), _html(activity.rendering))


def start(actor: Actor | None, course_id: str, quiz_id: str) -> Start:
    """Return a quiz's first page. Raises NotFound."""
    course = courses.current(course_id)
    paper = paper_of(course, quiz_id)
    enrolled, record = progress.standing_of(actor.id if actor else None, course_id)
    found = tuple(queries.attempts(actor.id, course_id, quiz_id)) if actor and enrolled else ()
    states = [attempt.state for attempt in found]
    limit = paper.quiz.settings.attempts
    return Start(
        paper=paper,
        enrolled=enrolled,
        attempts=found,
        attempts_left=rules.attempts_left(limit, states),
        beginning=rules.may_begin(limit, states),
        waits_for=completion.waiting_for(course, paper.activity.module_id, record.standings),
        may_see_keys=may(actor, Permission.COURSES_SEE_KEYS, course_scope(course_id)),
    )


@unit_of_work
def begin(actor: Actor, course_id: str, quiz_id: str, seed: int, attempt_id: UUID, at: datetime) -> Attempt:
    """Begin an attempt, or return the open one. An open one whose time is over is closed first.

    The id of a closed attempt of this quiz returns that one. Raises NotFound; NotAllowed("not-enrolled");
    Conflict ("module-waits", "no-attempt-left", "key-used" when the id is of something else).
    """
    cohorts.require_enrolled(actor, course_id)
    course = courses.current(course_id)
    paper = paper_of(course, quiz_id)
    found = queries.attempts(actor.id, course_id, quiz_id)
    for overdue in (attempt for attempt in found if attempt.state is State.OPEN and rules.is_late(at, attempt.until)):
        submit(actor, overdue.id, at)
        found = queries.attempts(actor.id, course_id, quiz_id)
    beginning = rules.may_begin(paper.quiz.settings.attempts, [attempt.state for attempt in found])
    if beginning is Beginning.RESUME:
        return next(attempt for attempt in found if attempt.state is State.OPEN)
    if beginning is Beginning.REFUSED:
        raise Conflict("no-attempt-left")
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
        "until": rules.deadline(at, paper.quiz.settings.time_limit),
    }
    insert_once(AttemptRow, values)  # when two requests begin at once, one row stands and both go on with it
    attempt = _begun(actor, course_id, quiz_id, attempt_id)
    if attempt.state is State.OPEN:
        progress.set_place(actor, course_id, quiz_id, "", at)
    return attempt


def _begun(actor: Actor, course_id: str, quiz_id: str, attempt_id: UUID) -> Attempt:
    """Return the open attempt, else the one that the key stood for already (a form sent again after handing in)."""
    found = queries.attempts(actor.id, course_id, quiz_id)
    known = [each for each in found if each.state is State.OPEN] or [each for each in found if each.id == attempt_id]
    if not known:
        raise Conflict("key-used")
    return known[0]


def first_open(attempt: Attempt) -> int:
    """Return the number of the first question without a complete answer; the first one when all have it."""
    marks = _marks(_paper(attempt), attempt, queries.saved(attempt.id))
    return next((mark.number for mark in marks if not mark.answered), 1)


def sheet(actor: Actor, attempt_id: UUID, number: int) -> Sheet:
    """Return question `number` (from 1) of an open attempt. Raises NotFound; Conflict("closed") for a closed one."""
    attempt = queries.attempt(attempt_id, actor.id)
    if attempt.state is not State.OPEN:
        raise Conflict("closed")
    if not 1 <= number <= len(attempt.questions):
        raise NotFound(str(number))
    paper = _paper(attempt)
    saved = queries.saved(attempt_id)
    question = paper.quiz.by_id[attempt.questions[number - 1]]
    known = saved.get(question.id)
    order = paper.quiz.order(attempt.seed, question.id)
    view = question.interaction.view(order, known.given if known else {})
    return Sheet(paper, attempt, number, question, view, known, _marks(paper, attempt, saved))


@unit_of_work
def save(actor: Actor, attempt_id: UUID, number: int, values: Values, flagged: bool, key: UUID, at: datetime) -> int:
    """Save the answer to question `number` as given; the same key again changes nothing. Returns how many there are.

    Raises NotFound; Conflict ("closed", "time-over"); Invalid with the field and the reason, nothing being saved.
    """
    attempt = queries.attempt(attempt_id, actor.id, lock=True)
    if attempt.state is not State.OPEN:
        raise Conflict("closed")
    if rules.is_late(at, attempt.until):
        raise Conflict("time-over")
    if not 1 <= number <= len(attempt.questions):
        raise NotFound(str(number))
    quiz = _paper(attempt).quiz
    question = quiz.by_id[attempt.questions[number - 1]]
    response, problems = question.interaction.read(values, quiz.order(attempt.seed, question.id))
    if response is None:
        raise Invalid(problems)
    queries.add_response(key, attempt_id, question.id, response, flagged, at)
    return len(attempt.questions)


def review(actor: Actor, attempt_id: UUID, at: datetime) -> Review:
    """Return what is answered and what is not, before handing in. Raises NotFound; Conflict("closed")."""
    attempt = queries.attempt(attempt_id, actor.id)
    if attempt.state is not State.OPEN:
        raise Conflict("closed")
    paper = _paper(attempt)
    return Review(paper, attempt, _marks(paper, attempt, queries.saved(attempt_id)), rules.is_late(at, attempt.until))


@unit_of_work
def submit(actor: Actor, attempt_id: UUID, at: datetime) -> Attempt:
    """Grade the saved answers, close the attempt and enter the outcome in the ledger; a closed one stays as it is.

    Raises NotFound, also for another's attempt.
    """
    attempt = queries.attempt(attempt_id, actor.id, lock=True)
    if attempt.state is not State.OPEN:
        return attempt
    paper = _paper(attempt)
    result = _grade(paper, attempt)
    passed = result.passed(paper.quiz.settings.pass_mark)
    closed = sa.update(AttemptRow).where(AttemptRow.id == attempt_id, AttemptRow.state == State.OPEN.value)
    changed(closed.values(
        state=rules.closing_state(at, attempt.until).value, closed_at=at, points=result.score.points,
        maximum=result.score.maximum, passed=passed,
    ))  # fmt: skip
    verb = _verb(paper.quiz.settings.pass_mark, passed=passed)
    fact_id = derived_id("attempt-closed", str(attempt_id))
    progress.enter(actor, paper.course, attempt.activity_id, verb, fact_id, at, result.score)
    following = paper.course.after(attempt.activity_id)
    if following is not None and verb is not Verb.FAILED:
        progress.set_place(actor, attempt.course_id, following.id, "", at)
    return queries.attempt(attempt_id, actor.id)


def outcome(actor: Actor, attempt_id: UUID) -> Outcome:
    """Return the result of a closed attempt, as far as it may be seen. Raises NotFound; Conflict("open")."""
    attempt = queries.attempt(attempt_id, actor.id)
    if attempt.state is State.OPEN:
        raise Conflict("open")
    paper = _paper(attempt)
    every = queries.attempts(actor.id, attempt.course_id, attempt.activity_id)
    left = rules.attempts_left(paper.quiz.settings.attempts, [each.state for each in every])
    passed = any(each.passed for each in every)
    # An open attempt is spent but not over: until it is, the key would answer it.
    over = [each.state for each in every if each.state is not State.OPEN]
    still_to_come = rules.attempts_left(paper.quiz.settings.attempts, over)
    seen = visible(paper.quiz.settings, attempt.state, passed=passed, attempts_left=still_to_come)
    result = _grade(paper, attempt)
    saved = queries.saved(attempt.id)
    answered = tuple(_answered(paper, attempt, saved, seen, result, place) for place in range(len(attempt.questions)))
    return Outcome(paper, attempt, seen, answered, left, paper.course.after(attempt.activity_id))


def printed(actor: Actor | None, course_id: str, quiz_id: str) -> Paper:
    """Return a quiz to be printed by a trainer of the course, with or without its answers. Raises NotFound."""
    require(actor, Permission.COURSES_SEE_KEYS, course_scope(course_id))
    return paper_of(courses.current(course_id), quiz_id)


def _verb(pass_mark: Decimal | None, *, passed: bool) -> Verb:
    if pass_mark is None:
        return Verb.SUBMITTED
    return Verb.PASSED if passed else Verb.FAILED


def _paper(attempt: Attempt) -> Paper:
    return paper_of(courses.at_revision(attempt.revision_id), attempt.activity_id)


def _grade(paper: Paper, attempt: Attempt) -> Result:
    given = {question: saved.given for question, saved in queries.saved(attempt.id).items()}
    return grading.grade(paper.quiz, attempt.questions, given)


def _marks(paper: Paper, attempt: Attempt, saved: Mapping[str, Saved]) -> tuple[Mark, ...]:
    marks = []
    for number, question_id in enumerate(attempt.questions, start=1):
        question, known = paper.quiz.by_id[question_id], saved.get(question_id)
        answered = known is not None and question.interaction.is_complete(known.given)
        marks.append(Mark(number, question.title, answered, known is not None and known.flagged))
    return tuple(marks)


def _answered(
    paper: Paper, attempt: Attempt, saved: Mapping[str, Saved], seen: Visibility, result: Result, place: int
) -> Answered:
    question = paper.quiz.by_id[attempt.questions[place]]
    known = saved.get(question.id)
    order = paper.quiz.order(attempt.seed, question.id)
    reveal = question.interaction.reveal(known.given if known else {}, order) if seen.key else None
    target, _, heading = question.read_again_target.partition("#")
    lesson = paper.course.activity(target) if target and seen.explanation else None
    return Answered(place + 1, question, result.questions[place] if seen.marks else None, reveal, lesson, heading)


@lru_cache(maxsize=256)
def _quiz(digest: str) -> Quiz:
    quiz, problems = parse(courses.text(digest))
    if quiz is None:
        raise Invalid(problems)
    return quiz


@lru_cache(maxsize=256)
def _html(rendering: str) -> Mapping[str, str]:
    found: dict[str, str] = json.loads(courses.rendering(rendering))
    return found


def _lint(text: str, around: Surroundings) -> list[Problem]:
    quiz, _ = parse(text)
    if quiz is None:
        return []
    links = courses.links(around)
    return [
        problem
        for question in quiz.questions
        for piece in question.pieces()
        for problem in lint_markup(piece, line_of(question, piece), links)
    ]


def _render(text: str, around: Surroundings) -> str:
    quiz, problems = parse(text)
    if quiz is None:
        raise Invalid(problems)
    links = courses.links(around)
    html = {piece: fragment(piece, links) for piece in set(pieces(quiz))}
    asked_links = Links(media=links.media)  # what is asked holds no link: it would lead away from the answer, or to it
    html |= {piece: fragment(piece, asked_links) for piece in asked(quiz)}
    return json.dumps(html, ensure_ascii=False)


KIND = Kind(
    name="quiz", suffix=".quiz.md", segment="quizzes", renderer="2", read=read_entry, lint=_lint, render=_render
)
"""What a quiz tells the course that holds it."""
