"""Flags: only where enough learners and the whole interval say so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.analytics.figures import Choice, Item, Summary
from learning.analytics.flags import Flag, all_flags, choice_flags, flagged, flags
from learning.analytics.reliability import Method, Reliability

SOUND = Item("one", 200, 200, 0.6, 0.4, None, None)
SEVEN = Choice("answer", "Seven", False, 200, 60, 54.0, 6.0, 54.0, 30.0)
NINE = replace(SEVEN, text="Nine", right=True, chosen=120, strong_chosen=48.0, weak_chosen=14.0)
TEN = replace(SEVEN, text="Ten", chosen=20, strong_chosen=0.0, weak_chosen=10.0)


def test_a_sound_question_has_no_flag() -> None:
    assert all_flags(replace(SOUND, choices=(SEVEN, NINE, TEN))) == ()


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (replace(SOUND, discrimination=-0.3), (Flag.NEGATIVE,)),
        (replace(SOUND, discrimination=-0.1), (Flag.LOW,)),
        (replace(SOUND, discrimination=0.04), (Flag.LOW,)),
        (replace(SOUND, discrimination=0.15), ()),
        (replace(SOUND, learners=10_000, discrimination=0.15), (Flag.LOW,)),
        (replace(SOUND, facility=0.96), (Flag.EASY,)),
        (replace(SOUND, facility=0.92), ()),
        (replace(SOUND, facility=1.0, discrimination=None), (Flag.EASY,)),
        (replace(SOUND, facility=0.1), (Flag.HARD,)),
        (replace(SOUND, facility=0.22), ()),
        (replace(SOUND, facility=0.05, discrimination=-0.5), (Flag.NEGATIVE, Flag.HARD)),
    ],
)
def test_a_question_is_flagged_when_its_whole_interval_is_over_the_line(item: Item, expected: tuple[Flag, ...]) -> None:
    assert flags(item) == expected


@pytest.mark.parametrize("learners", [0, 1, 29])
def test_few_learners_raise_no_flag(learners: int) -> None:
    lost = replace(SOUND, learners=learners, facility=0.0, discrimination=-1.0, choices=(SEVEN, NINE, TEN))
    assert all_flags(lost) == ()


def test_an_answer_that_nobody_chose_among_thirty_may_yet_be_chosen() -> None:
    """None of 30: up to 11 per cent is possible. None of 73: at most 5 per cent (Wilson)."""
    few, many = (replace(TEN, offered=count, chosen=0) for count in (30, 73))
    beside = (SEVEN, NINE)
    assert choice_flags(replace(SOUND, learners=30, choices=(few, *beside)), few) == ()
    assert choice_flags(replace(SOUND, learners=73, choices=(many, *beside)), many) == (Flag.UNUSED,)


def test_of_two_answers_none_is_called_unused() -> None:
    false = replace(TEN, chosen=0)
    assert choice_flags(replace(SOUND, choices=(false, NINE)), false) == ()
    reason = replace(NINE, field="reason")
    assert choice_flags(replace(SOUND, choices=(false, NINE, reason)), false) == ()


def test_a_wrong_answer_that_draws_the_strong_is_told() -> None:
    drawing = replace(SEVEN, strong_chosen=30.0, weak_chosen=6.0)
    assert choice_flags(replace(SOUND, choices=(drawing, NINE)), drawing) == (Flag.ATTRACTIVE,)
    perhaps = replace(SEVEN, strong_chosen=14.0, weak_chosen=10.0)
    assert choice_flags(replace(SOUND, choices=(perhaps, NINE)), perhaps) == ()


def test_a_right_answer_is_no_distractor() -> None:
    drawing = replace(NINE, chosen=0, strong_chosen=54.0, weak_chosen=0.0)
    assert choice_flags(replace(SOUND, choices=(drawing, SEVEN, TEN)), drawing) == ()


def test_questions_to_look_at_are_counted_once_each() -> None:
    bad = replace(SOUND, facility=0.05, discrimination=-0.5)
    summary = Summary(300, 200, 0.5, 0.2, Reliability(Method.FEW, 200), (SOUND, bad, bad))
    assert flagged(summary) == 2


@given(st.integers(0, 2000), st.floats(0, 1), st.floats(-1, 1))
def test_a_question_is_never_both_easy_and_hard_nor_both_negative_and_low(
    learners: int, facility: float, discrimination: float
) -> None:
    found = flags(replace(SOUND, learners=learners, facility=facility, discrimination=discrimination))
    assert not {Flag.EASY, Flag.HARD} <= set(found)
    assert not {Flag.NEGATIVE, Flag.LOW} <= set(found)
