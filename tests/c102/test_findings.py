"""A finding says whether a rule is met, and by how much it is missed."""

from __future__ import annotations

from decimal import Decimal

from learning.c102.amounts import Money, TimeBasis
from learning.c102.findings import AnyOf, Figure, Finding, Unit, money


def finding(found: str, required: str, reference: str = "Art. 1", *, at_most: bool = False) -> Finding:
    return Finding("a-rule", reference, Decimal(found), Decimal(required), Unit.PERCENT, at_most=at_most)


def test_a_minimum_is_met_when_it_is_reached_exactly() -> None:
    assert finding("45", "45").compliant
    assert finding("45", "45").gap == 0


def test_what_is_shown_as_the_minimum_may_still_be_under_it() -> None:
    just_under = finding("44.96", "45")
    assert just_under.found_shown == Decimal("45.0")
    assert not just_under.compliant
    assert just_under.gap == Decimal("0.04")


def test_a_maximum_is_kept_when_it_is_not_exceeded() -> None:
    assert finding("50", "50", at_most=True).compliant
    over = finding("52.5", "50", at_most=True)
    assert not over.compliant
    assert over.gap == Decimal("2.5")


def test_one_of_several_tests_is_enough_and_each_is_found_by_its_reference() -> None:
    low, high = finding("40", "50", "Art. 27(a)"), finding("20", "20", "Art. 27(b)")
    either = AnyOf("Art. 27", (low, high))
    assert either.compliant
    assert either.met == (high,)
    assert either.under("Art. 27(a)") is low
    assert either.under("Art. 27(c)") is None
    assert not AnyOf("Art. 27", (low,)).compliant
    assert not AnyOf("Art. 27", ()).compliant


def test_money_as_a_figure_keeps_its_time_basis_and_currency() -> None:
    figure = money("wage", Money(Decimal(9), TimeBasis.WEEK, "Dinar"), "Art. 65(2)")
    assert figure == Figure("wage", Decimal(9), Unit.MONEY, "Art. 65(2)", TimeBasis.WEEK, "Dinar")
