"""How well a learner knows what they know: how often answers were right, by how sure they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from learning.kernel.intervals import Interval, wilson
from learning.recall.schedule import Confidence

LEAST = 5
"""Answers of one level before anything is said of it."""

FITTING = {Confidence.UNSURE: (0.0, 0.6), Confidence.RATHER_SURE: (0.5, 0.9), Confidence.SURE: (0.8, 1.0)}
"""The share right that the words of a level promise, from and to: a convention of ours."""


class Finding(StrEnum):
    """What may be said of a level."""

    TOO_FEW = "too-few"
    LESS = "less"
    """Right less often than the learner felt."""
    MORE = "more"
    """Right more often than the learner felt."""
    FITS = "fits"
    """Nothing speaks against it."""


@dataclass(frozen=True, slots=True)
class Level:
    """The answers given with one level of confidence: how many, how many of them right, and what that tells."""

    confidence: Confidence
    right: int
    count: int

    @property
    def share(self) -> float:
        """The share right, 0 to 1; 0 when there is none."""
        return self.right / self.count if self.count else 0.0

    @property
    def interval(self) -> Interval:
        """Between which shares the true one lies, most likely; 0 to 1 when there is no answer."""
        return wilson(self.share, self.count) if self.count else Interval(0.0, 1.0)

    @property
    def finding(self) -> Finding:
        """Compare the whole interval with what the level promises, so that chance is not told as a fault."""
        if self.count < LEAST:
            return Finding.TOO_FEW
        interval, (least, most) = self.interval, FITTING[self.confidence]
        if interval.high < least:
            return Finding.LESS
        return Finding.MORE if interval.low > most else Finding.FITS


def levels(counts: Mapping[Confidence, tuple[int, int]]) -> tuple[Level, ...]:
    """Return the three levels, the least sure first. `counts`: right answers and all answers by confidence."""
    return tuple(Level(confidence, *counts.get(confidence, (0, 0))) for confidence in Confidence)
