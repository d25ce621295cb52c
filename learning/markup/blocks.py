"""The blocks with three slashes: callouts, details, what is meant for one audience, and figures."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from pymdownx.blocks import BlocksExtension, BlocksMgrExtension, BlocksProcessor, BlocksTreeprocessor
from pymdownx.blocks.block import Block

from learning.markup.lines import without_indented
from learning.markup.page import Job

CALLOUTS = ("note", "key", "example", "caution", "law", "takeaway")
AUDIENCES = ("government", "employers", "workers")
KINDS = (*CALLOUTS, "details", *AUDIENCES, "figure")
"""Every kind of block, as written after the slashes."""

OPENING = re.compile(r"^(?P<indent> *)(?P<slashes>/{3,}) *(?P<kind>[A-Za-z][\w-]*) *(?:\|(?P<title>.*))?$")
CLOSING = re.compile(r"^(?P<indent> *)(?P<slashes>/{3,}) *$")


class _Kind(Block):  # type: ignore[misc]  # pymdownx carries no types
    """A block whose argument, the title, may be absent; it takes no other option."""

    ARGUMENT = None

    @property
    def job(self) -> Job:
        job: Job = self.config["job"]
        return job

    def titled(self, parent: Element, tag: str, title: str) -> Element:
        element = SubElement(parent, tag)
        element.text = title
        return element


class _Callout(_Kind):
    """An aside; as a note it does not crowd the list of landmarks that screen readers offer."""

    def on_create(self, parent: Element) -> Element:
        aside = SubElement(parent, "aside", {"class": f"callout callout-{self.NAME}", "role": "note"})
        heading = SubElement(aside, "p", {"class": "callout-label"})
        own = self.NAME == "note" and self.argument  # a note is of no special kind: its title says what it is
        label = self.titled(heading, "strong", own or self.job.labels[self.NAME])
        if self.argument and not own:
            label.tail = " "
            SubElement(heading, "span", {"class": "callout-title"}).text = self.argument
        return aside


class _Details(_Kind):
    def on_create(self, parent: Element) -> Element:
        details = SubElement(parent, "details")
        self.titled(details, "summary", self.argument or self.job.labels["details"])
        return details


class _Audience(_Kind):
    def on_create(self, parent: Element) -> Element:
        classes = f"audience audience-{self.NAME}"
        details = SubElement(parent, "details", {"class": classes, "data-audience": self.NAME})
        label = self.job.labels[self.NAME]
        self.titled(details, "summary", f"{label}: {self.argument}" if self.argument else label)
        return details


class _Figure(_Kind):
    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, "figure")

    def on_end(self, block: Element) -> None:
        if self.argument:
            self.titled(block, "figcaption", self.argument)


def _base(kind: str) -> type[_Kind]:
    if kind in CALLOUTS:
        return _Callout
    if kind in AUDIENCES:
        return _Audience
    return _Figure if kind == "figure" else _Details


class _Processor(BlocksProcessor):  # type: ignore[misc]  # pymdownx carries no types
    """Blocks without the YAML options that pymdownx reads below the first line: they could set any attribute."""

    def split_header(self, block: str, length: int) -> tuple[dict[str, object], str]:
        return {}, block


class _Manager(BlocksMgrExtension):  # type: ignore[misc]  # pymdownx carries no types
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Python-Markdown's
        super().extendMarkdown(md)
        self.extension = _Processor(md.parser, md)
        md.parser.blockprocessors.register(self.extension, "blocks", 89.99)
        md.treeprocessors.register(BlocksTreeprocessor(md, self.extension), "blocks_on_inline_end", 19.99)


class Blocks(BlocksExtension):  # type: ignore[misc]  # pymdownx carries no types
    """The extension for Python-Markdown."""

    def __init__(self, job: Job) -> None:
        self.job = job
        super().__init__()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Python-Markdown's
        manager = _Manager()
        manager.extendMarkdown(md)
        for kind in KINDS:
            manager.extension.register(type(kind.title(), (_base(kind),), {"NAME": kind}), {"job": self.job})
        md.preprocessors.register(_Fences(md), "block_fences", 24)


class _Fences(Preprocessor):
    """Make the fences plain for the parser, so that authors need not count slashes or leave blank lines.

    pymdownx closes an outer block at the first closing line of its own length, and reads a fence inside a paragraph
    only sometimes. Here each fence gets blank lines round it, and the number of slashes says the depth.
    """

    def run(self, lines: list[str]) -> list[str]:
        out: list[str] = []
        open_blocks: list[re.Match[str]] = []
        for line, bare in zip(lines, without_indented(lines), strict=True):
            opening, closing = OPENING.match(bare), CLOSING.match(bare)
            if opening:
                open_blocks.append(opening)
                out += self._open(opening, len(open_blocks))
            elif closing and any(len(each["slashes"]) == len(closing["slashes"]) for each in open_blocks):
                out += self._close(open_blocks, len(closing["slashes"]))
            else:
                out.append(line)
        return out

    def _open(self, opening: re.Match[str], depth: int) -> list[str]:
        kind = opening["kind"].lower()
        if kind not in KINDS:
            return [opening["indent"] + "\\" + opening.string.lstrip()]
        title = f" | {opening['title'].strip()}" if (opening["title"] or "").strip() else ""
        return ["", f"{opening['indent']}{'/' * (depth + 2)} {kind}{title}", ""]

    def _close(self, open_blocks: list[re.Match[str]], slashes: int) -> list[str]:
        """Close the innermost block of so many slashes, and before it what was left open inside it."""
        out: list[str] = []
        while open_blocks:
            depth, opening = len(open_blocks), open_blocks.pop()
            known = opening["kind"].lower() in KINDS
            out += (
                ["", opening["indent"] + "/" * (depth + 2), ""] if known else [opening["indent"] + "\\" + "/" * slashes]
            )
            if len(opening["slashes"]) == slashes:
                break
        return out
