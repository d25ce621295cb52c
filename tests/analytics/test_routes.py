"""The pages of statistics: what a trainer reads, and what stands nowhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from learning.analytics import service
from learning.app import BASE
from learning.courses import service as courses
from learning.people.actor import Grant, Role, course_scope
from tests.factories.graded import take
from tests.factories.site import NOW, browser, check_in, someone
from tests.factories.world import copy_course

COURSE, QUIZ = "/courses/small/statistics", "/courses/small/statistics/practice"


@pytest.fixture
def trainer(app: Flask, small_course: str) -> FlaskClient:
    return browser(app, someone(app, "Maria Novak", grants=[Grant(Role.TRAINER, course_scope(small_course))]))


def fill(app: Flask, learners: int, quiz_id: str = "practice") -> None:
    """Let so many learners take a quiz, and compute its figures."""
    with app.app_context():
        take("small", quiz_id, learners, NOW)
        service.refresh(NOW + timedelta(days=1))


def text(client: FlaskClient, path: str) -> str:
    """Return a page."""
    response = client.get(path)
    assert response.status_code == 200
    return response.text


def test_before_any_result_the_pages_say_so(trainer: FlaskClient) -> None:
    for path in (COURSE, QUIZ):
        assert "No results yet." in text(trainer, path)


def test_a_course_lists_its_quizzes_with_their_figures(app: Flask, trainer: FlaskClient) -> None:
    fill(app, 60)
    page = text(trainer, COURSE)
    assert f'href="{QUIZ}"' in page
    assert "60" in page
    assert "Computed on" in page
    assert "What the figures mean" in page


def test_a_question_stands_beside_its_line_in_the_text(app: Flask, trainer: FlaskClient) -> None:
    fill(app, 60)
    page = text(trainer, QUIZ)
    assert "How many branches are there?" in page
    assert "10-first/20-practice.quiz.md:6" in page
    for answer in ("Seven", "Nine", "Eleven"):
        assert answer in page


def test_answers_are_shown_as_the_author_wrote_them(app: Flask, trainer: FlaskClient, tmp_path: Path) -> None:
    folder = copy_course(tmp_path, "small")
    file = folder / "10-first/20-practice.quiz.md"
    file.write_text(file.read_text().replace("- [ ] Eleven", "- [ ] *Eleven* < twelve"))
    check_in(app, folder)
    with app.app_context():
        courses.forget()
    fill(app, 5)
    assert "<em>Eleven</em> &lt; twelve" in text(trainer, QUIZ)


def test_few_answers_are_called_few(app: Flask, trainer: FlaskClient) -> None:
    fill(app, 5)
    page = text(trainer, QUIZ)
    assert "too few answers yet" in page
    assert "too few trainees yet" in page


def test_new_results_are_told_until_they_are_computed(app: Flask, trainer: FlaskClient) -> None:
    fill(app, 5)
    with app.app_context():
        take("small", "practice", 3, NOW, first=5)
    for path in (COURSE, QUIZ):
        assert "being computed anew" in text(trainer, path)


def test_nobody_is_named(app: Flask, trainer: FlaskClient) -> None:
    fill(app, 60)
    for path in (COURSE, QUIZ):
        assert "Taker" not in text(trainer, path)
        assert "taker-" not in text(trainer, path)


@pytest.mark.parametrize("course_id", ["c102-essentials", "gallery"])
def test_the_page_of_every_quiz_of_the_shipped_courses_opens(site: Flask, course_id: str) -> None:
    check_in(site, BASE / "courses" / course_id)
    reader = browser(site, someone(site, grants=[Grant(Role.TRAINER, course_scope(course_id))]))
    with site.app_context():
        quiz_ids = [each.id for each in courses.current(course_id).activities if each.kind == "quiz"]
        for quiz_id in quiz_ids:
            take(course_id, quiz_id, 33, NOW)
        assert len(service.refresh_all(NOW)) == len(quiz_ids) > 1
    for quiz_id in quiz_ids:
        assert "33" in text(reader, f"/courses/{course_id}/statistics/{quiz_id}")


@pytest.mark.parametrize("path", ["/courses/none/statistics", f"{COURSE}/none", f"{COURSE}/welcome"])
def test_what_is_not_there_is_not_found(trainer: FlaskClient, path: str) -> None:
    assert trainer.get(path).status_code == 404
