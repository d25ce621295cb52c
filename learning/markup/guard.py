"""What is refused before it is rendered: texts that no lesson needs and that would hold the parser for seconds.

Python-Markdown takes time in the square of some signs (16,000 opening brackets: 22 seconds). The limits are far above
what people write, and low enough that any text within them renders in about a second; `child` stops the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from learning.kernel.problems import Problem
from learning.markup.lines import Paragraph, paragraphs, split, without_fences

BYTES = 256 * 1024
BLOCK_LENGTH = 10_000
BLOCK_LINES = 400
BLOCKS = 4_000
LINES = 8_000
DEPTH = 12
OPEN_BRACKETS = 60
BROKEN_LINKS = 20
MARKS = 12_000
BLOCK_MARKS = 3_000
COLUMNS = 30
FOOTNOTES = 300
ABBREVIATIONS = 100
REFERENCES = 4_000
FENCES = 200
HEADING_LENGTH = 400

# NUL and other control characters, lone surrogates, and the marks that turn the order of text round.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKS = re.compile(r"[`*_\[\]{}<>!|#&~\\]")
_LEVEL = re.compile(r" *(?:>|(?:[-*+]|[0-9]+\.|:)(?= ))")
_RULE = re.compile(r"(?!.*\S {3,}\S)[-*_ ]+\Z")
_LINK = re.compile(
    r"\]\(\s*(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)


def problems(text: str, first_line: int = 1) -> list[Problem]:
    """Return why a text is not rendered, in the order of its lines; an empty list when it may be.

    `first_line` is the line in the file on which the text begins.
    """
    if len(text) > BYTES or len(text.encode(errors="replace")) > BYTES:
        return [
            Problem(str(first_line), "text-too-long", f"the text is over {BYTES // 1024} KB: split it into two parts")
        ]
    lines = split(text)
    found = list(_control(lines)) or list(_sizes(lines))
    for check in () if found else _CHECKS:
        found = found or list(check(lines))
    return [Problem(str(first_line + index), code, detail) for index, code, detail in sorted(found)]


_Found = Iterator[tuple[int, str, str]]


def _control(lines: list[str]) -> _Found:
    for index, line in enumerate(lines):
        if match := _CONTROL.search(line):
            name = f"U+{ord(match[0]):04X}"
            yield (
                index,
                "text-control",
                f"character {match.start() + 1} of the line is invisible and not allowed ({name}): delete it",
            )


def _sizes(lines: list[str]) -> _Found:
    if len(lines) > LINES:
        yield LINES, "text-too-long", f"the text has over {LINES} lines: split it into two parts"
        return
    if sum(line.lstrip(" ").startswith(("```", "~~~")) for line in lines) > 2 * FENCES:
        yield 0, "text-too-long", f"the text has over {FENCES} pieces of code: split it into two parts"
    blocks = list(_blocks(lines))
    if len(blocks) > BLOCKS:
        yield blocks[BLOCKS].first, "text-too-long", f"the text has over {BLOCKS} paragraphs: split it into two parts"
    for block in blocks:
        if len(block.text) > BLOCK_LENGTH or block.text.count("\n") >= BLOCK_LINES:
            limit = f"{BLOCK_LENGTH} characters or {BLOCK_LINES} lines"
            yield block.first, "block-too-long", f"this paragraph is over {limit}: put a blank line in it"


def _blocks(lines: list[str]) -> Iterator[Paragraph]:
    return paragraphs(without_fences(lines))


def _depth(lines: list[str]) -> _Found:
    for index, line in enumerate(without_fences(lines)):
        if line.strip() and not _RULE.match(line) and _levels(line) > DEPTH:
            yield index, "nested-deep", f"lists and quotations nest over {DEPTH} levels here: make it flatter"


def _levels(line: str) -> int:
    levels = (len(line) - len(line.lstrip(" "))) // 4
    position = 0
    while levels <= DEPTH and (match := _LEVEL.match(line, position)):
        levels, position = levels + 1, match.end()
    return levels


def _brackets(lines: list[str]) -> _Found:
    broken = 0
    for block in _blocks(lines):
        depth = 0
        for match in re.finditer(r"[\[\]]", block.text):
            depth = max(0, depth + (1 if match[0] == "[" else -1))
            if depth > OPEN_BRACKETS:
                yield block.line_of(match.start()), "bracket-open", _OPEN
                break
        broken += block.text.count("](") - len(_LINK.findall(block.text))
        if broken > BROKEN_LINKS:
            yield block.first, "bracket-open", _OPEN
            return


_OPEN = "brackets are opened here and never closed: close each [ with ] and each ( of a link with )"


def _marks(lines: list[str]) -> _Found:
    total = 0
    for block in _blocks(lines):
        here = len(_MARKS.findall(block.text))
        total += here
        if here > BLOCK_MARKS or total > MARKS:
            yield block.first, "text-too-long", "the text up to here has too many signs such as * [ ` |: split it"
            return


def _headings(lines: list[str]) -> _Found:
    for index, line in enumerate(without_fences(lines)):
        if line.startswith("#") and len(line) > HEADING_LENGTH:
            yield index, "block-too-long", f"this heading is over {HEADING_LENGTH} characters: shorten it"


def _counter(pattern: str, limit: int, code: str, detail: str) -> Callable[[list[str]], _Found]:
    expression = re.compile(pattern)

    def check(lines: list[str]) -> _Found:
        count = 0
        for index, line in enumerate(without_fences(lines)):
            count += len(expression.findall(line))
            if count > limit:
                yield index, code, detail
                return

    return check


def _columns(lines: list[str]) -> _Found:
    for index, line in enumerate(without_fences(lines)):
        if line.count("|") > COLUMNS + 1:
            yield index, "table-wide", f"a line has over {COLUMNS} columns: make two tables of it"


_CHECKS: tuple[Callable[[list[str]], _Found], ...] = (
    _depth,
    _brackets,
    _marks,
    _headings,
    _columns,
    _counter(r"\[\^", FOOTNOTES, "text-too-long", f"the text has over {FOOTNOTES} footnote marks: use fewer"),
    _counter(r"^ *\*\[", ABBREVIATIONS, "text-too-long", f"over {ABBREVIATIONS} abbreviations: use fewer"),
    _counter(r"\b(?:Art|Part)", REFERENCES, "text-too-long", f"over {REFERENCES} Articles are named: split the text"),
    _counter(r"^ *///", 2 * FENCES, "text-too-long", f"the text has over {FENCES} blocks: use fewer"),
)
