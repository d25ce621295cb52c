"""How sure a figure is: intervals of 95 per cent for a share, for a difference of two shares and for a correlation."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.959963984540054
"""The point of the normal distribution that leaves 2.5 per cent on either side."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true figure lies, in 95 of 100 cases."""

    low: float
    high: float


def wilson(share: float, count: float) -> Interval:
    """Return the interval of a share (0 to 1) found among `count` > 0 answers.

    For marks between right and wrong it is rather too wide: no mark between 0 and 1 varies more than right and wrong
    do. Source: E. B. Wilson, 1927; R. G. Newcombe, Statistics in Medicine 17 (1998) 857, method 3.
    """
    square = Z * Z
    middle = 2 * count * share + square
    spread = Z * math.sqrt(square + 4 * count * share * (1 - share))
    both = 2 * (count + square)
    return Interval(max(0.0, (middle - spread) / both), min(1.0, (middle + spread) / both))


def difference(first: float, first_count: float, second: float, second_count: float) -> Interval:
    """Return the interval of the difference of two shares found in two groups that share nobody.

    Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873, method 10.
    """
    one, two = wilson(first, first_count), wilson(second, second_count)
    return Interval(
        first - second - math.hypot(first - one.low, two.high - second),
        first - second + math.hypot(one.high - first, second - two.low),
    )


def fisher(correlation: float, count: int) -> Interval | None:
    """Return the interval of a correlation found among `count` pairs; None for fewer than four.

    Source: R. A. Fisher, 1921: the inverse hyperbolic tangent of a correlation varies by 1 / sqrt(count - 3).
    """
    if count < 4:
        return None
    if abs(correlation) >= 1:
        return Interval(correlation, correlation)
    middle, reach = math.atanh(correlation), Z / math.sqrt(count - 3)
    return Interval(math.tanh(middle - reach), math.tanh(middle + reach))
