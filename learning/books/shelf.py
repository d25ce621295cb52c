"""Which books a course has: one PDF of the whole and one HTML file for each module, in two editions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from learning.courses.course import Course, Module
from learning.kernel.ids import derived_id

MAKING = "4"
"""Changes when the same course would give other books: then they are made anew."""

LESSON = "lesson"
"""The kind of activity that is there to be read."""

WHOLE = "course.pdf"
MODULE_SUFFIX = ".html"


class Edition(StrEnum):
    """For whom a book is: it decides whether answers stand in it."""

    LEARNERS = "learners"
    TRAINERS = "trainers"

    @property
    def has_answers(self) -> bool:
        """True for the edition that only trainers may see."""
        return self is Edition.TRAINERS


@dataclass(frozen=True, slots=True)
class Volume:
    """A book that a course has at a revision; `module` is None for the whole course."""

    edition: Edition
    name: str
    module: Module | None

    def id_at(self, revision_id: str, *printed: str) -> UUID:
        """Return the id under which the book of this revision is kept; `printed` is what else stands in it."""
        return derived_id("book", revision_id, MAKING, self.edition, self.name, *printed)


def volumes(course: Course) -> list[Volume]:
    """Return all books of a course: for each edition the whole course, then, in order, its modules with a lesson."""
    return [
        Volume(edition, name, module)
        for edition in Edition
        for name, module in [(WHOLE, None), *((f"{each.id}{MODULE_SUFFIX}", each) for each in _to_read(course))]
    ]


def _to_read(course: Course) -> list[Module]:
    """A module of nothing but tests would be a book of nothing but notes that they are elsewhere."""
    return [module for module in course.modules if any(each.kind == LESSON for each in module.activities)]


def file_name(course_id: str, edition: Edition, name: str) -> str:
    """Return what a downloaded book is called on its reader's disk."""
    stem, _, ending = name.rpartition(".")
    parts = [course_id, *([stem] if name != WHOLE else []), *(["with-answers"] if edition.has_answers else [])]
    return f"{'-'.join(parts)}.{ending}"
