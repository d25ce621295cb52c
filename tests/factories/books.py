"""Books that were not set: for tests of who may have them."""

from __future__ import annotations

from flask import Flask

from learning.books import service as books
from learning.books.shelf import volumes
from learning.courses import service as courses
from tests.factories.site import NOW


def add_books(app: Flask, course_id: str) -> None:
    """Keep a book of each name of a course, each with its own few words in it."""
    with app.app_context():
        course = courses.current(course_id)
        for volume in volumes(course):
            books.keep(course, volume, f"{course_id} {volume.edition} {volume.name}".encode(), NOW)
