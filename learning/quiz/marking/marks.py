"""Marks: what they make of the grading before, and what waits for one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from learning.kernel.ids import derived_id
from learning.quiz.grades import Grade
from learning.quiz.grading import rounded
from learning.quiz.marked import Marked
from learning.quiz.questions import Question


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as kept. `seq` counts those of one answer from 1; `reason` "" for the first."""

    id: UUID
    question_id: str
    seq: int
    levels: tuple[int, ...]
    share: Fraction
    comment: str
    reason: str
    by_id: UUID
    at: datetime


def to_mark(questions: Mapping[str, Question], grades: Mapping[str, Grade]) -> tuple[str, ...]:
    """Return the ids of the questions whose answers a person marks, in the order of `questions`.

    What was not answered wins nothing, and what was dropped does not count: nobody has to look at it.
    """
    by_hand = [question_id for question_id, question in questions.items() if isinstance(question.interaction, Marked)]
    looked_at = {question_id for question_id, grade in grades.items() if grade.answered and not grade.dropped}
    return tuple(question_id for question_id in by_hand if question_id in looked_at)


def with_shares(
    grades: Mapping[str, Grade], questions: Mapping[str, Question], shares: Mapping[str, Fraction]
) -> dict[str, Grade]:
    """Put the shares that trainers gave into a grading; all else stays as it was graded."""
    return {
        question_id: _with_share(grade, shares[question_id], questions[question_id].hint_cost_percent)
        if question_id in shares
        else grade
        for question_id, grade in grades.items()
    }


def _with_share(grade: Grade, share: Fraction, hint_cost_percent: Decimal) -> Grade:
    worth = Fraction(grade.of) * (1 - Fraction(hint_cost_percent) / 100 if grade.hint else 1)
    return replace(grade, share=share, won=rounded(share * worth))


def learner_number(course_id: str, person_id: UUID) -> int:
    """Return the number, of six digits, by which a learner is known to markers: the same throughout a course."""
    return 100_000 + derived_id("learner-number", course_id, str(person_id)).int % 900_000
