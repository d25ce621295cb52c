"""What regrading asks of the quiz's tables, many attempts at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.db import run
from learning.quiz.attempts import State
from learning.quiz.interaction import Response
from learning.quiz.objections.tables import ObjectionRow
from learning.quiz.regrading.tables import NoticeRow, RegradeRow
from learning.quiz.tables import AttemptRow, GradeRow, ResponseRow

CHUNK = 500
"""Attempts read and written at a time: what bounds the memory."""

GRADED = (State.GRADED.value, State.REGRADED.value)
"""The states of attempts that a regrade changes; the others meet it when they are closed or marked."""

_attempt, _grade, _response = AttemptRow.__table__.c, GradeRow.__table__.c, ResponseRow.__table__.c
_regrade, _notice, _objection = RegradeRow.__table__.c, NoticeRow.__table__.c, ObjectionRow.__table__.c
_OF_QUIZ = (_attempt.course_id == sa.bindparam("course_id"), _attempt.activity_id == sa.bindparam("activity_id"))
_IDS = sa.select(_attempt.id, _attempt.state).where(*_OF_QUIZ).order_by(_attempt.id)
_IDS_LOCKED = _IDS.with_for_update()
_REVISIONS = sa.select(_attempt.revision_id).where(*_OF_QUIZ).distinct().order_by(_attempt.revision_id)
_NOT_GRADED = sa.select(_attempt.questions).where(*_OF_QUIZ, _attempt.state.not_in(GRADED))
_last = sa.select(sa.func.max(_grade.seq)).where(_grade.attempt_id == _attempt.id).correlate(AttemptRow.__table__)
_GRADED = (
    sa.select(
        _attempt.id, _attempt.person_id, _attempt.number, _attempt.revision_id, _attempt.seed,
        _attempt.points, _attempt.maximum, _attempt.passed, _attempt.closed_at, _grade.seq,
        _grade.questions.label("grades"),
    )
    .select_from(
        AttemptRow.__table__.outerjoin(
            GradeRow.__table__,
            sa.and_(_grade.attempt_id == _attempt.id, _grade.seq == _last.scalar_subquery()),
        )
    )
    .where(_attempt.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Uuid)))
    .order_by(_attempt.id)
)  # fmt: skip
_GIVEN = (
    sa.select(_response.attempt_id, _response.given)
    .where(
        _response.attempt_id.in_(sa.bindparam("ids", expanding=True, type_=sa.Uuid)),
        _response.question_id == sa.bindparam("question_id"),
        _response.set_aside.is_(sa.false()),
    )
    .order_by(_response.attempt_id, _response.seq)
)
_QUESTIONS = sa.select(_attempt.questions).where(_attempt.id == sa.bindparam("id", type_=sa.Uuid))
_REGRADES = (
    sa.select(*_regrade)
    .where(_regrade.course_id == sa.bindparam("course_id"), _regrade.activity_id == sa.bindparam("activity_id"))
    .order_by(_regrade.number)
)
_NOTICES = (
    sa.select(
        _notice.attempt_id, _notice.regrade_id, _notice.points_before, _notice.maximum_before, _notice.points,
        _notice.maximum, _notice.passed_by_it, _regrade.course_id, _regrade.activity_id, _regrade.question_id,
        _regrade.method, _regrade.reason, _regrade.at,
    )
    .join_from(NoticeRow.__table__, RegradeRow.__table__, _notice.regrade_id == _regrade.id)
    .where(_notice.person_id == sa.bindparam("person_id", type_=sa.Uuid), _notice.dismissed_at.is_(None))
    .order_by(_regrade.at, _notice.attempt_id)
)  # fmt: skip
WRITE_ATTEMPT = (
    sa.update(AttemptRow)
    .where(
        _attempt.id == sa.bindparam("attempt", type_=sa.Uuid),
        sa.or_(*(_attempt.state == state for state in GRADED)),
    )
    .values(
        state=State.REGRADED.value,
        points=sa.bindparam("new_points"),
        maximum=sa.bindparam("new_maximum"),
        passed=sa.bindparam("new_passed"),
    )
)


def graded_ids(course_id: str, quiz_id: str, *, lock: bool) -> list[UUID]:
    """Return the ids of the graded attempts at a quiz, in one order; `lock` holds all its attempts, open ones too.

    Who closes an attempt locks it first and reads the regrades then: so none slips through between.
    """
    found = run(_IDS_LOCKED if lock else _IDS, {"course_id": course_id, "activity_id": quiz_id})
    return [row.id for row in found if row.state in GRADED]


def revisions(course_id: str, quiz_id: str) -> list[UUID]:
    """Return the revisions at which a quiz was attempted."""
    return [row.revision_id for row in run(_REVISIONS, {"course_id": course_id, "activity_id": quiz_id})]


def waiting(course_id: str, quiz_id: str, question_id: str) -> int:
    """Return how many attempts ask the question that are open, or not marked yet."""
    rows = run(_NOT_GRADED, {"course_id": course_id, "activity_id": quiz_id})
    return sum(question_id in row.questions for row in rows)


def chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """Part a long list."""
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def graded(ids: Sequence[UUID]) -> list[sa.Row[*tuple[Any, ...]]]:
    """Return attempts with their last grading; `seq` and `grades` are None for those of before gradings were kept."""
    return list(run(_GRADED, {"ids": list(ids)}))


def questions(attempt_id: UUID) -> list[str]:
    """Return the ids of the questions that an attempt asked."""
    found: list[str] = run(_QUESTIONS, {"id": attempt_id}).scalar_one()
    return found


def given(ids: Sequence[UUID], question_id: str) -> dict[UUID, Response]:
    """Return the response that counts to one question, by attempt."""
    rows = run(_GIVEN, {"ids": list(ids), "question_id": question_id})
    return {row.attempt_id: row.given for row in rows}


def regrades(course_id: str, quiz_id: str) -> list[sa.Row[*tuple[Any, ...]]]:
    """Return the regrades of a quiz in their order."""
    return list(run(_REGRADES, {"course_id": course_id, "activity_id": quiz_id}))


def notices(person_id: UUID) -> list[sa.Row[*tuple[Any, ...]]]:
    """Return what a learner is still told, the oldest first."""
    return list(run(_NOTICES, {"person_id": person_id}))


def settle_objections(course_id: str, quiz_id: str, question_id: str) -> sa.Update:
    """Return the change that settles the open objections to a question."""
    return sa.update(ObjectionRow).where(
        ObjectionRow.course_id == course_id,
        ObjectionRow.activity_id == quiz_id,
        ObjectionRow.question_id == question_id,
        ObjectionRow.state == "open",
    )
