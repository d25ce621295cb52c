"""The rate E = (B + D) / (A + C) x 100: its algebra, what is refused, and its tests with every line shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.amounts import Money, TimeBasis, shown
from learning.c102.rates import (
    FamilyAllowances,
    RateCase,
    earnings_related_finding,
    flat_rate_finding,
    needed_benefit,
    rate_case_on,
    rate_gap,
    replacement_rate,
    stated_rate_finding,
)
from learning.kernel.errors import Invalid

SICKNESS = service.facts().schedule[0]
AMOUNTS = st.decimals(min_value="0.01", max_value="99999999.99", places=2)
BENEFITS = st.decimals(min_value="0", max_value="99999999.99", places=2)
MONTH, YEAR = TimeBasis.MONTH, TimeBasis.YEAR


@given(BENEFITS, BENEFITS, AMOUNTS, BENEFITS, BENEFITS)
def test_raising_the_benefit_never_lowers_the_rate(
    benefit: Decimal, more: Decimal, earnings: Decimal, in_work: Decimal, in_contingency: Decimal
) -> None:
    allowances = FamilyAllowances(in_work, in_contingency)
    before = replacement_rate(benefit, earnings, allowances)
    assert replacement_rate(benefit + more, earnings, allowances) >= before


@given(BENEFITS, AMOUNTS, AMOUNTS)
def test_allowances_on_both_sides_draw_the_rate_towards_one_hundred(
    benefit: Decimal, earnings: Decimal, allowance: Decimal
) -> None:
    without = replacement_rate(benefit, earnings)
    with_them = replacement_rate(benefit, earnings, FamilyAllowances.throughout(allowance))
    assert without <= with_them <= 100 if benefit <= earnings else 100 <= with_them <= without


@given(BENEFITS, AMOUNTS, AMOUNTS)
def test_leaving_out_the_allowances_in_work_never_lowers_the_rate(
    benefit: Decimal, earnings: Decimal, allowance: Decimal
) -> None:
    right = replacement_rate(benefit, earnings, FamilyAllowances.throughout(allowance))
    assert replacement_rate(benefit, earnings, FamilyAllowances(in_contingency=allowance)) >= right


@given(BENEFITS, AMOUNTS, BENEFITS, st.sampled_from(TimeBasis), st.sampled_from(TimeBasis))
def test_the_time_basis_does_not_change_the_rate(
    benefit: Decimal, wage: Decimal, allowance: Decimal, basis: TimeBasis, other: TimeBasis
) -> None:
    amounts = [Money(each, basis) for each in (benefit, wage, allowance, allowance)]
    there = rate_case_on(other, *amounts)
    assert shown(RateCase(*amounts).rate, 6) == shown(there.rate, 6)
    to_the_year = rate_case_on(YEAR, *amounts)
    assert to_the_year.rate == RateCase(*amounts).rate  # exact: whole factors on both sides


@given(st.decimals(min_value="0", max_value="100", places=2), AMOUNTS, BENEFITS, BENEFITS)
def test_the_needed_benefit_just_reaches_the_rate(
    required: Decimal, earnings: Decimal, in_work: Decimal, in_contingency: Decimal
) -> None:
    allowances = FamilyAllowances(in_work, in_contingency)
    least = needed_benefit(required, earnings, allowances)
    assert replacement_rate(least, earnings, allowances) >= required
    assert rate_gap(least, earnings, required, allowances) == 0
    if least > Decimal("0.0001"):
        assert replacement_rate(least - Decimal("0.0001"), earnings, allowances) < required


@pytest.mark.parametrize(
    ("benefit", "earnings", "code"),
    [
        ("1", "0", "earnings-zero"),
        ("1", "-5", "earnings-negative"),
        ("-1", "5", "benefit-negative"),
        ("NaN", "5", "benefit-not-a-number"),
        ("1", "Infinity", "earnings-not-a-number"),
    ],
)
def test_amounts_without_a_rate_are_refused(benefit: str, earnings: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        replacement_rate(Decimal(benefit), Decimal(earnings))
    assert [problem.code for problem in caught.value.problems] == [code]


def test_negative_allowances_are_refused() -> None:
    for wrong in ({"in_work": Decimal(-1)}, {"in_contingency": Decimal(-1)}):
        with pytest.raises(Invalid) as caught:
            FamilyAllowances(**wrong)
        assert [problem.code for problem in caught.value.problems] == ["allowances-negative"]


def test_no_benefit_at_all_is_a_rate_of_zero() -> None:
    assert replacement_rate(Decimal(0), Decimal(1000)) == 0


def test_a_case_on_two_time_bases_is_refused_and_converting_mends_it() -> None:
    benefit, wage = Money(Decimal(540), MONTH), Money(Decimal(14400), YEAR)
    with pytest.raises(Invalid) as caught:
        RateCase(benefit, wage)
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [("benefit", "basis-mixed")]
    assert rate_case_on(MONTH, benefit, wage).rate == 45


def test_a_rate_that_is_only_shown_as_45_does_not_pass() -> None:
    finding = earnings_related_finding(RateCase(Money(Decimal("449.6"), MONTH), Money(Decimal(1000), MONTH)), SICKNESS)
    assert finding.found_shown == Decimal("45.0")
    assert not finding.compliant
    assert finding.gap == Decimal("0.04")


def test_a_finding_echoes_its_inputs_and_shows_every_line() -> None:
    amounts = [Money(Decimal(each), MONTH, "Dinar") for each in (540, 1200, 60, 60)]
    finding = earnings_related_finding(RateCase(*amounts), SICKNESS)
    assert [(line.code, line.value) for line in finding.inputs] == [
        ("previous-earnings", Decimal(1200)),
        ("benefit", Decimal(540)),
        ("allowances-in-work", Decimal(60)),
        ("allowances-in-contingency", Decimal(60)),
    ]
    assert {line.currency for line in finding.inputs} == {"Dinar"}
    assert [(line.code, shown(line.value)) for line in finding.steps] == [
        ("benefit-and-allowances", Decimal(600)),
        ("wage-and-allowances", Decimal(1260)),
        ("rate", Decimal("47.6")),
        ("required", SICKNESS.min_percent),
    ]
    assert finding.reference == "Art. 65(1)"
    assert finding.steps[-1].reference == SICKNESS.reference


def test_a_flat_rate_is_tested_against_the_wage_of_the_labourer() -> None:
    finding = flat_rate_finding(RateCase(Money(Decimal(340), MONTH), Money(Decimal(800), MONTH)), SICKNESS)
    assert finding.reference == "Art. 66(1)"
    assert finding.inputs[0].code == "labourer-wage"


def test_a_stated_rate_below_zero_is_refused() -> None:
    with pytest.raises(Invalid):
        stated_rate_finding(Decimal(-1), Decimal(45), "Art. 65(1)")
