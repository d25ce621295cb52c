"""The database handle, the unit of work and the column types that both engines share.

SQLite by default, PostgreSQL by one setting; the same services run on either. A unit of work is one
transaction that may write: on SQLite it begins with BEGIN IMMEDIATE, so that what it reads is still true
when it writes; on PostgreSQL the services lock the row or write on a condition. It may be run again after a
lost connection, so every write that a learner can trigger carries an id that makes the second run change nothing.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache, wraps
from types import ModuleType
from typing import Any, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from learning.kernel.errors import Busy

if sys.platform == "linux":
    import pysqlite3.dbapi2 as newer_sqlite
else:
    newer_sqlite = sqlite3

P = ParamSpec("P")
R = TypeVar("R")

SAFE_WAL_ENGINE = (3, 51, 3)
"""The first SQLite release in which two connections cannot damage the file while the log is reset."""

BUSY_MILLISECONDS = 5_000
RESTED_SECONDS = 1.0
"""How long a connection to PostgreSQL is trusted after its last use."""

TRIES = 4
RETRIED_PG_STATES = frozenset({"40001", "40P01", "57P01", "57P02", "57P03", "08006", "08003", "08001"})

_one_writes = threading.Lock()
"""SQLite has one writer at a time. Those of a process queue here, in turn and at rest; SQLite would have each of them
try again and again, with growing pauses."""

READING, WRITING = "AUTOCOMMIT", "READ COMMITTED"
"""How statements run on PostgreSQL: a unit of work in one transaction; a page's reads each for itself, which spares the
page two round trips for a transaction in which it would see no more."""

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Base(DeclarativeBase):
    """All tables; constraints are named by convention, so that migrations can find them on either engine."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False})


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused with ValueError."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        """Use the engine's type with a time zone where it has one."""
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Turn the moment into UTC for keeping."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give the moment its zone back."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal number kept as its own text: neither engine rounds it."""

    impl = sa.String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> str | None:
        """Write the number as text."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Decimal | None:
        """Read the number back."""
        return None if value is None else Decimal(value)


Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
"""Plain data (dict, list, text, whole numbers) in one column."""


def unit_of_work(act: Callable[P, R]) -> Callable[P, R]:
    """Run `act` in one transaction that may write; an inner unit joins the outer one.

    The transaction is kept when `act` returns and undone when it raises. Raises Busy when the store could not
    take it (locked for seconds, disk full, connection lost several times): then nothing was kept.
    """

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _writing.get():
            return act(*args, **kwargs)
        for attempt in range(1, TRIES + 1):
            try:
                return _once(lambda: act(*args, **kwargs))
            except sa.exc.DBAPIError as error:
                if not is_unavailable(error):
                    raise
                if attempt == TRIES or not _worth_retrying(error):
                    raise Busy from error
                time.sleep(0.05 * 4**attempt / 4)
        raise Busy

    return run


def _once(act: Callable[[], R]) -> R:
    db.session.rollback()  # ends the read in which the person was looked up: a write must not begin on an old picture
    if db.engine.dialect.name != "sqlite":
        db.session.connection(execution_options={"isolation_level": WRITING})
        return _kept(act)
    if not _one_writes.acquire(timeout=BUSY_MILLISECONDS / 1000):
        raise Busy
    try:
        return _kept(act)
    finally:
        _one_writes.release()


def _kept(act: Callable[[], R]) -> R:
    token = _writing.set(True)
    try:
        result = act()
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    else:
        return result
    finally:
        _writing.reset(token)


def is_unavailable(error: sa.exc.DBAPIError) -> bool:
    """Return True when the store is away, locked or full, as opposed to a fault in what it was asked."""
    if error.connection_invalidated or _pg_state(error) in RETRIED_PG_STATES | {"53100", "53300", "55P03", "57014"}:
        return True
    text = str(error.orig).lower()
    signs = ("database is locked", "disk is full", "disk i/o error", "readonly database", "unable to open database",
             "connection failed", "connection refused", "server closed the connection", "timeout expired")  # fmt: skip
    return any(sign in text for sign in signs)


def _worth_retrying(error: sa.exc.DBAPIError) -> bool:
    return error.connection_invalidated or _pg_state(error) in RETRIED_PG_STATES


def _pg_state(error: sa.exc.DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def sqlite_module() -> ModuleType:
    """Return the newest SQLite driver here: the one shipped in a wheel, else the standard library's."""
    shipped = tuple(int(part) for part in newer_sqlite.sqlite_version.split("."))
    return newer_sqlite if shipped >= sqlite3.sqlite_version_info else sqlite3


def journal_mode() -> str:
    """Return "WAL" on an engine that is safe with it, else "DELETE" (the rollback journal)."""
    version = tuple(int(part) for part in sqlite_module().sqlite_version.split("."))
    return "WAL" if version >= SAFE_WAL_ENGINE else "DELETE"


def engine_options(url: str) -> dict[str, Any]:
    """Return the options with which SQLAlchemy opens `url`."""
    if url.startswith("sqlite"):
        return {
            "module": sqlite_module(),
            "connect_args": {"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False},
            "pool_size": 20,
            "max_overflow": 280,
        }
    return {
        "pool_size": 16,
        "max_overflow": 16,
        "pool_timeout": 10,
        "pool_recycle": 1800,
        "pool_use_lifo": True,
        "isolation_level": READING,
        "connect_args": {"connect_timeout": 5, "options": "-c statement_timeout=15000 -c lock_timeout=5000"
                         " -c idle_in_transaction_session_timeout=30000"},
    }  # fmt: skip


def watch_postgresql(engine: sa.Engine) -> None:
    """Ask a connection that has rested whether it is still there, before it is used: after a restart it is not.

    To ask at each request would cost a page one more round trip. What breaks within the second is a lost connection
    as any other: a unit of work runs again, a page answers 503 once, and all older connections are dropped.
    """
    if engine.dialect.name != "postgresql":
        return

    @event.listens_for(engine, "checkin")
    def _rest(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _wake(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("rests_since")
        if since is not None and time.monotonic() - since > RESTED_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise sa.exc.DisconnectionError from error


def watch_sqlite(engine: sa.Engine) -> None:
    """Give each SQLite connection its promises (durable, checked) and take BEGIN into our own hands."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _promise(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not open transactions on its own
        cursor = connection.cursor()
        for pragma in (
            f"journal_mode={journal_mode()}",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MILLISECONDS}",
            "trusted_schema=OFF",
            "cell_size_check=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def run(statement: sa.Executable, values: Mapping[str, Any] | None = None) -> sa.CursorResult[*tuple[Any, ...]]:
    """Run a statement on plain columns in this request's connection, after what the session still has to write.

    Most pages are made of such statements, built once with `sa.bindparam`: through the ORM each takes twice as long.
    A column that refers to another table does not know its type early: such a parameter names it. Outside of a unit
    of work nothing can be half done, so a lost connection is tried again once.
    """
    db.session.flush()
    try:
        return db.session.connection().execute(statement, values)
    except sa.exc.DBAPIError as error:
        if _writing.get() or not _worth_retrying(error):
            raise
    db.session.rollback()
    return db.session.connection().execute(statement, values)


def insert_once(table: type[Base], values: Mapping[str, Any], *keys: str) -> bool:
    """Insert a row unless one with the same keys (none named: with any unique key) stands; True when inserted now."""
    made = tuple((name, value) for name, value in values.items() if isinstance(value, sa.ClauseElement))
    plain = {name: value for name, value in values.items() if not isinstance(value, sa.ClauseElement)}
    statement = _insert_once(table, made, keys, db.session.connection().dialect.name)
    return bool(run(statement, plain).rowcount)


def insert_told(
    table: type[Base], values: Mapping[str, Any], keys: tuple[str, ...], told: tuple[sa.ColumnElement[Any], ...]
) -> sa.Row[*tuple[Any, ...]] | None:
    """Insert a row as `insert_once` does and return what its columns `told` hold then; None when it stood already."""
    made = tuple((name, value) for name, value in values.items() if isinstance(value, sa.ClauseElement))
    plain = {name: value for name, value in values.items() if not isinstance(value, sa.ClauseElement)}
    statement = _insert_once(table, made, keys, db.session.connection().dialect.name, told)
    return run(statement, plain).first()


@lru_cache(maxsize=128)
def _insert_once(
    table: type[Base], made: tuple[tuple[str, sa.ClauseElement], ...], keys: tuple[str, ...], dialect: str,
    told: tuple[sa.ColumnElement[Any], ...] = (),
) -> sa.Executable:  # fmt: skip
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(cast(sa.Table, table.__table__)).on_conflict_do_nothing(index_elements=keys or None)
    statement = statement.values(dict(made)) if made else statement
    # psycopg would not tell the count of an insert unless asked to keep it
    return statement.returning(*told) if told else statement.execution_options(preserve_rowcount=True)


def insert_many(table: type[Base], rows: Sequence[Mapping[str, Any]], *keys: str) -> None:
    """Insert rows of plain values in one go, but those whose keys stand already."""
    if rows:
        run_many(_insert_once(table, (), keys, db.session.connection().dialect.name), rows)


def run_many(statement: sa.Executable, rows: Sequence[Mapping[str, Any]]) -> int:
    """Run a statement for each row of values, within a unit of work, and return how many rows it met in all."""
    db.session.flush()
    return db.session.connection().execute(statement, [dict(row) for row in rows]).rowcount


def changed(statement: sa.Update | sa.Delete, values: Mapping[str, Any] | None = None) -> int:
    """Run a conditional change and return how many rows it met."""
    return run(statement, values).rowcount
