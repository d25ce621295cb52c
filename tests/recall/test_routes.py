"""The pages of the review through HTTP: begin, answer, be told, pass over; what is refused, and what is never told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from learning.people.actor import Actor
from learning.quiz import service as quizzes
from learning.quiz.saving import service as saving
from learning.recall import service
from learning.recall.pages import Sheet
from tests.factories.site import TOKEN, Someone, browser, check_in, post, someone
from tests.factories.store import differences, dump
from tests.factories.world import SMALL


@pytest.fixture
def person(site: Flask) -> Someone:
    """Someone who practised both questions three days ago."""
    check_in(site, SMALL)
    found = someone(site, enrolled_in="small")
    at = datetime.now(UTC) - timedelta(days=3)
    with site.app_context():
        attempt = quizzes.begin(found.actor, "small", "practice", 7, uuid4(), at)
        for number in (1, 2):
            asked = saving.sheet(found.actor, attempt.id, number).asked
            right = asked.question.interaction.examples(asked.order).right
            values = asked.question.interaction.form_values(right, asked.order)
            saving.save(found.actor, attempt.id, number, values, False, uuid4(), at)
        quizzes.submit(found.actor, attempt.id, at)
    return found


@pytest.fixture
def client(site: Flask, person: Someone) -> FlaskClient:
    return browser(site, person)


def begin(client: FlaskClient) -> None:
    assert post(client, "/recall").headers["Location"] == "/recall/questions/1"


def sheet(site: Flask, actor: Actor, number: int) -> Sheet:
    with site.app_context():
        found = service.question(actor, number)
    assert isinstance(found, Sheet)
    return found


def right(asked: Sheet) -> dict[str, list[str]]:
    """Return the fields of a right answer, with the session."""
    interaction, order = asked.asked.question.interaction, asked.asked.order
    values = interaction.form_values(interaction.examples(order).right, order)
    return {"session": [str(asked.session.id)], **{name: list(texts) for name, texts in values.items()}}


def test_a_session_from_the_home_page_to_its_end(site: Flask, client: FlaskClient, person: Someone) -> None:
    for page in ("/", "/my-learning", "/recall"):
        assert "2 questions wait" not in client.get(page).text, "they are not taken up before one begins"
        assert "Review: what you practised comes back" in client.get(page).text
    begin(client)
    assert "2 questions are left" in client.get("/my-learning").text
    told = post(client, "/recall/questions/1", **right(sheet(site, person.actor, 1)), confidence="1")
    assert told.headers["Location"] == "/recall/questions/1#result"
    page = client.get("/recall/questions/1").text
    assert "You were unsure, and you were right" in page
    assert "Source:" in page
    assert "/recall/questions/2" in page
    after = post(client, "/recall/questions/2/passed-over", session=sheet(site, person.actor, 2).session.id)
    assert after.headers["Location"] == "/recall"
    assert client.get("/recall/questions/2").headers["Location"] == "/recall"
    assert "Review: done for today" in client.get("/recall").text
    assert 'href="/recall"' in client.get("/my-learning").text
    assert post(client, "/recall").headers["Location"] == "/recall"
    assert "No question waits for you now." in client.get("/recall").text


def test_what_is_asked_tells_nothing_of_the_key(site: Flask, client: FlaskClient, person: Someone) -> None:
    begin(client)
    seen = [client.get(f"/recall/questions/{number}").text for number in (1, 2)]
    secrets = ("Two are missing", "each treat one branch", "The last one is", "C102 Parts")
    assert [secret for page in seen for secret in secrets if secret in page] == []
    seed = str(sheet(site, person.actor, 1).session.seed)
    assert not [page for page in seen if seed in page]


def test_an_unread_answer_is_shown_again_with_what_was_typed(site: Flask, client: FlaskClient, person: Someone) -> None:
    begin(client)
    number = next(each for each in (1, 2) if sheet(site, person.actor, each).asked.question.id == "articles")
    session = sheet(site, person.actor, number).session.id
    path = f"/recall/questions/{number}"
    for typed, words in (("eighty", "cannot be read as a number"), ("", "There is no answer yet")):
        response = post(client, path, session=session, answer=typed, confidence="3")
        assert response.status_code == 422
        assert words in response.text
        assert f'value="{typed}"' in response.text
        assert re.search(r'name="confidence" value="3" checked', response.text)
        assert "<title>Error:" in response.text


def test_a_page_of_another_session_is_told_so(client: FlaskClient) -> None:
    begin(client)
    for path in ("/recall/questions/1", "/recall/questions/1/passed-over"):
        response = post(client, path, session=UUID(int=5), answer="0")
        assert response.headers["Location"] == "/recall"
        assert "That session is over" in client.get("/recall").text


@pytest.mark.parametrize("path", ["/recall", "/recall/questions/1", "/recall/questions/1/passed-over"])
def test_a_forged_post_changes_nothing(site: Flask, client: FlaskClient, person: Someone, path: str) -> None:
    begin(client)
    fields = right(sheet(site, person.actor, 1))
    before = dump(site)
    assert client.post(path, data={**fields, "csrf_token": "another"}).status_code == 400
    for odd in ({"session": "x"}, {}, {"session": ["x" * 5000]}):
        found = client.post(path, data={**odd, "csrf_token": TOKEN})
        assert found.status_code in (303, 404)
    assert set(differences(before, dump(site))) <= {"recall_learner"}


def test_an_odd_confidence_is_no_confidence(site: Flask, client: FlaskClient, person: Someone) -> None:
    begin(client)
    post(client, "/recall/questions/1", **right(sheet(site, person.actor, 1)), confidence="9")
    with site.app_context():
        assert not service.overview(person.actor, datetime.now(UTC)).has_confidence


def test_a_session_that_ends_in_mid_review_comes_back_to_the_question(
    site: Flask, client: FlaskClient, person: Someone
) -> None:
    begin(client)
    number = next(each for each in (1, 2) if sheet(site, person.actor, each).asked.question.id == "articles")
    path, session = f"/recall/questions/{number}", sheet(site, person.actor, number).session.id
    with client.session_transaction() as held:
        secret, held["signed_in"] = held["signed_in"], "ended"
    led = post(client, path, session=session, answer="8,7 typed", confidence="2")
    assert led.headers["Location"].startswith("/login?")
    with client.session_transaction() as held:
        held["signed_in"] = secret
    page = client.get(path).text
    assert 'value="8,7 typed"' in page
    assert re.search(r'name="confidence" value="2" checked', page)
