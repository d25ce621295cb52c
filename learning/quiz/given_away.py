"""Right options that are given away: by their place or look a strategy finds more of them than chance allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from learning.kernel.problems import Problem
from learning.quiz.answers import Option
from learning.quiz.compound import Subquestion
from learning.quiz.guessing import STRATEGIES, Offer
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


def check_given_away(quiz: Quiz) -> list[Problem]:
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
