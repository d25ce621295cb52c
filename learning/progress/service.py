"""Entering facts, and reading what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.courses.course import Course
from learning.db import changed, db, insert_once, run, unit_of_work
from learning.kernel.errors import NotFound
from learning.kernel.ids import derived_id
from learning.kernel.score import Score
from learning.people.actor import Actor
from learning.progress import completion
from learning.progress.ledger import COURSE, Standing, Verb, fold, fold_all, from_json, moved, to_json
from learning.progress.tables import FactRow, RecordRow


@dataclass(frozen=True, slots=True)
class Place:
    """Where a learner last was: activity and, within a lesson, heading ("" at the top)."""

    activity_id: str
    heading: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """How a person stands in a course."""

    standings: dict[str, Standing]
    place: Place | None


EMPTY = Record({}, None)

_record_row = RecordRow.__table__.c
_RECORDS = sa.select(
    _record_row.course_id,
    _record_row.standings,
    _record_row.place_activity,
    _record_row.place_heading,
    _record_row.place_at,
).where(
    _record_row.person_id == sa.bindparam("person_id", type_=sa.Uuid),
    _record_row.course_id.in_(sa.bindparam("course_ids", expanding=True)),
)
_ENROLLED_AND_RECORD = sa.select(
    cohorts.IS_ENROLLED.label("enrolled"),
    _record_row.standings,
    _record_row.place_activity,
    _record_row.place_heading,
    _record_row.place_at,
).select_from(
    sa.select(sa.literal(1).label("one"))
    .subquery("always")
    .outerjoin(
        RecordRow.__table__,
        sa.and_(
            _record_row.person_id == sa.bindparam("person_id", type_=sa.Uuid),
            _record_row.course_id == sa.bindparam("course_id"),
        ),
    )
)
_LOCKED = (
    sa.select(*_record_row)
    .where(
        _record_row.person_id == sa.bindparam("person_id", type_=sa.Uuid),
        _record_row.course_id == sa.bindparam("course_id"),
    )
    .with_for_update()
)


@unit_of_work
def enter(
    actor: Actor, course: Course, activity_id: str, verb: Verb, fact_id: UUID, at: datetime, score: Score | None = None
) -> bool:
    """Enter a fact in the ledger, once: the same id again changes nothing and returns False.

    The record is folded in the same transaction; when with this fact every requirement of the course as served now is
    met, the course's own completion is entered too. Raises NotAllowed for one who is not enrolled.
    """
    cohorts.require_enrolled(actor, course.id)
    row = _lock(actor.id, course.id)
    if not _insert(actor.id, course, activity_id, verb, fact_id, at, score):
        return False
    today = courses.current(course.id)
    standings = moved(fold(from_json(row.standings), activity_id, verb, at, score), today.renamed)
    if completion.of(today, standings).all_met and COURSE not in standings:
        whole = derived_id("course-completed", str(actor.id), course.id)
        _insert(actor.id, today, COURSE, Verb.COMPLETED, whole, at, None)
        standings = fold(standings, COURSE, Verb.COMPLETED, at, None)
    _save(row, standings=to_json(standings))
    return True


@unit_of_work
def set_place(actor: Actor, course_id: str, activity_id: str, heading: str, at: datetime) -> None:
    """Keep where the learner is; an older moment than the one kept changes nothing. Raises NotAllowed, not enrolled."""
    cohorts.require_enrolled(actor, course_id)
    row = _lock(actor.id, course_id)
    if row.place_at is None or row.place_at <= at:
        _save(row, place_activity=activity_id, place_heading=heading, place_at=at)


def record_of(person_id: UUID, course_id: str) -> Record:
    """Return how a person stands in a course; one statement."""
    return records_of(person_id, [course_id]).get(course_id, EMPTY)


def standing_of(person_id: UUID | None, course_id: str) -> tuple[bool, Record]:
    """Return whether a person learns a course, and how they stand in it; one statement, none for a visitor.

    The record of one who is not enrolled (any more) counts as empty.
    """
    if person_id is None:
        return False, EMPTY
    row = run(_ENROLLED_AND_RECORD, {"person_id": person_id, "course_id": course_id}).one()
    if not row.enrolled or row.standings is None:
        return bool(row.enrolled), EMPTY
    place = Place(row.place_activity, row.place_heading, row.place_at) if row.place_at else None
    return True, _record(row.standings, place, _renamed(course_id))


def records_of(person_id: UUID, course_ids: Iterable[str]) -> dict[str, Record]:
    """Return how a person stands in several courses; one statement, however many."""
    rows = run(_RECORDS, {"person_id": person_id, "course_ids": list(course_ids)}).all()
    return {
        course_id: _record(standings, Place(activity, heading, at) if at else None, _renamed(course_id))
        for course_id, standings, activity, heading, at in rows
    }


def _record(standings: dict[str, Any], place: Place | None, renamed: Mapping[str, str]) -> Record:
    if place is not None and place.activity_id in renamed:
        place = replace(place, activity_id=renamed[place.activity_id])
    return Record(moved(from_json(standings), renamed), place)


def _renamed(course_id: str) -> Mapping[str, str]:
    """Return which ids of earlier revisions became which; none for a course that is not served any more."""
    try:
        return courses.current(course_id).renamed
    except NotFound:
        return {}


@unit_of_work
def rebuild(person_id: UUID, course_id: str) -> bool:
    """Fold the record again from the ledger; True when it had differed (it never should)."""
    row = _lock(person_id, course_id)
    facts = sa.select(FactRow).where(FactRow.person_id == person_id, FactRow.course_id == course_id)
    standings = to_json(moved(fold_all(
        (fact.activity_id, Verb(fact.verb), fact.at,
         Score(fact.points, fact.maximum) if fact.points is not None and fact.maximum is not None else None)
        for fact in db.session.scalars(facts)
    ), _renamed(course_id)))  # fmt: skip
    if standings == to_json(moved(from_json(row.standings), _renamed(course_id))):
        return False
    _save(row, standings=standings)
    return True


def _lock(person_id: UUID, course_id: str) -> sa.Row[*tuple[Any, ...]]:
    """Return the record's row, made when there was none, held until the transaction ends."""
    blank = {"person_id": person_id, "course_id": course_id, "standings": {}, "place_activity": "",
             "place_heading": "", "place_at": None, "version": 0}  # fmt: skip
    mine = {"person_id": person_id, "course_id": course_id}
    row = run(_LOCKED, mine).first()
    if row is None:
        insert_once(RecordRow, blank, "person_id", "course_id")
        row = run(_LOCKED, mine).one()
    return row


def _save(row: sa.Row[*tuple[Any, ...]], **values: Any) -> None:
    """Write the record; the condition on its version would show a lost lock."""
    mine = (
        RecordRow.person_id == row.person_id,
        RecordRow.course_id == row.course_id,
        RecordRow.version == row.version,
    )
    if changed(sa.update(RecordRow).where(*mine).values(version=row.version + 1, **values)) != 1:
        raise RuntimeError("the record changed under its lock")


def _insert(
    person_id: UUID, course: Course, activity_id: str, verb: Verb, fact_id: UUID, at: datetime, score: Score | None
) -> bool:
    values = {
        "id": fact_id,
        "person_id": person_id,
        "course_id": course.id,
        "activity_id": activity_id,
        "verb": verb.value,
        "at": at,
        "revision_id": UUID(course.revision_id),
        "points": score.points if score else None,
        "maximum": score.maximum if score else None,
        "corrects": None,
    }
    return insert_once(FactRow, values, "id")
