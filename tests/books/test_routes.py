"""How books are sent: packed, to be saved, asked again only when they changed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask

from learning.books.shelf import WHOLE
from tests.factories.books import add_books
from tests.factories.site import browser, check_in
from tests.factories.world import copy_course

LEARNERS = f"/courses/small/books/learners/{WHOLE}"


@pytest.fixture
def shelved(site: Flask, tmp_path: Path) -> Flask:
    check_in(site, copy_course(tmp_path, "small"))
    add_books(site, "small")
    return site


def test_a_book_is_sent_packed_to_who_takes_it_so_and_saved_under_its_name(shelved: Flask) -> None:
    packed = browser(shelved).get(LEARNERS, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == b"small learners course.pdf"
    plain = browser(shelved).get(LEARNERS, headers={"Accept-Encoding": "identity"})
    assert plain.data == b"small learners course.pdf"
    assert "Content-Encoding" not in plain.headers
    for response in (packed, plain):
        assert response.content_type == "application/pdf"
        assert response.headers["Content-Disposition"] == 'attachment; filename="small.pdf"'
        assert "Accept-Encoding" in response.headers["Vary"]


def test_a_book_that_is_there_already_is_not_sent_again(shelved: Flask) -> None:
    client = browser(shelved)
    tag = client.get(LEARNERS).headers["ETag"]
    again = client.get(LEARNERS, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    assert client.get(LEARNERS, headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_book_in_html_runs_nothing_on_the_site_s_own_address(shelved: Flask) -> None:
    for module in ("first", "second"):
        page = browser(shelved).get(f"/courses/small/books/learners/{module}.html")
        assert page.status_code == 200
        assert page.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in page.headers["Content-Security-Policy"]
        assert "script-src" not in page.headers["Content-Security-Policy"]


def test_the_shelf_names_each_book_with_its_size(shelved: Flask) -> None:
    page = browser(shelved).get("/courses/small/books").get_data(as_text=True)
    assert f'href="{LEARNERS}"' in page
    assert "1 KB" in page
    assert "/trainers/" not in page
    assert "Revision 1 of" in page


def test_a_course_without_books_yet_says_so(site: Flask, tmp_path: Path) -> None:
    check_in(site, copy_course(tmp_path, "small"))
    assert "are being made" in browser(site).get("/courses/small/books").get_data(as_text=True)
    assert browser(site).get(LEARNERS).status_code == 404
