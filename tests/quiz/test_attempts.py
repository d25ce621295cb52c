"""When an attempt may begin, until when it runs, how it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from learning.quiz.attempts import (
    Beginning,
    ClosedBy,
    State,
    attempts_left,
    closed_by,
    deadline,
    is_late,
    may_begin,
)

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
OPEN, SUBMITTED, GRADED = State.OPEN, State.SUBMITTED, State.GRADED


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
    assert may_begin(limit, states) is beginning


def test_the_attempts_left_count_the_open_one_as_spent() -> None:
    assert attempts_left(None, [OPEN]) is None
    assert attempts_left(3, [SUBMITTED, OPEN]) == 1
    assert attempts_left(1, [SUBMITTED, SUBMITTED]) == 0


def test_a_deadline_is_minutes_after_the_beginning_in_any_zone() -> None:
    assert deadline(NOON, None) is None
    assert deadline(NOON, 90) == NOON + timedelta(minutes=90)
    kathmandu = NOON.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert deadline(kathmandu, 90) == deadline(NOON, 90)
    with pytest.raises(ValueError, match="zone"):
        deadline(datetime(2026, 3, 29, 12), 90)  # noqa: DTZ001  # the point of the test


def test_what_comes_within_the_grace_is_not_late() -> None:
    until = deadline(NOON, 10)
    assert until is not None
    assert not is_late(until, until)
    assert not is_late(until + timedelta(seconds=30), until)
    assert is_late(until + timedelta(seconds=30, microseconds=1), until)
    assert is_late(until + timedelta(seconds=1), until, timedelta(0))
    assert not is_late(NOON + timedelta(days=9), None)


def test_an_attempt_handed_in_in_time_is_closed_by_the_learner_and_later_by_its_time() -> None:
    until = deadline(NOON, 10)
    assert closed_by(NOON + timedelta(minutes=10), until) is ClosedBy.LEARNER
    assert closed_by(NOON + timedelta(minutes=11), until) is ClosedBy.TIME
    assert closed_by(NOON + timedelta(days=1), None) is ClosedBy.LEARNER
