"""What changed in a text since somebody worked through it: paragraph by paragraph, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

ALIKE = 0.5
"""From this share of common words on, a paragraph is the other one changed, and not another one in its place."""


class Mark(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph."""

    mark: Mark
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it was and as it is."""

    pieces: tuple[Piece, ...]

    @property
    def state(self) -> str:
        """Say "kept", "added", "removed" or "changed"."""
        marks = {piece.mark for piece in self.pieces}
        return next(iter(marks)).value if len(marks) == 1 else "changed"


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a person last did an activity. `may_be_told` False: the changed text is not to be shown."""

    at: datetime
    paragraphs: tuple[Paragraph, ...]
    may_be_told: bool = True


def compare(old: Sequence[str], new: Sequence[str]) -> tuple[Paragraph, ...]:
    """Compare two texts by paragraphs; spaces do not count, and empty paragraphs are passed over."""
    before, after = _plain(old), _plain(new)
    found: list[Paragraph] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Paragraph((Piece(Mark.KEPT, text),)) for text in before[i:j]]
        else:
            found += _replaced(before[i:j], after[k:m])
    return tuple(found)


def changed(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Return the paragraphs that are not as they were."""
    return tuple(each for each in paragraphs if each.state != Mark.KEPT)


def as_it_was(paragraphs: Iterable[Paragraph]) -> list[str]:
    """Return the old text of a comparison."""
    return list(_without(paragraphs, Mark.ADDED))


def as_it_is(paragraphs: Iterable[Paragraph]) -> list[str]:
    """Return the new text of a comparison."""
    return list(_without(paragraphs, Mark.REMOVED))


def _without(paragraphs: Iterable[Paragraph], mark: Mark) -> Iterator[str]:
    for each in paragraphs:
        words = [piece.words for piece in each.pieces if piece.mark is not mark]
        if words:
            yield " ".join(words)


def _plain(texts: Iterable[str]) -> list[str]:
    return [plain for text in texts if (plain := " ".join(text.split()))]


def _replaced(before: Sequence[str], after: Sequence[str]) -> list[Paragraph]:
    """Pair paragraphs that are alike, in order; the others were removed, or are added."""
    found: list[Paragraph] = []
    rest = list(after)
    for text in before:
        words = text.split()
        place = next((n for n, other in enumerate(rest) if _alike(words, other.split())), None)
        if place is None:
            found.append(Paragraph((Piece(Mark.REMOVED, text),)))
        else:
            found += [Paragraph((Piece(Mark.ADDED, other),)) for other in rest[:place]]
            found.append(_words(words, rest[place].split()))
            rest = rest[place + 1 :]
    return found + [Paragraph((Piece(Mark.ADDED, other),)) for other in rest]


def _alike(before: Sequence[str], after: Sequence[str]) -> bool:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _words(before: Sequence[str], after: Sequence[str]) -> Paragraph:
    pieces = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.KEPT, " ".join(before[i:j])))
            continue
        pieces += [Piece(Mark.REMOVED, " ".join(before[i:j]))] if j > i else []
        pieces += [Piece(Mark.ADDED, " ".join(after[k:m]))] if m > k else []
    return Paragraph(tuple(pieces))
