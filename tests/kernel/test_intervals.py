"""Intervals, against published examples and by their algebra."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.kernel.intervals import Interval, difference, fisher, wilson

SHARES = st.floats(0, 1)
COUNTS = st.floats(1, 1e6)


@pytest.mark.parametrize(
    ("chosen", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_by_the_examples_of_newcombe(chosen: int, count: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3."""
    found = wilson(chosen / count, count)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_a_difference_by_the_examples_of_newcombe(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 873, table II, method 10."""
    found = difference(first[0] / first[1], first[1], second[0] / second[1], second[1])
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("correlation", "count", "low", "high"),
    [(0.5, 50, 0.2575, 0.6833), (0.56, 60, 0.3568, 0.7126), (0.684848, 10, 0.0971, 0.9184)],
)
def test_a_correlation_by_published_examples(correlation: float, count: int, low: float, high: float) -> None:
    """small-s.science, "correlation"; statology.org, "Fisher Z transformation"; stats.stackexchange.com/q/18887."""
    found = fisher(correlation, count)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_three_pairs_say_nothing_of_a_correlation() -> None:
    assert fisher(0.5, 3) is None


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_a_perfect_correlation_is_an_interval_of_its_own(sign: float) -> None:
    assert fisher(sign, 30) == Interval(sign, sign)


@given(SHARES, COUNTS)
def test_a_share_lies_in_its_interval_between_none_and_all(share: float, count: float) -> None:
    found = wilson(share, count)
    assert 0 <= found.low <= share + 1e-9
    assert share - 1e-9 <= found.high <= 1


@given(SHARES, COUNTS)
def test_more_answers_narrow_the_interval(share: float, count: float) -> None:
    few, many = wilson(share, count), wilson(share, 4 * count)
    assert many.high - many.low < few.high - few.low


@given(SHARES, COUNTS)
def test_right_and_wrong_mirror_each_other(share: float, count: float) -> None:
    found, mirrored = wilson(share, count), wilson(1 - share, count)
    assert (found.low, found.high) == pytest.approx((1 - mirrored.high, 1 - mirrored.low), abs=1e-9)


@given(SHARES, COUNTS, SHARES, COUNTS)
def test_a_difference_turned_round_changes_its_sign(first: float, one: float, second: float, two: float) -> None:
    found, turned = difference(first, one, second, two), difference(second, two, first, one)
    assert (found.low, found.high) == pytest.approx((-turned.high, -turned.low), abs=1e-9)
    assert -1 - 1e-9 <= found.low <= first - second + 1e-9
    assert first - second - 1e-9 <= found.high <= 1 + 1e-9


@given(st.floats(-1, 1), st.integers(4, 100_000))
def test_a_correlation_lies_in_its_interval(correlation: float, count: int) -> None:
    found = fisher(correlation, count)
    assert found is not None
    assert -1 <= found.low <= correlation + 1e-9
    assert correlation - 1e-9 <= found.high <= 1
