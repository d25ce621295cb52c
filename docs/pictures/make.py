"""Make the pictures of the README again, from the demonstration site.

    CHROMIUM_PATH=/usr/bin/chromium python docs/pictures/make.py

Run it from the top of the checkout with the development packages installed, and with Pillow, which only this needs.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask_migrate import upgrade
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from learning import demo  # noqa: E402  # the checkout is not an installed package
from learning.app import KINDS, create_app  # noqa: E402
from learning.config import Config  # noqa: E402
from learning.courses import service as courses  # noqa: E402

COURSE = "/courses/c102-essentials"
DESKTOP, PHONE = (1280, 860), (390, 760)
COLOURS = 200


@dataclass(frozen=True)
class Picture:
    """A picture: its file, the address to open, who is signed in, the size of the window, and light or dark."""

    name: str
    path: str
    who: str = ""
    size: tuple[int, int] = DESKTOP
    scheme: str = "light"


PICTURES = (
    Picture("home", "/"),
    Picture("lesson", f"{COURSE}/lessons/common-pattern", "government"),
    Picture("question", f"{COURSE}/quizzes/practice-branches", "worker", PHONE),
    Picture("result", f"{COURSE}/quizzes/practice-pattern", "government"),
    Picture("my-learning", "/my-learning", "government", PHONE),
    Picture("convention", "/convention/part-v"),
    Picture("lesson-dark", f"{COURSE}/lessons/common-pattern", "employer", DESKTOP, "dark"),
)


@contextmanager
def demonstration() -> Iterator[str]:
    """Serve a fresh demonstration site; yields its address."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config.from_environ({"LEARNING_INSTANCE": folder}, ROOT), "k" * 32)
        with app.app_context():
            upgrade()
            courses.check_in_all(ROOT / "courses", KINDS, datetime.now(UTC))
            demo.fill(datetime.now(UTC))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def sign_in(page: Page, word: str) -> None:
    """Sign a person of the demonstration in."""
    page.goto("/login")
    page.locator("#login").fill(f"{word}@example.org")
    page.locator("[name=password]").fill(f"demo-{word}")
    page.locator("main form .button").click()
    page.wait_for_url("**/my-learning")


def begin(page: Page) -> None:
    """Begin an attempt and choose an answer of the first question."""
    page.locator("main .button-form .button").click()
    page.locator("main label.choice").nth(1).click()
    page.wait_for_selector("[data-status]:not(:empty)")
    page.mouse.move(0, 0)


def answer_all(page: Page) -> None:
    """Take the quiz twice: first to learn from the result what is right, then with one question left out."""
    start = page.url
    answer(page, set())
    right = {each.inner_text().strip() for each in page.locator(".option-right > span[dir]").all()}
    page.goto(start)
    answer(page, right)


def answer(page: Page, right: set[str]) -> None:
    """Begin an attempt, choose what is right in all questions but the last, and hand in."""
    page.locator("main .button-form .button").click()
    while "/questions/" in page.url:
        choices = page.locator("main label.choice:not(.flag)")
        for choice in choices.all():
            if choice.inner_text().strip() in right and not is_last(page):
                choice.click()
        page.locator("button[value=next]").click()
        page.wait_for_load_state()
    page.locator("main .button-form .button").click()
    page.wait_for_url("**/result")


def is_last(page: Page) -> bool:
    """Return True on the last question of the quiz."""
    return page.locator(".question-map li:last-child [aria-current]").count() > 0


def take(browser: Browser, origin: str, picture: Picture) -> None:
    """Take one picture and reduce it to a palette."""
    context = browser.new_context(
        base_url=origin, viewport={"width": picture.size[0], "height": picture.size[1]},
        color_scheme="dark" if picture.scheme == "dark" else "light", locale="en-GB",
    )  # fmt: skip
    page = context.new_page()
    if picture.who:
        sign_in(page, picture.who)
    answer = page.goto(picture.path)
    if answer is None or not answer.ok:
        raise SystemExit(f"{picture.path} was not shown")
    if picture.name == "question":
        begin(page)
    if picture.name == "result":
        answer_all(page)
    file = HERE / f"{picture.name}.png"
    page.screenshot(path=file)
    context.close()
    with Image.open(file) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def main() -> None:
    """Make all pictures."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with demonstration() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM_PATH"), args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in PICTURES:
            take(browser, origin, picture)
        browser.close()


if __name__ == "__main__":
    main()
