"""The packaged list of common passwords."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def common_passwords() -> frozenset[str]:
    """Return the casefolded passwords, and words from which passwords are made, that everybody tries first."""
    text = (files("learning.people") / "data" / "common.txt").read_text(encoding="utf-8")
    return frozenset(line.strip().casefold() for line in text.splitlines() if line.strip())
