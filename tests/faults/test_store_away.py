"""The store is locked, full or away: a page that says so, nothing half kept, and back to normal by itself."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from learning import db as store
from learning.app import create_app
from learning.db import db
from learning.web.forms import FIELD
from tests.factories.site import TOKEN, browser, check_in, make_config, post, someone
from tests.factories.store import count, differences, dump
from tests.factories.world import SMALL

LESSON = "/courses/small/lessons/welcome"
ME = {"name": "New", "constituency": "worker", "country": "TN", "language": "en"}
WRITES: tuple[tuple[str, dict[str, str]], ...] = (
    (f"{LESSON}/done", {}),
    (f"{LESSON}/place", {"place": "what-comes"}),
    (f"{LESSON}/note", {"text": "A thought.", "version": "0"}),
    ("/courses/small/quizzes/practice/attempts", {}),
    ("/report", {"place": "/courses/small", "text": "Wrong.", "key": ""}),
    ("/profile", ME),
    ("/reset", {"login": "somebody@example.org"}),
)


@pytest.fixture
def site(site: Flask) -> Flask:
    """The site on SQLite with a patience shorter than people's, so that the tests need not wait."""
    check_in(site, SMALL)
    with site.app_context():
        db.session.remove()
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=100"))
    return site


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """A learner's browser, signed in while the store is still well."""
    return browser(site, someone(site, enrolled_in="small"))


def check_that_reading_goes_on_and_writing_waits(site: Flask, client: FlaskClient) -> None:
    before = dump(site)
    for page in ("/", "/courses/small", LESSON, "/my-learning"):
        assert client.get(page).status_code == 200, page
    for path, fields in WRITES:
        refused = post(client, path, **fields)
        assert refused.status_code == 503, path
        assert refused.headers["Retry-After"] == "10"
        assert "Every answer that was confirmed as saved is safe" in refused.get_data(as_text=True)
        script = post(client, path, accept="application/json", **fields)
        assert (script.status_code, set(script.get_json())) == (503, {"error", "request_id"})
    signing_in = post(browser_of_nobody(site), "/login", login="somebody@example.org", password="wrong")
    assert signing_in.status_code == 503
    assert differences(before, dump(site)) == {}


def browser_of_nobody(site: Flask) -> FlaskClient:
    client = site.test_client()
    with client.session_transaction() as held:
        held[FIELD] = TOKEN
    return client


def test_a_locked_store_is_told_so_and_nothing_is_half_kept(site: Flask, client: FlaskClient) -> None:
    with closing(
        store.sqlite_module().connect(str(site.config["LEARNING"].sqlite_path), isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        check_that_reading_goes_on_and_writing_waits(site, client)
        other.execute("ROLLBACK")
    for path, fields in WRITES:
        assert post(client, path, **fields).status_code in (204, 303), path


def test_a_lock_that_is_let_go_in_time_is_waited_for(site: Flask, client: FlaskClient) -> None:
    path = str(site.config["LEARNING"].sqlite_path)
    with closing(store.sqlite_module().connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.03, lambda: other.execute("ROLLBACK"))
        release.start()
        assert post(client, f"{LESSON}/done").status_code == 303
        release.join()


def test_a_full_disk_is_told_so_and_what_was_kept_stays(site: Flask, client: FlaskClient) -> None:
    """SQLite's own limit on pages stands for the disk: it fails in the same way, with the same words."""
    assert post(client, f"{LESSON}/note", text="Kept before.", version="0").status_code == 303
    with site.app_context():
        db.session.remove()
        db.engine.dispose()
    full = {"on": True}

    @event.listens_for(_engine(site), "begin")
    def _limit(connection: sa.Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() if full["on"] else 2**30
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    before = dump(site)
    statuses = set()
    for number in range(12):  # the pages there are have some room left
        text = f"{number:02} " * 1300
        reply = post(client, "/report", place="/courses/small", text=text, key="")
        statuses.add(reply.status_code)
        if reply.status_code == 503:
            assert reply.headers["Retry-After"]
    assert statuses <= {303, 503}
    assert 503 in statuses
    assert client.get(LESSON).status_code == 200
    assert "Kept before." in client.get(LESSON).get_data(as_text=True)
    told = sum(1 for _ in dump(site)["remark"])
    full["on"] = False
    assert post(client, "/report", place="/courses/small", text="x" * 3000, key="").status_code == 303
    assert count(site, "remark") == told + 1
    assert differences(before, {**dump(site), "remark": before["remark"]}) == {}


def _engine(site: Flask) -> sa.Engine:
    with site.app_context():
        return db.engine


def test_a_store_that_fails_in_mid_request_gives_the_page_of_a_fault_that_passes(
    site: Flask, client: FlaskClient
) -> None:
    """Even the look-up of who asks fails: the page that says so must not ask again."""
    hurt = {"on": True}

    @event.listens_for(_engine(site), "before_cursor_execute")
    def _fail(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if hurt["on"] and not statement.startswith(("BEGIN", "PRAGMA")):
            raise store.sqlite_module().OperationalError("disk I/O error")

    assert client.get("/none-such").status_code == 404
    for path in ("/my-learning", LESSON, "/login"):
        reply = client.get(path)
        assert reply.status_code == 503, path
        assert "The site cannot answer just now" in reply.get_data(as_text=True)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    hurt["on"] = False
    assert client.get("/my-learning").status_code == 200


def test_a_server_that_is_not_there_gives_the_page_of_a_fault_that_passes(tmp_path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/none"
    app = create_app(make_config(tmp_path, LEARNING_DATABASE_URL=url), "k" * 32)
    client = browser_of_nobody(app)
    with client.session_transaction() as held:
        held["signed_in"] = "a secret that cannot be looked up"
    for path in ("/", "/login", "/my-learning", "/courses/small"):
        reply = client.get(path)
        assert reply.status_code == 503, path
        assert "The site cannot answer just now" in reply.get_data(as_text=True)
    assert post(client, "/login", login="x", password="y").status_code == 503
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").get_json() == {"status": "store-away"}
    with app.app_context():
        db.engine.dispose()


@pytest.mark.postgresql
def test_connections_cut_in_mid_load_are_not_noticed(postgresql_app: Flask, postgresql_url: str) -> None:
    """Four learners answer while every connection of the server is ended again and again: each write is tried again.

    Cut is once for every four answers, not by the clock: a busy machine would else be cut in every try of a write.
    """
    check_in(postgresql_app, SMALL)
    browsers = [browser(postgresql_app, someone(postgresql_app, enrolled_in="small")) for _ in range(4)]
    questions = [post(each, "/courses/small/quizzes/practice/attempts").headers["Location"] for each in browsers]
    statuses: list[int] = []
    cuts: list[int] = []
    stop = threading.Event()

    def cut() -> None:
        with psycopg.connect(postgresql_url, autocommit=True) as connection:
            others = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            )
            answered = 0
            while not stop.wait(0.005):
                if len(statuses) >= answered + 4:
                    answered = len(statuses)
                    connection.execute(others, (connection.info.dbname,))
                    cuts.append(answered)

    def work(client: FlaskClient, question: str) -> None:
        for number in range(25):
            answered = post(client, question.removesuffix("1") + "2", accept="application/json", answer=str(number))
            statuses.append(answered.status_code)

    cutter = threading.Thread(target=cut)
    workers = [threading.Thread(target=work, args=pair) for pair in zip(browsers, questions, strict=True)]
    for thread in (cutter, *workers):
        thread.start()
    for worker in workers:
        worker.join()
    stop.set()
    cutter.join()
    with postgresql_app.app_context():
        db.engine.dispose()  # the last cut may still be on its way to a connection that waits in the pool
    kept = count(postgresql_app, "response")
    assert statuses.count(200) + statuses.count(503) == 100, "an answer is saved, or said not to be"
    assert kept >= statuses.count(200)
    assert len(cuts) >= 15
    assert statuses.count(200) >= 95, statuses
