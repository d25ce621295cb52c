"""Match: each pair for itself, distractors among the answers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from learning.quiz.interactions.match import Match
from learning.quiz.shuffling import Order

RATES = Match(("Sickness", "Old age", "Injury", "Maternity"), ("45", "40", "50", "60"), (0, 1, 2, 0), ("B", "R"))


def given(*answers: int | None) -> dict[str, list[str]]:
    return {f"item-{place}": [str(answer)] for place, answer in enumerate(answers) if answer is not None}


@pytest.mark.parametrize(
    ("response", "share", "verdict"),
    [
        (given(0, 1, 2, 0), Fraction(1), "right"),
        (given(0, 1, 2, 3), Fraction(3, 4), "partly"),
        (given(0), Fraction(1, 4), "partly"),
        (given(3, 3, 3, 3), Fraction(0), "wrong"),
        ({"item-0": ["0", "1"]}, Fraction(0), "unanswered"),
    ],
)
def test_each_pair_wins_its_share(response: dict[str, list[str]], share: Fraction, verdict: str) -> None:
    outcome = RATES.grade(response)
    assert (outcome.share, outcome.verdict) == (share, verdict)


def test_every_list_offers_the_same_answers_in_the_same_order_and_an_answer_of_two_items_once() -> None:
    for shuffled in (True, False):
        for seed in range(10):
            view = RATES.view(Order(seed, "q", shuffled), {})
            texts = [[choice.text for choice in each.choices] for each in view.fields]
            assert all(each == texts[0] for each in texts)
            assert sorted(texts[0]) == ["40", "45", "50", "60"]


def test_the_answers_are_mixed_even_where_a_quiz_shuffles_nothing() -> None:
    orders = {RATES.columns(Order(seed, "q", shuffled=False)) for seed in range(30)}
    assert len(orders) > 8


def test_an_answer_with_an_open_row_is_kept_but_not_complete() -> None:
    assert RATES.read({"item-1": ["0"], "item-0": [""]}, Order(1, "q"))[1] == []
    assert not RATES.is_complete(given(0, 1, 2))
    assert RATES.is_complete(given(3, 3, 3, 3))
