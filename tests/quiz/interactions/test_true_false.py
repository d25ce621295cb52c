"""True or false with reason: the reason counts only with the right truth value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from learning.quiz.answers import Option
from learning.quiz.interactions.true_false import TrueFalse
from learning.quiz.shuffling import Order

PAIR = (Option(False, "True", "Not quite."), Option(True, "False"))
REASONS = (Option(False, "Because it was.", "It was not."), Option(True, "Because it is."), Option(False, "Just so."))


@pytest.mark.parametrize(
    ("answer", "reason", "share"),
    [
        (["1"], ["1"], Fraction(1)),
        (["1"], ["0"], Fraction(1, 2)),
        (["1"], [], Fraction(1, 2)),
        (["0"], ["1"], Fraction(0)),
        (["0"], ["0"], Fraction(0)),
        ([], ["1"], Fraction(0)),
    ],
)
def test_half_for_the_truth_and_half_for_the_reason(answer: list[str], reason: list[str], share: Fraction) -> None:
    assert TrueFalse(PAIR, REASONS).grade({"answer": answer, "reason": reason}).share == share


def test_without_reasons_the_truth_wins_all() -> None:
    assert TrueFalse(PAIR).grade({"answer": ["1"]}).share == 1
    assert TrueFalse(PAIR).field_names == ("answer",)


def test_the_feedback_of_both_choices_is_given() -> None:
    outcome = TrueFalse(PAIR, REASONS).grade({"answer": ["0"], "reason": ["0"]})
    assert outcome.feedback == ("Not quite.", "It was not.")


def test_true_and_false_stay_in_place_while_the_reasons_are_shuffled() -> None:
    views = [TrueFalse(PAIR, REASONS).view(Order(seed, "q"), {}) for seed in range(20)]
    assert {tuple(choice.text for choice in view.fields[0].choices) for view in views} == {("True", "False")}
    assert len({tuple(choice.text for choice in view.fields[1].choices) for view in views}) > 2


def test_an_answer_without_its_reason_is_kept_but_not_complete() -> None:
    interaction = TrueFalse(PAIR, REASONS)
    assert interaction.read({"answer": ["1"], "reason": []}, Order(1, "q")) == ({"answer": ["1"]}, [])
    assert not interaction.is_complete({"answer": ["1"]})
