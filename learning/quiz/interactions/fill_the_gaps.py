"""Fill the gaps: a text with gaps, each filled by choosing, by a number or by a word; each gap wins its share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz.answers import fault
from learning.quiz.compound import Compound, read_parts
from learning.quiz.interaction import Block, Line

GAP = re.compile(r"\[\[([^\[\]]*)\]\]")
GAPS_LIMIT = 12


@dataclass(frozen=True, slots=True)
class FillTheGaps(Compound):
    """`marked` is the text in Markdown, its gaps written `[[1]]`, `[[2]]` …, in this order; the parts fill them."""

    marked: str

    NAME: ClassVar[str] = "fill_the_gaps"
    INSTRUCTION: ClassVar[str] = "Fill the gaps:"
    LABELS: ClassVar[tuple[str, ...]] = ()
    SUBHEADS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parse(cls, block: Block) -> tuple[FillTheGaps | None, list[Problem]]:
        """Read the text and the gaps; `gaps`, `gap-text`."""
        text = _text(block.lines)
        in_text = [mark.strip() for mark in GAP.findall(text)]
        below = [section.title for section in block.sections]
        wanted = [str(number) for number in range(1, max(len(in_text), len(below), 1) + 1)]
        if not text:
            detail = 'the text with gaps is missing: write it below "Fill the gaps:", each gap as "[[1]]", "[[2]]" …'
            return None, [fault(block.line, "gap-text", detail)]
        if in_text != wanted or below != wanted or len(wanted) > GAPS_LIMIT:
            here, there = ", ".join(in_text) or "none", ", ".join(below) or "none"
            detail = (
                f"the text has gaps {here}, the answers below are for {there}: number both 1, 2, 3 … in the order "
                f'of the text, "[[1]]" there and "### 1" below, up to {GAPS_LIMIT}'
            )
            return None, [fault(block.line, "gaps", detail)]
        parts = read_parts(block.sections)
        return (None if parts is None else cls(parts, text)), []

    def dump(self) -> str:
        """Write the text, then each gap with its answers."""
        gaps = (
            f"### {number}\n{part.interaction.INSTRUCTION}\n{part.interaction.dump()}"
            for number, part in enumerate(self.parts, start=1)
        )
        return f"{self.marked}\n" + "".join(gaps)

    def pieces(self) -> Iterable[str]:
        """The text as it is written, so that a fault in it is found at its line, and what each gap has."""
        yield self.marked
        yield from Compound.pieces(self)

    @property
    def text(self) -> str:
        """The text with numbered gaps, all of one length."""
        return GAP.sub("**(\\1)\u00a0…**", self.marked)


def _text(lines: Sequence[Line]) -> str:
    texts = [line.text for line in lines]
    while texts and not texts[0].strip():
        texts.pop(0)
    return "\n".join(texts).rstrip()
