"""What a page may hold of a question's answer part: before review without the key, after it with the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from learning.quiz.rubric import Rubric
from learning.quiz.word_count import UNBOUNDED, Bounds

Values = Mapping[str, Sequence[str]]
"""What a form sent for one question: field name to texts; choices are positions as shown."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as a page may show it: its form value (the position as shown) and its text, in Markdown."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One form field. `kind`: "one" (radio), "many" (check boxes), "select", "number", "text", "long", "file", "link".

    `given` holds the form values to show; `reading` how a number was understood, or how many words a text has, ""
    when there is nothing to say; `suffix` a unit that stands behind the field; `limit` the most characters, or bytes of
    a file; `label` (Markdown) what the field is for, where a question has one for each of several things; `bounds` the
    words asked for; `accepts` the kinds of file that are taken. The choices of a "select" are plain text.
    """

    name: str
    kind: str
    choices: tuple[Choice, ...] = ()
    given: tuple[str, ...] = ()
    reading: str = ""
    suffix: str = ""
    limit: int = 0
    label: str = ""
    bounds: Bounds = UNBOUNDED
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """All that a page may hold of the answer part before review: no key, no feedback, no weight, no original order.

    `heads` are the words above the columns, where the answer part is a table: of the labels and the answers, or of
    the choices, row by row. `doubt` is the code of what is amiss in what was given, though it was kept; "" for nothing.
    `text` (Markdown) stands above the fields. Where there are `parts`, `fields` are those of all parts together.
    `rubric` is what a trainer will mark by: it may be read before answering.
    """

    type: str
    fields: tuple[Field, ...]
    heads: tuple[str, ...] = ()
    doubt: str = ""
    text: str = ""
    parts: tuple[PartView, ...] = ()
    rubric: Rubric | None = None

    def filled(self, values: Values) -> View:
        """Return the view with form values put in, as they were sent, even those that `read` refused."""
        fields = tuple(_fill(each, tuple(values.get(each.name, ()))) for each in self.fields)
        parts = tuple(replace(part, view=part.view.filled(values)) for part in self.parts)
        return replace(self, fields=fields, parts=parts)


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a question before review: its title (plain), its prompt (Markdown), its fields."""

    title: str
    prompt: str
    view: View


def _fill(each: Field, given: tuple[str, ...]) -> Field:
    choices = tuple(replace(choice, chosen=choice.value in given) for choice in each.choices)
    reading = each.reading if given == each.given else ""  # it says how another text was understood
    return replace(each, given=given, choices=choices, reading=reading)


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
    """All that may be told when the key may be seen, options in the order in which they were shown.

    `rubric` and `model_answer` (Markdown, "" for none) belong to what a person marks.
    """

    type: str
    fields: tuple[RevealedField, ...]
    heads: tuple[str, ...] = ()
    text: str = ""
    parts: tuple[RevealedPart, ...] = ()
    rubric: Rubric | None = None
    model_answer: str = ""


@dataclass(frozen=True, slots=True)
class RevealedPart:
    """A part of a question after review: title (plain), prompt, explanation and source (Markdown), and its verdict."""

    title: str
    prompt: str
    reveal: Reveal
    verdict: str
    explanation: str = ""
    source: str = ""
