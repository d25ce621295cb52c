"""The WSGI server and, beside it in each process, the worker: outbox, attempts whose time is over, old sessions."""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from babel import localedata
from flask import Flask
from granian.constants import Interfaces, Loops
from granian.server import Server

from learning.analytics import service as analytics
from learning.app import BASE, create_app
from learning.books import service as books
from learning.config import Config
from learning.outbox import service as outbox
from learning.outbox.mail import sender
from learning.people import service as people
from learning.quiz import service as quizzes
from learning.web.logs import configure_logging

log = logging.getLogger(__name__)

PAUSE_SECONDS = 5.0
PURGE_EVERY = timedelta(hours=6)
STATISTICS_EVERY = timedelta(minutes=1)
BOOKS_EVERY = timedelta(seconds=20)
BOOKS_TIME = 100
"""Seconds that the books of a course may take: less than another worker waits before it takes the item over."""


def serve(config: Config, environ: Mapping[str, str]) -> None:
    """Serve until told to stop. Each worker is a process with `config.threads` threads, so that slow lines hold up
    nobody: a slow client holds a thread, not the server."""
    os.environ.update({name: value for name, value in environ.items() if name.startswith("LEARNING_")})
    localedata.load(config.language)  # how dates and numbers are written: some megabytes, which forked workers share
    serve_target("learning.serving:worker", config.host, config.port, config.workers, config.threads)


def serve_target(target: str, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the application that `target` ("module:factory") makes in each worker, until told to stop."""
    gc.collect()
    gc.freeze()  # where workers are forked, the collector leaves alone what they share with this process
    Server(
        target=target,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=workers,
        blocking_threads=threads,
        backpressure=threads * 2,
        websockets=False,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def worker() -> Flask:
    """Build the application in a worker process and start emptying the outbox beside it."""
    config = Config.from_environ(os.environ, BASE)
    configure_logging(config.log_level)
    app = create_app(config, (config.instance / "secret_key").read_text())
    threading.Thread(target=_work, args=(app, config), name="outbox", daemon=True).start()
    if config.books:
        threading.Thread(target=_press, args=(app,), name="books", daemon=True).start()
    return app


def _work(app: Flask, config: Config) -> None:
    """Carry out what is due, again and again. A fault is logged and the work goes on after a pause."""
    handlers = {"mail": sender(config.smtp_url, config.mail_from)} if config.smtp_url else {}
    purged_at = computed_at = datetime.now(UTC)
    while True:
        time.sleep(PAUSE_SECONDS)
        now = datetime.now(UTC)
        try:
            with app.app_context():
                if handlers:
                    outbox.work(handlers, now)
                quizzes.close_overdue(now)
                if now - computed_at > STATISTICS_EVERY:
                    computed_at = now
                    analytics.refresh(now)
                if now - purged_at > PURGE_EVERY:
                    purged_at = now
                    people.purge(now)
        except Exception:  # whatever it was, the next round may succeed, and nobody else would do the work
            log.exception("outbox-worker")


def _press(app: Flask) -> None:
    """Have the books made that are missing, again and again: rarely, since a course changes rarely."""
    while True:
        time.sleep(BOOKS_EVERY.total_seconds())
        now = datetime.now(UTC)
        try:
            with app.app_context():
                books.order(now)
                outbox.work({books.ORDER: make_books}, now, most=1)
        except Exception:  # as above
            log.exception("books-worker")


def make_books(payload: dict[str, Any]) -> None:
    """Make the books of a course in a process of its own: setting a long PDF takes seconds and memory, which the
    requests of this process need. Raises OSError when a book could not be made; the log says which."""
    command = [sys.executable, "-m", "learning", "books", payload["course"]]
    try:
        done = subprocess.run(  # noqa: S603  # no shell, a slug
            command, cwd=BASE, stdout=subprocess.DEVNULL, timeout=BOOKS_TIME, check=False
        )
    except subprocess.TimeoutExpired as error:  # what was made until then is kept: the next try goes on from there
        raise OSError(f"making the books of {payload['course']} took over {BOOKS_TIME} seconds") from error
    if done.returncode:
        raise OSError(f"making the books of {payload['course']} ended with {done.returncode}")
