"""Drawing and shuffling: the same for the same seed, everywhere and for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from learning.quiz import source
from learning.quiz.drawing import deal, draw, fits
from learning.quiz.questions import Question, Quiz
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


def drawing(n: int | None, *words: str, pool: Sequence[Question] = ()) -> Quiz:
    """Return the quiz with other words on its draw."""
    return replace(QUIZ, settings=replace(QUIZ.settings, draw=n, draw_from=words), pool=tuple(pool))


@given(st.integers(), st.integers(1, 10))
def test_a_draw_holds_as_many_different_questions_as_asked_for_in_the_order_of_the_text(seed: int, n: int) -> None:
    ids = [question.id for question in QUIZ.questions]
    drawn = draw(drawing(n), seed)
    assert len(drawn) == min(n, len(ids)) == drawing(n).asks
    assert list(drawn) == [each for each in ids if each in drawn]


def test_a_quiz_draws_as_many_as_it_says_and_all_when_it_says_nothing() -> None:
    assert len(draw(QUIZ, 1)) == 4
    assert draw(drawing(None), 1) == tuple(QUIZ.by_id)


def test_every_question_is_drawn_about_as_often() -> None:
    counts = Counter(each for seed in range(1500) for each in draw(QUIZ, seed))
    assert all(880 < counts[each] < 1120 for each in QUIZ.by_id)


def test_shuffling_is_decided_by_the_quiz_and_by_a_question_for_itself() -> None:
    assert QUIZ.order(9, "how-many") == Order(9, "how-many", shuffled=True)
    assert QUIZ.order(9, "core-parts") == Order(9, "core-parts", shuffled=False)
    assert QUIZ.order(9, "core-parts").places(4, "answer") == (0, 1, 2, 3)
    plain = replace(QUIZ, settings=replace(QUIZ.settings, shuffle=False))
    assert plain.order(9, "how-many").shuffled is False


# --- from the banks ---


def stock(*counts: int) -> list[Question]:
    """Return questions of as many outcomes as there are counts, so many of each."""
    return [
        replace(QUIZ.questions[0], id=f"q{outcome}-{number}", outcome=f"outcome-{outcome}")
        for outcome, count in enumerate(counts)
        for number in range(count)
    ]


POOLS = st.lists(st.integers(0, 8), max_size=6).map(lambda counts: stock(*counts))
"""Pools with few and many questions of each outcome."""


@given(POOLS, st.integers(0, 50), st.integers())
def test_what_is_dealt_is_different_and_balanced_as_far_as_there_are_questions(
    pool: list[Question], n: int, seed: int
) -> None:
    dealt = deal(pool, n, seed)
    assert len(dealt) == len(set(dealt)) == min(n, len(pool))
    assert set(dealt) <= {question.id for question in pool}
    outcome_of = {question.id: question.outcome for question in pool}
    supply, taken = Counter(outcome_of.values()), Counter(outcome_of[each] for each in dealt)
    most = max(taken.values(), default=0)
    assert all(taken[outcome] in (most, most - 1) or taken[outcome] == supply[outcome] for outcome in supply)


@given(POOLS, st.integers(1, 50), st.integers())
def test_own_questions_are_always_asked_and_come_first(pool: list[Question], n: int, seed: int) -> None:
    quiz = drawing(n, "all", pool=pool)
    own, asked = [question.id for question in QUIZ.questions], list(draw(quiz, seed))
    assert asked[: len(own)] == own
    assert sorted(asked[len(own) :]) == sorted(deal(pool, n, seed))
    assert draw(quiz, seed) == tuple(asked)
    assert set(asked) <= set(quiz.by_id)
    assert quiz.asks == len(own) + n


def test_these_draws_never_change() -> None:
    quiz = replace(drawing(4, "all", pool=stock(3, 2, 2)), questions=())
    assert draw(quiz, 42) == ("q0-2", "q1-1", "q2-1", "q2-0")
    assert draw(quiz, 43) == ("q0-0", "q2-0", "q1-0", "q0-2")


def test_every_question_of_a_pool_is_drawn_and_within_an_outcome_about_as_often() -> None:
    counts = Counter(each for seed in range(3000) for each in deal(stock(6, 3, 3), 5, seed))
    small = [counts[question.id] for question in stock(0, 3, 3)]
    large = [counts[question.id] for question in stock(6)]
    # Five of three outcomes: 1 or 2 of each, 5/3 as a mean; 1000 rounds of it among 3 questions, or among 6.
    assert all(1550 < count < 1790 for count in small)
    assert all(760 < count < 910 for count in large)


def test_the_outcome_that_gets_one_more_changes_with_the_seed() -> None:
    firsts = Counter(deal(stock(4, 4, 4), 1, seed)[0].partition("-")[0] for seed in range(1500))
    assert all(420 < firsts[f"q{outcome}"] < 580 for outcome in range(3))


def test_what_is_drawn_is_not_in_the_order_of_the_outcomes() -> None:
    asked = [draw(replace(drawing(2, "all", pool=stock(1, 1)), questions=()), seed) for seed in range(200)]
    assert {each[0] for each in asked} == {"q0-0", "q1-0"}


def test_a_question_fits_by_its_outcome_by_a_tag_or_in_any_case() -> None:
    question = replace(QUIZ.questions[0], outcome="name-branches", tags=("old age", "easy"))
    assert fits(question, ["name-branches"])
    assert fits(question, ["other", "old age"])
    assert fits(question, ["all"])
    assert not fits(question, ["old", "branches"])
    assert not fits(question, [])
