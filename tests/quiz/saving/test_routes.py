"""Saving through HTTP: what a script and a plain form get, and what no page of ours sends."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.site import browser, check_in, post, someone
from tests.factories.store import count, differences, dump
from tests.factories.world import copy_course

START = "/courses/small/quizzes/practice"
JSON = "application/json"
HINT = "It is below ninety."


@pytest.fixture
def client(app: Flask, small_course: str) -> FlaskClient:
    return browser(app, someone(app, enrolled_in=small_course))


@pytest.fixture
def second(client: FlaskClient) -> str:
    """The address of the second question, a number."""
    return begin(client)


def begin(client: FlaskClient, quiz: str = START) -> str:
    first: str = post(client, f"{quiz}/attempts", key=str(uuid4())).headers["Location"]
    return first.partition("/questions/")[0] + "/questions/2"


def field(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def page_of(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def test_a_page_carries_its_revision_and_a_script_gets_the_next(client: FlaskClient, second: str) -> None:
    assert field(page_of(client, second), "base") == "0"
    saved = post(client, second, JSON, answer="86", key=uuid4(), base="0").get_json()
    assert saved["revision"] == 1
    assert field(page_of(client, second), "base") == "1"


def test_an_outdated_page_leads_to_the_choice_and_a_script_is_told_where(client: FlaskClient, second: str) -> None:
    post(client, second, JSON, answer="86", key=uuid4(), base="0")
    told = post(client, second, JSON, answer="87", key=uuid4(), base="0")
    assert (told.status_code, told.get_json()["error"], told.get_json()["address"]) == (
        409,
        "answer-differs",
        f"{second}/compare",
    )
    led = post(client, second, answer="88", key=uuid4(), base="0")
    assert (led.status_code, led.headers["Location"]) == (303, f"{second}/compare")
    page = page_of(client, f"{second}/compare")
    assert page.count("Keep this one") == 3
    assert re.findall(r'name="answer" value="(\d+)"', page) == ["86", "88", "87"]
    chosen = post(client, second, answer="87", key=field(page, "key"), base=field(page, "base"), go="2")
    assert chosen.headers["Location"] == second
    assert 'value="87"' in page_of(client, second)
    assert client.get(f"{second}/compare").headers["Location"] == second
    assert "/compare" not in page_of(client, second.replace("questions/2", "review"))


def test_a_form_without_a_revision_is_the_last_word(client: FlaskClient, second: str) -> None:
    post(client, second, answer="86", base="0")
    assert post(client, second, answer="87").status_code == 303
    assert 'value="87"' in page_of(client, second)


def test_a_form_that_was_refused_still_knows_what_it_was_made_from(client: FlaskClient, second: str) -> None:
    refused = post(client, second, answer="many", base="0", key=uuid4())
    post(client, second, JSON, answer="86", base="0", key=uuid4())
    assert refused.status_code == 422
    again = refused.get_data(as_text=True)
    led = post(client, second, answer="87", base=field(again, "base"), key=field(again, "key"))
    assert led.headers["Location"] == f"{second}/compare"


def test_a_closed_attempt_tells_a_script_where_to_look(client: FlaskClient, second: str) -> None:
    attempt = second.partition("/questions")[0]
    post(client, attempt)
    told = post(client, second, JSON, answer="87", key=uuid4(), base="0")
    assert (told.status_code, told.get_json()) == (409, {"error": "closed", "address": f"{attempt}/review"})
    assert client.get(f"{second}/compare").headers["Location"] == f"{attempt}/result"


FORGED = {
    "a revision in words": {"answer": "87", "base": "first"},
    "a negative revision": {"answer": "87", "base": "-1"},
    "an endless revision": {"answer": "87", "base": "9" * 40},
    "foreign digits": {"answer": "87", "base": "\u0661"},
    "a confidence beyond sure": {"answer": "87", "confidence": "9"},
    "a confidence in words": {"answer": "87", "confidence": "very"},
    "a score": {"answer": "87", "score": "100"},
    "a seed": {"answer": "87", "seed": "1"},
    "a time": {"answer": "87", "saved_at": "2020-01-01T00:00:00Z"},
    "a moment of one's own": {"answer": "87", "at": "2020-01-01"},
    "a place in the order": {"answer": "87", "seq": "99"},
    "an answer put aside": {"answer": "87", "set_aside": "1"},
    "another question's field": {"part-1-answer": "87"},
}


@pytest.mark.parametrize("name", FORGED)
def test_what_no_page_of_ours_sends_is_refused_logged_and_changes_nothing(
    app: Flask, client: FlaskClient, second: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    post(client, second, answer="86")
    before = dump(app)
    with caplog.at_level(logging.WARNING, "learning.quiz"):
        refused = [post(client, second, accept, key=uuid4(), **FORGED[name]) for accept in (JSON, "text/html")]
    assert [each.status_code for each in refused] == [422, 422]
    assert differences(before, dump(app)) == {}
    assert [record.message for record in caplog.records if record.name == "learning.quiz.routes"] == [
        "answer-refused"
    ] * 2


@pytest.mark.parametrize("number", ["0", "3", "99999999999999999999"])
@pytest.mark.parametrize("what", ["", "/hint"])
def test_a_question_that_is_not_asked_is_refused_and_logged(
    app: Flask, client: FlaskClient, second: str, number: str, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = dump(app)
    with caplog.at_level(logging.WARNING, "learning.quiz"):
        refused = post(client, second[:-1] + number + what, answer="87", key=uuid4())
    assert refused.status_code == 404
    assert differences(before, dump(app)) == {}
    assert "answer-refused" in caplog.messages


def test_a_key_of_something_else_is_refused_and_logged(
    app: Flask, client: FlaskClient, second: str, caplog: pytest.LogCaptureFixture
) -> None:
    key = str(uuid4())
    post(client, second.replace("questions/2", "questions/1"), answer="0", key=key)
    before = dump(app)
    for accept in (JSON, "text/html"):
        assert post(client, second, accept, answer="87", key=key).status_code == 409
    assert differences(before, dump(app)) == {}
    assert "answer-refused" in caplog.messages


@pytest.mark.parametrize("key", ["", "no-key", "' OR 1=1", "0" * 500])
def test_a_key_that_is_none_is_taken_for_a_new_one(app: Flask, client: FlaskClient, second: str, key: str) -> None:
    assert post(client, second, answer="87", key=key).status_code == 303
    assert count(app, "response") == 1


@pytest.fixture
def hinted(app: Flask, client: FlaskClient, tmp_path: Path) -> str:
    """The second question of a practice with a hint, in an attempt."""
    folder = copy_course(tmp_path, "small")
    quiz = folder / "10-first/20-practice.quiz.md"
    quiz.write_text(quiz.read_text().replace("Outcome: name-parts", f"Hint (cost 20%): {HINT}\nOutcome: name-parts"))
    check_in(app, folder)
    return begin(client)


def test_a_hint_is_in_no_page_before_it_is_taken(client: FlaskClient, hinted: str) -> None:
    pages = [page_of(client, hinted), page_of(client, hinted.replace("questions/2", "review")), page_of(client, START)]
    assert not any(HINT in page for page in pages)
    assert "costs 20 % of the points" in pages[0]
    taken = post(client, f"{hinted}/hint", answer="87", key=uuid4(), base="0", confidence="1")
    assert (taken.status_code, taken.headers["Location"]) == (303, f"{hinted}#hint")
    page = page_of(client, hinted)
    assert HINT in page
    assert 'value="87"' in page
    assert "formaction" not in page
    attempt = hinted.partition("/questions")[0]
    post(client, attempt)
    result = page_of(client, f"{attempt}/result")
    assert "You took the hint: it cost 20 per cent" in result
    assert "you knew more than you thought" in result


def test_a_hint_is_not_taken_when_what_is_typed_cannot_be_read(app: Flask, client: FlaskClient, hinted: str) -> None:
    refused = post(client, f"{hinted}/hint", answer="many", key=uuid4(), base="0")
    assert refused.status_code == 422
    assert 'value="many"' in refused.get_data(as_text=True)
    assert HINT not in refused.get_data(as_text=True)
    assert count(app, "hint") == 0


def test_the_first_button_of_the_form_saves_so_enter_takes_no_hint(client: FlaskClient, hinted: str) -> None:
    form = page_of(client, hinted).partition("<answer-autosave")[2]
    assert re.findall(r"<button(?! type=.button)[^>]*>", form)[0].count('value="next"') == 1


def test_how_sure_one_is_is_kept_shown_again_and_spoken_to(client: FlaskClient, second: str) -> None:
    assert not re.search(r'name="confidence" value="\d" checked', page_of(client, second))
    post(client, second, JSON, answer="86", key=uuid4(), base="0", confidence="3")
    assert re.search(r'name="confidence" value="3" checked', page_of(client, second))
    attempt = second.partition("/questions")[0]
    post(client, attempt)
    assert "You were sure: read the explanation well" in page_of(client, f"{attempt}/result")


def test_nobody_is_asked_how_sure_in_a_test(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    folder = copy_course(tmp_path, "small")
    quiz = folder / "10-first/20-practice.quiz.md"
    quiz.write_text(quiz.read_text().replace("title: Practice\n", "title: Practice\npurpose: test\n"))
    check_in(app, folder)
    second = begin(client)
    assert "confidence" not in page_of(client, second)
    assert post(client, second, answer="87", confidence="3").status_code == 303
    assert "You were sure" not in page_of(client, second)
