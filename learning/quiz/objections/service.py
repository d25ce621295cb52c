"""Objecting to a grading, and settling what was objected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.audit import note
from learning.courses import service as courses
from learning.courses.course import Course
from learning.db import changed, insert_once, run, unit_of_work
from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.kernel.problems import Problem
from learning.people.actor import Actor, course_scope
from learning.people.permissions import Permission, require
from learning.quiz import queries as quiz_queries
from learning.quiz import service as quizzes
from learning.quiz.marking.marks import learner_number
from learning.quiz.objections.tables import ObjectionRow
from learning.quiz.pages import Answered, Outcome
from learning.quiz.papers.service import paper_of_attempt
from learning.quiz.tables import AttemptRow

TEXT_LIMIT = 1_000
"""Characters of what a learner says, and of a reply."""

SHOWN = 200
"""Objections on the trainers' page: the open ones first, of each the newest."""

OPEN, AGREED, DECLINED = "open", "agreed", "declined"

_objection, _attempt = ObjectionRow.__table__.c, AttemptRow.__table__.c
_OF_ATTEMPT = sa.select(*_objection).where(_objection.attempt_id == sa.bindparam("attempt_id", type_=sa.Uuid))
_OF_COURSE = (
    sa.select(
        *_attempt, _objection.question_id, _objection.text, _objection.made_at, _objection.reply,
        _objection.settled_at, _objection.id.label("objection_id"), _objection.state.label("objection_state"),
    )
    .join_from(ObjectionRow.__table__, AttemptRow.__table__, _objection.attempt_id == _attempt.id)
    .where(_objection.course_id == sa.bindparam("course_id"))
    .order_by(_objection.state != OPEN, _objection.made_at.desc(), _objection.id)
    .limit(SHOWN)
)  # fmt: skip
_COUNTS = (
    sa.select(_objection.activity_id, _objection.question_id, _objection.state, sa.func.count().label("number"))
    .where(_objection.course_id == sa.bindparam("course_id"))
    .group_by(_objection.activity_id, _objection.question_id, _objection.state)
)


@dataclass(frozen=True, slots=True)
class Objection:
    """What was objected, and what became of it. `state`: open, agreed, declined; `reply` "" until it is settled."""

    id: UUID
    text: str
    state: str
    made_at: datetime
    reply: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Raised:
    """An objection as the trainers read it: by the learner's number, with the answer that was given, in words."""

    objection: Objection
    learner: int
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The objections to one question of a quiz. `counts` are by state, of all there are."""

    quiz_id: str
    quiz_title: str
    question_id: str
    question_title: str
    counts: Mapping[str, int]
    raised: tuple[Raised, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The page on which a learner objects: the attempt's result, the question, and what was objected already."""

    outcome: Outcome
    answered: Answered
    objection: Objection | None


def of_attempt(attempt_id: UUID) -> dict[str, Objection]:
    """Return the objections made in an attempt, by question id."""
    return {row.question_id: _read(row) for row in run(_OF_ATTEMPT, {"attempt_id": attempt_id})}


def may_object(answered: Answered, outcome: Outcome) -> bool:
    """True for a question that was answered, judged and not fully right, and whose key the learner may see."""
    graded = answered.graded
    if not outcome.visibility.key or graded is None or not graded.outcome.answered:
        return False
    still_being_marked = graded.outcome.by_hand and not outcome.visibility.score
    return graded.outcome.share < 1 and not still_being_marked


def page(actor: Actor, attempt_id: UUID, number: int, at: datetime) -> Page:
    """Return the page to object to the grading of question `number`.

    Raises NotFound, also where nothing can be objected to; Conflict("open").
    """
    outcome = quizzes.outcome(actor, attempt_id, at)
    if not 1 <= number <= len(outcome.answered):
        raise NotFound(str(number))
    answered = outcome.answered[number - 1]
    known = of_attempt(attempt_id).get(answered.asked.question.id)
    if known is None and not may_object(answered, outcome):
        raise NotFound(str(number))
    return Page(outcome, answered, known)


@unit_of_work
def raise_objection(actor: Actor, attempt_id: UUID, number: int, text: str, key: UUID, at: datetime) -> None:
    """Keep that the learner thinks they were right, once per question of an attempt; again changes nothing.

    Raises as `page`; Invalid("objection-long"); Conflict("key-used") for a key of another objection.
    """
    found = page(actor, attempt_id, number, at)
    values = {
        "id": key,
        "attempt_id": attempt_id,
        "question_id": found.answered.asked.question.id,
        "course_id": found.outcome.attempt.course_id,
        "activity_id": found.outcome.attempt.activity_id,
        "text": _checked(text, "text"),
        "state": OPEN,
        "made_at": at,
        "reply": "",
    }
    if not insert_once(ObjectionRow, values) and found.answered.asked.question.id not in of_attempt(attempt_id):
        raise Conflict("key-used")


def of_course(actor: Actor | None, course_id: str) -> tuple[Course, list[Group]]:
    """Return the objections in a course, question by question, those with open ones first. Raises NotFound."""
    require(actor, Permission.QUIZ_REGRADE, course_scope(course_id))
    course = courses.current(course_id)
    raised: dict[tuple[str, str], list[Raised]] = {}
    titles: dict[tuple[str, str], str] = {}
    for row in run(_OF_COURSE, {"course_id": course_id}):
        about = (row.activity_id, row.question_id)
        title, given = _given(row)
        titles.setdefault(about, title)
        objection = Objection(row.objection_id, row.text, row.objection_state, row.made_at, row.reply, row.settled_at)
        raised.setdefault(about, []).append(Raised(objection, learner_number(course_id, row.person_id), given))
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for row in run(_COUNTS, {"course_id": course_id}):
        counts.setdefault((row.activity_id, row.question_id), {})[row.state] = row.number
    groups = []
    for about, found in raised.items():
        activity = course.activity(about[0])
        title = activity.title if activity else about[0]
        groups.append(Group(about[0], title, about[1], titles[about], counts[about], tuple(found)))
    return course, sorted(groups, key=lambda group: -group.counts.get(OPEN, 0))


def course_of(actor: Actor | None, objection_id: UUID) -> str:
    """Return the id of an objection's course. Raises NotFound, also for one that the actor may not settle."""
    row = run(sa.select(_objection.course_id).where(_objection.id == objection_id)).first()
    if row is None:
        raise NotFound(str(objection_id))
    require(actor, Permission.QUIZ_REGRADE, course_scope(row.course_id))
    return str(row.course_id)


@unit_of_work
def settle(actor: Actor, objection_id: UUID, *, agreed: bool, reply: str, at: datetime) -> bool:
    """Answer an open objection; False when it was settled already.

    Raises NotFound; Invalid ("reply-empty", "objection-long").
    """
    course_of(actor, objection_id)
    reply = _checked(reply, "reply")
    if not reply:
        raise Invalid([Problem("reply", "reply-empty", "")])
    state = AGREED if agreed else DECLINED
    values = {"state": state, "reply": reply, "settled_at": at, "settled_by": actor.id}
    still_open = (ObjectionRow.id == objection_id, ObjectionRow.state == OPEN)
    if changed(sa.update(ObjectionRow).where(*still_open).values(**values)) == 0:
        return False
    note(actor.id, "quiz:settle-objection", str(objection_id), at, state=state)
    return True


def _checked(text: str, where: str) -> str:
    text = text.replace("\0", "").replace("\r\n", "\n").strip()  # PostgreSQL keeps no NUL, and nobody types one
    if len(text) > TEXT_LIMIT:
        raise Invalid([Problem(where, "objection-long", "")])
    return text


def _read(row: sa.Row[*tuple[Any, ...]]) -> Objection:
    return Objection(row.id, row.text, row.state, row.made_at, row.reply, row.settled_at)


def _given(row: sa.Row[*tuple[Any, ...]]) -> tuple[str, tuple[str, ...]]:
    """Return the question's title as asked, and the answer in words."""
    attempt = quiz_queries.read_attempt(row)
    asked = paper_of_attempt(attempt).asked(row.question_id, attempt.seed)
    saved = quiz_queries.saved(attempt.id).get(row.question_id)
    reveal = asked.question.interaction.reveal(saved.given if saved else {}, asked.order)
    words = (
        f"{each.label}: {', '.join(each.given)}" if each.label else ", ".join(each.given) for each in reveal.fields
    )
    return asked.question.title, tuple(each for each in words if each)
