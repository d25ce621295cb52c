"""Article 67: the reduction, the floor and the clause on the total."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.amounts import Money, TimeBasis
from learning.c102.means_tested import (
    benefit_and_means,
    class_for_total,
    counted_means,
    floor_finding,
    least_benefit,
    reduction_finding,
    total_finding,
)
from learning.kernel.errors import Invalid

TEST = service.facts().total_test
AMOUNTS = st.decimals(min_value="0", max_value="99999.99", places=2)


def monthly(amount: int) -> Money:
    return Money(Decimal(amount), TimeBasis.MONTH)


def refused(caught: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("means", "left_out", "least"), [(0, 100, 300), (100, 100, 300), (150, 100, 250), (900, 100, 0)]
)
def test_only_means_beyond_the_substantial_amount_reduce_the_benefit(means: int, left_out: int, least: int) -> None:
    assert least_benefit(Decimal(300), Decimal(means), Decimal(left_out)) == least


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_who_gets_the_least_benefit_still_has_the_full_benefit_in_all(
    full: Decimal, means: Decimal, left_out: Decimal
) -> None:
    least = least_benefit(full, means, left_out)
    assert 0 <= least <= full
    assert benefit_and_means(least, means, left_out) == max(full, counted_means(means, left_out))


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_larger_substantial_amount_never_lowers_the_least_benefit(
    full: Decimal, means: Decimal, left_out: Decimal, more: Decimal
) -> None:
    assert least_benefit(full, means, left_out + more) >= least_benefit(full, means, left_out)


def test_a_reduction_that_goes_too_far_is_told_with_its_gap() -> None:
    finding = reduction_finding(monthly(200), monthly(300), monthly(150), monthly(100))
    assert (finding.reference, finding.compliant, finding.gap) == ("Art. 67(b)", False, Decimal(50))
    assert finding.conditions == ("amount-substantial",)
    assert reduction_finding(monthly(250), monthly(300), monthly(150), monthly(100)).compliant


def test_benefit_and_means_must_reach_the_benefit_of_article_66() -> None:
    finding = floor_finding(monthly(200), monthly(250), monthly(100), monthly(360))
    assert (finding.found, finding.required, finding.gap) == (Decimal(350), Decimal(360), Decimal(10))
    assert finding.conditions == ("health-and-decency",)
    assert floor_finding(monthly(210), monthly(250), monthly(100), monthly(360)).compliant


@pytest.mark.parametrize(("part", "named"), [("III", "15(b)"), ("V", "27(b)"), ("IX", "55(b)"), ("X", "61(b)")])
def test_the_clause_on_the_total_names_the_twenty_per_cent_class(part: str, named: str) -> None:
    assert class_for_total(TEST, part) == named
    branch = service.facts().branch(part)
    assert branch is not None
    assert any(each.id == named and each.option.key == "active_20" for each in branch.persons_protected)


@pytest.mark.parametrize("part", ["IV", "VI", "VII", "VIII", "II"])
def test_the_clause_is_closed_to_part_iv_and_to_parts_without_means_test(part: str) -> None:
    with pytest.raises(Invalid) as caught:
        total_finding(TEST, part, monthly(130), monthly(100))
    assert refused(caught) == ["clause-not-available"]


def test_exactly_thirty_per_cent_more_is_enough() -> None:
    assert total_finding(TEST, "V", monthly(130), monthly(100)).compliant
    short = total_finding(TEST, "V", monthly(129), monthly(100))
    assert (short.compliant, short.gap) == (False, Decimal(1))
    assert short.inputs[1].reference == "Art. 27(b)"
    assert short.conditions == ("or-article-67-c",)


def test_totals_of_nothing_and_mixed_bases_are_refused() -> None:
    with pytest.raises(Invalid) as caught:
        total_finding(TEST, "V", monthly(1), monthly(0))
    assert refused(caught) == ["total-zero"]
    with pytest.raises(Invalid) as caught:
        floor_finding(monthly(1), monthly(1), monthly(1), Money(Decimal(1), TimeBasis.YEAR))
    assert refused(caught) == ["basis-mixed"]
