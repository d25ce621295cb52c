"""Points, exact."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.kernel.score import Score

POINTS = st.decimals(0, 1000, places=2)


@given(POINTS, POINTS)
def test_the_share_lies_between_0_and_100(one: Decimal, other: Decimal) -> None:
    score = Score(min(one, other), max(one, other))
    assert 0 <= score.percent <= 100


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 100))
def test_the_pass_mark_is_compared_without_rounding(points: int, maximum: int, percent: int) -> None:
    score = Score(Decimal(min(points, maximum)), Decimal(maximum))
    assert score.reaches(Decimal(percent)) == (min(points, maximum) * 100 >= percent * maximum)


def test_two_thirds_reach_66_but_not_67_per_cent() -> None:
    score = Score(Decimal(2), Decimal(3))
    assert score.reaches(Decimal("66.66"))
    assert not score.reaches(Decimal("66.67"))


def test_nothing_to_be_won_is_nothing_won() -> None:
    assert Score(Decimal(0), Decimal(0)).percent == 0
    assert Score(Decimal(0), Decimal(0)).reaches(Decimal(100))


@pytest.mark.parametrize(("points", "maximum"), [(-1, 1), (2, 1)])
def test_points_outside_the_possible_are_refused(points: int, maximum: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        Score(Decimal(points), Decimal(maximum))
