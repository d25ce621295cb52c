"""The log of reviews, to which rows are only added; the cards folded from it; the sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Double, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Json, Moment


class LearnerRow(Base):
    """One per person who reviews: who writes of a person's reviews holds it. `taken_at`: when practice was last taken
    up."""

    __tablename__ = "recall_learner"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(Moment)


class SessionRow(Base):
    """The questions of one day, in order: `items` are [course, revision, activity, question]. The seed draws and
    shuffles."""

    __tablename__ = "recall_session"
    __table_args__ = (UniqueConstraint("person_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Moment)
    seed: Mapped[int] = mapped_column(BigInteger)
    size: Mapped[int]
    items: Mapped[list[list[str]]] = mapped_column(Json)


class ReviewRow(Base):
    """One answer, in practice (`attempt_id`) or in a session (`session_id` and its `place` from 1, with what was
    given); or one passing over, which says nothing of memory. `seq` is the order in which they were entered."""

    __tablename__ = "recall_review"
    __table_args__ = (
        UniqueConstraint("person_id", "seq"),
        UniqueConstraint("session_id", "place"),
        CheckConstraint("verdict IN ('right', 'partly', 'wrong', 'passed-over')", name="verdict"),
        CheckConstraint("confidence BETWEEN 1 AND 3", name="confidence"),
        CheckConstraint("(attempt_id IS NULL) <> (session_id IS NULL)", name="source"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    seq: Mapped[int]
    course_id: Mapped[str]
    activity_id: Mapped[str]
    question_id: Mapped[str]
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    verdict: Mapped[str]
    confidence: Mapped[int | None]
    hinted: Mapped[bool]
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("attempt.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("recall_session.id"))
    place: Mapped[int | None]
    given: Mapped[dict[str, Any] | None] = mapped_column(Json)


class CardRow(Base):
    """How well a person knows a question: the fold of its reviews. `activity_id` is where it was last asked.

    `can_be_asked` is False while the question is not found in the course any more.
    """

    __tablename__ = "recall_card"
    __table_args__ = (Index("ix_recall_card_person_id_due", "person_id", "due"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    activity_id: Mapped[str]
    stability: Mapped[float] = mapped_column(Double)
    difficulty: Mapped[float] = mapped_column(Double)
    due: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)
    reviews: Mapped[int]
    can_be_asked: Mapped[bool]
