"""How well a learner knows what they know: how often answers were right, by how sure they were."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from learning.recall.schedule import Confidence

LEAST = 5
"""Answers of one level before anything is said of it."""

Z = 1.96
"""Of a normal distribution, for an interval that holds the true share in 95 cases of 100."""

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
    def interval(self) -> tuple[float, float]:
        """Between which shares the true one lies, most likely."""
        return wilson(self.right, self.count)

    @property
    def finding(self) -> Finding:
        """Compare the whole interval with what the level promises, so that chance is not told as a fault."""
        if self.count < LEAST:
            return Finding.TOO_FEW
        (low, high), (least, most) = self.interval, FITTING[self.confidence]
        if high < least:
            return Finding.LESS
        return Finding.MORE if low > most else Finding.FITS


def levels(counts: Mapping[Confidence, tuple[int, int]]) -> tuple[Level, ...]:
    """Return the three levels, the least sure first. `counts`: right answers and all answers by confidence."""
    return tuple(Level(confidence, *counts.get(confidence, (0, 0))) for confidence in Confidence)


def wilson(right: int, count: int) -> tuple[float, float]:
    """Return the score interval of a share (Wilson 1927, 95 per cent); 0 to 1 when nothing was counted.

    Raises ValueError unless 0 <= right <= count.
    """
    if not 0 <= right <= count:
        raise ValueError(f"{right} of {count}")
    if not count:
        return 0.0, 1.0
    share, square = right / count, Z * Z
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = Z / (1 + square / count) * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))  # rounding may miss 0 and 1
