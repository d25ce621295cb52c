"""Every kind of question through HTTP: answered by a plain form, told afterwards, printed."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from learning.people.actor import Grant, Role, course_scope
from learning.quiz import source
from learning.quiz.compound import Compound
from learning.quiz.questions import Quiz
from tests.factories.site import browser, check_in, post, someone
from tests.factories.world import copy_course

SAMPLE = (Path(__file__).parent / "samples" / "all-kinds.quiz.md").read_text(encoding="utf-8")
TEXT = re.sub(r"^(Read again|Outcome|attempts|draw):.*\n", "", SAMPLE, flags=re.MULTILINE).replace(
    "{#how-many}", "{#how-many-kinds}"
)
START = "/courses/small/quizzes/check-yourself"


def parsed() -> Quiz:
    quiz, problems = source.parse(TEXT)
    assert quiz is not None, problems
    return quiz


QUIZ = parsed()


@pytest.fixture
def course(site: Flask, tmp_path: Path) -> str:
    """The small course with one question of every kind in its first module."""
    folder = copy_course(tmp_path, "small")
    (folder / "10-first" / "30-kinds.quiz.md").write_text(TEXT, encoding="utf-8")
    return check_in(site, folder)


@pytest.fixture
def client(site: Flask, course: str) -> FlaskClient:
    return browser(site, someone(site, enrolled_in=course))


def begin(client: FlaskClient) -> str:
    """Begin and return the attempt's address."""
    address: str = post(client, f"{START}/attempts", key=str(uuid4())).headers["Location"]
    return address.partition("/questions/")[0]


def words(page: str) -> str:
    """What a page says, without its elements."""
    return re.sub(r"<[^>]*>", "", page).replace("&nbsp;", " ")


def test_every_kind_is_answered_by_a_plain_form_and_told_after_handing_in(client: FlaskClient) -> None:
    attempt = begin(client)
    for number, question in enumerate(QUIZ.questions, start=1):
        page = client.get(f"{attempt}/questions/{number}").get_data(as_text=True)
        fields: dict[str, str] = {}
        for name in question.interaction.field_names:
            assert f'name="{name}"' in page, (question.id, name)
            offered = re.search(rf'name="{name}" value="(\d)"|<select name="{name}"', page)
            fields[name] = "0" if offered else {"file": "", "link": "https://example.org/26"}.get(name, "26")
        assert post(client, f"{attempt}/questions/{number}", **fields).status_code == 303, question.id
        again = client.get(f"{attempt}/questions/{number}").get_data(as_text=True)
        assert len(re.findall(r' checked| selected|value="26"|26</textarea>|/26"', again)) >= len(
            [text for text in fields.values() if text]
        ), question.id
    post(client, attempt)
    shown = client.get(f"{attempt}/result").get_data(as_text=True)
    for question in QUIZ.questions:
        assert question.explanation.partition("\n")[0] in words(shown)
    told = 0
    for question in QUIZ.questions:
        parts = question.interaction.parts if isinstance(question.interaction, Compound) else ()
        told += sum(1 for part in parts if part.explanation) + bool(question.explanation)
    assert shown.count('class="explanation"') == told


def test_a_part_that_cannot_be_read_is_named_at_its_field_and_all_parts_stay(client: FlaskClient) -> None:
    attempt = begin(client)
    number = [question.id for question in QUIZ.questions].index("employee-share") + 1
    typed: dict[str, str] = {"part-1-answer": "2", "part-2-answer": "many", "part-3-answer": "tested"}
    response = post(client, f"{attempt}/questions/{number}", **typed)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert 'href="#part-2-answer"' in page
    assert 'id="part-2-answer"' in page
    assert 'value="many"' in page
    assert 'value="tested"' in page
    assert re.search(r'name="part-1-answer" value="2" checked', page)


def test_two_entries_with_one_number_are_kept_and_told(client: FlaskClient) -> None:
    attempt = begin(client)
    number = [question.id for question in QUIZ.questions].index("steps") + 1
    assert (
        post(client, f"{attempt}/questions/{number}", **{"item-0": "0", "item-1": "0", "item-2": "1"}).status_code
        == 303
    )
    page = client.get(f"{attempt}/questions/{number}").get_data(as_text=True)
    assert "Two entries have the same number." in page
    assert page.count(" selected") == 3


def test_every_kind_can_be_printed_with_and_without_its_answers(site: Flask, course: str) -> None:
    trainer = browser(site, someone(site, grants=[Grant(Role.TRAINER, course_scope(course))]))
    without = words(trainer.get(f"{START}/print").get_data(as_text=True))
    with_answers = trainer.get(f"{START}/print?answers=1").get_data(as_text=True)
    for question in QUIZ.questions:
        assert question.title.replace("'", "&#39;") in without
        for part in (question.explanation, question.source):
            assert not part or part.partition("\n")[0] not in without
    assert "☑" not in without
    assert with_answers.count("☑") == 1 + 3 + 2 + 1 + 1 + 1 + 1
