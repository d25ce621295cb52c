"""A regrade gives no more than there is, takes nothing where it must not, and done twice is done once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.kernel.score import Score
from learning.quiz import grades
from learning.quiz.grades import Grade
from learning.quiz.grading import rounded
from learning.quiz.regrading.methods import Method, change, regraded, total

SHARES = st.fractions(0, 1, max_denominator=12)
POINTS = st.sampled_from([Decimal("0.5"), Decimal(1), Decimal(2), Decimal("2.25"), Decimal(7)])
COSTS = st.sampled_from([Decimal(0), Decimal(20), Decimal("33.3"), Decimal(100)])


@st.composite
def graded(draw: st.DrawFn, cost: Decimal = Decimal(0)) -> Grade:
    """A grade as closing makes it, perhaps dropped by a regrade."""
    share, of, hint = draw(SHARES), draw(POINTS), draw(st.booleans())
    won = rounded(share * Fraction(of) * (1 - Fraction(cost if hint else 0) / 100))
    return Grade(share, won, of, answered=share > 0 or draw(st.booleans()), hint=hint, dropped=draw(st.booleans()))


GRADES = st.tuples(COSTS, st.data()).map(lambda both: (both[0], both[1].draw(graded(both[0]))))
METHODS = st.sampled_from(Method)


def free(_question_id: str) -> Decimal:
    return Decimal(0)


@given(GRADES, METHODS, st.none() | SHARES)
def test_a_regrade_stays_within_the_points(both: tuple[Decimal, Grade], method: Method, share: Fraction | None) -> None:
    cost, grade = both
    new = regraded(grade, method, share, cost)
    assert 0 <= new.share <= 1
    assert 0 <= new.won <= new.of == grade.of
    assert (new.answered, new.hint, new.chosen, new.seconds) == (
        grade.answered,
        grade.hint,
        grade.chosen,
        grade.seconds,
    )


@given(GRADES, METHODS, st.none() | SHARES)
def test_a_regrade_done_twice_is_done_once(both: tuple[Decimal, Grade], method: Method, share: Fraction | None) -> None:
    cost, grade = both
    once = regraded(grade, method, share, cost)
    assert regraded(once, method, share, cost) == once


@given(GRADES, SHARES)
def test_the_best_of_both_never_lowers(both: tuple[Decimal, Grade], share: Fraction) -> None:
    cost, grade = both
    new = regraded(grade, Method.BEST, share, cost)
    assert (new.won >= grade.won, new.dropped) == (True, grade.dropped)
    full = regraded(grade, Method.FULL_ASKED, None, cost)
    assert regraded(full, Method.BEST, share, cost) == full


@given(GRADES)
def test_full_marks_are_for_those_asked_or_those_who_answered(both: tuple[Decimal, Grade]) -> None:
    cost, grade = both
    assert regraded(grade, Method.FULL_ASKED, None, cost).won == grade.of
    answered = regraded(grade, Method.FULL_ANSWERED, None, cost)
    assert answered.won == (grade.of if grade.answered else grade.won)


@given(st.lists(graded(), min_size=1, max_size=6), st.integers(0, 5))
def test_the_total_is_that_of_grading_and_a_dropped_question_counts_nowhere(found: list[Grade], place: int) -> None:
    kept = {f"q{number}": grade for number, grade in enumerate(found)}
    counting = [grade for grade in found if not grade.dropped]
    exact = sum((grade.share * Fraction(grade.of) for grade in counting), Fraction(0))
    assert total(grades.to_json(kept), free) == Score(rounded(exact), sum((each.of for each in counting), Decimal(0)))
    dropped = f"q{place % len(found)}"
    kept[dropped] = regraded(kept[dropped], Method.DROP, None, Decimal(0))
    without = {name: grade for name, grade in kept.items() if name != dropped}
    assert total(grades.to_json(kept), free) == total(grades.to_json(without), free)


def test_points_that_a_regrade_gave_are_not_taken_for_a_hint_again() -> None:
    third = Grade(Fraction(1, 3), Decimal("0.266666"), Decimal(1), hint=True)
    full = regraded(third, Method.FULL_ASKED, None, Decimal(20))
    assert total(grades.to_json({"a": third, "b": third, "c": third}), lambda _: Decimal(20)).points == Decimal("0.8")
    assert total(grades.to_json({"a": full}), lambda _: Decimal(20)).points == 1


@pytest.mark.parametrize(
    ("before", "was_passed", "after", "expected"),
    [
        ("4/10", False, "7/10", ("up", True, False)),
        ("7/10", True, "4/10", ("down", True, True)),
        ("4/10", False, "4/10", ("same", False, False)),
        ("4/10", False, "2/5", ("same", False, False)),
        ("4/10", False, "4/8", ("up", False, False)),
    ],
)
def test_a_pass_once_given_stays(before: str, was_passed: bool, after: str, expected: tuple[str, bool, bool]) -> None:
    def score(text: str) -> Score:
        points, maximum = text.split("/")
        return Score(Decimal(points), Decimal(maximum))

    found = change(score(before), was_passed, score(after), Decimal(60))
    assert (found.direction, found.passed, found.below) == expected
    assert found.is_seen == (before != after)
    assert change(score(before), was_passed, score(after), None).passed
