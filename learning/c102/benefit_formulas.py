"""How a national law may set a benefit: a percentage with ceilings and a minimum, by classes, by length of career.

These are shapes of national rules, given by the user; the Convention allows them as long as its tests hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from learning.c102.amounts import ZERO, not_negative, positive, refuse, share, times, total


@dataclass(frozen=True, slots=True)
class BenefitFormula:
    """A benefit of `percent` of earnings; all amounts on one time basis, in one currency.

    Earnings count up to `earnings_ceiling`, the benefit is at most `highest` and at least `lowest`; None: no limit.
    Both kinds of maximum are those of C102 Art. 65(3). Raises Invalid: "percent-negative", "ceiling-zero",
    "limits-crossed" and the like.
    """

    percent: Decimal
    earnings_ceiling: Decimal | None = None
    highest: Decimal | None = None
    lowest: Decimal | None = None

    def __post_init__(self) -> None:
        not_negative(self.percent, "percent", "percent")
        for name, limit in (("earnings_ceiling", self.earnings_ceiling), ("highest", self.highest)):
            if limit is not None:
                positive(limit, name, "ceiling")
        if self.lowest is not None:
            not_negative(self.lowest, "lowest", "benefit")
        if self.highest is not None and self.lowest is not None and self.lowest > self.highest:
            refuse("lowest", "limits-crossed", "the lowest benefit is over the highest: exchange them")

    def counted(self, earnings: Decimal) -> Decimal:
        """Return the part of the earnings that counts for the benefit."""
        return earnings if self.earnings_ceiling is None else min(earnings, self.earnings_ceiling)

    def benefit(self, earnings: Decimal) -> Decimal:
        """Return the benefit at these earnings, exact. Raises Invalid "earnings-negative" and the like."""
        not_negative(earnings, "earnings", "earnings")
        found = share(self.percent, self.counted(earnings))
        if self.highest is not None:
            found = min(found, self.highest)
        return found if self.lowest is None else max(found, self.lowest)


@dataclass(frozen=True, slots=True)
class EarningsClass:
    """A class of earnings up to and including `up_to` (None: no upper limit), with its basic earnings."""

    basic_earnings: Decimal
    up_to: Decimal | None = None


def basic_earnings(earnings: Decimal, classes: Sequence[EarningsClass]) -> Decimal:
    """Return the basic earnings of the class to which earnings belong; the classes go upward.

    Where law has such classes, previous earnings may be taken from them. Source: C102 Art. 65(2).
    Raises Invalid: "classes-unordered" (limits must rise and only the last class may be open), "class-missing".
    """
    not_negative(earnings, "earnings", "earnings")
    limits = [each.up_to for each in classes]
    closed = [limit for limit in limits if limit is not None]
    if None in limits[:-1] or any(one >= two for one, two in pairwise(closed)):
        refuse(
            "classes", "classes-unordered", "the limits of the classes do not rise: put them in order, an open one last"
        )
    own = next((each for each in classes if each.up_to is None or earnings <= each.up_to), None)
    if own is None:
        refuse("classes", "class-missing", "no class holds these earnings: add one, or leave the last one open")
    return positive(own.basic_earnings, "basic_earnings", "earnings")


@dataclass(frozen=True, slots=True)
class AccrualFormula:
    """A percentage that grows with contributions: a base, and `step_percent` per `step_months` beyond `base_months`.

    Only whole steps count; the result stays between `lowest` and `highest` where they are set. Percentages of earnings.
    Raises Invalid: "months-not-positive", "percent-negative", "limits-crossed" and the like.
    """

    base_percent: Decimal
    base_months: int
    step_percent: Decimal
    step_months: int = 12
    lowest: Decimal | None = None
    highest: Decimal | None = None

    def __post_init__(self) -> None:
        for name, number in (("base_percent", self.base_percent), ("step_percent", self.step_percent)):
            not_negative(number, name, "percent")
        if self.base_months < 0 or self.step_months < 1:
            refuse("months", "months-not-positive", "steps need at least one month, and the base none below zero")
        if self.lowest is not None and self.highest is not None and self.lowest > self.highest:
            refuse("lowest", "limits-crossed", "the lowest percentage is over the highest: exchange them")

    def percent_after(self, months: int) -> Decimal:
        """Return the percentage of earnings after so many months of contribution, exact."""
        if months < 0:
            refuse("months", "months-not-positive", "the months are below zero: write zero or more")
        steps = max(0, months - self.base_months) // self.step_months
        found = total(self.base_percent, times(self.step_percent, Decimal(steps)))
        if self.highest is not None:
            found = min(found, self.highest)
        return max(found, self.lowest if self.lowest is not None else ZERO)
