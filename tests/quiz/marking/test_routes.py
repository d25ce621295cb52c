"""The pages of those who mark, and what the learner sees of it."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from learning.people.actor import Grant, Role, course_scope
from tests.factories.files import FILES, with_file
from tests.factories.site import TOKEN, browser, check_in, post, someone
from tests.factories.store import count
from tests.factories.work import FILE, LONG, START
from tests.factories.world import course_with_work

LIST = "/courses/small/marking"
ANSWER = "Not yet: <b>five</b> days.\nThey are two too many."


@pytest.fixture
def course(site: Flask, tmp_path: Path) -> str:
    return check_in(site, course_with_work(tmp_path))


@pytest.fixture
def learner(site: Flask, course: str) -> FlaskClient:
    return browser(site, someone(site, "Amina Diallo", enrolled_in=course))


@pytest.fixture
def trainer(site: Flask, course: str) -> FlaskClient:
    return browser(site, someone(site, "Maria Novak", grants=[Grant(Role.TRAINER, course_scope(course))]))


def hand_in(learner: FlaskClient) -> str:
    """Answer both questions that a person marks, hand in, and return the attempt's address."""
    begun = post(learner, f"{START}/attempts", key=str(uuid4())).headers["Location"]
    attempt: str = begun.partition("/questions/")[0]
    post(learner, f"{attempt}/questions/{LONG}", answer=ANSWER, confidence="1")
    fields = {"csrf_token": TOKEN, "key": str(uuid4())}
    learner.post(f"{attempt}/questions/{FILE}/file", **with_file("مقارنة.pdf", FILES["pdf"], **fields))
    post(learner, attempt)
    return attempt


def sheet(attempt: str, question: str = "arcadia-part-iii") -> str:
    """Return the address where an answer of an attempt is marked."""
    return f"{attempt}/marking/{question}"


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field of a page."""
    found = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def mark(trainer: FlaskClient, address: str, **fields: str):  # type: ignore[no-untyped-def]
    """Send the form of a marking page as it was loaded, with these fields."""
    page = trainer.get(address).get_data(as_text=True)
    typed = {"base": hidden(page, "base"), "key": hidden(page, "key"), "comment": "", **fields}
    return post(trainer, address, **typed)


def test_nobody_objects_to_what_is_still_being_marked(learner: FlaskClient, trainer: FlaskClient) -> None:
    attempt = hand_in(learner)
    objection = f"{attempt}/questions/{LONG}/objection"
    assert "I think I was right" not in learner.get(f"{attempt}/result").get_data(as_text=True)
    assert learner.get(objection).status_code == 404
    assert post(learner, objection, key=str(uuid4()), text="Mine.").status_code == 404
    mark(trainer, sheet(attempt), **{"criterion-0": "2", "criterion-1": "2"})
    mark(trainer, sheet(attempt, "comparison"), **{"criterion-0": "0"})
    assert objection in learner.get(f"{attempt}/result").get_data(as_text=True)


def test_what_waits_is_listed_without_names_unless_they_are_asked_for(
    learner: FlaskClient, trainer: FlaskClient
) -> None:
    assert "Nothing waits to be marked." in trainer.get(LIST).get_data(as_text=True)
    attempt = hand_in(learner)
    page = trainer.get(LIST).get_data(as_text=True)
    assert sheet(attempt) in page
    assert "Amina" not in page
    assert re.search(r"No\. \d{6}", page)
    assert "Amina Diallo" in trainer.get(f"{LIST}?names=1").get_data(as_text=True)
    assert "Amina" not in trainer.get(sheet(attempt)).get_data(as_text=True)
    assert "Amina Diallo" in trainer.get(f"{sheet(attempt)}?names=1").get_data(as_text=True)


def test_a_sheet_shows_the_answer_as_it_was_written_with_rubric_and_model_answer(
    learner: FlaskClient, trainer: FlaskClient
) -> None:
    attempt = hand_in(learner)
    page = trainer.get(sheet(attempt)).get_data(as_text=True)
    assert "Not yet: &lt;b&gt;five&lt;/b&gt; days.\nThey are two too many." in page
    assert "says the <strong>model</strong>" in page
    assert page.count('type="radio"') == 3 + 2
    assert " checked" not in page
    file = trainer.get(sheet(attempt, "comparison")).get_data(as_text=True)
    (address,) = re.findall(r'href="(/attempts/[^"]*/files/[^"]*)"', file)
    assert "مقارنة.pdf" in file
    assert trainer.get(address).data == FILES["pdf"]


def test_marks_are_saved_by_a_plain_form_and_the_learner_reads_them_when_all_are_given(
    learner: FlaskClient, trainer: FlaskClient
) -> None:
    attempt = hand_in(learner)
    result = f"{attempt}/result"
    page = learner.get(result).get_data(as_text=True)
    assert "Being marked" in page
    assert "A trainer is marking this answer." in page
    assert "You were unsure" not in page
    assert not re.search(r"of 8 points", page)
    assert "Being marked" in learner.get(START).get_data(as_text=True)
    first = mark(
        trainer, sheet(attempt), **{"criterion-0": "1", "criterion-1": "0", "comment": "Clear <i>and</i> short."}
    )
    assert (first.status_code, first.headers["Location"]) == (303, LIST)
    page = learner.get(result).get_data(as_text=True)
    assert "Being marked" in page
    assert "Clear" not in page
    mark(trainer, sheet(attempt, "comparison"), **{"criterion-0": "0"})
    page = learner.get(result).get_data(as_text=True)
    assert "Being marked" not in page
    assert "6 of 8 points" in page
    assert "You were unsure" in page
    assert "Clear &lt;i&gt;and&lt;/i&gt; short." in page
    assert "one of them" in page
    assert "says the <strong>model</strong>" in page
    assert "Maria" not in page


def test_a_level_that_is_missing_is_told_and_all_that_was_typed_stays(
    learner: FlaskClient, trainer: FlaskClient
) -> None:
    address = sheet(hand_in(learner))
    for level in ("", "7", "x", "-1"):
        refused = mark(trainer, address, **{"criterion-0": "2", "criterion-1": level, "comment": "My words."})
        page = refused.get_data(as_text=True)
        assert refused.status_code == 422
        assert 'href="#criterion-1"' in page
        assert 'id="criterion-1"' in page
        assert "My words." in page
        assert re.search(r'name="criterion-0" value="2" checked', page)
    assert count(trainer.application, "mark") == 0


def test_a_trainer_who_was_overtaken_sees_the_other_mark_and_keeps_what_was_typed(
    site: Flask, learner: FlaskClient, trainer: FlaskClient
) -> None:
    address = sheet(hand_in(learner))
    colleague = browser(site, someone(site, "Paul Weiss", grants=[Grant(Role.TRAINER, course_scope("small"))]))
    page = colleague.get(address).get_data(as_text=True)
    typed = {"base": hidden(page, "base"), "key": hidden(page, "key"), "criterion-0": "2", "criterion-1": "2"}
    mark(trainer, address, **{"criterion-0": "0", "criterion-1": "0", "comment": "First."})
    late = post(colleague, address, comment="Second.", **typed)
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Another trainer marked this answer" in page
    assert "First." in page
    assert "Mark by Maria Novak" in page
    assert "Second." in page
    assert re.search(r'name="criterion-0" value="2" checked', page)
    again = {**typed, "base": hidden(page, "base"), "comment": "Second."}
    refused = post(colleague, address, **again)
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.get_data(as_text=True)
    assert post(colleague, address, **again, reason="Both criteria are missed.").status_code == 303
    page = trainer.get(address).get_data(as_text=True)
    assert "Both criteria are missed." in page
    assert "First." in page
    assert count(site, "mark") == 2


def test_a_form_sent_twice_marks_once(learner: FlaskClient, trainer: FlaskClient) -> None:
    address = sheet(hand_in(learner))
    page = trainer.get(address).get_data(as_text=True)
    typed = {"base": "0", "key": hidden(page, "key"), "criterion-0": "0", "criterion-1": "0"}
    assert [post(trainer, address, **typed).status_code for _ in range(2)] == [303, 303]
    assert count(trainer.application, "mark") == 1


@pytest.mark.parametrize("base", ["", "x", "9", "-1", "²", "9" * 40])
def test_a_forged_revision_marks_nothing(learner: FlaskClient, trainer: FlaskClient, base: str) -> None:
    address = sheet(hand_in(learner))
    refused = post(trainer, address, base=base, **{"criterion-0": "0", "criterion-1": "0"})
    assert refused.status_code == 409
    assert count(trainer.application, "mark") == 0


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "99999", "9" * 30])
def test_a_page_that_is_none_is_not_found(trainer: FlaskClient, page: str) -> None:
    assert trainer.get(f"{LIST}?page={page}").status_code == 404


def test_a_trainer_of_the_course_finds_the_way_from_the_course_s_page(
    learner: FlaskClient, trainer: FlaskClient
) -> None:
    assert f'href="{LIST}"' in trainer.get("/courses/small/quizzes/work").get_data(as_text=True)
    assert f'href="{LIST}"' not in learner.get("/courses/small/quizzes/work").get_data(as_text=True)


def test_the_model_answer_is_in_no_page_before_handing_in(learner: FlaskClient) -> None:
    begun = post(learner, f"{START}/attempts", key=str(uuid4())).headers["Location"]
    attempt = begun.partition("/questions/")[0]
    pages = [learner.get(f"{attempt}/questions/{number}") for number in (1, 2, 3)]
    pages += [learner.get(f"{attempt}/review"), post(learner, f"{attempt}/questions/2", answer="x" * 20_001)]
    for response in pages:
        text = response.get_data(as_text=True)
        assert "model" not in text
        assert "Three waiting days" not in text
    rubric = pages[1].get_data(as_text=True)
    assert all(words in rubric for words in ("What counts", "all of them", "one of them", "2 points"))
