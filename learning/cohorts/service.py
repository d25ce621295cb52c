"""Enrolling in the open, self-paced cohort of a course, and asking who is enrolled."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.cohorts.tables import Cohort, Enrolment
from learning.courses import service as courses
from learning.db import insert_once, run, unit_of_work
from learning.kernel.errors import NotAllowed
from learning.kernel.ids import derived_id
from learning.people.actor import Actor

SELF_PACED = "self-paced"

_enrolment = Enrolment.__table__.c
_ENROLLED = (
    sa.select(_enrolment.id)
    .where(
        _enrolment.person_id == sa.bindparam("person_id", type_=sa.Uuid),
        _enrolment.course_id == sa.bindparam("course_id"),
    )
    .limit(1)
)
IS_ENROLLED = _ENROLLED.exists()
"""For statements of rooms above: whether the person learns the course (parameters `person_id`, `course_id`)."""

COURSES = (
    sa.select(_enrolment.course_id, sa.func.min(_enrolment.enrolled_at).label("since"))
    .where(_enrolment.person_id == sa.bindparam("person_id", type_=sa.Uuid))
    .group_by(_enrolment.course_id)
    .order_by("since")
)
"""For statements of rooms above too: the `course_id` of each course that the person learns, and `since` when (parameter
`person_id`)."""


@unit_of_work
def enrol(actor: Actor, course_id: str, at: datetime) -> bool:
    """Enrol the actor in the open cohort of the course; True when that is new. Raises NotFound."""
    course = courses.seen_by(actor, course_id)
    cohort_id = derived_id("open-cohort", course.id)
    insert_once(Cohort, {"id": cohort_id, "course_id": course.id, "pace": SELF_PACED, "made_at": at}, "id")
    values = {"id": derived_id("enrolment", str(cohort_id), str(actor.id)), "person_id": actor.id,
              "cohort_id": cohort_id, "course_id": course.id, "enrolled_at": at}  # fmt: skip
    return insert_once(Enrolment, values, "person_id", "cohort_id")


def is_enrolled(person_id: UUID, course_id: str) -> bool:
    """Return True when the person learns the course in any cohort."""
    return run(_ENROLLED, {"person_id": person_id, "course_id": course_id}).first() is not None


def learners_of(course_id: str) -> sa.Select[UUID]:
    """Return the statement that finds the ids of a course's learners, for statements of rooms above."""
    return sa.select(Enrolment.person_id).where(Enrolment.course_id == course_id)


def require_enrolled(actor: Actor, course_id: str) -> None:
    """Raise NotAllowed("not-enrolled") unless the actor learns the course."""
    if not is_enrolled(actor.id, course_id):
        raise NotAllowed("not-enrolled")


def courses_of(person_id: UUID) -> list[tuple[str, datetime]]:
    """Return the ids of the courses that the person learns and since when, the oldest first."""
    return [(course_id, since) for course_id, since in run(COURSES, {"person_id": person_id})]
