"""On paper: the text and nothing else, everything opened, no more pages than needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.site import ESSENTIALS

pytestmark = pytest.mark.browser


@pytest.fixture
def lesson(visit: Callable[..., Visitor]) -> Page:
    """A lesson as it goes to the printer, of a reader who likes it dark."""
    window = visit("learner", color_scheme="dark")
    window.page.goto(f"/courses/{ESSENTIALS}/lessons/{window.site.words['lesson']}")
    window.page.emulate_media(media="print", color_scheme="dark")
    return window.page


@pytest.mark.parametrize("selector", [".site-nav", ".side", ".onward", ".own-note", ".previous-next", ".footer-links"])
def test_what_cannot_be_used_on_paper_is_left_out(selector: str, lesson: Page) -> None:
    expect(lesson.locator(selector)).to_be_hidden()


def test_every_block_is_open_on_paper(lesson: Page) -> None:
    blocks = lesson.locator("main .prose details")
    assert blocks.count() >= 3
    for block in blocks.all():
        assert block.evaluate("each => each.lastElementChild.getBoundingClientRect().height") > 0


def test_paper_is_white_and_says_where_it_comes_from(lesson: Page) -> None:
    ink = lesson.locator("main").evaluate("each => getComputedStyle(each).color")
    assert ink == "rgb(0, 0, 0)"
    expect(lesson.locator(".site-footer .print-only")).to_be_visible()
    expect(lesson.locator(".site-footer .print-only")).to_contain_text("/lessons/")


def test_a_lesson_takes_a_few_pages(lesson: Page) -> None:
    paper = lesson.pdf(format="A4", prefer_css_page_size=True)
    assert 2 <= paper.count(b"/Type /Page\n") <= 5


def test_the_button_prints_when_every_picture_is_there(visit: Callable[..., Visitor]) -> None:
    page = visit("learner").page
    page.goto(f"/courses/{ESSENTIALS}/lessons/nine-branches-named")
    page.evaluate("""() => {
      const pictures = [...document.querySelectorAll("main img")];
      window.print = () => { window.seen = pictures.map((each) => each.complete && each.naturalWidth > 0); };
    }""")
    page.get_by_role("button", name="Print this lesson").click()
    page.wait_for_function("window.seen !== undefined")
    seen = page.evaluate("window.seen")
    assert seen
    assert all(seen)


def test_a_task_has_lines_to_write_on(visit: Callable[..., Visitor]) -> None:
    page = visit("trainer").page
    page.goto(f"/courses/{ESSENTIALS}/quizzes/task-rs/print")
    page.emulate_media(media="print")
    lines = page.locator(".paper-lines > div")
    assert lines.count() >= 6
    for line in lines.all():
        assert line.evaluate("each => parseFloat(getComputedStyle(each).borderBlockEndWidth)") > 0


def test_the_questions_are_printed_without_their_answers_unless_asked(visit: Callable[..., Visitor]) -> None:
    window = visit("trainer")
    address = f"/courses/{ESSENTIALS}/quizzes/{window.site.words['pre_test']}/print"
    window.page.goto(address)
    assert "☑" not in window.page.locator("main").inner_text()
    window.page.goto(f"{address}?answers=1")
    assert "☑" in window.page.locator("main").inner_text()
