"""Reporting a problem, and settling it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.audit import note
from learning.courses import service as courses
from learning.db import changed, db, insert_once, unit_of_work
from learning.kernel.errors import Invalid, NotFound
from learning.kernel.ids import derived_id, is_slug
from learning.kernel.problems import Problem
from learning.people.actor import SITE, Actor, course_scope
from learning.people.permissions import Permission, may, require
from learning.remarks.place import as_place, course_of
from learning.remarks.tables import RemarkRow

TEXT_LIMIT = 4_000
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark as the trainers read it."""

    id: UUID
    place: str
    text: str
    made_at: datetime
    settled_at: datetime | None


@unit_of_work
def report(actor: Actor | None, remark_id: UUID, place: str, text: str, at: datetime) -> None:
    """Keep a remark, once by its id; another text under a used id (a form shown from memory) is kept beside it.

    Raises Invalid for an empty or overlong text.
    """
    text = text.replace("\0", "").strip()  # PostgreSQL keeps no NUL, and nobody types one
    if not text or len(text) > TEXT_LIMIT:
        raise Invalid([Problem("text", "remark-empty" if not text else "remark-too-long", "")])
    place = as_place(place)
    known = {course.id: course for course in courses.catalogue()}
    course = known.get(course_of(place))
    values = {
        "id": remark_id,
        "person_id": actor.id if actor else None,
        "course_id": course.id if course else "",
        "place": place,
        "text": text,
        "revision_id": UUID(course.revision_id) if course else None,
        "made_at": at,
    }
    if insert_once(RemarkRow, values, "id"):
        return
    kept = db.session.execute(sa.select(RemarkRow.place, RemarkRow.text).where(RemarkRow.id == remark_id)).one()
    if (kept.place, kept.text) != (place, text):
        insert_once(RemarkRow, {**values, "id": derived_id("remark", str(remark_id), place, text)}, "id")


def remarks(actor: Actor | None, course_id: str) -> list[Remark]:
    """Return the newest remarks on a course ("": on pages of no course), open ones first. Raises NotFound."""
    require(actor, Permission.REMARKS_READ, course_scope(course_id) if course_id else SITE)
    if course_id and not is_slug(course_id):
        raise NotFound(course_id)
    wanted = (
        sa.select(RemarkRow.id, RemarkRow.place, RemarkRow.text, RemarkRow.made_at, RemarkRow.settled_at)
        .where(RemarkRow.course_id == course_id)
        .order_by(RemarkRow.settled_at.is_not(None), RemarkRow.made_at.desc())
        .limit(SHOWN)
    )
    return [Remark(*row) for row in db.session.execute(wanted)]


def places_to_read(actor: Actor) -> list[str]:
    """Return the courses whose remarks the actor may read; "" stands for the pages of no course."""
    found = [
        course.id for course in courses.catalogue() if may(actor, Permission.REMARKS_READ, course_scope(course.id))
    ]
    return [*found, ""] if may(actor, Permission.REMARKS_READ, SITE) else found


@unit_of_work
def settle(actor: Actor | None, remark_id: UUID, at: datetime) -> str:
    """Mark a remark as settled and return its course's id. Raises NotFound for one that the actor may not read."""
    row = db.session.get(RemarkRow, remark_id)
    if row is None:
        raise NotFound(str(remark_id))
    reader = require(actor, Permission.REMARKS_READ, course_scope(row.course_id) if row.course_id else SITE)
    open_one = sa.update(RemarkRow).where(RemarkRow.id == remark_id, RemarkRow.settled_at.is_(None))
    if changed(open_one.values(settled_at=at, settled_by=reader.id)):
        note(reader.id, "remarks:settle", str(remark_id), at)
    return row.course_id
