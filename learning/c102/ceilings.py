"""The test of a maximum: does the rate still hold for everyone who earns no more than the skilled wage? (Art. 65(3))"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.c102.amounts import ZERO, Money, divided, not_negative, positive, refuse, share, times
from learning.c102.benefit_formulas import BenefitFormula, EarningsClass, basic_earnings
from learning.c102.branches import Standard
from learning.c102.findings import Figure, Finding, Unit, money, percent
from learning.c102.rates import NO_ALLOWANCES, FamilyAllowances, needed_benefit, replacement_rate
from learning.c102.reference_wages import ReferenceWage

CEILING = "Art. 65(3)"


@dataclass(frozen=True, slots=True)
class RateAt:
    """The rate at one level of earnings: `benefit` and `earnings` on one time basis, `rate` in per cent, unrounded."""

    earnings: Decimal
    benefit: Decimal
    rate: Decimal


def rate_at(formula: BenefitFormula, earnings: Decimal, allowances: FamilyAllowances = NO_ALLOWANCES) -> RateAt:
    """Return benefit and rate at these earnings. Source: C102 Art. 65(1). Raises Invalid as `replacement_rate`."""
    benefit = formula.benefit(earnings)
    return RateAt(earnings, benefit, replacement_rate(benefit, earnings, allowances))


def rates_up_to(
    formula: BenefitFormula, skilled_wage: Decimal, allowances: FamilyAllowances, lowest_earnings: Decimal | None = None
) -> tuple[RateAt, ...]:
    """Return the rates that decide: at the skilled wage, wherever a limit begins to bind, and at the lowest earnings.

    Between two such points the rate only rises or only falls, so the lowest of these is the lowest of all earnings up
    to the skilled wage. `lowest_earnings` None leaves out the low end, where the rate sinks only if allowances do.
    Earnings rise from first to last. Source: C102 Art. 65(3). Raises Invalid: "wage-zero", "earnings-over-wage".
    """
    positive(skilled_wage, "skilled_wage", "wage")
    floor = ZERO
    if lowest_earnings is not None:
        floor = positive(lowest_earnings, "lowest_earnings", "earnings")
        if floor > skilled_wage:
            refuse("lowest_earnings", "earnings-over-wage", "these are over the skilled wage: take lower ones")
    points = {point for point in _bends(formula) if floor < point < skilled_wage} | {skilled_wage}
    points |= {floor} - {ZERO}
    return tuple(rate_at(formula, point, allowances) for point in sorted(points))


def ceiling_finding(
    formula: BenefitFormula,
    skilled: ReferenceWage,
    standard: Standard,
    allowances: FamilyAllowances = NO_ALLOWANCES,
    lowest_earnings: Decimal | None = None,
) -> Finding:
    """Test a benefit with a maximum at, and up to, the skilled wage; what is found is the lowest rate.

    The formula's amounts and the allowances are on the basis of the skilled wage. Source: C102 Art. 65(1), (3), (6).
    """
    points = rates_up_to(formula, skilled.wage.value, allowances, lowest_earnings)
    weakest = min(points, key=lambda point: (point.rate, -point.earnings))
    amounts = (
        ("earnings-ceiling", formula.earnings_ceiling),
        ("highest-benefit", formula.highest),
        ("lowest-benefit", formula.lowest),
        ("allowances-in-work", allowances.in_work),
        ("allowances-in-contingency", allowances.in_contingency),
    )
    inputs = (
        *skilled.steps,
        percent("benefit-percent", formula.percent),
        *(_money(code, value, skilled.wage) for code, value in amounts if value is not None),
    )
    steps = [step for point in points for step in _lines(point, skilled.wage)]
    steps.append(percent("required", standard.min_percent, standard.reference))
    return Finding(
        "ceiling",
        CEILING,
        weakest.rate,
        standard.min_percent,
        Unit.PERCENT,
        inputs,
        tuple(steps),
        interpretation=skilled.interpretation,
    )


def classes_finding(
    percent_of_basic: Decimal,
    classes: Sequence[EarningsClass],
    skilled: ReferenceWage,
    standard: Standard,
    allowances: FamilyAllowances = NO_ALLOWANCES,
) -> Finding:
    """Test a benefit by earnings classes for the class in which the skilled wage falls, its basic earnings as A.

    An open highest class would count as little as its basic earnings, so there A is the skilled wage itself: else a low
    top class would hide a maximum. Source: C102 Art. 65(2), (3); the second is our reading.
    """
    not_negative(percent_of_basic, "percent_of_basic", "percent")
    basic = basic_earnings(skilled.wage.value, classes)
    is_open = classes[-1].up_to is None and (len(classes) == 1 or skilled.wage.value > (classes[-2].up_to or ZERO))
    earnings = max(basic, skilled.wage.value) if is_open else basic
    benefit = share(percent_of_basic, basic)
    rate = replacement_rate(benefit, earnings, allowances)
    inputs = (*skilled.steps, percent("benefit-percent", percent_of_basic, "Art. 65(2)"))
    steps = (
        _money("basic-earnings", basic, skilled.wage, "Art. 65(2)"),
        *_lines(RateAt(earnings, benefit, rate), skilled.wage),
        percent("required", standard.min_percent, standard.reference),
    )
    interpretation = "open-class-as-maximum" if is_open else skilled.interpretation
    required = standard.min_percent
    return Finding(
        "earnings-classes", CEILING, rate, required, Unit.PERCENT, inputs, steps, interpretation=interpretation
    )


def needed_ceiling(
    percent_of_earnings: Decimal,
    required: Decimal,
    skilled_wage: Decimal,
    allowances: FamilyAllowances = NO_ALLOWANCES,
) -> Decimal:
    """Return the lowest ceiling on counted earnings with which the rate is reached at the skilled wage, unrounded.

    Solved from C102 Art. 65(1), (3). Raises Invalid: "percent-zero", "wage-zero", and "percent-too-low" when even
    without a ceiling the rate is not reached.
    """
    positive(percent_of_earnings, "percent", "percent")
    wanted = needed_benefit(required, positive(skilled_wage, "skilled_wage", "wage"), allowances)
    if wanted > share(percent_of_earnings, skilled_wage):
        refuse("percent", "percent-too-low", "no ceiling is high enough: raise the percentage first")
    return divided(times(wanted, Decimal(100)), percent_of_earnings, upward=True)


def _bends(formula: BenefitFormula) -> tuple[Decimal, ...]:
    """Where a limit begins or ceases to bind; the neighbourhood is tested by both of its ends."""
    found = [formula.earnings_ceiling] if formula.earnings_ceiling is not None else []
    if formula.percent > 0:
        limits = (limit for limit in (formula.highest, formula.lowest) if limit is not None)
        found += [divided(times(limit, Decimal(100)), formula.percent) for limit in limits]
    return tuple(found)


def _money(code: str, value: Decimal, like: Money, reference: str = "") -> Figure:
    return money(code, Money(value, like.basis, like.currency), reference)


def _lines(point: RateAt, like: Money) -> tuple[Figure, ...]:
    return (
        _money("previous-earnings", point.earnings, like, CEILING),
        _money("benefit", point.benefit, like, CEILING),
        percent("rate", point.rate, "Art. 65(1)"),
    )
