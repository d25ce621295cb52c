"""Where a person may be sent: to a page of this site, whatever is wished for."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.web.redirects import safe_path
from tests.factories.site import post
from tests.factories.world import World, make_world


@pytest.fixture
def world(site: Flask, tmp_path: Path) -> World:
    return make_world(site, tmp_path)


PIECES = st.sampled_from((
    "/", "//", "\\", "/\\", "\t", "\n", "\r", " ", "\x00", "evil.example", "@", ":", "http:", "https:", "javascript:",
    "data:", "%2f", "%5c", "%09", "..", ".", ";", "?", "#", "courses", "/courses", "/my-learning", "small", "\u3002",
    "\uff0f", "\u2044", "&", "=", "[", "]",
))  # fmt: skip
HOSTILE = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=30)


def where_a_browser_goes(location: str) -> str:
    """Return the host that a browser would ask, reading the address as browsers do (WHATWG URL)."""
    cleaned = re.sub(r"[\t\n\r]", "", location.strip("\x00\x20")).replace("\\", "/")
    parts = urlsplit(urljoin("https://site.example/login", cleaned))
    return f"{parts.scheme}://{parts.netloc}"


def test_a_wish_leads_nowhere_but_to_this_site(site: Flask) -> None:
    @settings(max_examples=400, deadline=None)
    @given(HOSTILE)
    def never_leaves(wish: str) -> None:
        found = safe_path(wish, "/default")
        assert where_a_browser_goes(found) == "https://site.example"
        assert found.startswith("/")
        assert not found.startswith(("//", "/\\"))

    with site.test_request_context("https://site.example/login"):
        never_leaves()
        assert safe_path("/courses?x=1#y", "/") == "/courses?x=1#y"


@pytest.mark.parametrize(
    "wish",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/evil.example", "\\\\e"],
)
def test_no_form_leads_away(world: World, wish: str) -> None:
    client = world.browser("other")
    answers = [
        post(client, "/language", language="en", next=wish),
        post(client, "/courses/small/enrolment", next=wish),
        post(client, "/report", place=wish, text="Something.", key=""),
        client.get("/login", query_string={"next": wish}),
    ]
    for answer in answers:
        assert answer.status_code == 303
        assert re.match(r"/(?![/\\])", answer.headers["Location"]), answer.headers["Location"]
