"""Rows are put in order and answers assigned by buttons, by dragging, by touch, or from the lists alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from learning.cohorts import service as cohorts
from learning.quiz import service as quizzes
from learning.quiz.saving import service as saving
from tests.browser import walk
from tests.browser.checks import axe, too_wide
from tests.browser.conftest import Visitor
from tests.browser.site import LiveSite
from tests.factories.site import someone

pytestmark = pytest.mark.browser
PHONE, TABLET = {"width": 360, "height": 1000}, {"width": 820, "height": 1000}
MATCH, ORDER, GROUPS = 1, 2, 3
"""The numbers of the questions in the course `kinds`."""


@dataclass
class Attempt:
    """A fresh attempt of a person of its own, "arranger", at the quiz with all kinds."""

    site: LiveSite
    id: UUID

    def path(self, number: int) -> str:
        return f"/attempts/{self.id}/questions/{number}"

    def saved(self, number: int) -> list[str]:
        """Return what the server holds for each row as shown; "" for nothing."""
        with self.site.app.app_context():
            view = saving.sheet(self.site.people["arranger"].actor, self.id, number).view
            return ["".join(field.given) for field in view.fields]


@pytest.fixture
def attempt(live: LiveSite) -> Attempt:
    live.people["arranger"] = someone(live.app, "Rosa Blanco")
    actor, now = live.people["arranger"].actor, datetime.now(UTC)
    with live.app.app_context():
        cohorts.enrol(actor, "kinds", now)
        return Attempt(live, quizzes.begin(actor, "kinds", "all-kinds", 7, uuid4(), now).id)


def words(page: Page) -> list[str]:
    """Return the entries in the order in which they stand."""
    return page.locator(".rows .row label").all_inner_texts()


def numbers(page: Page) -> list[str]:
    return page.locator(".grip-number").all_inner_texts()


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def status(page: Page) -> Locator:
    return page.locator("order-rows [role=status]")


def expect_saved(page: Page) -> None:
    """Leave the form, and wait until it says that the answer is stored."""
    expect(page.locator("[data-status]")).to_contain_text("Saved at")


class Mouse:
    """Drags with the button held."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @contextmanager
    def drag(self, held: Locator, *way: tuple[float, float]) -> Iterator[None]:
        """Press on what is held and move it along the way; what is done inside is done before it is let go."""
        self.page.mouse.move(*middle(held))
        self.page.mouse.down()
        for place in way:
            self.page.mouse.move(*place, steps=6)
        yield
        self.page.mouse.up()


class Finger(Mouse):
    """Drags with a finger."""

    @contextmanager
    def drag(self, held: Locator, *way: tuple[float, float]) -> Iterator[None]:
        session = self.page.context.new_cdp_session(self.page)
        self.point(session, "touchStart", *middle(held))
        for x, y in way:
            self.point(session, "touchMove", x, y)
        yield
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    @staticmethod
    def point(session: CDPSession, kind: str, x: float, y: float) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


def window_of(visit: Callable[..., Visitor], hand: type[Mouse], size: dict[str, int]) -> Page:
    page: Page = visit("arranger", viewport=size, has_touch=hand is Finger).page
    return page


# --- put in order ---


def test_an_order_that_nobody_touched_is_not_an_answer(attempt: Attempt, visit: Callable[..., Visitor]) -> None:
    page = visit("arranger").page
    page.goto(attempt.path(ORDER))
    assert numbers(page) == ["–", "–", "–"]
    page.locator("button[value=next]").click()
    expect(page).to_have_url(re.compile("questions/3$"))
    assert attempt.saved(ORDER) == ["", "", ""]


def test_entries_are_moved_with_the_keyboard_alone_and_the_focus_stays(
    attempt: Attempt, visit: Callable[..., Visitor]
) -> None:
    page = visit("arranger", viewport=TABLET).page
    page.goto(attempt.path(ORDER))
    hand, before = walk.Keyboard(page), words(page)
    down = page.get_by_role("button", name=f"Move down {before[0]}", exact=True)
    hand.press(down)
    assert words(page) == [before[1], before[0], before[2]]
    assert numbers(page) == ["1", "2", "3"]
    expect(down).to_be_focused()
    expect(status(page)).to_have_text(f"{before[0]} is now number 2 of 3.")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert words(page) == [before[1], before[2], before[0]]
    expect(down).to_be_focused()
    expect(down).to_have_attribute("aria-disabled", "true")
    expect_saved(page)
    assert attempt.saved(ORDER) == ["2", "0", "1"]
    page.reload()
    assert words(page) == [before[1], before[2], before[0]]


def test_the_order_as_shown_is_kept_and_cleared_on_request(attempt: Attempt, visit: Callable[..., Visitor]) -> None:
    page = visit("arranger").page
    page.goto(attempt.path(ORDER))
    page.get_by_role("button", name="Keep this order").click()
    expect(status(page)).to_have_text("This order is your answer.")
    expect_saved(page)
    assert attempt.saved(ORDER) == ["0", "1", "2"]
    page.get_by_role("button", name="Clear this answer").click()
    assert numbers(page) == ["–", "–", "–"]
    page.locator("button[value=next]").click()
    expect(page).to_have_url(re.compile("questions/3$"))
    assert attempt.saved(ORDER) == ["", "", ""]


@pytest.mark.parametrize("hand", [Mouse, Finger])
def test_an_entry_is_dragged_to_its_place(hand: type[Mouse], attempt: Attempt, visit: Callable[..., Visitor]) -> None:
    page = window_of(visit, hand, PHONE)
    page.goto(attempt.path(ORDER))
    before = words(page)
    grips = page.locator(".grip")
    x, y = middle(grips.nth(2))
    with hand(page).drag(grips.nth(0), (x, y - 60), (x, y + 5)):
        expect(page.locator(".row.held")).to_have_count(1)
        expect(page.locator(".row.aimed")).to_contain_text(before[2])
        assert words(page) == before, "nothing is moved before it is let go"
    assert words(page) == [before[1], before[2], before[0]]
    expect(page.locator(".held")).to_have_count(0)
    expect_saved(page)
    assert attempt.saved(ORDER) == ["2", "0", "1"]


@pytest.mark.parametrize("hand", [Mouse, Finger])
def test_an_entry_dropped_outside_is_where_it_was(
    hand: type[Mouse], attempt: Attempt, visit: Callable[..., Visitor]
) -> None:
    page = window_of(visit, hand, TABLET)
    page.goto(attempt.path(ORDER))
    before = words(page)
    grips = page.locator(".grip")
    x, y = middle(grips.nth(1))
    with hand(page).drag(grips.nth(0), (x, y + 30), (TABLET["width"] - 5, 10)):
        pass
    assert words(page) == before
    assert numbers(page) == ["–", "–", "–"]


def test_escape_breaks_a_drag_off(attempt: Attempt, visit: Callable[..., Visitor]) -> None:
    page = visit("arranger").page
    page.goto(attempt.path(ORDER))
    before = words(page)
    x, y = middle(page.locator(".grip").nth(2))
    with Mouse(page).drag(page.locator(".grip").nth(0), (x, y + 5)):
        page.keyboard.press("Escape")
    expect(page.locator(".ghost, .held, .aimed")).to_have_count(0)
    assert words(page) == before
    assert numbers(page) == ["–", "–", "–"]


def test_who_prefers_lists_has_them(attempt: Attempt, visit: Callable[..., Visitor]) -> None:
    page = visit("arranger").page
    page.goto(attempt.path(ORDER))
    before = words(page)
    page.get_by_role("button", name="Choose numbers from lists").click()
    expect(page.get_by_text("Give each entry its number")).to_be_visible()
    lists = page.locator(".row select")
    for place, number in enumerate(("3", "1", "2")):
        lists.nth(place).select_option(label=number)
    assert words(page) == before, "nothing moves under the hand"
    page.get_by_role("button", name="Move the entries").click()
    assert words(page) == [before[1], before[2], before[0]]
    expect(lists.first).to_be_hidden()
    expect_saved(page)
    assert attempt.saved(ORDER) == ["2", "0", "1"]


def test_half_an_order_is_shown_in_lists(attempt: Attempt, visit: Callable[..., Visitor]) -> None:
    page = visit("arranger").page
    page.goto(attempt.path(ORDER))
    page.get_by_role("button", name="Choose numbers from lists").click()
    page.locator(".row select").first.select_option(label="2")
    expect_saved(page)
    page.reload()
    expect(page.locator(".row select").first).to_be_visible()
    assert attempt.saved(ORDER) == ["1", "", ""]


def test_an_order_kept_on_the_device_comes_back(attempt: Attempt, visit: Callable[..., Visitor]) -> None:
    window = visit("arranger")
    page = window.page
    page.goto(attempt.path(ORDER))
    before = words(page)
    window.context.set_offline(True)
    page.locator(".row-moves [value=down]").first.click()
    expect(page.locator("[data-status]")).to_contain_text("No connection")
    page.close()
    window.context.set_offline(False)
    again = window.context.new_page()
    again.goto(attempt.path(ORDER))
    expect(again.locator(".grip-number").first).to_have_text("1")
    assert words(again) == [before[1], before[0], before[2]]
    expect_saved(again)
    assert attempt.saved(ORDER) == ["1", "0", "2"]
    window.complaints[:] = [each for each in window.complaints if "ERR_INTERNET_DISCONNECTED" not in each]


def test_from_right_to_left_the_rows_are_moved_alike(attempt: Attempt, visit: Callable[..., Visitor]) -> None:
    window = visit("arranger", viewport=PHONE)
    window.speak("ar-XB")
    page = window.page
    page.goto(attempt.path(ORDER))
    before = words(page)
    page.locator(".row-moves [value=up]").last.click()
    assert words(page) == [before[0], before[2], before[1]]
    assert not too_wide(page)
    assert not axe(page)
    for each in page.locator(".row-moves button").all():
        box = each.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


def test_without_script_there_are_the_lists_alone(attempt: Attempt, visit: Callable[..., Visitor]) -> None:
    page = visit("arranger", java_script_enabled=False).page
    for number in (MATCH, ORDER, GROUPS):
        page.goto(attempt.path(number))
        expect(page.locator(".row select:visible")).to_have_count(3)
        expect(page.locator(".grip, .chip, .row-moves, .row-tools")).to_have_count(0)


# --- match, and sort into groups ---


@pytest.mark.parametrize("number", [MATCH, GROUPS])
@pytest.mark.parametrize("hand", [Mouse, Finger])
def test_an_answer_is_dragged_onto_an_entry_or_the_entry_onto_it(
    hand: type[Mouse], number: int, attempt: Attempt, visit: Callable[..., Visitor]
) -> None:
    page = window_of(visit, hand, TABLET)
    page.goto(attempt.path(number))
    rows, chips = page.locator(".rows .row"), page.locator(".palette .chip")
    with hand(page).drag(chips.nth(1), middle(rows.nth(0)), middle(rows.nth(2))):
        expect(rows.nth(2)).to_have_class(re.compile("aimed"))
        assert not axe(page)
    with hand(page).drag(rows.nth(1).locator(".grip"), middle(chips.nth(0))):
        pass
    expect(page.locator(".ghost, .held, .aimed")).to_have_count(0)
    assert [each.input_value() for each in page.locator(".row select").all()] == ["", "0", "1"]
    expect_saved(page)
    assert attempt.saved(number) == ["", "0", "1"]


@pytest.mark.parametrize("hand", [Mouse, Finger])
def test_an_answer_dropped_outside_changes_nothing(
    hand: type[Mouse], attempt: Attempt, visit: Callable[..., Visitor]
) -> None:
    page = window_of(visit, hand, TABLET)
    page.goto(attempt.path(MATCH))
    page.locator(".row select").first.select_option("2")
    chip = page.locator(".palette .chip").first
    with hand(page).drag(chip, middle(page.locator(".rows .row").first), (TABLET["width"] - 5, 5)):
        pass
    with hand(page).drag(chip, middle(page.locator(".palette .chip").last)):
        pass
    assert [each.input_value() for each in page.locator(".row select").all()] == ["2", "", ""]
    expect(chip).to_be_visible()


def test_on_a_phone_there_are_the_lists_alone_and_the_keyboard_has_them_everywhere(
    attempt: Attempt, visit: Callable[..., Visitor]
) -> None:
    page = visit("arranger", viewport=PHONE).page
    page.goto(attempt.path(MATCH))
    expect(page.locator(".palette")).to_be_hidden()
    page.set_viewport_size({"width": TABLET["width"], "height": TABLET["height"]})
    expect(page.locator(".palette")).to_be_visible()
    hand = walk.Keyboard(page)
    for field, text in enumerate(("60 %", "40 %", "50 %")):
        control = page.locator(".row select").nth(field)
        option = control.locator("option").filter(has_text=text)
        hand.choose(control, str(option.get_attribute("value")))
    expect_saved(page)
    chosen = [each.evaluate("list => list.selectedOptions[0].text") for each in page.locator(".row select").all()]
    assert chosen == ["60 %", "40 %", "50 %"]
