"""A course whose key was wrong: what a learner was told, what waits for the trainers, what may still be objected to."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask

from learning.cohorts import service as cohorts
from learning.lessons import service as lessons
from learning.people.actor import Actor
from learning.quiz import service as quizzes
from learning.quiz.objections import service as objections
from learning.quiz.regrading import service as regrading
from learning.quiz.regrading.service import Wish
from tests.factories.site import check_in
from tests.factories.world import copy_course

COURSE, QUIZ, HOW_MANY = "corrected", "practice", "how-many"
SEVEN, ELEVEN = "0", "2"
REASON = "Part XI counts too: eleven is right.\nمع الشكر لمن كتب لنا."


def furnish_regrades(app: Flask, learner: Actor, other: Actor, trainer: Actor, now: datetime) -> dict[str, str]:
    """Let two learners answer before the key is corrected and one after; return the words that addresses need."""
    before = now - timedelta(days=3)
    with tempfile.TemporaryDirectory() as scratch:
        folder = copy_course(Path(scratch), COURSE)
        check_in(app, folder)
        for actor in (learner, other):
            cohorts.enrol(actor, COURSE, before)
            lessons.finish(actor, COURSE, "welcome", before)
        regraded, open_one = _hand_in(learner, ELEVEN, before), _hand_in(other, SEVEN, before)
        objections.raise_objection(learner, regraded, 1, "I counted them twice.", uuid4(), before)
        _rewrite(
            folder / "10-first/20-practice.quiz.md", "- [x] Nine\n- [ ] Eleven", "- [ ] Nine\n- [x] Eleven of them"
        )
        _rewrite(folder / "10-first/10-welcome.md", "", "\nEleven Parts matter here, and each has its own figures.\n")
        check_in(app, folder)
    key = regrading.desk(trainer, COURSE, QUIZ, HOW_MANY).keys[0]
    wish = Wish(COURSE, QUIZ, HOW_MANY, chosen={key.version: {"answer": {ELEVEN: 2}}})
    seal = regrading.preview(trainer, wish).print
    regrading.apply(trainer, wish, REASON, seal, uuid4(), now - timedelta(days=1))
    objections.raise_objection(other, open_one, 1, "Seven are in my law book.\nسبعة فقط.", uuid4(), now)
    return {"regraded": str(regraded), "disputed": str(_hand_in(learner, SEVEN, before))}


def _rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new) if old else text + new)


def _hand_in(learner: Actor, place: str, at: datetime) -> UUID:
    attempt = quizzes.begin(learner, COURSE, QUIZ, 7, uuid4(), at)
    asked = quizzes.sheet(learner, attempt.id, 1).asked
    values = asked.question.interaction.form_values({"answer": [place]}, asked.order)
    quizzes.save(learner, attempt.id, 1, values, False, uuid4(), at)
    quizzes.submit(learner, attempt.id, at)
    return attempt.id
