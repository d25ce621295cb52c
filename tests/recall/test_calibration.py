"""Calibration: intervals against worked examples, and nothing said of a few answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.recall.calibration import LEAST, Finding, Level, levels, wilson
from learning.recall.schedule import Confidence

NEWCOMBE = (
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
)
"""R. G. Newcombe, Two-sided confidence intervals for the single proportion, 1998, Table I, method 3."""


@pytest.mark.parametrize(("right", "count", "low", "high"), NEWCOMBE)
def test_intervals_are_those_of_the_literature(right: int, count: int, low: float, high: float) -> None:
    assert wilson(right, count) == pytest.approx((low, high), abs=0.0001)


counted = st.integers(0, 500).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count)))


@given(counted)
def test_an_interval_holds_the_share_and_lies_between_none_and_all(case: tuple[int, int]) -> None:
    right, count = case
    low, high = wilson(right, count)
    assert 0 <= low <= high <= 1
    if count:
        assert low <= right / count <= high


@given(counted)
def test_the_interval_of_what_was_wrong_is_the_mirror_image(case: tuple[int, int]) -> None:
    right, count = case
    low, high = wilson(right, count)
    assert wilson(count - right, count) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize(("right", "count"), [(-1, 3), (4, 3)])
def test_an_impossible_count_is_refused(right: int, count: int) -> None:
    with pytest.raises(ValueError, match="of 3"):
        wilson(right, count)


FINDINGS = (
    (Confidence.SURE, 0, LEAST - 1, Finding.TOO_FEW),
    (Confidence.SURE, 1, 5, Finding.LESS),
    (Confidence.SURE, 3, 5, Finding.FITS),  # three of five may be chance
    (Confidence.SURE, 30, 50, Finding.LESS),
    (Confidence.SURE, 50, 50, Finding.FITS),
    (Confidence.RATHER_SURE, 5, 30, Finding.LESS),
    (Confidence.RATHER_SURE, 21, 30, Finding.FITS),
    (Confidence.RATHER_SURE, 60, 60, Finding.MORE),
    (Confidence.UNSURE, 0, 20, Finding.FITS),
    (Confidence.UNSURE, 18, 20, Finding.MORE),
)


@pytest.mark.parametrize(("confidence", "right", "count", "finding"), FINDINGS)
def test_something_is_said_only_when_the_whole_interval_says_it(
    confidence: Confidence, right: int, count: int, finding: Finding
) -> None:
    assert Level(confidence, right, count).finding is finding


def test_there_are_always_three_levels() -> None:
    found = levels({Confidence.SURE: (3, 4)})
    assert [(each.confidence, each.right, each.count) for each in found] == [
        (Confidence.UNSURE, 0, 0),
        (Confidence.RATHER_SURE, 0, 0),
        (Confidence.SURE, 3, 4),
    ]
    assert found[0].share == 0
    assert found[2].share == 0.75
