"""Article 69(b) and (c): what goes to dependants, what may be suspended, what is still due."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.suspension import dependants_part, highest_suspension, least_paid
from learning.kernel.errors import Invalid

Rule = Callable[[Decimal, Decimal], Decimal]
AMOUNTS = st.decimals(min_value="0", max_value="99999.99", places=2)


def test_the_measures_are_those_of_the_facts() -> None:
    grounds = {each.reference: each.text for each in service.facts().provisions["XIII"]}
    assert "above that value goes to dependants" in grounds["Art. 69(b)"]
    assert "suspended part no more than the other amount" in grounds["Art. 69(c)"]


@pytest.mark.parametrize(("benefit", "maintenance", "rest"), [(900, 650, 250), (650, 650, 0), (600, 650, 0)])
def test_dependants_get_what_a_benefit_exceeds_the_maintenance_by(benefit: int, maintenance: int, rest: int) -> None:
    assert dependants_part(Decimal(benefit), Decimal(maintenance)) == rest


@pytest.mark.parametrize(("other", "suspended", "due"), [(400, 400, 500), (900, 900, 0), (1200, 900, 0), (0, 0, 900)])
def test_no_more_is_suspended_than_the_other_payment(other: int, suspended: int, due: int) -> None:
    assert highest_suspension(Decimal(900), Decimal(other)) == suspended
    assert least_paid(Decimal(900), Decimal(other)) == due


@given(AMOUNTS, AMOUNTS)
def test_with_both_payments_nobody_has_less_than_the_larger_one(benefit: Decimal, other: Decimal) -> None:
    assert least_paid(benefit, other) + other == max(benefit, other)
    assert highest_suspension(benefit, other) + least_paid(benefit, other) == benefit


@pytest.mark.parametrize("rule", [dependants_part, highest_suspension, least_paid])
@pytest.mark.parametrize("amounts", [("-1", "5"), ("5", "-1")])
def test_amounts_below_zero_are_refused(rule: Rule, amounts: tuple[str, str]) -> None:
    with pytest.raises(Invalid) as caught:
        rule(*map(Decimal, amounts))
    assert [problem.code for problem in caught.value.problems] == ["amount-negative"]
