"""The rate of a periodical payment, E = (B + D) / (A + C) x 100, and its tests under Articles 65 and 66.

A is the wage or previous earnings, B the benefit of the standard beneficiary, C the family allowances payable in work,
D those payable during the contingency. All amounts gross, on one time basis (Art. 65(4), 66(2)) and in one currency.
What other beneficiaries get need only be in reasonable relation (Art. 65(5), 66(3)): that is weighed, not computed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from learning.c102.amounts import (
    ZERO,
    Money,
    TimeBasis,
    converted,
    not_negative,
    on_one_basis,
    percent_of,
    positive,
    share,
    total,
)
from learning.c102.branches import Standard
from learning.c102.findings import Figure, Finding, Unit, money, percent

EARNINGS_RELATED = "Art. 65(1)"
FLAT_RATE = "Art. 66(1)"


@dataclass(frozen=True, slots=True)
class FamilyAllowances:
    """Family allowances for the same family: `in_work` (C) and `in_contingency` (D), zero or more, as the earnings."""

    in_work: Decimal = ZERO
    in_contingency: Decimal = ZERO

    def __post_init__(self) -> None:
        not_negative(self.in_work, "in_work", "allowances")
        not_negative(self.in_contingency, "in_contingency", "allowances")

    @classmethod
    def throughout(cls, amount: Decimal) -> FamilyAllowances:
        """Return allowances that go on unchanged when the contingency comes."""
        return cls(amount, amount)


NO_ALLOWANCES = FamilyAllowances()


def replacement_rate(benefit: Decimal, earnings: Decimal, allowances: FamilyAllowances = NO_ALLOWANCES) -> Decimal:
    """Return the rate E in per cent, unrounded (28 digits, cut): (B + D) / (A + C) x 100.

    Source: C102 Art. 65(1), and Art. 66(1) with the labourer's wage as `earnings`. A benefit of zero has a rate,
    earnings of zero have none. Raises Invalid: "earnings-zero", "earnings-negative", "benefit-negative" and the like.
    """
    positive(earnings, "earnings", "earnings")
    not_negative(benefit, "benefit", "benefit")
    return percent_of(total(benefit, allowances.in_contingency), total(earnings, allowances.in_work))


def needed_benefit(required: Decimal, earnings: Decimal, allowances: FamilyAllowances = NO_ALLOWANCES) -> Decimal:
    """Return the smallest benefit that reaches a rate of `required` per cent, exact; zero where allowances suffice.

    Source: C102 Art. 65(1), 66(1), solved for B. Raises Invalid: "earnings-zero", "percent-negative" and the like.
    """
    positive(earnings, "earnings", "earnings")
    not_negative(required, "required", "percent")
    wanted = share(required, total(earnings, allowances.in_work))
    return max(ZERO, total(wanted, -allowances.in_contingency))


def rate_gap(benefit: Decimal, earnings: Decimal, required: Decimal, allowances: FamilyAllowances) -> Decimal:
    """Return how many points the rate is under `required` per cent, unrounded; zero when it is reached.

    Source: C102 Art. 65(1), 66(1). Raises Invalid as `replacement_rate`.
    """
    not_negative(required, "required", "percent")
    return max(ZERO, total(required, -replacement_rate(benefit, earnings, allowances)))


@dataclass(frozen=True, slots=True)
class RateCase:
    """The four amounts behind a rate. `wage` is A: previous earnings (Art. 65) or the labourer's wage (Art. 66).

    Allowances left out are zero. Raises Invalid: "basis-mixed", "currency-mixed", "earnings-zero".
    """

    benefit: Money
    wage: Money
    allowances_in_work: Money | None = None
    allowances_in_contingency: Money | None = None

    def __post_init__(self) -> None:
        given = {"in_work": self.allowances_in_work, "in_contingency": self.allowances_in_contingency}
        on_one_basis(wage=self.wage, benefit=self.benefit, **{name: held for name, held in given.items() if held})
        positive(self.wage.value, "wage", "earnings")

    @property
    def allowances(self) -> FamilyAllowances:
        """C and D as numbers."""
        work, contingency = self.allowances_in_work, self.allowances_in_contingency
        return FamilyAllowances(work.value if work else ZERO, contingency.value if contingency else ZERO)

    @property
    def rate(self) -> Decimal:
        """E in per cent, unrounded."""
        return replacement_rate(self.benefit.value, self.wage.value, self.allowances)


def rate_case_on(
    basis: TimeBasis, benefit: Money, wage: Money, in_work: Money | None = None, in_contingency: Money | None = None
) -> RateCase:
    """Return the case with every amount converted to one time basis (a year = 12 months = 52 weeks)."""
    return RateCase(
        converted(benefit, basis),
        converted(wage, basis),
        converted(in_work, basis) if in_work else None,
        converted(in_contingency, basis) if in_contingency else None,
    )


def earnings_related_finding(case: RateCase, standard: Standard) -> Finding:
    """Test a benefit that depends on earnings. Source: C102 Art. 65(1), the Schedule's percentage from `standard`."""
    return _finding(case, standard.min_percent, standard.reference, EARNINGS_RELATED, "previous-earnings")


def flat_rate_finding(case: RateCase, standard: Standard, interpretation: str = "") -> Finding:
    """Test a flat-rate benefit, or a guaranteed minimum, against the labourer's wage.

    `interpretation` is that of the wage (`reference_wages.labourer_wage`), so that a practice stays marked.
    Source: C102 Art. 66(1).
    """
    found = _finding(case, standard.min_percent, standard.reference, FLAT_RATE, "labourer-wage")
    return replace(found, interpretation=interpretation)


def stated_rate_finding(rate: Decimal, required: Decimal, reference: str) -> Finding:
    """Compare a bare percentage, as a report states it, with what is required; both in per cent.

    It says nothing of A to D, so it shows the comparison, not the rate: condition "amounts-not-shown".
    """
    not_negative(rate, "rate", "percent")
    not_negative(required, "required", "percent")
    inputs = (percent("rate", rate), percent("required", required, reference))
    return Finding("stated-rate", reference, rate, required, Unit.PERCENT, inputs, conditions=("amounts-not-shown",))


def _finding(case: RateCase, required: Decimal, schedule: str, reference: str, wage_code: str) -> Finding:
    allowances = case.allowances
    basis, currency = case.wage.basis, case.wage.currency
    zero = Money(ZERO, basis, currency)
    numerator = Money(total(case.benefit.value, allowances.in_contingency), basis, currency)
    denominator = Money(total(case.wage.value, allowances.in_work), basis, currency)
    inputs = (
        money(wage_code, case.wage, reference),
        money("benefit", case.benefit, reference),
        money("allowances-in-work", case.allowances_in_work or zero, reference),
        money("allowances-in-contingency", case.allowances_in_contingency or zero, reference),
    )
    steps: tuple[Figure, ...] = (
        money("benefit-and-allowances", numerator, reference),
        money("wage-and-allowances", denominator, reference),
        percent("rate", case.rate, reference),
        percent("required", required, schedule),
    )
    return Finding("replacement-rate", reference, case.rate, required, Unit.PERCENT, inputs, steps)
