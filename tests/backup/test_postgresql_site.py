"""A site on PostgreSQL: dumped, brought back, and never over data without being told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from learning.backup.archive import BackupError
from learning.backup.postgresql import PostgresqlStore
from learning.backup.service import backup, restore
from learning.config import Config

SERVER = os.environ.get("LEARNING_TEST_DATABASE_URL", "")
NAME = f"backup_test_{os.getpid()}"
ROWS = [(1, "Amina Diallo"), (2, "أمينة ديالو")]

needs_a_server = pytest.mark.skipif(
    not SERVER,
    reason="no PostgreSQL: name one in LEARNING_TEST_DATABASE_URL (postgresql://user:password@host:5432/test)",
)


def address(database: str) -> str:
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}"))


def databases(server: psycopg.Connection) -> list[str]:
    rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY 1", [f"{NAME}%"]).fetchall()
    return [str(row[0]) for row in rows]


def fill(database: str, rows: list[tuple[int, str]]) -> None:
    with psycopg.connect(address(database)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num text NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('0007')")
        connection.execute("CREATE TABLE person (id bigint PRIMARY KEY, name text NOT NULL)")
        connection.cursor().executemany("INSERT INTO person VALUES (%s, %s)", rows)


def people(database: str) -> list[tuple[int, str]]:
    with psycopg.connect(address(database)) as connection:
        return [(row[0], row[1]) for row in connection.execute("SELECT id, name FROM person ORDER BY id")]


@pytest.fixture
def server() -> Iterator[psycopg.Connection]:
    """The server, on which what the test makes is dropped afterwards."""
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        yield connection
        for name in databases(connection):
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def site(server: psycopg.Connection, tmp_path: Path) -> Config:
    fill(NAME, ROWS)
    config = Config(instance=tmp_path / "site", database_url=address(NAME))
    config.instance.mkdir()
    (config.instance / "secret.key").write_bytes(b"key")
    return config


@pytest.mark.postgresql
@needs_a_server
def test_what_was_backed_up_comes_back_in_a_new_database(
    site: Config, server: psycopg.Connection, tmp_path: Path
) -> None:
    manifest = backup(site, tmp_path / "all.tar.gz")
    assert (manifest.engine, manifest.schema) == ("postgresql", "0007")
    elsewhere = Config(instance=tmp_path / "new", database_url=address(f"{NAME}_new"))
    assert restore(elsewhere, tmp_path / "all.tar.gz").kept == ()
    assert people(f"{NAME}_new") == ROWS
    assert (elsewhere.instance / "secret.key").read_bytes() == b"key"
    assert databases(server) == [NAME, f"{NAME}_new"]


@pytest.mark.postgresql
@needs_a_server
def test_a_database_may_have_any_name(site: Config, server: psycopg.Connection, tmp_path: Path) -> None:
    backup(site, tmp_path / "all.tar.gz")
    name = f'{NAME} of 5%d "Ελλάς"'
    url = address(quote(name, safe=""))
    restore(Config(instance=tmp_path / "new", database_url=url), tmp_path / "all.tar.gz")
    assert name in databases(server)
    assert people(quote(name, safe="")) == ROWS


@pytest.mark.postgresql
@needs_a_server
def test_an_empty_database_is_filled(site: Config, server: psycopg.Connection, tmp_path: Path) -> None:
    backup(site, tmp_path / "all.tar.gz")
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(f"{NAME}_new")))
    restore(Config(instance=tmp_path / "new", database_url=address(f"{NAME}_new")), tmp_path / "all.tar.gz")
    assert people(f"{NAME}_new") == ROWS


@pytest.mark.postgresql
@needs_a_server
def test_a_database_with_data_is_replaced_only_when_told_and_then_kept(
    site: Config, server: psycopg.Connection, tmp_path: Path
) -> None:
    backup(site, tmp_path / "all.tar.gz")
    with psycopg.connect(address(NAME)) as connection:
        connection.execute("UPDATE person SET name = 'changed since'")
    with pytest.raises(BackupError, match="--replace"):
        restore(site, tmp_path / "all.tar.gz")
    assert people(NAME) == [(1, "changed since"), (2, "changed since")]
    (kept,) = restore(site, tmp_path / "all.tar.gz", replace=True).kept
    assert people(NAME) == ROWS
    assert people(kept.removeprefix("database ")) == [(1, "changed since"), (2, "changed since")]
    assert len(databases(server)) == 2


@pytest.mark.postgresql
@needs_a_server
def test_a_database_in_use_is_not_replaced(site: Config, server: psycopg.Connection, tmp_path: Path) -> None:
    backup(site, tmp_path / "all.tar.gz")
    with psycopg.connect(address(NAME)), pytest.raises(BackupError, match="The site is running"):
        restore(site, tmp_path / "all.tar.gz", replace=True)
    assert databases(server) == [NAME]


@pytest.mark.postgresql
@needs_a_server
def test_a_dump_that_cannot_be_read_leaves_the_old_database(
    site: Config, server: psycopg.Connection, tmp_path: Path
) -> None:
    damaged = tmp_path / "database.pgdump"
    damaged.write_bytes(b"no dump")
    with pytest.raises(BackupError, match="pg_restore failed"):
        PostgresqlStore(site.database_url).bring_back(damaged, "0007", ".before-restore-20250101T000000Z")
    assert people(NAME) == ROWS
    assert databases(server) == [NAME]


@pytest.mark.postgresql
@needs_a_server
def test_an_empty_database_is_not_backed_up(server: psycopg.Connection, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="is empty"):
        backup(Config(instance=tmp_path, database_url=address(NAME)), tmp_path.parent / "all.tar.gz")


def test_a_server_that_is_away_is_said_in_one_line(tmp_path: Path) -> None:
    config = Config(instance=tmp_path / "site", database_url="postgresql://u:geheim@127.0.0.1:9/learning")
    with pytest.raises(BackupError) as caught:
        backup(config, tmp_path / "all.tar.gz")
    told = str(caught.value)
    assert "The database learning cannot be reached" in told
    assert "geheim" not in told
    assert "\n" not in told


def test_the_password_is_in_no_address_that_is_handed_on() -> None:
    store = PostgresqlStore("postgres://u%40x:ge%3Aheim@db:5432/learning?sslmode=require")
    assert (store.name, store.password) == ("learning", "ge:heim")
    assert store.parts.geturl() == "postgresql://u%40x@db:5432/learning?sslmode=require"
