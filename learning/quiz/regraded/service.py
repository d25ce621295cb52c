"""Regrades as they meet one attempt: at its closing, on its result page, and in what its learner is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.courses import service as courses
from learning.courses.course import Course
from learning.db import changed, unit_of_work
from learning.kernel.errors import NotFound
from learning.kernel.score import Score
from learning.people.actor import Actor
from learning.quiz import grades
from learning.quiz import queries as quiz_queries
from learning.quiz.attempts import Attempt
from learning.quiz.grades import Grade
from learning.quiz.interaction import Response
from learning.quiz.paper import Asked, Paper
from learning.quiz.papers.service import paper_of
from learning.quiz.regrading import queries
from learning.quiz.regrading.methods import NEEDS_KEY, Method, regraded, total
from learning.quiz.regrading.shares import Key
from learning.quiz.regrading.tables import NoticeRow
from learning.quiz.showing import Reveal


@dataclass(frozen=True, slots=True)
class Regraded:
    """A question of a closed attempt that was regraded: the last time how, when and why.

    Where the corrected key was asked, `reveal` tells it for the response, in the words of `asked`, today's text.
    """

    method: Method
    at: datetime
    reason: str
    asked: Asked | None
    reveal: Reveal | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a learner is told: which result changed, from what to what, when and why."""

    attempt_id: UUID
    regrade_id: UUID
    course: Course | None
    title: str
    before: Score
    after: Score
    passed_by_it: bool
    at: datetime
    reason: str


def met(
    attempt: Attempt, paper: Paper, kept: Mapping[str, Grade], responses: Mapping[str, Response], score: Score
) -> tuple[Mapping[str, Grade], Score]:
    """Return the grades and the points of an attempt that is closed or marked now, with the regrades it meets.

    These are the regrades of its questions that came after it began, or whose text is not older than its own.
    """
    rows = _applying(attempt)
    if not rows:
        return kept, score
    found = dict(kept)
    for row in rows:
        method, question_id = Method(row.method), row.question_id
        share = None
        if method in NEEDS_KEY:
            share = _key(row, paper).share(attempt.seed, responses.get(question_id, {}))
        cost = paper.quiz.by_id[question_id].hint_cost_percent
        found[question_id] = regraded(found[question_id], method, share, cost)
    costs = {question_id: paper.quiz.by_id[question_id].hint_cost_percent for question_id in found}
    return found, total(grades.to_json(found), costs.__getitem__)


def of_attempt(attempt: Attempt, paper: Paper, *, key_is_shown: bool) -> dict[str, Regraded]:
    """Return what to say of each regraded question of an attempt, by its id; the corrected key only where it may be."""
    rows = _applying(attempt)
    responses = {name: saved.given for name, saved in quiz_queries.saved(attempt.id).items()} if rows else {}
    found: dict[str, Regraded] = {}
    for row in rows:
        method, question_id = Method(row.method), row.question_id
        asked, reveal = None, None
        key = _key(row, paper)
        if method in NEEDS_KEY and key_is_shown and key.new is not None and key.after is not None:
            asked = key.new.asked(question_id, attempt.seed)
            carried = key.carried(responses.get(question_id, {}))
            reveal = asked.question.interaction.reveal(carried, asked.order)
        found[question_id] = Regraded(method, row.at, row.reason, asked, reveal)
    return found


def notices(actor: Actor, attempt_id: UUID | None = None) -> list[Notice]:
    """Return what the actor is still told of regrades, the oldest first; of one attempt alone where it is named."""
    rows = [row for row in queries.notices(actor.id) if attempt_id in (None, row.attempt_id)]
    return [_notice(row) for row in rows]


@unit_of_work
def dismiss(actor: Actor, attempt_id: UUID, regrade_id: UUID, at: datetime) -> None:
    """Keep that the actor has read a notice; again changes nothing. Raises NotFound for one that is not theirs."""
    mine = (
        NoticeRow.attempt_id == attempt_id,
        NoticeRow.regrade_id == regrade_id,
        NoticeRow.person_id == actor.id,
    )
    first = sa.func.coalesce(NoticeRow.dismissed_at, at)
    if changed(sa.update(NoticeRow).where(*mine).values(dismissed_at=first)) != 1:
        raise NotFound(str(attempt_id))


def _applying(attempt: Attempt) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    rows = queries.regrades(attempt.course_id, attempt.activity_id)
    mine = [row for row in rows if row.question_id in attempt.questions]
    return [row for row in mine if row.at >= attempt.started_at or _not_older(str(row.revision_id), attempt)]


def _not_older(revision_id: str, attempt: Attempt) -> bool:
    return courses.stamp_of(revision_id) >= courses.stamp_of(attempt.revision_id)


def _key(row: sa.Row[*tuple[Any, ...]], paper: Paper) -> Key:
    today = paper_of(courses.at_revision(str(row.revision_id)), paper.activity.id)
    return Key(paper, today, row.question_id, row.pairs)


def _notice(row: sa.Row[*tuple[Any, ...]]) -> Notice:
    try:
        course: Course | None = courses.current(row.course_id)
    except NotFound:
        course = None
    activity = course.activity(row.activity_id) if course else None
    return Notice(
        row.attempt_id,
        row.regrade_id,
        course,
        activity.title if activity else row.activity_id,
        Score(row.points_before, row.maximum_before),
        Score(row.points, row.maximum),
        row.passed_by_it,
        row.at,
        row.reason,
    )
