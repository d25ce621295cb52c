"""What gives right options away: found where it is more than luck, and not told where it may be luck."""

from __future__ import annotations

from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.given_away import LUCK, check_given_away, offers, tail, tells
from learning.quiz.guessing import STRATEGIES, Offer
from learning.quiz.source import parse

FOUR, TWO = ("aaaa", "bbbb", "cccc", "dddd"), ("aaaa", "bbbb")


def offer(options: tuple[str, ...], right: int, line: int, *, in_order: bool = True) -> Offer:
    return Offer("?", options, frozenset({right}), in_order, line)


def quiz(settings: str, *questions: str) -> str:
    head = f"---\nid: some\ntitle: Some\n{settings}---\n"
    ends = "\nExplanation: So it is.\nSource: C102 Art. 1\n"
    return head + "".join(f"\n## Is it {n}? {{#q-{n}}}\n\n{each}{ends}" for n, each in enumerate(questions, start=1))


def told(text: str) -> list[str]:
    found, problems = parse(text)
    assert found is not None, problems
    return [str(problem) for problem in check_given_away(found)]


@given(st.lists(st.sampled_from([0.1, 0.25, 0.5, 0.75]), max_size=7), st.integers(0, 8))
def test_the_tail_is_the_chance_of_all_ways_to_hit_as_often(chances: list[float], hits: int) -> None:
    ways = (
        prod(chance if hit else 1 - chance for chance, hit in zip(chances, way, strict=True))
        for way in product((False, True), repeat=len(chances))
        if sum(way) >= hits
    )
    assert tail(chances, hits) == pytest.approx(sum(ways))


def test_the_tail_is_that_of_a_coin_worked_by_hand() -> None:
    """Three coins, two heads or more: 4 of 8 ways."""
    assert tail([0.5] * 3, 2) == 0.5


@pytest.mark.parametrize(("options", "enough"), [(FOUR, 6), (TWO, 11)])
@pytest.mark.parametrize("place", [0, 1, -1])
def test_right_options_at_one_place_are_told_from_as_many_questions_on_as_luck_cannot_reach(
    options: tuple[str, ...], enough: int, place: int
) -> None:
    right = place % len(options)
    every = [offer(options, right, line) for line in range(enough)]
    assert tells(every[1:]) == []
    [found] = tells(every)
    assert STRATEGIES[found.name].by_place
    assert (found.hit, found.expected) == (tuple(every), enough / len(options))
    assert found.luck < LUCK / len(STRATEGIES)


def test_the_place_tells_nothing_where_options_are_shuffled() -> None:
    assert tells([offer(FOUR, 2, line, in_order=False) for line in range(40)]) == []


def test_a_strategy_is_judged_where_it_can_tell_options_apart_alone() -> None:
    longest = [offer(("a", "bb", "cccc", "ddd"), 2, line, in_order=False) for line in range(6)]
    ties = [offer(FOUR, 1, line, in_order=False) for line in range(6, 30)]
    [found] = tells([*longest, *ties])
    assert (found.name, found.tried, found.gain) == ("the longest", tuple(longest), 0.75)


def test_each_tell_counts_what_no_surer_one_explains() -> None:
    """The longest is the only one with a number, too; of ten others the second is right."""
    longest = [offer(("a", "b", "26 weeks", "c"), 2, line) for line in range(12)]
    second = [offer(FOUR, 1, line) for line in range(12, 22)]
    assert [(found.name, len(found.hit)) for found in tells([*longest, *second])] == [
        ("the longest", 12),
        ("the second", 10),
    ]


@given(st.lists(st.sampled_from([FOUR, TWO]), max_size=30))
def test_keys_that_go_round_the_places_tell_nothing(lists: list[tuple[str, ...]]) -> None:
    assert tells([offer(options, line % len(options), line) for line, options in enumerate(lists)] * 2) == []


def test_a_small_gain_is_no_tell_in_however_many_questions() -> None:
    """At the first place 350 of 1000, by chance 250: no luck, and a guesser gains no more than 10 points."""
    many = [offer(FOUR, 0 if line < 350 else 1 + line % 3, line, in_order=True) for line in range(1000)]
    assert tail([0.25] * 1000, 350) < LUCK / len(STRATEGIES)
    assert tells(many) == []


CHOICE = "Choose one:\n- [{}] No\n- [{}] Perhaps so\n- [{}] Yes and no\n- [{}] Yes\n"


def choice(right: int) -> str:
    return CHOICE.format(*("x" if place == right else " " for place in range(4)))


def test_only_an_order_that_is_not_shuffled_can_give_a_place_away() -> None:
    questions = [choice(3)] * 8
    assert told(quiz("", *questions)) == []
    [problem] = told(quiz("shuffle: no\n", *questions))
    assert problem == (
        "1: warning [key-given-away] who always takes the last answer is right in 8 of 8 choices, by chance in about 2 "
        "(lines 7, 18, 29, 40, 51, 62 …): put right answers at other places too"
    )
    [other] = told(quiz("", *(f"{each}\nShuffle: no" for each in questions)))
    assert other.partition(" (lines")[0] == problem.partition(" (lines")[0]


def test_true_and_false_stand_in_their_order_and_a_right_one_always_first_is_told() -> None:
    true, false = "True or false:\n- [x] True\n- [ ] False\n", "True or false:\n- [ ] True\n- [x] False\n"
    [problem] = told(quiz("", *[true] * 11))
    assert "the first answer is right in 11 of 11 choices, by chance in about 6" in problem
    assert told(quiz("", *[true, false] * 8)) == []


def test_offers_are_found_in_the_parts_of_cases_and_gaps() -> None:
    one, number = "Choose one:\n- [x] one\n- [ ] two\n", "Give a number:\n- [x] 7\n"
    gaps = f"Fill the gaps:\nIt is [[1]] or [[2]].\n### 1\n{one}### 2\n{number}"
    mistake = "Find the mistake:\n- [ ] It is so.\n- [x] It is not so.\n"
    reasons = "True or false:\n- [x] True\n- [ ] False\nBecause:\n- [x] Law says so.\n- [ ] Law says no.\n"
    found, _ = parse(quiz("", gaps, mistake, reasons))
    assert found is not None
    assert [(each.kind, each.right, each.in_order) for each in offers(found)] == [
        ("choose_one", {0}, False),
        ("find_the_mistake", {1}, True),
        ("true_false", {0}, True),
        ("true_false", {0}, False),
    ]
