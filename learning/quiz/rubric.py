"""Rubrics: what a trainer looks at in an answer, and what each level of it is worth.

A rubric is a table. Its first row names the points of each level, every other row a criterion with what each level
means. An empty cell is a level that the criterion does not have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from learning.kernel.errors import Invalid
from learning.kernel.problems import Problem

TITLE = "Criterion"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing looked at: its name, and the words of each level ("" for a level it does not have). Plain text."""

    name: str
    levels: tuple[str, ...]

    @property
    def offered(self) -> tuple[int, ...]:
        """The places of the levels that it has."""
        return tuple(place for place, words in enumerate(self.levels) if words)


@dataclass(frozen=True, slots=True)
class Rubric:
    """`points` are those of each level, `criteria` the rows, each with as many levels; `title` heads their names.

    What a trainer chose is a place of a level for each criterion, in their order: 0 is the first level as written.
    """

    points: tuple[Decimal, ...]
    criteria: tuple[Criterion, ...]
    title: str = TITLE

    @property
    def maximum(self) -> Decimal:
        """The points of the best answer: the sum of the highest levels."""
        return sum((self.highest(criterion) for criterion in self.criteria), Decimal(0))

    def highest(self, criterion: Criterion) -> Decimal:
        """Return the points of the highest level that a criterion has."""
        return max(self.points[place] for place in criterion.offered)

    def problems(self, chosen: Sequence[int | None]) -> list[Problem]:
        """Say which criteria have no level yet, or one that they do not have; `where` is "criterion-0" and so on."""
        found = []
        for number, criterion in enumerate(self.criteria):
            place = chosen[number] if number < len(chosen) else None
            where = criterion_field(number)
            if place is None:
                found.append(Problem(where, "mark-missing", f'choose a level for "{criterion.name}"'))
            elif place not in criterion.offered:
                found.append(Problem(where, "mark-level", f'"{criterion.name}" has no such level: choose another'))
        if len(chosen) > len(self.criteria):
            found.append(Problem("", "mark-level", "there are more levels than criteria: load the page again"))
        return found

    def points_won(self, chosen: Sequence[int]) -> Decimal:
        """Return the points of the levels chosen, out of `maximum`. Raises Invalid where `problems` finds any."""
        if problems := self.problems(chosen):
            raise Invalid(problems)
        return sum((self.points[place] for place in chosen), Decimal(0))

    def share(self, chosen: Sequence[int]) -> Fraction:
        """Return the share of the question's points, 0 to 1, exact. Raises Invalid as `points_won` does."""
        return Fraction(self.points_won(chosen)) / Fraction(self.maximum)


def criterion_field(number: int) -> str:
    """Return the name of the form field of a criterion; the first has number 0."""
    return f"criterion-{number}"
