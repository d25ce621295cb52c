"""Guess the key: what somebody scores who has not read a line of the course and sees a question and its options.

A strategy looks at the wording of the question and of the options, and at their places in the text, never at the key.
It gives each option a figure and chooses the highest; among equals it takes any, so that its hope is counted. It makes
one choice in every question: where several options are right it hits with any of them, and chance is their share.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, median

ABSOLUTES = re.compile(r"\b(all|always|any|cannot|every|must|never|no|nobody|none|nothing|only|whole)\b", re.IGNORECASE)
QUALIFIERS = re.compile(
    r"\b(about|at least|at most|can|could|generally|if|in part|mainly|may|might|often|or|some|unless|where|whether"
    r"|usually)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
REFERENCE = re.compile(r"\b(?:Art\.|Articles?|Parts?|Section)\s[0-9IVX]+")
SURE = NormalDist().inv_cdf(0.95)
"""One-sided: once in twenty, a bank without any fault goes this many standard deviations beyond chance."""

Strategy = Callable[[str, Sequence[str]], list[float]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered: the question, the options in the order of the text, the places of the right ones."""

    question: str
    options: tuple[str, ...]
    right: frozenset[int]

    @property
    def chance(self) -> float:
        """How often a blind choice hits."""
        return len(self.right) / len(self.options)

    def hope(self, strategy: Strategy) -> float:
        """How often the strategy hits, from 0 to 1."""
        figures = strategy(self.question, self.options)
        best = [place for place, figure in enumerate(figures) if math.isclose(figure, max(figures), abs_tol=1e-9)]
        return len(self.right.intersection(best)) / len(best)


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
        hits = sum(offer.hope(strategy) for offer in offers) / len(offers)
        yield Score(name, len(offers), hits, chance, error)


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z0-9]+", text.lower()) if len(word) > 2 or word.isdigit())


def _alike(left: str, right: str) -> float:
    both, either = _words(left) & _words(right), _words(left) | _words(right)
    return len(both) / len(either) if either else 0.0


def _each(figure: Callable[[str], float]) -> Strategy:
    return lambda _, options: [figure(option) for option in options]


def _place(wanted: int) -> Strategy:
    def figures(_: str, options: Sequence[str]) -> list[float]:
        return [float(place == wanted % len(options)) for place in range(len(options))]

    return figures


def _with_others(sign: int) -> Strategy:
    def figures(_: str, options: Sequence[str]) -> list[float]:
        return [sign * sum(_alike(one, other) for other in options if other is not one) for one in options]

    return figures


def _with_question(sign: int) -> Strategy:
    def figures(question: str, options: Sequence[str]) -> list[float]:
        asked = _words(question)
        return [sign * len(_words(option) & asked) / (len(_words(option)) or 1) for option in options]

    return figures


def _middle_number(_: str, options: Sequence[str]) -> list[float]:
    found = [NUMBER.findall(option) for option in options]
    if not all(found):
        return [0.0] * len(options)
    numbers = [float(each[0].replace(",", "")) for each in found]
    return [-abs(number - median(numbers)) for number in numbers]


def _middle_length(_: str, options: Sequence[str]) -> list[float]:
    middle = median(len(option) for option in options)
    return [-abs(len(option) - middle) for option in options]


STRATEGIES: Mapping[str, Strategy] = {
    "the first": _place(0),
    "the second": _place(1),
    "the third": _place(2),
    "the last": _place(-1),
    "the longest": _each(len),
    "the shortest": _each(lambda option: -len(option)),
    "the middle length": _middle_length,
    "the most numbers": _each(lambda option: len(NUMBER.findall(option))),
    "the fewest numbers": _each(lambda option: -len(NUMBER.findall(option))),
    "the middle number": _middle_number,
    "the most references": _each(lambda option: len(REFERENCE.findall(option))),
    "the most qualifiers": _each(lambda option: len(QUALIFIERS.findall(option))),
    "the fewest absolutes": _each(lambda option: -len(ABSOLUTES.findall(option))),
    "the most absolutes": _each(lambda option: len(ABSOLUTES.findall(option))),
    "the odd one out": _with_others(-1),
    "the most alike": _with_others(1),
    "words of the question": _with_question(1),
    "no words of the question": _with_question(-1),
}
