"""The order in which things are shown: a pure function of a seed, the same on every machine and Python version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


def shuffle(count: int, seed: int, *names: str) -> tuple[int, ...]:
    """Return a permutation of 0 … count - 1 that depends on `seed` and `names` (a question's id, a part of it) alone.

    Every place is sorted by the SHA-256 of seed, names and place, so no global state and no generator is involved.
    """
    prefix = "\x1f".join((str(seed), *names))
    return tuple(sorted(range(count), key=lambda place: hashlib.sha256(f"{prefix}\x1e{place}".encode()).digest()))


def pick(count: int, seed: int, *names: str) -> int:
    """Return one of 0 … count - 1, each as likely as the other, that depends on `seed` and `names` alone."""
    named = "\x1f".join((str(seed), *names))
    return int.from_bytes(hashlib.sha256(named.encode()).digest(), "big") % count


@dataclass(frozen=True, slots=True)
class Order:
    """How one question is shown in one attempt. `shuffled` False: everything stands as written.

    The seed belongs to the server: who knows it can tell the place of an option in the text.
    """

    seed: int
    question_id: str
    shuffled: bool = True

    def places(self, count: int, part: str) -> tuple[int, ...]:
        """Return, for each position shown, the place in the text of what stands there; `part` names the list."""
        return self.mixed(count, part) if self.shuffled else tuple(range(count))

    def mixed(self, count: int, part: str) -> tuple[int, ...]:
        """Return the same, shuffled in any case: for a list whose order as written is the key."""
        return shuffle(count, self.seed, self.question_id, part)
