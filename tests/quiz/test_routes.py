"""Pages of a quiz through HTTP: the way through, and what is kept when an answer cannot be read."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from learning.people.actor import Grant, Role, course_scope
from tests.factories.site import browser, check_in, post, someone
from tests.factories.store import count
from tests.factories.world import copy_course

START = "/courses/small/quizzes/practice"
SECRETS = ("Two are missing", "each treat one branch", "The last one is", "C102 Parts", "C102 Art.")
"""Feedback, explanations and sources of the practice: nothing of it may be read before its time."""


@pytest.fixture
def client(app: Flask, small_course: str) -> FlaskClient:
    return browser(app, someone(app, enrolled_in=small_course))


def begin(client: FlaskClient, quiz: str = START) -> str:
    """Begin and return the attempt's address."""
    return post(client, f"{quiz}/attempts", key=str(uuid4())).headers["Location"].partition("/questions/")[0]


def test_options_do_not_tell_the_key_by_their_order_or_value(app: Flask, small_course: str) -> None:
    """Over many attempts the right option stands at every place, and its value is its place as shown."""
    places = set()
    for _ in range(25):
        client = browser(app, someone(app, enrolled_in=small_course))
        page = client.get(f"{begin(client)}/questions/1").get_data(as_text=True)
        shown = re.findall(r'name="answer" value="(\d)"[^>]*> <span dir="auto">(\w+)', page)
        assert [value for value, _ in shown] == ["0", "1", "2"]
        places.add(next(value for value, text in shown if text == "Nine"))
    assert places == {"0", "1", "2"}


@pytest.mark.parametrize("review", ["after-pass", "never"])
def test_a_failed_attempt_shows_its_score_alone(app: Flask, client: FlaskClient, tmp_path: Path, review: str) -> None:
    folder = copy_course(tmp_path, "small")
    quiz = folder / "10-first/20-practice.quiz.md"
    settings = f"title: Practice\nreview: {review}\npass_mark: 90%\nattempts: 2\n"
    quiz.write_text(quiz.read_text().replace("title: Practice\n", settings))
    check_in(app, folder)
    first = begin(client)
    post(client, f"{first}/questions/2", answer="87")
    post(client, first)
    second = begin(client)
    for address in (f"{first}/result", START, f"{second}/questions/1", f"{second}/review"):
        page = client.get(address).get_data(as_text=True)
        assert not any(secret in page for secret in SECRETS), address
    assert "1 of 2 points" in client.get(f"{first}/result").get_data(as_text=True)
    post(client, second)
    shown = "each treat one branch" in client.get(f"{first}/result").get_data(as_text=True)
    assert shown == (review == "after-pass")


@pytest.mark.parametrize("review", ["after-submit", "never"])
def test_only_a_result_with_explanations_speaks_of_them(
    app: Flask, client: FlaskClient, tmp_path: Path, review: str
) -> None:
    folder = copy_course(tmp_path, "small")
    quiz = folder / "10-first/20-practice.quiz.md"
    quiz.write_text(quiz.read_text().replace("title: Practice\n", f"title: Practice\nreview: {review}\n"))
    check_in(app, folder)
    attempt = begin(client)
    post(client, attempt)
    page = client.get(f"{attempt}/result").get_data(as_text=True)
    assert "Handed in. This quiz has no pass mark" in page
    assert ("use the explanations below" in page) == (review == "after-submit")
    assert ("each treat one branch" in page) == (review == "after-submit")


def test_an_answer_that_cannot_be_read_keeps_what_was_typed_and_what_was_saved(client: FlaskClient) -> None:
    attempt = begin(client)
    second = f"{attempt}/questions/2"
    post(client, second, answer="87")
    refused = post(client, second, answer="eighty-seven", flagged="y")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'value="eighty-seven"' in page
    assert re.search(r'name="flagged" value="y" checked', page)
    assert "cannot be read as a number" in page
    assert 'value="87"' in client.get(second).get_data(as_text=True)


def test_a_script_gets_the_moment_of_saving_or_the_reason(client: FlaskClient) -> None:
    second = f"{begin(client)}/questions/2"
    saved = post(client, second, accept="application/json", answer="87", key=str(uuid4()))
    assert set(saved.get_json()) == {"saved_at", "revision"}
    refused = post(client, second, accept="application/json", answer="x")
    assert refused.status_code == 422
    post(client, second.partition("/questions")[0])
    closed = post(client, second, accept="application/json", answer="1")
    assert (closed.status_code, closed.get_json()["error"]) == (409, "closed")


ONWARD = {
    "next": "/questions/2",
    "back": "/questions/1",
    "2": "/questions/2",
    "review": "/review",
    "99": "/review",
    "0": "/questions/0",
    "-1": "/questions/2",
    "²": "/questions/2",
    "//evil": "/questions/2",
    "": "/questions/2",
}


@pytest.mark.parametrize(("go", "leads_to"), ONWARD.items())
def test_saving_leads_where_the_button_says_within_the_attempt(client: FlaskClient, go: str, leads_to: str) -> None:
    attempt = begin(client)
    assert post(client, f"{attempt}/questions/1", answer="0", go=go).headers["Location"] == attempt + leads_to


def test_handing_in_twice_shows_the_same_result(app: Flask, client: FlaskClient) -> None:
    attempt = begin(client)
    pages = [post(client, attempt).headers["Location"] for _ in range(2)]
    assert pages == [f"{attempt}/result"] * 2
    assert count(app, "fact") == 1
    assert client.get(f"{attempt}/questions/1").headers["Location"] == f"{attempt}/result"
    assert post(client, f"{attempt}/questions/1", answer="0").status_code == 303
    assert count(app, "response") == 0


def test_the_begin_button_shown_from_memory_leads_to_the_result(client: FlaskClient) -> None:
    key = str(uuid4())
    first = post(client, f"{START}/attempts", key=key).headers["Location"]
    post(client, first.partition("/questions")[0])
    again = post(client, f"{START}/attempts", key=key)
    assert again.status_code == 303
    assert client.get(again.headers["Location"]).headers["Location"] == f"/attempts/{key}/result"


def test_only_a_trainer_s_paper_with_answers_has_them(app: Flask, small_course: str) -> None:
    trainer = browser(app, someone(app, grants=[Grant(Role.TRAINER, course_scope(small_course))]))
    plain = trainer.get(f"{START}/print").get_data(as_text=True)
    full = trainer.get(f"{START}/print?answers=1").get_data(as_text=True)
    assert not any(secret in plain for secret in SECRETS)
    assert "☑" not in plain
    assert "each treat one branch" in full
    assert full.count("☑") == 1
