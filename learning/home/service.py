"""What the overview pages show, each with a number of statements that does not grow with the courses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.courses import service as courses
from learning.courses.course import Activity, Course
from learning.kernel.errors import NotFound
from learning.lessons import service as lessons
from learning.people import service as people
from learning.people.actor import Actor
from learning.progress import completion
from learning.progress import service as progress
from learning.progress.changes import Since
from learning.progress.completion import Completion
from learning.progress.ledger import Standings
from learning.progress.resume import Resume, resume
from learning.progress.service import Record
from learning.progress.steps import Group, groups
from learning.quiz.papers import service as papers
from learning.quiz.regraded import service as regraded
from learning.quiz.regraded.service import Notice

MANUAL = "gallery"
"""The id of the course that shows trainers each kind of question."""


@dataclass(frozen=True, slots=True)
class Learning:
    """A course and how one person stands in it; for a visitor, or one who is not enrolled, nothing is done."""

    course: Course
    enrolled: bool
    completion: Completion
    resume: Resume | None
    standings: Standings
    last_at: datetime | None

    @property
    def groups(self) -> tuple[Group, ...]:
        """The steps of the course."""
        return groups(self.course, self.standings)

    @property
    def begun(self) -> bool:
        """True once anything was done or read here."""
        return self.last_at is not None or self.completion.done > 0

    @property
    def completed(self) -> bool:
        """True when the course was completed once, or every requirement of today is met."""
        return self.completion.completed_at is not None or self.completion.all_met


def course_page(actor: Actor | None, course_id: str) -> Learning:
    """Return a course as one person sees it. Raises NotFound."""
    course = courses.seen_by(actor, course_id)
    enrolled, record = progress.standing_of(actor.id if actor else None, course_id)
    return _learning(course, record, enrolled=enrolled)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in an activity since one person last did it."""

    course: Course
    activity: Activity
    since: Since


def changes(actor: Actor, course_id: str, activity_id: str) -> Changes:
    """Return what changed in an activity since the actor last did it. Raises NotFound, also where nothing changed."""
    course = courses.seen_by(actor, course_id)
    activity = course.activity(activity_id)
    if activity is None:
        raise NotFound(activity_id)
    _, record = progress.standing_of(actor.id, course_id)
    of_kind = papers.changes if activity.kind == papers.KIND.name else lessons.changes
    since = of_kind(course, activity, record.standings)
    if since is None:
        raise NotFound(activity_id)
    return Changes(course, activity, since)


def my_learning(actor: Actor) -> list[Learning]:
    """Return the actor's courses, the one last worked at first. Courses not served to them any more are left out."""
    served = {course.id: course for course in courses.catalogue_for(actor)}
    found = [
        _learning(served[course_id], record, enrolled=True)
        for course_id, record in progress.records_of(actor.id).items()
        if course_id in served
    ]
    return sorted(found, key=lambda learning: _recency(learning.last_at), reverse=True)


def notices(actor: Actor, learnings: list[Learning]) -> list[Notice]:
    """Return what the actor is told of results that changed; nothing is asked where no score was ever corrected."""
    corrected = any(standing.corrected_at for learning in learnings for standing in learning.standings.values())
    return regraded.notices(actor) if corrected else []


def invitation(actor: Actor) -> Course | None:
    """Return the course to which the actor came by a card or an invitation; None when there is none, or none served."""
    course_id = people.invited_to(actor)
    return next((course for course in courses.catalogue_for(actor) if course.id == course_id), None)


def manual(actor: Actor | None) -> Course | None:
    """Return the course that shows trainers each kind of question; None where it is not served or not for them."""
    return next((course for course in courses.catalogue_for(actor) if course.id == MANUAL and course.hidden), None)


def _recency(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


def _learning(course: Course, record: Record, *, enrolled: bool) -> Learning:
    place = record.place
    standings = record.standings
    return Learning(
        course=course,
        enrolled=enrolled,
        completion=completion.of(course, standings),
        resume=resume(course, standings, place.activity_id if place else "", place.heading if place else ""),
        standings=standings,
        last_at=place.at if place else None,
    )
