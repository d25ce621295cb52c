"""The test of a maximum at the skilled wage, and everywhere below it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.amounts import Money, TimeBasis
from learning.c102.benefit_formulas import BenefitFormula, EarningsClass
from learning.c102.ceilings import ceiling_finding, classes_finding, needed_ceiling, rate_at, rates_up_to
from learning.c102.rates import NO_ALLOWANCES, FamilyAllowances
from learning.c102.reference_wages import ReferenceWage, typical_skilled_wage
from learning.kernel.errors import Invalid

SICKNESS = service.facts().schedule[0]
AMOUNTS = st.decimals(min_value="100", max_value="10000", places=2)
ALLOWANCES = st.decimals(min_value="0", max_value="500", places=2)
PERCENTS = st.decimals(min_value="1", max_value="100", places=1)


def skilled(amount: Decimal | int) -> ReferenceWage:
    return typical_skilled_wage(Money(Decimal(amount), TimeBasis.MONTH, "Dinar"), "a")


def refused(caught: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


@given(PERCENTS, AMOUNTS, AMOUNTS, AMOUNTS, ALLOWANCES)
def test_a_higher_ceiling_never_lowers_the_rate_at_the_skilled_wage(
    percent: Decimal, ceiling: Decimal, more: Decimal, wage: Decimal, allowance: Decimal
) -> None:
    allowances = FamilyAllowances.throughout(allowance)
    low, high = (BenefitFormula(percent, limit) for limit in (ceiling, ceiling + more))
    low_finding = ceiling_finding(low, skilled(wage), SICKNESS, allowances)
    high_finding = ceiling_finding(high, skilled(wage), SICKNESS, allowances)
    assert high_finding.found >= low_finding.found
    assert high_finding.compliant or not low_finding.compliant


@given(PERCENTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_higher_skilled_wage_never_raises_the_rate(
    percent: Decimal, ceiling: Decimal, wage: Decimal, more: Decimal
) -> None:
    formula = BenefitFormula(percent, ceiling)
    assert (
        ceiling_finding(formula, skilled(wage + more), SICKNESS).found
        <= ceiling_finding(formula, skilled(wage), SICKNESS).found
    )


@given(
    st.builds(BenefitFormula, PERCENTS, AMOUNTS, AMOUNTS, st.none()),
    AMOUNTS,
    ALLOWANCES,
    ALLOWANCES,
    st.decimals(min_value="0", max_value="1", places=3),
)
def test_nobody_up_to_the_skilled_wage_has_a_lower_rate_than_the_points_that_decide(
    formula: BenefitFormula, wage: Decimal, in_work: Decimal, in_contingency: Decimal, place: Decimal
) -> None:
    allowances = FamilyAllowances(in_work, in_contingency)
    lowest = Decimal(50)
    points = rates_up_to(formula, wage, allowances, lowest)
    somebody = rate_at(formula, lowest + (wage - lowest) * place, allowances)
    tiny = Decimal("1e-20")  # the bends are quotients, cut at 28 digits
    assert min(point.rate for point in points) <= somebody.rate + tiny


def test_a_minimum_benefit_lifts_the_low_end() -> None:
    formula = BenefitFormula(Decimal(50), lowest=Decimal(300))
    points = rates_up_to(formula, Decimal(1000), NO_ALLOWANCES, Decimal(400))
    assert [point.earnings for point in points] == [Decimal(400), Decimal(600), Decimal(1000)]
    assert [point.rate for point in points] == [Decimal(75), Decimal(50), Decimal(50)]


def test_allowances_only_in_work_weigh_most_on_low_earnings() -> None:
    allowances = FamilyAllowances(in_work=Decimal(60))
    formula = BenefitFormula(Decimal(60))
    assert ceiling_finding(formula, skilled(1200), SICKNESS, allowances).compliant
    low = ceiling_finding(formula, skilled(1200), SICKNESS, allowances, lowest_earnings=Decimal(100))
    assert low.found == Decimal("37.5")
    assert not low.compliant


def test_the_finding_shows_the_way_to_the_wage_and_every_point() -> None:
    finding = ceiling_finding(BenefitFormula(Decimal(60), Decimal(900)), skilled(1250), SICKNESS)
    assert finding.reference == "Art. 65(3)"
    assert [(line.code, line.value) for line in finding.inputs] == [
        ("reference-wage", Decimal(1250)),
        ("benefit-percent", Decimal(60)),
        ("earnings-ceiling", Decimal(900)),
        ("allowances-in-work", Decimal(0)),
        ("allowances-in-contingency", Decimal(0)),
    ]
    assert [(line.code, line.value) for line in finding.steps] == [
        ("previous-earnings", Decimal(900)),
        ("benefit", Decimal(540)),
        ("rate", Decimal(60)),
        ("previous-earnings", Decimal(1250)),
        ("benefit", Decimal(540)),
        ("rate", Decimal("43.2")),
        ("required", Decimal(45)),
    ]


def test_earnings_over_the_skilled_wage_are_not_part_of_the_test() -> None:
    with pytest.raises(Invalid) as caught:
        rates_up_to(BenefitFormula(Decimal(60)), Decimal(1000), NO_ALLOWANCES, Decimal(1001))
    assert refused(caught) == ["earnings-over-wage"]


@given(st.decimals(min_value="46", max_value="90", places=1), AMOUNTS)
def test_the_needed_ceiling_just_passes(percent: Decimal, wage: Decimal) -> None:
    ceiling = needed_ceiling(percent, SICKNESS.min_percent, wage)
    assert ceiling_finding(BenefitFormula(percent, ceiling), skilled(wage), SICKNESS).compliant
    short = BenefitFormula(percent, ceiling - Decimal("0.001"))
    assert not ceiling_finding(short, skilled(wage), SICKNESS).compliant


def test_no_ceiling_helps_a_percentage_that_is_too_low() -> None:
    with pytest.raises(Invalid) as caught:
        needed_ceiling(Decimal(40), Decimal(45), Decimal(1000))
    assert refused(caught) == ["percent-too-low"]


CLASSES = (EarningsClass(Decimal(450), Decimal(600)), EarningsClass(Decimal(900), Decimal(1200)))


def test_the_basic_earnings_of_a_class_stand_on_both_sides_of_the_fraction() -> None:
    finding = classes_finding(Decimal(50), CLASSES, skilled(1000), SICKNESS)
    assert (finding.found, finding.interpretation) == (Decimal(50), "")


def test_an_open_highest_class_does_not_hide_a_maximum() -> None:
    open_ended = (CLASSES[0], EarningsClass(Decimal(900)))
    finding = classes_finding(Decimal(50), open_ended, skilled(1250), SICKNESS)
    assert finding.found == 36
    assert finding.interpretation == "open-class-as-maximum"
    assert not finding.compliant
