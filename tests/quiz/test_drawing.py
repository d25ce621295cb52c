"""Drawing and shuffling: the same for the same seed, everywhere and for ever."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from learning.quiz import source
from learning.quiz.drawing import draw
from learning.quiz.questions import Quiz
from learning.quiz.shuffling import Order, shuffle

PARSED = source.parse((Path(__file__).parent / "samples" / "all-kinds.quiz.md").read_text(encoding="utf-8"))[0]
assert PARSED is not None
QUIZ: Quiz = replace(PARSED, questions=PARSED.questions[:6])


def test_these_orders_never_change() -> None:
    assert shuffle(6, 42, "how-many") == (1, 4, 5, 3, 0, 2)
    assert shuffle(6, 43, "how-many") == (1, 3, 2, 5, 0, 4)
    assert draw(QUIZ, 42) == ("how-many", "core-parts", "sickness-rate", "means-test")


@given(st.integers(0, 40), st.integers(), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_shuffle_holds_every_place_once(count: int, seed: int, name: str) -> None:
    assert sorted(shuffle(count, seed, name)) == list(range(count))
    assert shuffle(count, seed, name) == shuffle(count, seed, name)


def test_every_order_comes_about_as_often() -> None:
    counts = Counter(shuffle(3, seed, "q") for seed in range(6000))
    assert len(counts) == 6
    assert all(850 < count < 1150 for count in counts.values())


def test_questions_are_shuffled_independently() -> None:
    same = sum(shuffle(4, seed, "a") == shuffle(4, seed, "b") for seed in range(2400))
    assert 60 < same < 140


@given(st.integers(), st.integers(0, 10))
def test_a_draw_holds_as_many_different_questions_as_asked_for_in_the_order_of_the_text(seed: int, n: int) -> None:
    ids = [question.id for question in QUIZ.questions]
    drawn = draw(QUIZ, seed, n)
    assert len(drawn) == min(n, len(ids))
    assert list(drawn) == [each for each in ids if each in drawn]


def test_a_quiz_draws_as_many_as_it_says_and_all_when_it_says_nothing() -> None:
    assert len(draw(QUIZ, 1)) == 4
    everything = replace(QUIZ, settings=replace(QUIZ.settings, draw=None))
    assert draw(everything, 1) == tuple(QUIZ.by_id)


def test_every_question_is_drawn_about_as_often() -> None:
    counts = Counter(each for seed in range(1500) for each in draw(QUIZ, seed))
    assert all(880 < counts[each] < 1120 for each in QUIZ.by_id)


def test_shuffling_is_decided_by_the_quiz_and_by_a_question_for_itself() -> None:
    assert QUIZ.order(9, "how-many") == Order(9, "how-many", shuffled=True)
    assert QUIZ.order(9, "core-parts") == Order(9, "core-parts", shuffled=False)
    assert QUIZ.order(9, "core-parts").places(4, "answer") == (0, 1, 2, 3)
    plain = replace(QUIZ, settings=replace(QUIZ.settings, shuffle=False))
    assert plain.order(9, "how-many").shuffled is False
