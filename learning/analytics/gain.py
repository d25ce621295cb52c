"""What a course changes in what its learners know: pre-test against post-test, by outcome, over all who took both.

For one learner `learning.quiz.gain` says it exactly; here the same shares are taken in plain figures, since they are
means over thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from learning.analytics.moments import mean
from learning.analytics.sheets import Sheet

DISCREET = 5
"""Means of fewer learners are not told: they would tell of persons."""


@dataclass(frozen=True, slots=True)
class MeanGain:
    """One outcome: the mean shares of points before and after of those `learners` who were asked in both tests.

    Both are None for fewer than `DISCREET` learners.
    """

    outcome: str
    learners: int
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """What was gained on average, -1 to 1."""
        return None if self.before is None or self.after is None else self.after - self.before


def shares(sheet: Sheet) -> dict[str, float]:
    """Return the share of points by outcome; dropped questions and those without an outcome count not."""
    points: dict[str, tuple[float, float]] = {}
    for each in sheet.values():
        outcome = each.get("o")
        if outcome and "d" not in each:
            won, of = points.get(outcome, (0.0, 0.0))
            points[outcome] = won + float(each["w"]), of + float(each["of"])
    return {outcome: won / of for outcome, (won, of) in points.items() if of}


def mean_gains(pairs: Iterable[tuple[Mapping[str, float], Mapping[str, float]]]) -> tuple[MeanGain, ...]:
    """Return the gain in each outcome, by its id, from what `shares` found of each learner before and after."""
    found: dict[str, list[tuple[float, float]]] = {}
    for before, after in pairs:
        for outcome, share in before.items():
            if outcome in after:
                found.setdefault(outcome, []).append((share, after[outcome]))
    return tuple(_mean_gain(outcome, both) for outcome, both in sorted(found.items()))


def _mean_gain(outcome: str, both: list[tuple[float, float]]) -> MeanGain:
    if len(both) < DISCREET:
        return MeanGain(outcome, len(both), None, None)
    return MeanGain(outcome, len(both), mean([before for before, _ in both]), mean([after for _, after in both]))
