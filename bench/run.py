"""Measure the real server beside a bare Flask server: `python3 run.py bench [--json FILE]`. Linux only.

docs/performance.md says what is measured, how, and what came out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import floor, measure, report, strain, work
from bench.client import Line
from bench.processes import Server, each_pss_megabytes, free_port, start
from bench.site import QUESTIONS, Site, sites

SETTLE_SECONDS = 2.0
READERS_OF_ALL = 8
"""Connections on each of which every page of the course is opened: the system deals them out among the workers."""


def main() -> int:
    """Measure on SQLite and, where a server is named, on PostgreSQL; print tables and write JSON."""
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to FILE")
    options = parser.parse_args()
    if not sys.platform.startswith("linux"):
        print("The benchmark reads /proc and runs on Linux only.", file=sys.stderr)
        return 2
    found = [_engine("")]
    server_url = os.environ.get("LEARNING_TEST_DATABASE_URL", "")
    if server_url:
        found.append(_engine(server_url))
    else:
        print("PostgreSQL is not measured: name a server in LEARNING_TEST_DATABASE_URL.")
    if options.json:
        whole = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(), "engines": found}
        options.json.write_text(json.dumps(whole, indent=1) + "\n")
    return 0


def _engine(server_url: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="learning-bench-") as name:
        folder = Path(name)
        with sites(folder, server_url) as site:
            product, operation = _started(site, folder)
            operation |= site.made
            try:
                bare = _floor(site, folder, product)
                try:
                    results = measure.rounds(site, *work.subjects(site, product, bare))
                finally:
                    bare.stop()
                operation |= _strained(site, product)
            finally:
                product.stop()
    report.show(site.engine, results, operation)
    return {"engine": site.engine, **results.as_json(), "operation": operation}


def _started(site: Site, folder: Path) -> tuple[Server, dict[str, float]]:
    """Start the product twice; the second, warm start is measured, and its memory before and after every page."""
    for _ in range(2):
        port = free_port()
        arguments = ["-m", "learning", "serve", "--port", str(port)]
        product = start(arguments, site.environ, port, folder / "product.log", "/")
        if _ == 0:
            product.stop()
    found = {"warm_start_s": product.started_within}
    _open(product, site, 32, [site.lesson])
    found |= _memory(product, "idle")
    _open(product, site, READERS_OF_ALL, site.pages)
    return product, found | _memory(product, "all_pages")


def _open(product: Server, site: Site, people: int, pages: Sequence[str]) -> None:
    """Let people open pages one after the other, each on a line of their own, so that every worker serves some."""
    for cookie in site.cookies[:people]:
        line = Line(product.port, cookie)
        for page in pages:
            if line.get(page).status != 200:
                raise RuntimeError(f"{page} was not served")
        line.close()


def _memory(product: Server, when: str) -> dict[str, float]:
    """Return the memory of all processes of the server together, and of the largest worker (its share of what is
    common included), once they are at rest."""
    time.sleep(SETTLE_SECONDS)
    parent, *workers = each_pss_megabytes(product.pids)
    return {f"{when}_pss_mb": parent + sum(workers), f"{when}_worker_pss_mb": max(workers)}


def _floor(site: Site, folder: Path, product: Server) -> Server:
    """Start the floor with pages as long as the product's."""
    settings = {"url": site.floor_url, "secret_key": site.key, "questions": QUESTIONS, "pages": _pages(site, product)}
    file = folder / "floor.json"
    file.write_text(json.dumps(settings))
    port = free_port()
    environ = {**site.environ, floor.SETTINGS: str(file)}
    return start(["-m", "bench.serve_floor", str(port)], environ, port, folder / "floor.log", "/static/nothing", 404)


def _pages(site: Site, product: Server) -> dict[str, str]:
    """Return one page of the product of each kind, as HTML."""
    line = Line(product.port, site.cookies[work.KEPT_BACK - 1])
    subject = work.Subject("product", product, site.cookies, site.lesson, site.quiz, f"{site.quiz}/attempts", iter(()))

    def html(path: str) -> str:
        return gzip.decompress(line.get(path).body).decode()

    found = {"lesson": html(site.lesson), "start": html(site.quiz)}
    first = work.begun(line, subject)
    answer = work.save(line, first, script=True)
    for _ in range(QUESTIONS):
        answer()
    base = first.rpartition("/questions/")[0]
    found |= {"question": html(first), "review": html(f"{base}/review")}
    line.post(base, {"csrf_token": floor.TOKEN})
    found["result"] = html(f"{base}/result")
    line.close()
    return found


def _strained(site: Site, product: Server) -> dict[str, float]:
    calm = strain.readers(product.port, site, 3.0)
    burst, seconds = strain.signing_in(product.port, site)
    together = strain.starting(product.port, site)
    slow = strain.dawdling(product.port, site)
    return {
        "calm_p95_ms": calm.percentile(95),
        "signing_in_p95_ms": burst.percentile(95),
        "signing_in_seconds": seconds,
        "starting_p50_ms": together.percentile(50),
        "starting_p99_ms": together.percentile(99),
        "started": float(together.units),
        "dawdling_p95_ms": slow.percentile(95),
        "dawdling_pages": float(slow.units),
        **_memory(product, "loaded"),
    }


if __name__ == "__main__":
    sys.exit(main())
