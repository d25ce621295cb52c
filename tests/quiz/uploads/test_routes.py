"""Files through HTTP: by a plain form, with names of any script, never shown as a page of this site."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from learning.people.actor import Grant, Role, course_scope
from tests.factories.files import EICAR, FILES, with_file
from tests.factories.site import TOKEN, browser, check_in, post, someone
from tests.factories.store import count
from tests.factories.work import FILE, START
from tests.factories.world import course_with_work

MEGABYTE = 1024 * 1024


@pytest.fixture
def client(site: Flask, tmp_path: Path) -> FlaskClient:
    check_in(site, course_with_work(tmp_path))
    return browser(site, someone(site, enrolled_in="small"))


def begin(client: FlaskClient) -> str:
    """Begin and return the address of the question that asks for a file."""
    address: str = post(client, f"{START}/attempts", key=str(uuid4())).headers["Location"]
    return f"{address.partition('/questions/')[0]}/questions/{FILE}"


def send(client: FlaskClient, question: str, name: str, content: bytes, **fields: str) -> TestResponse:
    """Send the form of the question with a file."""
    fields = {"csrf_token": TOKEN, "key": str(uuid4()), "go": str(FILE), **fields}
    return client.post(f"{question}/file", **with_file(name, content, **fields))


def links(page: str) -> list[str]:
    """Return the addresses of files on a page."""
    return re.findall(r'href="(/attempts/[^"]*/files/[^"]*)"', page)


def chosen(page: str) -> list[str]:
    """Return the files that are chosen on the page of a question."""
    return re.findall(r'name="file" value="[0-9a-f-]{36}/([^"]*)" checked', page)


def test_a_plain_form_hands_a_file_in_and_the_page_shows_it(client: FlaskClient) -> None:
    question = begin(client)
    page = client.get(question).get_data(as_text=True)
    assert f'action="{question}/file" enctype="multipart/form-data"' in page
    sent = send(client, question, "مقارنة القانون.pdf", FILES["pdf"], link="https://example.org/x")
    assert (sent.status_code, sent.headers["Location"]) == (303, question)
    page = client.get(question).get_data(as_text=True)
    assert chosen(page) == ["مقارنة القانون.pdf"]
    assert 'value="https://example.org/x"' in page


def test_an_older_file_may_be_chosen_again_and_none_at_all(client: FlaskClient) -> None:
    question = begin(client)
    for name in ("first.pdf", "second.pdf"):
        send(client, question, name, FILES["pdf"])
    page = client.get(question).get_data(as_text=True)
    assert chosen(page) == ["second.pdf"]
    first = re.findall(r'value="([0-9a-f-]{36}/first.pdf)"', page)[0]
    post(client, f"{question}/file", file=first)
    assert chosen(client.get(question).get_data(as_text=True)) == ["first.pdf"]
    post(client, f"{question}/file", file="")
    page = client.get(question).get_data(as_text=True)
    assert chosen(page) == []
    assert "second.pdf" in page
    assert count(client.application, "upload") == 2


def test_the_headers_of_a_file_keep_a_browser_from_opening_it(client: FlaskClient) -> None:
    question = begin(client)
    send(client, question, "مقارنة; x.txt", b"<script>alert(1)</script>")
    attempt = question.partition("/questions/")[0]
    post(client, attempt)
    (address,) = links(client.get(f"{attempt}/result").get_data(as_text=True))
    response = client.get(address)
    assert response.status_code == 200
    assert response.data == b"<script>alert(1)</script>"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert f"filename*=UTF-8''{quote('مقارنة')}" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_file_survives_an_answer_that_is_refused(client: FlaskClient) -> None:
    question = begin(client)
    refused = send(client, question, "report.pdf", FILES["pdf"], link="javascript:alert(1)")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert chosen(page) == ["report.pdf"]
    assert 'href="#link"' in page
    assert 'value="javascript:alert(1)"' in page
    value = re.findall(r'name="file" value="([0-9a-f-]{36}/report.pdf)" checked', page)[0]
    again = post(client, f"{question}/file", file=value, link="https://example.org/", go=str(FILE))
    assert again.status_code == 303
    assert chosen(client.get(question).get_data(as_text=True)) == ["report.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.exe", b"MZ\x90\x00", "A file of this kind is not taken here"),
        ("report.pdf.html", b"<html>", "A file of this kind is not taken here"),
        ("report.pdf", EICAR, "The file holds something else than its name says"),
        ("report.pdf", b"<html>%PDF-", "The file holds something else than its name says"),
        ("report.pdf", b"", "This file is empty"),
        ("report.pdf", FILES["pdf"] + bytes(MEGABYTE), "This file is too large"),
        ("report.pdf", FILES["pdf"] + bytes(11 * MEGABYTE), "This file is too large"),
    ],
)
def test_a_file_that_is_not_taken_is_told_and_the_one_before_stays(
    client: FlaskClient, name: str, content: bytes, words: str
) -> None:
    question = begin(client)
    send(client, question, "first.pdf", FILES["pdf"])
    kept = re.findall(r'value="([0-9a-f-]{36}/first.pdf)"', client.get(question).get_data(as_text=True))[0]
    refused = send(client, question, name, content, link="https://example.org/kept", file=kept)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert words in page
    assert 'href="#file"' in page
    assert chosen(page) == ["first.pdf"]
    assert 'value="https://example.org/kept"' in page
    assert chosen(client.get(question).get_data(as_text=True)) == ["first.pdf"]
    assert count(client.application, "upload") == 1


def test_larger_requests_are_taken_at_this_address_and_from_those_signed_in_alone(
    site: Flask, client: FlaskClient
) -> None:
    question = begin(client)
    large = b"%PDF-" + bytes(3 * MEGABYTE)
    assert send(client, question, "report.pdf", large).status_code == 422
    assert client.post(question, **with_file("report.pdf", large, csrf_token=TOKEN)).status_code == 413
    assert send(client, question, "report.pdf", bytes(13 * MEGABYTE)).status_code == 413
    assert send(browser(site), question, "report.pdf", large).status_code == 413
    assert count(site, "upload") == 0


def test_a_post_without_the_session_s_token_keeps_nothing(client: FlaskClient) -> None:
    question = begin(client)
    assert send(client, question, "report.pdf", FILES["pdf"], csrf_token="another").status_code == 400
    assert count(client.application, "upload") == 0


def test_a_link_is_text_that_leads_away_without_a_word_of_where_from(site: Flask, client: FlaskClient) -> None:
    question = begin(client)
    attempt = question.partition("/questions/")[0]
    post(client, question, link="https://example.org/x?a=1&b=<i>")
    post(client, attempt)
    trainer = browser(site, someone(site, grants=[Grant(Role.TRAINER, course_scope("small"))]))
    sheet = f"{attempt}/marking/comparison"
    for page in (client.get(f"{attempt}/result"), trainer.get(sheet)):
        text = page.get_data(as_text=True)
        assert (
            '<a href="https://example.org/x?a=1&amp;b=&lt;i&gt;" rel="noopener noreferrer nofollow" dir="ltr">' in text
        )
        assert "<i>" not in text


def test_a_script_s_saving_names_the_file_that_was_kept(client: FlaskClient) -> None:
    question = begin(client)
    send(client, question, "report.pdf", FILES["pdf"])
    kept = re.findall(r'value="([0-9a-f-]{36}/report.pdf)"', client.get(question).get_data(as_text=True))[0]
    saved = post(client, f"{question}/file", accept="application/json", file=kept, key=str(uuid4()))
    assert saved.status_code == 200
    foreign = post(client, f"{question}/file", accept="application/json", file=f"{uuid4()}/x.pdf", key=str(uuid4()))
    assert foreign.status_code == 422
