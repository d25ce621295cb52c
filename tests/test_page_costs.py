"""What pages cost: statements and bytes, which never flicker. Time is measured by `python3 run.py bench`.

The budgets are those of docs/performance.md. A page that needs more must say why there.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from learning.analytics import service as analytics
from learning.app import BASE
from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.db import db
from learning.people.actor import Grant, Role, course_scope
from tests.factories.graded import take
from tests.factories.site import NOW, Someone, browser, check_in, post, someone

SMALL, REAL = "small", "c102-essentials"
LESSON, QUIZ = f"/courses/{SMALL}/lessons/welcome", f"/courses/{SMALL}/quizzes/practice"
SAMPLE = BASE / "tests" / "samples" / "courses" / SMALL
REAL_LESSON, REAL_QUIZ = f"/courses/{REAL}/lessons/common-pattern", f"/courses/{REAL}/quizzes/pre-test"

NOT_COUNTED = ("BEGIN", "PRAGMA", "SELECT COURSE.ID, COURSE.REVISION_ID")
"""What is no question of the page itself; the list of courses is asked once a second, not once a page."""

KB = 1024
BUDGETS = {
    "/": (24, 7),
    f"/courses/{REAL}": (56, 8),
    REAL_LESSON: (40, 12),
    REAL_QUIZ: (16, 5),
    "question": (16, 5),
    "/my-learning": (16, 5),
    "/login": (12, 4),
}
"""Page to its largest size in KB, as HTML and compressed."""


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """List the statements that are sent to the store."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        plain = " ".join(statement.split())
        if not plain.upper().startswith(NOT_COUNTED):
            seen.append(plain)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def learner(app: Flask, small_course: str) -> Someone:
    return someone(app, enrolled_in=small_course)


@pytest.fixture
def client(app: Flask, learner: Someone) -> FlaskClient:
    return browser(app, learner)


def cost(app: Flask, client: FlaskClient, path: str) -> list[str]:
    """Return the statements of a page that was opened before, so that what is kept by revision is at hand."""
    assert client.get(path).status_code == 200
    with statements(app) as seen:
        assert client.get(path).status_code == 200
    return seen


def begun(client: FlaskClient, quiz: str = QUIZ) -> str:
    """Begin a quiz and return the address of its first question."""
    return str(post(client, f"{quiz}/attempts").headers["Location"])


def test_a_lesson_asks_the_store_three_times(app: Flask, client: FlaskClient) -> None:
    assert len(cost(app, client, LESSON)) == 3  # the session, the learner's record, the note


def test_a_lesson_asks_nothing_for_a_visitor(app: Flask, learner: Someone) -> None:
    assert cost(app, browser(app), LESSON) == []


def test_the_front_door_asks_nothing_for_a_visitor_and_once_for_what_waits(app: Flask, client: FlaskClient) -> None:
    assert cost(app, browser(app), "/") == []
    assert len(cost(app, client, "/")) == 2  # the session, what waits to be reviewed


def test_a_question_asks_the_store_three_times(app: Flask, client: FlaskClient) -> None:
    assert len(cost(app, client, begun(client))) == 3  # the session, the attempt, its answers


@pytest.mark.parametrize("script", [True, False])
def test_a_save_asks_three_times_and_writes_in_one_of_them(app: Flask, client: FlaskClient, script: bool) -> None:
    first = begun(client)
    accept = "application/json" if script else "text/html"
    post(client, first, accept, answer="0", key=uuid4())
    with statements(app) as seen:
        assert post(client, first, accept, answer="1", key=uuid4()).status_code == (200 if script else 303)
    assert [statement.split()[0] for statement in seen] == ["SELECT", "SELECT", "INSERT"]


def test_my_learning_asks_as_often_for_one_course_as_for_five(
    app: Flask, client: FlaskClient, learner: Someone, tmp_path: Path
) -> None:
    with_one = cost(app, client, "/my-learning")
    for number in range(2, 6):
        _enrol_in_copy(app, learner, tmp_path / f"{SMALL}-{number}")
    with_five = cost(app, client, "/my-learning")
    assert len(with_one) == len(with_five) == 3  # the session, the records, what waits to be reviewed


@pytest.mark.parametrize("page", ["", "/practice"])
def test_statistics_ask_twice_whatever_was_handed_in(app: Flask, small_course: str, page: str) -> None:
    client = browser(app, someone(app, grants=[Grant(Role.TRAINER, course_scope(small_course))]))
    costs = []
    for learners in (3, 60):
        with app.app_context():
            take(small_course, "practice", learners, NOW)
            analytics.refresh_all(NOW)
        costs.append(len(cost(app, client, f"/courses/{small_course}/statistics{page}")))
    assert costs == [2, 2]  # the session, the summary


def _enrol_in_copy(app: Flask, learner: Someone, folder: Path) -> None:
    shutil.copytree(SAMPLE, folder)
    settings = folder / "course.yaml"
    settings.write_text(settings.read_text().replace(f"id: {SMALL}\n", f"id: {folder.name}\n", 1))
    check_in(app, folder)
    with app.app_context():
        cohorts.enrol(learner.actor, folder.name, NOW)
        courses.forget()


def test_pages_keep_their_budgets_of_bytes(site: Flask) -> None:
    check_in(site, BASE / "courses" / REAL)
    client = browser(site, someone(site, enrolled_in=REAL))
    question = begun(client, REAL_QUIZ)
    over = []
    for page, (plain_kb, packed_kb) in BUDGETS.items():
        reader = browser(site) if page == "/login" else client
        response = reader.get(question if page == "question" else page, headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 200
        packed, plain = len(response.data), len(gzip.decompress(response.data))
        if plain > plain_kb * KB or packed > packed_kb * KB:
            over.append(f"{page}: {plain / KB:.1f} KB of {plain_kb}, compressed {packed / KB:.1f} of {packed_kb}")
    assert not over, "\n".join(over)


def test_an_answer_saved_by_script_is_acknowledged_in_few_bytes(client: FlaskClient) -> None:
    saved = post(client, begun(client), "application/json", answer="0", key=uuid4())
    assert saved.status_code == 200
    assert len(saved.data) <= 200


def test_an_unchanged_lesson_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(LESSON, headers={"Accept-Encoding": "gzip"})
    again = client.get(LESSON, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
