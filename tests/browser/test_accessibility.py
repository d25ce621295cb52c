"""No finding of axe-core on any page: in light, in dark, from right to left."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.browser.checks import AXE, axe
from tests.browser.conftest import Visitor
from tests.browser.pages import NOT_PAGES, PLACES, Place
from tests.browser.site import LiveSite

WHO = sorted({who for place in PLACES for who in place.who})
WAYS = ("light", "dark", "right to left")


def test_every_page_of_the_site_is_in_the_list(site: Flask) -> None:
    shown = {rule.endpoint for rule in site.url_map.iter_rules() if "GET" in (rule.methods or ())} - NOT_PAGES
    assert shown - {place.endpoint for place in PLACES} == set()


def test_axe_core_is_the_file_it_says_it_is() -> None:
    digest = hashlib.sha256(AXE.read_bytes()).hexdigest()
    assert digest in (AXE.parent / "README.md").read_text()


def places_of(who: str) -> Iterator[Place]:
    """Yield the pages that are tried as that person."""
    return (place for place in PLACES if who in place.who)


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", WHO, ids=lambda who: who or "visitor")
def test_axe_finds_nothing(who: str, way: str, live: LiveSite, empty: LiveSite, visit: Callable[..., Visitor]) -> None:
    found = []
    windows: dict[str, Visitor] = {}
    for place in places_of(who):
        if place.site not in windows:
            site = live if place.site == "live" else empty
            window = visit(who, site, color_scheme="dark" if way == "dark" else "light")
            if way == "right to left":
                window.speak("ar-XB")
            windows[place.site] = window
        window = windows[place.site]
        place.go(window.page, window.site)
        found += [f"{place.name}: {each}" for each in axe(window.page)]
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_axe_does_find_planted_faults(visit: Callable[..., Visitor]) -> None:
    page = visit().page
    page.goto("/privacy")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(each.startswith("button-name") for each in axe(page))
