"""What may be seen, and when."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from learning.quiz.attempts import State
from learning.quiz.feedback import EVERYTHING, NOTHING, SCORE_ONLY, Visibility, visible
from learning.quiz.questions import REVIEWS, QuizSettings

CLOSES = datetime(2026, 12, 31, 18, tzinfo=UTC)
BEFORE, AFTER = CLOSES - timedelta(minutes=1), CLOSES
GRADED = (State.GRADED, State.REGRADED)


def seen(review: str, state: State, passed: bool, left: int | None, at: datetime = BEFORE) -> Visibility:
    settings = QuizSettings("a", "b", review=review, closes=CLOSES)
    return visible(settings, state, passed=passed, attempts_left=left, at=at)


EVERY_CASE = list(itertools.product(REVIEWS, (True, False), (None, 0, 1), (BEFORE, AFTER)))


@pytest.mark.parametrize(("review", "passed", "left", "at"), EVERY_CASE)
def test_nothing_is_seen_while_an_attempt_is_open(review: str, passed: bool, left: int | None, at: datetime) -> None:
    assert seen(review, State.OPEN, passed, left, at) == NOTHING


@pytest.mark.parametrize(
    ("review", "passed", "left", "at", "expected"),
    [
        ("after-submit", False, None, BEFORE, EVERYTHING),
        ("after-submit", False, 2, BEFORE, EVERYTHING),
        ("after-pass", False, None, AFTER, SCORE_ONLY),
        ("after-pass", False, 1, AFTER, SCORE_ONLY),
        ("after-pass", False, 0, BEFORE, EVERYTHING),
        ("after-pass", True, None, BEFORE, EVERYTHING),
        ("after-close", True, 0, BEFORE, SCORE_ONLY),
        ("after-close", False, 3, AFTER, EVERYTHING),
        ("never", True, 0, AFTER, SCORE_ONLY),
    ],
)
def test_afterwards_the_quiz_decides(
    review: str, passed: bool, left: int | None, at: datetime, expected: Visibility
) -> None:
    assert {seen(review, state, passed, left, at) for state in GRADED} == {expected}


def test_a_quiz_that_never_closes_shows_nothing_after_its_closing() -> None:
    settings = QuizSettings("a", "b", review="after-close")
    assert visible(settings, State.GRADED, passed=True, attempts_left=0, at=AFTER) == SCORE_ONLY


def test_marks_are_never_seen_without_the_key_that_they_would_tell() -> None:
    for (review, passed, left, at), state in itertools.product(EVERY_CASE, State):
        found = seen(review, state, passed, left, at)
        assert found.marks == found.key == found.explanation


def test_there_is_no_score_until_all_is_marked() -> None:
    for review, passed, left, at in EVERY_CASE:
        found = seen(review, State.SUBMITTED, passed, left, at)
        assert not found.score
        assert replace(found, score=True) == seen(review, State.GRADED, passed, left, at)
