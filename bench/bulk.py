"""Work on many attempts at once: the statistics of 10,000 attempts at 20 questions, and a regrade of them all."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import sqlalchemy as sa

from bench.processes import cpu_seconds
from learning.analytics import service as analytics
from learning.app import KINDS
from learning.courses import service as courses
from learning.db import db
from learning.kernel.ids import derived_id
from learning.kernel.score import Score
from learning.people.actor import Actor
from learning.people.tables import Person
from learning.progress.ledger import Last, Standing, to_json
from learning.progress.tables import FactRow, RecordRow
from learning.quiz import grades
from learning.quiz.grades import Grade
from learning.quiz.regrading import service as regrading
from learning.quiz.regrading.methods import Method
from learning.quiz.regrading.service import Wish
from learning.quiz.tables import AttemptRow, GradeRow, ResponseRow

ATTEMPTS = 10_000
CHUNK = 500
RIGHT, PASS = 1, 14
"""The place of the right option of each question, and how many right answers pass."""


def fill(course_id: str, quiz_id: str, question_ids: list[str], person: Callable[[int], dict[str, object]],
         now: datetime) -> None:  # fmt: skip
    """Put the learners, their attempts, every answer, grades, facts and records straight into the tables."""
    dice = random.Random(20)
    revision = UUID(courses.current(course_id).revision_id)
    for start in range(0, ATTEMPTS, CHUNK):
        rows: dict[type, list[dict[str, object]]] = {
            table: [] for table in (Person, AttemptRow, ResponseRow, GradeRow, FactRow, RecordRow)
        }
        for number in range(start, start + CHUNK):
            someone = person(100_000 + number)
            rows[Person].append(someone)
            _one(rows, someone["id"], course_id, quiz_id, question_ids, revision, now, dice)
        for table, made in rows.items():
            db.session.execute(sa.insert(table), made)
        db.session.commit()


def _one(
    rows: dict[type, list[dict[str, object]]], person_id: object, course_id: str, quiz_id: str, question_ids: list[str],
    revision: UUID, now: datetime, dice: random.Random,
) -> None:  # fmt: skip
    attempt_id, began = uuid4(), now - timedelta(hours=1)
    able = dice.uniform(0.3, 0.95)
    chosen = [RIGHT if dice.random() < able else dice.choice((0, 2, 3)) for _ in question_ids]
    won = sum(place == RIGHT for place in chosen)
    passed = won >= PASS
    score = Score(Decimal(won), Decimal(len(question_ids)))
    rows[AttemptRow].append(
        {"id": attempt_id, "person_id": person_id, "course_id": course_id, "activity_id": quiz_id, "number": 1,
         "revision_id": revision, "seed": dice.getrandbits(40), "questions": question_ids, "state": "graded",
         "started_at": began, "until": None, "closed_at": now, "closed_by": "learner", "receipt": "made by the bench",
         "points": score.points, "maximum": score.maximum, "passed": passed}
    )  # fmt: skip
    rows[ResponseRow] += [
        {
            "id": uuid4(), "attempt_id": attempt_id, "seq": seq, "question_id": question, "flagged": False, "base": 0,
            "given": {"answer": [str(place)]}, "saved_at": began + timedelta(seconds=30 * seq), "set_aside": False,
            "confidence": None,
        }
        for seq, (question, place) in enumerate(zip(question_ids, chosen, strict=True), start=1)
    ]  # fmt: skip
    given = {
        question: Grade(Fraction(place == RIGHT), Decimal(place == RIGHT), Decimal(1), chosen=(f"answer:{place}",),
                        outcome="name-branches", seconds=30)
        for question, place in zip(question_ids, chosen, strict=True)
    }  # fmt: skip
    rows[GradeRow].append(
        {"id": uuid4(), "attempt_id": attempt_id, "seq": 1, "cause": "closing", "regrade_id": None, "by_id": None,
         "at": now, "points": score.points, "maximum": score.maximum, "passed": passed,
         "questions": grades.to_json(given)}
    )  # fmt: skip
    rows[FactRow].append(
        {"id": derived_id("attempt-closed", str(attempt_id)), "person_id": person_id, "course_id": course_id,
         "activity_id": quiz_id, "verb": "passed" if passed else "failed", "at": now, "revision_id": revision,
         "points": score.points, "maximum": score.maximum, "corrects": None}
    )  # fmt: skip
    standing = Standing(None, now, now if passed else None, score, Last(now, str(revision)))
    rows[RecordRow].append(
        {"person_id": person_id, "course_id": course_id, "standings": to_json({quiz_id: standing}),
         "place_activity": quiz_id, "place_heading": "", "place_at": now, "version": 1}
    )  # fmt: skip


def statistics(course_id: str, quiz_id: str, at: datetime, backends: Callable[[], list[int]]) -> float:
    """Return the CPU seconds of computing a quiz's statistics from its grades."""
    return _cost(lambda: analytics.refresh_quiz(course_id, quiz_id, at), backends)


def regrade(
    trainer: Actor, folder: Path, quiz: Path, wish: Wish, at: datetime, backends: Callable[[], list[int]]
) -> tuple[float, float]:
    """Mend the key of a question in its file, and return the CPU seconds of previewing and of applying the regrade.

    The key moves from the second option to the first one, so nearly every attempt changes.
    """
    before, _, question = quiz.read_text().partition(f"{{#{wish.question_id}}}")
    mended = question.replace("- [ ]", "- [X]", 1).replace("- [x]", "- [ ]", 1).replace("- [X]", "- [x]", 1)
    quiz.write_text(f"{before}{{#{wish.question_id}}}{mended}")
    found = courses.check_in(folder, KINDS, at)
    if not found.new:
        raise RuntimeError(f"the mended course was not checked in: {found.problems}")
    seals: list[str] = []
    preview = _cost(lambda: seals.append(regrading.preview(trainer, wish).print), backends)
    key = uuid4()
    return preview, _cost(lambda: regrading.apply(trainer, wish, "The key was wrong.", seals[0], key, at), backends)


NEW_KEY = Method.NEW_KEY


def _cost(act: Callable[[], object], backends: Callable[[], list[int]]) -> float:
    """Return the CPU seconds that an act costs this process and the database's processes."""
    db.session.execute(sa.text("SELECT 1"))  # its connection is there, so that its process is counted
    pids = backends()
    gc.collect()
    gc.freeze()  # as in a worker, where the collector leaves alone what stands before a request
    before, own = cpu_seconds(pids), time.process_time()
    act()
    spent = time.process_time() - own + cpu_seconds(pids) - before
    gc.unfreeze()
    db.session.remove()
    return spent


def backends_of(database_url: str) -> list[int]:
    """Return PostgreSQL's processes that serve a database, where they are on this machine; none for SQLite."""
    if not database_url:
        return []
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    return [pid for (pid,) in rows if Path(f"/proc/{pid}").exists()]
