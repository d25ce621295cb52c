"""Short texts compared as a patient reader would: case, width, kinds of hyphen and apostrophe do not matter."""

from __future__ import annotations

import re
import unicodedata

from learning.quiz.numbers import western_digits

APOSTROPHES = dict.fromkeys(map(ord, "’‘‛ʼʻ`´′＇"), "'")
HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
TATWEEL = {0x0640: None}
JOINING = re.compile(r"(?<=\w)(?: - |-)(?=\w)")
EDGES = " .,;:!?…。؟،؛\"'“”„«»"

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def is_text(text: str) -> bool:
    """False for a text with control characters or half a surrogate pair: not every database and page holds them."""
    return UNPRINTABLE.search(text) is None


def normalised(text: str, *, accents: bool = True) -> str:
    """Return the form in which two answers are compared; doing it twice changes nothing.

    A hyphen between words counts as a space ("means-tested" is "means tested"). `accents` False: "é" counts as "e",
    and Arabic vowel marks do not count.
    """
    found = text
    for _ in range(4):  # folding case can undo a normal form, and taking marks off can bare a final full stop
        before, found = found, _once(found, accents)
        if found == before:
            break
    return found


def _once(text: str, accents: bool) -> str:
    text = text.translate(APOSTROPHES).translate(HYPHENS).translate(TATWEEL)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", western_digits(text)).casefold())
    text = text.translate(APOSTROPHES).translate(HYPHENS)
    if not accents:
        bare = "".join(each for each in unicodedata.normalize("NFD", text) if unicodedata.category(each) != "Mn")
        text = unicodedata.normalize("NFKC", bare)
    return JOINING.sub(" ", " ".join(text.split())).strip(EDGES)
