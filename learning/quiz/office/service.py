"""Extra time for a person, and receipts checked again. Each act is noted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning import audit
from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.courses.course import Course
from learning.db import changed, db, insert_once, unit_of_work
from learning.kernel.errors import Invalid, NotFound
from learning.kernel.problems import Problem
from learning.people.actor import Actor, course_scope
from learning.people.office import service as people
from learning.people.permissions import Permission, require
from learning.quiz import attempts as rules
from learning.quiz import queries, receipts
from learning.quiz.attempts import Attempt, State
from learning.quiz.paper import Paper
from learning.quiz.papers.service import paper_of_attempt
from learning.quiz.receipts import Check
from learning.quiz.tables import AttemptRow, ExtraTimeRow

MOST_PERCENT = 300

_row = AttemptRow.__table__.c


def learners(
    actor: Actor | None, course_id: str, words: str, after: UUID | None
) -> tuple[Course, list[tuple[UUID, str, int]], UUID | None]:
    """Return the course and a page of its learners by name, as (person, name, extra time in per cent).

    The third says after whom the next page begins, None at the end. Raises SignInNeeded, NotFound.
    """
    require(actor, Permission.QUIZ_ADJUST, course_scope(course_id))
    course = courses.current(course_id)
    found, following = people.people_among(cohorts.learners_of(course_id), words, after)
    extra = sa.select(ExtraTimeRow.person_id, ExtraTimeRow.percent).where(
        ExtraTimeRow.course_id == course_id, ExtraTimeRow.person_id.in_([person.id for person in found])
    )
    percents = {row.person_id: row.percent for row in db.session.execute(extra)}
    return course, [(person.id, person.name, percents.get(person.id, 0)) for person in found], following


@unit_of_work
def give_extra_time(actor: Actor | None, course_id: str, person_id: UUID, percent: int, at: datetime) -> None:
    """Give a learner so much more time in the timed quizzes of a course; an open attempt gets it at once.

    Raises SignInNeeded; NotFound, also for one who does not learn the course; Invalid("extra-time", at `percent`).
    """
    by = require(actor, Permission.QUIZ_ADJUST, course_scope(course_id))
    if not cohorts.is_enrolled(person_id, course_id):
        raise NotFound(str(person_id))
    if not 0 <= percent <= MOST_PERCENT:
        raise Invalid([Problem("percent", "extra-time", f"write a whole number from 0 to {MOST_PERCENT}")])
    values = {"percent": percent, "by_id": by.id, "at": at}
    mine = (ExtraTimeRow.person_id == person_id, ExtraTimeRow.course_id == course_id)
    if not insert_once(ExtraTimeRow, {"person_id": person_id, "course_id": course_id, **values}):
        changed(sa.update(ExtraTimeRow).where(*mine).values(values))
    audit.note(by.id, "quiz:extra-time", str(person_id), at, course=course_id, percent=percent)
    for attempt in queries.open_attempts(person_id, course_id):
        until = rules.deadline(attempt.started_at, paper_of_attempt(attempt).quiz.settings.limits(percent))
        still_open = (_row.id == attempt.id, _row.state == State.OPEN.value)
        changed(sa.update(AttemptRow).where(*still_open).values(until=until))


def receipt(actor: Actor, attempt_id: UUID, secret: str) -> tuple[Paper, Attempt, str]:
    """Return the code that proves what the actor handed in. Raises NotFound, also for an attempt that is open."""
    attempt = queries.attempt(attempt_id, actor.id)
    at_closing = queries.receipt_of(attempt.id)
    if at_closing is None:
        raise NotFound(str(attempt_id))
    return paper_of_attempt(attempt), attempt, receipts.code(at_closing, secret)


def check_receipt(
    actor: Actor | None, course_id: str, number: str, typed: str, secret: str
) -> tuple[Check, Attempt | None]:
    """Compare a printed receipt with what is stored: the number of its attempt, and its code.

    An attempt of another course is as unknown as none. Raises SignInNeeded, NotFound.
    """
    require(actor, Permission.QUIZ_ADJUST, course_scope(course_id))
    attempt = queries.attempt_in(course_id, number)
    at_closing = queries.receipt_of(attempt.id) if attempt else None
    if attempt is None or at_closing is None:
        return Check.FOREIGN, None
    return receipts.check(typed, at_closing, fingerprint_of(attempt), secret), attempt


def checks(actor: Actor | None, course_id: str) -> Course:
    """Return the course whose receipts the actor may check. Raises SignInNeeded, NotFound."""
    require(actor, Permission.QUIZ_ADJUST, course_scope(course_id))
    return courses.current(course_id)


def fingerprint_of(attempt: Attempt) -> str:
    """Return the fingerprint of a closed attempt as it is stored now."""
    given = {question_id: saved.given for question_id, saved in queries.saved(attempt.id).items()}
    return receipts.fingerprint(attempt, paper_of_attempt(attempt).activity.digest, given)
