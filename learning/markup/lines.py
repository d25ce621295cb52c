"""The lines of a text, told apart: fenced code, indented code, spans of code, and the rest, which is prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_FENCE = re.compile(r"^(?P<indent> *)(?P<marks>`{3,}|~{3,}) *(?P<info>[^`~]*)$")
_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
BLANK = "·"
_ITEM = re.compile(r"^ *(?:[-*+]|[0-9]+\.|:|\[\^[^\]]*\]:) ")


@dataclass(frozen=True, slots=True)
class Fence:
    """Fenced code: indexes of its first and last line, fences included; `closed` is False when it runs to the end."""

    first: int
    last: int
    indent: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines between two blank ones: `first` is the index of its first line."""

    first: int
    text: str

    def line_of(self, offset: int) -> int:
        """Return the index of the line on which a character of the text stands."""
        return self.first + self.text.count("\n", 0, offset)


def split(text: str) -> list[str]:
    """Return the lines of a text as the parser sees them: any line ending, tabs as spaces."""
    return text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")


def fences(lines: Sequence[str]) -> list[Fence]:
    """Return the fenced code of the lines; a fence ends at one of the same marks, at least as long."""
    found: list[Fence] = []
    start: re.Match[str] | None = None
    first = 0
    for index, line in enumerate(lines):
        match = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if not match:
            continue
        if start is None:
            start, first = match, index
        elif match["marks"].startswith(start["marks"]) and not match["info"].strip():
            found.append(Fence(first, index, len(start["indent"]), closed=True))
            start = None
    if start is not None:
        found.append(Fence(first, len(lines) - 1, len(start["indent"]), closed=False))
    return found


def without_fences(lines: Sequence[str]) -> list[str]:
    """Return the lines with those of fenced code emptied."""
    out = list(lines)
    for fence in fences(lines):
        out[fence.first : fence.last + 1] = [""] * (fence.last + 1 - fence.first)
    return out


def prose(lines: Sequence[str]) -> list[str]:
    """Return the lines with all code blanked out by a dot that means nothing: places stay, signs in code are gone."""
    out = without_indented(without_fences(lines))
    for paragraph in paragraphs(out):
        if "`" in paragraph.text:
            bare = _SPAN.sub(lambda match: re.sub(r"[^\n]", BLANK, match[0]), paragraph.text)
            out[paragraph.first : paragraph.first + bare.count("\n") + 1] = bare.split("\n")
    return out


def paragraphs(lines: Sequence[str]) -> Iterator[Paragraph]:
    """Yield what stands between blank lines."""
    start: int | None = None
    for index, line in enumerate([*lines, ""]):
        if line.strip():
            start = index if start is None else start
        elif start is not None:
            yield Paragraph(start, "\n".join(lines[start:index]))
            start = None


def without_indented(lines: Sequence[str]) -> list[str]:
    """Empty the lines that four spaces make code: after a blank line, and not in a list, definition or footnote."""
    out: list[str] = []
    in_item = in_code = False
    before_blank = True
    for line in lines:
        indented = line.startswith("    ")
        if line.strip() and not indented:
            in_item = bool(_ITEM.match(line)) or (in_item and not before_blank)
        in_code = bool(indented and not in_item and (in_code or before_blank))
        out.append("" if in_code else line)
        before_blank = not line.strip()
    return out
