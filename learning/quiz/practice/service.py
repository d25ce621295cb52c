"""The questions that a person answered in practice, as they were graded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from learning.courses import service as courses
from learning.courses.course import Activity, Course
from learning.quiz import attempts as rules
from learning.quiz.feedback import visible
from learning.quiz.grades import Grade
from learning.quiz.paper import Paper
from learning.quiz.papers.service import KIND, paper_of
from learning.quiz.practice import queries
from learning.quiz.practice.queries import Closed
from learning.quiz.questions import Question
from learning.quiz.shuffling import Order

has_practised, listed = queries.has_practised, queries.listed
"""For statements of rooms above."""


@dataclass(frozen=True, slots=True)
class Practised:
    """A question that was answered in practice, and its last grade; the person may see its key."""

    attempt_id: UUID
    course_id: str
    activity_id: str
    revision_id: str
    question_id: str
    closed_at: datetime
    grade: Grade


def practised(person_id: UUID, but: AbstractSet[UUID], at: datetime) -> list[Practised]:
    """Return what a person answered in closed practice attempts (other than those in `but`), the first closed first.

    Left out are questions that a person has to mark, those that were dropped, and whole attempts as long as their
    answers may not be seen.
    """
    every = queries.closed_attempts(person_id)
    told = [(attempt, paper) for attempt, paper in _practice(every, but) if _key_is_told(paper, attempt, every, at)]
    found = queries.last_grades([attempt.id for attempt, _ in told])
    return [
        Practised(
            attempt.id, attempt.course_id, attempt.activity_id, attempt.revision_id, question_id, attempt.closed_at,
            grade,
        )
        for attempt, paper in told
        for question_id, grade in found[attempt.id].items()
        if grade.answered and not grade.dropped and not is_by_hand(paper.asked(question_id, attempt.seed).question)
    ]  # fmt: skip


def quizzes_for_practice(course: Course) -> tuple[Activity, ...]:
    """List the quizzes of a course that are for practice; a revision is looked through once."""
    return _for_practice(course.revision_id)


@lru_cache(maxsize=256)
def _for_practice(revision_id: str) -> tuple[Activity, ...]:
    return tuple(each for each in courses.at_revision(revision_id).activities if is_for_practice(each))


def is_for_practice(activity: Activity) -> bool:
    """True for a quiz whose purpose is practice."""
    return activity.kind == KIND.name and activity.facts.get("purpose") == "practice"


def is_by_hand(question: Question) -> bool:
    """True when only a person can mark the question, or a part of it."""
    right = question.interaction.examples(Order(0, question.id)).right
    return question.interaction.grade(right).by_hand


def _practice(every: Sequence[Closed], but: AbstractSet[UUID]) -> Iterator[tuple[Closed, Paper]]:
    for attempt in every:
        if attempt.id in but:
            continue
        course = courses.at_revision(attempt.revision_id)
        activity = course.activity(attempt.activity_id)
        if activity is not None and is_for_practice(activity):
            yield attempt, paper_of(course, activity.id)


def _key_is_told(paper: Paper, attempt: Closed, every: Sequence[Closed], at: datetime) -> bool:
    quiz = (attempt.course_id, attempt.activity_id)
    same = [each for each in every if (each.course_id, each.activity_id) == quiz]
    left = rules.attempts_left(paper.quiz.settings.attempts, [each.state for each in same])
    passed = any(each.passed for each in same)
    return visible(paper.quiz.settings, attempt.state, passed=passed, attempts_left=left, at=at).key
