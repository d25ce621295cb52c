"""When an attempt may begin, until when it runs, how it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from learning.quiz.attempts import (
    Attempt,
    Beginning,
    ClosedBy,
    Limits,
    State,
    attempts_left,
    closed_by,
    deadline,
    is_late,
    may_begin,
    may_begin_from,
)

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
OPEN, SUBMITTED, GRADED = State.OPEN, State.SUBMITTED, State.GRADED
HOUR = timedelta(hours=1)


def attempts(*states: State, closed_at: datetime = NOON) -> list[Attempt]:
    """Attempts in these states; the closed ones were closed an hour apart, the last one at `closed_at`."""
    return [
        Attempt(
            UUID(int=number), UUID(int=0), "c", "q", number, "r", 1, (), state, NOON, None,
            None if state is OPEN else closed_at - (len(states) - number) * HOUR, None, None, None,
        )
        for number, state in enumerate(states, start=1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "states", "beginning"),
    [
        (None, [], Beginning.NEW),
        (None, [SUBMITTED] * 60, Beginning.NEW),
        (1, [], Beginning.NEW),
        (1, [OPEN], Beginning.RESUME),
        (1, [SUBMITTED], Beginning.REFUSED),
        (2, [GRADED], Beginning.NEW),
        (2, [SUBMITTED, GRADED], Beginning.REFUSED),
        (2, [SUBMITTED, OPEN], Beginning.RESUME),
        (2, [SUBMITTED, SUBMITTED, SUBMITTED], Beginning.REFUSED),
    ],
)
def test_an_open_attempt_is_resumed_and_the_limit_holds(
    limit: int | None, states: list[State], beginning: Beginning
) -> None:
    assert may_begin(Limits(attempts=limit), attempts(*states), NOON) is beginning


def test_whoever_was_just_here_waits_and_is_told_until_when() -> None:
    limits = Limits(attempts=3, wait=90)
    before = attempts(GRADED, GRADED, closed_at=NOON)
    assert may_begin_from(limits, before) == NOON + timedelta(minutes=90)
    assert may_begin(limits, before, NOON + timedelta(minutes=89)) is Beginning.TOO_EARLY
    assert may_begin(limits, before, NOON + timedelta(minutes=90)) is Beginning.NEW
    assert may_begin(limits, [], NOON) is Beginning.NEW
    assert may_begin_from(limits, attempts(OPEN)) is None
    assert may_begin_from(Limits(), before) is None


def test_after_the_day_of_closing_nothing_is_begun_and_what_is_open_ends_then() -> None:
    dakar = NOON.astimezone(ZoneInfo("Africa/Dakar"))
    limits = Limits(minutes=60, closes=dakar, extra_percent=100)
    assert may_begin(limits, [], NOON - timedelta(seconds=1)) is Beginning.NEW
    assert may_begin(limits, [], NOON) is Beginning.CLOSED
    assert may_begin(limits, attempts(OPEN), NOON) is Beginning.RESUME
    assert deadline(NOON - HOUR / 2, limits) == NOON
    assert deadline(NOON - 3 * HOUR, limits) == NOON - HOUR


def test_the_attempts_left_count_the_open_one_as_spent() -> None:
    assert attempts_left(None, [OPEN]) is None
    assert attempts_left(3, [SUBMITTED, OPEN]) == 1
    assert attempts_left(1, [SUBMITTED, SUBMITTED]) == 0


def test_a_deadline_is_minutes_after_the_beginning_in_any_zone() -> None:
    assert deadline(NOON, Limits()) is None
    assert deadline(NOON, Limits(minutes=90)) == NOON + timedelta(minutes=90)
    assert deadline(NOON, Limits(minutes=90, extra_percent=25)) == NOON + timedelta(minutes=112, seconds=30)
    kathmandu = NOON.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert deadline(kathmandu, Limits(minutes=90)) == deadline(NOON, Limits(minutes=90))
    with pytest.raises(ValueError, match="zone"):
        deadline(datetime(2026, 3, 29, 12), Limits(minutes=90))  # noqa: DTZ001  # the point of the test


def test_what_comes_within_the_grace_is_not_late() -> None:
    until = deadline(NOON, Limits(minutes=10))
    assert until is not None
    assert not is_late(until, until)
    assert not is_late(until + timedelta(seconds=30), until)
    assert is_late(until + timedelta(seconds=30, microseconds=1), until)
    assert is_late(until + timedelta(seconds=1), until, timedelta(0))
    assert not is_late(NOON + timedelta(days=9), None)


def test_an_attempt_handed_in_in_time_is_closed_by_the_learner_and_later_by_its_time() -> None:
    until = deadline(NOON, Limits(minutes=10))
    assert closed_by(NOON + timedelta(minutes=10), until) is ClosedBy.LEARNER
    assert closed_by(NOON + timedelta(minutes=11), until) is ClosedBy.TIME
    assert closed_by(NOON + timedelta(days=1), None) is ClosedBy.LEARNER
