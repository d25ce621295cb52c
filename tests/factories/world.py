"""A site with people of every role and things of theirs, for tests of who may do what."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient

from learning.cohorts import service as cohorts
from learning.kernel.ids import derived_id
from learning.lessons import service as lessons
from learning.people.actor import SITE, Actor, Constituency, Grant, Role, course_scope
from learning.quiz import service as quizzes
from learning.quiz.objections import service as objections
from learning.quiz.regrading import service as regrading
from learning.quiz.regrading.methods import Method
from learning.quiz.regrading.service import Wish
from learning.quiz.saving import service as saving
from learning.quiz.uploads import service as uploads
from learning.recall import service as recall
from learning.remarks import service as remarks
from tests.factories.books import add_books
from tests.factories.files import FILES
from tests.factories.site import NOW, Someone, browser, check_in, someone
from tests.factories.work import FILE, LONG, add_work

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8ffff3f0300080002ff4c0f2c930000000049454e44ae426082"
)
"""A picture of one point."""

SMALL = Path(__file__).parent.parent / "samples" / "courses" / "small"
ROLES = ("visitor", "trainee", "other", "trainer", "far", "admin")
"""In the order of every table: a visitor; the trainee whose things they are; another trainee of the course; the
trainer of the course; the trainer of another course; the administrator."""


@dataclass
class World:
    """The people by role (the visitor is None) and the ids of things, as addresses hold them."""

    app: Flask
    people: dict[str, Someone | None]
    ids: dict[str, str] = field(default_factory=dict)

    def browser(self, role: str) -> FlaskClient:
        """Return a new browser of the role."""
        return browser(self.app, self.people[role])

    def someone(self, role: str) -> Someone:
        """Return the person of a role."""
        found = self.people[role]
        assert found is not None
        return found


def copy_course(folder: Path, course_id: str, source: Path = SMALL) -> Path:
    """Copy a course under another id and return its folder."""
    target = folder / course_id
    shutil.copytree(source, target)
    (target / "20-second/media").mkdir(exist_ok=True)
    (target / "20-second/media/dot.png").write_bytes(DOT)
    settings = target / "course.yaml"
    settings.write_text(settings.read_text().replace(f"id: {source.name}\n", f"id: {course_id}\n"))
    return target


def course_with_work(folder: Path) -> Path:
    """Return the folder of a copy of the small course with a quiz that a person marks."""
    return add_work(copy_course(folder, "small"))


def make_world(app: Flask, folder: Path) -> World:
    """Make two courses, the people, and the trainee's attempts, session of review, note and remark."""
    check_in(app, course_with_work(folder))
    check_in(app, copy_course(folder, "other-course"))
    add_books(app, "small")
    add_books(app, "other-course")
    people: dict[str, Someone | None] = {
        "visitor": None,
        "trainee": someone(app, "Amina Diallo", enrolled_in="small"),
        "other": someone(app, "Carlos Rivera", Constituency.EMPLOYER, enrolled_in="small"),
        "trainer": someone(app, "Maria Novak", grants=[Grant(Role.TRAINER, course_scope("small"))]),
        "far": someone(app, "Paul Weiss", grants=[Grant(Role.TRAINER, course_scope("other-course"))]),
        "admin": someone(app, "Ada Admin", grants=[Grant(Role.ADMINISTRATOR, SITE)]),
        "victim": someone(app, "Victor Plain"),
    }
    world = World(app, people)
    actor = world.someone("trainee").actor
    remark, far_remark, closed, opened, objection, regrade = (uuid4() for _ in range(6))
    with app.app_context():
        quizzes.begin(actor, "small", "practice", 7, closed, NOW)
        saving.save(actor, closed, 1, {"answer": ["0"]}, False, uuid4(), NOW)
        saving.save(actor, closed, 2, {"answer": ["1"]}, False, uuid4(), NOW)
        quizzes.submit(actor, closed, NOW)
        objections.raise_objection(actor, closed, 2, "One is enough.", objection, NOW)
        drop = Wish("small", "practice", "how-many", Method.DROP)
        seal = regrading.preview(world.someone("trainer").actor, drop).print
        regrading.apply(world.someone("trainer").actor, drop, "It was unclear.", seal, regrade, NOW)
        recall.begin(actor, 7, NOW + timedelta(days=3))
        quizzes.begin(actor, "small", "practice", 8, opened, NOW)
        work, upload = _hand_in(actor)
        lessons.keep_note(actor, "small", "welcome", "My own thoughts.", 0, NOW)
        remarks.report(actor, remark, "/courses/small/lessons/welcome", "A word is missing.", NOW)
        remarks.report(actor, far_remark, "/courses/other-course", "Another course.", NOW)
        cohorts.enrol(actor, "other-course", NOW)
    ids: dict[str, UUID] = {
        "open": opened,
        "closed": closed,
        "work": work,
        "upload": upload,
        "objection": objection,
        "regrade": regrade,
        "remark": remark,
        "far_remark": far_remark,
        "victim": world.someone("victim").actor.id,
        "trainee": actor.id,
        "recall": derived_id("recall-session", str(actor.id), "1"),
    }
    world.ids = {name: str(found) for name, found in ids.items()}
    return world


def _hand_in(actor: Actor) -> tuple[UUID, UUID]:
    """Hand in an attempt that waits for its marks; return its id and that of the file in it."""
    attempt = quizzes.begin(actor, "small", "work", 7, uuid4(), NOW)
    quizzes.save(actor, attempt.id, LONG, {"answer": ["Not yet, and this is why."]}, False, uuid4(), NOW)
    given = uploads.keep(actor, attempt.id, FILE, "comparison.pdf", FILES["pdf"], NOW)
    quizzes.save(actor, attempt.id, FILE, {"file": [given]}, False, uuid4(), NOW)
    quizzes.submit(actor, attempt.id, NOW)
    return attempt.id, UUID(given[:36])
