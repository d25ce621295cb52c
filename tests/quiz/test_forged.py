"""What no page of ours sends: refused with its status, logged, and the store is as it was."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from learning.db import db
from learning.quiz.tables import AttemptRow
from learning.web.forms import FIELD, HEADER
from tests.factories.site import TOKEN, browser, check_in, post, someone
from tests.factories.store import count, differences, dump
from tests.factories.world import copy_course
from tests.quiz.test_pages_of_kinds import QUIZ, TEXT

JSON, HTML = "application/json", "text/html"
START, KINDS = "/courses/small/quizzes/practice", "/courses/small/quizzes/check-yourself"
OWN = {
    "seed": "1",
    "points": "100",
    "score": "1/1",
    "state": "graded",
    "until": "2099-01-01T00:00:00Z",
    "started_at": "2020-01-01T00:00:00Z",
    "saved_at": "2020-01-01T00:00:00Z",
    "closed_by": "time",
    "questions": "how-many",
    "question_id": "how-many",
    "revision": "9",
    "passed": "1",
    "person_id": str(uuid4()),
    "hint": "1",
    "marks": '{"how-many": 1}',
}
"""What the server alone decides, as a form might claim it."""


@pytest.fixture
def client(site: Flask, tmp_path: Path) -> FlaskClient:
    folder = copy_course(tmp_path, "small")
    (folder / "10-first" / "30-kinds.quiz.md").write_text(TEXT, encoding="utf-8")
    return browser(site, someone(site, enrolled_in=check_in(site, folder)))


def begin(client: FlaskClient, quiz: str = START) -> str:
    """Begin and return the attempt's address."""
    address: str = post(client, f"{quiz}/attempts", key=str(uuid4())).headers["Location"]
    return address.partition("/questions/")[0]


@pytest.fixture
def attempt(client: FlaskClient) -> str:
    """An attempt at the practice, with an answer in it."""
    found = begin(client)
    post(client, f"{found}/questions/2", answer="86")
    return found


@pytest.mark.parametrize(
    ("event", "path", "fields"),
    [
        ("begin-refused", START + "/attempts", {}),
        ("answer-refused", "{attempt}/questions/2", {"answer": "87", "base": "1"}),
        ("answer-refused", "{attempt}/questions/2/file", {"answer": "87", "base": "1"}),
        ("answer-refused", "{attempt}/questions/2/hint", {}),
        ("answer-refused", "{attempt}/questions/2/hint", {"key": "", "answer": "87"}),
        ("submit-refused", "{attempt}", {}),
    ],
)
def test_what_the_server_alone_decides_is_taken_from_no_form(
    site: Flask, client: FlaskClient, attempt: str, event: str, path: str, fields: dict[str, str],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    before = dump(site)
    with caplog.at_level(logging.WARNING, "learning.quiz"):
        for accept in (JSON, HTML):
            for name, value in OWN.items():
                refused = post(client, path.format(attempt=attempt), accept, **fields, **{name: value})
                assert refused.status_code == 422, name
    assert differences(before, dump(site)) == {}
    assert [each.message for each in caplog.records if each.name == "learning.quiz.routes"] == [event] * 2 * len(OWN)


BASES = ("-1", "1.0", "\u0661", "one", "9" * 10, "1e3", " 1", "1\0")


@pytest.mark.parametrize(
    "fields",
    [
        *({"answer": "87", "base": base} for base in BASES),
        *({"answer": "87", "confidence": sure} for sure in ("0", "4", "9", "-1", "1\0", "sure")),
        *({"answer": "87", name: ["1", "2"]} for name in ("base", "confidence", "key", "flagged", "go")),
        {"answer": ["86", "87"]},
        {"answer": "87\0"},
        {"answer": b"8\xed\xa0\x807"},
        {"answer": "87" * 2000},
        {"answer\0": "87"},
        {"answer": "87", "reason": "1"},
        {"part-1-answer": "87"},
        {"other": "", "answer": "87"},
    ],
)
def test_answers_of_the_wrong_shape_are_refused_logged_and_change_nothing(
    site: Flask, client: FlaskClient, attempt: str, fields: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    before = dump(site)
    with caplog.at_level(logging.WARNING, "learning.quiz"):
        refused = [post(client, f"{attempt}/questions/2", accept, **fields) for accept in (JSON, HTML)]
    assert [each.status_code for each in refused] == [422, 422]
    assert differences(before, dump(site)) == {}
    assert caplog.messages.count("answer-refused") == 2


@pytest.mark.parametrize("accept", [JSON, HTML])
def test_every_kind_refuses_another_kind_s_answers_and_values_at_the_wrong_place(
    site: Flask, client: FlaskClient, accept: str
) -> None:
    attempt = begin(client, KINDS)
    before = dump(site)
    for number in range(1, 1 + len(QUIZ.questions)):
        for fields in ({"answer[0]": "1"}, {"item-99": "0"}, {"part-9-answer": "1"}, {"place": "first"}):
            response = post(client, f"{attempt}/questions/{number}", accept, **fields)
            assert response.status_code == 422, (number, fields)
    assert differences(before, dump(site)) == {}


@pytest.mark.parametrize("accept", [JSON, HTML])
def test_another_s_attempt_and_key_are_refused_and_logged(
    site: Flask, client: FlaskClient, attempt: str, accept: str, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = browser(site, someone(site, enrolled_in="small"))
    theirs, key = begin(stranger), str(uuid4())
    post(stranger, f"{theirs}/questions/2", answer="87", key=key)
    mine = attempt.rpartition("/")[2]
    before = dump(site)
    refused = {
        404: (f"{theirs}/questions/2", f"{theirs}/questions/2/hint", f"{theirs}/questions/99", theirs),
        409: (f"{attempt}/questions/2",),
    }
    with caplog.at_level(logging.WARNING, "learning.quiz"):
        for status, paths in refused.items():
            for path in paths:
                fields = {"answer": "1", "key": key} if "/questions/2" in path and "hint" not in path else {}
                assert post(client, path, accept, **fields).status_code == status, path
        assert client.get(f"{theirs}/questions/2/compare").status_code == 404
        post(stranger, theirs)
        before = dump(site)
        begun = post(stranger, f"{START}/attempts", accept, key=mine)
    assert begun.status_code == 409
    assert differences(before, dump(site)) == {}
    assert caplog.messages.count("answer-refused") == 4
    assert [each for each in caplog.messages if each != "answer-refused"] == ["submit-refused", "begin-refused"]


@pytest.mark.parametrize(
    "path", ["{attempt}/questions/2", "{attempt}/questions/2/hint", "{attempt}", START + "/attempts"]
)
def test_what_is_no_form_of_ours_changes_nothing(site: Flask, client: FlaskClient, attempt: str, path: str) -> None:
    address, before = path.format(attempt=attempt), dump(site)
    plain = json.dumps({"answer": "87", FIELD: TOKEN})
    assert client.post(address, data=plain, content_type=JSON).status_code == 400
    assert client.post(address, data={"answer": "87"}).status_code == 400
    assert client.post(address, data={"answer": "87", FIELD: "another"}).status_code == 400
    assert client.post(address, data={FIELD: TOKEN, "answer": "8" * 3_000_000}).status_code == 413
    assert client.put(address, data={FIELD: TOKEN}).status_code == 405
    if not path.endswith("questions/2"):
        assert client.get(address).status_code == 405
    assert differences(before, dump(site)) == {}


@pytest.mark.parametrize("accept", [JSON, HTML])
def test_a_body_that_is_no_form_takes_no_answer_back(
    site: Flask, client: FlaskClient, attempt: str, accept: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The token may come in a header; an empty form would else mean that the answer was emptied."""
    before = dump(site)
    for body, kind in ((json.dumps({"answer": "87"}), JSON), ("answer=87", "text/plain"), ("", JSON)):
        sent = client.post(
            f"{attempt}/questions/2", data=body, content_type=kind, headers={HEADER: TOKEN, "Accept": accept}
        )
        assert sent.status_code == 422, kind
    assert differences(before, dump(site)) == {}
    assert caplog.messages.count("answer-refused") == 3


def test_what_an_attempt_is_made_of_comes_from_the_server(site: Flask, client: FlaskClient, attempt: str) -> None:
    """Even what stands in the address is no setting: nothing there reaches the attempt."""
    post(client, attempt)
    begun = post(client, f"{START}/attempts?seed=1&questions=how-many&until=2099-01-01", key=str(uuid4()))
    found = UUID(begun.headers["Location"].split("/")[2])
    with site.app_context():
        row = db.session.execute(sa.select(AttemptRow).where(AttemptRow.id == found)).scalar_one()
        assert (row.seed != 1, len(row.questions), row.until, row.points) == (True, 2, None, None)
    assert count(site, "attempt") == 2
