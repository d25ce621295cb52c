"""The ledger of facts and, folded from it, one record per person and course."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Exact, Json, Moment


class FactRow(Base):
    """One fact; rows are only ever added. `activity_id` is "" for a fact on the whole course.

    `corrects` names the fact whose score this one puts right.
    """

    __tablename__ = "fact"
    __table_args__ = (
        Index("ix_fact_person_id_course_id", "person_id", "course_id"),
        CheckConstraint("verb IN ('completed', 'submitted', 'passed', 'failed')", name="verb"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str]
    activity_id: Mapped[str]
    verb: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    points: Mapped[Decimal | None] = mapped_column(Exact)
    maximum: Mapped[Decimal | None] = mapped_column(Exact)
    corrects: Mapped[UUID | None]


class RecordRow(Base):
    """How a person stands in a course (`standings`, see `ledger.to_json`) and where they last were (`place_…`)."""

    __tablename__ = "record"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(primary_key=True)
    standings: Mapped[dict[str, Any]] = mapped_column(Json)
    place_activity: Mapped[str]
    place_heading: Mapped[str]
    place_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int]
