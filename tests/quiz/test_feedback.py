"""What may be seen, and when."""

from __future__ import annotations

import itertools

import pytest

from learning.quiz.attempts import State
from learning.quiz.feedback import EVERYTHING, NOTHING, SCORE_ONLY, Visibility, visible
from learning.quiz.questions import REVIEWS, QuizSettings

CLOSED = (State.SUBMITTED, State.GRADED, State.REGRADED)


def seen(review: str, state: State, passed: bool, left: int | None) -> Visibility:
    return visible(QuizSettings("a", "b", review=review), state, passed=passed, attempts_left=left)


@pytest.mark.parametrize(("review", "passed", "left"), list(itertools.product(REVIEWS, (True, False), (None, 0, 1))))
def test_nothing_is_seen_while_an_attempt_is_open(review: str, passed: bool, left: int | None) -> None:
    assert seen(review, State.OPEN, passed, left) == NOTHING


@pytest.mark.parametrize(
    ("review", "passed", "left", "expected"),
    [
        ("after-submit", False, None, EVERYTHING),
        ("after-submit", False, 2, EVERYTHING),
        ("after-pass", False, None, SCORE_ONLY),
        ("after-pass", False, 1, SCORE_ONLY),
        ("after-pass", False, 0, EVERYTHING),
        ("after-pass", True, None, EVERYTHING),
        ("never", True, 0, SCORE_ONLY),
    ],
)
def test_afterwards_the_quiz_decides(review: str, passed: bool, left: int | None, expected: Visibility) -> None:
    assert {seen(review, state, passed, left) for state in CLOSED} == {expected}


def test_marks_are_never_seen_without_the_key_that_they_would_tell() -> None:
    for review, state, passed, left in itertools.product(REVIEWS, State, (True, False), (None, 0, 1)):
        found = seen(review, state, passed, left)
        assert found.marks == found.key == found.explanation
        assert found.score or not found.key
