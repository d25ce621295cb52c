"""The session of a day: without script on a phone, by keyboard alone, and going on from another device."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.reviewing import practise
from tests.browser.site import LiveSite
from tests.browser.walk import Hand, Keyboard
from tests.factories.site import someone

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}


@pytest.fixture
def reviewer(live: LiveSite) -> str:
    """Somebody who practised the two questions of the small course nine days ago."""
    live.people["reviewer"] = someone(live.app, "Rosa Blanco", enrolled_in="small")
    with live.app.app_context():
        practise(live.people["reviewer"].actor, "small", "practice", datetime.now(UTC) - timedelta(days=9))
    return "reviewer"


def answer(hand: Hand) -> None:
    """Answer the question on the page rightly, and see that the focus is on what is told."""
    page = hand.page
    page.locator("main form [name=session]").wait_for(state="attached")
    number = page.locator("#answer-control")
    if number.count():
        hand.write(number, "87")
    else:
        hand.press(page.locator("main label", has_text="Nine").locator("input"))
    hand.press(page.locator("[name=confidence][value='3']"))
    hand.press(page.locator("main form .button").first)
    expect(page).to_have_url(re.compile("#result$"))
    expect(page.locator(".result-right")).to_be_visible()


def whole_session(hand: Hand) -> None:
    page = hand.page
    page.goto("/my-learning")
    hand.press(page.locator(".continue", has=page.locator("#waiting")).locator(".button"))
    answer(hand)
    hand.press(page.locator("main .actions a.button"))
    answer(hand)
    hand.press(page.locator("main .actions a.button"))
    expect(page).to_have_url(re.compile("/recall$"))
    expect(page.locator(".continue .button")).to_have_count(0)
    expect(page.locator("table")).to_have_count(3)


def test_a_session_without_javascript_on_a_phone(reviewer: str, visit: Callable[..., Visitor]) -> None:
    whole_session(Hand(visit(reviewer, java_script_enabled=False, viewport=PHONE).page))


def test_a_session_by_keyboard_alone(reviewer: str, visit: Callable[..., Visitor]) -> None:
    whole_session(Keyboard(visit(reviewer, viewport={"width": 1280, "height": 720}).page))


def test_a_session_goes_on_from_another_device(reviewer: str, visit: Callable[..., Visitor]) -> None:
    first, second = Hand(visit(reviewer).page), Hand(visit(reviewer, viewport=PHONE).page)
    first.page.goto("/recall")
    first.press(first.page.locator(".continue .button"))
    second.page.goto("/recall/questions/1")
    answer(first)
    assert _focused(first.page) == "result"
    second.press(second.page.locator("main form .button").nth(1))
    expect(second.page).to_have_url(re.compile("/questions/2$"))
    second.page.goto("/recall/questions/1")
    expect(second.page.locator(".result-right")).to_be_visible()
    second.page.goto("/recall")
    second.press(second.page.locator(".continue .button"))
    expect(second.page).to_have_url(re.compile("/questions/2$"))
    answer(second)


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))
