"""What the pages of the review show, as plain values: no page decides anything."""

from __future__ import annotations

from dataclasses import dataclass

from learning.courses.course import Activity, Course, Module
from learning.quiz.interaction import Outcome
from learning.quiz.paper import Asked, Paper
from learning.quiz.showing import Reveal, View
from learning.recall.calibration import Level
from learning.recall.reviews import Entry, Remembered, Session, Summary, Waiting


@dataclass(frozen=True, slots=True)
class Sheet:
    """A question of the session as it is asked: nothing that tells the key."""

    paper: Paper
    asked: Asked
    session: Session
    number: int
    view: View


@dataclass(frozen=True, slots=True)
class Told:
    """A question of the session after its answer. `following`: the number of the next open one, None at the end."""

    paper: Paper
    asked: Asked
    session: Session
    number: int
    entry: Entry
    outcome: Outcome
    reveal: Reveal
    read_again: Activity | None
    read_again_at: str
    following: int | None


@dataclass(frozen=True, slots=True)
class ModulePart:
    """What is likely remembered of one module, with its course."""

    course: Course
    module: Module
    remembered: Remembered


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page of the review: what waits, what is likely remembered, how well one knows that, what was done."""

    waiting: Waiting
    modules: tuple[ModulePart, ...]
    levels: tuple[Level, ...]
    sessions: tuple[Summary, ...]

    @property
    def has_confidence(self) -> bool:
        """True once an answer came with a word on how sure it was."""
        return any(level.count for level in self.levels)

    @property
    def several_courses(self) -> bool:
        """True when the modules are of more than one course."""
        return len({part.course.id for part in self.modules}) > 1
