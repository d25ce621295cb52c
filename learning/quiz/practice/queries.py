"""What the door asks of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.db import run
from learning.quiz import grades
from learning.quiz.attempts import State
from learning.quiz.grades import Grade
from learning.quiz.tables import AttemptRow, GradeRow

_attempt, _grade = AttemptRow.__table__.c, GradeRow.__table__.c
_later = GradeRow.__table__.alias("later")
_CLOSED = (
    sa.select(
        _attempt.id, _attempt.course_id, _attempt.activity_id, _attempt.revision_id, _attempt.seed, _attempt.state,
        _attempt.passed, _attempt.closed_at,
    )
    .where(_attempt.person_id == sa.bindparam("person_id", type_=sa.Uuid), _attempt.state != State.OPEN.value)
    .order_by(_attempt.closed_at, _attempt.id)
)  # fmt: skip
_LAST_GRADES = sa.select(_grade.attempt_id, _grade.questions).where(
    _grade.attempt_id.in_(sa.bindparam("attempt_ids", expanding=True)),
    ~sa.exists().where(_later.c.attempt_id == _grade.attempt_id, _later.c.seq > _grade.seq),
)
_BEFORE, _AFTER = sa.literal_column("'%|'", sa.String), sa.literal_column("'|%'", sa.String)


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed attempt, as much of it as matters here."""

    id: UUID
    course_id: str
    activity_id: str
    revision_id: str
    seed: int
    state: State
    passed: bool
    closed_at: datetime


def has_practised(after: sa.ColumnElement[datetime]) -> sa.Exists:
    """Return the expression: whether `person_id` closed an attempt at one of `quizzes` after that and until
    `closed_until`.

    `quizzes` is what `listed` writes, since a statement with a list in it is put together anew each time.
    """
    return sa.exists().where(
        _attempt.person_id == sa.bindparam("person_id", type_=sa.Uuid),
        sa.bindparam("quizzes", type_=sa.String).like(_BEFORE + _attempt.activity_id + _AFTER),
        _attempt.closed_at > after,
        _attempt.closed_at <= sa.bindparam("closed_until"),
    )


def listed(quiz_ids: Iterable[str]) -> str:
    """Write ids, which hold neither bars nor signs that LIKE would read, as one text."""
    return f"|{'|'.join(quiz_ids)}|"


def closed_attempts(person_id: UUID) -> list[Closed]:
    """Return the closed attempts of a person, the first one closed first."""
    return [
        Closed(
            row.id, row.course_id, row.activity_id, str(row.revision_id), row.seed, State(row.state), bool(row.passed),
            row.closed_at,
        )
        for row in run(_CLOSED, {"person_id": person_id})
    ]  # fmt: skip


def last_grades(attempt_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Grade]]:
    """Return the last grading of each attempt, by question id."""
    rows = run(_LAST_GRADES, {"attempt_ids": list(attempt_ids)}) if attempt_ids else ()
    return {row.attempt_id: grades.from_json(row.questions) for row in rows}
