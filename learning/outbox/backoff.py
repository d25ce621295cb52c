"""When a thing that failed is tried again."""

from __future__ import annotations

from datetime import timedelta

MOST_TRIES = 12


def delay(tries: int) -> timedelta:
    """Return the wait after the given number of tries (1 or more): 30 s, doubling, at most 6 hours."""
    return min(timedelta(seconds=30 * 2 ** (max(tries, 1) - 1)), timedelta(hours=6))
