"""Ratifications found so far, and the rule of Art. 2(a)(ii) that any set of accepted Parts must pass.

The list is ours and not official: the record is NORMLEX, kept by the ILO.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from learning.c102.amounts import ZERO, not_negative, refuse
from learning.c102.articles import BRANCH_NUMERALS
from learning.c102.glossary import fold

CORE_NUMERALS: tuple[str, ...] = ("IV", "V", "VI", "IX", "X")
"""Of these Parts at least one must be accepted (Art. 2(a)(ii))."""

MINIMUM_ACCEPTED = 3
CAMPAIGN_GOAL = 70
"""Ratifications that the campaign wants to see."""

IN_FORCE = "in force"
UNCONFIRMED = "unconfirmed"
SORTS = ("country", "date")


@dataclass(frozen=True, slots=True)
class Ratification:
    """A row of the list.

    `ratified_on` is YYYY, YYYY-MM or YYYY-MM-DD as `precision` ("year", "month", "day") says, or both are empty;
    `parts` are the numerals accepted as at ratification or as last known, empty when not known; `date_check` and
    `parts_check` say how far each was confirmed; `remarks` and `source` are English data.
    """

    iso3: str
    country: str
    ratified_on: str
    precision: str
    parts: tuple[str, ...]
    status: str
    remarks: str
    source: str
    date_check: str
    parts_check: str

    @property
    def counts(self) -> bool:
        """True when a ratification was found; False for a State that is only reported to be on the way."""
        return self.status == IN_FORCE


@dataclass(frozen=True, slots=True)
class Ratifications:
    """The whole list, in the order of the data."""

    rows: tuple[Ratification, ...]

    @property
    def counted(self) -> tuple[Ratification, ...]:
        """The rows that count as ratifications."""
        return tuple(row for row in self.rows if row.counts)

    @property
    def unconfirmed(self) -> tuple[Ratification, ...]:
        """The rows for which no ratification was found."""
        return tuple(row for row in self.rows if not row.counts)

    @property
    def count(self) -> int:
        """How many ratifications were found."""
        return len(self.counted)

    @property
    def as_of(self) -> str:
        """The day of the newest ratification found, YYYY-MM-DD.

        Nothing later was found in the sources read, which is no proof that nothing happened.
        """
        return max(row.ratified_on for row in self.counted if row.precision == "day")


def qualifies(parts: Collection[str]) -> bool:
    """True when these Parts may be accepted together: at least three of II to X, one of them IV, V, VI, IX or X.

    Other numerals and repeated ones do not count. Source: C102 Art. 2(a)(ii).
    """
    accepted = set(parts) & set(BRANCH_NUMERALS)
    return len(accepted) >= MINIMUM_ACCEPTED and bool(accepted & set(CORE_NUMERALS))


def needed_parts(accepted: Decimal, core: Decimal) -> Decimal:
    """Return how many more Parts must be accepted at least, beside `accepted` ones of which `core` are core Parts.

    Zero when these may be accepted together. Source: C102 Art. 2(a)(ii). Raises Invalid: "parts-not-whole",
    "parts-negative" and the like, "parts-too-many" for more than there are, and "core-over-accepted".
    """
    others = len(BRANCH_NUMERALS) - len(CORE_NUMERALS)
    for name, count in (("accepted", accepted), ("core", core)):
        if not_negative(count, name, "parts") != count.to_integral_value():
            refuse(name, "parts-not-whole", "Parts are counted: write a whole number")
    if core > accepted:
        refuse("core", "core-over-accepted", "more core Parts than Parts in all: check both numbers")
    if core > len(CORE_NUMERALS) or accepted - core > others:
        detail = f"there are {len(CORE_NUMERALS)} core Parts and {others} others: check both numbers"
        refuse("accepted", "parts-too-many", detail)
    return max(MINIMUM_ACCEPTED - accepted, Decimal(core == 0), ZERO)


def in_order(rows: Collection[Ratification], sort: str = "country") -> tuple[Ratification, ...]:
    """Return the rows by country name, or by date with the earliest first and undated rows last.

    A date known to the year only stands before the days of that year. Raises ValueError for another order.
    """
    if sort not in SORTS:
        raise ValueError(f"sort is one of {', '.join(SORTS)}, not {sort}")
    if sort == "date":
        return tuple(sorted(rows, key=lambda row: (not row.ratified_on, row.ratified_on, fold(row.country))))
    return tuple(sorted(rows, key=lambda row: fold(row.country)))
