"""Cohorts and enrolments."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Moment


class Cohort(Base):
    """A group that learns a course. `pace` is "self-paced" in the open cohort, whose id is made from the course's."""

    __tablename__ = "cohort"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(index=True)
    pace: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(Moment)


class Enrolment(Base):
    """A person learns in a cohort. `course_id` repeats the cohort's, so that a page asks one table."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("person_id", "cohort_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    course_id: Mapped[str]
    enrolled_at: Mapped[datetime] = mapped_column(Moment)
