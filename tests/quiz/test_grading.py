"""Grading an attempt: exact, repeatable, and never more than there is to win."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.kernel.errors import Invalid
from learning.quiz import source
from learning.quiz.answers import Option
from learning.quiz.grading import grade, rounded
from learning.quiz.interactions.choose_all import ChooseAll
from learning.quiz.questions import Question, Quiz
from learning.quiz.shuffling import Order

SAMPLE = (Path(__file__).parent / "samples" / "all-kinds.quiz.md").read_text(encoding="utf-8")
PARSED = source.parse(SAMPLE)[0]
assert PARSED is not None
QUIZ: Quiz = PARSED
QUESTIONS = QUIZ.questions
IDS = tuple(QUIZ.by_id)
POINTS = sum((each.points for each in QUIZ.questions), Decimal(0))
RESPONSES = st.dictionaries(
    st.sampled_from([*IDS, "foreign"]),
    st.dictionaries(
        st.sampled_from(["answer", "reason", "unit", "item-0", "item-1", "part-1-answer", "part-2-answer"]),
        st.lists(st.sampled_from(["0", "1", "2", "3", "26", "182", "45.1", "means tested"]), max_size=4),
    ),
)


def asked(*ids: str) -> tuple[Question, ...]:
    return tuple(QUIZ.by_id[each] for each in ids)


def thirds(count: int, points: str = "1") -> Quiz:
    """A quiz of questions with three right options each."""
    kind = ChooseAll(tuple(Option(place < 3, str(place)) for place in range(5)))
    questions = (Question(f"q{n}", "t", "", kind, "e", "s", Decimal(points)) for n in range(count))
    return Quiz(QUIZ.settings, tuple(questions))


def test_right_answers_win_all_points_and_no_answers_none() -> None:
    right = {each.id: each.interaction.examples(Order(1, each.id)).right for each in QUIZ.questions}
    by_hand = {each.id: Fraction(1) for each in QUESTIONS if each.interaction.grade(right[each.id]).by_hand}
    result = grade(QUESTIONS, right, marks=by_hand)
    assert (result.score.points, result.score.maximum) == (POINTS, POINTS)
    assert result.waiting == ()
    assert grade(QUESTIONS, right).waiting == tuple(by_hand) != ()
    assert result.passed(Decimal(100))
    nothing = grade(QUESTIONS, {})
    assert nothing.score.points == 0
    assert {each.outcome.verdict for each in nothing.questions} == {"unanswered"}
    assert not nothing.passed(Decimal(70))
    assert nothing.passed(None)


def test_points_weigh_a_question() -> None:
    result = grade(asked("how-many", "core-parts"), {"core-parts": {"answer": ["0", "1", "3", "2"]}})
    assert [each.score.points for each in result.questions] == [0, 2]
    assert (result.score.points, result.score.maximum) == (2, Decimal("3.5"))


@given(RESPONSES, st.permutations(IDS))
def test_grading_stays_within_the_points_and_does_not_depend_on_order(
    responses: dict[str, dict[str, list[str]]], ids: list[str]
) -> None:
    result = grade(asked(*ids), responses)
    assert result == grade(asked(*ids), responses)
    assert 0 <= result.score.points <= result.score.maximum
    assert [each.question_id for each in result.questions] == ids
    again = grade(QUESTIONS, responses)
    assert again.score == result.score
    assert sorted(again.questions, key=lambda each: each.question_id) == sorted(
        result.questions, key=lambda each: each.question_id
    )
    for each in result.questions:
        assert 0 <= each.score.points <= each.score.maximum == QUIZ.by_id[each.question_id].points


@given(RESPONSES)
def test_only_the_questions_drawn_count(responses: dict[str, dict[str, list[str]]]) -> None:
    some = {key: value for key, value in responses.items() if key in IDS[:2]}
    assert grade(QUESTIONS[:2], responses) == grade(QUESTIONS[:2], some)


def test_thirds_that_make_a_whole_reach_the_pass_mark_exactly() -> None:
    quiz = thirds(4)
    third, whole = {"answer": ["0"]}, {"answer": ["0", "1", "2"]}
    result = grade(quiz.questions, {"q0": third, "q1": third, "q2": third, "q3": whole})
    assert result.score.points == 2
    assert result.passed(Decimal(50))
    assert result.questions[0].score.points == Decimal("0.333333")


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.integers(0, 10000), st.sampled_from(["1", "0.25", "7"]))
def test_the_pass_mark_is_reached_when_the_exact_points_reach_it(wins: list[int], hundredths: int, points: str) -> None:
    quiz = thirds(len(wins), points)
    mark = Decimal(hundredths) / 100
    responses = {f"q{n}": {"answer": ["0", "1", "2"][:win]} for n, win in enumerate(wins)}
    exact = Fraction(sum(wins), 3 * len(wins)) * 100
    assert grade(quiz.questions, responses).passed(mark) == (exact >= Fraction(mark))


@given(st.fractions(0, 1000))
def test_rounding_never_gives_more_and_loses_less_than_a_millionth(points: Fraction) -> None:
    assert 0 <= points - Fraction(rounded(points)) < Fraction(1, 10**6)


def test_a_question_asked_twice_is_refused() -> None:
    with pytest.raises(Invalid) as told:
        grade(asked("how-many", "how-many"), {})
    assert told.value.problems[0].code == "question-repeated"


def test_a_hint_takes_its_cost_from_what_was_won() -> None:
    costly = tuple(replace(each, hint="Count.", hint_cost_percent=Decimal(20)) for each in asked("core-parts"))
    right = {"core-parts": {"answer": ["0", "1", "3", "2"]}}
    assert grade(costly, right).score.points == 2
    assert grade(costly, right, hints={"core-parts", "foreign"}).score.points == Decimal("1.6")
    assert grade(costly, {}, hints={"core-parts"}).score.points == 0


def test_a_stored_answer_is_graded_the_same_under_every_seed() -> None:
    dice = random.Random(4)  # noqa: S311  # answers to try, not secrets
    for question in QUIZ.questions:
        if question.interaction.grade(question.interaction.examples(Order(0, question.id)).right).by_hand:
            continue  # a person marks it, and its fields offer nothing to choose
        view = question.interaction.view(Order(0, question.id), {})
        values = {each.name: [dice.choice(each.choices).value if each.choices else "26"] for each in view.fields}
        kept, problems = question.interaction.read(values, Order(0, question.id))
        assert problems == []
        assert kept is not None
        outcome = question.interaction.grade(kept)
        for seed in range(20):
            order = Order(seed, question.id)
            again, _ = question.interaction.read(question.interaction.form_values(kept, order), order)
            assert again == kept
            assert question.interaction.grade(again) == outcome


def test_the_points_of_a_question_may_change_without_its_answer_part() -> None:
    heavier = replace(QUIZ, questions=tuple(replace(each, points=Decimal(2)) for each in QUIZ.questions))
    assert grade(heavier.questions, {}).score.maximum == 2 * len(IDS)
