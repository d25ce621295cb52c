"""What marking asks of the tables of the quiz."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.db import changed, insert_once, run
from learning.kernel.errors import NotFound
from learning.kernel.score import Score
from learning.quiz import grades as kept
from learning.quiz.attempts import Attempt, State
from learning.quiz.grades import Grade
from learning.quiz.marking.marks import Mark
from learning.quiz.marking.tables import MarkRow
from learning.quiz.queries import read_attempt
from learning.quiz.tables import AttemptRow, GradeRow

_attempt, _mark, _grade = AttemptRow.__table__.c, MarkRow.__table__.c, GradeRow.__table__.c
_CLOSED = sa.select(*_attempt).where(
    _attempt.id == sa.bindparam("id", type_=sa.Uuid), _attempt.state != State.OPEN.value
)
_CLOSED_LOCKED = _CLOSED.with_for_update()
_MARKS = (
    sa.select(*_mark)
    .where(_mark.attempt_id == sa.bindparam("attempt_id", type_=sa.Uuid))
    .order_by(_mark.question_id, _mark.seq)
)


def closed(attempt_id: UUID, *, lock: bool = False) -> Attempt:
    """Return anybody's closed attempt, held until the transaction ends when `lock`. Raises NotFound."""
    row = run(_CLOSED_LOCKED if lock else _CLOSED, {"id": attempt_id}).first()
    if row is None:
        raise NotFound(str(attempt_id))
    return read_attempt(row)


def submitted(course_id: str, but: UUID, skip: int, most: int) -> list[Attempt]:
    """Return the attempts in a course that wait for marks, all but one person's own, the oldest first."""
    waits = (_attempt.course_id == course_id, _attempt.state == State.SUBMITTED.value, _attempt.person_id != but)
    found = sa.select(*_attempt).where(*waits).order_by(_attempt.closed_at, _attempt.id).offset(skip).limit(most)
    return [read_attempt(row) for row in run(found)]


def last_grades(attempt_ids: Iterable[UUID]) -> dict[UUID, dict[str, Grade]]:
    """Return the last grading of each attempt, by question id."""
    found = sa.select(_grade.attempt_id, _grade.questions).where(_grade.attempt_id.in_(list(attempt_ids)))
    return {row.attempt_id: kept.from_json(row.questions) for row in run(found.order_by(_grade.seq))}


def marked(attempt_ids: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """Return which answers of these attempts have a mark, as (attempt, question id)."""
    found = sa.select(_mark.attempt_id, _mark.question_id).where(_mark.attempt_id.in_(list(attempt_ids)))
    return {(attempt_id, question_id) for attempt_id, question_id in run(found)}


def marks(attempt_id: UUID) -> list[Mark]:
    """Return every mark given in an attempt, those of one answer in the order in which they were given."""
    return [_read(row) for row in run(_MARKS, {"attempt_id": attempt_id})]


def mark_of(mark_id: UUID) -> tuple[UUID, Mark] | None:
    """Return the attempt and the mark that a key stands for; None when it is new."""
    row = run(sa.select(*_mark).where(_mark.id == mark_id)).first()
    return (row.attempt_id, _read(row)) if row else None


def _read(row: Any) -> Mark:
    return Mark(
        row.id, row.question_id, row.seq, tuple(row.levels), Fraction(row.share), row.comment, row.reason, row.by_id,
        row.at,
    )  # fmt: skip


def add_mark(attempt_id: UUID, mark: Mark) -> None:
    """Add a mark to an answer of an attempt, whose row the caller holds."""
    values = {
        "id": mark.id,
        "attempt_id": attempt_id,
        "question_id": mark.question_id,
        "seq": mark.seq,
        "levels": list(mark.levels),
        "share": str(mark.share),
        "comment": mark.comment,
        "reason": mark.reason,
        "by_id": mark.by_id,
        "at": mark.at,
    }
    insert_once(MarkRow, values, "id")


def settle(attempt: Attempt, score: Score, *, passed: bool) -> bool:
    """Give an attempt the figures of its marks: one that waited is graded now; False when it changed meanwhile."""
    state = State.GRADED if attempt.state is State.SUBMITTED else attempt.state
    same = (AttemptRow.id == attempt.id, AttemptRow.state == attempt.state.value)
    values = {"state": state.value, "points": score.points, "maximum": score.maximum, "passed": passed}
    return changed(sa.update(AttemptRow).where(*same).values(values)) == 1


def last_seq(attempt_id: UUID) -> int:
    """Return how many gradings an attempt has had."""
    found: int | None = run(sa.select(sa.func.max(_grade.seq)).where(_grade.attempt_id == attempt_id)).scalar()
    return found or 0
