"""What a comparison with the Convention finds: met or not, by how much, from what, by which Article, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from learning.c102.amounts import ZERO, Money, TimeBasis, shown, total


class Unit(StrEnum):
    """What a figure counts."""

    MONEY = "money"
    PERCENT = "percent"
    PERSONS = "persons"
    CHILDREN = "children"
    WEEKS = "weeks"
    YEARS = "years"
    FACTOR = "factor"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the reasoning. `code` is put into words by pages; `reference` is where the treaty speaks of it.

    `basis` and `currency` are set for money only, `detail` is a name given by the user or data, such as a branch.
    """

    code: str
    value: Decimal
    unit: Unit
    reference: str = ""
    basis: TimeBasis | None = None
    currency: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison. `found` and `required` are unrounded and in `unit`; `at_most` turns the test round.

    `rule` is a code such as "replacement-rate"; `reference` the provision tested. `inputs` are the values given,
    `steps` what was made of them, in order. `interpretation` is a code, not empty where the text of the treaty does not
    settle the reading. `conditions` are codes of what else must hold and is not computed, such as "reduced-benefit".
    """

    rule: str
    reference: str
    found: Decimal
    required: Decimal
    unit: Unit
    inputs: tuple[Figure, ...] = ()
    steps: tuple[Figure, ...] = ()
    at_most: bool = False
    interpretation: str = ""
    conditions: tuple[str, ...] = ()

    @property
    def compliant(self) -> bool:
        """True when what was found reaches (or, for `at_most`, does not exceed) what is required; never rounded."""
        return self.found <= self.required if self.at_most else self.found >= self.required

    @property
    def gap(self) -> Decimal:
        """How much is missing or too much, in `unit` (percentage points for rates), unrounded; 0 when compliant."""
        if self.compliant:
            return ZERO
        return total(self.found, -self.required) if self.at_most else total(self.required, -self.found)

    @property
    def found_shown(self) -> Decimal:
        """What was found, with one decimal, half up."""
        return shown(self.found)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Tests of which the Convention asks for one. `findings` are in the order of the treaty."""

    reference: str
    findings: tuple[Finding, ...]

    @property
    def compliant(self) -> bool:
        """True when at least one test is met; False when none is, or none could be made."""
        return any(finding.compliant for finding in self.findings)

    @property
    def met(self) -> tuple[Finding, ...]:
        """The tests that are met."""
        return tuple(finding for finding in self.findings if finding.compliant)

    def under(self, reference: str) -> Finding | None:
        """Return the test of one provision, such as "Art. 44(a)"; None when it was not made."""
        return next((finding for finding in self.findings if finding.reference == reference), None)


def money(code: str, amount: Money, reference: str = "") -> Figure:
    """Return an amount of money as a figure, with its time basis and currency."""
    return Figure(code, amount.value, Unit.MONEY, reference, amount.basis, amount.currency)


def percent(code: str, value: Decimal, reference: str = "") -> Figure:
    """Return a percentage as a figure."""
    return Figure(code, value, Unit.PERCENT, reference)
