"""The working time of a course, as its page and the catalogue tell it: what is optional stands apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.site import check_in
from tests.factories.world import copy_course

PAGES = ("/courses/small", "/courses", "/")


def served(app: Flask, tmp_path: Path, minutes: int, optional: int) -> FlaskClient:
    """Serve the small course with so many minutes in all but its second lesson, which is optional if it has any."""
    folder = copy_course(tmp_path, "small")
    lesson, practice, test = (
        folder / path for path in ("20-second/10-more.md", "10-first/20-practice.quiz.md", "20-second/20-test.quiz.md")
    )
    own = f"minutes: {optional}\noptional: yes" if optional else "minutes: 6"
    lesson.write_text(lesson.read_text().replace("minutes: 6", own))
    practice.write_text(practice.read_text().replace("title: ", "minutes: 1\ntitle: ", 1))
    rest = minutes - 5 - 1 - (0 if optional else 6)
    test.write_text(test.read_text().replace("title: ", f"minutes: {rest}\ntitle: ", 1))
    check_in(app, folder)
    return app.test_client()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("minutes", "optional", "told"),
    [
        (119, 0, "about 119 minutes"),
        (120, 0, "about 2 hours"),
        (149, 1, "about 2 hours, and 1 minute of optional steps"),
        (150, 60, "about 3 hours, and 60 minutes of optional steps"),
    ],
)
def test_the_time_is_told_in_minutes_or_hours_with_what_is_optional_apart(
    app: Flask, tmp_path: Path, page: str, minutes: int, optional: int, told: str
) -> None:
    html = served(app, tmp_path, minutes, optional).get(page).text
    assert html.count(told) == 1
    assert ("optional steps" in html) == bool(optional)


def test_an_optional_step_says_so_on_the_page_of_the_course(app: Flask, tmp_path: Path) -> None:
    html = served(app, tmp_path, 100, 12).get("/courses/small").text
    assert "Lesson, 12 minutes, optional</span>" in html
    assert html.count(", optional</span>") == 1
