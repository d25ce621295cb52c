"""Logs say what happened by ids, one record a line; never what people typed, who they are, or a secret."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from learning.web.logs import JsonLines
from tests.factories.site import TOKEN, browser, check_in, post, someone
from tests.factories.world import SMALL


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """All that the platform logs, as its handler writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("learning")
    known = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(known)


def test_nothing_typed_and_no_name_reaches_the_logs(site: Flask, lines: io.StringIO) -> None:
    check_in(site, SMALL)
    password = "PlantedPassword one two"
    person = someone(site, "Planted Name", password=password, enrolled_in="small")
    client = browser(site, person)
    lesson = "/courses/small/lessons/welcome"
    post(client, f"{lesson}/note", text="PlantedNote", version="0")
    post(client, "/report", place="/courses/small?x=PlantedPlace", text="PlantedReport", key="")
    begun = post(client, "/courses/small/quizzes/practice/attempts").headers["Location"]
    for answer in ("PlantedAnswer", "87"):
        post(client, begun.removesuffix("1") + "2", answer=answer)
    post(client, "/login", login=person.email, password="PlantedWrong")
    signing_in = browser(site)
    post(signing_in, "/login", login=person.email, password="PlantedWrong")
    post(signing_in, "/login", login=person.email, password=password)
    client.get("/my-learning?q=PlantedQuery", headers={"User-Agent": 'Planted"Agent'})
    client.get("/reset/PlantedToken")
    client.get("/none-such/PlantedPath")
    client.post("/report", data={"text": "PlantedForged"})
    text = lines.getvalue()
    assert text.count("\n") > 12
    for secret in ("Planted", person.email, TOKEN):
        assert secret not in text, secret


def test_each_request_is_one_record_with_its_reference(site: Flask, lines: io.StringIO) -> None:
    client = browser(site)
    response = client.get("/login", headers={"User-Agent": "two lines", "X-Request-ID": "chosen-by-a-stranger"})
    (record,) = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert (record["event"], record["endpoint"], record["status"]) == ("request", "people.login", 200)
    assert record["request_id"] == response.headers["X-Request-ID"] != "chosen-by-a-stranger"
    assert "ms" in record


def test_a_line_break_in_a_value_makes_no_second_record() -> None:
    record = logging.makeLogRecord({"name": "x", "msg": 'one\ntwo\r\n{"level": "forged"}', "value": "a\nb\u2028c"})
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["value"] == "a\nb\u2028c"


def test_a_fault_is_logged_whole_and_shown_as_a_reference_only(site: Flask, lines: io.StringIO) -> None:
    def broken() -> str:
        raise RuntimeError("PlantedReason")

    site.add_url_rule("/broken", "broken", broken)
    response = browser(site).get("/broken")
    records = [json.loads(line) for line in lines.getvalue().splitlines()]
    (fault,) = [record for record in records if record["event"] == "unforeseen"]
    assert "PlantedReason" in fault["traceback"]
    page = response.get_data(as_text=True)
    assert response.status_code == 500
    assert "PlantedReason" not in page
    assert fault["request_id"] in page
