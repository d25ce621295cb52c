"""What the quiz asks of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.db import changed, run
from learning.kernel.errors import NotFound
from learning.kernel.ids import as_uuid
from learning.kernel.score import Score
from learning.quiz import grades
from learning.quiz.attempts import Attempt, ClosedBy, Saved, State
from learning.quiz.grades import Grade
from learning.quiz.tables import AttemptRow, ExtraTimeRow, GradeRow, ResponseRow

_row, _response = AttemptRow.__table__.c, ResponseRow.__table__.c
_OWN = sa.select(*_row).where(
    _row.id == sa.bindparam("id", type_=sa.Uuid), _row.person_id == sa.bindparam("owner", type_=sa.Uuid)
)
_OWN_LOCKED = _OWN.with_for_update()
_OF_QUIZ = (
    sa.select(*_row)
    .where(
        _row.person_id == sa.bindparam("person_id", type_=sa.Uuid),
        _row.course_id == sa.bindparam("course_id"),
        _row.activity_id == sa.bindparam("activity_id"),
    )
    .order_by(_row.number)
)
_SAVED = (
    sa.select(
        _response.question_id, _response.given, _response.flagged, _response.saved_at, _response.seq,
        _response.confidence, _response.id, _response.set_aside,
    )
    .where(_response.attempt_id == sa.bindparam("id", type_=sa.Uuid))
    .order_by(_response.seq)
)  # fmt: skip

_grade = GradeRow.__table__.c
_LAST_GRADE = (
    sa.select(_grade.questions)
    .where(_grade.attempt_id == sa.bindparam("id", type_=sa.Uuid))
    .order_by(_grade.seq.desc())
    .limit(1)
)

_extra = ExtraTimeRow.__table__.c
_EXTRA = sa.select(_extra.percent).where(
    _extra.person_id == sa.bindparam("person_id", type_=sa.Uuid), _extra.course_id == sa.bindparam("course_id")
)


def read_attempt(row: Any) -> Attempt:
    """Return an attempt from a row of its table."""
    points: Decimal | None = row.points
    maximum: Decimal | None = row.maximum
    return Attempt(
        id=row.id,
        person_id=row.person_id,
        course_id=row.course_id,
        activity_id=row.activity_id,
        number=row.number,
        revision_id=str(row.revision_id),
        seed=row.seed,
        questions=tuple(row.questions),
        state=State(row.state),
        started_at=row.started_at,
        until=row.until,
        closed_at=row.closed_at,
        closed_by=ClosedBy(row.closed_by) if row.closed_by else None,
        score=Score(points, maximum) if points is not None and maximum is not None else None,
        passed=row.passed,
    )


def attempt(attempt_id: UUID, owner: UUID, *, lock: bool = False) -> Attempt:
    """Return the owner's attempt, held until the transaction ends when `lock`. Raises NotFound, also for another's."""
    row = run(_OWN_LOCKED if lock else _OWN, {"id": attempt_id, "owner": owner}).first()
    if row is None:
        raise NotFound(str(attempt_id))
    return read_attempt(row)


def attempts(person_id: UUID, course_id: str, activity_id: str) -> list[Attempt]:
    """Return a person's attempts at a quiz, the first one first."""
    mine = {"person_id": person_id, "course_id": course_id, "activity_id": activity_id}
    return [read_attempt(row) for row in run(_OF_QUIZ, mine)]


def saved(attempt_id: UUID) -> dict[str, Saved]:
    """Return the answers of an attempt that count, by question id."""
    return answers(attempt_id)[0]


def answers(attempt_id: UUID) -> tuple[dict[str, Saved], frozenset[str]]:
    """Return the answers of an attempt that count, by question id; and the questions of which one was set aside."""
    rows = list(run(_SAVED, {"id": attempt_id}))
    counting = {row[0]: row for row in rows if not row[-1]}
    return {name: Saved(*row[1:-1]) for name, row in counting.items()}, frozenset(row[0] for row in rows if row[-1])


def extra_percent(person_id: UUID, course_id: str) -> int:
    """Return the extra time of a person in the timed quizzes of a course, in per cent of the limit."""
    found = run(_EXTRA, {"person_id": person_id, "course_id": course_id}).scalar()
    return int(found or 0)


def overdue(before: datetime, most: int) -> list[tuple[UUID, UUID]]:
    """Return the open attempts whose time ended before a moment, the oldest first, as (attempt, person)."""
    late = sa.select(_row.id, _row.person_id).where(_row.state == State.OPEN.value, _row.until < before)
    return [(attempt_id, person_id) for attempt_id, person_id in run(late.order_by(_row.until).limit(most))]


def savings(attempt_id: UUID) -> list[tuple[str, datetime]]:
    """Return every saving of an attempt, as (question id, moment), in the order in which they came."""
    return [(row.question_id, row.saved_at) for row in run(_SAVED, {"id": attempt_id})]


def close(
    attempt_id: UUID, state: State, closed_by: ClosedBy, at: datetime, score: Score, receipt: str, *, passed: bool
) -> bool:
    """Close an open attempt; False, and nothing changed, when it was closed already."""
    still_open = (AttemptRow.id == attempt_id, AttemptRow.state == State.OPEN.value)
    values = {"state": state.value, "closed_by": closed_by.value, "closed_at": at, "points": score.points,
              "maximum": score.maximum, "passed": passed, "receipt": receipt}  # fmt: skip
    return changed(sa.update(AttemptRow).where(*still_open).values(values)) == 1


def first_graded(person_id: UUID, course_id: str, activity_id: str) -> UUID | None:
    """Return a person's first graded attempt at a quiz; None when there is none."""
    graded = (State.GRADED, State.REGRADED)
    found = attempts(person_id, course_id, activity_id)
    return next((each.id for each in found if each.state in graded), None)


def receipt_of(attempt_id: UUID) -> str | None:
    """Return the fingerprint kept when an attempt was closed; None while it is open."""
    found: str | None = run(sa.select(_row.receipt).where(_row.id == attempt_id)).scalar()
    return found


def attempt_in(course_id: str, attempt_id: str) -> Attempt | None:
    """Return anybody's attempt in a course by its id as typed; None when there is none."""
    known = as_uuid(attempt_id.strip())
    row = run(sa.select(*_row).where(_row.id == known, _row.course_id == course_id)).first() if known else None
    return read_attempt(row) if row else None


def open_attempts(person_id: UUID, course_id: str) -> list[Attempt]:
    """Return a person's open attempts in a course, held until the transaction ends."""
    mine = (_row.person_id == person_id, _row.course_id == course_id, _row.state == State.OPEN.value)
    return [read_attempt(row) for row in run(sa.select(*_row).where(*mine).with_for_update())]


def add_grade(
    attempt_id: UUID, seq: int, cause: str, at: datetime, score: Score, questions: Mapping[str, Grade], *,
    passed: bool, by_id: UUID | None = None,
) -> None:  # fmt: skip
    """Add the grading number `seq` of an attempt, whose row the caller holds. `cause`: "closing" or "marking"."""
    values = {
        "id": grades.grade_id(attempt_id, seq),
        "attempt_id": attempt_id,
        "seq": seq,
        "cause": cause,
        "regrade_id": None,
        "by_id": by_id,
        "at": at,
        "points": score.points,
        "maximum": score.maximum,
        "passed": passed,
        "questions": grades.to_json(questions),
    }
    run(sa.insert(GradeRow), values)


def grade_of(attempt_id: UUID) -> dict[str, Grade]:
    """Return the last grading of an attempt, by question id; empty for one that was never graded."""
    row = run(_LAST_GRADE, {"id": attempt_id}).first()
    return grades.from_json(row.questions) if row else {}
