"""The site that is measured: a temporary instance on either engine, five courses, a thousand learners with sessions.

Learners and their sessions are put straight into the tables: no thousand passwords are hashed.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from bench import bulk, floor, load
from learning.app import BASE, KINDS, create_app
from learning.cli import secret_key
from learning.cohorts import service as cohorts
from learning.cohorts.tables import Enrolment
from learning.config import PREFIX, Config, sqlalchemy_url
from learning.courses import service as courses
from learning.courses.course import Course
from learning.db import db
from learning.kernel.ids import derived_id
from learning.people import service as people
from learning.people.actor import Actor, Constituency, Grant, Role, course_scope
from learning.people.persons import Details, Stay
from learning.people.service import HASHER
from learning.people.tables import Person, SessionRow
from learning.people.tokens import fingerprint
from learning.progress.ledger import Standing, to_json
from learning.progress.tables import RecordRow
from learning.quiz.regrading.service import Wish
from learning.web.actor import SESSION_KEY
from learning.web.forms import FIELD

COURSES = 5
LEARNERS = 1_000
WITH_PASSWORD = 40
PASSWORD = "nine branches, one pattern"
MODEL = "c102-essentials"
"""The course that is copied under other ids."""

QUIZ = "twenty-questions"
QUESTIONS = 20
TEST = "certifying-test"
BULK = "ten-thousand"
BANK_QUESTIONS = 60
SETTLED = timedelta(days=7)


@dataclass(frozen=True)
class Site:
    """Where the measured site is, and how to come in. `cookies` are the product's, `floor_cookies` the floor's.

    `pages` are the first pages of all activities of the first course. `made` is what was measured while the site was
    made: the load of the course, and the work on many attempts at once.
    """

    engine: str
    environ: Mapping[str, str]
    floor_url: str
    database_url: str
    key: str
    course_ids: tuple[str, ...]
    lesson_id: str
    pages: tuple[str, ...]
    cookies: tuple[str, ...]
    floor_cookies: tuple[str, ...]
    trainer_cookie: str
    made: Mapping[str, float]

    @property
    def lesson(self) -> str:
        """The address of the lesson that is read."""
        return f"/courses/{self.course_ids[0]}/lessons/{self.lesson_id}"

    @property
    def quiz(self) -> str:
        """The address of the quiz that is taken."""
        return f"/courses/{self.course_ids[0]}/quizzes/{QUIZ}"

    @property
    def test(self) -> str:
        """The address of the certifying test."""
        return f"/courses/{self.course_ids[0]}/quizzes/{TEST}"

    @property
    def statistics(self) -> str:
        """The address of the statistics of a quiz with many attempts."""
        return f"/courses/{self.course_ids[0]}/statistics/{BULK}"

    def backends(self) -> list[int]:
        """Return the database's processes that serve this site, where they are on this machine; none for SQLite."""
        return bulk.backends_of(self.database_url)


@contextmanager
def sites(folder: Path, server_url: str) -> Iterator[Site]:
    """Make the site in `folder`, on PostgreSQL when a server is named, in a database that is dropped in the end."""
    if not server_url:
        yield _make(folder, "")
        return
    name = f"learning_bench_{os.getpid()}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield _make(folder, urlsplit(server_url)._replace(path=f"/{name}").geturl())
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _make(folder: Path, database_url: str) -> Site:
    course_ids = _copy_courses(folder / "courses")
    settings = {"LEARNING_INSTANCE": str(folder / "instance"), "LEARNING_COURSES": str(folder / "courses"),
                "LEARNING_DATABASE_URL": database_url, "LEARNING_BOOKS": "no"}  # fmt: skip
    environ = {**_outside(folder), **settings}
    config = Config.from_environ(settings, BASE)
    key = secret_key(config.instance)
    app = create_app(config, key)
    with app.app_context():
        upgrade()
        db.session.remove()
        made = load.loads(environ)
        for problem in (
            each for found in courses.check_in_all(config.courses, KINDS, _now()) for each in found.problems
        ):
            if problem.is_error:
                raise RuntimeError(f"the courses have errors: {problem}")
        served = courses.catalogue()
        secrets_ = _seed(served)
        trainer, trainer_secret = _trainer()
        made |= _bulk(trainer, config.courses / MODEL, database_url)
        db.session.remove()
        db.engine.dispose()
        courses.forget()
    cookies = tuple(_cookie(app, {FIELD: floor.TOKEN, SESSION_KEY: secret}) for secret in secrets_)
    floor_url = sqlalchemy_url(database_url) if database_url else f"sqlite+pysqlite:///{folder / 'floor.sqlite'}"
    floor_app = floor.create_app({"url": floor_url, "secret_key": key, "pages": {}, "questions": QUESTIONS})
    with floor_app.app_context():
        floor.fill(LEARNERS)
        floor.db.engine.dispose()
    floor_cookies = tuple(
        _cookie(floor_app, {"_user_id": str(number), "_fresh": True, "csrf_token": floor.TOKEN})
        for number in range(1, LEARNERS + 1)
    )
    lesson = next(each for each in served[0].activities if each.kind == "lesson")
    pages = tuple(each.address(served[0].id) for each in served[0].activities)
    return Site("PostgreSQL" if database_url else "SQLite", environ, floor_url, database_url, key,
                tuple(course_ids), lesson.id, pages, cookies, floor_cookies,
                _cookie(app, {FIELD: floor.TOKEN, SESSION_KEY: trainer_secret}), made)  # fmt: skip


def _outside(folder: Path) -> dict[str, str]:
    """Return this process's environment without settings of the platform, and with a place for bytecode.

    A server finds its bytecode from the second start on, also where whoever runs the benchmark has Python write none.
    """
    found = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**found, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def _trainer() -> tuple[Actor, str]:
    """Make the trainer of the first course and return them with the secret of their session."""
    grants = (Grant(Role.TRAINER, course_scope(MODEL)),)
    details = Details("Trainer", Constituency.GOVERNMENT, "SN", "", "en")
    person_id = people.install(details, "trainer@example.org", None, grants, _now())
    secret = people.open_session(person_id, Stay(timedelta(days=1)), _now())
    return Actor(person_id, "Trainer", Constituency.GOVERNMENT, "SN", "en", grants), secret


def _bulk(trainer: Actor, folder: Path, database_url: str) -> dict[str, float]:
    """Make ten thousand attempts and return what their statistics and a regrade of them all cost, in CPU seconds."""
    questions = [f"bulk-{number}" for number in range(1, QUESTIONS + 1)]
    bulk.fill(MODEL, BULK, questions, lambda number: _person(number, None, _now()), _now())

    def backends() -> list[int]:
        return bulk.backends_of(database_url)

    cold = bulk.statistics(MODEL, BULK, _now(), backends)
    wish = Wish(MODEL, BULK, questions[0], bulk.NEW_KEY)
    quiz = folder / f"99-bench/30-{BULK}.quiz.md"
    preview, applied = bulk.regrade(trainer, folder, quiz, wish, _now(), backends)
    bulk.statistics(MODEL, BULK, _now(), backends)
    return {"statistics_cpu_s": cold, "regrade_preview_cpu_s": preview, "regrade_cpu_s": applied}


def _now() -> datetime:
    return datetime.now(UTC)


def _copy_courses(target: Path) -> list[str]:
    found = [MODEL, *(f"{MODEL}-{number}" for number in range(2, COURSES + 1))]
    for course_id in found:
        shutil.copytree(BASE / "courses" / MODEL, target / course_id, ignore=shutil.ignore_patterns("retired.yaml"))
        settings = target / course_id / "course.yaml"
        settings.write_text(settings.read_text().replace(f"id: {MODEL}\n", f"id: {course_id}\n", 1))
    module = target / MODEL / "99-bench"
    module.mkdir()
    (module / "module.yaml").write_text("id: bench\ntitle: Bench\nsummary: A quiz of twenty questions, and a test.\n")
    (module / f"10-{QUIZ}.quiz.md").write_text(_quiz())
    (module / f"20-{TEST}.quiz.md").write_text(_test())
    (module / f"30-{BULK}.quiz.md").write_text(_many())
    bank = target / MODEL / "bank"
    bank.mkdir(exist_ok=True)
    (bank / "90-bench.quiz.md").write_text(_bank())
    return found


def _quiz() -> str:
    head = f"---\nid: {QUIZ}\ntitle: Twenty questions\npass_mark: 70%\n---\n"
    return head + "".join(_question("question", number) for number in range(1, QUESTIONS + 1))


def _test() -> str:
    return (
        f"---\nid: {TEST}\ntitle: The certifying test\npurpose: test\ncertifying: yes\npass_mark: 70%\nattempts: 2\n"
        "time_limit: 60\nwait: 60\nreview: after-pass\ndraw: 20\ndraw_from: [bench]\n---\n"
    )


def _many() -> str:
    head = f"---\nid: {BULK}\ntitle: The quiz of ten thousand\npass_mark: 70%\n---\n"
    labels = "Outcome: name-branches\n"
    return head + "".join(_question("bulk", number, labels) for number in range(1, QUESTIONS + 1))


def _bank() -> str:
    head = "---\nid: bench-bank\ntitle: The bank of the test\n---\n"
    outcomes = ("name-branches", "choose-parts", "use-pattern", "count-persons")
    return head + "".join(
        _question("bank", number, f"Outcome: {outcomes[number % len(outcomes)]}\nTags: bench\n")
        for number in range(1, BANK_QUESTIONS + 1)
    )


def _question(name: str, number: int, labels: str = "") -> str:
    return (
        f"\n## Question {number}: which of these Parts names branch {number}? {{#{name}-{number}}}\n\nChoose one:\n"
        "- [ ] The first of the Parts that treat a branch\n  > Count again from Part II.\n"
        f"- [x] The one that treats branch {number}\n- [ ] The Part on common provisions\n- [ ] None of the Parts\n\n"
        f"{labels}Explanation: Parts II to X each treat one branch, in the order of the Convention.\n"
        "Source: C102 Parts II-X\n"
    )


def _seed(served: list[Course]) -> list[str]:
    """Put learners, sessions, enrolments and half of a record each into the tables; return the sessions' secrets."""
    now = _now()
    hashed = HASHER.hash(PASSWORD)
    people = [_person(number, hashed if number < WITH_PASSWORD else None, now) for number in range(LEARNERS)]
    found = [secrets.token_urlsafe(24) for _ in people]
    sessions = [
        {"token_hash": fingerprint(secret), "person_id": person["id"], "created_at": now, "remembered": False,
         "expires_at": now + timedelta(days=1), "device": "bench"}
        for secret, person in zip(found, people, strict=True)
    ]  # fmt: skip
    db.session.execute(sa.insert(Person), people)
    db.session.execute(sa.insert(SessionRow), sessions)
    db.session.commit()
    first = Actor(UUID(str(people[0]["id"])), "Learner", Constituency.GOVERNMENT, "SN", "en", ())
    for course in served:
        cohorts.enrol(first, course.id, now - SETTLED)  # makes the open cohort
        cohort_id = derived_id("open-cohort", course.id)
        rest = [
            {"id": uuid4(), "person_id": person["id"], "cohort_id": cohort_id, "course_id": course.id,
             "enrolled_at": now - SETTLED}
            for person in people[1:]
        ]  # fmt: skip
        db.session.execute(sa.insert(Enrolment), rest)
        db.session.execute(sa.insert(RecordRow), [_record(person["id"], course, now) for person in people])
        db.session.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return found


def _person(number: int, password_hash: str | None, now: datetime) -> dict[str, object]:
    name = f"Learner {number:04}"
    login = f"learner-{number}@example.org"
    return {
        "id": uuid4(), "name": name, "name_key": name.casefold(), "login": login, "email": login,
        "password_hash": password_hash, "constituency": ("government", "employer", "worker")[number % 3],
        "country": "SN", "organisation": "", "language": "en", "state": "active", "invited_to": "", "created_at": now,
        "password_changed_at": None, "reset_asked_at": None,
    }  # fmt: skip


def _record(person_id: object, course: Course, now: datetime) -> dict[str, object]:
    """Return the record of one who has done half of the course."""
    steps = list(course.activities)
    at = now - SETTLED
    done = {step.id: Standing(at, at, at) for step in steps[: len(steps) // 2]}
    return {"person_id": person_id, "course_id": course.id, "standings": to_json(done), "place_heading": "",
            "place_activity": steps[len(steps) // 2].id, "place_at": at, "version": 1}  # fmt: skip


def _cookie(app: Flask, values: dict[str, object]) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's default one
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(values)}"
