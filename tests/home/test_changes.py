"""What changed since somebody did a lesson or a quiz: told calmly, and nothing that an answer could be taken from."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from learning.courses import service as courses
from learning.db import db
from learning.lessons import service as lessons
from learning.quiz import service as quizzes
from tests.factories.site import NOW, Someone, browser, check_in, post, someone
from tests.factories.store import count
from tests.factories.world import copy_course
from tests.test_page_costs import cost

LESSON, CHANGES = "/courses/small/lessons/welcome", "/courses/small/changes/welcome"
QUIZ, QUIZ_CHANGES = "/courses/small/quizzes/practice", "/courses/small/changes/practice"
NOTE = "changed since you completed it on"


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    found = copy_course(tmp_path, "small")
    check_in(app, found)
    return found


@pytest.fixture
def learner(app: Flask, folder: Path) -> Someone:
    """Somebody who has read the first lesson and handed the practice in."""
    found = someone(app, enrolled_in="small")
    with app.app_context():
        lessons.finish(found.actor, "small", "welcome", NOW)
        attempt = quizzes.begin(found.actor, "small", "practice", 7, uuid4(), NOW)
        quizzes.submit(found.actor, attempt.id, NOW)
    return found


@pytest.fixture
def client(app: Flask, learner: Someone) -> FlaskClient:
    return browser(app, learner)


def rewrite(app: Flask, folder: Path, file: str, *changes: tuple[str, str]) -> None:
    """Change words of a text and check the course in."""
    path = folder / file
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    check_in(app, folder)
    with app.app_context():
        courses.forget()


def test_a_changed_lesson_says_so_until_it_is_done_again(app: Flask, folder: Path, client: FlaskClient) -> None:
    assert NOTE not in client.get(LESSON).text
    assert client.get(CHANGES).status_code == 404
    path = folder / "10-first/10-welcome.md"
    path.write_text(path.read_text() + "\nA wholly new paragraph of 5 < 6 words.\n")
    rewrite(app, folder, "10-first/10-welcome.md")
    assert NOTE in client.get(LESSON).text
    page = client.get(CHANGES).text
    assert "A wholly new paragraph" in page
    assert "5 &lt; 6" in page
    assert post(client, f"{LESSON}/done").status_code == 303
    assert NOTE not in client.get(LESSON).text
    assert count(app, "fact") == 3
    assert post(client, f"{LESSON}/done").status_code == 303
    assert count(app, "fact") == 3


def test_the_note_costs_no_statement_more(app: Flask, folder: Path, client: FlaskClient) -> None:
    before = cost(app, client, LESSON)
    path = folder / "10-first/10-welcome.md"
    path.write_text(path.read_text() + "\nAnother paragraph.\n")
    rewrite(app, folder, "10-first/10-welcome.md")
    assert len(cost(app, client, LESSON)) == len(before) == 3


def test_settings_alone_are_no_change(app: Flask, folder: Path, client: FlaskClient) -> None:
    rewrite(app, folder, "10-first/10-welcome.md", ("minutes: ", "minutes: 1"))
    assert NOTE not in client.get(LESSON).text


def test_records_from_before_revisions_were_kept_say_nothing(app: Flask, folder: Path, client: FlaskClient) -> None:
    with app.app_context(), db.engine.begin() as connection:
        old = '{"welcome": {"c": "2026-11-23T12:00:00+00:00"}}'
        connection.execute(sa.text("UPDATE record SET standings = :old"), {"old": old})
    path = folder / "10-first/10-welcome.md"
    path.write_text(path.read_text() + "\nAnother paragraph.\n")
    rewrite(app, folder, "10-first/10-welcome.md")
    assert NOTE not in client.get(LESSON).text


def test_a_quiz_tells_titles_and_prompts_and_nothing_else(app: Flask, folder: Path, client: FlaskClient) -> None:
    key_alone = ("- [x] Nine\n- [ ] Eleven", "- [ ] Nine\n- [x] Eleven")
    rewrite(app, folder, "10-first/20-practice.quiz.md", key_alone)
    assert client.get(QUIZ_CHANGES).status_code == 404
    rewrite(
        app, folder, "10-first/20-practice.quiz.md",
        ("How many Articles are there?", "How many Articles has it?"), ("- [x] 87", "- [x] 88"), ("Two are", "None is"),
    )  # fmt: skip
    assert "This quiz changed since you handed it in" in client.get(QUIZ).text
    page = client.get(QUIZ_CHANGES).text
    assert "has it?" in page
    for secret in ("Eleven", "88", "None is missing", "The last one is"):
        assert secret not in page
    rewrite(app, folder, "10-first/20-practice.quiz.md", ("title: Practice\n", "title: Practice\npurpose: test\n"))
    hidden = client.get(QUIZ_CHANGES).text
    assert ("has it?" in hidden, "not shown here" in hidden) == (False, True)


def test_another_s_changes_are_not_there(app: Flask, folder: Path, client: FlaskClient) -> None:
    path = folder / "10-first/10-welcome.md"
    path.write_text(path.read_text() + "\nAnother paragraph.\n")
    rewrite(app, folder, "10-first/10-welcome.md")
    other = browser(app, someone(app, enrolled_in="small"))
    assert other.get(CHANGES).status_code == 404
    assert browser(app).get(CHANGES).headers["Location"].startswith("/login")
    assert client.get("/courses/small/changes/none").status_code == 404
