"""Attempts: when one may begin, until when it runs, and how it ends. Plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from learning.kernel.score import Score
from learning.quiz.interaction import Response

GRACE = timedelta(seconds=30)
"""What a late answer is forgiven: the way from a slow device to the server."""


class State(StrEnum):
    """Where an attempt stands: open → submitted (a trainer has still to mark it) → graded → regraded.

    Without a question that a person marks, closing leads to GRADED at once. Every state but OPEN is closed.
    """

    OPEN = "open"
    SUBMITTED = "submitted"
    GRADED = "graded"
    REGRADED = "regraded"


class ClosedBy(StrEnum):
    """Who closed an attempt: the learner who handed it in, or its time, which was over (it expired)."""

    LEARNER = "learner"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt as kept. `questions` are ids in the order asked; `score` and `passed` stand once it is closed."""

    id: UUID
    person_id: UUID
    course_id: str
    activity_id: str
    number: int
    revision_id: str
    seed: int
    questions: tuple[str, ...]
    state: State
    started_at: datetime
    until: datetime | None
    closed_at: datetime | None
    closed_by: ClosedBy | None
    score: Score | None
    passed: bool | None

    @property
    def expired(self) -> bool:
        """True when its time closed it."""
        return self.closed_by is ClosedBy.TIME


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer to one question that counts; `given` is empty when nothing was answered.

    `revision` is the place of its saving in the attempt, `key` the one it came with; `confidence` is 1 (unsure) to 3
    (sure), None: not said.
    """

    given: Response
    flagged: bool
    saved_at: datetime
    revision: int = 0
    confidence: int | None = None
    key: UUID | None = None


class Beginning(StrEnum):
    """What happens when a learner asks to begin."""

    NEW = "new"
    RESUME = "resume"
    REFUSED = "refused"
    """All attempts are used."""
    TOO_EARLY = "too-early"
    """The waiting time since the last attempt is not over."""
    CLOSED = "closed"
    """The quiz has closed for everybody."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a quiz allows: `attempts`, `minutes` for one, minutes to `wait` between two; when it `closes` for everybody.

    None: no such limit. `extra_percent`: what one person is given beyond the minutes.
    """

    attempts: int | None = None
    minutes: int | None = None
    wait: int | None = None
    closes: datetime | None = None
    extra_percent: int = 0


def may_begin(limits: Limits, attempts: Sequence[Attempt], at: datetime) -> Beginning:
    """Say what beginning does, given the learner's attempts so far: an open one is always resumed."""
    states = [attempt.state for attempt in attempts]
    if State.OPEN in states:
        return Beginning.RESUME
    if limits.closes is not None and at >= limits.closes:
        return Beginning.CLOSED
    if attempts_left(limits.attempts, states) == 0:
        return Beginning.REFUSED
    earliest = may_begin_from(limits, attempts)
    return Beginning.TOO_EARLY if earliest is not None and at < earliest else Beginning.NEW


def may_begin_from(limits: Limits, attempts: Sequence[Attempt]) -> datetime | None:
    """Return when the waiting time after the last attempt is over; None when nobody has to wait."""
    ends = [attempt.closed_at for attempt in attempts if attempt.closed_at is not None]
    return max(ends) + timedelta(minutes=limits.wait) if ends and limits.wait else None


def attempts_left(limit: int | None, states: Sequence[State]) -> int | None:
    """Return how many attempts may still begin; None for no limit. An open attempt is spent."""
    return None if limit is None else max(0, limit - len(states))


def deadline(started_at: datetime, limits: Limits) -> datetime | None:
    """Return the end of an attempt, in UTC; None for no limit. Raises ValueError without a zone.

    Extra time lengthens the minutes, not the day on which the quiz closes for everybody.
    """
    if started_at.tzinfo is None:
        raise ValueError("a moment needs a zone")
    ends = [limits.closes] if limits.closes is not None else []
    if limits.minutes is not None:
        ends.append(started_at + timedelta(minutes=limits.minutes) * (100 + limits.extra_percent) / 100)
    return min(ends).astimezone(UTC) if ends else None


def is_late(at: datetime, until: datetime | None, grace: timedelta = GRACE) -> bool:
    """True when an answer or a submission received `at` comes after the deadline and the grace."""
    return until is not None and at > until + grace


def closed_by(at: datetime, until: datetime | None) -> ClosedBy:
    """Say who closes an attempt `at`: its time, when that is too late for the learner to hand it in."""
    return ClosedBy.TIME if is_late(at, until) else ClosedBy.LEARNER
