"""What the tests share: an application on a real database of either engine, a small course, people who sign in.

`app` runs each test on SQLite and on PostgreSQL (where `LEARNING_TEST_DATABASE_URL` names a server); `site` only on
SQLite, for what does not touch the engine. Every test begins with empty tables.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings

from learning.app import create_app
from learning.courses import service as courses
from learning.db import Base, db
from tests.factories.site import check_in, make_config

SAMPLES = Path(__file__).parent / "samples"
REQUIRE_ALL = bool(os.environ.get("REQUIRE_ALL_TESTS"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")

# A property holds or not; how long one example takes depends on what else the machine does.
settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Where every test must run (`REQUIRE_ALL_TESTS`), a skipped one has failed."""
    outcome = yield
    report = outcome.get_result()
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where every test must run: {report.longrepr}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database, copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(make_config(folder), "k" * 32)
    with app.app_context():
        upgrade()
        db.session.execute(sa.text("SELECT 1"))
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        db.engine.dispose()
    return folder / "learning.sqlite"


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A migrated PostgreSQL database of this worker's own, dropped at the end."""
    server = os.environ.get("LEARNING_TEST_DATABASE_URL")
    if not server:
        pytest.skip("no PostgreSQL: name a server in LEARNING_TEST_DATABASE_URL (postgresql://user@host:5432/test)")
    name = f"learning_test_{os.getpid()}_{WORKER}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # a name made here
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    yield url
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgresql_app(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on PostgreSQL; its tables are emptied between tests."""
    config = make_config(tmp_path_factory.mktemp("postgresql"), LEARNING_DATABASE_URL=postgresql_url)
    app = create_app(config, "k" * 32)
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path) -> Iterator[Flask]:
    """The application on a fresh SQLite database."""
    shutil.copy(sqlite_template, tmp_path / "learning.sqlite")
    app = create_app(make_config(tmp_path), "k" * 32)
    yield app
    with app.app_context():
        courses.forget()
        db.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on each engine in turn, with empty tables."""
    if request.param == "sqlite":
        yield request.getfixturevalue("site")
        return
    found: Flask = request.getfixturevalue("postgresql_app")
    yield found
    with found.app_context():
        db.session.remove()
        names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"TRUNCATE {names} CASCADE")
        courses.forget()
        courses.at_revision.cache_clear()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a session."""
    return app.test_client()


@pytest.fixture
def small_course(app: Flask) -> str:
    """The small course of tests/samples, checked in; its id."""
    return check_in(app, SAMPLES / "courses" / "small")
