"""The strong and the weak, with equal totals on the border."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.analytics.groups import SHARE, groups

TOTALS = st.lists(st.integers(0, 20).map(float), min_size=1, max_size=60)


def test_equal_totals_on_the_border_count_in_part() -> None:
    """After real-statistics.com, "Real Statistics Item Analysis Functions": of 18 subjects, six are the strong third.

    The sixth and the seventh have 16 points each, so each counts for a half: four right answers before them and one of
    the two make 4.5. Of the weak third four are sure; five share the two places that are left: one of the five is
    right, which counts for 2/5.
    """
    totals = [20, 19, 19, 18, 17, 16, 16, 15, 14, 13, 13, 13, 13, 13, 12, 11, 10, 9]
    right = [1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1]
    found = groups([float(total) for total in totals], 1 / 3)
    assert found.top[16.0] == pytest.approx(0.5)
    assert found.bottom[13.0] == pytest.approx(2 / 5)
    strong = sum(mark * found.top[total] for total, mark in zip(totals, right, strict=True))
    weak = sum(mark * found.bottom[total] for total, mark in zip(totals, right, strict=True))
    assert strong == pytest.approx(4.5)
    assert weak == pytest.approx(3 + 2 / 5)


@given(TOTALS)
def test_each_group_has_its_share_of_all(totals: list[float]) -> None:
    found = groups(totals)
    assert math.fsum(found.top[total] for total in totals) == pytest.approx(SHARE * len(totals))
    assert math.fsum(found.bottom[total] for total in totals) == pytest.approx(SHARE * len(totals))


@given(TOTALS)
def test_more_points_never_make_weaker(totals: list[float]) -> None:
    found = groups(totals)
    ascending = sorted(set(totals))
    assert [found.top[total] for total in ascending] == sorted(found.top.values())
    assert [found.bottom[total] for total in ascending] == sorted(found.bottom.values(), reverse=True)


@given(TOTALS)
def test_nobody_is_more_than_one_person(totals: list[float]) -> None:
    found = groups(totals)
    assert all(0 <= found.top[total] + found.bottom[total] <= 1 + 1e-9 for total in totals)
