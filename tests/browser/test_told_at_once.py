"""A practice that tells at once: checked when asked, final from then on; by keyboard and without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from learning.cohorts import service as cohorts
from tests.browser.conftest import Visitor
from tests.browser.site import LiveSite
from tests.browser.walk import Hand, Keyboard
from tests.factories.site import someone

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}


@pytest.fixture
def learner(live: LiveSite) -> str:
    """Someone of the test's own, in the course of all kinds."""
    word = f"learner-{uuid4().hex[:8]}"
    live.people[word] = someone(live.app)
    with live.app.app_context():
        cohorts.enrol(live.people[word].actor, "kinds", datetime.now(UTC))
    return word


def whole_practice(hand: Hand) -> None:
    page = hand.page
    page.goto("/courses/kinds/quizzes/at-once")
    hand.press(page.get_by_role("button", name="Begin"))
    hand.press(page.get_by_role("button", name="Check this answer"))
    expect(page.locator("div.notice[role=status]")).to_contain_text("Answer the whole question first")
    hand.press(page.get_by_label("Nine"))
    hand.press(page.get_by_role("button", name="Check this answer"))
    expect(page.locator("#told")).to_contain_text("Right")
    expect(page.locator(".explanation")).to_contain_text("each treat one contingency")
    hand.press(page.get_by_role("link", name="Next question"))
    hand.write(page.locator("main .question input[type=text]"), "86")
    hand.press(page.get_by_role("button", name="Check this answer"))
    expect(page.locator("#told")).to_contain_text("Not right")
    hand.press(page.get_by_role("link", name="Look over all answers"))
    hand.press(page.get_by_role("button", name="Hand in"))
    expect(page.locator(".score")).to_contain_text("1 of 2 points")


def test_without_javascript_on_a_phone(learner: str, visit: Callable[..., Visitor]) -> None:
    whole_practice(Hand(visit(learner, java_script_enabled=False, viewport=PHONE).page))


def test_by_keyboard_alone(learner: str, visit: Callable[..., Visitor]) -> None:
    whole_practice(Keyboard(visit(learner, viewport={"width": 1280, "height": 720}).page))
