"""Work that a person marks, in the browser: sent when it is chosen, by plain forms without script, marked, read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from learning.cohorts import service as cohorts
from learning.quiz import service as quizzes
from learning.quiz.word_count import count_words
from tests.browser.conftest import Visitor
from tests.browser.site import LiveSite
from tests.factories.files import FILES
from tests.factories.site import someone

pytestmark = pytest.mark.browser
NAME = "مقارنة القانون.pdf"


@pytest.fixture
def attempt(live: LiveSite) -> str:
    """The address of a fresh attempt of a person of its own, "writer"."""
    live.people["writer"] = someone(live.app, "Rosa Blanco")
    actor, now = live.people["writer"].actor, datetime.now(UTC)
    with live.app.app_context():
        cohorts.enrol(actor, "kinds", now)
        return f"/attempts/{quizzes.begin(actor, 'kinds', 'work', 7, uuid4(), now).id}"


def pdf(name: str = NAME, content: bytes = FILES["pdf"]) -> FilePayload:
    """Return a file as a browser chooses it."""
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def choose(page: Page, file: FilePayload) -> None:
    """Choose a file in the page's file field."""
    page.locator("main input[type=file]").set_input_files(file)


def test_a_file_is_sent_as_soon_as_it_is_chosen(visit: Callable[..., Visitor], attempt: str) -> None:
    page = visit("writer").page
    page.goto(f"{attempt}/questions/2")
    page.locator("[name=link]").fill("https://example.org/law")
    with page.expect_navigation():
        choose(page, pdf())
    expect(page).to_have_url(re.compile("/questions/2$"))
    expect(page.locator("input[name=file][type=radio]:checked + span")).to_contain_text(NAME)
    expect(page.locator("[name=link]")).to_have_value("https://example.org/law")


def test_a_file_that_is_too_large_is_told_before_it_is_sent(visit: Callable[..., Visitor], attempt: str) -> None:
    page = visit("writer").page
    page.goto(f"{attempt}/questions/2")
    choose(page, pdf(content=FILES["pdf"] + bytes(6 * 1024 * 1024)))
    expect(page.locator("hand-in-file [role=status]")).to_contain_text("too large")
    assert page.locator("main input[type=file]").input_value() == ""


def test_a_file_that_holds_something_else_is_told_and_the_link_stays(
    visit: Callable[..., Visitor], attempt: str
) -> None:
    page = visit("writer").page
    page.goto(f"{attempt}/questions/2")
    page.locator("[name=link]").fill("https://example.org/law")
    with page.expect_navigation():
        choose(page, pdf(content=b"<html>"))
    expect(page.locator(".error-summary")).to_contain_text("holds something else")
    expect(page.locator("[name=link]")).to_have_value("https://example.org/law")


@pytest.mark.parametrize(
    "text", ["Not yet – says Art. 65(3).", "لا يجوز أن تتجاوز المدة ثلاثة أيام", "社会保障 is 4 words", "- \n •"]
)
def test_words_are_counted_while_writing_as_the_server_counts_them(
    visit: Callable[..., Visitor], attempt: str, text: str
) -> None:
    page = visit("writer").page
    page.goto(f"{attempt}/questions/1")
    page.locator("main textarea").fill(text)
    expect(page.locator("word-count")).to_contain_text(f"Words: {count_words(text)}")


def test_without_script_work_is_handed_in_marked_and_read(visit: Callable[..., Visitor], attempt: str) -> None:
    page = visit("writer", java_script_enabled=False).page
    page.goto(f"{attempt}/questions/1")
    page.locator("main textarea").fill("Not yet.\nFive days are two too many.")
    page.get_by_role("button", name="Save and go on").click()
    choose(page, pdf())
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("h1")).to_have_text("Look over your answers")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("main")).to_contain_text("Being marked")
    marker = visit("administrator", java_script_enabled=False).page
    for question, levels in (("advice", (0, 2, 0)), ("comparison", (1,))):
        marker.goto(f"{attempt}/marking/{question}")
        for row, level in enumerate(levels):
            marker.locator(f"[name=criterion-{row}][value='{level}']").check()
        marker.locator("[name=comment]").fill("Say by when.")
        marker.get_by_role("button", name="Save the mark").click()
        expect(marker.locator("h1")).to_have_text("To be marked")
    page.goto(f"{attempt}/result")
    expect(page.locator(".score")).to_have_text("5 of 8 points")
    expect(page.locator("main")).to_contain_text("Say by when.")
    with page.expect_download() as download:
        page.get_by_role("link", name=NAME).click()
    assert download.value.suggested_filename == NAME
    assert download.value.path().read_bytes() == FILES["pdf"]
