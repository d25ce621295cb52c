"""Counting words as a word processor does, and saying whether there are as many as asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts written without spaces (Chinese, Japanese): every sign counts, as in word processors."""

WORD = re.compile(f"[{UNSPACED}]|[^\\s{UNSPACED}]+")
RANGE = re.compile(r"([0-9]{1,4}) to ([0-9]{1,4})\Z")
ONE_SIDE = re.compile(r"(at least|up to) ([0-9]{1,4})\Z")
WORDS_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many words are asked for; 0: no bound on that side."""

    least: int = 0
    most: int = 0

    def __bool__(self) -> bool:
        """True when there is a bound."""
        return bool(self.least or self.most)

    def doubt(self, count: int) -> str:
        """Return "answer-words-few", "answer-words-many", or "" when the count is as asked for."""
        if count < self.least:
            return "answer-words-few"
        return "answer-words-many" if self.most and count > self.most else ""

    def words(self) -> str:
        """Return the bounds as a quiz file writes them."""
        if self.least and self.most:
            return f"{self.least} to {self.most}"
        return f"up to {self.most}" if self.most else f"at least {self.least}"


UNBOUNDED = Bounds()


def read_bounds(text: str) -> Bounds | None:
    """Read "150 to 300", "up to 300" or "at least 150"; None for anything else, and for what nobody can meet."""
    body = " ".join(text.split())
    if both := RANGE.match(body):
        found = Bounds(int(both[1]), int(both[2]))
        return found if 0 < found.least < found.most <= WORDS_LIMIT else None
    if one := ONE_SIDE.match(body):
        count = int(one[2])
        found = Bounds(most=count) if one[1] == "up to" else Bounds(least=count)
        return found if 0 < count <= WORDS_LIMIT else None
    return None


def count_words(text: str) -> int:
    """Count words; signs standing alone, such as a dash or a bullet, are none."""
    return sum(any(character.isalnum() for character in word) for word in WORD.findall(text))
