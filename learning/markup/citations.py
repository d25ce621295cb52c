"""References to the Convention in running text: found by rule, then made links where the caller knows the place.

"C102 Art. 65(3)", "Articles 65 and 66", "Art. 65(10) and 66(8)", "Art. 26(2)", "Parts II-X" are found. What speaks of
another text is not: `instruments` says which. A backslash before it keeps a reference plain: "\\Article 65".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from learning.markup.instruments import CODE, OWN, SPACE, belongs_elsewhere
from learning.markup.page import Job

_S = SPACE
_PARAGRAPH = r"(?:\([0-9a-z]{1,4}\))"
_UNIT = r"(?:per\b|%|weeks?\b|days?\b|months?\b|years?\b)"
_BARE = rf"[0-9]{{1,3}}(?![0-9]|\.[0-9]|\s?%|{_S}{_UNIT})"
_NUMBER = rf"{_BARE}{_PARAGRAPH}*"
# After "Art. 65" a further number is that of an Article when a paragraph follows it, or no word that it could count.
_FURTHER = rf"{_BARE}(?:{_PARAGRAPH}+|(?=\Z|[,;:.)]|{_S}(?:and|or|of)\b))"
_ROMAN = r"[IVX]{1,5}\b"
_AND = rf"(?:\s?[-–]\s?|,{_S}(?:and{_S}|or{_S})?|{_S}(?:and|or|to){_S})"
_ARTICLE, _ARTICLES = (rf"(?:(?:Article{s}|Art{s}){_S}|Art{s}\.{_S}?)" for s in ("", "s"))
_ONE = rf"{_ARTICLE}{_NUMBER}(?:\s?[-–]\s?{_NUMBER}|{_AND}(?:{_FURTHER}|{_PARAGRAPH}+))*"
_MANY = rf"{_ARTICLES}{_NUMBER}(?:{_AND}(?:{_NUMBER}|{_PARAGRAPH}+))*"
_PARTS = rf"Parts?{_S}{_ROMAN}(?:{_AND}{_ROMAN})*"
REFERENCE = re.compile(rf"(?<![\w\\-])(?:(?P<instrument>{CODE}),?{_S})?(?P<place>{_MANY}|{_ONE}|{_PARTS})(?![\w])")

_CHAIN = re.compile(rf"{_S}?(?:[,;]?{_S}?(?:and|or|to)|[,;]){_S}?\Z")


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to the Convention: where it stands in the text, as written, and each place it names
    ("Article 65", "Part V"). `place_start` is where the Article or Part begins, after a "C102".

    `links` are the stretches that lead to one place each, a range to its first, with the reference: "66(8)" as
    "Article 66(8)".
    """

    start: int
    place_start: int
    end: int
    text: str
    places: tuple[str, ...]
    links: tuple[tuple[int, int, str], ...]


def find(text: str) -> list[Citation]:
    """Return the references to the Convention in a plain text, in order, without those to other instruments."""
    found = list(REFERENCE.finditer(text))
    foreign = [_names_another(match, text) for match in found]
    _spread(found, foreign, text)
    return [
        Citation(
            match.start(), match.start("place"), match.end(), match.group(), _places(match["place"]), _links(match)
        )
        for match, other in zip(found, foreign, strict=True)
        if not other
    ]


def _names_another(match: re.Match[str], text: str) -> bool:
    if match["instrument"]:
        return match["instrument"] not in OWN
    numbers = [int(place.split()[1]) for place in _places(match["place"]) if place.startswith("Article")]
    return belongs_elsewhere(text, match.start(), match.end(), numbers)


def _spread(found: list[re.Match[str]], foreign: list[bool], text: str) -> None:
    """In "C121 Art. 9; Art. 10" and "Article 9 and Article 10 of C121" both belong to the other instrument."""
    pairs = range(len(found) - 1)

    def chained(left: int) -> bool:
        return _CHAIN.fullmatch(text[found[left].end() : found[left + 1].start()]) is not None

    for left in pairs:
        if foreign[left] and not found[left + 1]["instrument"] and chained(left):
            foreign[left + 1] = True
    for left in reversed(pairs):
        if foreign[left + 1] and not (found[left]["instrument"] or found[left + 1]["instrument"]) and chained(left):
            foreign[left] = True


def _places(place: str) -> tuple[str, ...]:
    if place.startswith("Part"):
        return tuple(f"Part {roman}" for roman in re.findall(_ROMAN, place.partition(" ")[2]))
    bare = re.sub(_PARAGRAPH, "", place)
    return tuple(f"Article {number}" for number in re.findall(r"[0-9]{1,3}", bare))


_RANGE = rf"(?:\s?[-–]\s?|{_S}to{_S})"
_ARTICLE_LINK = re.compile(rf"{_NUMBER}(?:{_RANGE}{_NUMBER}|{_AND}{_PARAGRAPH}+)*")
_PART_LINK = re.compile(rf"{_ROMAN}(?:{_RANGE}{_ROMAN})*")


def _links(match: re.Match[str]) -> tuple[tuple[int, int, str], ...]:
    """Cut a reference into the stretches that lead to one place; the first has the words before its number."""
    is_part = match["place"].startswith("Part")
    pattern, word = (_PART_LINK, "Part") if is_part else (_ARTICLE_LINK, "Article")
    found = list(pattern.finditer(match.string, match.start("place"), match.end()))
    first = (match.start(), found[0].end(), match.string[match.start() : found[0].end()])
    return (first, *((each.start(), each.end(), f"{word} {each[0]}") for each in found[1:]))


_INLINE = {"a", "abbr", "code", "em", "img", "span", "strong", "sup", "sub", "br", "del", "ins"}
_PLAIN = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass(slots=True)
class _Piece:
    """A stretch of text in the tree: the text of `owner`, or its tail when `parent` is given."""

    owner: Element
    parent: Element | None
    text: str
    linkable: bool
    length: int = field(init=False)

    def __post_init__(self) -> None:
        self.length = len(self.text)


def run(root: Element, job: Job) -> None:
    """Make links of the references in the tree, outside code, links and headings."""
    for line in _runs(root, True, []):
        _link(line, job)


def _runs(block: Element, linkable: bool, found: list[list[_Piece]]) -> list[list[_Piece]]:
    """Add the running texts of a block to `found`, so that a reference is judged by the words round it."""
    linkable = linkable and block.tag not in _PLAIN
    line = [_Piece(block, None, block.text or "", linkable)]
    for child in block:
        if child.tag in _INLINE:
            line += _inline(child, linkable)
        else:
            found.append(line)
            _runs(child, linkable, found)
            line = []
        line.append(_Piece(child, block, child.tail or "", linkable))
    found.append(line)
    return found


def _inline(element: Element, linkable: bool) -> list[_Piece]:
    linkable = linkable and element.tag not in _PLAIN
    pieces = [_Piece(element, None, element.text or "", linkable)]
    for child in element:
        pieces += [*_inline(child, linkable), _Piece(child, element, child.tail or "", linkable)]
    return pieces


def _link(line: list[_Piece], job: Job) -> None:
    text = "".join(piece.text for piece in line)
    citations = find(text)
    if not citations:
        return
    start = 0
    for piece in line:
        for citation in reversed(citations) if piece.linkable else ():
            for first, last, reference in reversed(citation.links):
                # In "**C102** Art. 65" the words stand in two elements: then the second alone is the link.
                begin = (citation.place_start if first == citation.start < start else first) - start
                if begin >= 0 and last - start <= len(piece.text):
                    _cut(piece, begin, last - start, job.links.article(reference))
        start += piece.length


def _cut(piece: _Piece, start: int, end: int, address: str | None) -> None:
    """Put a link in the place of text[start:end]; pieces are cut from their end, so earlier offsets stay true."""
    if address is None:
        return
    link = Element("a", {"class": "article", "dir": "ltr", "href": address})
    link.text, link.tail = AtomicString(piece.text[start:end]), piece.text[end:]
    piece.text = piece.text[:start]
    if piece.parent is None:
        piece.owner.text = piece.text
        piece.owner.insert(0, link)
    else:
        piece.owner.tail = piece.text
        piece.parent.insert(list(piece.parent).index(piece.owner) + 1, link)
