"""What the strategies of `learning.quiz.guessing` reach over many choices, with the interval that luck leaves them.

Where a strategy takes several options, its hope is counted. It makes one choice in every question: where several
options are right it hits with any of them, and chance is their share.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from learning.quiz.guessing import STRATEGIES, Offer, Strategy

SURE = NormalDist().inv_cdf(0.95)
"""One-sided: once in twenty, a bank without any fault goes this many standard deviations beyond chance."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a strategy reached over so many offers: hits and chance as shares; `error` is the standard error."""

    strategy: str
    count: int
    hits: float
    chance: float
    error: float

    @property
    def gain(self) -> float:
        """What it gained over chance, as a share."""
        return self.hits - self.chance

    @property
    def certain_gain(self) -> float:
        """The gain that remains when luck is taken off: the lower end of the binomial interval at 95 per cent."""
        return self.gain - SURE * self.error


def best(offers: Sequence[Offer]) -> Score:
    """Return what the best of all strategies reaches."""
    return max(scores(offers), key=lambda score: score.gain)


def scores(offers: Sequence[Offer]) -> Iterator[Score]:
    """Try every strategy on the offers."""
    chance = sum(offer.chance for offer in offers) / len(offers)
    error = math.sqrt(sum(offer.chance * (1 - offer.chance) for offer in offers)) / len(offers)
    for name, strategy in STRATEGIES.items():
        hits = sum(_hope(strategy, offer) for offer in offers) / len(offers)
        yield Score(name, len(offers), hits, chance, error)


def _hope(strategy: Strategy, offer: Offer) -> float:
    """Return how often the strategy hits, from 0 to 1."""
    taken = strategy.best(offer)
    return len(offer.right.intersection(taken)) / len(taken)
