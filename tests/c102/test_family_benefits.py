"""Article 44: the total value of family benefits against the labourer's wage times children."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.amounts import Money, TimeBasis, converted
from learning.c102.branches import FamilyAdequacy
from learning.c102.family_benefits import PROTECTED, RESIDENTS, family_benefit_finding, family_option, required_total
from learning.kernel.errors import Invalid

MONTH, YEAR = TimeBasis.MONTH, TimeBasis.YEAR


def adequacy() -> FamilyAdequacy:
    branch = service.facts().branch("VII")
    assert branch is not None
    assert branch.adequacy is not None
    return branch.adequacy


def refused(caught: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def test_three_per_cent_for_children_of_persons_protected_half_of_it_for_all_children() -> None:
    wage, children = Decimal(6000), Decimal(1000)
    assert required_total(family_option(adequacy(), PROTECTED), wage, children) == 180000
    assert required_total(family_option(adequacy(), RESIDENTS), wage, children) == 90000


@given(st.decimals(min_value="1", max_value="99999", places=2), st.integers(min_value=0, max_value=10**7))
def test_the_time_basis_does_not_change_the_verdict(wage: Decimal, children: int) -> None:
    monthly = Money(wage, MONTH)
    least = required_total(family_option(adequacy(), PROTECTED), wage, Decimal(children))
    for basis in (MONTH, YEAR):
        outcome = family_benefit_finding(
            adequacy(),
            converted(Money(least, MONTH), basis),
            converted(monthly, basis),
            of_persons_protected=Decimal(children),
        )
        (finding,) = outcome.findings
        assert finding.compliant
        assert finding.gap == 0


def test_what_is_missing_is_told_in_money() -> None:
    outcome = family_benefit_finding(
        adequacy(), Money(Decimal(80000), YEAR), Money(Decimal(6000), YEAR), of_all_residents=Decimal(1000)
    )
    (finding,) = outcome.findings
    assert (finding.reference, finding.gap, outcome.compliant) == ("Art. 44(b)", Decimal(10000), False)
    assert [line.code for line in finding.inputs] == [
        "family-benefits-total",
        "labourer-wage",
        "children-of-all-residents",
    ]


def test_a_monthly_wage_beside_a_yearly_total_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        family_benefit_finding(
            adequacy(), Money(Decimal(1), YEAR), Money(Decimal(1), MONTH), of_persons_protected=Decimal(1)
        )
    assert refused(caught) == ["basis-mixed"]


def test_without_children_no_test_can_be_made() -> None:
    with pytest.raises(Invalid) as caught:
        family_benefit_finding(adequacy(), Money(Decimal(1), YEAR), Money(Decimal(1), YEAR))
    assert refused(caught) == ["no-children"]


@pytest.mark.parametrize(
    ("wage", "children", "code"),
    [("0", "1", "wage-zero"), ("1", "1.5", "children-not-whole"), ("1", "-1", "children-negative")],
)
def test_impossible_counts_and_wages_are_refused(wage: str, children: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        required_total(family_option(adequacy(), PROTECTED), Decimal(wage), Decimal(children))
    assert refused(caught) == [code]


def test_there_is_no_third_test() -> None:
    with pytest.raises(Invalid) as caught:
        family_option(adequacy(), "Art. 44(c)")
    assert refused(caught) == ["option-unknown"]
