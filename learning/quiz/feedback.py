"""What may be seen of an attempt, and when: one rule, asked before anything reaches a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from learning.quiz.attempts import State
from learning.quiz.questions import QuizSettings


@dataclass(frozen=True, slots=True)
class Visibility:
    """`score`: the points and whether it is passed; `marks`: which questions were right, and feedback on what was
    chosen; `key`: the right answers; `explanation`: explanation, source and what to read again."""

    score: bool = False
    marks: bool = False
    key: bool = False
    explanation: bool = False


NOTHING = Visibility()
SCORE_ONLY = Visibility(score=True)
EVERYTHING = Visibility(score=True, marks=True, key=True, explanation=True)


def tells_at_once(settings: QuizSettings) -> bool:
    """True where a learner may have a question judged while the attempt is open: its answer is then final."""
    return settings.review == "during"


def stands_in_book(settings: QuizSettings, *, with_answers: bool) -> bool:
    """True where the questions of a quiz may stand in a book that leaves the site: a practice, never a test.

    What each attempt draws anew stands in the trainers' book alone: who has read it all knows every draw.
    """
    drawn = settings.draw is not None or bool(settings.draw_from)
    tests = settings.purpose != "practice" or settings.certifying or settings.time_limit is not None
    return not tests and (with_answers or not drawn)


def visible(
    settings: QuizSettings, state: State, *, passed: bool, attempts_left: int | None, at: datetime
) -> Visibility:
    """Say what the learner may see, at this moment, of an attempt in `state`.

    `passed`: whether this learner has passed (true when there is no pass mark and an attempt was handed in);
    `attempts_left`: None for no limit. Before the key may be seen, marks may not either: in a question with two
    answers they tell the key. While a trainer has still to mark, there is no score yet.
    """
    if state is State.OPEN:
        return NOTHING
    told = {
        "during": True,
        "after-submit": True,
        "after-pass": passed or attempts_left == 0,
        "after-close": settings.closes is not None and at >= settings.closes,
    }.get(settings.review, False)
    found = EVERYTHING if told else SCORE_ONLY
    return replace(found, score=state is not State.SUBMITTED)
