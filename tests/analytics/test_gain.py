"""What a course changes: means over learners, and the same shares as one learner is told."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.analytics.gain import DISCREET, mean_gains, shares
from learning.quiz.gain import gains
from learning.quiz.grades import Grade, to_json

GRADES = st.dictionaries(
    st.sampled_from(["one", "two", "three", "four", "five"]),
    st.builds(
        lambda quarters, of, outcome, dropped: Grade(
            Fraction(quarters, 4), Decimal(quarters) * of / 4, Decimal(of), outcome=outcome, dropped=dropped
        ),
        st.integers(0, 4), st.integers(1, 5), st.sampled_from(["", "count", "name"]), st.booleans(),
    ),
)  # fmt: skip


@given(GRADES, GRADES)
def test_the_shares_are_those_that_a_learner_is_told(before: dict[str, Grade], after: dict[str, Grade]) -> None:
    first, last = shares(to_json(before)), shares(to_json(after))
    told = {gain.outcome: (float(gain.before), float(gain.after)) for gain in gains(before, after, len)}
    assert told.keys() == first.keys() & last.keys()
    for outcome, both in told.items():
        assert (first[outcome], last[outcome]) == pytest.approx(both)


def test_the_gain_is_the_mean_over_those_who_were_asked_in_both() -> None:
    """Worked by hand: before 0.2, 0.4, 0.6, 0.0, 0.3; after 0.6, 0.8, 0.6, 0.5, 1.0: means 0.3 and 0.7."""
    before, after = (0.2, 0.4, 0.6, 0.0, 0.3), (0.6, 0.8, 0.6, 0.5, 1.0)
    pairs = [({"count": one}, {"count": two}) for one, two in zip(before, after, strict=True)]
    [gain] = mean_gains([*pairs, ({"count": 1.0}, {"name": 1.0}), ({}, {"count": 1.0})])
    assert (gain.outcome, gain.learners) == ("count", 5)
    assert (gain.before, gain.after, gain.difference) == pytest.approx((0.3, 0.7, 0.4))


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12))
def test_means_of_few_are_not_told(both: list[tuple[float, float]]) -> None:
    [gain] = mean_gains([({"count": before}, {"count": after}) for before, after in both])
    assert gain.learners == len(both)
    assert (gain.difference is None) == (len(both) < DISCREET)
    assert gain.difference is None or -1 <= gain.difference <= 1
