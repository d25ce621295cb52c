"""Find the mistake: one cell of a table, or one of several sentences, is wrong; finding it wins the point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz import answers, choices
from learning.quiz.answers import Answer, Option, fault
from learning.quiz.grids import Grid, read_grid, write_grid
from learning.quiz.interaction import UNANSWERED, Block, Examples, Outcome, Part, Response
from learning.quiz.showing import Reveal, Values, View
from learning.quiz.shuffling import Order

ANSWER = "answer"
MARK = "[x]"
CELLS_LIMIT = 60


@dataclass(frozen=True, slots=True)
class FindTheMistake:
    """`options` are the sentences, or the cells row by row; the "right" one to choose is the wrong statement.

    `titles` are the headings of the table's columns; none for sentences. Nothing is shuffled: a text stays a text.
    """

    options: tuple[Option, ...]
    titles: tuple[str, ...] = ()

    NAME: ClassVar[str] = "find_the_mistake"
    INSTRUCTION: ClassVar[str] = "Find the mistake:"
    LABELS: ClassVar[tuple[str, ...]] = ()
    SUBHEADS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parse(cls, block: Block) -> tuple[FindTheMistake | None, list[Problem]]:
        """Read sentences or a table; `no-options`, `none-right`, `one-right`, `option-…`, and those of a table."""
        if any(line.text.lstrip().startswith("|") for line in block.lines):
            grid, problems = read_grid(block)
            found = _cells(grid, problems)
        else:
            grid = Grid((), ())
            sections, problems = answers.read_answers(block)
            found = sections[""]
            problems += answers.check_choices(found, block.line, f'"{cls.INSTRUCTION}"')
        if found:
            problems += answers.check_one_right(found, block.line, f'"{cls.INSTRUCTION}"')
        return (None if problems else cls(answers.options_of(found), grid.heads)), problems

    def dump(self) -> str:
        """Write the sentences with their boxes, or the table with the mark in the wrong cell."""
        if not self.titles:
            return answers.write_answers(self.options)
        cells = [f"{MARK} {option.text}" if option.right else option.text for option in self.options]
        width = len(self.titles)
        return write_grid(self.titles, [cells[start : start + width] for start in range(0, len(cells), width)])

    @property
    def field_names(self) -> tuple[str, ...]:
        """One field of radio buttons."""
        return (ANSWER,)

    @property
    def _places(self) -> Sequence[int]:
        return range(len(self.options))

    def read(self, values: Values, order: Order) -> tuple[Response | None, list[Problem]]:
        """Read the position chosen."""
        places, problems = choices.read_places(values, ANSWER, self._places, several=False)
        problems += choices.undeclared(values, self.field_names)
        return (None if problems else choices.kept(answer=places)), problems

    def form_values(self, response: Response, order: Order) -> Values:
        """Return the position chosen."""
        return {ANSWER: choices.form_places(response, ANSWER, self._places)}

    def is_complete(self, response: Response) -> bool:
        """True when a sentence or cell is chosen."""
        return choices.chosen_place(response, ANSWER, len(self.options)) is not None

    def grade(self, response: Response) -> Outcome:
        """All for the mistake."""
        place = choices.chosen_place(response, ANSWER, len(self.options))
        if place is None:
            return UNANSWERED
        found = self.options[place].right
        feedback = choices.feedback_of(self.options, [place])
        return Outcome(Fraction(found), True, (Part(ANSWER, found, str(place)),), feedback)

    def view(self, order: Order, response: Response) -> View:
        """Show sentences or cells as they stand."""
        words = [option.text for option in self.options]
        return View(self.NAME, (choices.view_field(ANSWER, "one", words, self._places, response),), self.titles)

    def reveal(self, response: Response, order: Order) -> Reveal:
        """Name the mistake and what was chosen."""
        return Reveal(
            self.NAME, (choices.reveal_field(ANSWER, "one", self.options, self._places, response),), self.titles
        )

    def examples(self, order: Order) -> Examples:
        """The mistake; the first that is none; a position not there, two at once, a foreign field."""
        mistake = next(place for place, option in enumerate(self.options) if option.right)
        other = next(place for place, option in enumerate(self.options) if not option.right)
        invalid: tuple[Values, ...] = (
            {ANSWER: [str(len(self.options))]},
            {ANSWER: ["first"]},
            {ANSWER: ["0", "1"]},
            {"other": ["0"]},
        )
        return Examples({ANSWER: [str(mistake)]}, {ANSWER: [str(other)]}, invalid)

    def pieces(self) -> Iterable[str]:
        """Sentences or cells, and feedback."""
        return choices.option_pieces(self.options)


def _cells(grid: Grid, problems: list[Problem]) -> list[Answer]:
    """Return the cells row by row, the marked one as right; add what is wrong with them to `problems`."""
    found = []
    for row in grid.rows:
        for cell in row.cells:
            right = cell.startswith(MARK)
            text = cell.removeprefix(MARK).strip()
            if not text:
                detail = 'a cell of this row is empty: write what stands there, or "–" for nothing'
                problems.append(fault(row.line, "option-empty", detail))
            elif text.startswith(("[x]", "[X]", "[ ]", "[]")):
                detail = 'only the wrong cell has a box: begin it with "[x] ", and leave boxes out elsewhere'
                problems.append(fault(row.line, "box", detail))
            found.append(Answer(Option(right, text), row.line))
    if len(found) > CELLS_LIMIT:
        detail = f"this table has {len(found)} cells, {CELLS_LIMIT} are the most: make it shorter"
        problems.append(fault(grid.rows[0].line, "items-many", detail))
    return found
