"""Each way to guess: what it takes of some options, and that it takes something of any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.guessing import STRATEGIES, Offer

TAKEN = {
    "the first": ("?", "a | b | c", "a"),
    "the second": ("?", "a | b | c", "b"),
    "the third": ("?", "a | b | c | d", "c"),
    "the last": ("?", "a | b | c", "c"),
    "the longest": ("?", "short | a far longer text | none", "a far longer text"),
    "the shortest": ("?", "short | a far longer text | none", "none"),
    "the middle length": ("?", "short | a far longer text | none", "short"),
    "the most numbers": ("?", "13 weeks | 13 weeks of 52 | always", "13 weeks of 52"),
    "the fewest numbers": ("?", "13 weeks | 13 weeks of 52 | always", "always"),
    "the middle number": ("?", "1,200 persons | 30.5 | 27.4.1955", "30.5"),
    "the most references": ("?", "Art. 3 | Art. 3 and Part V | the Schedule", "Art. 3 and Part V"),
    "the most qualifiers": ("?", "never | it may, if law says so | always", "it may, if law says so"),
    "the fewest absolutes": ("?", "all of them | most of them | nobody", "most of them"),
    "the most absolutes": ("?", "most of them | never any | nobody", "never any"),
    "the odd one out": ("?", "old wages count | old years count | Geneva", "Geneva"),
    "the most alike": ("?", "old wages count | old years count | old years", "old years count"),
    "words of the question": ("Which pensions are meant?", "yellow | the pensions | blue", "the pensions"),
    "no words of the question": ("Which pensions are meant?", "which ones | the pensions | blue", "blue"),
}
"""For each strategy a question, options, and the one that it takes."""

OPTIONS = st.lists(st.text("0123456789., aAé\u0663\u200d|-", max_size=12), min_size=2, max_size=5)


def test_every_strategy_has_its_case_here() -> None:
    assert set(TAKEN) == set(STRATEGIES)


@pytest.mark.parametrize("name", TAKEN)
def test_a_strategy_takes_what_it_says(name: str) -> None:
    question, written, taken = TAKEN[name]
    options = tuple(written.split(" | "))
    assert STRATEGIES[name].best(Offer(question, options, frozenset({0}))) == (options.index(taken),)


@given(OPTIONS)
def test_whatever_the_options_every_strategy_takes_some(options: list[str]) -> None:
    for strategy in STRATEGIES.values():
        taken = strategy.best(Offer("Why 7?", tuple(options), frozenset({0})))
        assert taken
        assert set(taken) <= set(range(len(options)))


def test_options_that_look_the_same_cannot_be_told_apart_but_by_their_place() -> None:
    alike = Offer("?", ("صحيح", "خطأ ", "ربما", "أبدا"), frozenset({0}))
    told = [name for name, strategy in STRATEGIES.items() if len(strategy.best(alike)) == 1]
    assert told == [name for name, strategy in STRATEGIES.items() if strategy.by_place]


def test_the_sentence_of_each_strategy_is_short_and_ends_with_its_remedy() -> None:
    for strategy in STRATEGIES.values():
        assert len(strategy.taken) + len(strategy.remedy) < 130
        assert not strategy.remedy.endswith(".")
