"""What the pages of a quiz show, as plain values: no page decides anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.courses.course import Activity, Module
from learning.progress.changes import Since
from learning.quiz.attempts import Attempt, Beginning, Limits, State
from learning.quiz.feedback import Visibility
from learning.quiz.gain import Gain
from learning.quiz.grading import Graded
from learning.quiz.paper import Asked, Paper
from learning.quiz.showing import Reveal


@dataclass(frozen=True, slots=True)
class Start:
    """The first page of a quiz. `beginning` says what its button does; `waits_for` why there is none.

    `begins_from`: when the waiting time since the last attempt is over, None for none. `since`: what changed since the
    last attempt.
    """

    paper: Paper
    enrolled: bool
    attempts: tuple[Attempt, ...]
    limits: Limits
    attempts_left: int | None
    beginning: Beginning
    begins_from: datetime | None
    waits_for: tuple[Module, ...]
    may_see_keys: bool
    since: Since | None

    @property
    def question_count(self) -> int:
        """How many questions an attempt asks."""
        return self.paper.quiz.asks

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt to go on with."""
        return next((attempt for attempt in self.attempts if attempt.state is State.OPEN), None)


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of a closed attempt, with what may be told of it (None where it may not).

    `confidence`: how sure the learner was, 1 to 3, None when not said; `hint`: whether its hint was taken.
    """

    number: int
    asked: Asked
    graded: Graded | None
    reveal: Reveal | None
    read_again: Activity | None
    read_again_at: str
    confidence: int | None = None
    hint: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result page of a closed attempt. `gain`: compared with the pre-test that the quiz names, by outcome."""

    paper: Paper
    attempt: Attempt
    visibility: Visibility
    answered: tuple[Answered, ...]
    attempts_left: int | None
    following: Activity | None
    gain: tuple[Gain, ...]
