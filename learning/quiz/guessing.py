"""Guess the key: what somebody scores who has not read a line of the course and sees a question and its options.

A strategy looks at the wording of the question and of the options, and at their places in the text, never at the key.
It gives each option a figure and points at the one with the highest. What it hits more often than chance allows gives
the right options away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from learning.kernel.problems import Problem
from learning.quiz.answers import Option
from learning.quiz.compound import Subquestion
from learning.quiz.interactions.choose_all import ChooseAll
from learning.quiz.interactions.choose_one import ChooseOne
from learning.quiz.interactions.find_the_mistake import FindTheMistake
from learning.quiz.interactions.true_false import TrueFalse
from learning.quiz.questions import Question, Quiz, parts

LUCK = 0.01
"""How likely it is, at most, that a text is warned of though its right options are such by chance alone."""

GAIN = 0.10
"""By how much of all choices a strategy must beat chance before a text is warned of: less is sure only in many."""

LINES_NAMED = 6

ABSOLUTES = re.compile(r"\b(all|always|any|cannot|every|must|never|no|nobody|none|nothing|only|whole)\b", re.IGNORECASE)
QUALIFIERS = re.compile(
    r"\b(about|at least|at most|can|could|generally|if|in part|mainly|may|might|often|or|some|unless|where|whether"
    r"|usually)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
REFERENCE = re.compile(r"\b(?:Art\.|Articles?|Parts?|Section)\s[0-9IVX]+")

Figures = Callable[[str, Sequence[str]], list[float]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered: the question, the options in the order of the text, the places of the right ones.

    `in_order` says that the options are shown as they stand in the text; `line` is that of the question, `kind` the
    name of the kind of question.
    """

    question: str
    options: tuple[str, ...]
    right: frozenset[int]
    in_order: bool = True
    line: int = 0
    kind: str = ""

    @property
    def chance(self) -> float:
        """How often a blind choice hits, from 0 to 1."""
        return len(self.right) / len(self.options)


@dataclass(frozen=True, slots=True)
class Strategy:
    """A way to choose: `taken` is what it takes, in words, `remedy` what an author does about it.

    One `by_place` says something only of options that are not shuffled.
    """

    figures: Figures
    taken: str
    remedy: str
    by_place: bool = False

    def best(self, offer: Offer) -> tuple[int, ...]:
        """Return the places of the options that it takes: several when it cannot tell them apart."""
        figures = [round(figure, 9) for figure in self.figures(offer.question, offer.options)]
        return tuple(place for place, figure in enumerate(figures) if figure == max(figures))


@dataclass(frozen=True, slots=True)
class Tell:
    """What gives right options away: a strategy, the choices in which it points at one option, those where it hits.

    `expected` is how many it would hit by chance, `luck` how likely it is to hit as many by chance, from 0 to 1.
    """

    name: str
    tried: tuple[Offer, ...]
    hit: tuple[Offer, ...]
    expected: float
    luck: float

    @property
    def gain(self) -> float:
        """What it gains over chance, as a share of the choices in which it points at one option."""
        return (len(self.hit) - self.expected) / len(self.tried)


def offers(quiz: Quiz) -> list[Offer]:
    """Return what the quiz itself offers, part by part: choices, mistakes to find, truth values and their reasons.

    Numbers, words, pairs, orders and groups offer nothing that could be told by its look. A bank is judged as shuffled,
    as the quizzes show it that say nothing else.
    """
    return [
        Offer(
            f"{part.title} {part.prompt}",
            tuple(option.text for option in options),
            frozenset(place for place, option in enumerate(options) if option.right),
            in_order,
            question.line,
            part.interaction.NAME,
        )
        for question in quiz.questions
        for part in parts(question)
        for options, in_order in _lists(part, shuffled=quiz.order(0, question.id).shuffled)
    ]


def _lists(part: Question | Subquestion, *, shuffled: bool) -> list[tuple[tuple[Option, ...], bool]]:
    """Return the lists of options of a part, each with whether it is shown in the order of the text."""
    match part.interaction:
        case ChooseOne(options) | ChooseAll(options):
            return [(options, not shuffled)]
        case FindTheMistake(options):
            return [(options, True)]
        case TrueFalse(options, reasons):
            return [(options, True), *([(reasons, not shuffled)] if reasons else [])]
    return []


def tells(offered: Sequence[Offer]) -> list[Tell]:
    """Return what gives right options away, the surest first; each counts what no surer one explains.

    A strategy is judged by the choices in which it points at one option alone. If right options were such by chance, it
    would hit in each of them with the chance of a blind choice, whatever it hits in the others; so how likely it is to
    hit at least as often is a binomial tail, with a chance for each choice, and exact. It is a tell when that is below
    `LUCK`, divided by the number of strategies since all are tried, and when it gains over `GAIN`. So no less than six
    choices among four options, or eleven of two, are ever enough to say so.
    """
    found, rest = [], list(offered)
    while surest := min(_suspects(rest), key=lambda tell: tell.luck, default=None):
        found.append(surest)
        rest = [offer for offer in rest if offer not in surest.hit]
    return found


def _suspects(offered: Sequence[Offer]) -> Iterator[Tell]:
    for name, strategy in STRATEGIES.items():
        judged = [offer for offer in offered if offer.in_order] if strategy.by_place else offered
        taken = [(offer, best[0]) for offer in judged if len(best := strategy.best(offer)) == 1]
        hit = tuple(offer for offer, place in taken if place in offer.right)
        chances = [offer.chance for offer, _ in taken]
        if len(hit) - sum(chances) > GAIN * len(taken):
            luck = tail(chances, len(hit))
            if luck < LUCK / len(STRATEGIES):
                yield Tell(name, tuple(offer for offer, _ in taken), hit, sum(chances), luck)


def tail(chances: Iterable[float], hits: int) -> float:
    """Return how likely it is that at least so many hit of choices that are independent, each with its own chance."""
    likely = [1.0]  # by number of hits
    for chance in chances:
        likely = [
            missed * (1 - chance) + hit * chance for missed, hit in zip([*likely, 0.0], [0.0, *likely], strict=True)
        ]
    return sum(likely[hits:])


def check_guessing(quiz: Quiz) -> list[Problem]:
    """Warn of what gives the right options of a quiz or bank away, with the lines of questions in which it does."""
    return [_warning(tell) for tell in tells(offers(quiz))]


def _warning(tell: Tell) -> Problem:
    strategy = STRATEGIES[tell.name]
    lines = list(dict.fromkeys(offer.line for offer in tell.hit))
    named = ", ".join(map(str, lines[:LINES_NAMED])) + (" …" if len(lines) > LINES_NAMED else "")
    detail = (
        f"who always takes {strategy.taken} is right in {len(tell.hit)} of {len(tell.tried)} choices, by chance in "
        f"about {tell.expected:.0f} ({'lines' if len(lines) > 1 else 'line'} {named}): {strategy.remedy}"
    )
    return Problem("1", "key-given-away", detail, "warning")


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", text.lower()) if len(word) > 2 or word.isdigit())


def _alike(left: str, right: str) -> float:
    both, either = _words(left) & _words(right), _words(left) | _words(right)
    return len(both) / len(either) if either else 0.0


def _by_place(wanted: int, taken: str) -> Strategy:
    def figures(_: str, options: Sequence[str]) -> list[float]:
        return [float(place == wanted % len(options)) for place in range(len(options))]

    return Strategy(figures, taken, "put right answers at other places too", by_place=True)


def _by_length(figure: Callable[[int], float], taken: str) -> Strategy:
    remedy = "make the answers of a question about equally long"
    return Strategy(lambda _, options: [figure(len(option)) for option in options], taken, remedy)


def _by_count(pattern: re.Pattern[str], sign: int, taken: str) -> Strategy:
    remedy = "write some wrong answers so, and some right ones otherwise"
    return Strategy(lambda _, options: [sign * len(pattern.findall(option)) for option in options], taken, remedy)


def _with_others(sign: int, taken: str) -> Strategy:
    def figures(_: str, options: Sequence[str]) -> list[float]:
        return [sign * sum(_alike(one, other) for other in options if other is not one) for one in options]

    return Strategy(figures, taken, "write some wrong answers so, and some right ones otherwise")


def _with_question(sign: int, taken: str) -> Strategy:
    def figures(question: str, options: Sequence[str]) -> list[float]:
        asked = _words(question)
        return [sign * len(_words(option) & asked) / (len(_words(option)) or 1) for option in options]

    return Strategy(figures, taken, "use words of the question in right and in wrong answers")


def _middle_number(_: str, options: Sequence[str]) -> list[float]:
    found = [NUMBER.findall(option) for option in options]
    if not all(found):
        return [0.0] * len(options)
    numbers = [float(each[0].replace(",", "")) for each in found]
    return [-abs(number - median(numbers)) for number in numbers]


def _middle_length(_: str, options: Sequence[str]) -> list[float]:
    middle = median(len(option) for option in options)
    return [-abs(len(option) - middle) for option in options]


STRATEGIES: Mapping[str, Strategy] = {
    "the first": _by_place(0, "the first answer"),
    "the second": _by_place(1, "the second answer"),
    "the third": _by_place(2, "the third answer"),
    "the last": _by_place(-1, "the last answer"),
    "the longest": _by_length(float, "the longest answer"),
    "the shortest": _by_length(lambda length: -length, "the shortest answer"),
    "the middle length": Strategy(
        _middle_length, "the answer of middle length", "make right answers the longest and the shortest too"
    ),
    "the most numbers": _by_count(NUMBER, 1, "the answer with the most numbers"),
    "the fewest numbers": _by_count(NUMBER, -1, "the answer with the fewest numbers"),
    "the middle number": Strategy(
        _middle_number, "the number in the middle", "make right numbers the lowest and the highest too"
    ),
    "the most references": _by_count(REFERENCE, 1, "the answer with the most references"),
    "the most qualifiers": _by_count(QUALIFIERS, 1, 'the answer with the most words such as "may" and "if"'),
    "the fewest absolutes": _by_count(ABSOLUTES, -1, 'the answer with the fewest words such as "all" and "never"'),
    "the most absolutes": _by_count(ABSOLUTES, 1, 'the answer with the most words such as "all" and "never"'),
    "the odd one out": _with_others(-1, "the answer least like the others"),
    "the most alike": _with_others(1, "the answer most like the others"),
    "words of the question": _with_question(1, "the answer with the most words of the question"),
    "no words of the question": _with_question(-1, "the answer with the fewest words of the question"),
}
