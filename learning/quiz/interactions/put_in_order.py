"""Put in order: every item gets a number; each pair of items in the right order wins its share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz.answers import Answer, Option, check_repeated, fault
from learning.quiz.assigning import Assigning, check_count, item_name
from learning.quiz.choices import Places
from learning.quiz.interaction import UNANSWERED, Block, Examples, Line, Outcome, Response
from learning.quiz.shuffling import Order

NUMBERED = re.compile(r"([0-9]{1,3})\. +(\S.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PutInOrder(Assigning):
    """The items in their right order; `answers` are the numbers from 1 on."""

    NAME: ClassVar[str] = "put_in_order"
    INSTRUCTION: ClassVar[str] = "Put in order:"
    LABELS: ClassVar[tuple[str, ...]] = ()
    SUBHEADS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parse(cls, block: Block) -> tuple[PutInOrder | None, list[Problem]]:
        """Read the numbered lines; `order-number`, `no-options`, `option-repeated`, `items-many`."""
        found, problems = _numbered([line for line in block.lines if line.text.strip()])
        if len(found) < 2:
            detail = f'"{cls.INSTRUCTION}" needs at least two lines below it, in their right order: write "1. text"'
            problems.append(fault(block.line, "no-options", detail))
        problems += check_repeated(found, [" ".join(each.option.text.casefold().split()) for each in found])
        problems += check_count(len(found), block.line, "this list")
        return (None if problems else cls.of([each.option.text for each in found])), problems

    @classmethod
    def of(cls, items: Sequence[str]) -> PutInOrder:
        """Make the question of items in their right order."""
        places = range(len(items))
        return cls(tuple(items), tuple(str(place + 1) for place in places), tuple(places))

    def dump(self) -> str:
        """Write the items with their numbers."""
        return "".join(f"{number}. {item}\n" for number, item in enumerate(self.items, start=1))

    def rows(self, order: Order) -> Places:
        """The items are always mixed: as written they are in order."""
        return order.mixed(len(self.items), "items")

    def columns(self, order: Order) -> Places:
        """The numbers stand in order."""
        return range(len(self.answers))

    def doubt(self, response: Response) -> str:
        """Find a number given to two items: it is kept, so that nothing chosen is lost, but the order is open."""
        given = [answer for answer in self.chosen(response) if answer is not None]
        return "answer-twice" if len(set(given)) < len(given) else ""

    def grade(self, response: Response) -> Outcome:
        """The share of all pairs of items that stand in the right order; items without a number stand in none."""
        given = self.chosen(response)
        if not any(answer is not None for answer in given):
            return UNANSWERED
        pairs = list(combinations(given, 2))
        held = sum(first is not None and second is not None and first < second for first, second in pairs)
        return Outcome(Fraction(held, len(pairs)), True, self.parts(response))

    def examples(self, order: Order) -> Examples:
        """As written; the other way round; and what the base refuses."""
        last = len(self.items) - 1
        wrong = {item_name(place): [str(last - place)] for place in self.key}
        known = Assigning.examples(self, order)
        return Examples(known.right, wrong, known.invalid)


def _numbered(lines: Sequence[Line]) -> tuple[list[Answer], list[Problem]]:
    found, problems = list[Answer](), list[Problem]()
    for number, line in enumerate(lines, start=1):
        match = NUMBERED.match(line.text.rstrip())
        if match is None or int(match[1]) != number:
            detail = f'here the line "{number}. text" is expected: number the lines in their right order, from 1 on'
            problems.append(fault(line.number, "order-number", detail))
            return found, problems
        found.append(Answer(Option(True, match[2]), line.number))
    return found, problems
