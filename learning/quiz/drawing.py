"""Which questions an attempt asks: a pure function of its seed."""

from __future__ import annotations

from learning.quiz.questions import Quiz
from learning.quiz.shuffling import shuffle


def draw(quiz: Quiz, seed: int, n: int | None = None) -> tuple[str, ...]:
    """Return the ids of `n` questions drawn by `seed`, in the order of the text, so that they still build up.

    `n` None: as many as the quiz says; more than there are: all.
    """
    wanted = quiz.settings.draw if n is None else n
    ids = tuple(question.id for question in quiz.questions)
    if wanted is None or wanted >= len(ids):
        return ids
    return tuple(ids[place] for place in sorted(shuffle(len(ids), seed, "draw")[: max(wanted, 0)]))
