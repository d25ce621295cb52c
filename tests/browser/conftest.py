"""One served site and one Chromium for each worker; a page that fails its test on any complaint in the console."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from learning.app import create_app
from learning.courses import service as courses
from learning.db import db
from tests.browser.site import LiveSite, furnish, served, setup_path
from tests.factories.site import make_config

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 15_000
"""Milliseconds that a page may take on a busy machine before a test gives up."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; skipped where there is none."""
    path = os.environ.get("CHROMIUM_PATH")
    if not path:
        pytest.skip("no browser: install Chromium and name its program in CHROMIUM_PATH, as `python3 run.py test` does")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live(chromium: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """The furnished site, served; tests that change a person's state make a person of their own."""
    folder = tmp_path_factory.mktemp("live")
    shutil.copy(sqlite_template, folder / "learning.sqlite")
    config = make_config(folder, LEARNING_PSEUDO_LANGUAGE="yes", LEARNING_CONTACT="help@example.org")
    app = create_app(config, "k" * 32)
    with served(app) as origin:
        yield furnish(app, origin)
    with app.app_context():
        courses.forget()
        db.engine.dispose()


@pytest.fixture(scope="session")
def empty(chromium: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site as it is after the first start: no course, no people, a link for the first administrator."""
    folder = tmp_path_factory.mktemp("empty")
    shutil.copy(sqlite_template, folder / "learning.sqlite")
    app = create_app(make_config(folder, LEARNING_PSEUDO_LANGUAGE="yes"), "k" * 32)
    with served(app) as origin:
        yield LiveSite(app, origin, words={"setup": setup_path(app)})
    with app.app_context():
        db.engine.dispose()


class Visitor:
    """A window of the browser in which somebody may be signed in, and what its pages complained of."""

    def __init__(self, browser: Browser, site: LiveSite, word: str = "", **options: Any) -> None:
        self.site = site
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(base_url=site.origin, **options)
        self.context.set_default_timeout(PATIENCE)
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        if word:
            self.sign_in(word)
        self.page: Page = self.context.new_page()

    def sign_in(self, word: str) -> None:
        """Let the person of that word be signed in from here on."""
        self.context.add_cookies([{"name": "learning", "value": self.site.cookie(word), "url": self.site.origin}])

    def speak(self, language: str) -> None:
        """Choose the language of the pages as the button in the header does."""
        self.page.goto("/privacy")
        self.page.evaluate(
            """async (language) => {
              const token = document.querySelector("[name=csrf_token]").value;
              const body = new URLSearchParams({ language, csrf_token: token, next: "/privacy" });
              await fetch("/language", { method: "POST", body });
            }""",
            language,
        )

    def _heard(self, message: ConsoleMessage) -> None:
        # The browser's remark on the status of an error page is no fault of the page.
        if message.type in ("error", "warning") and "the server responded with a status of" not in message.text:
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

    def close(self) -> None:
        """Close the window; fails when a page complained."""
        self.context.close()
        assert not self.complaints, "\n".join(self.complaints)


@pytest.fixture
def visit(chromium: Browser, live: LiveSite) -> Iterator[Callable[..., Visitor]]:
    """Open windows of the browser: visit("learner", color_scheme="dark"); all are closed and asked for complaints."""
    opened: list[Visitor] = []

    def opening(word: str = "", site: LiveSite = live, **options: Any) -> Visitor:
        opened.append(Visitor(chromium, site, word, **options))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()
