"""A page that is read from the right is the mirror of the same page read from the left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Visitor
from tests.browser.site import ESSENTIALS

pytestmark = pytest.mark.browser
WIDTH = 1280
LESSON = "/courses/{course}/lessons/{long_lesson}"


def edges(element: Locator) -> tuple[float, float]:
    """Return how far an element stands from the left and from the right edge of the page."""
    box = element.bounding_box()
    assert box is not None
    width = element.page.evaluate("document.documentElement.clientWidth")
    return round(box["x"]), round(width - box["x"] - box["width"])


@pytest.fixture
def pair(visit: Callable[..., Visitor]) -> tuple[Page, Page]:
    """The same lesson from left to right and from right to left."""
    pages = []
    for language in ("en-XA", "ar-XB"):  # both made-up languages have texts of the same length
        window = visit("learner", viewport={"width": WIDTH, "height": 900})
        window.speak(language)
        window.page.goto(LESSON.format(course=ESSENTIALS, **window.site.words))
        pages.append(window.page)
    return pages[0], pages[1]


@pytest.mark.parametrize("selector", [".side", ".site-name", ".account", ".masthead", ".columns > main", ".onward"])
def test_the_layout_is_mirrored(selector: str, pair: tuple[Page, Page]) -> None:
    left_to_right, right_to_left = pair
    start, end = edges(left_to_right.locator(selector))
    assert edges(right_to_left.locator(selector)) == pytest.approx((end, start), abs=2)


def test_the_step_list_is_on_the_side_where_reading_begins(pair: tuple[Page, Page]) -> None:
    for page, first, second in ((pair[0], ".side", "main"), (pair[1], "main", ".side")):
        assert edges(page.locator(first))[0] < edges(page.locator(second))[0]


@pytest.mark.parametrize("icon", [".icon-next", ".icon-previous"])
def test_arrows_point_along_the_text(icon: str, pair: tuple[Page, Page]) -> None:
    turned = [page.locator(icon).first.evaluate("each => getComputedStyle(each).transform") for page in pair]
    assert turned == ["none", "matrix(-1, 0, 0, 1, 0, 0)"]


def test_ticks_are_not_turned(pair: tuple[Page, Page]) -> None:
    transform = pair[1].locator(".icon-done").first.evaluate("each => getComputedStyle(each).transform")
    assert transform == "none"


def test_the_way_back_stands_where_reading_begins(pair: tuple[Page, Page]) -> None:
    start, end = edges(pair[1].locator(".previous-next .previous"))
    assert end < start


def test_english_text_of_the_course_stays_left_to_right(pair: tuple[Page, Page]) -> None:
    assert pair[1].locator("article.lesson").evaluate("each => getComputedStyle(each).direction") == "ltr"
    assert pair[1].locator("main > .onward").evaluate("each => getComputedStyle(each).direction") == "rtl"


def test_a_progress_bar_grows_from_the_side_where_reading_begins(pair: tuple[Page, Page]) -> None:
    assert pair[1].locator("progress").first.evaluate("each => getComputedStyle(each).direction") == "rtl"
