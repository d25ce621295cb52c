"""Grading one question of a quiz again: what it would do, doing it, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.audit import note
from learning.courses import service as courses
from learning.courses.course import Course
from learning.db import changed, insert_many, insert_once, run, run_many, unit_of_work
from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.kernel.problems import Problem
from learning.kernel.score import Score
from learning.people.actor import Actor, course_scope
from learning.people.permissions import Permission, require
from learning.progress import service as progress
from learning.progress.ledger import Fact, Verb
from learning.progress.service import Correction
from learning.quiz import grades
from learning.quiz import queries as quiz_queries
from learning.quiz.grading import grade as grade_all
from learning.quiz.interaction import Response
from learning.quiz.marking.marks import learner_number
from learning.quiz.paper import Paper
from learning.quiz.papers.service import paper_of
from learning.quiz.regrading import queries
from learning.quiz.regrading.methods import NEEDS_KEY, Change, Method, Summary, change, regraded, total
from learning.quiz.regrading.shares import Chosen, Key
from learning.quiz.regrading.tables import NoticeRow, RegradeRow
from learning.quiz.tables import GradeRow

REASON_LIMIT = 1_000
"""Characters of a reason: learners read it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a trainer wants done about a question of a quiz."""

    course_id: str
    quiz_id: str
    question_id: str
    method: Method = Method.BEST
    chosen: Chosen = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Affected:
    """An attempt whose grade changes, for the preview: its learner by number, and the number of the attempt."""

    learner: int
    number: int
    change: Change


@dataclass(frozen=True, slots=True)
class Preview:
    """What a regrade would do. `print` stands for all of it: what is applied must come to the same.

    `waiting`: attempts that ask the question and are open or not marked yet; they meet the regrade when they are.
    """

    summary: Summary
    affected: tuple[Affected, ...]
    waiting: int
    print: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The page on which a regrade is prepared: the question in each text as asked, and as it stands now."""

    course: Course
    current: Paper
    question_id: str
    keys: tuple[Key, ...]
    past: tuple[sa.Row[*tuple[Any, ...]], ...]

    @property
    def has_key(self) -> bool:
        """True when the text of today has a key for some who were asked."""
        return any(key.after is not None for key in self.keys)

    @property
    def is_corrected(self) -> bool:
        """True when the answer part of today differs from one as asked."""
        return any(key.after is not None and key.after != key.before for key in self.keys)


class _Task:
    """A wish with what is needed to carry it out: papers and keys by revision, read once."""

    def __init__(self, wish: Wish, current: Paper) -> None:
        self.wish = wish
        self.current = current
        self._papers: dict[UUID, Paper] = {}
        self._keys: dict[UUID, Key] = {}

    def paper(self, revision_id: UUID) -> Paper:
        if revision_id not in self._papers:
            self._papers[revision_id] = paper_of(courses.at_revision(str(revision_id)), self.wish.quiz_id)
        return self._papers[revision_id]

    def key(self, revision_id: UUID) -> Key:
        if revision_id not in self._keys:
            wish = self.wish
            self._keys[revision_id] = Key(self.paper(revision_id), self.current, wish.question_id, wish.chosen)
        return self._keys[revision_id]


@dataclass(frozen=True, slots=True)
class _Found:
    """One graded attempt that asked the question: its row, its grades as they become, and what changes."""

    row: sa.Row[*tuple[Any, ...]]
    grades: Mapping[str, Any]
    was: Mapping[str, Any]
    change: Change


def questions(actor: Actor | None, course_id: str, quiz_id: str) -> tuple[Paper, list[sa.Row[*tuple[Any, ...]]]]:
    """Return a quiz of a course whose questions the actor may regrade, and what was regraded. Raises NotFound."""
    require(actor, Permission.QUIZ_REGRADE, course_scope(course_id))
    return paper_of(courses.current(course_id), quiz_id), queries.regrades(course_id, quiz_id)


def desk(actor: Actor | None, course_id: str, quiz_id: str, question_id: str) -> Desk:
    """Return what a trainer needs to prepare a regrade. Raises NotFound, also for a question that nobody was asked."""
    require(actor, Permission.QUIZ_REGRADE, course_scope(course_id))
    wish = Wish(course_id, quiz_id, question_id)
    task = _task(wish)
    known = [task.key(each) for each in queries.revisions(course_id, quiz_id) if _asks(task.paper(each), question_id)]
    if not known and question_id not in task.current.quiz.by_id:
        raise NotFound(question_id)
    by_version = {key.version: key for key in known}
    past = tuple(row for row in queries.regrades(course_id, quiz_id) if row.question_id == question_id)
    return Desk(task.current.course, task.current, question_id, tuple(by_version.values()), past)


def preview(actor: Actor | None, wish: Wish) -> Preview:
    """Say what a regrade would do; nothing is written. Raises NotFound; Invalid where the corrected key is wanting."""
    require(actor, Permission.QUIZ_REGRADE, course_scope(wish.course_id))
    task = _task(wish)
    _check(task)
    ids = queries.graded_ids(wish.course_id, wish.quiz_id, lock=False)
    summary, seal = Summary(), _Seal(task)
    affected = []
    for found in _walk(task, ids):
        summary.add(found.change)
        seal.take(found)
        if found.grades is not found.was:
            learner = learner_number(wish.course_id, found.row.person_id)
            affected.append(Affected(learner, found.row.number, found.change))
    affected.sort(key=lambda each: (each.change.passed == each.change.was_passed, each.change.direction == "same",
                                    each.learner, each.number))  # fmt: skip
    waiting = queries.waiting(wish.course_id, wish.quiz_id, wish.question_id)
    return Preview(summary, tuple(affected), waiting, seal.print())


@unit_of_work
def apply(actor: Actor | None, wish: Wish, reason: str, seal: str, key: UUID, at: datetime) -> UUID:
    """Grade the question again for all that were graded, exactly as previewed (`seal`), once by its key.

    Attempts get a further grade, the ledger a correcting fact each, their learners a notice; open objections to the
    question are settled. Raises NotFound; Invalid ("reason-empty", "reason-long", "key-missing"); Conflict("changed")
    when attempts or the course changed since the preview, nothing being written.
    """
    trainer = require(actor, Permission.QUIZ_REGRADE, course_scope(wish.course_id))
    if run(sa.select(RegradeRow.id).where(RegradeRow.id == key)).first() is not None:
        return key
    reason = checked_reason(reason)
    task = _task(wish)
    _check(task)
    ids = queries.graded_ids(wish.course_id, wish.quiz_id, lock=True)
    number = len(queries.regrades(wish.course_id, wish.quiz_id)) + 1
    values = {"id": key, "course_id": wish.course_id, "activity_id": wish.quiz_id, "number": number,
              "question_id": wish.question_id, "method": wish.method.value,
              "revision_id": UUID(task.current.course.revision_id), "pairs": wish.chosen, "reason": reason,
              "by_id": trainer.id, "at": at, "asked": 0, "up": 0, "down": 0, "passes": 0, "below": 0}  # fmt: skip
    if not insert_once(RegradeRow, values):
        raise Conflict("changed")
    summary = carry_out(task, ids, key, trainer.id, at, seal)
    counts = {"asked": summary.asked, "up": summary.up, "down": summary.down, "passes": summary.passes,
              "below": summary.below}  # fmt: skip
    changed(sa.update(RegradeRow).where(RegradeRow.id == key).values(**counts))
    settled = changed(
        queries.settle_objections(wish.course_id, wish.quiz_id, wish.question_id).values(
            state="agreed", reply=reason, settled_at=at, settled_by=trainer.id
        )
    )
    subject = f"{wish.course_id}/{wish.quiz_id}/{wish.question_id}"
    note(
        trainer.id,
        "quiz:regrade",
        subject,
        at,
        regrade=str(key),
        method=wish.method.value,
        objections=settled,
        **counts,
    )
    return key


def carry_out(task: _Task, ids: Sequence[UUID], regrade_id: UUID, by_id: UUID, at: datetime, expected: str) -> Summary:
    """Write the new grades of all attempts, in chunks. Raises Conflict("changed") where it is not what was expected."""
    summary, seal = Summary(), _Seal(task)
    pending: list[_Found] = []
    for found in _walk(task, ids):
        summary.add(found.change)
        seal.take(found)
        if found.grades is not found.was:
            pending.append(found)
        if len(pending) == queries.CHUNK:
            _write(task, pending, regrade_id, by_id, at)
            pending = []
    _write(task, pending, regrade_id, by_id, at)
    if seal.print() != expected:
        raise Conflict("changed")
    return summary


def checked_reason(reason: str) -> str:
    """Return a reason as it is kept. Raises Invalid ("reason-empty", "reason-long")."""
    reason = reason.replace("\0", "").strip()  # PostgreSQL keeps no NUL, and nobody types one
    if not reason or len(reason) > REASON_LIMIT:
        raise Invalid([Problem("reason", "reason-long" if reason else "reason-empty", "")])
    return reason


def _task(wish: Wish) -> _Task:
    return _Task(wish, paper_of(courses.current(wish.course_id), wish.quiz_id))


def _asks(paper: Paper, question_id: str) -> bool:
    return question_id in paper.quiz.by_id


def _check(task: _Task) -> None:
    """Raise NotFound for a question that the quiz never had; Invalid("key-missing") where the corrected key is wanted
    and today's text has none for those asked."""
    question_id = task.wish.question_id
    revisions = queries.revisions(task.wish.course_id, task.wish.quiz_id)
    asked = [task.key(each) for each in revisions if _asks(task.paper(each), question_id)]
    if not asked and not _asks(task.current, question_id):
        raise NotFound(question_id)
    if task.wish.method in NEEDS_KEY and not any(key.after is not None for key in asked):
        raise Invalid([Problem("method", "key-missing", "")])


class _Seal:
    """A fingerprint of all that a regrade does, so that what is applied is what was seen."""

    def __init__(self, task: _Task) -> None:
        wish = task.wish
        chosen = sorted((version, sorted((name, sorted(places.items())) for name, places in lists.items()))
                        for version, lists in wish.chosen.items())  # fmt: skip
        begin = (wish.question_id, wish.method.value, task.current.course.revision_id, chosen)
        self._hash = hashlib.sha256(repr(begin).encode())

    def take(self, found: _Found) -> None:
        after = found.change.after
        line = f"{found.row.id} {found.row.seq} {after.points} {after.maximum} {found.change.passed} " \
               f"{found.grades is found.was}\n"  # fmt: skip
        self._hash.update(line.encode())

    def print(self) -> str:
        return self._hash.hexdigest()


def _walk(task: _Task, ids: Sequence[UUID]) -> Iterator[_Found]:
    """Grade the question again, attempt by attempt; the other questions keep the shares of the last grading."""
    question_id = task.wish.question_id
    for chunk in queries.chunks(ids):
        given = queries.given(chunk, question_id) if task.wish.method in NEEDS_KEY else {}
        for row in queries.graded(chunk):
            known = row.grades if row.grades is not None else _graded_of_old(task.paper(row.revision_id), row)
            if question_id in known:
                yield _found(task, row, known, given.get(row.id, {}))


def _found(task: _Task, row: sa.Row[*tuple[Any, ...]], was: Mapping[str, Any], response: Response) -> _Found:
    question_id, method = task.wish.question_id, task.wish.method
    paper = task.paper(row.revision_id)
    old = grades.from_json({question_id: was[question_id]})[question_id]
    share = task.key(row.revision_id).share(row.seed, response) if method in NEEDS_KEY else None
    new = regraded(old, method, share, paper.quiz.by_id[question_id].hint_cost_percent)
    before = Score(row.points, row.maximum)
    if new == old:
        return _Found(row, was, was, change(before, row.passed, before, paper.quiz.settings.pass_mark))
    after = {**was, **grades.to_json({question_id: new})}
    score = total(after, lambda name: paper.quiz.by_id[name].hint_cost_percent)
    return _Found(row, after, was, change(before, row.passed, score, paper.quiz.settings.pass_mark))


def _graded_of_old(paper: Paper, row: sa.Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """Grade an attempt from before gradings were kept."""
    asked = {question_id: paper.asked(question_id, row.seed).question for question_id in queries.questions(row.id)}
    responses = {question_id: saved.given for question_id, saved in quiz_queries.saved(row.id).items()}
    result = grade_all(list(asked.values()), responses)
    return grades.to_json(grades.of_result(result, asked, responses, frozenset(), {}, {}))


def _write(task: _Task, found: Sequence[_Found], regrade_id: UUID, by_id: UUID, at: datetime) -> None:
    if not found:
        return
    old = [_grade_row(each, 1, each.was, each.row.closed_at) for each in found if each.row.seq is None]
    new = [_grade_row(each, (each.row.seq or 1) + 1, each.grades, at, regrade_id, by_id) for each in found]
    insert_many(GradeRow, old + new, "id")
    rows = [{"attempt": each.row.id, "new_points": each.change.after.points, "new_maximum": each.change.after.maximum,
             "new_passed": each.change.passed} for each in found]  # fmt: skip
    if run_many(queries.WRITE_ATTEMPT, rows) != len(rows):
        raise RuntimeError("an attempt changed under its lock")
    named = {
        each.row.id: [grades.fact_id(each.row.id, seq) for seq in range(each.row.seq or 1, 0, -1)] for each in found
    }
    entered = progress.entered({fact_id for ids in named.values() for fact_id in ids})
    last = {attempt_id: next((each for each in ids if each in entered), None) for attempt_id, ids in named.items()}
    corrections = [_correction(task, each, last[each.row.id], at) for each in found]
    progress.correct_many(task.wish.course_id, task.wish.quiz_id, corrections)
    insert_many(NoticeRow, [_notice(each, regrade_id) for each in found if each.change.is_seen])


def _grade_row(
    found: _Found, seq: int, plain: Mapping[str, Any], at: datetime, regrade_id: UUID | None = None,
    by_id: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    row = found.row
    score, passed = (found.change.after, found.change.passed) if regrade_id else (found.change.before, row.passed)
    return {
        "id": grades.grade_id(row.id, seq),
        "attempt_id": row.id,
        "seq": seq,
        "cause": "regrade" if regrade_id else "closing",
        "regrade_id": regrade_id,
        "by_id": by_id,
        "at": at,
        "points": score.points,
        "maximum": score.maximum,
        "passed": passed,
        "questions": plain,
    }


def _correction(task: _Task, found: _Found, corrects: UUID | None, at: datetime) -> Correction:
    row, seq = found.row, found.row.seq or 1
    verb = Verb.PASSED if found.change.passed else Verb.FAILED
    if task.paper(row.revision_id).quiz.settings.pass_mark is None:
        verb = Verb.SUBMITTED
    fact = Fact(task.wish.quiz_id, verb, at, found.change.after, str(row.revision_id),
                grades.fact_id(row.id, seq + 1), corrects)  # fmt: skip
    return Correction(row.person_id, fact)


def _notice(found: _Found, regrade_id: UUID) -> dict[str, Any]:
    before, after = found.change.before, found.change.after
    return {"attempt_id": found.row.id, "regrade_id": regrade_id, "person_id": found.row.person_id,
            "points_before": before.points, "maximum_before": before.maximum, "points": after.points,
            "maximum": after.maximum, "passed_by_it": found.change.passed and not found.row.passed,
            "dismissed_at": None}  # fmt: skip
