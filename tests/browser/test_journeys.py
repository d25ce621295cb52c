"""The whole way from an account to a completed course: without script, by keyboard alone, from right to left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import walk
from tests.browser.checks import too_wide
from tests.browser.conftest import Visitor
from tests.browser.site import ESSENTIALS

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}


def test_the_whole_way_without_javascript(visit: Callable[..., Visitor]) -> None:
    hand = walk.Hand(visit(java_script_enabled=False, viewport=PHONE).page)
    walk.register(hand)
    walk.complete(hand)


def test_the_whole_way_by_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    hand = walk.Keyboard(visit(viewport={"width": 1280, "height": 720}).page)
    walk.register(hand)
    walk.complete(hand)


def test_the_whole_way_from_right_to_left(visit: Callable[..., Visitor]) -> None:
    window = visit(viewport=PHONE)
    window.speak("ar-XB")
    hand = walk.Hand(window.page)
    walk.register(hand)
    assert window.page.locator("html").get_attribute("dir") == "rtl"
    assert not too_wide(window.page)
    walk.complete(hand)


@pytest.mark.parametrize(("word", "own"), [("learner", "government"), ("employer", "employers"), ("worker", "workers")])
def test_the_block_for_ones_own_side_is_open(word: str, own: str, visit: Callable[..., Visitor]) -> None:
    window = visit(word)
    seen = 0
    for lesson in window.site.lessons_with_audiences():
        window.page.goto(f"/courses/{ESSENTIALS}/lessons/{lesson}")
        for block in window.page.locator("details.audience").all():
            classes = block.get_attribute("class") or ""
            is_own = f"audience-{own}" in classes
            assert (block.get_attribute("open") is not None) == is_own, f"{lesson}: {classes}"
            seen += is_own
    assert seen


def test_every_control_of_a_page_is_reached_with_tab_in_its_order(visit: Callable[..., Visitor]) -> None:
    window = visit("learner", viewport={"width": 1280, "height": 720})
    for path in ("/", "/courses/{course}/lessons/{lesson}", "/attempts/{open}/questions/1", "/glossary?q=wage"):
        window.page.goto(path.format(course=ESSENTIALS, **window.site.words))
        expected = window.page.evaluate(_CONTROLS)
        reached: list[str] = []
        for _ in range(len(expected) + 5):
            window.page.keyboard.press("Tab")
            name = window.page.evaluate("window.nameOf(document.activeElement)")
            if name and name not in reached:
                reached.append(name)
        assert reached == expected, path


_CONTROLS = """
() => {
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const all = [...document.querySelectorAll(kinds)]
    .filter((each) => each.checkVisibility() && !each.disabled);
  const first = (name) => all.findIndex((each) => each.name === name);
  const group = (each) => each.type === "radio" ? first(each.name) : all.indexOf(each);
  window.nameOf = (each) => all.includes(each) ? `${group(each)} ${each.tagName}` : "";
  return [...new Set(all.map(window.nameOf))];
}
"""


def test_the_skip_link_leads_to_the_content(visit: Callable[..., Visitor]) -> None:
    page = visit().page
    page.goto("/courses")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
