"""Regrades as they were decided, and what learners are told of them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Exact, Json, Moment


class RegradeRow(Base):
    """One regrade of one question of a quiz; rows are only added, and apply in the order of `number`.

    `revision_id` is the revision whose key is the corrected one; `pairs` are the answers that the trainer paired, by
    version of the text as asked. The counts are those of the moment: who went up and down, who passed by it, and whose
    pass stays though the new points are below the mark.
    """

    __tablename__ = "regrade"
    __table_args__ = (
        UniqueConstraint("course_id", "activity_id", "number"),
        CheckConstraint("method IN ('best', 'new-key', 'full-asked', 'full-answered', 'drop')", name="method"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[str]
    activity_id: Mapped[str]
    number: Mapped[int]
    question_id: Mapped[str]
    method: Mapped[str]
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    pairs: Mapped[dict[str, Any]] = mapped_column(Json)
    reason: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    asked: Mapped[int]
    up: Mapped[int]
    down: Mapped[int]
    passes: Mapped[int]
    below: Mapped[int]


class NoticeRow(Base):
    """What a learner is told of a regrade that changed the figures of an attempt, until it is dismissed."""

    __tablename__ = "regrade_notice"
    __table_args__ = (Index("ix_regrade_notice_person_id", "person_id"),)

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    regrade_id: Mapped[UUID] = mapped_column(ForeignKey("regrade.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    points_before: Mapped[Decimal] = mapped_column(Exact)
    maximum_before: Mapped[Decimal] = mapped_column(Exact)
    points: Mapped[Decimal] = mapped_column(Exact)
    maximum: Mapped[Decimal] = mapped_column(Exact)
    passed_by_it: Mapped[bool]
    dismissed_at: Mapped[datetime | None] = mapped_column(Moment)
