"""What a learner gained: a pre-test and a post-test compared, learning outcome by learning outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from learning.quiz.grades import Grade


@dataclass(frozen=True, slots=True)
class Gain:
    """One learning outcome before and after: shares of the points, 0 to 1, and of how many questions they come."""

    outcome: str
    before: Fraction
    after: Fraction
    asked_before: int
    asked_after: int

    @property
    def difference(self) -> Fraction:
        """What was gained, -1 to 1."""
        return self.after - self.before


def gains(before: Mapping[str, Grade], after: Mapping[str, Grade], rank: Callable[[str], int]) -> tuple[Gain, ...]:
    """Return the gain in each outcome that both tests asked, the lowest `rank` first; dropped questions count not.

    The tests ask in an order drawn for each learner, so the order of the table is that of the course's outcomes.
    """
    first, last = _shares(before), _shares(after)
    return tuple(
        Gain(outcome, first[outcome][0], last[outcome][0], first[outcome][1], last[outcome][1])
        for outcome in sorted(first.keys() & last.keys(), key=lambda outcome: (rank(outcome), outcome))
    )


def _shares(grades: Mapping[str, Grade]) -> dict[str, tuple[Fraction, int]]:
    won: dict[str, tuple[Fraction, Fraction, int]] = {}
    for grade in grades.values():
        if grade.outcome and not grade.dropped:
            points, of, count = won.get(grade.outcome, (Fraction(0), Fraction(0), 0))
            won[grade.outcome] = points + Fraction(grade.won), of + Fraction(grade.of), count + 1
    return {outcome: (points / of, count) for outcome, (points, of, count) in won.items() if of}
