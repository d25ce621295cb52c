"""Article 71(2): the share of the employees over what may be taken together."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.financing import (
    Resources,
    employee_share,
    employee_share_finding,
    highest_employee_contributions,
)
from learning.kernel.errors import Invalid

CAP = service.facts().employee_share
AMOUNTS = st.decimals(min_value="0", max_value="99999.99", places=2)


def refused(caught: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def scheme(employees: int, employers: int, *parts: str, special: bool = False) -> Resources:
    return Resources("a scheme", parts, Decimal(employees), Decimal(employers), special_branch=special)


def test_half_from_the_employees_is_allowed_and_a_little_more_is_not() -> None:
    assert employee_share_finding([scheme(50, 50, "V")], CAP).compliant
    over = employee_share_finding([scheme(51, 49, "V")], CAP)
    assert (over.compliant, over.gap) == (False, Decimal(1))


def test_one_scheme_over_half_is_no_breach_while_the_pool_keeps_it() -> None:
    assert employee_share_finding([scheme(60, 40, "V"), scheme(30, 70, "III")], CAP).compliant


def test_injury_benefit_counts_unless_a_special_branch_runs_it() -> None:
    schemes = [scheme(60, 50, "V"), scheme(0, 20, "VI")]
    assert employee_share_finding(schemes, CAP).compliant
    apart = employee_share_finding([schemes[0], scheme(0, 20, "VI", special=True)], CAP)
    assert not apart.compliant
    assert [line.code for line in apart.inputs][2:] == ["left-out-scheme-employees", "left-out-scheme-resources"]


@given(AMOUNTS.map(lambda amount: amount + 1))
def test_the_highest_contributions_keep_the_limit_and_a_cent_more_does_not(resources: Decimal) -> None:
    highest = highest_employee_contributions(resources, CAP)
    assert employee_share(highest, resources) == CAP.max_percent
    assert employee_share(highest + Decimal("0.01"), resources) > CAP.max_percent


def test_of_the_pool_of_the_worked_case_employees_may_bear_half() -> None:
    """C08: pensions 120 and sickness and maternity 70 together; the employees' 100 are 5 too much."""
    example = next(each for each in service.examples() if each.id == "C08")
    pooled = [example.inputs[name] for name in ("pensions", "sickness_maternity")]
    amounts = [
        {key: Decimal(str(value)) for key, value in each.items()} for each in pooled if isinstance(each, Mapping)
    ]
    resources = sum((sum(each.values(), Decimal(0)) for each in amounts), Decimal(0))
    assert highest_employee_contributions(resources, CAP) == 95 == sum(each["employees"] for each in amounts) - 5


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=5))
def test_the_pool_keeps_the_limit_when_every_scheme_does(rows: list[tuple[Decimal, Decimal]]) -> None:
    schemes = [Resources("s", ("V",), min(row), max(row) + 1) for row in rows]
    assert employee_share_finding(schemes, CAP).compliant


def test_family_benefit_alone_gives_nothing_to_pool() -> None:
    with pytest.raises(Invalid) as caught:
        employee_share_finding([scheme(1, 1, "VII")], CAP)
    assert refused(caught) == ["nothing-to-pool"]


def test_schemes_that_mix_what_must_stay_apart_are_refused() -> None:
    with pytest.raises(Invalid) as caught:
        scheme(1, 1, "V", "VII")
    assert refused(caught) == ["family-mixed"]
    with pytest.raises(Invalid) as caught:
        scheme(1, 1, "V", "VI", special=True)
    assert refused(caught) == ["branch-mixed"]


def test_shares_of_nothing_and_over_the_whole_are_refused() -> None:
    with pytest.raises(Invalid) as caught:
        employee_share(Decimal(0), Decimal(0))
    assert refused(caught) == ["resources-zero"]
    with pytest.raises(Invalid) as caught:
        employee_share(Decimal(2), Decimal(1))
    assert refused(caught) == ["contributions-over-resources"]


def test_a_share_a_hair_over_half_does_not_round_down_to_it() -> None:
    share = employee_share(Decimal(f"0.5{'0' * 38}1"), Decimal(1))
    assert share > CAP.max_percent
