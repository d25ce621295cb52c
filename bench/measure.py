"""Measuring: floor and product in turns, round by round, the CPU time of their processes read before and after."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bench import work
from bench.client import Line, Unit, crowd
from bench.processes import cpu_seconds
from bench.site import Site
from bench.work import Subject

ROUNDS = 3
SECONDS = 2.0
PAGES, ATTEMPTS, WARMING = 1_200, 24, 120
CALIBRATION_LOOPS = 600_000
TRUSTED_SPREAD = 1.15


@dataclass(frozen=True)
class Turn:
    """One turn of one server at one kind of work, per unit of it."""

    cpu_ms: float
    per_second: float
    p50_ms: float
    p95_ms: float
    requests: float
    bytes: float


@dataclass
class Results:
    """All turns by kind of work and server, and the calibration loops (seconds) beside each server's turns."""

    turns: dict[str, dict[str, list[Turn]]] = field(default_factory=dict)
    calibration: dict[str, list[float]] = field(default_factory=lambda: {"product": [], "floor": []})

    def median(self, work_name: str, subject: str, value: str = "cpu_ms") -> float:
        """Return the median over the rounds."""
        return statistics.median(float(getattr(turn, value)) for turn in self.turns[work_name][subject])

    @property
    def spread(self) -> float:
        """How far the machine's speed differed between the turns of product and floor: 1.0 is not at all."""
        medians = [statistics.median(found) for found in self.calibration.values()]
        return max(medians) / min(medians)

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain data."""
        turns = {
            kind: {subject: [asdict(turn) for turn in found] for subject, found in by.items()}
            for kind, by in self.turns.items()
        }
        return {"turns": turns, "calibration_seconds": self.calibration, "calibration_spread": self.spread}


def calibrate() -> float:
    """Return how long a fixed piece of work takes now, in CPU seconds of this process."""
    began = time.process_time()
    total = 0
    for number in range(CALIBRATION_LOOPS):
        total += number & 7
    return time.process_time() - began


def rounds(site: Site, product: Subject, bare: Subject) -> Results:
    """Measure every kind of work on both servers, in turns."""
    results = Results()
    for number in range(ROUNDS):
        for name, subject, build, most in _plan(site, product, bare):
            if number == 0:
                _turn(site, subject, build, min(most, WARMING))
            results.calibration[subject.name].append(calibrate())
            turn = _turn(site, subject, build, most)
            results.turns.setdefault(name, {}).setdefault(subject.name, []).append(turn)
    return results


Build = Callable[[Sequence[Line]], list[Unit]]


def _plan(site: Site, product: Subject, bare: Subject) -> list[tuple[str, Subject, Build, int]]:
    """Return the turns of a round: every piece of the product with its floor right beside it."""
    return [
        ("page", bare, _pages(bare.lesson), PAGES),
        ("lesson", product, _pages(product.lesson), PAGES),
        ("my learning", product, _pages("/my-learning"), PAGES),
        ("statistics of a quiz", product, _statistics(site), PAGES),
        ("page", bare, _pages(bare.lesson), PAGES),
        ("question", product, _questions(product), PAGES),
        ("save by script", product, _saves(product, script=True), PAGES),
        ("save by form", product, _saves(product, script=False), PAGES),
        ("save by script", bare, _saves(bare, script=True), PAGES),
        ("attempt with script", bare, _attempts(bare, script=True), ATTEMPTS),
        ("attempt with script", product, _attempts(product, script=True), ATTEMPTS),
        ("attempt without script", bare, _attempts(bare, script=False), ATTEMPTS),
        ("attempt without script", product, _attempts(product, script=False), ATTEMPTS),
    ]


def _pages(path: str) -> Build:
    return lambda lines: [work.page(line, path) for line in lines]


def _statistics(site: Site) -> Build:
    def build(lines: Sequence[Line]) -> list[Unit]:
        for line in lines:
            line.cookie = site.trainer_cookie
        return [work.page(line, site.statistics) for line in lines]

    return build


def _questions(subject: Subject) -> Build:
    return lambda lines: [work.page(line, work.begun(line, subject)) for line in _of_others(lines, subject, 1)]


def _saves(subject: Subject, *, script: bool) -> Build:
    group = 2 if script else 3
    return lambda lines: [
        work.save(line, work.begun(line, subject), script=script) for line in _of_others(lines, subject, group)
    ]


def _of_others(lines: Sequence[Line], subject: Subject, group: int) -> Sequence[Line]:
    """Give the lines to another group of learners: who only looks at a question has not saved a thousand answers."""
    for line, cookie in zip(lines, subject.cookies[work.CONNECTIONS * group :], strict=False):
        line.cookie = cookie
    return lines


def _attempts(subject: Subject, *, script: bool) -> Build:
    return lambda lines: [work.attempt(line, subject, script=script) for line in lines]


def _turn(site: Site, subject: Subject, build: Build, most: int) -> Turn:
    lines = subject.lines()
    try:
        units = build(lines)
        pids = [*subject.server.pids, *site.backends()]
        before = cpu_seconds(pids)
        tally = crowd(lines, units, SECONDS, most)
        after = cpu_seconds([*subject.server.pids, *site.backends()])
    finally:
        for line in lines:
            line.close()
    done = tally.units
    return Turn(
        cpu_ms=(after - before) * 1000 / done,
        per_second=done / tally.seconds,
        p50_ms=tally.percentile(50),
        p95_ms=tally.percentile(95),
        requests=tally.requests / done,
        bytes=tally.received / done,
    )
