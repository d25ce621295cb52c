"""Bytes, characters and numbers that nobody types: a clear refusal on either engine, never a fault of ours."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from learning.people.actor import SITE, Grant, Role
from tests.factories.site import browser, post, someone
from tests.factories.store import Dump, differences, dump

LESSON = "/courses/small/lessons/welcome"
ODD = (
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    "\u202e",
    "9" * 400,
    "-1",
    "1e400",
    "x" * 9000,
)


@pytest.fixture
def client(app: Flask, small_course: str) -> FlaskClient:
    return browser(app, someone(app, enrolled_in=small_course))


def held(app: Flask) -> Dump:
    return dump(app, "person_session")


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_no_address_and_no_query_makes_a_fault(app: Flask, client: FlaskClient, odd: str | bytes) -> None:
    raw = odd if isinstance(odd, bytes) else odd.encode()
    quoted = "".join(f"%{byte:02x}" for byte in raw)
    paths = (
        "/{}", "/courses/{}", "/courses/{}/lessons/{}", "/courses/small/lessons/{}", "/courses/small/quizzes/{}",
        "/courses/small/files/{}", "/static/x/{}", "/static/{}/css/site.css", "/static/x/../{}.css",
        "/attempts/{}/questions/1", "/attempts/00000000-0000-0000-0000-000000000000/questions/{}",
        "/convention/part-{}", "/register/{}", "/reset/{}",
        "/setup/{}", "/people/{}", "/report?place={}", "/report?place=/{}", "/reports?course={}", "/login?next={}",
        "/people?q={}&state={}&after={}", "/courses/{}/cards", "/courses/{}/quizzes/practice/print?answers={}",
    )  # fmt: skip
    admin = browser(app, someone(app, grants=[Grant(Role.ADMINISTRATOR, SITE)]))
    before = held(app)
    for path in paths:
        for asker in (client, admin):
            response = asker.get(path.format(*[quoted] * path.count("{}")))
            assert response.status_code < 500, path
    assert differences(before, held(app)) == {}


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_no_field_makes_a_fault(client: FlaskClient, odd: str | bytes) -> None:
    begun = post(client, "/courses/small/quizzes/practice/attempts", key=odd).headers["Location"]
    forms: tuple[tuple[str, tuple[str, ...]], ...] = (
        (f"{LESSON}/note", ("text", "version")),
        (f"{LESSON}/place", ("place",)),
        (begun, ("answer", "key", "flagged", "go")),
        (begun.removesuffix("1") + "2", ("answer", "key", "flagged", "go")),
        ("/report", ("text", "place", "key")),
        ("/language", ("language", "next")),
        ("/courses/small/enrolment", ("next",)),
        ("/profile", ("name", "organisation", "country", "language", "constituency")),
        ("/reset", ("login",)),
        ("/card", ("login", "code", "password", "repeat_password")),
    )
    for path, names in forms:
        for wanted in [*((name,) for name in names), names]:
            fields = {name: odd if name in wanted else "1" for name in names}
            assert post(client, path, **fields).status_code < 500, (path, wanted)


def test_a_field_sent_twice_or_as_a_file_makes_no_fault(client: FlaskClient) -> None:
    begun = post(client, "/courses/small/quizzes/practice/attempts").headers["Location"]
    for path in (begun, f"{LESSON}/note", f"{LESSON}/place", "/report", "/profile"):
        assert (
            post(client, path, answer=["0", "1"], text=["a", "b"], key=["x", "y"], version=["0", "1"]).status_code < 500
        )


def test_a_body_that_is_no_form_is_refused(client: FlaskClient) -> None:
    for kind in ("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x"):
        assert client.post("/report", data=b"\xff{[", content_type=kind).status_code in (400, 413), kind


def test_a_thousand_fields_are_refused(client: FlaskClient) -> None:
    assert post(client, "/report", **{f"field-{number}": "x" for number in range(5000)}).status_code < 500


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_no_field_of_staff_makes_a_fault(app: Flask, small_course: str, odd: str | bytes) -> None:
    admin = browser(app, someone(app, grants=[Grant(Role.ADMINISTRATOR, SITE)]))
    victim = someone(app).actor.id
    forms: tuple[tuple[str, tuple[str, ...]], ...] = (
        (f"/people/{victim}/grants", ("choice", "scope_id")),
        (f"/people/{victim}/grants/end", ("choice", "scope_id")),
        (f"/people/{victim}/state", ("act",)),
        ("/courses/small/cards", ("names", "organisation", "batch", "country")),
        ("/courses/small/cards/renew", ("person",)),
        ("/courses/small/invitations", ("uses",)),
        ("/courses/small/invitations/end", ("invitation",)),
    )
    usual = {
        "choice": "course-trainer",
        "scope_id": "small",
        "constituency": "worker",
        "country": "TN",
        "language": "en",
    }
    for path, names in forms:
        for name in names:
            assert post(admin, path, **{**usual, name: odd}).status_code < 500, (path, name)


FORBIDDEN = (
    "/static/x/../../learning/app.py",
    "/static/x/%2e%2e/%2e%2e/README.md",
    "/static/x//etc/passwd",
    "/static/x/css",
    "/static/x/css/../../run.py",
    "/courses/small/files/course.yaml",
    "/courses/small/files/../course.yaml",
    "/courses/small/files/10-first/20-practice.quiz.md",
)


@pytest.mark.parametrize("path", FORBIDDEN)
def test_no_file_but_those_meant_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in (404, 308)
