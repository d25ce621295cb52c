"""Averages over weeks, shortest durations, and the period that Part VI does not allow."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.branches import Branch
from learning.c102.periods import Span, average_percent, duration_finding, no_period_finding
from learning.kernel.errors import Invalid

WEEKS = st.integers(min_value=1, max_value=60).map(Decimal)
RATES = st.decimals(min_value="0", max_value="100", places=1)
SPANS = st.lists(st.builds(Span, WEEKS, RATES), min_size=1, max_size=6)


def branch(numeral: str) -> Branch:
    found = service.facts().branch(numeral)
    assert found is not None
    return found


def refused(caught: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


@given(SPANS)
def test_an_average_lies_between_the_lowest_and_the_highest_rate(spans: list[Span]) -> None:
    rates = [span.percent for span in spans]
    tiny = Decimal("1e-20")
    assert min(rates) - tiny <= average_percent(spans) <= max(rates)


@given(SPANS)
def test_the_order_of_the_weeks_does_not_matter(spans: list[Span]) -> None:
    assert average_percent(spans) == average_percent(spans[::-1])


def test_the_middle_of_two_rates_is_not_the_average_over_unequal_weeks() -> None:
    assert average_percent([Span(Decimal(12), Decimal(30)), Span(Decimal(4), Decimal(70))]) == 40


def test_spans_without_weeks_are_refused() -> None:
    with pytest.raises(Invalid) as caught:
        average_percent([])
    assert refused(caught) == ["no-weeks"]
    with pytest.raises(Invalid) as caught:
        Span(Decimal(0), Decimal(50))
    assert refused(caught) == ["weeks-zero"]


def test_a_shorter_duration_of_article_3_carries_its_condition() -> None:
    ordinary, shorter = branch("II").duration.limits
    assert duration_finding(Decimal(13), ordinary).gap == 13
    finding = duration_finding(Decimal(13), shorter)
    assert finding.compliant
    assert finding.conditions == ("article-3-declaration",)


def test_only_part_vi_forbids_every_qualifying_period() -> None:
    assert no_period_finding(branch("VI"), Decimal(0)).compliant
    assert no_period_finding(branch("VI"), Decimal(1)).reference == "Art. 37"
    with pytest.raises(Invalid) as caught:
        no_period_finding(branch("III"), Decimal(1))
    assert refused(caught) == ["period-allowed"]
