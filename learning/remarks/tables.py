"""Remarks of readers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Moment


class RemarkRow(Base):
    """One remark. `place` is the page's path; `course_id` is "" for a page of no course; a visitor has no person."""

    __tablename__ = "remark"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str] = mapped_column(index=True)
    place: Mapped[str]
    text: Mapped[str]
    revision_id: Mapped[UUID | None] = mapped_column(ForeignKey("revision.id"))
    made_at: Mapped[datetime] = mapped_column(Moment, index=True)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
