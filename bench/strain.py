"""What happens to those who read a lesson while a class signs in, or while clients dawdle."""

from __future__ import annotations

import random
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from bench import floor
from bench.client import HOST, Line, Tally
from bench.site import PASSWORD, Site

READERS = 4
PAUSE_SECONDS = 0.02
SLOW_CLIENTS = 200
SLOW_SECONDS = 5.0
TOGETHER = 30
STARTERS = 200
START_SECONDS = 10.0


def readers(port: int, site: Site, seconds: float, done: Callable[[], bool] = lambda: False) -> Tally:
    """Let a few learners open the lesson again and again, with a pause, and return how long each page took."""
    tally = Tally()
    until = time.perf_counter() + seconds

    def read(cookie: str) -> None:
        line = Line(port, cookie)
        while time.perf_counter() < until and not done():
            began = time.perf_counter()
            if line.get(site.lesson).status != 200:
                raise RuntimeError("the lesson was not served")
            tally.seconds_each.append(time.perf_counter() - began)
            time.sleep(PAUSE_SECONDS)
        line.close()

    _all_at_once([lambda cookie=cookie: read(cookie) for cookie in site.cookies[-READERS:]])  # type: ignore[misc]
    return tally


def signing_in(port: int, site: Site) -> tuple[Tally, float]:
    """Let thirty people sign in at once while the readers read; return the readers' tally and the seconds it took."""
    began = time.perf_counter()
    seconds: list[float] = []

    def everybody() -> None:
        _all_at_once([lambda number=number: _sign_in(port, number) for number in range(TOGETHER)])  # type: ignore[misc]
        seconds.append(time.perf_counter() - began)

    people = threading.Thread(target=everybody)
    people.start()
    tally = readers(port, site, 20.0, done=lambda: not people.is_alive())
    people.join()
    if not seconds:
        raise RuntimeError("not everybody could sign in")
    return tally, seconds[0]


def _sign_in(port: int, number: int) -> None:
    line = Line(port)
    form = line.get("/login", packed=False)
    line.cookie = form.header("set-cookie").partition(";")[0]
    token = re.search(rb'name="csrf_token"[^>]* value="([^"]+)"', form.body)
    if token is None:
        raise RuntimeError("the sign-in page has no token")
    fields = {"csrf_token": token[1].decode(), "login": f"learner-{number}@example.org", "password": PASSWORD}
    if line.post("/login", fields).status != 303:
        raise RuntimeError("somebody could not sign in")
    line.close()


def starting(port: int, site: Site) -> Tally:
    """Let 200 learners begin the certifying test at moments spread over ten seconds; return how long each waited.

    Each opens the first page, begins and opens the first question, as one who is called to a test does.
    """
    tally = Tally()
    dice = random.Random(20)
    began = time.perf_counter()

    def begin(cookie: str, after: float) -> None:
        line = Line(port, cookie)
        time.sleep(max(0.0, began + after - time.perf_counter()))
        asked = time.perf_counter()
        if line.get(site.test).status != 200:
            raise RuntimeError("the test's first page was not served")
        reply = line.post(f"{site.test}/attempts", {"csrf_token": floor.TOKEN})
        address = urlsplit(reply.header("location")).path if reply.status == 303 else ""
        if "/questions/" not in address or line.get(address).status != 200:
            raise RuntimeError(f"somebody could not begin: {reply.status} {address}")
        tally.seconds_each.append(time.perf_counter() - asked)
        line.close()

    people = site.cookies[-STARTERS - READERS : -READERS]
    _all_at_once([lambda each=each: begin(each, dice.uniform(0, START_SECONDS)) for each in people])  # type: ignore[misc]
    return tally


def dawdling(port: int, site: Site) -> Tally:
    """Let 200 clients send a byte now and then, half in their headers, half in a body, while the readers read."""
    with _dawdlers(port):
        return readers(port, site, SLOW_SECONDS)


@contextmanager
def _dawdlers(port: int) -> Iterator[None]:
    head = f"POST /login HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n".encode()
    sockets = []
    for number in range(SLOW_CLIENTS):
        slow = socket.create_connection((HOST, port), timeout=10)
        slow.sendall(head + (b"Content-Length: 1000\r\n\r\ncsrf" if number % 2 else b"X-Slow: "))
        sockets.append(slow)
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(1.0):
            for slow in sockets:
                slow.sendall(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        for slow in sockets:
            slow.close()


def _all_at_once(acts: list[Callable[[], None]]) -> None:
    faults: list[BaseException] = []

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as fault:  # told below, in the thread that waits
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
