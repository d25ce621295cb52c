"""What every kind of question offers: the seam between a quiz and the modules of `interactions/`.

A response is a mapping of field name to a list of texts that JSON can carry, *as given*: what was typed stays as
typed, and a chosen option is its place in the text ("0" is the first), so a stored response never depends on the
order in which the options were shown. `Values` are the same mapping as a form sends it, in shown positions;
`read` leads from values to response, `form_values` back.

A kind whose question differs from attempt to attempt (numbers drawn by a seed) first becomes a fixed
interaction; grading, showing and revealing then work as for any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import ClassVar, Protocol

from learning.kernel.problems import Problem
from learning.quiz.shuffling import Order

Values = Mapping[str, Sequence[str]]
"""What a form sent for one question: field name to texts; choices are positions as shown."""

Response = Mapping[str, Sequence[str]]
"""What is kept: field name to texts as given; choices are places in the text. Empty: not answered."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a quiz file, with its number in the file."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """The text of a line "Word: text", with its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """The answer part of a question: what follows its instruction.

    `line` is the instruction's; `lines` are those that belong to no label; `labels` holds the kind's own labels;
    `barriers` are the lines at which any label stands.
    """

    line: int
    lines: tuple[Line, ...]
    labels: Mapping[str, Label] = field(default_factory=dict)
    barriers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as a page may show it: its form value (the position as shown) and its text, in Markdown."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One form field. `kind`: "one" (radio), "many" (check boxes), "select", "number", "text".

    `given` holds the form values to show; `reading` how a number was understood, "" when there is nothing to say;
    `suffix` a unit that stands behind the field; `limit` the most characters; `label` (Markdown) what the field is
    for, where a question has one for each of several things. The choices of a "select" are plain text.
    """

    name: str
    kind: str
    choices: tuple[Choice, ...] = ()
    given: tuple[str, ...] = ()
    reading: str = ""
    suffix: str = ""
    limit: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """All that a page may hold of the answer part before review: no key, no feedback, no weight, no original order.

    `heads` are the words above the columns, where the answer part is a table: of the labels and the answers, or of
    the choices, row by row. `doubt` is the code of what is amiss in what was given, though it was kept; "" for nothing.
    """

    type: str
    fields: tuple[Field, ...]
    heads: tuple[str, ...] = ()
    doubt: str = ""

    def filled(self, values: Values) -> View:
        """Return the view with form values put in, as they were sent, even those that `read` refused."""
        return replace(self, fields=tuple(_fill(each, tuple(values.get(each.name, ()))) for each in self.fields))


def _fill(each: Field, given: tuple[str, ...]) -> Field:
    choices = tuple(replace(choice, chosen=choice.value in given) for choice in each.choices)
    return replace(each, given=given, choices=choices)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing judged: a field, or one option in it (`place`), and whether what was given there is right.

    Parts tell the key: they may be shown only where the key may.
    """

    field: str
    right: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What grading found. `share` of the points, 0 to 1, exact; `feedback` (Markdown) of what was chosen or typed."""

    share: Fraction
    answered: bool
    parts: tuple[Part, ...] = ()
    feedback: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """Say "unanswered", "right", "partly" or "wrong"."""
        if not self.answered:
            return "unanswered"
        return "right" if self.share == 1 else "partly" if self.share else "wrong"


UNANSWERED = Outcome(Fraction(0), answered=False)


@dataclass(frozen=True, slots=True)
class RevealedChoice:
    """An option after review: its text (Markdown), whether it is right and was chosen, its feedback (Markdown)."""

    text: str
    right: bool
    chosen: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class RevealedField:
    """A field after review. `given` is the answer in words; `right` the right answers in words.

    Where there are `choices`, the words are their Markdown; else plain text. `is_right` judges the field as a whole.
    `label` (Markdown) is what the field is for.
    """

    name: str
    kind: str
    given: tuple[str, ...]
    right: tuple[str, ...]
    is_right: bool
    choices: tuple[RevealedChoice, ...] = ()
    feedback: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reveal:
    """All that may be told when the key may be seen, options in the order in which they were shown."""

    type: str
    fields: tuple[RevealedField, ...]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examples:
    """For tests and previews: a right and a wrong response, and form values that `read` refuses."""

    right: Response
    wrong: Response
    invalid: tuple[Values, ...]


class Interaction(Protocol):
    """A kind of question. `NAME` is its module and its template; `LABELS` and `SUBHEADS` are its own lines."""

    NAME: ClassVar[str]
    INSTRUCTION: ClassVar[str]
    LABELS: ClassVar[tuple[str, ...]]
    SUBHEADS: ClassVar[tuple[str, ...]]

    @classmethod
    def parse(cls, block: Block) -> tuple[Interaction | None, list[Problem]]:
        """Read the answer part; None when there is an error. Problems carry the line in the file."""

    def dump(self) -> str:
        """Write the answer part that `parse` reads back to an equal interaction; ends with a newline."""

    @property
    def field_names(self) -> tuple[str, ...]:
        """Name the form fields; a route passes `read` these and no others."""

    def read(self, values: Values, order: Order) -> tuple[Response | None, list[Problem]]:
        """Turn form values into a response ({} when nothing was given), or say at which field they are refused."""

    def form_values(self, response: Response, order: Order) -> Values:
        """Turn a response back into form values, for a page shown in `order`."""

    def is_complete(self, response: Response) -> bool:
        """True when every field has an answer."""

    def grade(self, response: Response) -> Outcome:
        """Judge a response; total: what does not fit counts as not given."""

    def view(self, order: Order, response: Response) -> View:
        """Say what a page may show before review, with the response filled in."""

    def reveal(self, response: Response, order: Order) -> Reveal:
        """Say what a page may show once the key may be seen."""

    def examples(self, order: Order) -> Examples:
        """Return a right, a wrong and invalid answers to this very question."""

    def pieces(self) -> Iterable[str]:
        """List the Markdown texts of the answer part."""
