"""A site's PostgreSQL database: dumped and restored by PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import sqlalchemy as sa

from learning.backup.archive import REPLACED, BackupError
from learning.config import sqlalchemy_url

MAY_NOT, IN_USE = "42501", "55006"
"""PostgreSQL's codes of errors: insufficient_privilege, object_in_use."""

TABLES = """
    SELECT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema'))
"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


class PostgresqlStore:
    """The PostgreSQL database at `url`."""

    engine = "postgresql"
    member = "database.pgdump"

    def __init__(self, url: str) -> None:
        parts = urlsplit("postgresql://" + url.partition("://")[2])
        self.name = unquote(parts.path.strip("/")) or unquote(parts.username or "")
        self.password = unquote(parts.password or "")
        user, at, host = parts.netloc.rpartition("@")
        self.parts = parts._replace(netloc=user.partition(":")[0] + at + host)

    def copy_to(self, file: Path) -> str:
        """Dump the database as of one moment; return the revision of its schema."""
        with self._connect(self.name) as connection:
            if not _answer(connection, TABLES):
                raise BackupError(f"The database {self.name} is empty: nothing was backed up.")
            schema = _schema(connection)
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}", self._url(self.name))
        return schema

    def refuse_if_used(self, replace: bool) -> None:
        """Raise BackupError when tables stand here that may not be replaced, or anybody else is connected."""
        connection = self._open()
        if connection is None:
            return
        with connection.execution_options(isolation_level="AUTOCOMMIT"):  # each look is a fresh one
            if not _answer(connection, TABLES):
                return
            if not replace:
                raise BackupError(f"The database {self.name} holds data already: with --replace it is put aside.")
            for _ in range(10):  # who has just left is still listed for a moment
                if _answer(connection, OTHERS) == 0:
                    return
                time.sleep(0.1)
        raise BackupError(f"The site is running (the database {self.name} is in use): stop it, then restore.")

    def bring_back(self, file: Path, schema: str, mark: str) -> list[str]:
        """Fill the database where it is empty; else fill a new one beside it, prove it, exchange their names."""
        connection = self._open()
        if connection is not None:
            with connection:
                empty = not _answer(connection, TABLES)
            if empty:  # perhaps all that this user may write to; in one transaction, so that it stays empty on failure
                self._fill(self.name, file, schema)
                return []
        moment = mark.removeprefix(REPLACED).lower()
        new, aside = f"{self.name[:30]}_new_{moment}", f"{self.name[:30]}_before_restore_{moment}"
        with self._connect("postgres").execution_options(isolation_level="AUTOCOMMIT") as steps:
            _change(steps, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", new)
            try:
                self._fill(new, file, schema)
                if connection is not None:
                    _change(steps, "ALTER DATABASE {} RENAME TO {}", self.name, aside)
            except BackupError:
                _change(steps, "DROP DATABASE {}", new)
                raise
            _change(steps, "ALTER DATABASE {} RENAME TO {}", new, self.name)
        return [] if connection is None else [f"database {aside}"]

    def _fill(self, database: str, file: Path, schema: str) -> None:
        options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        self._run("pg_restore", *options, f"--dbname={self._url(database)}", str(file))
        with self._connect(database) as connection:
            if _schema(connection) != schema:
                raise BackupError("The database in the archive is not the one of its manifest: take another archive.")

    def _url(self, database: str) -> str:
        """Return the address of a database of the same server, without the password."""
        return urlunsplit(self.parts._replace(path="/" + quote(database, safe="")))

    def _open(self) -> sa.Connection | None:
        """Return a connection; None when the server answers that there is no such database."""
        try:
            return self._connect(self.name)
        except BackupError:
            there = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)"
            with self._connect("postgres") as connection:
                if _answer(connection, there, self.name):
                    raise
            return None

    def _connect(self, database: str) -> sa.Connection:
        """Connect as the site does; the driver is loaded here, so that a site on SQLite never loads it."""
        options = {"connect_timeout": 10, **({"password": self.password} if self.password else {})}
        url = sqlalchemy_url(self._url(database))
        engine = sa.create_engine(url, poolclass=sa.NullPool, connect_args=options)
        try:
            return engine.connect()
        except sa.exc.OperationalError as error:
            raise BackupError(f"The database {database} cannot be reached: {_last_line(str(error.orig))}") from error

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs; the password goes by the environment, which no list of processes shows."""
        found = shutil.which(program)
        if found is None:
            raise BackupError(f"{program} is missing: install PostgreSQL's programs (Debian: postgresql-client).")
        environ = {**os.environ, **({"PGPASSWORD": self.password} if self.password else {})}
        done = subprocess.run([found, *arguments], env=environ, capture_output=True, text=True, check=False)  # noqa: S603  # no shell; arguments are ours
        if done.returncode:
            raise BackupError(f"{program} failed: {_last_line(done.stderr)}")


def _answer(connection: sa.Connection, question: str, *values: str) -> Any:
    return connection.exec_driver_sql(question, values or None).scalar()


def _schema(connection: sa.Connection) -> str:
    if _answer(connection, "SELECT to_regclass('alembic_version')") is None:
        return ""
    rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
    return ",".join(sorted(str(row[0]) for row in rows))


def _change(connection: sa.Connection, statement: str, *names: str) -> None:
    """Run a statement on whole databases, the names put in as names."""
    quoted = (connection.dialect.identifier_preparer.quote_identifier(name) for name in names)
    try:
        connection.exec_driver_sql(statement.format(*quoted))
    except sa.exc.DBAPIError as error:
        code, told = getattr(error.orig, "sqlstate", None), _last_line(str(error.orig))
        if code == MAY_NOT:
            raise BackupError(
                f"The user of the database may not do this ({told}): give it CREATEDB, "
                "or name an empty database in LEARNING_DATABASE_URL."
            ) from error
        if code == IN_USE:
            raise BackupError("The site is running (its database is in use): stop it, then restore.") from error
        raise BackupError(f"PostgreSQL refused: {told}") from error


def _last_line(text: str) -> str:
    return ([line.strip() for line in text.splitlines() if line.strip()] or ["no reason was given"])[-1]
