"""Facts, and how they fold into the standing of one person in one course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from learning.kernel.score import Score


class Verb(StrEnum):
    """What was done (xAPI, cmi5): a lesson is COMPLETED; a quiz SUBMITTED or, with a pass mark, PASSED or FAILED."""

    COMPLETED = "completed"
    SUBMITTED = "submitted"
    PASSED = "passed"
    FAILED = "failed"


COURSE = ""
"""Stands in the place of the activity when the fact speaks of the course as a whole."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands with one activity. Moments are the first of their kind; `best` is the best score so far."""

    completed_at: datetime | None = None
    submitted_at: datetime | None = None
    passed_at: datetime | None = None
    best: Score | None = None


Standings = Mapping[str, Standing]
"""Standing by activity id; `COURSE` holds the course's own."""

NOTHING = Standing()


def fold(standings: Standings, activity_id: str, verb: Verb, at: datetime, score: Score | None) -> dict[str, Standing]:
    """Return the standings with one fact added; the order of facts makes no difference, nothing is taken back."""
    known = standings.get(activity_id, NOTHING)
    changed = replace(known, best=_better(known.best, score))
    if verb is Verb.COMPLETED:
        changed = replace(changed, completed_at=_earlier(known.completed_at, at))
    else:
        changed = replace(changed, submitted_at=_earlier(known.submitted_at, at))
    if verb is Verb.PASSED:
        changed = replace(changed, passed_at=_earlier(known.passed_at, at))
    return {**standings, activity_id: changed}


def fold_all(facts: Iterable[tuple[str, Verb, datetime, Score | None]]) -> dict[str, Standing]:
    """Fold a whole ledger, each fact as (activity id, verb, moment, score)."""
    standings: dict[str, Standing] = {}
    for activity_id, verb, at, score in facts:
        standings = fold(standings, activity_id, verb, at, score)
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
        )
    return out


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return one if other is None else _earlier(one, other)


def _earlier(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else min(known, at)


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
        for key, moment in (("c", standing.completed_at), ("s", standing.submitted_at), ("p", standing.passed_at))
        if moment is not None
    }
    if standing.best is not None:
        plain["b"] = [str(standing.best.points), str(standing.best.maximum)]
    return plain


def _standing(plain: Mapping[str, Any]) -> Standing:
    completed, submitted, passed = (
        datetime.fromisoformat(plain[key]) if key in plain else None for key in ("c", "s", "p")
    )
    best = Score(Decimal(plain["b"][0]), Decimal(plain["b"][1])) if "b" in plain else None
    return Standing(completed, submitted, passed, best)
