"""A session that ended, a form that came without its token, a text that is too long: nothing typed is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from learning.web.forms import FIELD
from learning.web.kept import KEY, keep_form, keepable_fields
from learning.web.redirects import way_back
from tests.factories.site import TOKEN, Someone, browser, check_in, post, someone
from tests.factories.world import SMALL

PASSWORD = "a long enough secret"
LESSON = "/courses/small/lessons/welcome"
ARABIC = "ثلاثة معايير للحماية الاجتماعية. "


@pytest.fixture
def trainee(site: Flask) -> Someone:
    check_in(site, SMALL)
    return someone(site, password=PASSWORD, enrolled_in="small")


def sign_in(client: FlaskClient, page: TestResponse, person: Someone) -> TestResponse:
    """Fill in the sign-in page that a response leads to, as a browser without script does."""
    address = page.headers["Location"]
    shown = client.get(address).get_data(as_text=True)
    return client.post(address, data={FIELD: field(shown, FIELD), "login": person.email, "password": PASSWORD})


def field(page: str, name: str) -> str:
    """Return the value of a field of a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return unescape(found[1])


def end_session(client: FlaskClient) -> None:
    """End the session in the store, as time does; the browser's cookie stays."""
    with client.session_transaction() as held:
        held["signed_in"] = "ended"


def test_a_session_that_ends_in_mid_quiz_comes_back_to_the_question_with_the_answer(
    site: Flask, trainee: Someone
) -> None:
    client = browser(site, trainee)
    begun = post(client, "/courses/small/quizzes/practice/attempts").headers["Location"]
    second = begun.replace("/questions/1", "/questions/2")
    end_session(client)
    led = post(client, second, answer="8,7 typed", flagged="y", go="next")
    assert led.status_code == 303
    assert led.headers["Location"].startswith("/login?")
    back = sign_in(client, led, trainee)
    assert back.headers["Location"] == second
    page = client.get(second).get_data(as_text=True)
    assert field(page, "answer") == "8,7 typed"
    assert re.search(r'name="flagged" value="y" checked', page)
    answered = client.post(second, data={FIELD: field(page, FIELD), "key": field(page, "key"), "answer": "87"})
    assert answered.status_code == 303
    assert 'value="87"' in client.get(second).get_data(as_text=True)


def test_a_note_typed_while_signed_out_comes_back(site: Flask, trainee: Someone) -> None:
    client = browser(site, trainee)
    end_session(client)
    led = post(client, f"{LESSON}/note", text="What I think.\nAnd more.", version="0")
    back = sign_in(client, led, trainee)
    assert back.headers["Location"] == LESSON
    assert "What I think.\nAnd more.</textarea>" in client.get(LESSON).get_data(as_text=True)


@pytest.mark.parametrize("text", [ARABIC * 300, "x" * 10_000, "<&>\"' " * 1500, "日本語" * 3000])
def test_a_text_too_long_for_the_detour_stays_on_the_page(site: Flask, trainee: Someone, text: str) -> None:
    """Whatever is typed, the cookie stays within what browsers hold, and the text is kept there or on the page."""
    client = browser(site, trainee)
    end_session(client)
    reply = post(client, f"{LESSON}/note", text=text[:10_000], version="0")
    cookie = client.get_cookie("learning")
    assert cookie is not None
    assert len(cookie.value) < 4_000
    if reply.status_code == 303:
        assert sign_in(client, reply, trainee).headers["Location"] == LESSON
        page = client.get(LESSON).get_data(as_text=True)
        assert text[:10_000] in unescape(page)
        return
    page = reply.get_data(as_text=True)
    assert reply.status_code == 403
    assert field(page, "text") == text[:10_000]
    assert "/login" in page
    login = client.get("/login").get_data(as_text=True)  # in a second window
    client.post("/login", data={FIELD: field(login, FIELD), "login": trainee.email, "password": PASSWORD})
    fields = {name: field(page, name) for name in (FIELD, "text", "version")}
    refused = client.post(f"{LESSON}/note", data=fields)  # the token ended with the sign-in
    assert refused.status_code == 400
    again = refused.get_data(as_text=True)
    kept = client.post(f"{LESSON}/note", data={name: field(again, name) for name in (FIELD, "text", "version")})
    assert kept.headers["Location"].startswith(LESSON)
    assert text[:10_000] in unescape(client.get(LESSON).get_data(as_text=True))


def test_a_form_without_its_token_is_explained_and_can_be_sent_again(site: Flask, trainee: Someone) -> None:
    client = browser(site, trainee)
    begun = post(client, "/courses/small/quizzes/practice/attempts").headers["Location"]
    second = begun.replace("/questions/1", "/questions/2")
    key = "6f1c6d1e-3a53-4f0e-9f5e-0c102c102c11"
    refused = client.post(second, data={FIELD: "an old token", "key": key, "answer": "87", "go": "review"})
    assert refused.status_code == 400
    page = refused.get_data(as_text=True)
    assert "Nothing typed is lost" in page or "What you typed is kept" in page
    again = {name: field(page, name) for name in (FIELD, "key", "answer", "go")}
    assert client.post(second, data=again).headers["Location"].endswith("/review")
    assert 'value="87"' in client.get(second).get_data(as_text=True)


def test_a_password_is_never_kept_or_shown(site: Flask, trainee: Someone) -> None:
    client = browser(site, trainee)
    end_session(client)
    secret = {"old_password": "SECRET-1", "password": "SECRET-2", "repeat_password": "SECRET-3", "code": "SECRET-4"}
    led = post(client, "/password", **secret)
    assert led.headers["Location"] == "/login?next=/password"
    with client.session_transaction() as held:
        assert "SECRET" not in str(dict(held))
    assert "SECRET" not in client.post("/password", data=secret).get_data(as_text=True)
    assert "SECRET" not in post(client, "/login", login="x", **secret).get_data(as_text=True)


def test_a_script_is_told_that_it_must_sign_in(site: Flask, trainee: Someone) -> None:
    client = browser(site, trainee)
    end_session(client)
    reply = post(client, f"{LESSON}/place", accept="application/json", place="what-comes")
    assert (reply.status_code, reply.get_json()["error"]) == (403, "sign-in-needed")
    forged = client.post(f"{LESSON}/place", headers={"Accept": "application/json"})
    assert (forged.status_code, forged.get_json()["error"]) == (400, "csrf")


@pytest.mark.parametrize(
    ("method", "path", "referer", "expected"),
    [
        ("GET", "/my-learning?x=1", "", "/my-learning?x=1"),
        ("POST", "/profile", "", "/profile"),
        ("POST", f"{LESSON}/note", "", LESSON),
        ("POST", f"{LESSON}/done", "https://evil.example/courses", LESSON),
        ("POST", "/courses/small/enrolment", "http://localhost/courses", "/courses"),
        ("POST", "/attempts/6f1c6d1e-3a53-4f0e-9f5e-0c102c102c10", "http://localhost/", "/"),
        ("POST", "/attempts/6f1c6d1e-3a53-4f0e-9f5e-0c102c102c10", "", "/"),
        ("POST", "/courses/small/quizzes/practice/attempts", "http://localhost:x/", "/courses/small/quizzes/practice"),
    ],
)
def test_after_signing_in_one_is_back_where_the_form_was(
    site: Flask, method: str, path: str, referer: str, expected: str
) -> None:
    with site.test_request_context(path, method=method, headers={"Referer": referer} if referer else {}):
        assert way_back() == expected


def test_what_is_kept_is_given_out_once_and_only_to_its_page(site: Flask, trainee: Someone) -> None:
    with site.test_request_context(f"{LESSON}/note", method="POST", data={FIELD: TOKEN, "text": "x"}):
        assert keep_form(f"{LESSON}/note")
        assert keepable_fields() == [("text", "x")]
        assert session[KEY]["fields"] == [["text", "x"]]
    client = browser(site, trainee)
    with client.session_transaction() as held:
        held[KEY] = {"path": f"{LESSON}/note", "fields": [["text", "Kept words."], ["version", "0"]]}
    assert "Kept words." not in client.get("/courses/small/lessons/more").get_data(as_text=True)
    assert "Kept words." in client.get(LESSON).get_data(as_text=True)
    assert "Kept words." not in client.get(LESSON).get_data(as_text=True)
