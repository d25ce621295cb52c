"""Somebody who practised some days ago, said how sure they were, and is in the middle of today's review."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.people.actor import Actor
from learning.quiz import service as quizzes
from learning.quiz.practice import service as practice
from learning.quiz.saving import service as saving
from learning.recall import service as recall
from learning.recall.pages import Sheet
from learning.recall.schedule import Confidence


def furnish_review(actor: Actor, course_id: str, now: datetime) -> dict[str, str]:
    """Let the person practise that course and the one of all kinds; return the words that addresses need."""
    cohorts.enrol(actor, "kinds", now)
    for course in (course_id, "kinds"):
        for quiz in list(practice.quizzes_for_practice(courses.current(course)))[:3]:
            practise(actor, course, quiz.id, now - timedelta(days=9))
    recall.begin(actor, 7, now - timedelta(days=3))
    for number in range(1, 6):
        _answer(actor, number, now - timedelta(days=3))
    assert recall.begin(actor, 7, now) is not None
    _answer(actor, 1, now)
    return {"reviewed": "1", "to_review": "2"}


def practise(actor: Actor, course_id: str, quiz_id: str, at: datetime) -> None:
    """Answer every question of a quiz, each fourth wrong, and hand in."""
    attempt = quizzes.begin(actor, course_id, quiz_id, 7, uuid4(), at)
    for number in range(1, len(attempt.questions) + 1):
        asked = saving.sheet(actor, attempt.id, number).asked
        examples = asked.question.interaction.examples(asked.order)
        response = examples.wrong if number % 4 == 0 else examples.right
        values = asked.question.interaction.form_values(response, asked.order)
        saving.save(actor, attempt.id, number, values, False, uuid4(), at, confidence=number % 3 + 1)
    quizzes.submit(actor, attempt.id, at)


def _answer(actor: Actor, number: int, at: datetime) -> None:
    sheet = recall.question(actor, number)
    assert isinstance(sheet, Sheet)
    interaction, order = sheet.asked.question.interaction, sheet.asked.order
    examples = interaction.examples(order)
    values = interaction.form_values(examples.wrong if number == 1 else examples.right, order)
    recall.answer(actor, sheet.session.id, number, values, Confidence.SURE, at)
