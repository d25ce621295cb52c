"""Whether a course is complete: named requirements, each met or not; everything else is derived from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from learning.courses.course import Activity, Course, Module, Need
from learning.progress.ledger import COURSE, NOTHING, Standing, Standings


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that completion asks for: this activity, to this degree; met or not, and since when."""

    activity: Activity
    met_at: datetime | None

    @property
    def met(self) -> bool:
        """True when nothing more is asked here."""
        return self.met_at is not None


@dataclass(frozen=True)
class Completion:
    """How far a person is in a course. `completed_at` is kept from the first time, whatever the course became since."""

    requirements: tuple[Requirement, ...]
    completed_at: datetime | None

    @cached_property
    def done(self) -> int:
        """How many requirements are met."""
        return len(self.requirements) - len(self.missing)

    @property
    def total(self) -> int:
        """How many requirements there are."""
        return len(self.requirements)

    @property
    def percent(self) -> int:
        """The share that is met, for showing only: 100 exactly when all are."""
        return self.done * 100 // self.total if self.total else 100

    @property
    def all_met(self) -> bool:
        """True when every requirement of the course as it is today is met."""
        return not self.missing

    @cached_property
    def missing(self) -> tuple[Requirement, ...]:
        """Why it is not complete: the requirements still open, in order."""
        return tuple(requirement for requirement in self.requirements if requirement.met_at is None)


def met_at(activity: Activity, standing: Standing) -> datetime | None:
    """Return since when the activity's need is met, or None. Whoever passed has also submitted."""
    if activity.need is Need.PASSED:
        return standing.passed_at
    if activity.need is Need.SUBMITTED:
        return standing.submitted_at or standing.passed_at
    return standing.completed_at or standing.submitted_at


def of(course: Course, standings: Standings) -> Completion:
    """Return the completion of a course by a person's standings."""
    wanted = frozenset(course.completion)
    requirements = tuple(
        Requirement(activity, met_at(activity, standings[activity.id]) if activity.id in standings else None)
        for module in course.modules
        for activity in module.activities
        if activity.id in wanted
    )
    return Completion(requirements, standings.get(COURSE, NOTHING).completed_at)


def module_complete(course: Course, module: Module, standings: Standings) -> bool:
    """Return True when every activity of the module that completion asks for is met."""
    wanted = set(course.completion)
    return all(
        met_at(activity, standings.get(activity.id, NOTHING)) is not None
        for activity in module.activities
        if activity.id in wanted
    )


def waiting_for(course: Course, module_id: str, standings: Standings) -> tuple[Module, ...]:
    """Return the modules to be completed before the quizzes of a module may be begun; empty: it is open."""
    module = course.module(module_id)
    required = [course.module(wanted) for wanted in module.requires] if module else []
    return tuple(found for found in required if found and not module_complete(course, found, standings))


def next_activity(course: Course, standings: Standings) -> Activity | None:
    """Return the first activity in order that completion still asks for, or None when nothing is left."""
    return next((requirement.activity for requirement in of(course, standings).missing), None)
