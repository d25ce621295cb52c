"""What is kept of a quiz: the figures of the quiz, of its questions, and of the answers offered in them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learning.analytics.reliability import ENOUGH, Method, Reliability
from learning.kernel.intervals import Interval, difference, fisher, wilson

DIGITS = 6
"""Decimals kept of a figure."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer offered: how many of those who were `offered` it chose it, in all and among the strong and the weak.

    The strong and the weak are counted in parts where equal totals lie on the border of a group.
    """

    field: str
    text: str
    right: bool
    offered: int
    chosen: int
    strong: float
    strong_chosen: float
    weak: float
    weak_chosen: float

    @property
    def rate(self) -> float:
        """The share of those who chose it."""
        return self.chosen / self.offered if self.offered else 0.0

    @property
    def strong_rate(self) -> float:
        """The share among the strong."""
        return self.strong_chosen / self.strong if self.strong else 0.0

    @property
    def weak_rate(self) -> float:
        """The share among the weak."""
        return self.weak_chosen / self.weak if self.weak else 0.0

    @property
    def rate_interval(self) -> Interval | None:
        """How sure the share is."""
        return wilson(self.rate, self.offered) if self.offered else None

    @property
    def lead_interval(self) -> Interval | None:
        """How sure it is by how much the strong choose it more than the weak."""
        if not self.strong or not self.weak:
            return None
        return difference(self.strong_rate, self.strong, self.weak_rate, self.weak)


@dataclass(frozen=True, slots=True)
class Item:
    """A question. `asked` counts attempts of all kinds; all else is of `learners`, by their first finished attempt.

    `facility` is the mean share of its points; `discrimination` the correlation of its points with those of the other
    questions, None where one of the two does not vary.
    """

    id: str
    asked: int
    learners: int
    facility: float
    discrimination: float | None
    mean_seconds: float | None
    median_seconds: float | None
    choices: tuple[Choice, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to judge the question."""
        return self.learners >= ENOUGH

    @property
    def facility_interval(self) -> Interval | None:
        """How sure the facility is."""
        return wilson(self.facility, self.learners) if self.learners else None

    @property
    def discrimination_interval(self) -> Interval | None:
        """How sure the discrimination is."""
        return None if self.discrimination is None else fisher(self.discrimination, self.learners)


@dataclass(frozen=True, slots=True)
class Summary:
    """A quiz: `attempts` of all kinds; the mean share of points of the `learners`, and its standard deviation."""

    attempts: int
    learners: int
    mean: float | None
    deviation: float | None
    reliability: Reliability
    items: tuple[Item, ...] = ()


def to_json(summary: Summary) -> dict[str, Any]:
    """Return the summary as plain data."""
    found: dict[str, Any] = _rounded(dataclasses.asdict(summary))
    return found


def from_json(plain: Mapping[str, Any]) -> Summary:
    """Return the summary that `to_json` wrote."""
    reliability = {**plain["reliability"], "method": Method(plain["reliability"]["method"])}
    items = tuple(
        Item(**{**each, "choices": tuple(Choice(**choice) for choice in each["choices"])}) for each in plain["items"]
    )
    return Summary(**{**plain, "reliability": Reliability(**reliability), "items": items})


def _rounded(plain: Any) -> Any:
    if isinstance(plain, dict):
        return {name: _rounded(each) for name, each in plain.items()}
    if isinstance(plain, list | tuple):
        return [_rounded(each) for each in plain]
    return round(plain, DIGITS) if isinstance(plain, float) else plain
