"""Every step of the schema up and down, with data in between, on both engines; no drift; what an upgrade does first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from learning import cli
from learning.app import MIGRATIONS, create_app
from learning.config import Config
from learning.db import Base, db
from tests.factories.site import browser, make_config, post
from tests.factories.store import dump
from tests.factories.world import make_world

SCRIPTS = ScriptDirectory(str(MIGRATIONS))
STEPS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
"""From the first to the newest."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty database of either engine, without a table."""
    if request.param == "sqlite":
        app = create_app(make_config(tmp_path), "k" * 32)
        yield app
        with app.app_context():
            db.engine.dispose()
        return
    server = os.environ.get("LEARNING_TEST_DATABASE_URL")
    if not server:
        pytest.skip("no PostgreSQL: name a server in LEARNING_TEST_DATABASE_URL (postgresql://user@host:5432/test)")
    name = f"learning_steps_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # a name made here
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    app = create_app(make_config(tmp_path, LEARNING_DATABASE_URL=url), "k" * 32)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def tables(app: Flask) -> set[str]:
    """Return the tables that stand, but for Alembic's own."""
    with app.app_context():
        return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def move(app: Flask, act: object, revision: str) -> None:
    """Run `upgrade` or `downgrade` to a revision."""
    with app.app_context():
        db.session.remove()
        act(revision=revision)  # type: ignore[operator]  # one of the two
        db.session.remove()
        db.engine.dispose()


def test_the_steps_form_one_line() -> None:
    assert len(SCRIPTS.get_heads()) == 1
    assert all(
        script.down_revision is None or isinstance(script.down_revision, str) for script in SCRIPTS.walk_revisions()
    )


def test_up_makes_just_the_tables_of_the_code_and_down_leaves_none(empty: Flask) -> None:
    move(empty, upgrade, "head")
    assert tables(empty) == {table.name for table in Base.metadata.sorted_tables}
    move(empty, downgrade, "base")
    assert tables(empty) == set()
    move(empty, upgrade, "head")
    assert tables(empty) == {table.name for table in Base.metadata.sorted_tables}


def test_the_schema_is_the_one_that_the_code_describes(empty: Flask) -> None:
    """No drift: tables, columns, whether they may be empty, indexes, unique and foreign keys."""
    move(empty, upgrade, "head")
    with empty.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
        found = sa.inspect(connection)
        for table in Base.metadata.sorted_tables:
            kept = {check["name"] for check in found.get_check_constraints(table.name)}
            meant = {str(each.name) for each in table.constraints if isinstance(each, sa.CheckConstraint)}
            assert kept == meant, table.name


def test_each_step_goes_up_down_and_up_with_data_of_its_own_in_between(empty: Flask, tmp_path: Path) -> None:
    """The newest step is undone and done again under a site in use: what earlier steps know stays as it is."""
    move(empty, upgrade, "head")
    world = make_world(empty, tmp_path / "courses")
    before = dump(empty)
    assert all(
        before[name] for name in ("person", "fact", "attempt", "note", "remark", "enrolment", "revision", "blob")
    )
    if len(STEPS) > 1:
        older = {name for name in before if name in tables_at(empty, STEPS[-2])}
        move(empty, upgrade, "head")
        after = dump(empty)
        assert {name: len(after[name]) for name in older} == {name: len(before[name]) for name in older}
        assert browser(empty, world.someone("trainee")).get("/my-learning").status_code == 200
    move(empty, downgrade, "base")
    assert tables(empty) == set()
    move(empty, upgrade, "head")
    assert not any(dump(empty).values())


def tables_at(app: Flask, revision: str) -> set[str]:
    """Go down to a revision and return its tables."""
    move(app, downgrade, revision)
    return tables(app)


def test_the_data_fit_the_rules_of_the_schema(empty: Flask) -> None:
    """States and constituencies that no code writes are refused by the store itself."""
    move(empty, upgrade, "head")
    with empty.app_context():
        wrong = (
            "UPDATE attempt SET state = 'won'",
            "UPDATE person SET state = 'king'",
            "UPDATE person SET constituency = 'none'",
            "UPDATE fact SET verb = 'guessed'",
        )
        make_world(empty, Path(empty.config["LEARNING"].instance) / "made")
        for statement in wrong:
            with pytest.raises(sa.exc.IntegrityError):
                db.session.execute(sa.text(statement))
            db.session.rollback()


# --- what the command does with a database that is older or newer ---


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[tuple[Flask, Config]]:
    """An instance as `serve` prepares it, on SQLite."""
    config = make_config(tmp_path / "instance")
    app = create_app(config, cli.secret_key(config.instance))
    with app.app_context():
        cli.migrate(app, config)
        db.session.remove()
        yield app, config
        db.engine.dispose()


def set_schema(revision: str) -> None:
    """Write which schema the database says it has."""
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_a_first_start_needs_no_backup_and_a_second_does_nothing(instance: tuple[Flask, Config]) -> None:
    app, config = instance
    cli.migrate(app, config)
    assert not (config.instance / "backups").exists()


def test_an_upgrade_backs_up_first(
    instance: tuple[Flask, Config], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The database is of an earlier schema: the archive stands before the first step is taken."""
    app, config = instance
    seen: list[list[Path]] = []
    monkeypatch.setitem(app.config, "SCHEMA_KNOWN", app.config["SCHEMA_KNOWN"] | {"0000_earlier"})
    monkeypatch.setattr(cli, "upgrade", lambda: seen.append(sorted((config.instance / "backups").iterdir())))
    set_schema("0000_earlier")
    cli.migrate(app, config)
    ((archive,),) = seen
    assert archive.stat().st_size > 0
    assert str(archive) in capsys.readouterr().out


def test_a_database_newer_than_the_code_is_told_in_one_line_and_left_alone(instance: tuple[Flask, Config]) -> None:
    app, config = instance
    set_schema("9999_of_tomorrow")
    before = (config.instance / "learning.sqlite").read_bytes()
    with pytest.raises(
        cli.Stop, match=r"newer than this code \(schema 9999_of_tomorrow\): start the newer version"
    ) as stop:
        cli.migrate(app, config)
    assert "\n" not in str(stop.value)
    assert (config.instance / "learning.sqlite").read_bytes() == before
    with app.test_client() as client:
        assert client.get("/readyz").get_json() == {"status": "schema-differs"}


def test_a_migrated_site_takes_its_first_person(empty: Flask) -> None:
    move(empty, upgrade, "head")
    secret = {"password": "a long enough secret", "repeat_password": "a long enough secret"}
    details = {"name": "Amina", "email": "a@example.org", "constituency": "worker", "country": "TN", "language": "en"}
    assert post(browser(empty), "/register", **secret, **details).headers["Location"] == "/my-learning"
