"""Many learners who took a quiz: rows as the quiz itself writes them, but all at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from learning.courses import service as courses
from learning.db import Base, db
from learning.kernel.ids import derived_id
from learning.quiz import grades, grading
from learning.quiz.attempts import State
from learning.quiz.drawing import draw
from learning.quiz.interaction import Response
from learning.quiz.papers.service import paper_of
from learning.quiz.questions import Question
from learning.quiz.shuffling import Order
from learning.quiz.tables import AttemptRow, GradeRow


def chance(*parts: object) -> float:
    """Return a figure from 0 to 1 that always belongs to these parts."""
    return hashlib.sha256(repr(parts).encode()).digest()[0] / 255


def take(course_id: str, quiz_id: str, learners: int, at: datetime, *, better: float = 0.0, first: int = 0) -> None:
    """Let learners number `first` and following take a quiz once, a minute apart; the same ones take other quizzes too.

    The higher their number ends, the more they know; `better` is added to that, for a test after the course.
    """
    paper = paper_of(courses.current(course_id), quiz_id)
    people, attempts, marks = [], [], []
    for number in range(first, first + learners):
        person_id = derived_id("taker", str(number))
        handed_in = at + timedelta(minutes=number)
        knows = (number % 10) / 10 + better
        questions = [paper.asked(each, number).question for each in draw(paper.quiz, number)]
        given = {each.id: _answer(each, knows, number) for each in questions}
        result = grading.grade(questions, given)
        seconds = {each: 10 + round(60 * chance("seconds", each, number)) for each in given}
        people.append(_person(person_id, number, at))
        attempt_id = derived_id("taken", str(number), course_id, quiz_id)
        attempts.append({
            "id": attempt_id, "person_id": person_id, "course_id": course_id, "activity_id": quiz_id, "number": 1,
            "revision_id": UUID(paper.course.revision_id), "seed": number, "questions": list(given),
            "state": State.GRADED.value, "started_at": handed_in - timedelta(minutes=20), "closed_at": handed_in,
            "closed_by": "learner", "points": result.score.points, "maximum": result.score.maximum, "passed": True,
        })  # fmt: skip
        kept = grades.of_result(result, paper.quiz.by_id, given, frozenset(), {}, seconds)
        marks.append(graded(attempt_id, 1, handed_in, grades.to_json(kept)))
    _insert("person", people)
    _insert(AttemptRow.__tablename__, attempts)
    _insert(GradeRow.__tablename__, marks)
    db.session.commit()


def graded(attempt_id: UUID, seq: int, at: datetime, questions: Mapping[str, object]) -> dict[str, object]:
    """Return the row of a grade."""
    return {
        "id": derived_id("grade-row", str(attempt_id), str(seq)), "attempt_id": attempt_id, "seq": seq, "at": at,
        "cause": "closing" if seq == 1 else "regrade", "points": 0, "maximum": 0, "passed": True,
        "questions": questions,
    }  # fmt: skip


def _answer(question: Question, knows: float, number: int) -> Response:
    order = Order(0, question.id, shuffled=False)
    examples = question.interaction.examples(order)
    if knows > chance("hard", question.id, number % 7):
        return examples.right
    fields = question.interaction.reveal({}, order).fields
    if len(fields) != 1 or not fields[0].choices or number % 11 == 0:
        return examples.wrong
    wrong = [str(place) for place, choice in enumerate(fields[0].choices) if not choice.right]
    return {fields[0].name: [wrong[number % len(wrong)]]}


def _person(person_id: UUID, number: int, at: datetime) -> dict[str, object]:
    return {
        "id": person_id, "name": f"Taker {number}", "name_key": f"taker {number}", "login": f"taker-{number}",
        "constituency": "other", "country": "SN", "organisation": "", "language": "en", "state": "active",
        "invited_to": "", "created_at": at,
    }  # fmt: skip


def _insert(table: str, rows: list[dict[str, object]]) -> None:
    """Insert the rows that are not there yet."""
    found = Base.metadata.tables[table]
    known = set(db.session.scalars(sa.select(found.c.id)))
    fresh = [row for row in rows if row["id"] not in known]
    if fresh:
        db.session.execute(sa.insert(found), fresh)
