"""What the pages of an open attempt show, as plain values: no page decides anything, none tells the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.courses.course import Activity
from learning.quiz.attempts import Attempt, Saved
from learning.quiz.interaction import Outcome
from learning.quiz.paper import Asked, Paper
from learning.quiz.saving.aids import Hint
from learning.quiz.showing import Reveal, View


@dataclass(frozen=True, slots=True)
class Mark:
    """One question in the map of an attempt. `unsettled`: of two different answers the learner has still to choose."""

    number: int
    title: str
    answered: bool
    flagged: bool
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a question while the attempt is open, in a quiz that tells at once: its answer is final."""

    outcome: Outcome
    reveal: Reveal
    read_again: Activity | None
    read_again_at: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A question as it is asked in an attempt. `saved` is the answer that counts, None when none was saved.

    `arrived`: the key of the last answer in the attempt that counts, None when there is none. `may_check`: the learner
    may have the answer judged now; `told`: it was, None before.
    """

    paper: Paper
    attempt: Attempt
    number: int
    asked: Asked
    view: View
    saved: Saved | None
    marks: tuple[Mark, ...]
    hint: Hint | None
    asks_sureness: bool
    arrived: UUID | None
    may_check: bool = False
    told: Told | None = None

    @property
    def base(self) -> int:
        """The revision of the answer that this page was made from."""
        return self.saved.revision if self.saved else 0

    @property
    def unsettled(self) -> bool:
        """True when of two different answers to this question the learner has still to choose."""
        return self.marks[self.number - 1].unsettled


@dataclass(frozen=True, slots=True)
class Review:
    """The page before handing in. `late` is True when the time is over; `arrived` as on a sheet."""

    paper: Paper
    attempt: Attempt
    marks: tuple[Mark, ...]
    late: bool
    arrived: UUID | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several answers to a question: as shown, as form fields (name, text), and when it was given."""

    view: View
    fields: Sequence[tuple[str, str]]
    flagged: bool
    confidence: int | None
    saved_at: datetime
    counts: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Answers between which the learner has to choose, the one that counts first; `base` is the newest saving shown."""

    paper: Paper
    attempt: Attempt
    number: int
    asked: Asked
    candidates: tuple[Candidate, ...]
    base: int
