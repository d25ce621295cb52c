"""What a page costs on the line, compressed, at the first visit and at a repeat: measured in the browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import CDPSession

from tests.browser.conftest import Visitor
from tests.browser.site import ESSENTIALS

pytestmark = pytest.mark.browser
KIB = 1024
ICON = "Other"
"""What the browser calls the request for the picture of the tab."""


@dataclass(frozen=True)
class Budget:
    """The most that a kind of page may weigh, in KiB on the line, and how often it may ask."""

    html: int
    css: int = 12
    script: int = 8
    requests: int = 4
    first: int = 35
    repeat: int = 15


READING = Budget(html=15)
ARRANGING = Budget(html=15, requests=5)
DOORS = Budget(html=12, first=40, repeat=12)
LAW = Budget(html=25, first=45, repeat=25)
LESSON = "/courses/{course}/lessons/{lesson}"
PAGES = [
    ("learner", LESSON, READING),
    ("learner", "/courses/{course}/lessons/{long_lesson}", READING),
    ("", LESSON, READING),
    ("learner", "/attempts/{open}/questions/1", READING),
    ("learner", "/attempts/{kinds}/questions/2", ARRANGING),
    ("learner", "/attempts/{open}/review", READING),
    ("learner", "/attempts/{closed}/result", READING),
    ("", "/", DOORS),
    ("", "/courses", DOORS),
    ("learner", "/courses/{course}", DOORS),
    ("learner", "/my-learning", DOORS),
    ("", "/login", DOORS),
    ("", "/register", DOORS),
    ("", "/convention/part-iv", LAW),
    ("", "/ratifications", LAW),
    ("", "/glossary", LAW),
]


@dataclass
class Meter:
    """Counts what comes over the line, by type; pictures are not counted as requests of a page, as in the budget."""

    session: CDPSession
    kinds: dict[str, str] = field(default_factory=dict)
    sizes: Counter[str] = field(default_factory=Counter)
    requests: int = 0

    def __post_init__(self) -> None:
        self.session.on("Network.responseReceived", self._received)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.send("Network.enable")

    def _received(self, event: dict[str, dict[str, object]]) -> None:
        self.kinds[str(event["requestId"])] = str(event["type"])

    def _finished(self, event: dict[str, object]) -> None:
        size = int(str(event["encodedDataLength"]))
        if size:  # what the browser still has costs nothing
            kind = self.kinds[str(event["requestId"])]
            self.sizes[kind] += size
            self.requests += kind != ICON

    def reset(self) -> None:
        """Begin to count anew."""
        self.kinds.clear()
        self.sizes.clear()
        self.requests = 0

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(self.sizes.values())


@pytest.mark.parametrize(("who", "path", "budget"), PAGES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_page_keeps_its_budget(who: str, path: str, budget: Budget, visit: Callable[..., Visitor]) -> None:
    window = visit(who)
    address = path.format(course=ESSENTIALS, **window.site.words)
    meter = Meter(window.context.new_cdp_session(window.page))
    window.page.goto(address, wait_until="networkidle")
    assert meter.sizes["Document"] <= budget.html * KIB
    assert meter.sizes["Stylesheet"] <= budget.css * KIB
    assert meter.sizes["Script"] <= budget.script * KIB
    assert meter.requests <= budget.requests
    assert meter.total <= budget.first * KIB
    meter.reset()
    window.page.goto(address, wait_until="networkidle")
    assert meter.total <= budget.repeat * KIB
    assert meter.requests == 1


@pytest.mark.parametrize("who", ["", "learner"])
def test_an_unchanged_lesson_is_not_sent_again(who: str, visit: Callable[..., Visitor]) -> None:
    window = visit(who)
    window.page.goto("/privacy")
    first = window.context.request.get(LESSON.format(course=ESSENTIALS, **window.site.words))
    again = window.context.request.get(first.url, headers={"If-None-Match": first.headers["etag"]})
    assert again.status == 304
    assert again.body() == b""
    assert first.headers["content-encoding"] == "gzip"
