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
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Protocol

from learning.kernel.problems import Problem
from learning.quiz.showing import Reveal, Values, View
from learning.quiz.shuffling import Order

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
    `barriers` are the lines at which any label stands; `sections` the parts of a kind that has them.
    """

    line: int
    lines: tuple[Line, ...]
    labels: Mapping[str, Label] = field(default_factory=dict)
    barriers: tuple[int, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a question as read from below its `###` heading: an answer part of another kind, and its labels.

    `interaction` is None where it has errors, which are told already; the title of a gap is its number.
    """

    line: int
    title: str
    interaction: Interaction | None
    id: str = ""
    prompt: str = ""
    points: Decimal = Decimal(1)
    explanation: str = ""
    source: str = ""


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
    """What grading found. `share` of the points, 0 to 1, exact; `feedback` (Markdown) of what was chosen or typed.

    `by_hand`: only a person can mark this answer; its share is 0 until one did.
    """

    share: Fraction
    answered: bool
    parts: tuple[Part, ...] = ()
    feedback: tuple[str, ...] = ()
    by_hand: bool = False

    @property
    def verdict(self) -> str:
        """Say "unanswered", "right", "partly" or "wrong"."""
        if not self.answered:
            return "unanswered"
        return "right" if self.share == 1 else "partly" if self.share else "wrong"


UNANSWERED = Outcome(Fraction(0), answered=False)


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
