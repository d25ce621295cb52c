"""A real server in a process group of its own, on a temporary instance, and learners who talk to it over HTTP."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask

from learning.app import BASE
from learning.web.actor import SESSION_KEY
from learning.web.forms import FIELD
from tests.factories.site import TOKEN

LOST = (OSError, http.client.HTTPException)
"""What a client sees when the server is gone in the middle of a request."""


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """The command `serve` as a person starts it."""

    environ: dict[str, str]
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self, patience: float = 30.0) -> None:
        """Start, and wait until it answers."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("LEARNING_")}
        log = Path(self.environ["LEARNING_INSTANCE"]) / "server.log"
        with log.open("ab") as target:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "learning", "serve", "--port", str(self.port)],
                env={**environ, **self.environ}, cwd=BASE, stdout=target, stderr=target, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + patience
        while time.monotonic() < end:
            assert self.process.poll() is None, log.read_text()[-2000:]
            try:
                with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
                    connection.request("GET", "/readyz")
                    if connection.getresponse().status == 200:
                        return
            except LOST:
                time.sleep(0.02)
        raise AssertionError(f"the server does not answer: {log.read_text()[-2000:]}")

    def kill(self) -> None:
        """End the whole process group at once, as a power switch would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    location: str
    body: str


class Client:
    """One browser's connection, signed in by a cookie made with the instance's key."""

    def __init__(self, app: Flask, port: int, secret: str) -> None:
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own
        self._cookie = f"learning={serializer.dumps({FIELD: TOKEN, SESSION_KEY: secret})}"
        self._port = port
        self._connection = HTTPConnection("127.0.0.1", port, timeout=20)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def reconnect(self) -> None:
        """Begin a new connection, as after a lost one."""
        self.close()
        self._connection = HTTPConnection("127.0.0.1", self._port, timeout=20)

    def post(self, path: str, *, json: bool = False, **fields: str | UUID) -> Reply:
        """Post fields with the token. Raises one of LOST when no answer came."""
        headers = {
            "Cookie": self._cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json" if json else "text/html",
        }
        self._connection.request("POST", path, urlencode({FIELD: TOKEN, **fields}), headers)
        response = self._connection.getresponse()
        body = response.read().decode()
        return Reply(response.status, response.headers.get("Location", ""), body)
