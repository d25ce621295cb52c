"""Checks of what a text points to: links, pictures, terms, articles, footnotes; and of raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from learning.kernel.ids import is_slug
from learning.markup import citations
from learning.markup.checks import ID, Fault, Text
from learning.markup.page import Links
from learning.markup.resolve import href

_TARGET = r"\(\s*(?P<target><[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_WORDS = r"\[(?P<words>(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*)\]"
_LINK = re.compile(rf"(?<![!\\]){_WORDS}{_TARGET}", re.DOTALL)
_IMAGE = re.compile(rf"(?<!\\)!{_WORDS}{_TARGET}", re.DOTALL)
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)(?P<words>[^\[\]]+)\]: *(?P<target>\S+)", re.MULTILINE)
_AUTOLINK = re.compile(r"<(?P<target>[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>")
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):")
_APART = re.compile(r"(?<!\\)\][ \u00a0]+\((?=(?:activity|term|https|mailto):|/[a-z]|#[a-z])")
_HTML = re.compile(r"(?<!\\)<(?:!--|/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>)")
_MAIL = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
_FOOTNOTE = re.compile(r"(?<![\\!])\[\^(?P<label>[^\]\n]*)\](?P<colon>:)?")


def links(text: Text) -> Iterator[Fault]:
    """Links that lead nowhere or may not be followed, and terms that the glossary does not know."""
    anchors = {match["id"] for line in text.prose for match in ID.finditer(line)}
    for paragraph in text.paragraphs():
        for pattern in (_LINK, _DEFINITION, _AUTOLINK):
            for match in pattern.finditer(paragraph.text):
                target = match["target"].strip("<>")
                fault = _target(target, anchors, text.links)
                if fault:
                    yield Fault(paragraph.line_of(match.start()), *fault)


def _target(target: str, anchors: set[str], known: Links) -> tuple[str, str] | None:
    match = _SCHEME.match(target)
    scheme = match["scheme"].lower() if match else ""
    if scheme == "term":
        id_ = target[5:]
        missing = not is_slug(id_) or known.term(id_) is None
        return ("term-unknown", f'the glossary has no term "{id_}": check its id') if missing else None
    if scheme and scheme not in ("https", "mailto", "activity"):
        return "link-scheme", f'a link may not begin with "{scheme}:": use https:, mailto:, activity: or a path /…'
    if target.startswith("#"):
        return None if target[1:] in anchors else ("link-dead", f'no heading here has the id "{target[1:]}": check it')
    if scheme == "activity" and href(target, known) is None:
        return "link-dead", f'no lesson or quiz here has the id "{target[9:].partition("#")[0]}": check it'
    if href(target, known) is None:
        return (
            "link-dead",
            f'"{target}" leads nowhere: write activity:its-id for a lesson or quiz, https://… for another site',
        )
    return None


def images(text: Text) -> Iterator[Fault]:
    """Pictures without alternative text, not in the course, or on another site."""
    for paragraph in text.paragraphs():
        for match in _IMAGE.finditer(paragraph.text):
            line, source = paragraph.line_of(match.start()), match["target"].strip("<>")
            if not match["words"].strip():
                yield Fault(
                    line, "alt-missing", "the picture has no alternative text: say between [ and ] what it shows"
                )
            if _SCHEME.match(source) or source.startswith("//"):
                yield Fault(line, "image-remote", "pictures are not taken from other sites: put the file into media/")
            elif text.links.media(source) is None:
                meant = text.links.media_meant(source)
                remedy = f'did you mean "{meant}"?' if meant else "check its name, or add the file"
                yield Fault(line, "image-missing", f'there is no picture "{source}" here: {remedy}')


def brackets(text: Text) -> Iterator[Fault]:
    """Brackets that are opened and never closed."""
    for paragraph in text.paragraphs():
        rest = _blank(_LINK, _blank(_IMAGE, paragraph.text))
        unclosed: list[int] = []
        for match in re.finditer(r"\\.|\]\(|[\[\]]", rest, re.DOTALL):
            if match[0] == "[":
                unclosed.append(match.start())
            elif match[0] in ("]", "]("):
                start = unclosed.pop() if unclosed else match.start()
                if match[0] == "](":
                    yield Fault(
                        paragraph.line_of(start),
                        "bracket-open",
                        "this link has no end: close it with ), without spaces",
                    )
        for start in unclosed:
            yield Fault(paragraph.line_of(start), "bracket-open", "[ is never closed: add ] (a plain sign is \\[)")


def spaces(text: Text) -> Iterator[Fault]:
    """Links that are none, since a space stands in the middle."""
    for paragraph in text.paragraphs():
        for match in _APART.finditer(paragraph.text):
            detail = "this is no link yet: take out the space between ] and ("
            yield Fault(paragraph.line_of(match.start()), "link-space", detail)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def articles(text: Text) -> Iterator[Fault]:
    """References to an Article or a Part that the Convention does not have."""
    for paragraph in text.paragraphs():
        for citation in citations.find(_blank(_LINK, paragraph.text)):
            unknown = [place for place in citation.places if text.links.article(place) is None]
            if unknown:
                detail = f"the Convention has no {unknown[0]}: check it, or name the instrument, as in C121 Art. 9"
                yield Fault(paragraph.line_of(citation.start), "article-unknown", detail)


def footnotes(text: Text) -> Iterator[Fault]:
    """Footnote marks without a text."""
    found = [(index, match) for index, line in enumerate(text.prose) for match in _FOOTNOTE.finditer(line)]
    defined = {match["label"] for _, match in found if match["colon"] and not match.string[: match.start()].strip()}
    for index, match in found:
        if not match["colon"] and match["label"] not in defined:
            yield Fault(
                index, "footnote-missing", f'footnote "{match["label"]}" has no text: add a line [^{match["label"]}]: …'
            )


def raw_html(text: Text) -> Iterator[Fault]:
    """HTML, which would be shown as text."""
    for index, line in enumerate(text.prose):
        match = _HTML.search(_AUTOLINK.sub("", _MAIL.sub("", line)))
        if match:
            yield Fault(
                index,
                "raw-html",
                f"HTML such as {match[0][:20]} is shown as it stands: use Markdown, or put it in `backticks`",
            )
