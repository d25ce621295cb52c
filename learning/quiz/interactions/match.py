"""Match: each entry of the first column with one of the second; each right pair wins its share."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz.answers import fault
from learning.quiz.assigning import Assigning, check_count
from learning.quiz.choices import Places
from learning.quiz.grids import Grid, read_grid, write_grid
from learning.quiz.interaction import UNANSWERED, Block, Outcome, Response
from learning.quiz.shuffling import Order


@dataclass(frozen=True, slots=True)
class Match(Assigning):
    """`answers` are first those of the items, then the distractors; several items may have the same answer."""

    titles: tuple[str, str]

    NAME: ClassVar[str] = "match"
    INSTRUCTION: ClassVar[str] = "Match:"
    LABELS: ClassVar[tuple[str, ...]] = ()
    SUBHEADS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parse(cls, block: Block) -> tuple[Match | None, list[Problem]]:
        """Read the table; `match-columns`, `match-few`, `items-many`, `option-…` and those of a table."""
        grid, problems = read_grid(block)
        if not problems:
            problems += _check(grid, block.line)
        if problems:
            return None, problems
        pairs = [row.cells for row in grid.rows if row.cells[0]]
        words = [row.cells[1] for row in grid.rows if not row.cells[0]]
        answers = tuple(dict.fromkeys([*(answer for _, answer in pairs), *words]))
        key = tuple(answers.index(answer) for _, answer in pairs)
        return cls(tuple(item for item, _ in pairs), answers, key, (grid.heads[0], grid.heads[1])), []

    def dump(self) -> str:
        """Write the table, the distractors at its end."""
        pairs = [(item, self.answers[answer]) for item, answer in zip(self.items, self.key, strict=True)]
        rest = [("", answer) for place, answer in enumerate(self.answers) if place not in self.key]
        return write_grid(self.titles, [*pairs, *rest])

    @property
    def heads(self) -> tuple[str, ...]:
        """The headings of the two columns."""
        return self.titles

    def rows(self, order: Order) -> Places:
        """The items stand as written: their order tells nothing while the answers are mixed."""
        return range(len(self.items))

    def columns(self, order: Order) -> Places:
        """The answers are always mixed."""
        return order.mixed(len(self.answers), "answers")

    def grade(self, response: Response) -> Outcome:
        """The share of items with their own answer."""
        if not any(answer is not None for answer in self.chosen(response)):
            return UNANSWERED
        parts = self.parts(response)
        return Outcome(Fraction(sum(part.right for part in parts), len(parts)), True, parts)


def _check(grid: Grid, line: int) -> list[Problem]:
    if len(grid.heads) != 2:
        detail = f"the table to match has {len(grid.heads)} columns: keep two, the entries and what belongs to them"
        return [fault(line, "match-columns", detail)]
    problems, items, words = [], dict[str, int](), dict[str, int]()
    for row in grid.rows:
        item, answer = (" ".join(cell.casefold().split()) for cell in row.cells)
        if not answer:
            detail = "the second cell of this row is empty: write what belongs to the first"
            problems.append(fault(row.line, "option-empty", detail))
        elif item in items or (not item and answer in words):
            detail = f"this row says the same as line {items.get(item) or words[answer]}: change or remove one of them"
            problems.append(fault(row.line, "option-repeated", detail))
        if item:
            items.setdefault(item, row.line)
        words.setdefault(answer, row.line)
    if len(items) < 2 or len(words) < 2:
        detail = "there is too little to match: write at least two rows, with different second cells"
        problems.append(fault(line, "match-few", detail))
    return problems + check_count(max(len(items), len(words)), line, "this table")
