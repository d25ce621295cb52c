"""Objections of learners."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Moment


class ObjectionRow(Base):
    """One objection to the grading of one question of one attempt. `id` is the key under which it was sent."""

    __tablename__ = "objection"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question_id"),
        Index("ix_objection_course_id_activity_id", "course_id", "activity_id"),
        CheckConstraint("state IN ('open', 'agreed', 'declined')", name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    question_id: Mapped[str]
    course_id: Mapped[str]
    activity_id: Mapped[str]
    text: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(Moment)
    reply: Mapped[str]
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
