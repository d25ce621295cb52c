"""What goes into a rendering and what comes out: links and labels in, a page out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Json = Mapping[str, object]

LABELS: Mapping[str, str] = {
    "note": "Note",
    "key": "Key point",
    "example": "Example",
    "caution": "Caution",
    "law": "The law",
    "takeaway": "To take away",
    "details": "More",
    "government": "For governments",
    "employers": "For employers' organisations",
    "workers": "For workers' organisations",
    "table": "Table",
    "terms": "Words used on this page",
    "term-back": "Back to the text",
    "term-more": "In the glossary",
    "footnotes": "Footnotes",
    "footnote": "Footnote",
    "footnote-back": "Back to the text",
}
"""The words that a rendering adds, in English. A caller passes the same keys with its translations."""


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term as it is to be shown; `language` is the code of the language of both texts."""

    id: str
    term: str
    definition: str
    language: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the course: where it is served from, and its size in pixels where that is known."""

    href: str
    width: int | None = None
    height: int | None = None


def _no_term(_id: str) -> Term | None:
    return None


def _no_image(_path: str) -> Image | None:
    return None


def _no_href(_reference: str) -> str | None:
    return None


def _nothing(_path: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Links:
    """How a text's references are found; each answers None for what does not exist, and must not raise.

    term: glossary id to the term. article: a reference as written ("C102 Art. 65(3)", "Parts II-X") to an address.
    activity: "lesson-id" or "lesson-id#heading-id" to an address. media: a path in the course's folder to a picture.
    page: a path of this site ("/glossary") to its address. media_meant: a path that `media` does not know to the one
    that may be meant, "" for none.
    """

    term: Callable[[str], Term | None] = _no_term
    article: Callable[[str], str | None] = _no_href
    activity: Callable[[str], str | None] = _no_href
    media: Callable[[str], Image | None] = _no_image
    page: Callable[[str], str | None] = _no_href
    media_meant: Callable[[str], str] = _nothing


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document: `level` is 2 to 6, `text` is plain."""

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered document. `html` is sanitised; `words` counts the words of the body; `terms` are glossary ids
    in the order of their first use."""

    html: str
    headings: tuple[Heading, ...] = ()
    words: int = 0
    terms: tuple[str, ...] = ()


def to_json(page: Page) -> dict[str, object]:
    """Return the page as values that JSON can hold; `from_json` gives it back."""
    return {
        "html": page.html,
        "headings": [[heading.id, heading.level, heading.text] for heading in page.headings],
        "words": page.words,
        "terms": list(page.terms),
    }


def from_json(values: Json) -> Page:
    """Return the page that `to_json` wrote. Raises ValueError when the values are not of that shape."""
    html, headings, words, terms = (values.get(name) for name in ("html", "headings", "words", "terms"))
    if not (
        isinstance(html, str) and isinstance(headings, list) and isinstance(words, int) and isinstance(terms, list)
    ):
        raise ValueError("not a rendered page")
    return Page(
        html,
        tuple(Heading(str(id_), int(level), str(text)) for id_, level, text in headings),
        words,
        tuple(str(term) for term in terms),
    )


@dataclass(slots=True)
class Job:
    """One rendering in progress: what was asked, and what the passes over the tree found."""

    links: Links
    labels: Mapping[str, str]
    fragment: bool = False
    headings: list[Heading] = field(default_factory=list)
    terms: dict[str, Term] = field(default_factory=dict)
    words: int = 0
