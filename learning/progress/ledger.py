"""Facts, and how they fold into the standing of one person in one course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from learning.kernel.score import Score


class Verb(StrEnum):
    """What was done (xAPI, cmi5): a lesson is COMPLETED; a quiz SUBMITTED or, with a pass mark, PASSED or FAILED."""

    COMPLETED = "completed"
    SUBMITTED = "submitted"
    PASSED = "passed"
    FAILED = "failed"


Moment = TypeVar("Moment", datetime, "Last")

COURSE = ""
"""Stands in the place of the activity when the fact speaks of the course as a whole."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What was done with an activity, when and how well, at which revision of the course ("": not known).

    `corrects` is the id of an earlier fact whose score this one takes the place of.
    """

    activity_id: str
    verb: Verb
    at: datetime
    score: Score | None = None
    revision_id: str = ""
    id: UUID | None = None
    corrects: UUID | None = None


class Last(NamedTuple):
    """When an activity was last worked through or handed in, and at which revision of the course."""

    at: datetime
    revision_id: str


class Standing(NamedTuple):
    """How a person stands with one activity. Moments are the first of their kind; `best` is the best score that counts.

    `corrected_at`: when a score was last put right by another fact. `last` None: nothing done, or not known of old.
    A page makes hundreds of these, and a named tuple is made in a third of the time of a frozen dataclass.
    """

    completed_at: datetime | None = None
    submitted_at: datetime | None = None
    passed_at: datetime | None = None
    best: Score | None = None
    last: Last | None = None
    corrected_at: datetime | None = None


Standings = Mapping[str, Standing]
"""Standing by activity id; `COURSE` holds the course's own."""

NOTHING = Standing()


def fold(standings: Standings, fact: Fact) -> dict[str, Standing]:
    """Return the standings with one fact added, which corrects nothing: the order makes no difference.

    Nothing is taken back. A fact that corrects another needs the whole ledger of the activity: see `fold_all`.
    """
    known, at = standings.get(fact.activity_id, NOTHING), fact.at
    corrects = fact.corrects is not None  # to put a score right is not to do the activity again
    done_at = None if corrects or not fact.revision_id or fact.activity_id == COURSE else Last(at, fact.revision_id)
    changed = Standing(
        completed_at=_first(known.completed_at, at if fact.verb is Verb.COMPLETED else None),
        submitted_at=_first(known.submitted_at, None if fact.verb is Verb.COMPLETED else at),
        passed_at=_first(known.passed_at, at if fact.verb is Verb.PASSED else None),
        best=_better(known.best, fact.score),
        last=_later(known.last, done_at),
        corrected_at=_later(known.corrected_at, at if corrects else None),
    )
    return {**standings, fact.activity_id: changed}


def fold_all(facts: Iterable[Fact]) -> dict[str, Standing]:
    """Fold a whole ledger. The score of a fact that another one corrects does not count; all else it said stays."""
    ledger = tuple(facts)
    corrected = {fact.corrects for fact in ledger if fact.corrects is not None}
    standings: dict[str, Standing] = {}
    for fact in ledger:
        standings = fold(standings, replace(fact, score=None) if fact.id in corrected else fact)
    return standings


def moved(standings: Standings, renamed: Mapping[str, str]) -> dict[str, Standing]:
    """Return the standings with those under an earlier id joined to those under the id of today."""
    out = {activity_id: standing for activity_id, standing in standings.items() if activity_id not in renamed}
    for old in (old for old in standings if old in renamed):
        here, there = standings[old], out.get(renamed[old], NOTHING)
        out[renamed[old]] = Standing(
            completed_at=_first(here.completed_at, there.completed_at),
            submitted_at=_first(here.submitted_at, there.submitted_at),
            passed_at=_first(here.passed_at, there.passed_at),
            best=_better(here.best, there.best),
            last=_later(here.last, there.last),
            corrected_at=_later(here.corrected_at, there.corrected_at),
        )
    return out


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def _later(one: Moment | None, other: Moment | None) -> Moment | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other)


def _better(known: Score | None, score: Score | None) -> Score | None:
    if known is None or score is None:
        return score if known is None else known
    return max((known, score), key=lambda found: (found.percent, found.points))


def to_json(standings: Standings) -> dict[str, Any]:
    """Return the standings as plain data, short, since one row holds them."""
    return {activity_id: _plain(standing) for activity_id, standing in standings.items()}


def from_json(data: Mapping[str, Any]) -> dict[str, Standing]:
    """Return the standings that `to_json` wrote."""
    return {activity_id: _standing(plain) for activity_id, plain in data.items()}


def _plain(standing: Standing) -> dict[str, Any]:
    plain: dict[str, Any] = {
        key: moment.isoformat()
        for key, moment in (("c", standing.completed_at), ("s", standing.submitted_at), ("p", standing.passed_at),
                            ("x", standing.corrected_at))
        if moment is not None
    }  # fmt: skip
    if standing.best is not None:
        plain["b"] = [str(standing.best.points), str(standing.best.maximum)]
    if standing.last is not None:
        plain["l"] = [standing.last.at.isoformat(), standing.last.revision_id]
    return plain


def _standing(plain: Mapping[str, Any]) -> Standing:
    best, last = plain.get("b"), plain.get("l")
    return Standing(
        _moment(plain.get("c")),
        _moment(plain.get("s")),
        _moment(plain.get("p")),
        Score(Decimal(best[0]), Decimal(best[1])) if best else None,
        Last(datetime.fromisoformat(last[0]), last[1]) if last else None,
        _moment(plain.get("x")),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
