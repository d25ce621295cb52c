"""Amounts: what is refused, what a year holds, and arithmetic that never flatters."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102.amounts import (
    Money,
    TimeBasis,
    converted,
    divided,
    increase_percent,
    not_negative,
    on_one_basis,
    percent_of,
    positive,
    shown,
    times,
    total,
)
from learning.kernel.errors import Invalid

AMOUNTS = st.decimals(min_value="0.01", max_value="999999999.99", places=2)
WEEK, MONTH, YEAR = TimeBasis.WEEK, TimeBasis.MONTH, TimeBasis.YEAR


def codes(caught: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("-1", "amount-negative"),
        ("NaN", "amount-not-a-number"),
        ("sNaN", "amount-not-a-number"),
        ("Infinity", "amount-not-a-number"),
        ("1E+15", "amount-too-large"),
        ("1E+999999", "amount-too-large"),
        ("1E-61", "amount-too-fine"),
    ],
)
def test_what_is_no_amount_is_refused_by_name(amount: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        not_negative(Decimal(amount), "wage")
    assert codes(caught) == [("wage", code)]
    with pytest.raises(Invalid):
        Money(Decimal(amount), MONTH)


def test_zero_is_an_amount_but_no_divisor() -> None:
    assert not_negative(Decimal(0), "benefit") == 0
    with pytest.raises(Invalid) as caught:
        positive(Decimal("0.00"), "earnings", "earnings")
    assert codes(caught) == [("earnings", "earnings-zero")]


@pytest.mark.parametrize(
    ("amount", "source", "target", "result"),
    [
        ("500", MONTH, YEAR, "6000"),
        ("100", WEEK, YEAR, "5200"),
        ("300", WEEK, MONTH, "1300"),
        ("1300", MONTH, WEEK, "300"),
        ("5200", YEAR, WEEK, "100"),
        ("7", MONTH, MONTH, "7"),
    ],
)
def test_a_year_has_twelve_months_and_fifty_two_weeks(
    amount: str, source: TimeBasis, target: TimeBasis, result: str
) -> None:
    found = converted(Money(Decimal(amount), source, "Pula"), target)
    assert found == Money(Decimal(result), target, "Pula")


@given(AMOUNTS, st.sampled_from(TimeBasis), st.sampled_from(TimeBasis))
def test_converting_there_and_back_gives_the_same_to_the_last_shown_decimal(
    amount: Decimal, source: TimeBasis, target: TimeBasis
) -> None:
    back = converted(converted(Money(amount, source), target), source)
    assert shown(back.value, 6) == shown(amount, 6)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_percentage_is_under_a_limit_exactly_when_the_product_says_so(
    part: Decimal, whole: Decimal, limit: Decimal
) -> None:
    assert (percent_of(part, whole) >= limit) is (times(part, Decimal(100)) >= times(limit, whole))
    assert (percent_of(part, whole, upward=True) <= limit) is (times(part, Decimal(100)) <= times(limit, whole))


def test_a_quotient_a_hair_under_a_limit_stays_under_it() -> None:
    assert divided(Decimal("0.9999999999999999999999999999999999"), Decimal(1)) < 1
    assert divided(Decimal("1.0000000000000000000000000000000001"), Decimal(1), upward=True) > 1


def test_the_precision_that_somebody_else_set_changes_nothing() -> None:
    with localcontext() as context:
        context.prec = 3
        assert total(Decimal("1234567.89"), Decimal("0.01")) == Decimal("1234567.90")
        assert percent_of(Decimal(54321), Decimal(100000)) == Decimal("54.321")
        assert shown(Decimal("12345.65")) == Decimal("12345.7")


@pytest.mark.parametrize(
    ("number", "result"), [("47.65", "47.7"), ("47.649", "47.6"), ("44.95", "45.0"), ("45", "45.0")]
)
def test_a_figure_is_shown_half_up_with_one_decimal(number: str, result: str) -> None:
    assert str(shown(Decimal(number))) == result


def test_an_increase_is_counted_from_the_old_amount() -> None:
    assert increase_percent(Decimal(100), Decimal(267)) == 167
    assert increase_percent(Decimal(100), Decimal(80)) == -20
    with pytest.raises(Invalid):
        increase_percent(Decimal(0), Decimal(1))


def test_mixed_time_bases_and_currencies_are_refused_at_the_one_that_differs() -> None:
    wage = Money(Decimal(1), MONTH, "Euro")
    on_one_basis(wage=wage, benefit=wage)
    with pytest.raises(Invalid) as caught:
        on_one_basis(wage=wage, benefit=Money(Decimal(1), WEEK, "Euro"))
    assert codes(caught) == [("benefit", "basis-mixed")]
    with pytest.raises(Invalid) as caught:
        on_one_basis(wage=wage, benefit=Money(Decimal(1), MONTH, "Dinar"))
    assert codes(caught) == [("benefit", "currency-mixed")]
