"""What the checks of `lint` share: the text they read, and the faults they find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from learning.markup.lines import Paragraph, paragraphs, prose, split
from learning.markup.page import Links


@dataclass(frozen=True, slots=True)
class Text:
    """A text under examination: its lines, and the same lines with all code blanked out."""

    lines: list[str]
    prose: list[str]
    links: Links

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the stretches of prose between blank lines."""
        return paragraphs(self.prose)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A fault on the line with this index; the code and the sentence are those of the Problem it becomes."""

    line: int
    code: str
    detail: str


Check = Callable[[Text], Iterator[Fault]]

ITEM = re.compile(r"^(?P<indent> *)(?P<mark>[-*+]|[0-9]{1,9}\.) +\S")
HEADING = re.compile(r"^(?P<level>#{1,6})(?P<text>.*)$")
ID = re.compile(r"\{:?[^{}\n]*?#(?P<id>[^\s{}]*)[^{}\n]*\}")


def read(text: str, links: Links) -> Text:
    """Return a text ready for the checks."""
    lines = split(text)
    return Text(lines, prose(lines), links)
