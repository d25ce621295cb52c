"""Tables in the answer part of a question: pipe rows to cells and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.kernel.problems import Problem
from learning.quiz.answers import fault
from learning.quiz.interaction import Block

RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*\Z")
PIPE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, with its line in the file."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the words above its columns, and its rows, each as wide as those."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def read_grid(block: Block) -> tuple[Grid, list[Problem]]:
    """Read the lines of an answer part that is one table; `table-missing`, `table-rule`, `table-row`, `line-unread`."""
    lines = [line for line in block.lines if line.text.strip()]
    table = [line for line in lines if line.text.lstrip().startswith("|")]
    problems = [
        fault(line.number, "line-unread", 'this line is no row of the table: write "| … | … |", or remove it')
        for line in lines
        if line not in table
    ]
    if len(table) < 3:
        detail = 'a table is missing: write a row of headings, a row "| --- | --- |", then the rows'
        return Grid((), ()), [*problems, fault(block.line, "table-missing", detail)]
    head, rule, *body = table
    heads = _cells(head.text)
    if not RULE.match(rule.text) or len(_cells(rule.text)) != len(heads):
        detail = f'the second row parts headings and rows: write "|{" --- |" * len(heads)}"'
        problems.append(fault(rule.number, "table-rule", detail))
    rows = [Row(_cells(line.text), line.number) for line in body]
    problems += [
        fault(row.line, "table-row", f"this row has {len(row.cells)} cells, the headings {len(heads)}: make them equal")
        for row in rows
        if len(row.cells) != len(heads)
    ]
    return Grid(heads, tuple(row for row in rows if len(row.cells) == len(heads))), problems


def _cells(text: str) -> tuple[str, ...]:
    """Split a row at its pipes; one with a stroke before it is a pipe in the text."""
    body = text.strip().removeprefix("|")
    if not body.endswith("\\|"):
        body = body.removesuffix("|")
    return tuple(cell.strip().replace("\\|", "|") for cell in PIPE.split(body))


def write_grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; the pipes in its cells are marked as text."""
    body = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n" for cells in body)
