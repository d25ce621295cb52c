"""What a quiz offers while it is answered: hints at their cost, and the question how sure one is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from learning.quiz.questions import Question, QuizSettings

SURENESS = (1, 2, 3)
"""Unsure, rather sure, sure."""


@dataclass(frozen=True, slots=True)
class Hint:
    """The hint of a question. `text` (Markdown) is "" until it is taken; `cost_percent` of the points is its price."""

    text: str
    cost_percent: Decimal
    taken: bool


def gives_hints(settings: QuizSettings) -> bool:
    """True where hints that the author wrote are offered: not in a pre-test, which measures, nor a certifying test."""
    return settings.purpose != "pre-test" and not settings.certifying


def hint_of(settings: QuizSettings, question: Question, *, taken: bool) -> Hint | None:
    """Return the hint as far as it may be told; None where there is none to take."""
    if not question.hint or not gives_hints(settings):
        return None
    return Hint(question.hint if taken else "", question.hint_cost_percent, taken)


def asks_sureness(settings: QuizSettings) -> bool:
    """True where a learner is asked how sure they are: in practice, unless a certificate rests on it."""
    return settings.purpose == "practice" and not settings.certifying
