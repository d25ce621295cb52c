"""What the quiz asks of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.db import db, insert_once
from learning.kernel.errors import Conflict, NotFound
from learning.kernel.score import Score
from learning.quiz.attempts import State
from learning.quiz.interaction import Response
from learning.quiz.tables import AttemptRow, ResponseRow


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt as kept. `questions` are ids in the order asked; `score` and `passed` stand once it is closed."""

    id: UUID
    person_id: UUID
    course_id: str
    activity_id: str
    number: int
    revision_id: str
    seed: int
    questions: tuple[str, ...]
    state: State
    started_at: datetime
    until: datetime | None
    closed_at: datetime | None
    score: Score | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer to one question as last saved; `given` is empty when nothing was answered."""

    given: Response
    flagged: bool
    saved_at: datetime


_COLUMNS = (
    AttemptRow.id,
    AttemptRow.person_id,
    AttemptRow.course_id,
    AttemptRow.activity_id,
    AttemptRow.number,
    AttemptRow.revision_id,
    AttemptRow.seed,
    AttemptRow.questions,
    AttemptRow.state,
    AttemptRow.started_at,
    AttemptRow.until,
    AttemptRow.closed_at,
    AttemptRow.points,
    AttemptRow.maximum,
    AttemptRow.passed,
)


def _attempt(row: Any) -> Attempt:
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
        score=Score(points, maximum) if points is not None and maximum is not None else None,
        passed=row.passed,
    )


def attempt(attempt_id: UUID, owner: UUID, *, lock: bool = False) -> Attempt:
    """Return the owner's attempt, held until the transaction ends when `lock`. Raises NotFound, also for another's."""
    wanted = sa.select(*_COLUMNS).where(AttemptRow.id == attempt_id, AttemptRow.person_id == owner)
    row = db.session.execute(wanted.with_for_update() if lock else wanted).first()
    if row is None:
        raise NotFound(str(attempt_id))
    return _attempt(row)


def attempts(person_id: UUID, course_id: str, activity_id: str) -> list[Attempt]:
    """Return a person's attempts at a quiz, the first one first."""
    wanted = (
        sa.select(*_COLUMNS)
        .where(
            AttemptRow.person_id == person_id,
            AttemptRow.course_id == course_id,
            AttemptRow.activity_id == activity_id,
        )
        .order_by(AttemptRow.number)
    )
    return [_attempt(row) for row in db.session.execute(wanted)]


def saved(attempt_id: UUID) -> dict[str, Saved]:
    """Return the answers of an attempt as last saved, by question id."""
    wanted = (
        sa.select(ResponseRow.question_id, ResponseRow.given, ResponseRow.flagged, ResponseRow.saved_at)
        .where(ResponseRow.attempt_id == attempt_id)
        .order_by(ResponseRow.seq)
    )
    return {question: Saved(given, flagged, at) for question, given, flagged, at in db.session.execute(wanted)}


def add_response(key: UUID, attempt_id: UUID, question_id: str, given: Response, flagged: bool, at: datetime) -> None:
    """Add a saving, once by its key. Raises Conflict("key-used") when the key stands for another question's."""
    highest = sa.select(sa.func.coalesce(sa.func.max(ResponseRow.seq), 0) + 1).where(
        ResponseRow.attempt_id == attempt_id
    )
    values: Mapping[str, Any] = {
        "id": key,
        "attempt_id": attempt_id,
        "seq": highest.scalar_subquery(),
        "question_id": question_id,
        "given": {name: list(texts) for name, texts in given.items()},
        "flagged": flagged,
        "saved_at": at,
    }
    if insert_once(ResponseRow, dict(values), "id"):
        return
    known = db.session.execute(
        sa.select(ResponseRow.attempt_id, ResponseRow.question_id).where(ResponseRow.id == key)
    ).one()
    if tuple(known) != (attempt_id, question_id):
        raise Conflict("key-used")
