"""The settings of a course, of its modules, and of what became of old ids: their schema and their documentation."""

from __future__ import annotations

from dataclasses import dataclass

from learning.kernel.languages import BY_CODE
from learning.kernel.schema import SLUG, TEXT, YES_NO, list_of, one_of, pairs, records, setting


@dataclass(frozen=True)
class OutcomeSettings:
    """One learning outcome in `course.yaml`."""

    id: str = setting("the outcome's id, for ever", SLUG, example="name-branches")
    text: str = setting("what a learner will be able to do, with a verb that can be seen", TEXT)


@dataclass(frozen=True)
class CourseSettings:
    """The settings in `course.yaml`."""

    id: str = setting("the course's id, for ever; the same as the folder's name", SLUG, example="c102-essentials")
    title: str = setting("the title", TEXT)
    summary: str = setting("one or two sentences for the list of courses", TEXT)
    outcomes: tuple[OutcomeSettings, ...] = setting(
        "learning outcomes, each with id and text", records(OutcomeSettings)
    )
    language: str = setting("language of the texts", one_of(*BY_CODE), default="en")
    audience: str = setting("for whom it is", TEXT, default="")
    licence: str = setting("licence of the texts", TEXT, default="CC BY 4.0")
    hidden: bool = setting(
        "whether only trainers and administrators see the course, as while it is being written", YES_NO, default=False
    )
    completion: tuple[str, ...] = setting(
        'what completing the course asks for: "all" (every activity that is not optional) or ids of activities',
        list_of(SLUG),
        default=("all",),
    )


@dataclass(frozen=True)
class ModuleSettings:
    """The settings in a module folder's `module.yaml`."""

    id: str = setting("the module's id, for ever", SLUG, example="nine-branches")
    title: str = setting("the title", TEXT)
    summary: str = setting("one sentence on what it brings", TEXT, default="")
    requires: tuple[str, ...] = setting(
        "ids of modules to be completed before the quizzes of this one may be begun", list_of(SLUG), default=()
    )


@dataclass(frozen=True)
class Retirement:
    """The settings in `retired.yaml`: what became of ids that were once published."""

    retired: tuple[str, ...] = setting("ids that are gone for good", list_of(SLUG), default=(), example="[old-lesson]")
    renamed: tuple[tuple[str, str], ...] = setting(
        "ids that became others, so that progress moves on: the old id, a colon, the new id",
        pairs(SLUG),
        default=(),
        example="old-id: new-id",
    )
