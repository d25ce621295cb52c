"""What a learner has typed is not lost: no connection, an ended session, two windows on one question."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from learning.db import db
from learning.people.tables import SessionRow
from learning.quiz import service as quizzes
from tests.browser.conftest import Visitor
from tests.browser.site import LiveSite, small_attempt
from tests.factories.site import someone

pytestmark = pytest.mark.browser
PASSWORD = "a-long-password-2"


@pytest.fixture
def path(live: LiveSite) -> str:
    """The second question (a number) of a fresh attempt of a person of its own, "writer"."""
    live.people["writer"] = someone(live.app, "Rosa Blanco", password=PASSWORD)
    with live.app.app_context():
        return f"/attempts/{small_attempt(live, 'writer', 'practice', datetime.now(UTC))}/questions/2"


def saved(site: LiveSite, path: str) -> list[str]:
    """Return what the server holds as the answer."""
    with site.app.app_context():
        sheet = quizzes.sheet(site.people["writer"].actor, UUID(path.split("/")[2]), 2)
        return list(sheet.view.fields[0].given)


def end_sessions(site: LiveSite) -> None:
    """End every session of the person on the server, as a restart or a stolen device would make one do."""
    with site.app.app_context():
        db.session.execute(sa.delete(SessionRow).where(SessionRow.person_id == site.people["writer"].actor.id))
        db.session.commit()


def sign_in_again(page: Page, site: LiveSite) -> None:
    """Fill in the form of the sign-in page."""
    expect(page).to_have_url(re.compile("/login"))
    page.locator("#login").fill(site.people["writer"].email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form .button").click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_ended_session_keeps_the_typed_answer(
    script: bool, path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    page = visit("writer", java_script_enabled=script).page
    page.goto(path)
    end_sessions(live)
    page.locator("#answer-control").fill("87")
    page.locator("button[value=next]").click()
    sign_in_again(page, live)
    expect(page).to_have_url(re.compile(f"{path}$"))
    expect(page.locator("#answer-control")).to_have_value("87")
    page.locator("button[value=next]").click()
    expect(page).to_have_url(re.compile("/review$"))
    assert saved(live, path) == ["87"]


def test_an_answer_given_offline_waits_on_the_device_and_is_sent(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    window = visit("writer")
    page = window.page
    page.goto(path)
    window.context.set_offline(True)
    page.locator("#answer-control").fill("87")
    page.locator("h1").first.click()
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("[data-status]")).to_contain_text("No connection")
    assert saved(live, path) == []
    window.context.set_offline(False)
    expect(page.locator("[data-status]")).to_contain_text("Saved at")
    assert saved(live, path) == ["87"]
    window.complaints[:] = [each for each in window.complaints if "ERR_INTERNET_DISCONNECTED" not in each]


def test_an_answer_kept_offline_is_there_when_the_page_is_opened_again(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    window = visit("writer")
    page = window.page
    page.goto(path)
    window.context.set_offline(True)
    page.locator("#answer-control").fill("87")
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("[data-status]")).to_contain_text("No connection")
    page.close()
    window.context.set_offline(False)
    again = window.context.new_page()
    again.goto(path)
    expect(again.locator("#answer-control")).to_have_value("87")
    expect(again.locator("[data-status]")).to_contain_text("Saved at")
    assert saved(live, path) == ["87"]
    window.complaints[:] = [each for each in window.complaints if "ERR_INTERNET_DISCONNECTED" not in each]


def test_of_two_windows_on_one_question_neither_answer_is_lost(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    window = visit("writer")
    first, second = window.page, window.context.new_page()
    first.goto(path)
    second.goto(path)
    first.locator("#answer-control").fill("86")
    first.evaluate("document.activeElement.blur()")
    expect(first.locator("[data-status]")).to_contain_text("Saved at")
    second.locator("#answer-control").fill("87")
    second.locator("button[value=next]").click()
    expect(second).to_have_url(re.compile("/compare$"))
    assert saved(live, path) == ["86"]
    second.locator(".candidate", has_text="87").get_by_role("button").click()
    expect(second).to_have_url(re.compile(f"{path}$"))
    assert saved(live, path) == ["87"]
    first.reload()
    expect(first.locator("#answer-control")).to_have_value("87")


def test_a_window_left_open_after_handing_in_says_so(path: str, live: LiveSite, visit: Callable[..., Visitor]) -> None:
    window = visit("writer")
    first, second = window.page, window.context.new_page()
    first.goto(path)
    second.goto(path.replace("questions/2", "review"))
    second.locator("main .button-form .button").click()
    expect(second).to_have_url(re.compile("/result$"))
    first.locator("#answer-control").fill("87")
    first.evaluate("document.activeElement.blur()")
    expect(first.locator("[data-status]")).to_contain_text("closed")


def test_a_note_changed_in_another_window_is_shown_beside_ones_own(
    live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    live.people["noter"] = someone(live.app, "Rosa Blanco", enrolled_in="small")
    window = visit("noter")
    first, second = window.page, window.context.new_page()
    for page in (first, second):
        page.goto("/courses/small/lessons/welcome")
        page.locator("#note summary").click()
    first.locator("#note textarea").fill("The first thought")
    first.locator("#note .button").click()
    expect(first.locator(".notice-success")).to_be_visible()
    second.locator("#note textarea").fill("The second thought")
    second.locator("#note .button").click()
    expect(second.locator("#note blockquote")).to_have_text("The first thought")
    expect(second.locator("#note textarea")).to_have_value("The second thought")
