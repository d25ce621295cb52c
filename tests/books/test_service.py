"""Books made, kept and handed out, on either engine."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader

from learning.books import service as books
from learning.books.shelf import WHOLE, Edition, volumes
from learning.books.tables import BookRow
from learning.courses import service as courses
from learning.courses.course import Course
from learning.db import db
from learning.kernel.errors import NotFound, SignInNeeded
from learning.outbox import service as outbox
from learning.people.actor import Grant, Role, course_scope
from tests.factories.books import add_books
from tests.factories.site import NOW, check_in, someone
from tests.factories.world import copy_course


def make_all(course: Course) -> None:
    """Make all books of a course; fails with the first fault."""
    faults = [f"{made.volume.name}: {made.fault}" for made in books.make(course, NOW) if made.fault]
    assert faults == []


def made_ids() -> list[str]:
    return sorted(str(row) for row in db.session.scalars(sa.select(BookRow.id)))


def test_books_are_ordered_once_for_a_revision_and_made(app: Flask, small_course: str) -> None:
    with app.app_context():
        assert books.order(NOW) == 1
        assert books.order(NOW) == 1, "still missing"
        ordered: list[str] = []

        def make(payload: dict[str, str]) -> None:
            ordered.append(payload["course"])
            make_all(courses.current(payload["course"]))

        assert outbox.work({books.ORDER: make}, NOW) == 1
        assert ordered == [small_course]
        assert outbox.work({books.ORDER: make}, NOW + timedelta(days=1)) == 0
        assert books.missing() == []
        assert books.order(NOW) == 0
        assert not list(books.make(courses.current(small_course), NOW)), "nothing is made twice"


def test_a_site_that_gets_an_address_gets_books_with_it(app: Flask, small_course: str) -> None:
    add_books(app, small_course)
    with app.app_context():
        assert books.missing() == []
        before = app.config["LEARNING"]
        app.config["LEARNING"] = replace(before, public_url="https://learning.example.org")
        try:
            course = courses.current(small_course)
            assert books.missing() == [course]
            make_all(course)
            name = next(each.name for each in volumes(course) if each.module)
            page = books.file(None, small_course, "learners", name).content.decode()
            assert f"https://learning.example.org/courses/{small_course}" in page
        finally:
            app.config["LEARNING"] = before


def test_a_new_revision_gets_new_books_and_the_old_ones_go(app: Flask, tmp_path: Path) -> None:
    folder = copy_course(tmp_path, "small")
    check_in(app, folder)
    add_books(app, "small")
    with app.app_context():
        before = made_ids()
        assert before
    lesson = next(folder.rglob("*welcome*.md"))
    lesson.write_text(f"{lesson.read_text()}\nOne sentence more.\n")
    check_in(app, folder)
    with app.app_context():
        _, shown = books.of_course(None, "small")
        assert {each.number for each in shown} == {1}, "the old ones stand until the new ones are made"
        make_all(courses.current("small"))
        assert not set(before) & set(made_ids())
        _, shown = books.of_course(None, "small")
        assert {each.number for each in shown} == {2}
        page = books.file(
            None, "small", "learners", next(v.name for v in volumes(courses.current("small")) if v.module)
        )
        assert "One sentence more." in page.content.decode()


def test_a_book_that_cannot_be_set_is_told_and_the_others_are_made(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = copy_course(tmp_path, "small")
    settings = folder / "course.yaml"
    settings.write_text(re.sub(r"(?m)^title: .*$", "title: ประกันสังคม", settings.read_text()))
    check_in(app, folder)
    with app.app_context():
        course = courses.current("small")
        made = list(books.make(course, NOW))
        faults = {each.volume.name: each.fault for each in made if each.fault}
        assert set(faults) == {WHOLE}
        assert "could not be displayed" in faults[WHOLE]
        assert any("book-failed" in record.message for record in caplog.records)
        assert {each.volume.name for each in made} == {each.name for each in volumes(course)}
        assert [each.volume.name for each in books.make(course, NOW)] == [WHOLE, WHOLE], "tried again, alone"


def test_a_course_in_arabic_is_set_in_arabic(app: Flask, tmp_path: Path) -> None:
    folder = copy_course(tmp_path, "small")
    settings = folder / "course.yaml"
    words = re.sub(r"(?m)^title: .*$", "title: الضمان الاجتماعي", settings.read_text())
    settings.write_text(words.replace("language: en", "language: ar"))
    lesson = next(folder.rglob("*welcome*.md"))
    lesson.write_text(f"{lesson.read_text()}\nتنص المادة 71 على أن تتحمل الدولة المسؤولية العامة.\n")
    check_in(app, folder)
    with app.app_context():
        course = courses.current("small")
        whole, module = volumes(course)[:2]
        reader = PdfReader(io.BytesIO(books.typeset(course, whole)))
        assert reader.trailer["/Root"]["/Lang"] == "ar"
        text = " ".join(page.extract_text() for page in reader.pages)
        for word in ("الضمان", "الاجتماعي", "المسؤولية", "العامة"):
            assert word in text
        page = books.typeset(course, module).decode()
        assert '<main class="content book" lang="ar" dir="rtl">' in page


def test_the_trainers_edition_is_for_trainers_of_the_course(app: Flask, small_course: str) -> None:
    add_books(app, small_course)
    trainer = someone(app, grants=[Grant(Role.TRAINER, course_scope(small_course))]).actor
    learner = someone(app).actor
    with app.app_context():
        for actor in (None, learner):
            assert {each.volume.edition for each in books.of_course(actor, small_course)[1]} == {Edition.LEARNERS}
            assert books.file(actor, small_course, "learners", WHOLE).content
        assert {each.volume.edition for each in books.of_course(trainer, small_course)[1]} == set(Edition)
        assert books.file(trainer, small_course, "trainers", WHOLE).name == "small-with-answers.pdf"
        with pytest.raises(SignInNeeded):
            books.file(None, small_course, "trainers", WHOLE)
        with pytest.raises(NotFound):
            books.digest_of(learner, small_course, "trainers", WHOLE)
        for edition, name in (("others", WHOLE), ("learners", "none.html"), ("learners", "../course.pdf")):
            with pytest.raises(NotFound):
                books.file(trainer, small_course, edition, name)
