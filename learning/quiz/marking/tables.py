"""Marks given by trainers: rows that are only added."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Json, Moment


class MarkRow(Base):
    """One marking of one answer; the one with the highest `seq` counts. `id` is the key under which it was sent.

    `levels` are places of levels in the rubric, criterion by criterion; `share` is the exact fraction that they won.
    `reason` says why an answer was marked again, "" the first time.
    """

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("attempt_id", "question_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    question_id: Mapped[str]
    seq: Mapped[int]
    levels: Mapped[list[Any]] = mapped_column(Json)
    share: Mapped[str]
    comment: Mapped[str]
    reason: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
