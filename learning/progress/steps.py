"""The steps of a course as one person sees them: what is done, what is next, what waits for what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from learning.courses.course import Activity, Course, Module
from learning.progress.completion import met_at, waiting_for
from learning.progress.ledger import NOTHING, Standings


class State(StrEnum):
    """How a step stands. Reading is never locked; a quiz is, while its module waits for another."""

    DONE = "done"
    OPEN = "open"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Step:
    """An activity with its state; `current` on its own page; `url` None while it is locked."""

    activity: Activity
    state: State
    url: str | None
    current: bool

    @property
    def title(self) -> str:
        """The activity's title."""
        return self.activity.title


@dataclass(frozen=True, slots=True)
class Group:
    """The steps of a module. `waits_for` names what must be complete before its quizzes open."""

    module: Module
    steps: tuple[Step, ...]
    waits_for: tuple[Module, ...]

    @property
    def title(self) -> str:
        """The module's title."""
        return self.module.title


def groups(course: Course, standings: Standings) -> tuple[Group, ...]:
    """Return the course's modules with their steps, in order."""
    return tuple(_group(course, module, standings, "") for module in course.modules)


def groups_around(course: Course, standings: Standings, activity: Activity) -> tuple[Group, ...]:
    """Return the course's modules in order, with steps only in that of the activity: a course may have a hundred."""
    return tuple(
        _group(course, module, standings, activity.id) if module.id == activity.module_id else Group(module, (), ())
        for module in course.modules
    )


def _group(course: Course, module: Module, standings: Standings, current_id: str) -> Group:
    waits = waiting_for(course, module.id, standings)
    steps = tuple(_step(course, activity, standings, current_id, bool(waits)) for activity in module.activities)
    return Group(module, steps, waits)


def _step(course: Course, activity: Activity, standings: Standings, current_id: str, waits: bool) -> Step:
    if met_at(activity, standings.get(activity.id, NOTHING)) is not None:
        state = State.DONE
    elif waits and activity.kind != "lesson":
        state = State.LOCKED
    else:
        state = State.OPEN
    url = None if state is State.LOCKED else activity.address(course.id)
    return Step(activity, state, url, activity.id == current_id)
