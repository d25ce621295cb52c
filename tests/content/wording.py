"""Rules on the wording of a lesson: how long its sentences are, how hard its words, how it uses those of the glossary.

All look at the Markdown as it is written. Running text is what is left without headings, tables, pictures and marks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\d.,]*")
_MARKS = re.compile(r"^\s*(?:>\s?)*\s*(?:[-*+]\s|\d+\.\s|:\s+|\[\^\w+\]:\s)?")
_END = re.compile(r"(?<!\bNo)(?<!\bArt)(?<!\bArts)(?<!\bpara)[.!?…][\"”'’)*_]*\s+(?=[\"“'‘(*_]*[A-Z0-9])")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)(?:\{[^}]*\})?")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|\*{1,2}[^*]+\*{1,2}")
GENDERED = re.compile(
    r"\b(?:wi(?:fe|ves)|widow(?:er)?s?|husbands?|skilled manual male employees?|(?:ordinary )?adult male labourers?)\b",
    re.IGNORECASE,
)
_TERM = re.compile(r"\(term:([a-z0-9-]+)\)")
_ASIDE = re.compile(
    r"^/// (?:note \| A question first|details \| The figure in words)\n.*?^///$", re.MULTILINE | re.DOTALL
)
_EXCERPT = re.compile(r"^>.*$", re.MULTILINE)
_ANCHORS = re.compile(r"\b(?:Art\.|Articles?|Schedule|Parts?)\b")


def blocks(text: str) -> Iterator[str]:
    """Return the paragraphs, items and quoted paragraphs of a text, each in one line, with its links and emphasis."""
    held: list[str] = []
    for line in [*text.splitlines(), ""]:
        plain = line.strip()
        apart = re.match(r"\s*(?:[-*+]\s|\d+\.\s|:\s|\[\^\w+\]:\s)", line.lstrip("> "))
        if held and (apart or not plain.strip("> ") or plain.startswith(("///", "#", "|", "*[", "!["))):
            yield " ".join(held)
            held = []
        if plain.strip("> ") and not plain.startswith(("///", "#", "|", "*[", "![")):
            held.append(_MARKS.sub("", line) if apart or plain.startswith(">") else plain)


def plain(text: str) -> str:
    """Return a block without its links, marks and emphasis."""
    return re.sub(r"\*{1,3}|`|\{[^}]*\}|\[\^\w+\]", "", _LINK.sub(r"\1", text))


def sentences(text: str) -> list[str]:
    """Return the sentences of running text: each ends with a stop before a capital or a figure, or with its block."""
    return [each for block in blocks(text) for each in _END.split(plain(block)) if WORD.search(each)]


def length(sentence: str) -> int:
    """Count the words of a sentence; a number is a word."""
    return len(WORD.findall(sentence))


def long_words(text: str, known: Collection[str], letters: int = 12) -> list[str]:
    """Return the words of running text that have more letters than that and are not among the known ones."""
    words = [word.lower() for block in blocks(text) for word in WORD.findall(plain(block))]
    long = [word for word in words if all(len(piece) > letters for piece in [max(word.split("-"), key=len)])]
    return [word for word in long if word.removesuffix("s") not in known and word not in known]


def late_links(text: str, words: Mapping[str, str]) -> Iterator[str]:
    """Name each glossary term that a lesson links, but only after it has used the term's word in running text.

    `words` are the main words by the ids of the terms. No use of a word is what stands in quotes, in italics, in an
    excerpt of a law, in the question first or a picture in words, in another link, or in a block of three words.
    """
    told = blocks(_EXCERPT.sub("", _ASIDE.sub("", text)))
    body = "\n".join(_QUOTED.sub(_kept, block) for block in told if length(plain(block)) > 3)
    for term in dict.fromkeys(_TERM.findall(text)):
        link = re.search(rf"\[[^\]]*\]\(term:{term}\)", body)
        free = _LINK.sub(lambda found: " " * len(found[0]), body[: link.start()] if link else "")
        if re.search(rf"(?<![\w-]){re.escape(words[term])}(?![\w-])", free, re.IGNORECASE):
            yield term


def _kept(quoted: re.Match[str]) -> str:
    """Quoted words go, unless they are a link themselves."""
    return quoted[0] if "](" in quoted[0] else ""


def unexplained_gendered(text: str) -> Iterator[str]:
    """Return the blocks that use a gendered word of the treaty without quotes, an Article or Part, or the glossary.

    A lesson that links such a word to the glossary has explained it from there on. "Husband or wife" in one block means
    either: these are today's words.
    """
    explained: set[str] = set()
    for block in blocks(text):
        explained |= {_stem(term) for term in _TERM.findall(block)}
        if re.search(r"\bhusbands?\W+(?:or\W+|and\W+)?wi(?:fe|ves)\b|\bwi(?:fe|ves) or husbands?\b", block):
            continue
        free = _QUOTED.sub("", re.sub(r"\[[^\]]*\]\([^)]*\)", "", block))
        words = {_stem(found[0]) for found in GENDERED.finditer(free)}
        if words - explained and not _ANCHORS.search(block):
            yield block


def _stem(word: str) -> str:
    lowered = word.lower().replace("-", " ").replace("wives", "wife").replace("ordinary ", "")
    lowered = lowered.removesuffix("s").replace("widower", "widow")
    return "wife" if lowered == "husband" else lowered
