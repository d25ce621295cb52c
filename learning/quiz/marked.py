"""What the kinds have in common that a person marks: a rubric, a model answer, and no key."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from learning.kernel.problems import Problem
from learning.quiz.answers import fault
from learning.quiz.grids import Row, read_grid, write_grid
from learning.quiz.interaction import UNANSWERED, Block, Interaction, Outcome, Response
from learning.quiz.numbers import plain
from learning.quiz.rubric import TITLE, Criterion, Rubric

MODEL_ANSWER = "Model answer"
SUBHEAD = "Rubric:"
POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?\Z")
CRITERIA_LIMIT, LEVELS_LIMIT = 12, 6
POINTS_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Marked(ABC):
    """`model_answer` (Markdown, "" for none) is shown once answers may be seen; the rubric before answering too."""

    rubric: Rubric
    model_answer: str = ""

    @abstractmethod
    def is_complete(self, response: Response) -> bool:
        """True when something was given."""

    def grade(self, response: Response) -> Outcome:
        """Say that a person has to mark what was given; nothing given wins nothing, and nobody has to look."""
        return Outcome(Fraction(0), True, by_hand=True) if self.is_complete(response) else UNANSWERED

    def pieces(self) -> Iterable[str]:
        """The model answer; a rubric is plain text."""
        return [self.model_answer] if self.model_answer else []


def usual_points(interaction: Interaction) -> Decimal:
    """Return what a question is worth without "Points:": 1, or the sum of its rubric's highest levels."""
    return interaction.rubric.maximum if isinstance(interaction, Marked) else Decimal(1)


def read_rubric(block: Block) -> tuple[Rubric | None, list[Problem]]:
    """Read the table below "Rubric:"; `rubric-missing`, `rubric-level`, `rubric-row`, and those of a table."""
    start = next((index for index, line in enumerate(block.lines) if line.text.rstrip() == SUBHEAD), None)
    if start is None:
        detail = f'the rubric is missing: write "{SUBHEAD}" on a line, and below it a table of criteria and levels'
        return None, [fault(block.line, "rubric-missing", detail)]
    problems = [
        fault(line.number, "line-unread", f'this line does nothing above "{SUBHEAD}": move it to the prompt')
        for line in block.lines[:start]
        if line.text.strip()
    ]
    table = Block(block.lines[start].number, block.lines[start + 1 :])
    grid, bad = read_grid(table)
    problems += bad
    if not grid.heads:
        return None, problems
    head_line = next(line.number for line in table.lines if line.text.lstrip().startswith("|"))
    points, bad = _read_levels(grid.heads[1:], head_line)
    problems += bad + _check_rows(grid.rows, head_line)
    if problems or not points:
        return None, problems
    criteria = tuple(Criterion(row.cells[0], row.cells[1:]) for row in grid.rows)
    rubric = Rubric(points, criteria, grid.heads[0] or TITLE)
    if rubric.maximum > POINTS_LIMIT:
        detail = f"the highest levels come to {plain(rubric.maximum)} points, {POINTS_LIMIT} are the most: lower them"
        return None, [fault(head_line, "points-bad", detail)]
    return rubric, []


def _read_levels(heads: Sequence[str], line: int) -> tuple[tuple[Decimal, ...], list[Problem]]:
    remedy = "the first row gives the points of each level, such as | Criterion | 2 | 1 | 0 |"
    odd = next((head for head in heads if not POINTS.match(head)), None)
    if odd is not None:
        return (), [fault(line, "rubric-level", f'"{odd}" is no number of points: {remedy}')]
    points = tuple(Decimal(head) for head in heads)
    if len(set(points)) != len(points):
        return (), [fault(line, "rubric-level", f"two levels have the same points: {remedy}")]
    if not 2 <= len(points) <= LEVELS_LIMIT:
        detail = f"a rubric has 2 to {LEVELS_LIMIT} levels, here are {len(points)}: {remedy}"
        return (), [fault(line, "rubric-level", detail)]
    return points, []


def _check_rows(rows: Sequence[Row], line: int) -> list[Problem]:
    problems, seen = [], dict[str, int]()
    for row in rows:
        name, *levels = row.cells
        key = " ".join(name.casefold().split())
        if not name:
            detail = "this criterion has no name: write in the first cell what is looked at"
            problems.append(fault(row.line, "rubric-row", detail))
        elif key in seen:
            detail = f"this criterion is that of line {seen[key]}: change or remove one of them"
            problems.append(fault(row.line, "option-repeated", detail))
        if sum(map(bool, levels)) < 2:
            detail = "this criterion has fewer than two levels: say what at least two of them mean"
            problems.append(fault(row.line, "rubric-row", detail))
        seen.setdefault(key, row.line)
    if len(rows) > CRITERIA_LIMIT:
        detail = f"the rubric has {len(rows)} criteria, {CRITERIA_LIMIT} are the most: put some together"
        problems.append(fault(line, "items-many", detail))
    return problems


def write_rubric(rubric: Rubric) -> str:
    """Write "Rubric:" and its table."""
    heads = (rubric.title, *(plain(points) for points in rubric.points))
    rows = [(criterion.name, *criterion.levels) for criterion in rubric.criteria]
    return f"{SUBHEAD}\n{write_grid(heads, rows)}"
