"""On narrow screens nothing leaves the window, nor with texts 40% longer; then no text of the interface is plain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.checks import plain_english, too_wide
from tests.browser.conftest import Visitor
from tests.browser.pages import PLACES
from tests.browser.site import LiveSite

WHO = sorted({who for place in PLACES for who in place.who})
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("who", WHO, ids=lambda who: who or "visitor"),
]


def complaints(who: str, sites: dict[str, LiveSite], visit: Callable[..., Visitor], look: Callable[..., list[str]],
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
    def at_both(page):  # type: ignore[no-untyped-def]
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

    def look(page):  # type: ignore[no-untyped-def]
        return too_wide(page) + plain_english(page, authors)

    found = complaints(who, sites, visit, look, language="en-XA", viewport={"width": 360, "height": 640})
    assert not found, "\n".join(found)
