"""Pre-test and post-test compared."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.gain import gains
from learning.quiz.grades import Grade

OUTCOMES = ["name-branches", "tell-levels", "compare-law"]
POINTS = st.decimals(0, 10, places=2)


@st.composite
def graded(draw: st.DrawFn) -> Grade:
    of = draw(POINTS.filter(bool))
    won = draw(st.decimals(0, of, places=2))
    return Grade(
        Fraction(won) / Fraction(of),
        won,
        of,
        outcome=draw(st.sampled_from(["", *OUTCOMES])),
        dropped=draw(st.booleans()),
    )


TESTS = st.dictionaries(st.sampled_from("abcdefgh"), graded())


def grade(outcome: str, won: str, of: str, *, dropped: bool = False) -> Grade:
    return Grade(Fraction(won) / Fraction(of), Decimal(won), Decimal(of), outcome=outcome, dropped=dropped)


def test_points_are_added_up_by_outcome_and_compared() -> None:
    before = {
        "a": grade("name-branches", "1", "1"),
        "b": grade("name-branches", "0", "3"),
        "c": grade("levels", "1", "2"),
    }
    after = {"x": grade("name-branches", "3", "4"), "y": grade("compare", "1", "1")}
    (found,) = gains(before, after, OUTCOMES.index)
    assert (found.outcome, found.before, found.after) == ("name-branches", Fraction(1, 4), Fraction(3, 4))
    assert (found.asked_before, found.asked_after, found.difference) == (2, 1, Fraction(1, 2))


def test_a_question_that_was_dropped_counts_in_neither() -> None:
    before = {"a": grade("tell-levels", "0", "1"), "b": grade("tell-levels", "1", "1", dropped=True)}
    (found,) = gains(before, {"c": grade("tell-levels", "1", "1")}, OUTCOMES.index)
    assert (found.before, found.asked_before) == (0, 1)


@given(TESTS, TESTS)
def test_shares_lie_between_nothing_and_all_and_only_common_outcomes_are_compared(
    before: dict[str, Grade], after: dict[str, Grade]
) -> None:
    found = gains(before, after, OUTCOMES.index)
    asked = [{each.outcome for each in test.values() if not each.dropped} for test in (before, after)]
    assert {gain.outcome for gain in found} == (asked[0] & asked[1]) - {""}
    assert all(0 <= gain.before <= 1 and 0 <= gain.after <= 1 for gain in found)
    assert [-gain.difference for gain in gains(after, before, OUTCOMES.index)] == [gain.difference for gain in found]
    assert [gain.outcome for gain in found] == [each for each in OUTCOMES if each in asked[0] & asked[1]]
