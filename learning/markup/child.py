"""Rendering of what somebody is typing, in a warm process beside the server that may be killed.

`guard` refuses the hostile texts that are known; this stops the rest: a child takes one text at a time, within limits
of time and memory (memory where the system has such limits), and is replaced when it goes over them. What a text
points to is asked back from the parent, so the child needs no database, no settings and no secrets.

The two talk in lines of JSON. The child's first line says that it is ready. To the child: {"text", "fragment",
"labels"}, then {"answer"} to each question. From it: {"ask", "about"} for a question, at last {"page"}, {"html"}
or {"problems"}.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from learning.kernel.errors import Invalid
from learning.kernel.problems import Problem
from learning.markup import render
from learning.markup.page import LABELS, Image, Links, Page, Term, from_json, to_json

try:
    import resource
except ImportError:  # Windows has no such limits; there time alone protects
    resource = None  # type: ignore[assignment]  # the stubs of this platform know the module as always there

SECONDS = 2.0
MEMORY = 256 * 1024 * 1024

_ROOT = Path(__file__).parents[2]
_KEPT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")


class Renderer:
    """Renders texts in a child process; safe to share between threads, which then wait for each other."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def document(self, text: str, links: Links, labels: Mapping[str, str] = LABELS) -> Page:
        """As `render.document`; also raises Invalid("markup-too-slow") or Invalid("markup-too-big")."""
        return from_json(self._render(text, links, labels, fragment=False)["page"])

    def fragment(self, text: str, links: Links, labels: Mapping[str, str] = LABELS) -> str:
        """As `render.fragment`; also raises Invalid("markup-too-slow") or Invalid("markup-too-big")."""
        return str(self._render(text, links, labels, fragment=True)["html"])

    def close(self) -> None:
        """End the child process, if there is one."""
        with self._lock:
            self._end()

    def _render(self, text: str, links: Links, labels: Mapping[str, str], *, fragment: bool) -> dict[str, Any]:
        request = {"text": text, "fragment": fragment, "labels": dict(labels)}
        with self._lock:
            process = self._running()
            late = threading.Event()
            timer = threading.Timer(self._seconds, _kill, (process, late))
            timer.start()
            result = None
            try:
                result = _converse(process, request, links)
            finally:
                timer.cancel()
                if result is None:  # it died, or a lookup of the caller raised in mid-conversation
                    self._end()
            if result is None:
                raise Invalid([_SLOW if late.is_set() else _BIG])
        if "problems" in result:
            raise Invalid(Problem(**problem) for problem in result["problems"])
        return result

    def start(self) -> None:
        """Start the child before it is needed, so that the first text does not wait for it."""
        with self._lock:
            self._running()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
            self._process = subprocess.Popen(
                [sys.executable, "-m", "learning.markup.child"],
                env={**environment, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
            assert self._process.stdout is not None  # noqa: S101  it is a pipe
            if not self._process.stdout.readline():
                self._end()
                raise OSError("the process that renders Markdown did not start; the log above says why")
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


_SLOW = Problem("", "markup-too-slow", "the text takes too long to show: shorten it, or close open brackets")
_BIG = Problem("", "markup-too-big", "the text could not be shown, it needs too much room: split it into parts")


def _kill(process: subprocess.Popen[str], late: threading.Event) -> None:
    late.set()
    process.kill()


def _converse(process: subprocess.Popen[str], request: dict[str, Any], links: Links) -> dict[str, Any] | None:
    """Send a request, answer what the child asks, and return its result; None when it died before."""
    assert process.stdin is not None  # noqa: S101  both are pipes, see Popen above
    assert process.stdout is not None  # noqa: S101
    message = request
    # A killed child shows as a broken pipe here or as an end of its lines below.
    with contextlib.suppress(BrokenPipeError):
        while True:
            _send(process.stdin, message)
            line = process.stdout.readline()
            if not line.endswith("\n"):
                return None
            reply: dict[str, Any] = json.loads(line)
            if "ask" not in reply:
                return reply
            message = {"answer": _answer(links, reply["ask"], reply["about"])}
    return None


def _answer(links: Links, question: str, about: str) -> object:
    found = getattr(links, question)(about)
    return asdict(found) if isinstance(found, Term | Image) else found


def _send(stream: IO[str], message: Mapping[str, object]) -> None:
    stream.write(json.dumps(message) + "\n")
    stream.flush()


def _asking() -> Links:
    """Return links that ask the parent."""

    def ask(question: str, about: str) -> Any:
        _send(sys.stdout, {"ask": question, "about": about})
        return json.loads(sys.stdin.readline())["answer"]

    def term(id_: str) -> Term | None:
        found = ask("term", id_)
        return Term(**found) if found else None

    def media(path: str) -> Image | None:
        found = ask("media", path)
        return Image(**found) if found else None

    return Links(
        term=term,
        media=media,
        article=lambda text: ask("article", text),
        activity=lambda text: ask("activity", text),
        page=lambda text: ask("page", text),
    )


def _serve() -> None:
    """Be the child: render one request after another until the parent goes away."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _send(sys.stdout, {"ready": True})
    for line in iter(sys.stdin.readline, ""):
        request = json.loads(line)
        try:
            if request["fragment"]:
                result: dict[str, object] = {"html": render.fragment(request["text"], _asking(), request["labels"])}
            else:
                result = {"page": to_json(render.document(request["text"], _asking(), request["labels"]))}
        except Invalid as error:
            result = {"problems": [asdict(problem) for problem in error.problems]}
        _send(sys.stdout, result)


if __name__ == "__main__":
    _serve()
