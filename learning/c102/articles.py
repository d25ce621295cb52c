"""The fifteen Parts and eighty-seven Articles: what belongs where, and how people write a reference.

The table of Parts is checked against the data when that is read, so the two cannot drift apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BASE = "/convention"
REFERENCE_LENGTH = 200
"""Characters; a longer text is no reference."""


@dataclass(frozen=True, slots=True)
class Part:
    """A Part of the Convention; `numeral` is roman, `first` and `last` are its Articles, both included."""

    numeral: str
    first: int
    last: int

    @property
    def slug(self) -> str:
        """The Part's name in an address: "part-xi"."""
        return f"part-{self.numeral.lower()}"

    @property
    def articles(self) -> range:
        """The numbers of the Part's Articles."""
        return range(self.first, self.last + 1)


PARTS: tuple[Part, ...] = (
    Part("I", 1, 6),
    Part("II", 7, 12),
    Part("III", 13, 18),
    Part("IV", 19, 24),
    Part("V", 25, 30),
    Part("VI", 31, 38),
    Part("VII", 39, 45),
    Part("VIII", 46, 52),
    Part("IX", 53, 58),
    Part("X", 59, 64),
    Part("XI", 65, 67),
    Part("XII", 68, 68),
    Part("XIII", 69, 72),
    Part("XIV", 73, 77),
    Part("XV", 78, 87),
)
NUMERALS: tuple[str, ...] = tuple(part.numeral for part in PARTS)
BRANCH_NUMERALS: tuple[str, ...] = NUMERALS[1:10]
"""Parts II to X: one branch of social security each."""

LAST_ARTICLE = PARTS[-1].last
_BY_NUMERAL = {part.numeral: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference to the Convention names.

    `articles` are in the order written, ranges filled in; empty when whole Parts or the Schedule are named.
    `parts` are the roman numerals named, or those of the Articles, each once.
    """

    parts: tuple[str, ...]
    articles: tuple[int, ...] = ()
    schedule: bool = False


def roman(number: int) -> str:
    """Return the numeral of a Part, 1 to 15. Raises ValueError for another number."""
    if not 1 <= number <= len(NUMERALS):
        raise ValueError(f"the Convention has Parts 1 to {len(NUMERALS)}, not {number}")
    return NUMERALS[number - 1]


def part(numeral: str) -> Part | None:
    """Return the Part with this roman numeral, in capital or small letters; None when there is none."""
    return _BY_NUMERAL.get(numeral.upper())


def part_of(article: int) -> Part | None:
    """Return the Part to which an Article belongs; None when the Convention has no such Article."""
    return next((found for found in PARTS if article in found.articles), None)


def neighbours(of: Part) -> tuple[Part | None, Part | None]:
    """Return the Part before and the Part after."""
    place = PARTS.index(of)
    return (PARTS[place - 1] if place else None, PARTS[place + 1] if place + 1 < len(PARTS) else None)


_NUMERAL = "(?:" + "|".join(sorted(NUMERALS, key=len, reverse=True)) + ")"
_DASH = r"(?: ?[-\u2013] ?| to )"
_LIST = r"(?:, and |, or |, ?| and | or | ?/ ?|; ?)"
_PARAGRAPHS = rf"(?:(?:{_DASH}|{_LIST}| )?\([0-9a-z]{{1,5}}\))*"
_ARTICLE = rf"[0-9]{{1,3}}{_PARAGRAPHS}"


def _series(item: str) -> str:
    span = f"{item}(?:{_DASH}{item})?"
    return f"{span}(?:{_LIST}{span})*"


_OURS = r"(?:C102(?:,|:)? )?(?:e\.g\. )?"
_ARTICLES = re.compile(rf"{_OURS}(?:[Aa]rts?\. ?|(?:[Aa]rts?|[Aa]rticles?) )({_series(_ARTICLE)})")
_PARTS = re.compile(rf"{_OURS}[Pp]arts? ({_series(_NUMERAL)})")
_SCHEDULE = re.compile(rf"{_OURS}(?:the )?Schedule(?: to Part XI)?")
_ARTICLE_SPAN = re.compile(rf"([0-9]{{1,3}}){_PARAGRAPHS}(?:{_DASH}([0-9]{{1,3}}))?")
_PART_SPAN = re.compile(rf"({_NUMERAL})(?:{_DASH}({_NUMERAL}))?")


def parse_reference(text: str) -> Reference | None:
    """Read a reference such as "C102 Art. 65(3)", "Articles 65 and 66", "Part V", "Parts II-X" or "Schedule".

    Returns None for anything else: another instrument ("C121 Art. 9"), an Article over 87, a range that runs backwards.
    """
    if len(text) > REFERENCE_LENGTH:
        return None
    plain = " ".join(text.split())
    if found := _ARTICLES.fullmatch(plain):
        return _of_articles(found[1])
    if found := _PARTS.fullmatch(plain):
        return _of_parts(found[1])
    return Reference(("XI",), schedule=True) if _SCHEDULE.fullmatch(plain) else None


def url_path(reference: Reference) -> str:
    """Return the page and place that a reference leads to: its first Article, its Part, or the overview."""
    if reference.articles:
        home = part_of(reference.articles[0])
        return f"{BASE}/{home.slug}#art-{reference.articles[0]}" if home else BASE
    if reference.schedule:
        return f"{BASE}/part-xi#schedule"
    return f"{BASE}/part-{reference.parts[0].lower()}" if len(reference.parts) == 1 else BASE


def _of_articles(series: str) -> Reference | None:
    numbers: list[int] = []
    for span in _ARTICLE_SPAN.finditer(series):
        first = int(span[1])
        last = int(span[2] or first)
        if not 1 <= first <= last <= LAST_ARTICLE:
            return None
        numbers.extend(range(first, last + 1))
    articles = tuple(dict.fromkeys(numbers))
    homes = (found.numeral for number in articles if (found := part_of(number)))
    return Reference(tuple(dict.fromkeys(homes)), articles)


def _of_parts(series: str) -> Reference | None:
    numerals: list[str] = []
    for span in _PART_SPAN.finditer(series):
        first = NUMERALS.index(span[1])
        last = NUMERALS.index(span[2] or span[1])
        if first > last:
            return None
        numerals.extend(NUMERALS[first : last + 1])
    return Reference(tuple(dict.fromkeys(numerals)))
