"""On narrow screens nothing leaves the window, nor with texts 40% longer; then no text of the interface is plain."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.checks import plain_english, too_wide
from tests.browser.conftest import Visitor
from tests.browser.pages import PLACES
from tests.browser.site import LiveSite

WHO = sorted({who for place in PLACES for who in place.who})
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("who", WHO, ids=lambda who: who or "visitor"),
]


def complaints(who: str, sites: dict[str, LiveSite], visit: Callable[..., Visitor], look: Callable[[Page], list[str]],
               language: str = "", **options: object) -> list[str]:  # fmt: skip
    """Return what `look` complains of on each page of a person, with the page's name."""
    found = []
    windows: dict[str, Visitor] = {}
    for place in PLACES:
        if who not in place.who:
            continue
        if place.site not in windows:
            windows[place.site] = visit(who, sites[place.site], **options)
            if language:
                windows[place.site].speak(language)
        page = windows[place.site].page
        place.go(page, sites[place.site])
        found += [f"{place.name}: {each}" for each in look(page)]
    return found


@pytest.fixture
def sites(live: LiveSite, empty: LiveSite) -> dict[str, LiveSite]:
    return {"live": live, "empty": empty}


def test_nothing_scrolls_sideways(who: str, sites: dict[str, LiveSite], visit: Callable[..., Visitor]) -> None:
    def at_both(page: Page) -> list[str]:
        found = []
        for width in (360, 320):
            page.set_viewport_size({"width": width, "height": 640})
            found += [f"{width}px: {each}" for each in too_wide(page)]
        return found

    found = complaints(who, sites, visit, at_both, viewport={"width": 360, "height": 640})
    assert not found, "\n".join(found)


def test_longer_texts_fit_and_every_text_is_marked(
    who: str, sites: dict[str, LiveSite], visit: Callable[..., Visitor]
) -> None:
    authors = sites["live"].titles()

    def look(page: Page) -> list[str]:
        return too_wide(page) + plain_english(page, authors)

    found = complaints(who, sites, visit, look, language="en-XA", viewport={"width": 360, "height": 640})
    assert not found, "\n".join(found)


def test_wider_spacing_and_larger_text_lose_nothing(
    who: str, sites: dict[str, LiveSite], visit: Callable[..., Visitor]
) -> None:
    def spaced(page: Page) -> list[str]:
        page.evaluate(_READERS_OWN_SPACING)
        found = [f"spaced: {each}" for each in too_wide(page)]
        page.evaluate("document.documentElement.style.cssText = 'font-size: 200%'; dispatchEvent(new Event('resize'))")
        return found + [f"at 200 per cent: {each}" for each in too_wide(page)]

    found = complaints(who, sites, visit, spaced, viewport={"width": 720, "height": 900})
    assert not found, "\n".join(found)


# What WCAG 2.2, 1.4.12 lets a reader ask for.
_READERS_OWN_SPACING = """
() => {
  document.documentElement.style.cssText = "letter-spacing: .12em; word-spacing: .16em";
  document.body.style.lineHeight = "1.5";
  for (const each of document.querySelectorAll("main p")) each.style.marginBlockEnd = "2em";
}
"""
