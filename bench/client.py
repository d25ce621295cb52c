"""A small HTTP client: one kept-alive connection with as little work of its own as can be, and a crowd of them.

It shares the cores with the server it measures, so it parses no more than status, headers and length. Loopback only.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "127.0.0.1"
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `head` is status line and headers as sent, `body` as it came (perhaps compressed)."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's value, "" where there is none."""
        wanted = name.lower().encode() + b":"
        lines = self.head.split(b"\r\n")
        return next((line.split(b":", 1)[1].strip().decode() for line in lines if line.lower().startswith(wanted)), "")

    @property
    def size(self) -> int:
        """Bytes on the wire, headers included."""
        return len(self.head) + 4 + len(self.body)


class Line:
    """One connection that is kept alive. `cookie` is sent with every request; `requests` counts them."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.cookie = cookie
        self.requests = 0
        self.received = 0
        self._socket = socket.create_connection((HOST, port), timeout=TIMEOUT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def get(self, path: str, *, packed: bool = True) -> Reply:
        """Ask for a page."""
        return self._ask("GET", path, "", b"", packed)

    def post(self, path: str, fields: dict[str, str], *, script: bool = False) -> Reply:
        """Send fields as a form does, or as the page's script does."""
        body = urlencode(fields).encode()
        kind = "Accept: application/json\r\nX-Requested-With: fetch\r\n" if script else "Accept: text/html\r\n"
        kind += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        if script:
            kind += f"X-CSRFToken: {fields['csrf_token']}\r\n"
        return self._ask("POST", path, kind, body, packed=True)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _ask(self, method: str, path: str, headers: str, body: bytes, packed: bool) -> Reply:
        packing = "Accept-Encoding: gzip\r\n" if packed else ""
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Language: en\r\n{packing}{cookie}{headers}\r\n"
        self._socket.sendall(head.encode() + body)
        self.requests += 1
        reply = self._read()
        self.received += reply.size
        return reply

    def _read(self) -> Reply:
        data = self._rest
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        reply = Reply(int(data[9:12]), data[:end], b"")
        length = int(reply.header("content-length") or 0)
        while len(data) < end + 4 + length:
            data += self._more()
        self._rest = data[end + 4 + length :]
        return Reply(reply.status, reply.head, data[end + 4 : end + 4 + length])

    def _more(self) -> bytes:
        piece = self._socket.recv(262_144)
        if not piece:
            raise ConnectionError("the server hung up")
        return piece


@dataclass(slots=True)
class Tally:
    """What a crowd did: units of work, seconds of each, requests and bytes received, seconds in all."""

    seconds_each: list[float] = field(default_factory=list)
    requests: int = 0
    received: int = 0
    seconds: float = 0.0

    @property
    def units(self) -> int:
        """Units of work done."""
        return len(self.seconds_each)

    def percentile(self, percent: int) -> float:
        """Return within how many milliseconds `percent` per cent of the units were done."""
        ordered = sorted(self.seconds_each)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000


Unit = Callable[[], None]
"""Does one unit of work; raises when the answer was not the right one."""


def crowd(lines: Sequence[Line], units: Sequence[Unit], seconds: float, most: int) -> Tally:
    """Let every line do its unit again and again, all at once, until the time is over or `most` units are done."""
    tally = Tally()
    before = sum(line.requests for line in lines), sum(line.received for line in lines)
    until = time.perf_counter() + seconds
    share = max(1, most // len(units))
    faults: list[BaseException] = []

    def work(unit: Unit) -> None:
        done: list[float] = []
        try:
            while len(done) < share and (began := time.perf_counter()) < until:
                unit()
                done.append(time.perf_counter() - began)
        except Exception as fault:  # told by the thread that started this one
            faults.append(fault)
        tally.seconds_each.extend(done)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(unit,)) for unit in units]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    tally.seconds = time.perf_counter() - began
    tally.requests = sum(line.requests for line in lines) - before[0]
    tally.received = sum(line.received for line in lines) - before[1]
    return tally
