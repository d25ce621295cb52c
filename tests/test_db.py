"""The unit of work and the promises of both engines."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from learning import db as store
from learning.db import Base, Exact, Moment, changed, db, insert_once, unit_of_work
from learning.kernel.errors import Busy
from learning.people.tables import TryCounter
from tests.factories.site import NOW


@pytest.fixture
def opened(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def counter(key: str = "x") -> dict[str, object]:
    """Return a row for the simplest table."""
    return {"key": key, "tries": 0, "first_at": NOW}


def tries(key: str = "x") -> int | None:
    """Return what the counter stands at, read anew."""
    db.session.rollback()
    return db.session.scalar(sa.select(TryCounter.tries).where(TryCounter.key == key))


def test_a_unit_that_raises_keeps_nothing(opened: Flask) -> None:
    @unit_of_work
    def act() -> None:
        insert_once(TryCounter, counter(), "key")
        raise LookupError

    with pytest.raises(LookupError):
        act()
    assert tries() is None


def test_an_inner_unit_belongs_to_the_outer_one(opened: Flask) -> None:
    @unit_of_work
    def inner() -> None:
        insert_once(TryCounter, counter(), "key")

    @unit_of_work
    def outer() -> None:
        inner()
        raise LookupError

    with pytest.raises(LookupError):
        outer()
    assert tries() is None
    inner()
    assert tries() == 0


def test_an_insert_happens_once_and_says_so(opened: Flask) -> None:
    @unit_of_work
    def act(key: str, *keys: str) -> bool:
        return insert_once(TryCounter, counter(key), *keys)

    assert [act("x", "key"), act("x", "key"), act("x"), act("y")] == [True, False, False, True]


def test_a_conditional_change_counts_the_rows_it_met(opened: Flask) -> None:
    @unit_of_work
    def act() -> list[int]:
        insert_once(TryCounter, counter(), "key")
        mine = sa.update(TryCounter).where(TryCounter.key == "x", TryCounter.tries == 0)
        return [changed(mine.values(tries=1)), changed(mine.values(tries=1))]

    assert act() == [1, 0]


def test_no_update_is_lost_when_eight_write_at_once(opened: Flask) -> None:
    """Read, add, write: 8 x 15 times; on SQLite BEGIN IMMEDIATE, on PostgreSQL the lock of the row."""

    @unit_of_work
    def add() -> None:
        locked = sa.select(TryCounter.tries).where(TryCounter.key == "x").with_for_update()
        known = db.session.execute(locked).scalar_one()
        changed(sa.update(TryCounter).where(TryCounter.key == "x").values(tries=known + 1))

    unit_of_work(lambda: insert_once(TryCounter, counter(), "key"))()
    faults: list[BaseException] = []

    def work() -> None:
        try:
            with opened.app_context():
                for _ in range(15):
                    add()
        except BaseException as fault:  # a thread's fault is told to the test
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert tries() == 120


def test_on_sqlite_a_unit_begins_at_once_and_a_reading_does_not(site: Flask) -> None:
    said: list[str] = []
    with site.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: said.append(statement))
        db.session.execute(sa.select(TryCounter.key)).all()
        assert said[0] == "BEGIN"
        said.clear()
        unit_of_work(lambda: insert_once(TryCounter, counter(), "key"))()
        assert said[0] == "BEGIN IMMEDIATE"


def test_on_sqlite_every_connection_keeps_the_promises(site: Flask) -> None:
    wanted = {"synchronous": 2, "foreign_keys": 1, "busy_timeout": store.BUSY_MILLISECONDS, "trusted_schema": 0}
    with site.app_context(), db.engine.connect() as connection:
        for name, value in wanted.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value, name
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == store.journal_mode().lower()
        version = tuple(map(int, str(connection.exec_driver_sql("SELECT sqlite_version()").scalar()).split(".")))
        assert (store.journal_mode() == "WAL") == (version >= store.SAFE_WAL_ENGINE)


def test_a_foreign_key_that_leads_nowhere_is_refused(opened: Flask) -> None:
    enrolment = Base.metadata.tables["enrolment"]
    row = {"id": uuid4(), "person_id": uuid4(), "cohort_id": uuid4(), "course_id": "x", "enrolled_at": NOW}
    with pytest.raises(sa.exc.IntegrityError):
        unit_of_work(lambda: db.session.execute(sa.insert(enrolment).values(row)))()


def test_a_fault_in_what_is_asked_is_no_reason_to_try_again(opened: Flask) -> None:
    times = []

    @unit_of_work
    def act() -> None:
        times.append(1)
        db.session.execute(sa.text("SELECT nothing FROM nowhere"))

    with pytest.raises(sa.exc.DBAPIError):
        act()
    assert len(times) == 1


@pytest.mark.postgresql
def test_a_lost_connection_is_tried_again_and_then_said(postgresql_app: Flask) -> None:
    with postgresql_app.app_context():
        times: list[int] = []

        def end_own_connection() -> None:
            times.append(1)
            insert_once(TryCounter, counter(f"lost-{len(times)}"), "key")
            if len(times) < 3:
                db.session.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))

        unit_of_work(end_own_connection)()
        assert len(times) == 3
        assert [tries("lost-1"), tries("lost-2"), tries("lost-3")] == [None, None, 0]

        @unit_of_work
        def always() -> None:
            db.session.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))

        with pytest.raises(Busy):
            always()
        unit_of_work(lambda: changed(sa.delete(TryCounter)))()


def test_moments_are_kept_in_utc_and_come_back_aware(opened: Flask) -> None:
    nepal = timezone(timedelta(hours=5, minutes=45))
    at = datetime(2026, 3, 1, 12, 0, 0, 123456, nepal)
    unit_of_work(lambda: insert_once(TryCounter, {**counter(), "first_at": at}, "key"))()
    db.session.rollback()
    found = db.session.scalar(sa.select(TryCounter.first_at))
    assert found == at
    assert found is not None
    assert found.utcoffset() == timedelta(0)
    with pytest.raises(ValueError, match="time zone"):
        Moment().process_bind_param(datetime(2026, 3, 1, 12, 0), db.engine.dialect)  # noqa: DTZ001  # that is the fault


@pytest.mark.parametrize("text", ["0", "0.1", "1E+3", "-2.500", "123456789012345678901234567890.123456789"])
def test_decimals_are_not_rounded(text: str) -> None:
    kind = Exact()
    kept = kind.process_bind_param(Decimal(text), sa.engine.default.DefaultDialect())
    assert kind.process_result_value(kept, sa.engine.default.DefaultDialect()) == Decimal(text)
    assert str(kind.process_result_value(kept, sa.engine.default.DefaultDialect())) == text
