"""A quiz as one revision has it, and each question of it as one attempt asks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from learning.courses.course import Activity, Course
from learning.quiz.drawn import Fixed, drawings
from learning.quiz.questions import Question, Quiz
from learning.quiz.shuffling import Order


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one attempt asks it: its texts as HTML by their Markdown, and the order in which it is shown.

    `path` is the file of the course in which it stands, at `question.line`.
    """

    question: Question
    html: Mapping[str, str]
    order: Order
    path: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a question of a bank stands: the bank's file, and its texts as HTML by Markdown."""

    path: str
    html: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Paper:
    """A quiz as one revision has it: its place in the course, its questions, and its texts as HTML by Markdown.

    `fix` puts the numbers of an attempt, by its seed, into a question in which they differ; `shelves` says of each
    question that may be drawn from a bank, by its id, where it stands.
    """

    course: Course
    activity: Activity
    quiz: Quiz
    html: Mapping[str, str]
    fix: Callable[[Question, int], Fixed]
    shelves: Mapping[str, Shelf] = field(default_factory=dict)

    def asked(self, question_id: str, seed: int) -> Asked:
        """Return a question as the attempt with this seed asks it. Raises KeyError."""
        question, order = self.quiz.by_id[question_id], self.quiz.order(seed, question_id)
        shelf = self.shelves.get(question_id) or Shelf(self.activity.path, self.html)
        if not drawings(question):
            return Asked(question, shelf.html, order, shelf.path)
        fixed = self.fix(question, seed)
        return Asked(fixed.question, fixed.html(shelf.html), order, shelf.path)
