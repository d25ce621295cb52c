"""Rules that a question may name: the call, the numbers, the refusals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.articles import parse_reference
from learning.kernel.errors import Invalid
from learning.kernel.problems import Problem

RULES = service.rules_by_name()
CALLS = {
    "replacement_rate": ("540 1200 60", "47.6190"),
    "replacement_rate_two_allowances": ("540 1200 60 0", "42.8571"),
    "rate_gap": ("540 1250 45", "1.8"),
    "needed_benefit": ("45 1200 60", "507"),
    "skilled_wage": ("1000", "1250"),
    "benefit_with_ceiling": ("60 900 1250", "540"),
    "rate_with_ceiling": ("60 900 1250", "43.2"),
    "needed_ceiling": ("60 45 1250", "937.5"),
    "average_percent": ("8 60 6 30", "47.1429"),
    "increase_percent": ("4715 12600", "167.2322"),
    "least_benefit": ("300 150 100", "250"),
    "benefit_and_means": ("200 250 100", "350"),
    "total_threshold": ("48000000", "62400000"),
    "family_total_protected": ("6000 120000", "21600000"),
    "family_total_residents": ("6000 300000", "27000000"),
    "coverage_percent": ("950000 1800000", "52.7778"),
    "needed_parts": ("4 0", "1"),
    "needed_persons_employees": ("1800001", "900001"),
    "needed_persons_active": ("6000000", "1200000"),
    "needed_persons_residents": ("6000001", "3000001"),
    "needed_persons_industrial": ("240000", "120000"),
    "employee_share": ("100 190", "52.6316"),
    "highest_employee_contributions": ("190", "95"),
    "dependants_part": ("900 650", "250"),
    "highest_suspension": ("900 1200", "900"),
    "least_paid": ("900 400", "500"),
    "required_rate_old_age": ("20", "35"),
    "required_rate_invalidity": ("10", "35"),
    "required_rate_survivors": ("7", "32"),
    "month_from_week": ("300", "1300"),
    "year_from_week": ("100", "5200"),
    "week_from_month": ("1300", "300"),
    "year_from_month": ("500", "6000"),
    "week_from_year": ("5200", "100"),
    "month_from_year": ("6000", "500"),
}
"""For each rule, values by place and the result to four decimals, worked by hand or from the worked examples."""


def refused(caught: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in caught.value.problems]


def test_every_rule_has_its_case_here() -> None:
    assert set(RULES) == set(CALLS)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_rule_gives_its_number_by_place_and_by_name(name: str) -> None:
    written, result = CALLS[name]
    values = [Decimal(each) for each in written.split()]
    found = RULES[name](*values)
    assert found.quantize(Decimal("0.0001")) == Decimal(result)
    assert RULES[name](**dict(zip(RULES[name].parameters, values, strict=False))) == found


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_rule_is_named_after_itself_and_rests_on_the_convention(name: str) -> None:
    rule = RULES[name]
    assert rule.name == name
    assert parse_reference(rule.reference) is not None
    assert all(parameter.isidentifier() and parameter == parameter.lower() for parameter in rule.parameters)


@pytest.mark.parametrize("name", sorted(CALLS))
@given(st.data())
def test_whatever_the_numbers_a_rule_answers_with_a_number_or_refuses(name: str, data: st.DataObject) -> None:
    rule = RULES[name]
    values = data.draw(st.lists(st.decimals(places=2) | st.just(Decimal(0)), min_size=len(rule.parameters), max_size=6))
    problems: tuple[Problem, ...] = ()
    found = Decimal(0)
    try:
        found = rule(*values[: len(rule.parameters)])
    except Invalid as invalid:
        problems = invalid.problems
    assert found.is_finite()
    assert all(problem.code and problem.detail for problem in problems)


def test_calls_that_do_not_fit_are_refused_with_the_parameters() -> None:
    one = Decimal(1)
    calls: tuple[tuple[int, dict[str, Decimal], str], ...] = (
        (1, {}, "parameter-missing"),
        (4, {}, "parameters-too-many"),
        (2, {"pension": one}, "parameter-unknown"),
        (2, {"earnings": one}, "parameter-twice"),
    )
    for placed, named, code in calls:
        with pytest.raises(Invalid) as caught:
            RULES["replacement_rate"](*[one] * placed, **named)
        assert refused(caught) == [("replacement_rate", code)]


def test_an_allowance_left_out_is_none() -> None:
    assert RULES["replacement_rate"](Decimal(450), Decimal(1000)) == 45
