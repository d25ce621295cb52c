"""Summaries of quizzes: what the pages of statistics show, computed beside them from grades; they may be lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Json, Moment


class QuizSummaryRow(Base):
    """The figures of one quiz, from the first `grades` rows of its attempts, the newest of which is of `graded_until`.

    `claimed_at`: when somebody last set out to compute it. `figures`, `questions` and `gains` hold what the
    rules write; `flagged` is how many questions deserve a look. They stand once `computed_at` does.
    """

    __tablename__ = "quiz_summary"

    course_id: Mapped[str] = mapped_column(primary_key=True)
    activity_id: Mapped[str] = mapped_column(primary_key=True)
    claimed_at: Mapped[datetime] = mapped_column(Moment)
    computed_at: Mapped[datetime | None] = mapped_column(Moment)
    grades: Mapped[int]
    graded_until: Mapped[datetime | None] = mapped_column(Moment, index=True)
    figures: Mapped[dict[str, Any] | None] = mapped_column(Json)
    questions: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    gains: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    flagged: Mapped[int]
