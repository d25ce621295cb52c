"""Attempts, and the responses given in them: rows that are only added, so that what was given can be shown later."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Exact, Json, Moment

_OPEN = text("state = 'open'")


class AttemptRow(Base):
    """One attempt at a quiz: pinned to a revision, with the questions drawn and the seed of the order.

    At most one is open per person and quiz. `until` is the deadline; the points stand once it is closed.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "activity_id", "number"),
        Index("uq_attempt_open", "person_id", "course_id", "activity_id", unique=True, sqlite_where=_OPEN,
              postgresql_where=_OPEN),
        CheckConstraint("state IN ('open', 'submitted', 'expired')", name="state"),
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
    points: Mapped[Decimal | None] = mapped_column(Exact)
    maximum: Mapped[Decimal | None] = mapped_column(Exact)
    passed: Mapped[bool | None]


class ResponseRow(Base):
    """One saving of an answer; the one with the highest `seq` counts. `id` is the key under which it was sent."""

    __tablename__ = "response"
    __table_args__ = (UniqueConstraint("attempt_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    seq: Mapped[int]
    question_id: Mapped[str]
    given: Mapped[dict[str, Any]] = mapped_column(Json)
    flagged: Mapped[bool]
    saved_at: Mapped[datetime] = mapped_column(Moment)
