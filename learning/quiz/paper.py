"""A quiz as one revision has it, and each question of it as one attempt asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from learning.courses.course import Activity, Course
from learning.quiz.questions import Question, Quiz
from learning.quiz.shuffling import Order


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one attempt asks it: its texts as HTML by their Markdown, and the order in which it is shown."""

    question: Question
    html: Mapping[str, str]
    order: Order


@dataclass(frozen=True, slots=True)
class Paper:
    """A quiz as one revision has it: its place in the course, its questions, and its texts as HTML by Markdown.

    `pool_html` holds the texts of each question that may be drawn from a bank, by the question's id.
    """

    course: Course
    activity: Activity
    quiz: Quiz
    html: Mapping[str, str]
    pool_html: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def asked(self, question_id: str, seed: int) -> Asked:
        """Return a question as the attempt with this seed asks it. Raises KeyError."""
        html = self.pool_html.get(question_id, self.html)
        return Asked(self.quiz.by_id[question_id], html, self.quiz.order(seed, question_id))
