"""Put in order: pairs in the right order count, and nothing tells the order before."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.interactions.put_in_order import PutInOrder
from learning.quiz.shuffling import Order

STEPS = PutInOrder.of(["discuss", "compare", "approve", "register"])


def numbered(*numbers: int | None) -> dict[str, list[str]]:
    """What is kept when the items, in their right order, get these numbers, from 1."""
    return {f"item-{place}": [str(number - 1)] for place, number in enumerate(numbers) if number}


@pytest.mark.parametrize(
    ("response", "pairs"),
    [
        (numbered(1, 2, 3, 4), 6),
        (numbered(2, 1, 3, 4), 5),
        (numbered(4, 1, 2, 3), 3),
        (numbered(4, 3, 2, 1), 0),
        (numbered(1, 2, None, 4), 3),
        (numbered(1, 1, 1, 1), 0),
        (numbered(1, 1, 3, 4), 5),
        (numbered(1), 0),
    ],
)
def test_each_pair_in_the_right_order_wins_a_sixth(response: dict[str, list[str]], pairs: int) -> None:
    assert STEPS.grade(response).share == Fraction(pairs, 6)


@given(st.permutations([1, 2, 3, 4]))
def test_only_the_right_order_wins_all(numbers: list[int]) -> None:
    assert (STEPS.grade(numbered(*numbers)).share == 1) is (numbers == [1, 2, 3, 4])


def test_a_number_given_twice_is_kept_and_told_but_not_complete() -> None:
    order = Order(4, "q")
    kept, problems = STEPS.read({"item-0": ["0"], "item-1": ["0"], "item-2": ["1"], "item-3": ["2"]}, order)
    assert problems == []
    assert kept is not None
    assert not STEPS.is_complete(kept)
    assert STEPS.view(order, kept).doubt == "answer-twice"
    assert STEPS.view(order, numbered(1, 2)).doubt == ""


def test_neither_the_rows_nor_their_names_tell_the_order_even_where_a_quiz_shuffles_nothing() -> None:
    shown = set()
    for seed in range(200):
        view = STEPS.view(Order(seed, "q", shuffled=False), {})
        assert [each.name for each in view.fields] == ["item-0", "item-1", "item-2", "item-3"]
        assert {tuple(choice.text for choice in each.choices) for each in view.fields} == {("1", "2", "3", "4")}
        shown.add(tuple(each.label for each in view.fields))
    assert len(shown) == 24
