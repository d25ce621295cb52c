"""Texts by hash, revisions that list them, and which revision is served."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Json, Moment


class Blob(Base):
    """A text or picture, named by the hash of its bytes; never changed, never deleted."""

    __tablename__ = "blob"

    digest: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Rendering(Base):
    """What a text's pages need, made once; named by text, renderer and surroundings together. May be made again."""

    __tablename__ = "rendering"

    digest: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]


class Revision(Base):
    """A course as checked in at a moment. `files` maps paths to blobs; `outline` is the Course as plain data."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(index=True)
    number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
    files: Mapped[dict[str, str]] = mapped_column(Json)
    outline: Mapped[dict[str, Any]] = mapped_column(Json)


class CourseRow(Base):
    """Which revision of a course is served; `position` orders the catalogue."""

    __tablename__ = "course"

    id: Mapped[str] = mapped_column(primary_key=True)
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    served_since: Mapped[datetime] = mapped_column(Moment)
    position: Mapped[int]
