"""Checks of structure, line by line: lists, fences, blocks, headings, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from learning.markup.blocks import CLOSING, KINDS, OPENING
from learning.markup.checks import HEADING, ID, ITEM, Fault, Text
from learning.markup.dialect import is_author_id
from learning.markup.lines import Paragraph, fences, paragraphs, without_indented

_DELIMITERS = re.compile(r"^\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$")
_ROW = re.compile(r"^ {0,3}\|.*\| *$")
# "// note", "/// Note:", "/// note The title": none of them opens a block.
_BLOCK_MEANT = re.compile(r"^ {0,3}(?:/{2} +|[/／]{3,} *)(?P<kind>[A-Za-z]+)")
_UNDERLINE = re.compile(r"^(?:=+|-+) *$")
_QUOTE = re.compile(r"^ {0,3}> ?")
_PIPE = re.compile(r"(?<!\\)\|")


def open_fences(text: Text) -> Iterator[Fault]:
    """A code fence that never ends."""
    for fence in fences(text.lines):
        if not fence.closed:
            yield Fault(
                fence.first, "fence-open", "code begins here and never ends: close it with the same signs on a line"
            )


def blocks(text: Text) -> Iterator[Fault]:
    """Blocks with three slashes: kinds that do not exist, blocks that never end, ends of nothing."""
    open_blocks: list[tuple[int, int]] = []
    for index, line in enumerate(text.prose):
        if opening := OPENING.match(line):
            open_blocks.append((index, len(opening["slashes"])))
            if opening["kind"].lower() not in KINDS:
                yield Fault(index, "block-unknown", _unknown_kind(opening["kind"]))
        elif closing := CLOSING.match(line):
            length = len(closing["slashes"])
            if all(slashes != length for _, slashes in open_blocks):
                yield Fault(index, "block-stray", f"{closing['slashes']} closes nothing here: remove it")
                continue
            while open_blocks and open_blocks[-1][1] != length:
                yield _open_block(open_blocks.pop()[0])
            open_blocks.pop()
        elif (meant := _BLOCK_MEANT.match(line)) and (kind := get_close_matches(meant["kind"].lower(), KINDS, n=1)):
            open_blocks.append((index, 3))
            detail = f'a block begins with three slashes and its kind: write "/// {kind[0]}", and a title behind "|"'
            yield Fault(index, "block-unknown", detail)
    for index, _ in open_blocks:
        yield _open_block(index)


def _open_block(index: int) -> Fault:
    return Fault(index, "block-open", "this block never ends: close it with a line of as many slashes, ///")


def _unknown_kind(kind: str) -> str:
    near = get_close_matches(kind.lower(), KINDS, n=1)
    remedy = f"did you mean {near[0]}?" if near else f"use one of {', '.join(KINDS)}"
    return f'there is no block "{kind}": {remedy}'


def lists(text: Text) -> Iterator[Fault]:
    """Lists that Python-Markdown would not see, or would see at another level than they look."""
    yield from _lists(text.prose, 0)


def _lists(lines: Sequence[str], first: int) -> Iterator[Fault]:
    """Check the lines, of which the first has the index `first`; what is quoted is a text of its own."""
    base: int | None = None  # the indent of the list we are in
    for paragraph in paragraphs(lines):
        inside = paragraph.text.split("\n")
        plain = next((number for number, line in enumerate(inside) if _QUOTE.match(line)), len(inside))
        if quoted := inside[plain:]:  # to the next blank line, as the parser has it
            bare = without_indented([_QUOTE.sub("", line, count=1) for line in quoted])
            yield from _lists(bare, first + paragraph.first + plain)
        if not plain:
            base = None
            continue
        indent = len(inside[0]) - len(inside[0].lstrip(" "))
        item = ITEM.match(inside[0])
        if indent < 4 and not item:
            if base is not None and 0 < indent < 4:
                yield Fault(first + paragraph.first, "list-indent", _INDENT)
            base = None
        elif item and (base is None or indent == 0):
            base = indent
        yield from _items(first + paragraph.first, inside[:plain], base)


_INDENT = "this looks like a part of the list but has the wrong indent: begin it with four spaces for each level"


def _items(first: int, lines: list[str], base: int | None) -> Iterator[Fault]:
    for number, line in enumerate(lines):
        item = ITEM.match(line)
        if not item:
            if HEADING.match(line) or OPENING.match(line) or CLOSING.match(line):
                base = None
            continue
        indent = len(item["indent"])
        if base is None and number > 0 and _is_running_text(lines[number - 1]):
            if item["mark"] in ("-", "*", "+", "1."):
                yield Fault(first + number, "list-no-blank", "a list needs a blank line above it: add one")
            return
        base = indent if base is None else base
        if (indent - base) % 4:
            yield Fault(first + number, "list-indent", _INDENT)


def _is_running_text(line: str) -> bool:
    return not (HEADING.match(line) or OPENING.match(line) or CLOSING.match(line) or line.startswith("*["))


_MARK = re.compile(
    r"^ {0,3}(?:(?P<bullet>[•▪●‣◦⁃]|[-*+](?=\u00a0))|(?P<dash>[—–−](?=[ \u00a0]))|(?P<number>[0-9]{1,2}\)(?= )))"
)


def list_marks(text: Text) -> Iterator[Fault]:
    """Items behind a sign that makes no list: they would run together in one paragraph."""
    for paragraph in text.paragraphs():
        found = [
            (number, match) for number, line in enumerate(paragraph.text.split("\n")) if (match := _MARK.match(line))
        ]
        # One dash may begin a remark, one "1)" a sentence; a bullet, or two of the others, are meant as a list.
        if found and (len(found) > 1 or found[0][1]["bullet"]):
            number, match = found[0]
            right = "1. " if match["number"] else "- "
            detail = f'"{match[0].strip()}" begins no item of a list: write "{right}" there, with a plain space'
            yield Fault(paragraph.first + number, "list-mark", detail)


def headings(text: Text) -> Iterator[Fault]:
    """Headings: their levels and their permanent ids."""
    before, seen = 1, dict[str, int]()
    for index, level, id_ in _headings(text):
        if level == 1:
            yield Fault(
                index,
                "heading-one",
                'the page has its title already: begin at "##" (a plain sign is \\#)',
            )
        elif level > before + 1:
            yield Fault(
                index,
                "heading-skipped",
                f"a level is skipped ({level} follows {before}): begin this heading with {'#' * (before + 1)}",
            )
        before = max(level, 2)
        if id_ is None:
            yield Fault(index, "heading-no-id", "a heading needs a permanent id, as in ## Title {#title}: add one")
        elif not is_author_id(id_):
            yield Fault(
                index,
                "heading-id-bad",
                f'"{id_}" cannot be an id: use a-z, 0-9, single hyphens (not term-, use-, fn-)',
            )
        elif id_ in seen:
            yield Fault(index, "heading-id-repeated", f'"{id_}" is the id of an earlier heading: choose another')
        seen[id_ or ""] = index


def _headings(text: Text) -> Iterator[tuple[int, int, str | None]]:
    for index, line in enumerate(text.prose):
        if match := HEADING.match(line):
            id_ = ID.search(match["text"])
            yield index, len(match["level"]), id_["id"] if id_ else None
        elif _UNDERLINE.match(line) and index and _begins_paragraph(text, index - 1):
            id_ = ID.search(text.prose[index - 1])
            yield index - 1, 1 if line.startswith("=") else 2, id_["id"] if id_ else None


def _begins_paragraph(text: Text, index: int) -> bool:
    line, above = text.prose[index], text.prose[index - 1] if index else ""
    return bool(line.strip()) and not above.strip() and not (HEADING.match(line) or ITEM.match(line) or "|" in line)


def tables(text: Text) -> Iterator[Fault]:
    """Tables that are none for the parser, and rows whose cells would be lost or empty."""
    for paragraph in text.paragraphs():
        lines = paragraph.text.split("\n")
        rule = next((n for n, line in enumerate(lines) if n and "|" in line and _DELIMITERS.match(line.strip())), None)
        if rule is None or "|" not in lines[rule - 1]:
            rows = [number for number, line in enumerate(lines) if _ROW.match(line)]
            if len(rows) > 1 and rows[1] == rows[0] + 1:
                detail = "a table needs a row of hyphens below its first row: add it, as in | --- | --- |"
                yield Fault(paragraph.first + rows[0], "table-no-rule", detail)
            continue
        if rule > 1 and _is_running_text(lines[rule - 2]):
            yield Fault(paragraph.first + rule - 1, "table-no-blank", "a table needs a blank line above it: add one")
        else:
            yield from _rows(paragraph, lines, rule)


def _rows(paragraph: Paragraph, lines: list[str], rule: int) -> Iterator[Fault]:
    wanted = _cells(lines[rule - 1])
    for number in range(rule, len(lines)):
        if CLOSING.match(lines[number]):
            return
        cells = _cells(lines[number])
        if cells != wanted:
            detail = f"the first row has {wanted} cells, this one {cells}: make them equal (a plain sign is \\|)"
            yield Fault(paragraph.first + number, "table-cells", detail)


def _cells(line: str) -> int:
    inner = line.strip().removeprefix("|")
    return len(_PIPE.findall(inner)) + (0 if inner.endswith("|") and not inner.endswith("\\|") else 1)
