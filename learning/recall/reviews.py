"""What is known of a person's reviews, as plain values: cards, sessions, entries of the log, what waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.quiz.interaction import Response
from learning.recall.choosing import MOST, PAUSE
from learning.recall.schedule import Card, Confidence

PASSED_OVER = "passed-over"
"""The verdict of a question that was not answered: it says nothing of memory."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a session: which, and as which revision of its course asks it."""

    course_id: str
    revision_id: str
    activity_id: str
    question_id: str


@dataclass(frozen=True, slots=True)
class Known:
    """A question that a person was asked before, and how well they know it."""

    course_id: str
    activity_id: str
    question_id: str
    card: Card
    can_be_asked: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one question of a session. `verdict` is one of `Verdict` or `PASSED_OVER`."""

    place: int
    verdict: str
    confidence: Confidence | None
    given: Response


@dataclass(frozen=True, slots=True)
class Session:
    """The questions of a day, and what became of them so far, by place (from 1)."""

    id: UUID
    number: int
    started_at: datetime
    seed: int
    items: tuple[Item, ...]
    entries: Mapping[int, Entry]

    @property
    def open_places(self) -> tuple[int, ...]:
        """The places of questions that are still to be answered or passed over."""
        return tuple(place for place in range(1, len(self.items) + 1) if place not in self.entries)

    def after(self, place: int) -> int | None:
        """Return the next open place after one, else the first before it; None when no other is open."""
        others = [each for each in self.open_places if each != place]
        return next((each for each in others if each > place), next(iter(others), None))


@dataclass(frozen=True, slots=True)
class Summary:
    """A session in figures."""

    started_at: datetime
    size: int
    right: int
    answered: int
    passed_over: int

    @property
    def left(self) -> int:
        """How many questions are neither answered nor passed over."""
        return self.size - self.answered - self.passed_over


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person: `due` questions, perhaps more in `new_practice` that was not taken up yet.

    `left`: how many of the session of today, None when there is none; `next_from`: when the next may begin.
    """

    due: int
    new_practice: bool
    left: int | None = None
    next_from: datetime | None = None
    most: int = MOST

    @property
    def is_done_for_today(self) -> bool:
        """True when the session of today is finished."""
        return self.left == 0

    @property
    def anything(self) -> bool:
        """True when there is something to begin or to go on with."""
        return bool(self.left) if self.left is not None else self.due > 0 or self.new_practice


def goes_on(started_at: datetime, at: datetime) -> bool:
    """True while a session is the one of today: the next may begin only after the pause."""
    return at < started_at + PAUSE


def next_from(started_at: datetime) -> datetime:
    """Return when the session after one may begin."""
    return started_at + PAUSE


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is likely remembered of a module: `count` questions, of which `likely` are, as the model expects."""

    course_id: str
    module_id: str
    count: int
    likely: float

    @property
    def share(self) -> float:
        """The share likely remembered, 0 to 1."""
        return self.likely / self.count


def remembered(questions: Iterable[tuple[str, str, Card]], at: datetime) -> tuple[Remembered, ...]:
    """Sum up by module, in the order given. `questions`: course id, module id and card of each."""
    chances: dict[tuple[str, str], list[float]] = {}
    for course_id, module_id, card in questions:
        chances.setdefault((course_id, module_id), []).append(card.recall_at(at))
    return tuple(Remembered(*module, len(found), sum(found)) for module, found in chances.items())
