"""Whether a course is complete: which of the activities that it asks for are still missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.courses.course import Activity, Course, Module, Need
from learning.progress.ledger import COURSE, NOTHING, Standing, Standings


@dataclass(frozen=True, slots=True)
class Completion:
    """How far a person is in a course: of `total` activities that it asks for, these are `missing`, in order.

    `completed_at` is kept from the first time, whatever the course became since.
    """

    total: int
    missing: tuple[Activity, ...]
    completed_at: datetime | None

    @property
    def done(self) -> int:
        """How many requirements are met."""
        return self.total - len(self.missing)

    @property
    def percent(self) -> int:
        """The share that is met, for showing only: 100 exactly when all are."""
        return self.done * 100 // self.total if self.total else 100

    @property
    def all_met(self) -> bool:
        """True when every requirement of the course as it is today is met."""
        return not self.missing


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
    asked = [activity for module in course.modules for activity in module.activities if activity.id in wanted]
    missing = [each for each in asked if each.id not in standings or met_at(each, standings[each.id]) is None]
    return Completion(len(asked), tuple(missing), standings.get(COURSE, NOTHING).completed_at)


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
    return next(iter(of(course, standings).missing), None)
