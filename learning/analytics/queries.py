"""What analytics asks of the store: attempts and grades of the quiz, and its own summaries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.analytics.sheets import Sheet
from learning.analytics.tables import QuizSummaryRow
from learning.db import changed, db, insert_once, run
from learning.quiz.attempts import State
from learning.quiz.tables import AttemptRow, GradeRow

BATCH = 500
"""Grades read at once: enough to be quick, few enough to be small."""

JUDGED = frozenset({State.GRADED.value, State.REGRADED.value})
"""States of an attempt whose points stand: none waits for a trainer."""

_attempt, _grade, _summary = AttemptRow.__table__.c, GradeRow.__table__.c, QuizSummaryRow.__table__.c
_GRADES = GradeRow.__table__.join(AttemptRow.__table__, _grade.attempt_id == _attempt.id)
_OF_QUIZ = sa.and_(_attempt.course_id == sa.bindparam("course_id"), _attempt.activity_id == sa.bindparam("activity_id"))
_COUNT = sa.select(sa.func.count(), sa.func.max(_grade.at, type_=_grade.at.type)).select_from(_GRADES).where(_OF_QUIZ)
_ATTEMPTS = sa.select(
    _attempt.id, _attempt.person_id, _attempt.number, _attempt.state, _attempt.revision_id,
    sa.cast(_attempt.questions, sa.Text).label("asked"),
).where(_OF_QUIZ)  # fmt: skip
_REVISIONS = (
    sa.select(_attempt.revision_id)
    .where(_OF_QUIZ)
    .group_by(_attempt.revision_id)
    .order_by(sa.func.min(_attempt.started_at))
)
_other = GradeRow.__table__.alias("other").c
_LAST = sa.select(sa.func.max(_other.seq)).where(_other.attempt_id == _grade.attempt_id).scalar_subquery()
_SHEETS = sa.select(_grade.attempt_id, sa.cast(_grade.questions, sa.Text)).where(
    _grade.attempt_id.in_(sa.bindparam("attempts", type_=sa.Uuid, expanding=True)), _grade.seq == _LAST
)
_NEWER = (
    sa.select(_attempt.id)
    .where(
        _attempt.course_id == _summary.course_id,
        _attempt.activity_id == _summary.activity_id,
        _attempt.closed_at > _summary.graded_until,
    )
    .exists()
)
"""Whether somebody handed in since: found in an index, whatever the number of attempts. Marks and regrades, which come
later, are in the figures a minute after they are given."""
_HEADS = sa.select(
    _summary.activity_id, _summary.computed_at, _summary.flagged, _summary.figures, _NEWER.label("newer")
).where(_summary.course_id == sa.bindparam("course_id"), _summary.computed_at.is_not(None))
_WHOLE = _HEADS.add_columns(_summary.questions, _summary.gains).where(
    _summary.activity_id == sa.bindparam("activity_id")
)
_NEWEST = sa.select(sa.func.max(_summary.graded_until, type_=_summary.graded_until.type))


@dataclass(frozen=True, slots=True)
class First:
    """The first finished attempt of a learner, judged."""

    attempt_id: UUID
    person_id: UUID
    revision_id: str


@dataclass(frozen=True, slots=True)
class Attempts:
    """All attempts at a quiz: how many there are, and how often each question was asked.

    `first`: those that count; `revisions`: those at which attempts were begun, the oldest first.
    """

    count: int
    asked: Mapping[str, int]
    first: tuple[First, ...]
    revisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A summary as kept. `stale`: grades came since. `questions` and `gains` only where they were asked for."""

    activity_id: str
    computed_at: datetime
    flagged: int
    stale: bool
    figures: Mapping[str, Any]
    questions: Sequence[Mapping[str, Any]] = ()
    gains: Sequence[Mapping[str, Any]] = ()


def newest_summarised() -> datetime | None:
    """Return the moment of the newest grade that stands in a summary; None when there is no summary."""
    found: datetime | None = run(_NEWEST).scalar()
    return found


def graded_since(moment: datetime | None) -> list[tuple[str, str]]:
    """Return the quizzes (course, activity) with grades since a moment (None: ever), the one that rests longest first.

    In that order nothing is forgotten when the work breaks off: what was reached is older than what was not.
    """
    wanted = sa.select(_attempt.course_id, _attempt.activity_id).select_from(_GRADES)
    if moment is not None:
        wanted = wanted.where(_grade.at > moment)
    wanted = wanted.group_by(_attempt.course_id, _attempt.activity_id).order_by(sa.func.max(_grade.at))
    return [(course_id, activity_id) for course_id, activity_id in run(wanted)]


def grades_of(course_id: str, activity_id: str) -> tuple[int, datetime | None]:
    """Return how many grades the attempts at a quiz have, and the moment of the newest."""
    count, newest = run(_COUNT, {"course_id": course_id, "activity_id": activity_id}).one()
    return count, newest


def summarised(course_id: str, activity_id: str) -> int:
    """Return how many grades stand in the summary of a quiz; 0 for none."""
    wanted = sa.select(_summary.grades).where(_summary.course_id == course_id, _summary.activity_id == activity_id)
    return run(wanted).scalar() or 0


def attempts_at(course_id: str, activity_id: str) -> Attempts:
    """Return all attempts at a quiz."""
    quiz = {"course_id": course_id, "activity_id": activity_id}
    papers: Counter[str] = Counter()  # most attempts ask the same, so few texts are taken apart
    first: dict[UUID, Any] = {}
    for row in run(_ATTEMPTS, quiz):
        papers[row.asked] += 1
        known = first.get(row.person_id)
        if row.state != State.OPEN.value and (known is None or row.number < known.number):
            first[row.person_id] = row
    revisions = tuple(str(revision_id) for (revision_id,) in run(_REVISIONS, quiz))
    release()
    asked: Counter[str] = Counter()
    for paper, count in papers.items():
        asked.update(dict.fromkeys(json.loads(paper), count))
    judged = tuple(First(row.id, row.person_id, str(row.revision_id)) for row in first.values() if row.state in JUDGED)
    return Attempts(papers.total(), asked, judged, revisions)


def sheets_of(first: Sequence[First]) -> Iterator[tuple[First, Sheet]]:
    """Yield attempts with what their last grade keeps of each question; in batches, so that memory stays small."""
    rest = iter(first)
    while batch := {each.attempt_id: each for each in islice(rest, BATCH)}:
        found = run(_SHEETS, {"attempts": list(batch)}).all()
        release()
        # Each is taken apart by itself: a batch of them at once is so many things that the collector runs on and on.
        yield from ((batch[attempt_id], json.loads(text)) for attempt_id, text in found)


def release() -> None:
    """End the read, so that on SQLite nobody who writes waits for the arithmetic."""
    db.session.rollback()


def claim(course_id: str, activity_id: str, at: datetime, before: datetime) -> bool:
    """Set out to compute a summary; False when somebody else did after `before`."""
    empty = {"course_id": course_id, "activity_id": activity_id, "claimed_at": at, "grades": 0, "flagged": 0}
    if insert_once(QuizSummaryRow, empty, "course_id", "activity_id"):
        return True
    free = sa.update(QuizSummaryRow).where(_mine(course_id, activity_id), QuizSummaryRow.claimed_at <= before)
    return bool(changed(free.values(claimed_at=at)))


def keep(course_id: str, activity_id: str, grades: int, values: Mapping[str, Any]) -> bool:
    """Keep a summary of so many grades, unless one of more stands; grades are only added, so more is newer."""
    older = sa.update(QuizSummaryRow).where(_mine(course_id, activity_id), QuizSummaryRow.grades <= grades)
    return bool(changed(older.values(grades=grades, **values)))


def heads(course_id: str) -> dict[str, Kept]:
    """Return the summaries of a course's quizzes, by activity, without their questions."""
    rows = run(_HEADS, {"course_id": course_id})
    return {
        row.activity_id: Kept(row.activity_id, row.computed_at, row.flagged, row.newer, row.figures) for row in rows
    }


def whole(course_id: str, activity_id: str) -> Kept | None:
    """Return the summary of a quiz; None when there is none yet."""
    row = run(_WHOLE, {"course_id": course_id, "activity_id": activity_id}).first()
    if row is None:
        return None
    return Kept(row.activity_id, row.computed_at, row.flagged, row.newer, row.figures, row.questions, row.gains)


def _mine(course_id: str, activity_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(QuizSummaryRow.course_id == course_id, QuizSummaryRow.activity_id == activity_id)
