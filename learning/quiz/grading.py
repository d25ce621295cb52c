"""Grading: what the responses of an attempt are worth. Pure, and the same each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from learning.kernel.errors import Invalid
from learning.kernel.score import Score
from learning.quiz.interaction import Outcome, Response
from learning.quiz.questions import Question

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
    """All questions of an attempt, judged, in the order in which they were asked; and the points in all.

    `waiting` names those that were answered and that a trainer has still to mark.
    """

    questions: tuple[Graded, ...]
    score: Score
    waiting: tuple[str, ...] = ()

    def passed(self, pass_mark: Decimal | None) -> bool:
        """True when the score reaches the pass mark, in per cent; without a pass mark, submitting is enough."""
        return pass_mark is None or self.score.reaches(pass_mark)


def grade(
    questions: Sequence[Question],
    responses: Mapping[str, Response],
    hints: AbstractSet[str] = frozenset(),
    marks: Mapping[str, Fraction] = MappingProxyType({}),
) -> Result:
    """Grade the questions that an attempt asked (as it asked them); one without a response wins 0 points.

    `hints` are the ids of questions whose hint was taken: its cost is taken from the points won. `marks` are the shares
    that a trainer gave, by id. Responses to other questions do not count. The total is summed exactly and rounded once,
    so it may differ from the sum of the rounded scores in the last decimal. Raises Invalid("question-repeated").
    """
    if len({question.id for question in questions}) != len(questions):
        raise Invalid("question-repeated")
    graded, waiting = [], []
    won = Fraction(0)
    for question in questions:
        outcome = question.interaction.grade(responses.get(question.id, {}))
        if outcome.by_hand and question.id in marks:
            outcome = replace(outcome, share=marks[question.id])
        elif outcome.by_hand:
            waiting.append(question.id)
        points = outcome.share * Fraction(question.points)
        if question.id in hints:
            points *= 1 - Fraction(question.hint_cost_percent) / 100
        won += points
        graded.append(Graded(question.id, outcome, Score(rounded(points), question.points)))
    return Result(tuple(graded), Score(rounded(won), _sum(each.points for each in questions)), tuple(waiting))


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
