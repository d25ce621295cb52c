"""What the pages of statistics show, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from learning.analytics.figures import Choice, Item, Summary
from learning.analytics.flags import Flag
from learning.analytics.gain import MeanGain
from learning.courses.course import Activity, Course
from learning.quiz.paper import Paper
from learning.quiz.questions import Question


@dataclass(frozen=True, slots=True)
class QuizLine:
    """A quiz in the list of a course's; `summary` (without questions) and the rest stand once it is computed."""

    activity: Activity
    summary: Summary | None
    flagged: int
    computed_at: datetime | None
    stale: bool


@dataclass(frozen=True, slots=True)
class CourseStatistics:
    """The page of a course's quizzes."""

    course: Course
    lines: tuple[QuizLine, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question and its figures. `question` is None when the text has it no more, and `path` "" then.

    `html`: its texts by their Markdown. `flags`: what is odd about it and its answers. `fields`: the answers offered,
    field by field, each with its own flags.
    """

    question: Question | None
    path: str
    html: Mapping[str, str]
    item: Item
    flags: tuple[Flag, ...]
    fields: tuple[tuple[tuple[Choice, tuple[Flag, ...]], ...], ...]


@dataclass(frozen=True, slots=True)
class QuizStatistics:
    """The page of a quiz. `gains`: outcomes with the course's words for them; `pre_test`: what they start from."""

    paper: Paper
    summary: Summary | None
    computed_at: datetime | None
    stale: bool
    lines: tuple[QuestionLine, ...]
    gains: tuple[tuple[str, MeanGain], ...]
    pre_test: Activity | None
