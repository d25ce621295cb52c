"""Sort into groups: each item into one of the groups; each item in its own group wins its share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz.answers import Answer, Option, check_repeated, fault
from learning.quiz.assigning import Assigning, check_count
from learning.quiz.choices import Places
from learning.quiz.interaction import UNANSWERED, Block, Line, Outcome, Response
from learning.quiz.shuffling import Order

GROUP = re.compile(r"- (?!\[)(\S.*)\Z", re.DOTALL)
ITEM = re.compile(r" {2,4}- (?!\[)(\S.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SortIntoGroups(Assigning):
    """The items group by group; `answers` are the groups. A group may be empty."""

    NAME: ClassVar[str] = "sort_into_groups"
    INSTRUCTION: ClassVar[str] = "Sort into groups:"
    LABELS: ClassVar[tuple[str, ...]] = ()
    SUBHEADS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parse(cls, block: Block) -> tuple[SortIntoGroups | None, list[Problem]]:
        """Read groups and items; `group-line`, `group-few`, `option-repeated`, `items-many`."""
        groups, items, problems = _lists([line for line in block.lines if line.text.strip()])
        if not problems and (len(groups) < 2 or len(items) < 2):
            detail = 'too little to sort: write two groups or more, "- group", with two items in all, "  - item"'
            problems.append(fault(block.line, "group-few", detail))
        problems += _repeated(groups) + _repeated([item for item, _ in items])
        problems += check_count(max(len(items), len(groups)), block.line, "this list")
        if problems:
            return None, problems
        names = tuple(group.option.text for group in groups)
        return cls(tuple(item.option.text for item, _ in items), names, tuple(group for _, group in items)), []

    def dump(self) -> str:
        """Write each group with its items."""
        pairs = list(zip(self.items, self.key, strict=True))
        lists = (
            f"- {group}\n" + "".join(f"  - {item}\n" for item, key in pairs if key == place)
            for place, group in enumerate(self.answers)
        )
        return "".join(lists)

    def rows(self, order: Order) -> Places:
        """The items are always mixed: as written those of a group stand together."""
        return order.mixed(len(self.items), "items")

    def columns(self, order: Order) -> Places:
        """The groups are mixed like any options."""
        return order.places(len(self.answers), "groups")

    def grade(self, response: Response) -> Outcome:
        """The share of items in their own group."""
        if not any(answer is not None for answer in self.chosen(response)):
            return UNANSWERED
        parts = self.parts(response)
        return Outcome(Fraction(sum(part.right for part in parts), len(parts)), True, parts)


def _lists(lines: Sequence[Line]) -> tuple[list[Answer], list[tuple[Answer, int]], list[Problem]]:
    """Return the groups, the items with the place of their group, and the problems."""
    groups, items, problems = list[Answer](), list[tuple[Answer, int]](), list[Problem]()
    for line in lines:
        text = line.text.rstrip()
        group, item = GROUP.match(text), ITEM.match(text)
        if group:
            groups.append(Answer(Option(True, group[1]), line.number))
        elif item and groups:
            items.append((Answer(Option(True, item[1]), line.number), len(groups) - 1))
        else:
            detail = 'this is neither a group, "- group", nor an item two spaces in below it, "  - item": no boxes here'
            problems.append(fault(line.number, "group-line", detail))
    return groups, items, problems


def _repeated(found: Sequence[Answer]) -> list[Problem]:
    return check_repeated(found, [" ".join(each.option.text.casefold().split()) for each in found])
