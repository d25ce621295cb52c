"""The books of the shipped course: whole, readable without a site, and without what their readers may not know."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from learning.app import BASE, create_app
from learning.books import service as books
from learning.books.shelf import Edition, volumes
from learning.books.tree import Element, parse
from learning.courses import service as courses
from learning.courses.course import Course
from learning.db import db
from learning.markup.plain import paragraphs
from learning.quiz.papers.service import paper_of
from learning.quiz.questions import Question
from tests.factories.site import check_in, make_config

REAL = "c102-essentials"
STATEMENT = "It is not issued by the International Labour Organization"


@dataclass(frozen=True)
class Shelf:
    """The course and its HTML books as trees, by edition and name; what each question explains, in plain words."""

    course: Course
    pages: dict[tuple[Edition, str], Element]
    practice: tuple[Question, ...]
    drawn: tuple[Question, ...]
    tests: tuple[Question, ...]
    explained: dict[str, str]
    whole: bytes


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("books")
    (folder / "learning.sqlite").write_bytes(sqlite_template.read_bytes())
    app = create_app(make_config(folder), "k" * 32)
    check_in(app, BASE / "courses" / REAL)
    with app.app_context():
        course = courses.current(REAL)
        pages = {
            (each.edition, each.name): parse(books.typeset(course, each).decode().removeprefix("<!DOCTYPE html>\n"))
            for each in volumes(course)
            if each.module
        }
        practice: list[Question] = []
        drawn: list[Question] = []
        tests: list[Question] = []
        explained: dict[str, str] = {}
        for activity in course.activities:
            if activity.kind == "quiz":
                paper = paper_of(course, activity.id)
                is_test = paper.quiz.settings.purpose != "practice"
                for question in (*paper.quiz.questions, *paper.quiz.pool):
                    asked = paper.asked(question.id, 0)  # with its numbers, where they are drawn
                    own = practice if question.id not in paper.shelves else drawn
                    (tests if is_test else own).append(asked.question)
                    if not question.explanation:  # a case explains its parts
                        continue
                    explained[question.id] = " ".join(paragraphs(asked.html[asked.question.explanation]))
        whole = books.typeset(course, volumes(course)[0])
        yield Shelf(course, pages, tuple(practice), tuple(drawn), tuple(tests), explained, whole)
        courses.forget()
        db.engine.dispose()


def words(shelf: Shelf, edition: Edition) -> str:
    """Return all words of the HTML books of an edition."""
    return " ".join(root.text() for (each, _), root in shelf.pages.items() if each is edition)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_a_learner_s_book_holds_the_practice_questions_and_no_answer(shelf: Shelf) -> None:
    text = words(shelf, Edition.LEARNERS)
    assert len(shelf.practice) > 80
    assert [each.id for each in shelf.practice if squeezed(each.title) not in text] == []
    assert [name for name, explained in shelf.explained.items() if squeezed(explained) in text] == []
    assert "☐" in text
    assert "☑" not in text


def test_a_learner_s_book_holds_nothing_that_is_drawn(shelf: Shelf) -> None:
    text = words(shelf, Edition.LEARNERS)
    asked_here = {squeezed(each.title) for each in shelf.practice}
    drawn = [each for each in (*shelf.drawn, *shelf.tests) if squeezed(each.title) not in asked_here]
    assert len(drawn) > 150
    assert [each.id for each in drawn if f". {squeezed(each.title)}" in text] == []


def test_the_trainers_book_holds_the_answers_of_practice_and_no_test(shelf: Shelf) -> None:
    text = words(shelf, Edition.TRAINERS)
    here = (*shelf.practice, *shelf.drawn)
    assert [each.id for each in here if squeezed(each.title) not in text] == []
    assert [each.id for each in here if squeezed(shelf.explained.get(each.id, "")) not in text] == []
    assert "☑" in text
    titles = {squeezed(each.title) for each in here}
    tests = [each for each in shelf.tests if squeezed(each.title) not in titles]
    assert len(tests) > 60
    assert [each.id for each in tests if f". {squeezed(each.title)}" in text] == []


def test_a_file_needs_nothing_beside_itself(shelf: Shelf) -> None:
    for key, root in shelf.pages.items():
        elements = list(root.walk())
        ids = [each.attributes["id"] for each in elements if "id" in each.attributes]
        assert len(ids) == len(set(ids)), key
        assert not [each.tag for each in elements if each.tag in ("script", "link", "iframe", "form", "input")], key
        for each in elements:
            assert each.attributes.get("src", "data:image/").startswith("data:image/"), key
            target = each.attributes.get("href", "https://")
            assert target.startswith("https://") or target[1:] in ids, (key, target)
            assert not [name for name in each.attributes if name.startswith("on")], key


def test_every_file_says_what_it_is(shelf: Shelf) -> None:
    for (edition, name), root in shelf.pages.items():
        text = root.text()
        assert STATEMENT in text, name
        assert "Revision 1 of" in text, name
        assert ("for trainers only" in text) == edition.has_answers, name


def test_the_pdf_is_tagged_in_its_language_with_a_title_and_an_outline(shelf: Shelf) -> None:
    reader = PdfReader(io.BytesIO(shelf.whole))
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == shelf.course.title
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.xmp_metadata is not None
    assert b"<pdfuaid:part>1<" in reader.xmp_metadata.stream.get_data()
    titles = list(outline(reader.outline))
    expected = [
        title for module in shelf.course.modules for title in (module.title, *(a.title for a in module.activities))
    ]
    assert [title for title in expected if title not in titles] == []


def outline(entries: list[object]) -> Iterator[str]:
    """Yield the titles of a PDF's outline, with all below them."""
    for entry in entries:
        if isinstance(entry, list):
            yield from outline(entry)
        elif isinstance(entry, Destination):
            yield str(entry.title)


def test_the_words_can_be_taken_out_of_the_pdf(shelf: Shelf) -> None:
    reader = PdfReader(io.BytesIO(shelf.whole))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert STATEMENT.replace(" ", "") in text
    for root in (root for (edition, _), root in shelf.pages.items() if edition is Edition.LEARNERS):
        for paragraph in [each for each in root.walk() if each.tag == "p" and not each.has("meta")][3:]:
            said = "".join(paragraph.text().split())[:40]
            assert said in text or said.replace("·", "") in text.replace("·", ""), paragraph.text()[:80]


def test_the_same_course_gives_the_same_book(shelf: Shelf) -> None:
    assert books.typeset(shelf.course, volumes(shelf.course)[0]) == shelf.whole
