"""Make the pictures of the documentation again, from the demonstration site; or those that are named.

    CHROMIUM_PATH=/usr/bin/chromium python docs/pictures/make.py
    CHROMIUM_PATH=/usr/bin/chromium python docs/pictures/make.py home kind-match

Run it from the top of the checkout with the development packages installed, and with Pillow and the program pdftoppm,
which only this needs.
"""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright
from werkzeug.serving import make_server

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from learning import demo  # noqa: E402  # the checkout is not an installed package
from learning.app import KINDS, create_app  # noqa: E402
from learning.books import service as books  # noqa: E402
from learning.books.shelf import volumes  # noqa: E402
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

BOOK = "book"
"""The picture of two pages of the course's PDF beside a module's HTML file on a phone."""

BOOK_PAGES, BOOK_HEIGHT = (27, 28), 900

GALLERY = "/courses/gallery"
KIND_COLOURS = 32


@dataclass(frozen=True)
class Shown:
    """A kind of question as the gallery shows it: the quiz in which it stands, and its number there."""

    kind: str
    quiz: str
    number: int

    @property
    def name(self) -> str:
        """Return the name of the picture's file."""
        return f"kind-{self.kind}"


SHOWN = (
    Shown("choose-one", "try-choosing", 1),
    Shown("choose-all", "try-choosing", 2),
    Shown("true-false", "try-choosing", 3),
    Shown("give-number", "try-numbers-and-words", 1),
    Shown("short-answer", "try-numbers-and-words", 5),
    Shown("fill-the-gaps", "try-numbers-and-words", 6),
    Shown("match", "try-arranging", 1),
    Shown("put-in-order", "try-arranging", 2),
    Shown("sort-into-groups", "try-arranging", 3),
    Shown("find-the-mistake", "try-mistakes-and-cases", 1),
    Shown("answer-questions", "try-mistakes-and-cases", 3),
    Shown("long-answer", "try-marked-by-you", 1),
    Shown("hand-in", "try-marked-by-you", 2),
)


def make_book(browser: Browser, folder: Path) -> None:
    """Make the course's books and take the picture of two of them."""
    course = courses.current("c102-essentials")
    whole, *modules = [each for each in volumes(course) if not each.edition.has_answers]
    (folder / "whole.pdf").write_bytes(books.typeset(course, whole))
    file = folder / "module.html"
    file.write_bytes(books.typeset(course, modules[1]))
    first, last = map(str, BOOK_PAGES)
    size = ["-scale-to-y", str(BOOK_HEIGHT), "-scale-to-x", "-1"]
    command = ["pdftoppm", "-png", "-f", first, "-l", last, *size, folder / "whole.pdf", folder / "page"]
    subprocess.run(command, check=True)  # noqa: S603  # no shell, and only files made here
    page = browser.new_context(viewport={"width": 405, "height": BOOK_HEIGHT}).new_page()
    page.goto(file.as_uri())
    page.screenshot(path=folder / "phone.png")
    parts = [Image.open(each).convert("RGB") for each in (*sorted(folder.glob("page-*.png")), folder / "phone.png")]
    width = sum(part.width for part in parts) + 20 * (len(parts) - 1)
    whole_picture = Image.new("RGB", (width, BOOK_HEIGHT), "#D9D5CA")
    at = 0
    for part in parts:
        whole_picture.paste(part, (at, 0))
        at += part.width + 20
    whole_picture.quantize(COLOURS, dither=Image.Dither.NONE).save(HERE / f"{BOOK}.png", optimize=True)


@contextmanager
def demonstration() -> Iterator[tuple[str, Flask]]:
    """Serve a fresh demonstration site; yields its address, and the site."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config.from_environ({"LEARNING_INSTANCE": folder}, ROOT), "k" * 32)
        with app.app_context():
            upgrade()
            courses.check_in_all(ROOT / "courses", KINDS, datetime.now(UTC))
            demo.fill(datetime.now(UTC))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", app
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
    keep(page, picture.name, COLOURS)
    context.close()


def keep(page: Page, name: str, colours: int, clip: FloatRect | None = None) -> None:
    """Store what the page shows, or a part of it, reduced to a palette."""
    file = HERE / f"{name}.png"
    page.screenshot(path=file, clip=clip, full_page=clip is not None)
    with Image.open(file) as image:
        image.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(file, optimize=True)


def take_kinds(browser: Browser, origin: str, wanted: Sequence[Shown]) -> None:
    """Take one picture of each kind of question, on a phone, with an answer begun."""
    context = browser.new_context(base_url=origin, viewport={"width": 360, "height": 800}, locale="en-GB")
    page = context.new_page()
    sign_in(page, "trainer")
    page.goto(GALLERY)
    page.locator(".course-start form .button").click()
    for shown in wanted:
        page.goto(f"{GALLERY}/quizzes/{shown.quiz}")
        page.locator("main .button-form .button").click()
        page.goto(re.sub("[0-9]+$", str(shown.number), page.url))
        begin_answer(page)
        keep(page, shown.name, KIND_COLOURS, question_box(page))
    context.close()


def begin_answer(page: Page) -> None:
    """Answer the first field, or move the first row."""
    choices = page.locator("main .question label.choice")
    if page.locator(".row-moves").count():
        page.locator(".row-moves [value=down]").first.click()
    elif choices.count():
        choices.nth(1).click()
    elif page.locator(".row select").count():
        page.locator(".row select").first.select_option(index=1)
    elif page.locator("main textarea").count():
        page.locator("main textarea").fill("Not yet. The law leaves five days unpaid, and Article 18 allows three.")
    elif page.locator("main [inputmode=decimal]").count():
        page.locator("main [inputmode=decimal]").fill("26")
    elif page.locator("main .question input[type=text]").count():
        page.locator("main .question input[type=text]").fill("qualifying period")
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)


def question_box(page: Page) -> FloatRect:
    """Return the part of the page from the question's heading to the end of its fields."""
    top, bottom = page.evaluate(
        """() => {
          const edge = (selector) => document.querySelector(selector).getBoundingClientRect().top + scrollY;
          return [edge("main .question"), edge("main :is(.sureness, [data-status])")];
        }"""
    )
    return {"x": 0, "y": top - 4, "width": 360, "height": bottom - top}


def main() -> None:
    """Make all pictures, or those named."""
    names = sys.argv[1:]
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with demonstration() as (origin, app), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM_PATH"), args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in PICTURES:
            if not names or picture.name in names:
                take(browser, origin, picture)
        if not names or BOOK in names:
            with app.app_context(), tempfile.TemporaryDirectory() as folder:
                make_book(browser, Path(folder))
        take_kinds(browser, origin, [shown for shown in SHOWN if not names or shown.name in names])
        browser.close()


if __name__ == "__main__":
    main()
