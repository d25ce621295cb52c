"""What processes cost, from /proc: CPU time and memory. Linux only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.client import HOST, Line

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 30.0


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return user and system time of the processes so far; one that has ended counts as nothing."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def tree(root: int) -> list[int]:
    """Return a process and all its descendants."""
    children: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(folder.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def each_pss_megabytes(pids: Iterable[int]) -> list[float]:
    """Return the memory of each process, pages that several share divided among them (PSS)."""
    return [_pss_kilobytes(pid) / 1024 for pid in pids]


def _pss_kilobytes(pid: int) -> int:
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def free_port() -> int:
    """Return a port of the loopback address that nobody uses."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class Server:
    """A server that runs: its port, its processes, and after how many seconds its first page came."""

    process: subprocess.Popen[bytes]
    port: int
    started_within: float

    @property
    def pids(self) -> list[int]:
        """The process and its workers."""
        return tree(self.process.pid)

    def stop(self) -> None:
        """End it and wait."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            for pid in self.pids:
                os.kill(pid, signal.SIGKILL)
            self.process.wait(15)


def start(
    arguments: Sequence[str], environ: Mapping[str, str], port: int, log: Path, path: str, status: int = 200
) -> Server:
    """Start a server and wait until it answers `path` with `status`. Raises RuntimeError with its log."""
    began = time.perf_counter()
    with log.open("ab") as target:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=dict(environ),
            stdout=target,
            stderr=target,
            cwd=Path(__file__).parent.parent,
        )
    while time.perf_counter() - began < START_SECONDS and process.poll() is None:
        with suppress(OSError):
            line = Line(port)
            answered = line.get(path).status == status
            line.close()
            if answered:
                return Server(process, port, time.perf_counter() - began)
        time.sleep(0.005)
    process.kill()
    raise RuntimeError("the server did not start:\n" + log.read_text()[-2000:])
