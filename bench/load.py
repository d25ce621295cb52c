"""What it costs to load the shipped course at a start: `python -m bench.load`, in a process of its own, as a start is.

Cold: its first check-in into an empty database, with every text checked and rendered. Warm: nothing has changed since.
Then its books (PDF, HTML) are made once, as the server has them made beside the pages.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from bench.bulk import backends_of
from bench.processes import cpu_seconds, tree
from learning.app import BASE, KINDS, create_app
from learning.config import Config
from learning.courses import service as courses
from learning.db import db
from learning.quiz.word_count import count_words

COURSE = BASE / "courses" / "c102-essentials"


@dataclass(frozen=True, slots=True)
class Load:
    """One load: CPU of the process, of the one that renders, and of PostgreSQL's; and the size of the course."""

    cpu_s: float
    wall_s: float
    activities: int
    words: int


def loads(environ: Mapping[str, str]) -> dict[str, float]:
    """Load the course twice into the empty database that `environ` names, and return the figures of the report."""
    cold, warm = _in_a_process(environ), _in_a_process(environ)
    books_cpu, books_wall, books_peak = _books(environ)
    return {
        "load_cold_cpu_s": cold.cpu_s,
        "load_cold_wall_s": cold.wall_s,
        "load_cold_ms_per_activity": cold.cpu_s * 1000 / cold.activities,
        "load_cold_ms_per_1000_words": cold.cpu_s * 1_000_000 / cold.words,
        "load_warm_cpu_ms": warm.cpu_s * 1000,
        "load_warm_wall_ms": warm.wall_s * 1000,
        "books_cpu_s": books_cpu,
        "books_wall_s": books_wall,
        "books_peak_mb": books_peak,
        "course_activities": cold.activities,
        "course_words": cold.words,
    }


def _in_a_process(environ: Mapping[str, str]) -> Load:
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"], env=dict(environ), cwd=BASE, capture_output=True, text=True, check=True
    )
    return Load(**json.loads(done.stdout))


def _books(environ: Mapping[str, str]) -> tuple[float, float, float]:
    """Make the books of the loaded course as the worker does; return CPU s, wall s, and the most MB of one process."""
    began = time.perf_counter()
    made = subprocess.Popen(
        [sys.executable, "-m", "learning", "books", COURSE.name], env=dict(environ), cwd=BASE,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _pid, status, used = os.wait4(made.pid, 0)
    made.returncode = os.waitstatus_to_exitcode(status)
    if made.returncode:
        raise RuntimeError(f"making the books ended with {made.returncode}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024


def _cpu(backends: list[int]) -> float:
    """Return the CPU seconds so far of this process, of its children, and of the database's processes."""
    ended = os.times()
    return (
        time.process_time()
        + ended.children_user
        + ended.children_system
        + cpu_seconds([*tree(os.getpid())[1:], *backends])
    )


def main() -> None:
    """Load the course into the database of this environment and print what it cost."""
    config = Config.from_environ(os.environ, BASE)
    with create_app(config, "bench").app_context():
        db.session.execute(sa.text("SELECT 1"))  # its connection is there, so that its process is counted
        backends = backends_of(config.database_url)
        before, began = _cpu(backends), time.perf_counter()
        result = courses.check_in(COURSE, KINDS, datetime.now(UTC))
        wall, cpu = time.perf_counter() - began, _cpu(backends) - before
        if not result.served:
            raise RuntimeError(f"the course has errors: {result.problems}")
        course = courses.current(COURSE.name)
        words = sum(count_words((COURSE / each.path).read_text()) for each in course.texts)
        print(json.dumps(asdict(Load(cpu, wall, len(list(course.activities)), words))))


if __name__ == "__main__":
    main()
