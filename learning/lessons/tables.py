"""Personal notes on lessons."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Moment


class NoteRow(Base):
    """One person's note on one lesson; `version` counts its savings, so that two windows cannot erase each other."""

    __tablename__ = "note"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(primary_key=True)
    activity_id: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(Moment)
