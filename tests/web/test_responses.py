"""What each response carries: unchanged pages are not sent again, changed ones are, and packing changes nothing."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from learning.web.forms import FIELD
from learning.web.responses import CONTENT_SECURITY_POLICY, HEADERS, NO_STORE, REVALIDATE
from tests.factories.site import TOKEN, browser, check_in, make_config, post, someone
from tests.factories.world import SMALL

LESSON = "/courses/small/lessons/welcome"


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    check_in(site, SMALL)
    return browser(site, someone(site, enrolled_in="small"))


def test_an_unchanged_lesson_is_not_sent_again_and_a_changed_one_is(client: FlaskClient) -> None:
    first = client.get(LESSON)
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get(LESSON, headers=tag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    post(client, f"{LESSON}/note", text="A thought.", version="0")
    client.get("/courses")  # takes the message of the saving away
    changed = client.get(LESSON, headers=tag)
    assert changed.status_code == 200
    assert "A thought." in changed.get_data(as_text=True)
    post(client, f"{LESSON}/done")
    done = client.get(LESSON, headers={"If-None-Match": changed.headers["ETag"]})
    assert done.status_code == 200


def test_after_signing_out_the_page_of_the_signed_in_is_not_called_unchanged(client: FlaskClient) -> None:
    tag = {"If-None-Match": client.get(LESSON).headers["ETag"]}
    post(client, "/logout")
    assert client.get(LESSON, headers=tag).status_code == 200


@pytest.mark.parametrize("path", ["/", LESSON, "/my-learning", "/static/x/css/site.css", "/none-such"])
def test_packing_changes_nothing_but_the_size(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    assert plain.headers.get("ETag") == packed.headers.get("ETag")
    if path != "/none-such":  # each error page has its own reference
        assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_the_length_of_a_packed_page_does_not_tell_what_is_in_it(client: FlaskClient) -> None:
    """A name of random length in the header of the packing: the same page has many lengths."""
    lengths = {len(client.get(LESSON, headers={"Accept-Encoding": "gzip"}).data) for _ in range(12)}
    assert len(lengths) > 3


@pytest.mark.parametrize("path", ["/", LESSON, "/my-learning", "/healthz", "/none-such"])
def test_head_answers_like_get_without_a_body(client: FlaskClient, path: str) -> None:
    full, head = client.get(path), client.head(path)
    assert (head.status_code, head.data) == (full.status_code, b"")
    for name in ("Cache-Control", "Content-Type", "Content-Security-Policy", "ETag"):
        assert head.headers.get(name) == full.headers.get(name), name


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    rules = dict(rule.partition(" ")[::2] for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert {rules[name] for name in rules if name.endswith("-src") and name != "default-src"} == {"'self'"}
    assert (rules["frame-ancestors"], rules["base-uri"], rules["form-action"]) == ("'none'", "'none'", "'self'")


def test_a_picture_of_a_course_runs_nothing(site: Flask, client: FlaskClient) -> None:
    assert client.get("/courses/small/files/none.svg").headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert client.get(LESSON).headers["Cache-Control"] == REVALIDATE


def test_security_headers_stand_on_errors_too(site: Flask) -> None:
    site.add_url_rule("/broken", "broken", lambda: 1 / 0)
    client = browser(site, someone(site))
    too_large = client.post("/report", data={FIELD: TOKEN, "text": "x" * 3_000_000})
    home = client.get("/")
    unchanged = client.get("/", headers={"If-None-Match": home.headers["ETag"]})
    responses = {
        404: client.get("/none"),
        405: client.delete("/"),
        413: too_large,
        500: client.get("/broken"),
        304: unchanged,
        400: client.post("/language"),
        308: client.get("//courses"),
    }
    for status, response in responses.items():
        assert response.status_code == status
        for name, value in HEADERS.items():
            assert response.headers[name] == value, (status, name)
        assert "Traceback" not in response.get_data(as_text=True)
        assert status in (304,) or response.headers["Cache-Control"] == NO_STORE
    assert unchanged.data == b""
    assert unchanged.headers["Cache-Control"] == REVALIDATE


def test_cookies_are_guarded(site: Flask) -> None:
    response = site.test_client().get("/login")
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie  # a workshop may run on plain HTTP in a local network


def test_cookies_are_bound_to_the_host_on_https(tmp_path: Path) -> None:
    from_https = make_config(tmp_path, LEARNING_PUBLIC_URL="https://learning.example.org")
    assert from_https.cookies_are_secure


def test_a_script_is_sent_without_its_remarks_line_for_line(site: Flask) -> None:
    for path in sorted(Path(site.config["STATIC_FILES"]).rglob("*.js")):
        written = path.read_text().split("\n")
        sent = site.test_client().get(f"/static/any/js/{path.name}").get_data(as_text=True).split("\n")
        assert sent == ["" if line.lstrip().startswith("//") else line.lstrip(" ") for line in written]
        assert not any(line.count("`") % 2 for line in written), "a text of several lines would lose its spaces"
