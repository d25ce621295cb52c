"""What the kinds have in common in which each of several items gets one of the same answers, from a list to choose.

A response names items and answers by their places: {"item-2": ["0"]}. A form names an item by the row in which it was
shown and an answer by its position in the list, so neither tells a place.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz import choices
from learning.quiz.choices import Places
from learning.quiz.interaction import Examples, Part, Response
from learning.quiz.showing import Field, Reveal, RevealedField, Values, View
from learning.quiz.shuffling import Order

ITEMS_LIMIT = 20
"""Items of a question, and answers to choose from: what one page can show and one mind can hold."""


def item_name(place: int) -> str:
    """Name the field of an item."""
    return f"item-{place}"


@dataclass(frozen=True, slots=True)
class Assigning:
    """`items` (Markdown) and `answers` (plain text) in the order of the text; `key`: the answer's place for each."""

    items: tuple[str, ...]
    answers: tuple[str, ...]
    key: tuple[int, ...]

    NAME: ClassVar[str]

    @abstractmethod
    def rows(self, order: Order) -> Places:
        """Return the items in the order in which they are shown."""

    @abstractmethod
    def columns(self, order: Order) -> Places:
        """Return the answers in the order in which they are shown."""

    @property
    def heads(self) -> tuple[str, ...]:
        """Words above items and answers; none unless the text has them."""
        return ()

    def doubt(self, response: Response) -> str:
        """Return the code of what is amiss in a response that is kept; "" for nothing."""
        return ""

    @property
    def field_names(self) -> tuple[str, ...]:
        """A list to choose from for each item, by the row in which it is shown."""
        return tuple(item_name(row) for row in range(len(self.items)))

    def chosen(self, response: Response) -> list[int | None]:
        """Return the place of the answer given to each item; None where there is none."""
        return [choices.chosen_place(response, name, len(self.answers)) for name in self.field_names]

    def read(self, values: Values, order: Order) -> tuple[Response | None, list[Problem]]:
        """Read the position chosen for each row; rows may be left open."""
        response: dict[str, list[str]] = {}
        problems = choices.undeclared(values, self.field_names)
        for row, place in enumerate(self.rows(order)):
            found, bad = choices.read_places(values, item_name(row), self.columns(order), several=False)
            problems += bad
            if found:
                response[item_name(place)] = found
        return (None if problems else response), problems

    def form_values(self, response: Response, order: Order) -> Values:
        """Return the position chosen in each row."""
        columns = self.columns(order)
        return {
            item_name(row): choices.form_places(response, item_name(place), columns)
            for row, place in enumerate(self.rows(order))
        }

    def is_complete(self, response: Response) -> bool:
        """True when every item has an answer, and nothing is amiss."""
        return None not in self.chosen(response) and not self.doubt(response)

    def parts(self, response: Response) -> tuple[Part, ...]:
        """Judge each item by itself."""
        given = self.chosen(response)
        return tuple(
            Part(item_name(place), given[place] == right, str(given[place] if given[place] is not None else ""))
            for place, right in enumerate(self.key)
        )

    def view(self, order: Order, response: Response) -> View:
        """Show each item with the list of all answers."""
        columns, fields = self.columns(order), list[Field]()
        for row, place in enumerate(self.rows(order)):
            shown = choices.view_field(item_name(place), "select", self.answers, columns, response)
            fields.append(Field(item_name(row), "select", shown.choices, shown.given, label=self.items[place]))
        return View(self.NAME, tuple(fields), self.heads, self.doubt(response))

    def reveal(self, response: Response, order: Order) -> Reveal:
        """Name for each item the answer given and the right one."""
        given = self.chosen(response)
        fields = []
        for row, place in enumerate(self.rows(order)):
            chosen, right = given[place], self.key[place]
            words = () if chosen is None else (self.answers[chosen],)
            field = RevealedField(
                item_name(row), "select", words, (self.answers[right],), chosen == right, label=self.items[place]
            )
            fields.append(field)
        return Reveal(self.NAME, tuple(fields), self.heads)

    def examples(self, order: Order) -> Examples:
        """Every answer right; every answer the one after it; a position not there, two at once, a foreign field."""
        first = item_name(0)
        right = {item_name(place): [str(answer)] for place, answer in enumerate(self.key)}
        wrong = {name: [str((int(answer[0]) + 1) % len(self.answers))] for name, answer in right.items()}
        invalid: tuple[Values, ...] = (
            {first: [str(len(self.answers))]},
            {first: ["first"]},
            {first: ["0", "1"]},
            {item_name(len(self.items)): ["0"]},
        )
        return Examples(right, wrong, invalid)

    def pieces(self) -> Iterable[str]:
        """The items; answers are plain text."""
        return self.items


def check_count(count: int, line: int, what: str) -> list[Problem]:
    """Check that there are not more items or answers than a page can show well."""
    if count <= ITEMS_LIMIT:
        return []
    detail = f"{what} has {count} entries, {ITEMS_LIMIT} are the most: make two questions of it"
    return [Problem(str(line), "items-many", detail)]
