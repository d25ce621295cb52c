"""No key is given away: who sees only questions and options scores about as well as one who chooses blindly.

The rule: over a course, the best of all strategies gains 10 points over chance at most. A bank, the quizzes of a module
or a kind of question are few questions, where luck alone gains more; so there the gain counts that remains when the
binomial interval at 95 per cent (one-sided) is taken off, as in a course of less than 50 choices. Judged are "Choose
one", "Choose all that apply", "Find the mistake", the truth values and the reasons of "True or false", also as parts of
gaps and cases. Options are judged as they are written; that most are shuffled before they are shown makes the true
guesser weaker still. `run.py check` warns only of what is hardly ever luck (`learning.quiz.given_away`).
"""

from __future__ import annotations

import pytest

from learning.quiz.given_away import GAIN, check_given_away, offers
from learning.quiz.guessing import Offer
from tests.content import shipped
from tests.content.guessing import best


def offered(course: str) -> dict[str, list[Offer]]:
    """Return what each bank, and the quizzes of each module, offer."""
    found: dict[str, list[Offer]] = {}
    for text, quiz in shipped.quizzes(course):
        found.setdefault(text.group, []).extend(offers(quiz))
    return {group: each for group, each in found.items() if each}


@pytest.mark.parametrize("course", shipped.COURSES)
def test_over_the_course_no_strategy_gains_more_than_ten_points(course: str) -> None:
    found = best([offer for group in offered(course).values() for offer in group])
    assert found.count >= 20 or course == "gallery"
    assert (found.gain if found.count >= 50 else found.certain_gain) <= GAIN, found


@pytest.mark.parametrize("course", shipped.COURSES)
def test_in_each_bank_no_strategy_gains_more_than_ten_points_beyond_luck(course: str) -> None:
    found = {group: best(each) for group, each in offered(course).items()}
    assert {group: score for group, score in found.items() if score.certain_gain > GAIN} == {}


@pytest.mark.parametrize("course", shipped.COURSES)
def test_in_each_kind_of_question_no_strategy_gains_more_than_ten_points_beyond_luck(course: str) -> None:
    kinds: dict[str, list[Offer]] = {}
    for offer in (offer for _, quiz in shipped.quizzes(course) for offer in offers(quiz)):
        kinds.setdefault(offer.kind, []).append(offer)
    found = {kind: best(each) for kind, each in kinds.items()}
    assert {kind: score for kind, score in found.items() if score.certain_gain > GAIN} == {}


@pytest.mark.parametrize("course", shipped.COURSES)
def test_check_has_nothing_to_warn_of(course: str) -> None:
    found = {text.path: check_given_away(quiz) for text, quiz in shipped.quizzes(course)}
    assert {path: problems for path, problems in found.items() if problems} == {}


@pytest.mark.parametrize(
    ("options", "strategy"),
    [
        (("short", "a far longer text"), "the longest"),
        (("30", "45", "60"), "the middle number"),
        (("old wages count", "old years count", "Geneva"), "the odd one out"),
        (("never", "it may, if the law says so", "always"), "the most qualifiers"),
        (("yellow", "pensions of the old", "blue"), "words of the question"),
    ],
)
def test_a_key_given_away_is_found(options: tuple[str, ...], strategy: str) -> None:
    """The key lies where the strategy looks, and changes its place: the strategy, or a better one, always hits."""
    right = {"the longest": 1, "the middle number": 1, "the odd one out": 2}.get(strategy, 1)
    turned = [options[start:] + options[:start] for start in range(len(options))]
    asked = "Which pensions of the old are meant?"
    found = best([Offer(asked, each, frozenset({each.index(options[right])})) for each in turned] * 10)
    assert found.hits == 1
    assert found.certain_gain > GAIN


def test_keys_without_a_pattern_give_nothing_away() -> None:
    options = ("aaaa", "bbbb", "cccc", "dddd")
    found = best([Offer("?", options, frozenset({place})) for place in range(4)] * 5)
    assert found.gain == pytest.approx(0)
