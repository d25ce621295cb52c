"""Choose all that apply: partial credit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.answers import Option
from learning.quiz.interactions.choose_all import ChooseAll

THREE_OF_FIVE = ChooseAll(tuple(Option(place < 3, f"option {place}", f"remark {place}") for place in range(5)))


@pytest.mark.parametrize(
    ("chosen", "share", "verdict"),
    [
        ("012", Fraction(1), "right"),
        ("01", Fraction(2, 3), "partly"),
        ("013", Fraction(1, 3), "partly"),
        ("01234", Fraction(1, 3), "partly"),
        ("03", Fraction(0), "wrong"),
        ("034", Fraction(0), "wrong"),
        ("34", Fraction(0), "wrong"),
    ],
)
def test_each_right_option_wins_a_share_and_each_wrong_one_costs_one(
    chosen: str, share: Fraction, verdict: str
) -> None:
    outcome = THREE_OF_FIVE.grade({"answer": list(chosen)})
    assert (outcome.share, outcome.verdict) == (share, verdict)
    assert outcome.feedback == tuple(f"remark {place}" for place in chosen)


def test_the_parts_say_of_each_option_whether_choosing_or_leaving_it_was_right() -> None:
    outcome = THREE_OF_FIVE.grade({"answer": ["0", "3"]})
    assert [part.right for part in outcome.parts] == [True, False, False, False, True]


@given(st.lists(st.booleans(), min_size=2, max_size=8).filter(any), st.sets(st.integers(0, 7)))
def test_one_more_right_option_never_costs_and_one_more_wrong_one_never_wins(key: list[bool], chosen: set[int]) -> None:
    interaction = ChooseAll(tuple(Option(right, str(place)) for place, right in enumerate(key)))
    chosen = {place for place in chosen if place < len(key)}
    before = interaction.grade({"answer": [str(place) for place in chosen]}).share
    for place, right in enumerate(key):
        after = interaction.grade({"answer": [str(each) for each in chosen | {place}]}).share
        assert after >= before if right else after <= before
