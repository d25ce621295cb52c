"""Entering facts, and reading what they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.courses.course import Activity, Course
from learning.db import changed, insert_many, insert_once, run, run_many, unit_of_work
from learning.kernel.errors import NotFound
from learning.kernel.ids import derived_id
from learning.kernel.score import Score
from learning.people.actor import Actor
from learning.progress import completion
from learning.progress.ledger import COURSE, Fact, Standing, Verb, fold, fold_all, from_json, moved, to_json
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
_RECORD = sa.select(
    _record_row.standings, _record_row.place_activity, _record_row.place_heading, _record_row.place_at
).where(
    _record_row.person_id == sa.bindparam("person_id", type_=sa.Uuid),
    _record_row.course_id == sa.bindparam("course_id"),
)
_learnt = cohorts.COURSES.subquery("learnt")
_RECORDS = (
    sa.select(
        _learnt.c.course_id,
        _record_row.standings,
        _record_row.place_activity,
        _record_row.place_heading,
        _record_row.place_at,
    )
    .select_from(
        _learnt.outerjoin(
            RecordRow.__table__,
            sa.and_(
                _record_row.person_id == sa.bindparam("person_id", type_=sa.Uuid),
                _record_row.course_id == _learnt.c.course_id,
            ),
        )
    )
    .order_by(_learnt.c.since)
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

_LOCKED_MANY = (
    sa.select(_record_row.person_id, _record_row.standings, _record_row.version)
    .where(
        _record_row.course_id == sa.bindparam("course_id"),
        _record_row.person_id.in_(sa.bindparam("people", expanding=True, type_=sa.Uuid)),
    )
    .order_by(_record_row.person_id)
    .with_for_update()
)
_SAVE_MANY = (
    sa.update(RecordRow)
    .where(
        _record_row.person_id == sa.bindparam("person", type_=sa.Uuid),
        _record_row.course_id == sa.bindparam("course"),
        _record_row.version == sa.bindparam("was"),
    )
    .values(standings=sa.bindparam("after"), version=_record_row.version + 1)
)
_fact_row = FactRow.__table__.c
_FACTS_OF = sa.select(*_fact_row).where(
    _fact_row.course_id == sa.bindparam("course_id"),
    _fact_row.person_id.in_(sa.bindparam("people", expanding=True, type_=sa.Uuid)),
    _fact_row.activity_id.in_(sa.bindparam("activities", expanding=True)),
)

_ENTERED = sa.select(_fact_row.id).where(_fact_row.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Uuid)))

CHUNK = 500
"""Corrections entered at a time."""


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
    fact = Fact(activity_id, verb, at, score, course.revision_id, fact_id)
    if not insert_once(FactRow, _plain(fact, actor.id, course.id), "id"):
        return False
    standings = moved(fold(from_json(row.standings), fact), _renamed(course.id))
    _save(row, standings=to_json(_with_completion(actor.id, courses.current(course.id), standings, at)))
    return True


def _with_completion(
    person_id: UUID, today: Course, standings: dict[str, Standing], at: datetime
) -> dict[str, Standing]:
    """Enter the completion of the course when all it asks for today is met for the first time."""
    if COURSE in standings or not completion.of(today, standings).all_met:
        return standings
    whole = derived_id("course-completed", str(person_id), today.id)
    fact = Fact(COURSE, Verb.COMPLETED, at, None, today.revision_id, whole)
    insert_once(FactRow, _plain(fact, person_id, today.id), "id")
    return fold(standings, fact)


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact of a person that puts the score of an earlier fact right, which it names in `corrects`."""

    person_id: UUID
    fact: Fact


@unit_of_work
def correct_many(course_id: str, activity_id: str, corrections: Sequence[Correction]) -> None:
    """Enter facts on one activity that correct earlier ones, each once by its id, and put the records right.

    The best score follows; a pass or completion once given stays, with its date. Whoever passes by a correction and
    has now met all that the course asks for has completed it. Works in chunks.
    """
    for start in range(0, len(corrections), CHUNK):
        _correct(course_id, activity_id, corrections[start : start + CHUNK])


def entered(fact_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these facts are in the ledger."""
    return {row.id for row in run(_ENTERED, {"ids": list(fact_ids)})}


def _correct(course_id: str, activity_id: str, corrections: Sequence[Correction]) -> None:
    insert_many(FactRow, [_plain(each.fact, each.person_id, course_id) for each in corrections], "id")
    people = sorted({each.person_id for each in corrections})
    records = run(_LOCKED_MANY, {"course_id": course_id, "people": people}).all()
    same = [old for old, new in _renamed(course_id).items() if new == activity_id] + [activity_id]
    ledgers = defaultdict[UUID, list[Fact]](list)
    for row in run(_FACTS_OF, {"course_id": course_id, "people": people, "activities": same}):
        ledgers[row.person_id].append(replace(_fact(row), activity_id=activity_id))
    changes = []
    for row in records:
        before = {old: plain for old, plain in row.standings.items() if old not in same}
        after = before | to_json(fold_all(ledgers[row.person_id]))
        passed_before = any("p" in row.standings[each] for each in same if each in row.standings)
        if "p" in after.get(activity_id, {}) and not passed_before and COURSE not in after:
            standings = moved(from_json(after), _renamed(course_id))
            at = max(each.at for each in ledgers[row.person_id])
            after = to_json(_with_completion(row.person_id, courses.current(course_id), standings, at))
        changes.append({"person": row.person_id, "course": course_id, "was": row.version, "after": after})
    if changes and run_many(_SAVE_MANY, changes) != len(changes):
        raise RuntimeError("a record changed under its lock")


@unit_of_work
def set_place(actor: Actor, course_id: str, activity_id: str, heading: str, at: datetime) -> None:
    """Keep where the learner is; an older moment than the one kept changes nothing. Raises NotAllowed, not enrolled."""
    cohorts.require_enrolled(actor, course_id)
    row = _lock(actor.id, course_id)
    if row.place_at is None or row.place_at <= at:
        _save(row, place_activity=activity_id, place_heading=heading, place_at=at)


def record_of(person_id: UUID, course_id: str) -> Record:
    """Return how a person stands in a course; one statement."""
    row = run(_RECORD, {"person_id": person_id, "course_id": course_id}).first()
    return _record(course_id, *row) if row else EMPTY


def standing_of(person_id: UUID | None, course_id: str) -> tuple[bool, Record]:
    """Return whether a person learns a course, and how they stand in it; one statement, none for a visitor.

    The record of one who is not enrolled (any more) counts as empty.
    """
    if person_id is None:
        return False, EMPTY
    row = run(_ENROLLED_AND_RECORD, {"person_id": person_id, "course_id": course_id}).one()
    return bool(row.enrolled), _record(course_id, *row[1:]) if row.enrolled else EMPTY


def records_of(person_id: UUID) -> dict[str, Record]:
    """Return the courses that a person learns, by id, the oldest first, and how they stand in each; one statement."""
    return {course_id: _record(course_id, *kept) for course_id, *kept in run(_RECORDS, {"person_id": person_id}).all()}


def _record(
    course_id: str, standings: dict[str, Any] | None, activity_id: str, heading: str, at: datetime | None
) -> Record:
    """Return the record from its columns, ids of earlier revisions moved to those of today; `standings` None: none."""
    if standings is None:
        return EMPTY
    renamed = _renamed(course_id)
    place = Place(renamed.get(activity_id, activity_id), heading, at) if at else None
    return Record(moved(from_json(standings), renamed), place)


def _renamed(course_id: str) -> Mapping[str, str]:
    """Return which ids of earlier revisions became which; none for a course that is not served any more."""
    try:
        return courses.current(course_id).renamed
    except NotFound:
        return {}


def done_before(course: Course, activity: Activity, standing: Standing | None) -> tuple[datetime, Activity] | None:
    """Return when a person last did an activity of today's course, and what it was then; None where it is the same.

    None too where nothing was done, or it is not known at which revision.
    """
    if standing is None or standing.last is None or standing.last.revision_id == course.revision_id:
        return None
    try:
        then = courses.at_revision(standing.last.revision_id)
    except NotFound:
        return None
    same = [activity.id, *(old for old, new in course.renamed.items() if new == activity.id)]
    before = next((found for found in map(then.activity, same) if found is not None), None)
    if before is None or before.digest == activity.digest or before.kind != activity.kind:
        return None
    return standing.last.at, before


@unit_of_work
def rebuild(person_id: UUID, course_id: str) -> bool:
    """Fold the record again from the ledger; True when it had differed (it never should)."""
    row = _lock(person_id, course_id)
    facts = run(sa.select(*_fact_row).where(_fact_row.person_id == person_id, _fact_row.course_id == course_id))
    standings = to_json(moved(fold_all(_fact(row) for row in facts), _renamed(course_id)))
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


def _plain(fact: Fact, person_id: UUID, course_id: str) -> dict[str, Any]:
    return {
        "id": fact.id,
        "person_id": person_id,
        "course_id": course_id,
        "activity_id": fact.activity_id,
        "verb": fact.verb.value,
        "at": fact.at,
        "revision_id": UUID(fact.revision_id),
        "points": fact.score.points if fact.score else None,
        "maximum": fact.score.maximum if fact.score else None,
        "corrects": fact.corrects,
    }


def _fact(row: sa.Row[*tuple[Any, ...]]) -> Fact:
    score = Score(row.points, row.maximum) if row.points is not None and row.maximum is not None else None
    return Fact(row.activity_id, Verb(row.verb), row.at, score, str(row.revision_id), row.id, row.corrects)
