"""The table that a person reads."""

from __future__ import annotations

from collections.abc import Mapping

from bench.measure import TRUSTED_SPREAD, Results

FLOOR = "page"
TARGETS: Mapping[str, tuple[str, float]] = {
    "lesson": (FLOOR, 2.0),
    "question": (FLOOR, 2.0),
    "my learning": (FLOOR, 2.0),
    "statistics of a quiz": (FLOOR, 3.0),
    "save by script": (FLOOR, 2.0),
    "save by form": (FLOOR, 2.0),
    "attempt with script": ("attempt with script", 1.5),
    "attempt without script": ("attempt without script", 1.5),
}
"""Kind of work: what of the floor it is compared with, and the largest ratio wanted."""

UNLIMITED = float("inf")
LIMITS: Mapping[str, tuple[str, float]] = {
    "load_cold_cpu_s": ("C102 Essentials into an empty database: check-in and rendering, CPU s", UNLIMITED),
    "load_cold_wall_s": ("  the same, by the clock, s", UNLIMITED),
    "load_cold_ms_per_activity": ("  CPU ms for each activity", UNLIMITED),
    "load_cold_ms_per_1000_words": ("  CPU ms for 1,000 words of its texts", UNLIMITED),
    "load_warm_cpu_ms": ("C102 Essentials at a start when nothing has changed, CPU ms", UNLIMITED),
    "load_warm_wall_ms": ("  the same, by the clock, ms", UNLIMITED),
    "books_cpu_s": ("all books of C102 Essentials (2 PDF, 12 HTML), made in a process of their own, CPU s", UNLIMITED),
    "books_wall_s": ("  the same, by the clock, s", UNLIMITED),
    "books_peak_mb": ("  the most memory that a process of it held, MB", UNLIMITED),
    "warm_start_s": ("second start until the first page, s", 1.5),
    "idle_pss_mb": ("memory when idle, all processes (PSS), MB", 150),
    "idle_worker_pss_mb": ("  of the larger worker, MB", UNLIMITED),
    "all_pages_pss_mb": ("memory after every page of the course was served, all processes (PSS), MB", UNLIMITED),
    "all_pages_worker_pss_mb": ("  of the larger worker, MB", UNLIMITED),
    "signing_in_p95_ms": ("lesson's p95 while 30 people sign in at once, ms", 100),
    "statistics_cpu_s": ("statistics of 10,000 attempts at 20 questions from cold, CPU s", 2.0),
    "regrade_cpu_s": ("regrade of 10,000 attempts, CPU s", 5.0),
    "starting_p99_ms": ("p99 of 200 people starting the certifying test within 10 s, ms", 2000),
    "dawdling_p95_ms": ("lesson's p95 beside 200 slow clients, ms", 100),
}
"""What else is measured: its words in the report, and the most that is wanted."""


def ratio(results: Results, kind: str) -> float:
    """Return the product's CPU per unit over the floor's: the median of the rounds' own ratios."""
    compared, _ = TARGETS[kind]
    return results.median(kind, "product") / results.median(compared, "floor")


def show(engine: str, results: Results, operation: Mapping[str, float]) -> None:
    """Print what was measured on one engine."""
    print(f"\n{engine}: medians of the rounds; floor F = {results.median(FLOOR, 'floor'):.2f} ms of server CPU a page")
    print(f"{'work':<24}{'ratio':>7}{'target':>8}{'CPU ms':>9}{'floor ms':>10}{'per s':>8}{'p95 ms':>8}{'bytes':>9}")
    for kind, (compared, most) in TARGETS.items():
        found = ratio(results, kind)
        mark = " " if found <= most else "!"
        print(
            f"{kind:<24}{found:>6.2f}{mark}{most:>8.1f}{results.median(kind, 'product'):>9.2f}"
            f"{results.median(compared, 'floor'):>10.2f}{results.median(kind, 'product', 'per_second'):>8.0f}"
            f"{results.median(kind, 'product', 'p95_ms'):>8.1f}{results.median(kind, 'product', 'bytes'):>9.0f}"
        )
    for name, value in operation.items():
        words, most = LIMITS.get(name, (name.replace("_", " "), UNLIMITED))
        print(
            f"{words}: {value:.2f}"
            + ("" if most == UNLIMITED else f" (at most {most:g}{'' if value <= most else ' !'})")
        )
    if results.spread > TRUSTED_SPREAD:
        print(f"Do not trust these ratios: the machine's speed differed by {results.spread - 1:.0%} between the turns.")
