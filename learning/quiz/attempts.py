"""Attempts: when one may begin, until when it runs, and how it ends. Plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(seconds=30)
"""What a late answer is forgiven: the way from a slow device to the server."""


class State(StrEnum):
    """Where an attempt stands. Submitted by the learner, or expired: closed by its time limit. Both are graded."""

    OPEN = "open"
    SUBMITTED = "submitted"
    EXPIRED = "expired"


class Beginning(StrEnum):
    """What happens when a learner asks to begin."""

    NEW = "new"
    RESUME = "resume"
    REFUSED = "refused"


def may_begin(limit: int | None, states: Sequence[State]) -> Beginning:
    """Say what beginning does, given the states of the learner's attempts so far: an open one is always resumed."""
    if State.OPEN in states:
        return Beginning.RESUME
    return Beginning.REFUSED if attempts_left(limit, states) == 0 else Beginning.NEW


def attempts_left(limit: int | None, states: Sequence[State]) -> int | None:
    """Return how many attempts may still begin; None for no limit. An open attempt is spent."""
    return None if limit is None else max(0, limit - len(states))


def deadline(started_at: datetime, time_limit: int | None) -> datetime | None:
    """Return the end of an attempt with `time_limit` minutes; None for no limit. Raises ValueError without a zone."""
    if started_at.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return None if time_limit is None else started_at + timedelta(minutes=time_limit)


def is_late(at: datetime, until: datetime | None, grace: timedelta = GRACE) -> bool:
    """True when an answer or a submission received `at` comes after the deadline and the grace."""
    return until is not None and at > until + grace


def closing_state(at: datetime, until: datetime | None) -> State:
    """Return the state of an attempt that is closed `at`: expired when that is too late to be submitted."""
    return State.EXPIRED if is_late(at, until) else State.SUBMITTED
