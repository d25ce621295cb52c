"""Amounts of money on a time basis, and arithmetic that stays exact until it is shown.

Convention for the time basis: a year has 12 months and 52 weeks, so a month has 52/12 weeks; the treaty fixes none.
Going to the year is exact; going down divides and keeps 28 digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum
from typing import NoReturn

from learning.kernel.errors import Invalid
from learning.kernel.problems import Problem

LARGEST = Decimal(10) ** 15
"""No amount or count reaches this; a larger one is a slip."""

FINEST = -60
"""The exponent of the smallest digit that an amount may carry."""

HUNDRED = Decimal(100)
ZERO = Decimal(0)

_EXACT = Context(prec=400)
_DOWN = Context(prec=28, rounding=ROUND_FLOOR)
_UP = Context(prec=28, rounding=ROUND_CEILING)


class TimeBasis(StrEnum):
    """The period that an amount of money is for."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def periods_a_year(self) -> Decimal:
        """How many of these periods make a year: 52, 12 or 1."""
        return Decimal({"week": 52, "month": 12, "year": 1}[self.value])


@dataclass(frozen=True, slots=True)
class Money:
    """An amount for one period, gross, zero or more. `currency` is a name or code, or empty where only one is in play.

    Raises Invalid: "amount-not-a-number", "amount-negative", "amount-too-large", "amount-too-fine".
    """

    value: Decimal
    basis: TimeBasis
    currency: str = ""

    def __post_init__(self) -> None:
        not_negative(self.value, "amount")


def refuse(where: str, code: str, detail: str) -> NoReturn:
    """Raise Invalid for one value; `where` is its name, `detail` ends with the remedy."""
    raise Invalid([Problem(where, code, detail)])


def not_negative(amount: Decimal, name: str, kind: str = "amount") -> Decimal:
    """Return the amount when it is a number from zero to under 10^15.

    `kind` begins the codes of Invalid: "<kind>-not-a-number", "-negative", "-too-large", "-too-fine".
    """
    if not amount.is_finite():
        refuse(name, f"{kind}-not-a-number", "this is no number: write digits")
    if amount < 0:
        refuse(name, f"{kind}-negative", "this is below zero: write zero or more")
    if amount >= LARGEST:
        refuse(name, f"{kind}-too-large", "this is too large: write it in a larger unit, such as millions")
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and exponent < FINEST:
        refuse(name, f"{kind}-too-fine", "this has too many decimals: round it")
    return amount


def positive(amount: Decimal, name: str, kind: str = "amount") -> Decimal:
    """Return the amount when it is above zero; besides the codes of `not_negative`, Invalid "<kind>-zero"."""
    if not_negative(amount, name, kind) == 0:
        refuse(name, f"{kind}-zero", "this is zero: write more than zero")
    return amount


def total(*amounts: Decimal) -> Decimal:
    """Return the sum, exact."""
    with localcontext(_EXACT):
        return sum(amounts, ZERO)


def times(*factors: Decimal) -> Decimal:
    """Return the product, exact for the sizes that `not_negative` lets pass."""
    with localcontext(_EXACT):
        product = Decimal(1)
        for factor in factors:
            product *= factor
        return product


def divided(number: Decimal, by: Decimal, *, upward: bool = False) -> Decimal:
    """Return the quotient to 28 digits, cut downward (or upward).

    So a quotient that is truly under a limit never seems to reach it, nor (upward) one over a limit to keep it.
    """
    return (_UP if upward else _DOWN).divide(number, by)


def percent_of(part: Decimal, whole: Decimal, *, upward: bool = False) -> Decimal:
    """Return `part` as a percentage of `whole` (not zero), unrounded: 28 digits, cut as in `divided`."""
    return divided(times(part, HUNDRED), whole, upward=upward)


def share(percent: Decimal, of: Decimal) -> Decimal:
    """Return so many per cent of an amount, exact."""
    return times(percent, of, Decimal("0.01"))


def shown(number: Decimal, places: int = 1) -> Decimal:
    """Return a figure as it is shown: half up, one decimal unless told otherwise. Never used to compare."""
    with localcontext(_EXACT):
        return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def increase_percent(before: Decimal, after: Decimal) -> Decimal:
    """Return by how many per cent an amount rose (below zero: fell): from 100 to 267 is 167, not 267.

    For the review of payments (C102 Art. 65(10), 66(8)). Both on one time basis. Raises Invalid "amount-zero" for
    `before`, and the codes of `not_negative`.
    """
    positive(before, "before")
    not_negative(after, "after")
    return percent_of(total(after, -before), before)


def converted(money: Money, to: TimeBasis) -> Money:
    """Return the same money for another period (a year = 12 months = 52 weeks); exact to the year, else 28 digits."""
    if money.basis is to:
        return money
    a_year = times(money.value, money.basis.periods_a_year)
    return Money(divided(a_year, to.periods_a_year), to, money.currency)


def on_one_basis(**amounts: Money) -> None:
    """Refuse amounts on different time bases (C102 Art. 65(4), 66(2)) or in different currencies.

    Raises Invalid "basis-mixed" or "currency-mixed" at the first amount, by name, that differs from the first of all.
    """
    first_name, first = next(iter(amounts.items()))
    for name, money in amounts.items():
        if money.basis is not first.basis:
            detail = f"this is for a {money.basis}, {first_name} for a {first.basis}: convert one of them"
            refuse(name, "basis-mixed", detail)
        if money.currency != first.currency:
            refuse(name, "currency-mixed", f"this is in another currency than {first_name}: use one currency")
