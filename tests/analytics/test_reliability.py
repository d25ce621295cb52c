"""Correlation, reliability and error, against published examples and by their algebra."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from learning.analytics.moments import correlation, mean, variance
from learning.analytics.reliability import (
    ENOUGH,
    Form,
    Method,
    alpha,
    of_means,
    reliability,
    standard_error,
)

DENIS = (
    (10, 12, 15, 11, 12), (12, 18, 12, 12, 1), (8, 16, 14, 14, 4), (6, 8, 16, 8, 6), (4, 7, 8, 7, 5),
    (6, 6, 3, 7, 3), (3, 4, 6, 5, 8), (7, 3, 7, 9, 9), (8, 9, 4, 10, 10), (9, 5, 6, 11, 12),
)  # fmt: skip
"""D. J. Denis, Applied Univariate, Bivariate, and Multivariate Statistics, 2nd ed. 2021, ch. 3."""

WUENSCH = ("1111110110", "1011011101", "1111011001", "0010001000", "0000010010", "1110111111", "1101110111",
           "1111111101", "0101111101", "1101101110")  # fmt: skip
"""K. L. Wuensch, "The Kuder-Richardson 20", core.ecu.edu/wuenschk/StatHelp/KR20.txt: ten students, ten questions."""

SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
"""P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86 (1979) 420, table 2: six targets, four judges."""

GRIDS = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 10), min_size=width, max_size=width), min_size=3, max_size=12)
)


def near(found: float | None, expected: float | None) -> bool:
    """True when both say the same, but for rounding; nothing is like nothing."""
    return found == expected or (
        found is not None and expected is not None and math.isclose(found, expected, rel_tol=1e-6, abs_tol=1e-6)
    )


def columns(rows: Sequence[Sequence[float]]) -> list[tuple[float, ...]]:
    """Turn rows into columns."""
    return list(zip(*rows, strict=True))


def corrected(rows: Sequence[Sequence[float]]) -> list[float | None]:
    """Return each item's correlation with the total of the others."""
    return [
        correlation(column, [sum(row) - own for row, own in zip(rows, column, strict=True)]) for column in columns(rows)
    ]


def test_alpha_and_the_corrected_correlation_by_the_example_of_denis() -> None:
    """Printed there: alpha 0.633; item 1 correlates 0.712 with the others, whose total has a variance of 108.9."""
    assert alpha(columns(DENIS)) == pytest.approx(0.633, abs=5e-4)
    assert corrected(DENIS)[0] == pytest.approx(0.712, abs=6e-4)
    assert variance([sum(row[1:]) for row in DENIS]) * 10 / 9 == pytest.approx(108.9)
    between = [round(correlation(columns(DENIS)[0], column) or 0, 3) for column in columns(DENIS)[1:]]
    assert between == [0.679, 0.351, 0.827, 0.022]


def test_the_correlations_by_the_standard_library() -> None:
    by_hand = [statistics.correlation(column, [sum(row) - own for row, own in zip(DENIS, column, strict=True)])
               for column in columns(DENIS)]  # fmt: skip
    assert corrected(DENIS) == pytest.approx(by_hand)


def test_alpha_of_right_and_wrong_is_kuder_and_richardsons_formula_20() -> None:
    """Printed there: p of each question, the products pq, and 5.84 as the variance of the totals."""
    rows = [[int(mark) for mark in student] for student in WUENSCH]
    shares = [mean(column) for column in columns(rows)]
    assert shares == pytest.approx([0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6])
    assert variance([sum(row) for row in rows]) == pytest.approx(5.84)
    products = [0.21, 0.21, 0.24, 0.21, 0.24, 0.16, 0.21, 0.21, 0.25, 0.24]
    assert alpha(columns(rows)) == pytest.approx(10 / 9 * (1 - sum(products) / 5.84))


def test_both_kinds_of_reliability_by_the_example_of_shrout_and_fleiss() -> None:
    """Printed there: ICC(1,4) 0.44, ICC(3,4) 0.91; the latter is Cronbach's alpha."""
    assert of_means(SHROUT_FLEISS) == pytest.approx(0.44, abs=5e-3)
    assert alpha(columns(SHROUT_FLEISS)) == pytest.approx(0.91, abs=5e-3)


def test_the_standard_error_of_a_scale_of_intelligence() -> None:
    """The standing example of the textbooks: a standard deviation of 15 and a reliability of 0.96 leave 3 points."""
    assert standard_error(15, 0.96) == pytest.approx(3)
    assert standard_error(15, -0.5) == 15


@given(GRIDS, st.integers(0, 4), st.integers(-50, 50))
def test_alpha_does_not_change_when_a_question_gives_everybody_more(
    rows: list[list[int]], place: int, more: int
) -> None:
    moved = [[each + more * (at == place) for at, each in enumerate(row)] for row in rows]
    assert near(alpha(columns(moved)), alpha(columns(rows)))


@given(GRIDS, st.randoms(use_true_random=False))
def test_the_order_of_learners_and_questions_changes_nothing(rows: list[list[int]], random) -> None:  # type: ignore[no-untyped-def]
    before = alpha(columns(rows)), of_means(rows), sorted(each or 0 for each in corrected(rows))
    random.shuffle(rows)
    order = list(range(len(rows[0])))
    random.shuffle(order)
    rows = [[row[place] for place in order] for row in rows]
    after = alpha(columns(rows)), of_means(rows), sorted(each or 0 for each in corrected(rows))
    assert near(after[0], before[0])
    assert near(after[1], before[1])
    assert all(map(near, after[2], before[2]))


@given(GRIDS, st.integers(2, 9))
def test_the_scale_of_the_points_changes_nothing(rows: list[list[int]], times: int) -> None:
    larger = [[each * times for each in row] for row in rows]
    assert near(alpha(columns(larger)), alpha(columns(rows)))
    assert all(map(near, corrected(larger), corrected(rows)))


@given(GRIDS)
def test_bounds(rows: list[list[int]]) -> None:
    for found in (alpha(columns(rows)), of_means(rows)):
        assert found is None or found <= 1 + 1e-9
    assert all(each is None or -1 <= each <= 1 for each in corrected(rows))


@given(GRIDS)
def test_what_luck_adds_lowers_the_reliability(rows: list[list[int]]) -> None:
    """Counting the difference between questions as error never raises the figure; equal means make both the same."""
    both, one = alpha(columns(rows)), of_means(rows)
    assume(both is not None and one is not None and both >= 0)
    assert one <= both + 1 / len(rows)  # of_means divides by one learner less


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_a_question_that_all_do_alike_correlates_with_nothing(others: list[float]) -> None:
    assert correlation([1 / 3] * len(others), others) is None


def form(*rows: Sequence[float], possible: Sequence[float] = (1, 1, 2)) -> Form:
    """Return a form with these rows."""
    return Form(possible, rows)


GOOD, FAIR, POOR = (1, 1, 2), (1, 0, 1), (0, 0, 0)


def test_few_learners_have_no_reliability() -> None:
    found = reliability([form(*[GOOD, POOR] * 14, FAIR)])
    assert (found.method, found.learners, found.value) == (Method.FEW, ENOUGH - 1, None)


def test_one_form_is_judged_by_alpha_and_its_error_is_a_share_of_the_points() -> None:
    rows = [GOOD, POOR, FAIR] * 10
    found = reliability([form(*rows)])
    assert (found.method, found.learners) == (Method.ALPHA, 30)
    assert found.value == pytest.approx(alpha(columns(rows)))
    totals = [sum(row) / 4 for row in rows]
    assert found.error == pytest.approx(statistics.pstdev(totals) * math.sqrt(1 - (found.value or 0)))


def test_the_form_of_most_learners_speaks_for_the_quiz() -> None:
    rows = [GOOD, POOR, FAIR] * 10
    found = reliability([form(*rows), form(*[POOR] * 29)])
    assert (found.method, found.learners) == (Method.ALPHA, 30)


def test_where_no_form_has_most_learners_all_count() -> None:
    rows = [GOOD, POOR, FAIR] * 10
    found = reliability([form(*rows), form(*rows)])
    assert (found.method, found.learners) == (Method.DRAWN, 60)
    assert found.value == pytest.approx(of_means([(a, b, c / 2) for a, b, c in rows * 2]))


def test_one_question_cannot_be_compared() -> None:
    found = reliability([form(*[(1,), (0,)] * 20, possible=(1,))])
    assert (found.method, found.value) == (Method.ONE_QUESTION, None)
    other = reliability([form(*[(1,), (0,)] * 10, possible=(2,)), form(*[(1,), (0,)] * 10, possible=(1,))])
    assert (other.method, other.value) == (Method.ONE_QUESTION, None)


def test_equal_points_have_no_reliability() -> None:
    found = reliability([form(*[FAIR] * 30)])
    assert (found.method, found.value) == (Method.NO_SPREAD, None)
