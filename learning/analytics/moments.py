"""Variances and correlations of columns of figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

NOTHING = 1e-12
"""A mean square of deviations below this is none, but for rounding: what is compared here lies between 0 and 1,000."""


def mean(column: Sequence[float]) -> float:
    """Return the mean; 0 for nothing."""
    return math.fsum(column) / len(column) if column else 0.0


def variance(column: Sequence[float]) -> float:
    """Return the mean square of the deviations from the mean (divided by the count); 0 for nothing."""
    deviations = _deviations(column)
    return math.fsum(map(mul, deviations, deviations)) / len(column) if column else 0.0


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Pearson's correlation of two columns of one length; None where one of them does not vary."""
    one, two = _deviations(first), _deviations(second)
    squares = math.fsum(map(mul, one, one)), math.fsum(map(mul, two, two))
    if min(squares) <= NOTHING * len(one):
        return None
    found = math.fsum(map(mul, one, two)) / math.sqrt(squares[0] * squares[1])
    return max(-1.0, min(1.0, found))


def _deviations(column: Sequence[float]) -> list[float]:
    middle = mean(column)
    return [each - middle for each in column]
