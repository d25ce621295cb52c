"""Which saving of an answer counts, when several windows and devices save: rules on keys and revisions.

A key is made by the page that saves. Its first 64 bits are the page's own, the next 32 count what was typed there, the
last 32 tell apart two answers that were sent with one key. So the store can say of two savings by their keys alone
whether one page made both, and which came first there, whatever the order in which they arrive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.quiz.interaction import Response

PAGE_BITS, STEP_BITS, VARIANT_BITS = 64, 32, 32
_STEP_END = (1 << VARIANT_BITS) - 1
_PAGE_END = (1 << STEP_BITS + VARIANT_BITS) - 1


@dataclass(frozen=True, slots=True)
class Saving:
    """One saving of an answer. `seq` is its place among all of the attempt: the revision of the answer it gives.

    `base`: the newest saving of this question that its page knew of, None: not said. `set_aside`: kept, not counted.
    """

    id: UUID
    seq: int
    given: Response
    flagged: bool
    confidence: int | None
    saved_at: datetime
    base: int | None
    set_aside: bool


@dataclass(frozen=True, slots=True)
class Family:
    """The keys of one page: from `first` to `last`; those beyond `step` were made after the key in question."""

    first: UUID
    step: UUID
    last: UUID


def first_key(page: int) -> UUID:
    """Return the first key of a page, given 64 bits of its own."""
    return UUID(int=page % (1 << PAGE_BITS) << STEP_BITS + VARIANT_BITS)


def family(key: UUID) -> Family:
    """Return the bounds of the keys of the page that made this one."""
    first = key.int & ~_PAGE_END
    return Family(UUID(int=first), UUID(int=key.int | _STEP_END), UUID(int=first | _PAGE_END))


def same_page(one: UUID, other: UUID) -> bool:
    """True when one page made both keys."""
    return family(one).first == family(other).first


def variant(key: UUID, content: str) -> UUID:
    """Return the key under which another answer, sent with a key that is used, is kept: always the same for both.

    A browser that shows a page again from its memory sends so.
    """
    digest = int.from_bytes(hashlib.sha256(key.bytes + content.encode()).digest()[:4], "big")
    return UUID(int=(key.int & ~_STEP_END) | (digest or 1))


def unsettled(savings: Iterable[Saving]) -> tuple[Saving, ...]:
    """Return the answers to one question that were set aside and between which the learner has still to choose.

    `savings` in the order of `seq`. An answer is settled when a page that knew of it saved later, when its own page
    saved something newer, or when it is what counts; of equal ones the newest is returned, the newest first.
    """
    every = tuple(savings)
    counting = [each for each in every if not each.set_aside]
    if not counting:
        return ()
    found: list[Saving] = []
    for each in reversed([each for each in every if each.set_aside]):
        chosen = any(later.seq > each.seq and (later.base or 0) >= each.seq for later in counting)
        outdone = any(same_page(later.id, each.id) and later.id > each.id for later in every)
        known = [counting[-1].given, *(other.given for other in found)]
        if not chosen and not outdone and each.given not in known:
            found.append(each)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a saving: the revision of the answer that counts now, and when that was saved.

    `set_aside`: another answer counts, and this one is kept beside it. `questions`: how many the attempt asks.
    """

    revision: int
    saved_at: datetime
    set_aside: bool
    questions: int
