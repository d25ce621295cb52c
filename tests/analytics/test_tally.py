"""From sheets to figures: what counts, for whom, and that no order decides anything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.analytics.figures import Choice, Item, Summary, from_json, to_json
from learning.analytics.moments import correlation
from learning.analytics.reliability import Method
from learning.analytics.sheets import Sheet
from learning.analytics.tally import Option, Tally, Wording

RIGHT, WRONG, OTHER = Option("answer", "Nine", True), Option("answer", "Seven", False), Option("answer", "Ten", False)
WORDING: Wording = {each: {"answer:0": WRONG, "answer:1": RIGHT, "answer:2": OTHER} for each in ("one", "two", "three")}


def mark(won: object, chosen: str = "", seconds: int | None = None, of: object = "1", **more: object) -> dict[str, Any]:
    """Return what a grade keeps of one question."""
    return {"w": str(won), "of": str(of), "c": [f"answer:{place}" for place in chosen], "t": seconds, **more}


def summary(sheets: Sequence[Sheet], wording: Wording = WORDING) -> Summary:
    """Return the figures of sheets at one revision."""
    tally = Tally()
    for sheet in sheets:
        tally.add(sheet, "r")
    asked = {question: len(sheets) for sheet in sheets for question in sheet}
    return tally.summary({"r": wording}, asked, len(sheets))


def item(found: Summary, question: str = "one") -> Item:
    """Return the figures of a question."""
    return next(each for each in found.items if each.id == question)


SHEETS = st.lists(
    st.fixed_dictionaries({
        question: st.builds(mark, st.sampled_from(["0", "0.333333", "0.5", "1"]), st.sampled_from(["", "0", "1", "02"]),
                            st.none() | st.integers(1, 600))
        for question in ("one", "two", "three")
    }),
    max_size=50,
)  # fmt: skip


def test_facility_is_the_mean_share_of_the_points() -> None:
    found = summary([{"one": mark(2, of=4)}, {"one": mark(1, of=4)}])
    assert item(found).facility == pytest.approx(3 / 8)
    assert found.mean == pytest.approx(3 / 8)


def test_discrimination_leaves_the_question_itself_out_of_the_total() -> None:
    marks = [(1, 1, 1), (1, 1, 0), (0, 1, 0), (0, 0, 0), (1, 0, 1)]
    found = summary([{"one": mark(a), "two": mark(b), "three": mark(c)} for a, b, c in marks])
    rest = [(b + c) / 2 for _, b, c in marks]
    assert item(found).discrimination == pytest.approx(correlation([a for a, _, _ in marks], rest))


def test_where_questions_are_drawn_the_rest_is_a_share_of_what_else_was_asked() -> None:
    sheets = [
        {"one": mark(1), "two": mark(2, of=2)},
        {"one": mark(0), "three": mark(1, of=4)},
        {"one": mark(1), "two": mark(1, of=2), "three": mark(4, of=4)},
    ]
    assert item(summary(sheets)).discrimination == pytest.approx(correlation([1, 0, 1], [1, 0.25, 5 / 6]))


def test_a_single_question_has_nothing_to_agree_with() -> None:
    found = summary([{"one": mark(1)}, {"one": mark(0)}])
    assert item(found).discrimination is None
    assert item(found).learners == 2


def test_a_dropped_question_counts_nowhere() -> None:
    found = summary([{"one": mark(1), "two": mark(0, d="1")}, {"one": mark(1), "two": mark(1)}])
    assert (found.mean, item(found, "two").learners, item(found, "two").facility) == (1.0, 1, 1.0)


def test_a_question_without_points_counts_nowhere() -> None:
    assert summary([{"one": mark(0, of=0)}]).learners == 0


def test_exposure_counts_attempts_of_all_kinds() -> None:
    tally = Tally()
    tally.add({"one": mark(1)}, "r")
    found = tally.summary({}, {"one": 7, "never-finished": 2}, 9)
    assert (found.attempts, found.learners) == (9, 1)
    assert [(each.id, each.asked, each.learners) for each in found.items] == [("one", 7, 1), ("never-finished", 2, 0)]


def test_times_are_of_those_whose_time_is_known() -> None:
    found = item(summary([{"one": mark(1, seconds=10)}, {"one": mark(1)}, {"one": mark(1, seconds=50)}]))
    assert (found.mean_seconds, found.median_seconds) == (30, 30)
    assert item(summary([{"one": mark(1)}])).mean_seconds is None


def test_what_nobody_chose_is_counted_too() -> None:
    found = item(summary([{"one": mark(1, "1")}, {"one": mark(0, "0")}]))
    assert [(each.text, each.right, each.offered, each.chosen) for each in found.choices] == [
        ("Seven", False, 2, 1), ("Nine", True, 2, 1), ("Ten", False, 2, 0),
    ]  # fmt: skip


def test_the_strong_and_the_weak_choose() -> None:
    """Of ten learners, 2.7 are the strong and 2.7 the weak."""
    good = [{"one": mark(1, "1"), "two": mark(1)}] * 3
    middle = [{"one": mark(1, "1"), "two": mark(0)}] * 4
    poor = [{"one": mark(0, "0"), "two": mark(0)}] * 3
    seven, nine, _ = item(summary([*good, *middle, *poor])).choices
    assert (seven.strong_chosen, seven.weak_chosen) == pytest.approx((0, 2.7))
    assert (nine.strong_chosen, nine.weak_chosen) == pytest.approx((2.7, 0))
    assert (seven.strong, seven.weak) == pytest.approx((2.7, 2.7))
    assert (seven.weak_rate, seven.strong_rate, seven.rate) == pytest.approx((1, 0, 0.3))


def test_an_answer_that_changed_its_place_stays_the_same_answer() -> None:
    tally = Tally()
    tally.add({"one": mark(1, "1")}, "old")
    tally.add({"one": mark(1, "0")}, "new")
    new: Wording = {"one": {"answer:0": RIGHT, "answer:1": Option("answer", "Eight", False)}}
    found = item(tally.summary({"old": {"one": WORDING["one"]}, "new": new}, {}, 2))
    assert {each.text: (each.offered, each.chosen) for each in found.choices} == {
        "Seven": (1, 0), "Nine": (2, 2), "Ten": (1, 0), "Eight": (1, 0),
    }  # fmt: skip


def test_the_newest_revision_says_what_is_right() -> None:
    tally = Tally()
    tally.add({"one": mark(1, "1")}, "old")
    mended: Wording = {
        "one": {"answer:0": Option("answer", "Nine", False), "answer:1": Option("answer", "Seven", True)}
    }
    found = item(tally.summary({"old": WORDING, "new": mended}, {}, 1))
    assert {each.text for each in found.choices if each.right} == {"Seven"}


def test_no_sheet_no_figures() -> None:
    found = summary([])
    assert (found.learners, found.mean, found.reliability.method, found.items) == (0, None, Method.FEW, ())


@given(SHEETS)
def test_figures_keep_their_bounds(sheets: list[Sheet]) -> None:
    found = summary(sheets)
    for each in found.items:
        assert 0 <= each.facility <= 1
        assert each.discrimination is None or -1 <= each.discrimination <= 1
        for choice in each.choices:
            assert 0 <= choice.chosen <= choice.offered == each.learners
            assert 0 <= choice.strong_chosen <= choice.strong + 1e-9
            assert 0 <= choice.weak_chosen <= choice.weak + 1e-9


@given(SHEETS.flatmap(lambda sheets: st.tuples(st.just(sheets), st.permutations(sheets))))
def test_the_order_of_the_learners_decides_nothing(both: tuple[list[Sheet], list[Sheet]]) -> None:
    sheets, shuffled = both
    assert _plain(summary(shuffled)) == _plain(summary(sheets))


@given(SHEETS)
def test_what_is_kept_is_read_back(sheets: list[Sheet]) -> None:
    kept = json.loads(json.dumps(to_json(summary(sheets))))
    assert to_json(from_json(kept)) == kept


def test_a_choice_that_was_never_offered_has_no_rate() -> None:
    empty = Choice("answer", "Nine", True, 0, 0, 0, 0, 0, 0)
    assert (empty.rate, empty.strong_rate, empty.weak_rate, empty.rate_interval, empty.lead_interval) == (
        0, 0, 0, None, None,
    )  # fmt: skip


def _plain(found: Summary) -> Any:
    """Return the figures in an order of their own, rounded."""
    plain = to_json(found)
    plain["items"].sort(key=lambda each: each["id"])
    return json.loads(json.dumps(plain), parse_float=lambda text: round(float(text), 4))
