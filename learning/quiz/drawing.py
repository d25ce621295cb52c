"""Which questions an attempt asks: a pure function of its seed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest

from learning.quiz.questions import Question, Quiz
from learning.quiz.shuffling import shuffle

EVERYTHING = "all"
"""The word in `draw_from` that every question of a bank fits."""


def draw(quiz: Quiz, seed: int) -> tuple[str, ...]:
    """Return the ids of the questions that the attempt with this seed asks, in the order in which it asks them.

    A quiz that draws from the banks asks all of its own questions, as in the text, and then those drawn from its pool,
    in a shuffled order. Another quiz asks its own, or as many of them as `draw` says, drawn by seed and in the order of
    the text, so that they still build up.
    """
    own, wanted = tuple(question.id for question in quiz.questions), quiz.settings.draw
    if quiz.settings.draw_from:
        dealt = deal(quiz.pool, wanted or 0, seed)
        return own + tuple(dealt[place] for place in shuffle(len(dealt), seed, "order"))
    if wanted is None or wanted >= len(own):
        return own
    return tuple(own[place] for place in sorted(shuffle(len(own), seed, "draw")[:wanted]))


def deal(pool: Sequence[Question], wanted: int, seed: int) -> list[str]:
    """Return the ids of `wanted` questions, fewer if there are fewer, balanced over learning outcomes.

    They are dealt in rounds, one of each outcome that has any left. So two outcomes differ by one question at most,
    unless the smaller is used up; the seed decides which outcomes come first, and which questions within each.
    """
    by_outcome: dict[str, list[str]] = {}
    for question in pool:
        by_outcome.setdefault(question.outcome, []).append(question.id)
    outcomes = sorted(by_outcome)
    piles = []
    for outcome in (outcomes[place] for place in shuffle(len(outcomes), seed, "outcomes")):
        ids = by_outcome[outcome]
        piles.append([ids[place] for place in shuffle(len(ids), seed, "deal", outcome)])
    return [question for dealt in zip_longest(*piles) for question in dealt if question is not None][:wanted]


def fits(question: Question, words: Collection[str]) -> bool:
    """Return whether a question of a bank is among what `draw_from` names: learning outcomes, tags, or all."""
    return EVERYTHING in words or question.outcome in words or any(tag in words for tag in question.tags)
