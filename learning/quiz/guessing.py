"""Ways to guess the key: what somebody goes by who has not read a line of the course and sees a question's options.

A strategy looks at the wording of the question and of the options, and at their places in the text, never at the key.
It gives each option a figure and takes the one with the highest. Those that look for words know English ones; options
in another language are all the same to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

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
    found = [NUMBER.search(option) for option in options]
    if not all(found):
        return [0.0] * len(options)
    numbers = [_number(each[0]) for each in found if each]
    return [float(-abs(number - median(numbers))) for number in numbers]


def _number(written: str) -> Decimal:
    """Read "1,200.5" as 1200.5; of a date such as 27.4.1955 the day and month."""
    whole, _, rest = written.replace(",", "").partition(".")
    return Decimal(f"{whole}.{rest.partition('.')[0]}")


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
