"""The outbox on either engine: each thing done once, what fails tried again later, nothing lost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.db import db, unit_of_work
from learning.outbox import service
from learning.outbox.backoff import MOST_TRIES, delay
from learning.outbox.tables import OutboxItem
from tests.factories.site import NOW
from tests.factories.store import count


@pytest.fixture
def store(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


@unit_of_work
def put(word: str, **more: Any) -> None:
    """Put one item in, in a transaction of its own."""
    service.put("mail", {"word": word}, NOW, **more)


def state() -> list[tuple[str, int]]:
    """Return state and tries of every item."""
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(sa.select(OutboxItem.state, OutboxItem.tries))]


def test_an_item_is_carried_out_once_and_its_content_is_not_kept(store: Flask) -> None:
    put("one")
    seen: list[dict[str, Any]] = []
    assert service.work({"mail": seen.append}, NOW) == 1
    assert service.work({"mail": seen.append}, NOW + timedelta(days=1)) == 0
    assert seen == [{"word": "one"}]
    assert db.session.scalars(sa.select(OutboxItem.payload)).one() == {}


def test_an_item_waits_for_a_worker_that_knows_its_kind(store: Flask) -> None:
    put("one")
    assert service.work({"books": print}, NOW) == 0
    assert state() == [("waiting", 0)]


def test_the_same_id_twice_is_one_item(store: Flask) -> None:
    item = uuid4()
    put("one", item_id=item)
    put("two", item_id=item)
    assert count(store, "outbox_item") == 1


def test_an_act_that_fails_leaves_nothing_in_the_outbox(store: Flask) -> None:
    @unit_of_work
    def act() -> None:
        service.put("mail", {"word": "x"}, NOW)
        raise LookupError

    with pytest.raises(LookupError):
        act()
    assert count(store, "outbox_item") == 0


def test_what_fails_is_tried_later_and_later_and_at_last_given_up(store: Flask) -> None:
    put("one")
    moment, tries = NOW, 0

    def refuse(_payload: dict[str, Any]) -> None:
        raise ConnectionRefusedError("no server")

    for tries in range(1, MOST_TRIES + 1):
        assert service.work({"mail": refuse}, moment) == 0
        assert service.work({"mail": refuse}, moment + delay(tries) - timedelta(seconds=1)) == 0
        assert state()[0][1] == tries
        moment += delay(tries) + timedelta(seconds=1)
    assert state() == [("failed", MOST_TRIES)]
    assert service.work({"mail": refuse}, moment + timedelta(days=99)) == 0
    assert "no server" in db.session.scalars(sa.select(OutboxItem.last_error)).one()
    assert db.session.scalars(sa.select(OutboxItem.payload)).one() == {"word": "one"}


def test_one_bad_item_does_not_hold_up_the_others(store: Flask) -> None:
    for word in ("bad", "good"):
        put(word)
    seen = []

    def handle(payload: dict[str, Any]) -> None:
        if payload["word"] == "bad":
            raise ValueError("a line break in the subject")
        seen.append(payload["word"])

    assert service.work({"mail": handle}, NOW) == 1
    assert seen == ["good"]


def test_the_wait_doubles_up_to_six_hours() -> None:
    waits = [delay(tries) for tries in range(20)]
    assert waits == sorted(waits)
    assert (waits[0], waits[1], waits[2], waits[-1]) == (
        timedelta(seconds=30),
        timedelta(seconds=30),
        timedelta(minutes=1),
        timedelta(hours=6),
    )


def test_two_workers_share_the_work_and_no_item_is_done_twice(store: Flask) -> None:
    for number in range(30):
        put(str(number))
    seen: Counter[str] = Counter()
    both, faults = threading.Barrier(4), []

    def worker() -> None:
        try:
            with store.app_context():
                both.wait()
                service.work({"mail": lambda payload: seen.update([payload["word"]])}, NOW, most=30)
        except Exception as fault:  # a thread's fault is told to the test
            faults.append(fault)

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(seen) == 30
    assert set(seen.values()) == {1}


def test_a_worker_that_dies_gives_its_item_back_after_a_while(store: Flask) -> None:
    put("one")
    assert service.claim(NOW, ["mail"]) is not None
    assert service.claim(NOW + timedelta(minutes=1), ["mail"]) is None
    assert service.claim(NOW + service.CLAIM, ["mail"]) is not None


def test_a_failure_that_comes_late_does_not_undo_another_worker_s_success(store: Flask) -> None:
    """The first worker hung for longer than its claim; the second sent the mail; then the first one fails."""
    put("one")

    def hang_then_fail(_payload: dict[str, Any]) -> None:
        assert service.work({"mail": lambda _payload: None}, NOW + 2 * service.CLAIM) == 1
        raise TimeoutError

    assert service.work({"mail": hang_then_fail}, NOW, most=1) == 0
    assert [found for found, _ in state()] == ["done"]
