"""The two model wages: four ways to the skilled one, two and a practice to the labourer's."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.amounts import Money, TimeBasis
from learning.c102.reference_wages import (
    EarningsGroup,
    SkilledPercentages,
    labourer_wage,
    median_rate,
    skilled_percentages,
    typical_group,
    typical_skilled_wage,
    wage_at_least_as_high,
    wage_from_average,
)
from learning.kernel.errors import Invalid

FIGURES = skilled_percentages(service.facts())
WEEK, MONTH = TimeBasis.WEEK, TimeBasis.MONTH


def monthly(amount: int | str) -> Money:
    return Money(Decimal(amount), MONTH)


def refused(caught: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def test_the_percentages_are_those_of_article_65_6_c_and_d() -> None:
    assert skilled_percentages(service.facts()) == SkilledPercentages(Decimal(75), Decimal(125))


def test_words_without_one_percentage_are_not_guessed_at() -> None:
    facts = service.facts()
    cut = tuple(replace(rule, items=()) for rule in facts.provisions["XI"])
    with pytest.raises(Invalid) as caught:
        skilled_percentages(replace(facts, provisions={**facts.provisions, "XI": cut}))
    assert refused(caught) == ["figure-missing"]


@pytest.mark.parametrize("way", ["a", "b"])
def test_a_typical_wage_is_taken_as_it_is(way: str) -> None:
    found = typical_skilled_wage(monthly(1300), way)
    assert (found.wage, found.reference) == (monthly(1300), f"Art. 65(6)({way})")


def test_ways_that_the_article_does_not_know_are_refused() -> None:
    for take in (typical_skilled_wage, labourer_wage):
        with pytest.raises(Invalid) as caught:
            take(monthly(1), "c")
        assert refused(caught) == ["way-unknown"]
    with pytest.raises(Invalid) as caught:
        labourer_wage(monthly(0), "a")
    assert refused(caught) == ["wage-zero"]


def test_125_per_cent_of_the_average() -> None:
    found = wage_from_average(monthly("1000.04"), FIGURES)
    assert found.wage == monthly("1250.05")
    assert [(step.code, step.value) for step in found.steps][:2] == [
        ("average-earnings", Decimal("1000.04")),
        ("percent-of-average", Decimal(125)),
    ]


@pytest.mark.parametrize(
    ("earnings", "result"),
    [([100, 200, 300, 400], 300), ([100, 200, 300, 400, 500], 400), ([100], 100), ([5, 1, 3, 2, 4, 6, 7, 8], 6)],
)
def test_the_wage_that_75_per_cent_do_not_exceed_is_that_of_the_nearest_rank(earnings: list[int], result: int) -> None:
    assert wage_at_least_as_high([EarningsGroup(monthly(each)) for each in earnings], FIGURES).wage == monthly(result)


def test_persons_with_the_same_earnings_may_be_given_as_groups() -> None:
    groups = [EarningsGroup(monthly(900), 740), EarningsGroup(monthly(1500), 250), EarningsGroup(monthly(1200), 10)]
    found = wage_at_least_as_high(groups, FIGURES)
    assert found.wage == monthly(1200)
    assert [(step.code, step.value) for step in found.steps[:2]] == [
        ("persons-protected", Decimal(1000)),
        ("persons-earning-no-more", Decimal(750)),
    ]


@given(st.lists(st.integers(min_value=1, max_value=500), min_size=1, max_size=60))
def test_at_least_75_per_cent_earn_no_more_and_fewer_would_at_any_lower_wage(earnings: list[int]) -> None:
    wage = wage_at_least_as_high([EarningsGroup(monthly(each)) for each in earnings], FIGURES).wage.value
    assert sum(each <= wage for each in earnings) * 100 >= 75 * len(earnings)
    assert sum(each < wage for each in earnings) * 100 < 75 * len(earnings)


def test_earnings_that_cannot_be_ordered_are_refused() -> None:
    with pytest.raises(Invalid) as caught:
        wage_at_least_as_high([], FIGURES)
    assert refused(caught) == ["no-persons"]
    with pytest.raises(Invalid) as caught:
        wage_at_least_as_high([EarningsGroup(monthly(1), 0)], FIGURES)
    assert refused(caught) == ["persons-not-positive"]
    with pytest.raises(Invalid) as caught:
        wage_at_least_as_high([EarningsGroup(monthly(1)), EarningsGroup(Money(Decimal(2), WEEK))], FIGURES)
    assert refused(caught) == ["basis-mixed"]


def test_the_minimum_wage_for_the_labourer_is_marked_as_practice() -> None:
    assert labourer_wage(monthly(800), "minimum-wage").interpretation == "minimum-wage-for-labourer"
    assert labourer_wage(monthly(800), "a").interpretation == ""
    assert labourer_wage(monthly(800), "b").reference == "Art. 66(4)(b)"


def test_the_typical_worker_is_in_the_largest_group_of_the_largest_division() -> None:
    persons = {"3 Manufacturing": {"31 Textiles": 40, "36 Metal": 50}, "1 Mining": {"11 Coal": 80}}
    assert typical_group(persons) == ("3 Manufacturing", "36 Metal")


@pytest.mark.parametrize(
    ("persons", "code"),
    [
        ({"3": {"31": 5}, "1": {"11": 5}}, "group-tied"),
        ({"3": {"31": 5, "32": 5}}, "group-tied"),
        ({"3": {}}, "no-persons"),
        ({}, "no-persons"),
    ],
)
def test_a_tie_is_for_the_state_to_break(persons: dict[str, dict[str, int]], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        typical_group(persons)
    assert refused(caught) == [code]


def test_the_median_of_regional_rates() -> None:
    assert median_rate([monthly(900), monthly(700), monthly(800)]) == monthly(800)
    assert median_rate([monthly(900), monthly(700), monthly(800), monthly(825)]) == monthly("812.5")
    with pytest.raises(Invalid) as caught:
        median_rate([])
    assert refused(caught) == ["no-rates"]
