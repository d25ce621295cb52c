"""Grading: what the responses of an attempt are worth. Pure, and the same each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from learning.kernel.errors import Invalid
from learning.kernel.score import Score
from learning.quiz.interaction import Outcome, Response
from learning.quiz.questions import Quiz

PLACES = 6
"""Decimals of points kept."""


@dataclass(frozen=True, slots=True)
class Graded:
    """One question of an attempt, judged."""

    question_id: str
    outcome: Outcome
    score: Score


@dataclass(frozen=True, slots=True)
class Result:
    """All questions of an attempt, judged, in the order in which they were asked; and the points in all."""

    questions: tuple[Graded, ...]
    score: Score

    def passed(self, pass_mark: Decimal | None) -> bool:
        """True when the score reaches the pass mark, in per cent; without a pass mark, submitting is enough."""
        return pass_mark is None or self.score.reaches(pass_mark)


def grade(quiz: Quiz, question_ids: Sequence[str], responses: Mapping[str, Response]) -> Result:
    """Grade the questions that an attempt drew; one without a response wins 0 points.

    Responses to other questions do not count. The total is summed exactly and rounded once, so it may differ from the
    sum of the rounded scores in the last decimal. Raises Invalid("question-unknown" or "question-repeated").
    """
    if len(set(question_ids)) != len(question_ids):
        raise Invalid("question-repeated")
    if any(question_id not in quiz.by_id for question_id in question_ids):
        raise Invalid("question-unknown")
    graded = []
    won = Fraction(0)
    for question_id in question_ids:
        question = quiz.by_id[question_id]
        outcome = question.interaction.grade(responses.get(question_id, {}))
        points = outcome.share * Fraction(question.points)
        won += points
        graded.append(Graded(question_id, outcome, Score(rounded(points), question.points)))
    return Result(tuple(graded), Score(rounded(won), _sum(quiz.by_id[each].points for each in question_ids)))


def rounded(points: Fraction) -> Decimal:
    """Round down to six decimals.

    Down, so that a score never exceeds its maximum nor crosses a pass mark that the exact points do not reach; and a
    pass mark has fewer decimals, so that one reached exactly stays reached.
    """
    if points.denominator == 1:
        return Decimal(points.numerator)
    return Decimal(points.numerator * 10**PLACES // points.denominator).scaleb(-PLACES).normalize()


def _sum(points: Iterable[Decimal]) -> Decimal:
    return sum(points, Decimal(0))
