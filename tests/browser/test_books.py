"""A module as a file on a reader's own disk: read on a phone, in the dark and on paper, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from learning.books import service as books
from learning.books.shelf import Edition, volumes
from learning.courses import service as courses
from tests.browser.checks import axe, too_wide
from tests.browser.site import ESSENTIALS, LiveSite

pytestmark = pytest.mark.browser

MODULE = "nine-branches"


@pytest.fixture(scope="module", params=list(Edition))
def file(request: pytest.FixtureRequest, live: LiveSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module's book in each edition, as it is saved."""
    with live.app.app_context():
        course = courses.current(ESSENTIALS)
        wanted = [each for each in volumes(course) if each.edition is request.param and each.name == f"{MODULE}.html"]
        content = books.typeset(course, wanted[0])
    path = tmp_path_factory.mktemp("books") / wanted[0].name
    path.write_bytes(content)
    return path


@pytest.fixture
def page(file: Path, chromium: Browser) -> Iterator[Page]:
    """The file opened on a small phone that has no network; fails when it asks for anything or complains."""
    context = chromium.new_context(viewport={"width": 360, "height": 640}, color_scheme="dark", offline=True)
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    opened = context.new_page()
    opened.goto(file.as_uri())
    yield opened
    context.close()
    assert [url for url in asked if not url.startswith(("data:", file.as_uri()))] == []
    assert said == []


def test_it_fits_a_phone_and_has_no_finding(page: Page) -> None:
    assert too_wide(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert too_wide(page) == []
    assert axe(page) == []


def test_its_pictures_are_in_it(page: Page) -> None:
    pictures = page.locator("main img")
    assert pictures.count() >= 2
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("each => each.complete && each.naturalWidth > 0")
        assert picture.get_attribute("alt")


def test_it_is_dark_in_the_dark_and_white_on_paper(page: Page) -> None:
    ground = "() => getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(18, 22, 27)"
    page.emulate_media(media="print")
    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    for block in page.locator("main details").all():
        assert block.evaluate("each => each.lastElementChild.getBoundingClientRect().height") > 0


def test_a_link_leads_to_its_place_in_the_file(page: Page) -> None:
    page.locator(".book-contents a").last.click()
    target = page.evaluate("() => document.querySelector(':target')?.className")
    assert target == "chapter"
