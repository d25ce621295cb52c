"""The strong and the weak: the 27 per cent with the most points and the 27 per cent with the fewest.

Source: T. L. Kelley, Journal of Educational Psychology 30 (1939) 17: at 27 per cent the two groups differ most surely.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SHARE = 0.27


@dataclass(frozen=True, slots=True)
class Groups:
    """For each total that occurs, how far a learner who has it belongs to a group: 1, 0, or in between.

    Where the border falls among learners of equal totals, each of them belongs to the group in part, so that the order
    of the learners decides nothing.
    """

    top: Mapping[float, float]
    bottom: Mapping[float, float]


def groups(totals: Sequence[float], share: float = SHARE) -> Groups:
    """Form the groups of learners by their totals; each holds `share` of them."""
    counts = Counter(totals)
    places = share * len(totals)
    ascending = sorted(counts)
    return Groups(_filled(reversed(ascending), counts, places), _filled(ascending, counts, places))


def _filled(ordered: Iterable[float], counts: Mapping[float, int], places: float) -> dict[float, float]:
    weights = {}
    for total in ordered:
        taken = min(places, counts[total])
        weights[total] = taken / counts[total]
        places -= taken
    return weights
