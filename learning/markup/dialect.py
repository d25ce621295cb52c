"""The Markdown dialect: Python-Markdown with its extensions, raw HTML off, attributes limited to id and language."""

from __future__ import annotations

import re
import threading
from dataclasses import fields
from html import escape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor, get_attrs_and_remainder
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from learning.kernel.ids import is_slug
from learning.markup import citations, layout, resolve
from learning.markup.blocks import Blocks
from learning.markup.lines import fences
from learning.markup.page import Job

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}\Z")
RESERVED = re.compile(r"(?:term|use|fn|fnref\d*)-|terms\Z")
"""Ids that a rendering makes itself; an author's id of that form is ignored, and lint says so."""


def is_author_id(text: str) -> bool:
    """Return True when an author may give this id to a heading or a paragraph."""
    return is_slug(text) and RESERVED.match(text) is None


def convert(text: str, job: Job) -> str:
    """Return the text as HTML that is not clean yet, with what the passes found in the job.

    Making a parser takes longer than converting a short text, so one for fragments is kept, for each thread its own.
    """
    if not job.fragment:
        return parser(job).convert(text)
    if _kept.parser is None:
        _kept.job = Job(job.links, job.labels, fragment=True)
        _kept.parser = parser(_kept.job)
    kept, own = _kept.parser, _kept.job
    _kept.parser = None  # after an error in the middle nobody knows its state, and the next text gets a new one
    for each in fields(Job):
        setattr(own, each.name, getattr(job, each.name))
    html = kept.reset().convert(text)
    _kept.parser = kept
    return html


class _Kept(threading.local):
    """A thread's parser for fragments, and the job that its passes look at."""

    parser: Markdown | None = None
    job: Job


_kept = _Kept()


def parser(job: Job) -> Markdown:
    """Return a new parser whose passes look at this job."""
    extensions: list[Extension | str] = [
        TableExtension(use_align_attribute=True),
        DefListExtension(),
        AbbrExtension(),
        SaneListExtension(),
        _Code(),
        _Attributes(),
        Blocks(job),
        _Passes(job),
    ]
    if not job.fragment:
        # No text can hold the marker: Python-Markdown takes control characters out.
        extensions.append(FootnoteExtension(SEPARATOR="-", PLACE_MARKER="\x02none\x03", BACKLINK_TEXT="↩"))
    md = Markdown(extensions=extensions, output_format="html")
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.inlinePatterns.deregister("entity")
    return md


class _LimitedAttributes(AttrListTreeprocessor):
    """`{#id lang=fr}`: an id and a language may be given, and nothing else: no classes, styles or handlers."""

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        attributes, remainder = get_attrs_and_remainder(attrs_string)
        if strict and remainder:
            return remainder
        for name, value in attributes:
            if name == "id" and value and is_author_id(value):
                elem.set("id", value)
            elif name == "lang" and value and LANGUAGE.match(value):
                elem.set("lang", value)
        return remainder


class _Span(InlineProcessor):
    """`[mot]{: lang=fr}`: a phrase that only carries attributes; they are read by the tree pass after it."""

    # The name is Python-Markdown's; its stub knows only one of the two kinds of return value.
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        span = Element("span")
        span.text = m.group(1)
        return span, m.start(0), m.end(0)


class _PlainReference(InlineProcessor):
    """`\\Article 65`: not to be made a link. Its first letter is kept as that of an escape in Python-Markdown."""

    # The name is Python-Markdown's; its stub knows only one of the two kinds of return value.
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return f"{STX}{ord(m.group(1))}{ETX}", m.start(0), m.end(0)


class _Attributes(AttrListExtension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Python-Markdown's
        super().extendMarkdown(md)
        md.treeprocessors.register(_LimitedAttributes(md), "attr_list", 8)
        md.inlinePatterns.register(_Span(r"(?<!!)\[([^\[\]\n]+)\](?=\{:?[ ]*lang=)", md), "span", 172)
        plain = _PlainReference(r"\\([AP])(?=(?:rt(?:icle)?s?|arts?)\b)", md)
        md.inlinePatterns.register(plain, "plain-reference", 179)


class _Fences(Preprocessor):
    """Fenced code, read line by line: the library's own pattern takes the cube of the length on hostile text."""

    def run(self, lines: list[str]) -> list[str]:
        out: list[str] = []
        after = 0
        for fence in fences(lines):
            inside = lines[fence.first + 1 : fence.last + (0 if fence.closed else 1)]
            code = "\n".join(line[min(fence.indent, len(line) - len(line.lstrip(" "))) :] for line in inside)
            stored = self.md.htmlStash.store(f"<pre><code>{escape(code, quote=False)}\n</code></pre>")
            out += [*lines[after : fence.first], "", " " * fence.indent + stored, ""]
            after = fence.last + 1
        return out + lines[after:]


class _Code(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Python-Markdown's
        md.registerExtension(self)
        md.preprocessors.register(_Fences(md), "fences", 25)


class _Pass(Treeprocessor):
    def __init__(self, md: Markdown, job: Job, number: int) -> None:
        super().__init__(md)
        self.job, self.number = job, number

    def run(self, root: Element) -> None:
        PASSES[self.number][1](root, self.job)


PASSES = (
    # After attributes (8) and before abbreviations (7), which would cut "C102" out of "C102 Art. 65".
    (7.8, resolve.run),
    (7.5, citations.run),
    (6.0, layout.run),
    (5.5, layout.keep_together),
)


class _Passes(Extension):
    def __init__(self, job: Job) -> None:
        self.job = job
        super().__init__()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Python-Markdown's
        for number, (priority, _) in enumerate(PASSES):
            md.treeprocessors.register(_Pass(md, self.job, number), f"pass-{number}", priority)
