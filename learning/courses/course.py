"""A course as a value: what it is made of, in order, and where each text of it lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Need(StrEnum):
    """What completion asks of an activity."""

    COMPLETED = "completed"
    """Worked through: the learner says so on the last line."""
    SUBMITTED = "submitted"
    """Handed in, with whatever result."""
    PASSED = "passed"
    """Handed in with the pass mark reached."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A learning outcome: what a learner will be able to do."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One step of a course. `digest` names its text, `rendering` what its pages need; `minutes` is working time.

    `facts` are small plain values that the kind wants at hand without reading the text (such as a quiz's purpose);
    `segment` is the kind's word in addresses.
    """

    id: str
    kind: str
    segment: str
    title: str
    module_id: str
    path: str
    minutes: int
    need: Need
    optional: bool
    digest: str
    rendering: str
    outcomes: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    def address(self, course_id: str) -> str:
        """Return the address of the activity's page within the site."""
        return f"/courses/{course_id}/{self.segment}/{self.id}"


@dataclass(frozen=True, slots=True)
class Module:
    """A part of a course. `requires` are the modules that must be complete before its quizzes may be begun."""

    id: str
    title: str
    summary: str
    requires: tuple[str, ...]
    activities: tuple[Activity, ...]

    @property
    def minutes(self) -> int:
        """Working time of all activities together but the optional ones."""
        return sum(activity.minutes for activity in self.activities if not activity.optional)

    @property
    def optional_minutes(self) -> int:
        """Working time of the optional activities, which comes on top of `minutes`."""
        return sum(activity.minutes for activity in self.activities if activity.optional)


@dataclass(frozen=True, slots=True)
class Bank:
    """A text beside the modules that activities draw from; `digest` and `rendering` as in an activity."""

    id: str
    kind: str
    title: str
    path: str
    digest: str
    rendering: str


@dataclass(frozen=True, slots=True)
class Course:
    """A whole course at one revision; `completion` names the activities that completion asks for; `renamed` leads
    from ids of earlier revisions to those of today; `hidden` keeps it from all but trainers and administrators."""

    id: str
    title: str
    language: str
    summary: str
    audience: str
    licence: str
    outcomes: tuple[Outcome, ...]
    modules: tuple[Module, ...]
    completion: tuple[str, ...]
    revision_id: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False
    banks: tuple[Bank, ...] = ()

    @property
    def activities(self) -> Iterator[Activity]:
        """All activities in order."""
        return (activity for module in self.modules for activity in module.activities)

    @property
    def texts(self) -> Iterator[Activity | Bank]:
        """All that is kept as a text with its rendering: the activities, then the banks."""
        yield from self.activities
        yield from self.banks

    @property
    def minutes(self) -> int:
        """Working time of the whole course without what is optional."""
        return sum(module.minutes for module in self.modules)

    @property
    def optional_minutes(self) -> int:
        """Working time of all that is optional, which comes on top of `minutes`."""
        return sum(module.optional_minutes for module in self.modules)

    def outcome_rank(self, outcome_id: str) -> int:
        """Return the place of a learning outcome in the course's list, from 0; after all others for one not in it."""
        ids = [outcome.id for outcome in self.outcomes]
        return ids.index(outcome_id) if outcome_id in ids else len(ids)

    def activity(self, activity_id: str) -> Activity | None:
        """Return the activity of that id, or None."""
        return next((activity for activity in self.activities if activity.id == activity_id), None)

    def module(self, module_id: str) -> Module | None:
        """Return the module of that id, or None."""
        return next((module for module in self.modules if module.id == module_id), None)

    def after(self, activity_id: str) -> Activity | None:
        """Return the activity that follows in order, or None at the end."""
        return self._beside(activity_id, 1)

    def before(self, activity_id: str) -> Activity | None:
        """Return the activity that comes before in order, or None at the beginning."""
        return self._beside(activity_id, -1)

    def _beside(self, activity_id: str, step: int) -> Activity | None:
        ordered = list(self.activities)
        for place, activity in enumerate(ordered):
            if activity.id == activity_id:
                return ordered[place + step] if 0 <= place + step < len(ordered) else None
        return None


def to_json(course: Course) -> dict[str, Any]:
    """Return the course as plain data."""
    return asdict(course)


def from_json(data: Mapping[str, Any]) -> Course:
    """Return the course that `to_json` wrote."""
    modules = tuple(
        Module(
            id=module["id"],
            title=module["title"],
            summary=module["summary"],
            requires=tuple(module["requires"]),
            activities=tuple(_activity(activity) for activity in module["activities"]),
        )
        for module in data["modules"]
    )
    plain = {name: value for name, value in data.items() if name not in ("modules", "outcomes", "completion", "banks")}
    return Course(
        **plain,
        modules=modules,
        outcomes=tuple(Outcome(**outcome) for outcome in data["outcomes"]),
        completion=tuple(data["completion"]),
        banks=tuple(Bank(**bank) for bank in data.get("banks", ())),  # outlines from before there were banks have none
    )


def _activity(data: Mapping[str, Any]) -> Activity:
    return Activity(**{**data, "need": Need(data["need"]), "outcomes": tuple(data["outcomes"])})
