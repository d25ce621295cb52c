"""Responses name places; carried over to a corrected text they name what was chosen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz import source
from learning.quiz.answers import Option
from learning.quiz.compound import Compound
from learning.quiz.drawn_keys import Key
from learning.quiz.interactions.answer_questions import AnswerQuestions
from learning.quiz.interactions.choose_all import ChooseAll
from learning.quiz.interactions.choose_one import ChooseOne
from learning.quiz.interactions.find_the_mistake import FindTheMistake
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.interactions.put_in_order import PutInOrder
from learning.quiz.interactions.sort_into_groups import SortIntoGroups
from learning.quiz.interactions.true_false import TrueFalse
from learning.quiz.marked import Marked
from learning.quiz.regrading.pairing import Loose, by_text, carry, comparable, loose, pair
from learning.quiz.shuffling import Order

SAMPLE = Path(__file__).parent.parent / "samples" / "all-kinds.quiz.md"
WORDS = st.lists(st.sampled_from(["Nine", "nine", "Ten", " ten ", "Seven", "–", ""]), max_size=6)


def test_every_kind_is_carried_over_to_itself_unchanged() -> None:
    quiz, problems = source.parse(SAMPLE.read_text())
    assert quiz is not None, problems
    for question in quiz.questions:
        kind = question.interaction
        assert comparable(kind, kind) == (not isinstance(kind, Marked))
        assert loose(kind, kind) == []
        if isinstance(kind, GiveNumber | Compound) and not getattr(kind, "keys", True):
            continue  # its key is drawn for each attempt
        examples = kind.examples(Order(3, question.id))
        for response in (examples.right, examples.wrong):
            assert carry(kind, kind, pair(kind, kind), response) == response


@given(WORDS, WORDS)
def test_pairs_are_of_equal_texts_and_nothing_has_two_partners(before: list[str], after: list[str]) -> None:
    pairs = by_text(before, after)
    assert len(set(pairs.values())) == len(pairs)
    for place, other in pairs.items():
        assert before[place].casefold().split() == after[other].casefold().split()
    left = set(range(len(after))) - set(pairs.values())
    for place in set(range(len(before))) - set(pairs):
        assert all(before[place].casefold().split() != after[other].casefold().split() for other in left)


@given(st.randoms(use_true_random=False), st.sets(st.integers(0, 4)))
def test_moved_options_are_found_again(dice: Random, chosen: set[int]) -> None:
    options = [Option(number % 2 == 0, f"Option {number}") for number in range(5)]
    moved = list(options)
    dice.shuffle(moved)
    old, new = ChooseAll(tuple(options)), ChooseAll(tuple(moved))
    response = {"answer": [str(place) for place in sorted(chosen)]} if chosen else {}
    carried = carry(old, new, pair(old, new), response)
    assert {moved[int(place)].text for place in carried.get("answer", ())} == {options[n].text for n in chosen}
    assert new.grade(carried).share == old.grade(response).share
    assert carry(new, old, pair(new, old), carried) == response


def test_a_reworded_answer_is_paired_by_a_person_or_counts_as_not_chosen() -> None:
    old = ChooseOne((Option(True, "Nine"), Option(False, "Ten"), Option(False, "Six")))
    new = ChooseOne((Option(False, "Nine"), Option(True, "Ten or more"), Option(False, "Six")))
    assert loose(old, new) == [Loose("answer", 1, "Ten", ((1, "Ten or more"),))]
    assert carry(old, new, pair(old, new), {"answer": ["1"]}) == {}
    chosen = {("answer", 1): 1, ("answer", 0): 1, ("answer", 9): 1, ("answer", 2): 7, ("other", 0): 0}
    pairs = pair(old, new, chosen)
    assert pairs == {"answer": {0: 0, 1: 1, 2: 2}}
    assert new.grade(carry(old, new, pairs, {"answer": ["1"]})).share == 1


def test_items_and_answers_are_both_carried() -> None:
    old, new = PutInOrder.of(["first", "second", "third"]), PutInOrder.of(["second", "first", "third"])
    response = {"item-0": ["1"], "item-1": ["0"], "item-2": ["2"]}  # second, first, third: right by the new text
    carried = carry(old, new, pair(old, new), response)
    assert carried == {"item-1": ["1"], "item-0": ["0"], "item-2": ["2"]}
    assert new.grade(carried).share == 1
    before = SortIntoGroups(("a", "b"), ("One", "Two"), (0, 1))
    after = SortIntoGroups(("b", "a"), ("Two", "One"), (0, 0))
    assert carry(before, after, pair(before, after), {"item-0": ["1"]}) == {"item-1": ["0"]}


def test_parts_are_found_by_their_ids() -> None:
    quiz, problems = source.parse(SAMPLE.read_text())
    assert quiz is not None, problems
    old = next(each.interaction for each in quiz.questions if isinstance(each.interaction, AnswerQuestions))
    new = AnswerQuestions(tuple(reversed(old.parts)))
    right = old.examples(Order(1, "case")).right
    assert new.grade(carry(old, new, pair(old, new), right)).share == 1
    one = AnswerQuestions(old.parts[:1])
    assert one.grade(carry(old, one, pair(old, one), right)).share == 1


def test_typed_answers_need_no_pairing() -> None:
    number = GiveNumber((Key(True, Decimal(26), ""),))
    assert carry(number, replace(number, keys=(Key(True, Decimal(27), ""),)), {}, {"answer": ["27"]}) == {
        "answer": ["27"]
    }


def test_a_reason_that_is_gone_is_not_chosen() -> None:
    pair_of = (Option(True, "True"), Option(False, "False"))
    old = TrueFalse(pair_of, (Option(True, "a"), Option(False, "b")))
    new = TrueFalse(pair_of)
    assert carry(old, new, pair(old, new), {"answer": ["0"], "reason": ["1"]}) == {"answer": ["0"]}


@pytest.mark.parametrize("kind", [FindTheMistake, PutInOrder])
def test_another_kind_is_not_compared(kind: type) -> None:
    other = PutInOrder.of(["a", "b"]) if kind is PutInOrder else FindTheMistake((Option(True, "a"), Option(False, "b")))
    one = ChooseOne((Option(True, "a"), Option(False, "b")))
    assert not comparable(one, other)
    assert comparable(one, ChooseAll(one.options))
