"""What a regrade makes of the grade of one question, and of the points of the attempt that holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from learning.kernel.score import Score
from learning.quiz.grades import Grade
from learning.quiz.grading import rounded


class Method(StrEnum):
    """What is done about a question whose key was wrong."""

    BEST = "best"
    """The corrected key, where it gives more than there is: nobody loses."""
    NEW_KEY = "new-key"
    """The corrected key for all: some may lose."""
    FULL_ASKED = "full-asked"
    """All points for everyone who was asked it."""
    FULL_ANSWERED = "full-answered"
    """All points for everyone who answered it; the others keep what they have."""
    DROP = "drop"
    """It counts no more: neither the points won nor those that could be won."""


NEEDS_KEY = frozenset({Method.BEST, Method.NEW_KEY})
"""The methods that ask the corrected key."""


def regraded(grade: Grade, method: Method, share: Fraction | None, hint_cost_percent: Decimal) -> Grade:
    """Return the new grade of the question. `share` is what the corrected key gives; None where it cannot be asked.

    The points that could be won stay those of the text as asked. The same again changes nothing.
    """
    if method is Method.DROP:
        return replace(grade, dropped=True)
    if method in NEEDS_KEY:
        if share is None:
            return grade
        won = rounded(share * Fraction(grade.of) * (1 - Fraction(hint_cost_percent if grade.hint else 0) / 100))
        if method is Method.BEST and (grade.dropped or won <= grade.won):
            return grade
        return replace(grade, share=share, won=won, dropped=False)
    if method is Method.FULL_ANSWERED and not grade.answered:
        return replace(grade, dropped=False)
    return replace(grade, share=Fraction(1), won=grade.of, dropped=False)


Cost = Callable[[str], Decimal]
"""What the hint of a question costs, in per cent, by its id."""


def total(entries: Mapping[str, Mapping[str, Any]], cost: Cost) -> Score:
    """Return the points of an attempt from its grades as `grades.to_json` writes them; what is dropped counts nowhere.

    Summed exactly and rounded once, as in grading.
    """
    whole, rest, maximum = 0, Fraction(0), Decimal(0)
    for question_id, entry in entries.items():
        if entry.get("d"):
            continue
        worth, of = _worth(entry["s"], entry["of"], entry["w"], str(cost(question_id)) if entry.get("h") else "0")
        maximum += of
        if worth.denominator == 1:
            whole += worth.numerator
        else:
            rest += worth
    return Score(rounded(whole + rest), maximum)


@lru_cache(maxsize=4096)
def _worth(share: str, of: str, won: str, cost: str) -> tuple[Fraction, Decimal]:
    """Return the exact points behind the rounded ones. Where a regrade gave points, they are what was won."""
    exact = Fraction(share) * Fraction(of) * (1 - Fraction(cost) / 100)
    return (exact if rounded(exact) == Decimal(won) else Fraction(won)), Decimal(of)


@dataclass(frozen=True, slots=True)
class Change:
    """What a regrade does to the points of one attempt. A pass once given stays: `below` says that it rests on that."""

    before: Score
    after: Score
    was_passed: bool
    passed: bool
    below: bool

    @property
    def direction(self) -> str:
        """Say "up", "down" or "same", by the share of the points."""
        gain = self.after.points * self.before.maximum - self.before.points * self.after.maximum
        return "up" if gain > 0 else "down" if gain < 0 else "same"

    @property
    def is_seen(self) -> bool:
        """True when the learner finds other figures than before."""
        return (self.before, self.was_passed) != (self.after, self.passed)


def change(before: Score, was_passed: bool, after: Score, pass_mark: Decimal | None) -> Change:
    """Judge the new points of an attempt that had been graded."""
    reaches = pass_mark is None or after.reaches(pass_mark)
    return Change(before, after, was_passed, was_passed or reaches, was_passed and not reaches)


@dataclass(slots=True)
class Summary:
    """What a regrade does to all: how many attempts were asked the question, and what becomes of them."""

    asked: int = 0
    up: int = 0
    down: int = 0
    same: int = 0
    passes: int = 0
    below: int = 0

    def add(self, found: Change) -> None:
        """Count one attempt."""
        self.asked += 1
        self.up += found.direction == "up"
        self.down += found.direction == "down"
        self.same += found.direction == "same"
        self.passes += found.passed and not found.was_passed
        self.below += found.below
