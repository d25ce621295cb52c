"""Attempts, and the responses given in them: rows that are only added, so that what was given can be shown later."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Exact, Json, Moment

_OPEN = text("state = 'open'")
_SUBMITTED = text("state = 'submitted'")


class AttemptRow(Base):
    """One attempt at a quiz: pinned to a revision, with the questions drawn and the seed of the order.

    At most one is open per person and quiz. `until` is the deadline; the points stand once it is closed, and are those
    of its last grade. `receipt` proves what was handed in.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "activity_id", "number"),
        Index("uq_attempt_open", "person_id", "course_id", "activity_id", unique=True, sqlite_where=_OPEN,
              postgresql_where=_OPEN),
        Index("ix_attempt_course_id_activity_id", "course_id", "activity_id", "closed_at"),
        Index("ix_attempt_submitted", "course_id", "closed_at", sqlite_where=_SUBMITTED, postgresql_where=_SUBMITTED),
        CheckConstraint("state IN ('open', 'submitted', 'graded', 'regraded')", name="state"),
        CheckConstraint("closed_by IN ('learner', 'time')", name="closed_by"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str]
    activity_id: Mapped[str]
    number: Mapped[int]
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    seed: Mapped[int] = mapped_column(BigInteger)
    questions: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[str | None]
    receipt: Mapped[str | None]
    points: Mapped[Decimal | None] = mapped_column(Exact)
    maximum: Mapped[Decimal | None] = mapped_column(Exact)
    passed: Mapped[bool | None]


class ResponseRow(Base):
    """One saving of an answer; the one with the highest `seq` counts. `id` is the key under which it was sent.

    `base` is the saving that the page knew of; one that came from an outdated page is `set_aside`: kept, not counted.
    `confidence` is 1 (unsure) to 3 (sure).
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("attempt_id", "seq"),
        CheckConstraint("confidence BETWEEN 1 AND 3", name="confidence"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    seq: Mapped[int]
    question_id: Mapped[str]
    given: Mapped[dict[str, Any]] = mapped_column(Json)
    flagged: Mapped[bool]
    saved_at: Mapped[datetime] = mapped_column(Moment)
    base: Mapped[int | None]
    set_aside: Mapped[bool] = mapped_column(server_default=false())
    confidence: Mapped[int | None]


class GradeRow(Base):
    """One grading of an attempt: rows are only added, and the attempt carries the figures of the last one.

    `questions` holds, by question id, what `grades.to_json` writes.
    """

    __tablename__ = "grade"
    __table_args__ = (
        UniqueConstraint("attempt_id", "seq"),
        Index("ix_grade_at", "at"),
        CheckConstraint("cause IN ('closing', 'marking', 'regrade')", name="cause"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    seq: Mapped[int]
    cause: Mapped[str]
    regrade_id: Mapped[UUID | None]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    points: Mapped[Decimal] = mapped_column(Exact)
    maximum: Mapped[Decimal] = mapped_column(Exact)
    passed: Mapped[bool]
    questions: Mapped[dict[str, Any]] = mapped_column(Json)


class HintRow(Base):
    """A hint that was taken in an attempt: what it costs is taken from the points of the question."""

    __tablename__ = "hint"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class ToldRow(Base):
    """A question of an open attempt whose key was told, since the quiz tells at once: its answer is final."""

    __tablename__ = "told"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class ExtraTimeRow(Base):
    """Extra time of one person in the timed quizzes of one course, in per cent of the limit."""

    __tablename__ = "extra_time"
    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 300", name="percent"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(primary_key=True)
    percent: Mapped[int]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
