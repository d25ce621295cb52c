"""A summary is for the wall: it prints on one sheet of paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor
from tests.content import shipped

pytestmark = pytest.mark.browser

SUMMARIES = [
    pytest.param(course, lesson.settings.id, id=f"{course}/{path}")
    for course in shipped.SUBJECT_COURSES
    for path, lesson in shipped.lessons(course)
    if lesson.settings.optional
]


@pytest.mark.parametrize("course", shipped.SUBJECT_COURSES)
def test_every_module_with_lessons_has_a_summary(course: str) -> None:
    taught = {path.partition("/")[0] for path, _ in shipped.lessons(course)}
    summed_up = [path.partition("/")[0] for path, lesson in shipped.lessons(course) if lesson.settings.optional]
    assert sorted(summed_up) == sorted(taught)


@pytest.mark.parametrize(("course", "summary"), SUMMARIES)
def test_a_summary_is_printed_on_one_page(course: str, summary: str, visit: Callable[..., Visitor]) -> None:
    page = visit().page
    page.goto(f"/courses/{course}/lessons/{summary}")
    page.emulate_media(media="print")
    pages = page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n")
    assert pages == 1
