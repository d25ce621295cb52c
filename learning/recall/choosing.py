"""Which questions a session asks, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from learning.recall.schedule import Card

MOST = 15
"""Questions in a session: some ten minutes."""

AHEAD = timedelta(hours=12)
"""What falls due so soon is asked too: who comes an hour earlier than the day before need not wait for a day."""

PAUSE = timedelta(hours=16)
"""How long after the beginning of a session the next one may begin: one a day, in every time zone."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that could be asked: its course, the module it belongs to, its id, and how well it is known."""

    course_id: str
    module_id: str
    question_id: str
    card: Card


def due_before(at: datetime) -> datetime:
    """Return the moment up to which a question must be due to wait `at`."""
    return at + AHEAD


def choose(candidates: Iterable[Candidate], at: datetime, most: int = MOST) -> tuple[Candidate, ...]:
    """Return the questions of a session that begins `at`: those that wait, the least likely remembered first, mixed."""
    waiting = [each for each in candidates if each.card.due <= due_before(at)]
    waiting.sort(key=lambda each: (each.card.recall_at(at), each.card.due, each.course_id, each.question_id))
    return mixed(waiting[:most])


def mixed(chosen: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Keep the order as far as no two neighbours are of one module; where one module has too many, its rest is last.

    Before a module would have more left than can be kept apart, it has its turn.
    """
    left, found = list(chosen), []
    last: tuple[str, str] | None = None
    while left:
        counts = Counter(_module(each) for each in left)
        pressing = {module for module, count in counts.items() if 2 * count > len(left)}
        turns = [pressing - {last}, counts.keys() - {last}, counts.keys()]
        allowed = next(modules for modules in turns if modules)
        taken = next(each for each in left if _module(each) in allowed)
        left.remove(taken)
        found.append(taken)
        last = _module(taken)
    return tuple(found)


def _module(candidate: Candidate) -> tuple[str, str]:
    return (candidate.course_id, candidate.module_id)
