"""What is kept of a grading."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.grades import LONGEST, Grade, from_json, seconds_by_question, to_json

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
POINTS = st.decimals(0, 100, places=2)
GRADES = st.builds(
    Grade,
    share=st.fractions(0, 1, max_denominator=60),
    won=POINTS,
    of=POINTS,
    answered=st.booleans(),
    chosen=st.lists(st.sampled_from(["answer:0", "answer:1", "reason:2"]), unique=True).map(tuple),
    outcome=st.sampled_from(["", "name-branches"]),
    confidence=st.sampled_from([None, 1, 2, 3]),
    hint=st.booleans(),
    seconds=st.none() | st.integers(0, 10_000),
    dropped=st.booleans(),
)


@given(st.dictionaries(st.sampled_from("abc"), GRADES))
def test_what_is_written_is_read_back(grades: dict[str, Grade]) -> None:
    assert from_json(to_json(grades)) == grades


def test_what_is_as_usual_takes_no_room() -> None:
    assert to_json({"a": Grade(Fraction(1, 3), Decimal("0.5"), Decimal("1.5"))}) == {
        "a": {"s": "1/3", "w": "0.5", "of": "1.5", "a": 1}
    }


def test_time_goes_to_the_question_saved_at_the_end_of_a_stretch() -> None:
    def after(seconds: float) -> datetime:
        return NOON + timedelta(seconds=seconds)

    savings = [("a", after(20)), ("b", after(50)), ("a", after(60)), ("b", after(60) + LONGEST + timedelta(seconds=1))]
    assert seconds_by_question(NOON, savings) == {"a": 30, "b": 30}
    assert seconds_by_question(NOON, []) == {}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-5_000, 5_000))))
def test_no_stretch_counts_twice_and_a_clock_that_jumps_back_takes_nothing_away(
    jumps: list[tuple[str, int]],
) -> None:
    moments, at = [], NOON
    for question_id, jump in jumps:
        at += timedelta(seconds=jump)
        moments.append((question_id, at))
    spent = seconds_by_question(NOON, moments)
    assert all(each >= 0 for each in spent.values())
    last = max((at for _, at in moments), default=NOON)
    assert sum(spent.values()) <= max((last - NOON).total_seconds(), 0)
