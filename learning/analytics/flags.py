"""What of a question deserves a trainer's look. A flag asks, it does not judge: the text decides.

No flag rests on fewer than `ENOUGH` learners, nor on a figure that chance may have made: the whole interval of the
figure, not only the figure, has to lie on the wrong side of the line.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from learning.analytics.figures import Choice, Item, Summary

EASY, HARD = 0.90, 0.25
"""Facility above which a question sorts out hardly anybody; below which guessing among four answers wins as much."""

LOW = 0.20
"""Discrimination below which a question is poor. Source: R. L. Ebel and D. A. Frisbie, Essentials of Educational
Measurement, 5th ed. 1991, ch. 13."""

UNUSED = 0.05
"""A wrong answer that fewer than this choose does no work. Source: T. M. Haladyna and S. M. Downing, Educational and
Psychological Measurement 53 (1993) 999."""

A_CHOICE = 3
"""Of two answers, an unused one says only what the facility says already."""


class Flag(StrEnum):
    """What is odd about a question or an answer."""

    NEGATIVE = "negative"
    """Those who are good at the rest do worse at it: the key may be wrong."""

    LOW = "low"
    """It hardly tells the strong from the weak."""

    EASY = "easy"
    HARD = "hard"

    UNUSED = "unused"
    """A wrong answer that hardly anybody chooses."""

    ATTRACTIVE = "attractive"
    """A wrong answer that the strong choose more than the weak: it may be right too."""


def flags(item: Item) -> tuple[Flag, ...]:
    """Return what is odd about a question as a whole."""
    facility, discrimination = item.facility_interval, item.discrimination_interval
    if not item.enough or facility is None:
        return ()
    found = []
    if discrimination is not None and discrimination.high < 0:
        found.append(Flag.NEGATIVE)
    elif discrimination is not None and discrimination.high < LOW:
        found.append(Flag.LOW)
    if facility.low > EASY:
        found.append(Flag.EASY)
    if facility.high < HARD:
        found.append(Flag.HARD)
    return tuple(found)


def choice_flags(item: Item, choice: Choice) -> tuple[Flag, ...]:
    """Return what is odd about an answer offered in a question; nothing about a right one."""
    rate, lead = choice.rate_interval, choice.lead_interval
    if not item.enough or choice.right or rate is None or lead is None:
        return ()
    beside = sum(each.field == choice.field for each in item.choices)
    found = []
    if beside >= A_CHOICE and rate.high < UNUSED:
        found.append(Flag.UNUSED)
    if lead.low > 0:
        found.append(Flag.ATTRACTIVE)
    return tuple(found)


def all_flags(item: Item) -> tuple[Flag, ...]:
    """Return each flag of a question and its answers, once."""
    return tuple(dict.fromkeys((*flags(item), *_of_choices(item))))


def flagged(summary: Summary) -> int:
    """Return how many questions of a quiz deserve a look."""
    return sum(bool(all_flags(item)) for item in summary.items)


def _of_choices(item: Item) -> Iterable[Flag]:
    return (flag for choice in item.choices for flag in choice_flags(item, choice))
