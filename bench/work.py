"""The units of work that are measured, the same on both servers: a page, a save, a whole attempt."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

from bench import floor
from bench.client import Line, Reply, Unit
from bench.processes import Server
from bench.site import QUESTIONS, Site

CONNECTIONS = 8
KEPT_BACK = 50
"""Learners who do single pages and saves; the others take whole attempts, each one at a time."""


@dataclass(frozen=True)
class Subject:
    """A server that is measured, with its addresses and those who are signed in there."""

    name: str
    server: Server
    cookies: Sequence[str]
    lesson: str
    start: str
    begin: str
    takers: Iterator[int]

    def lines(self) -> list[Line]:
        """Return the connections, each of another learner."""
        return [Line(self.server.port, cookie) for cookie in self.cookies[:CONNECTIONS]]


def subjects(site: Site, product: Server, bare: Server) -> tuple[Subject, Subject]:
    """Return the product and the floor."""
    people = range(KEPT_BACK, len(site.cookies))
    return (
        Subject(
            "product", product, site.cookies, site.lesson, site.quiz, f"{site.quiz}/attempts", itertools.cycle(people)
        ),
        Subject("floor", bare, site.floor_cookies, "/page", "/quiz", "/quiz", itertools.cycle(people)),
    )


def page(line: Line, path: str) -> Unit:
    """Return the unit that opens a page."""
    return lambda: _expect(line.get(path), 200)


def begun(line: Line, subject: Subject) -> str:
    """Begin an attempt and return the address of its first question."""
    return _onward(line.post(subject.begin, {"csrf_token": floor.TOKEN}))


def save(line: Line, first: str, *, script: bool) -> Unit:
    """Return the unit that saves one answer, to each question of the attempt in turn."""
    numbers = itertools.cycle(range(1, QUESTIONS + 1))
    base = first.rpartition("/")[0]
    return lambda: _expect(line.post(f"{base}/{next(numbers)}", _answer(), script=script), 200 if script else 303)


def attempt(line: Line, subject: Subject, *, script: bool) -> Unit:
    """Return the unit that takes a whole quiz as a browser does, by another learner each time.

    Start page, begin, then each question: its page, with script the answer as it is given, the form with "go on" and
    the page that it leads to; at the end the review page, hand in, the result.
    """

    def take() -> None:
        line.cookie = subject.cookies[next(subject.takers)]
        _expect(line.get(subject.start), 200)
        first = begun(line, subject)
        _expect(line.get(first), 200)
        here = first
        for _ in range(QUESTIONS):
            if script:
                _expect(line.post(here, _answer(), script=True), 200)
            here = _onward(line.post(here, _answer()))
            _expect(line.get(here), 200)
        if not here.endswith("/review"):
            raise RuntimeError(f"after the last question came {here}")
        result = _onward(line.post(first.rpartition("/questions/")[0], {"csrf_token": floor.TOKEN}))
        _expect(line.get(result), 200)

    return take


def _answer() -> dict[str, str]:
    return {"csrf_token": floor.TOKEN, "key": str(uuid4()), "answer": "1", "go": "next"}


def _onward(reply: Reply) -> str:
    _expect(reply, 303)
    address = urlsplit(reply.header("location"))
    if "/login" in address.path:
        raise RuntimeError("a learner was asked to sign in")
    return address.path


def _expect(reply: Reply, status: int) -> None:
    if reply.status != status:
        raise RuntimeError(f"expected {status}: {reply.head.decode()} {reply.body[:300]!r}")
