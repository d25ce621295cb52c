"""What the kinds have in common that are made of parts of other kinds: gaps of a text, questions of a case.

The fields of the second part are those of its own kind with "part-2-" before their names, in forms and in responses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, TypeVar

from learning.kernel.problems import Problem
from learning.quiz import choices
from learning.quiz.interaction import UNANSWERED, Examples, Interaction, Outcome, Response, Section
from learning.quiz.showing import PartView, Reveal, RevealedPart, Values, View
from learning.quiz.shuffling import Order

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Subquestion:
    """A part: title (plain), prompt, explanation and source (Markdown, "" for none); its share is by its points."""

    interaction: Interaction
    title: str = ""
    id: str = ""
    prompt: str = ""
    points: Decimal = Decimal(1)
    explanation: str = ""
    source: str = ""


def prefix(number: int) -> str:
    """Return what stands before the names of the fields of a part; the first has number 1."""
    return f"part-{number}-"


@dataclass(frozen=True, slots=True)
class Compound:
    """Parts in the order of the text; they are never shuffled, as one may build on another."""

    parts: tuple[Subquestion, ...]

    NAME: ClassVar[str]

    @property
    def text(self) -> str:
        """What stands above the parts, in Markdown; "" for nothing."""
        return ""

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields of all parts."""
        return tuple(prefix(n) + name for n, part in self._numbered() for name in part.interaction.field_names)

    def _numbered(self) -> Iterable[tuple[int, Subquestion]]:
        return enumerate(self.parts, start=1)

    def read(self, values: Values, order: Order) -> tuple[Response | None, list[Problem]]:
        """Read each part by itself; parts may be left open."""
        problems = choices.undeclared(values, self.field_names)
        known = {name: values[name] for name in values if name in self.field_names}
        response: dict[str, Sequence[str]] = {}
        for n, part in self._numbered():
            found, bad = part.interaction.read(_inner(known, n), _order(order, n))
            problems += [replace(problem, where=prefix(n) + problem.where) for problem in bad]
            response |= _outer(found or {}, n)
        return (None if problems else response), problems

    def form_values(self, response: Response, order: Order) -> Values:
        """Return the form values of all parts."""
        return self._joined(lambda part, n: part.form_values(_inner(response, n), _order(order, n)))

    def _joined(self, make: Callable[[Interaction, int], Mapping[str, Sequence[str]]]) -> dict[str, Sequence[str]]:
        joined: dict[str, Sequence[str]] = {}
        for n, part in self._numbered():
            joined |= _outer(make(part.interaction, n), n)
        return joined

    def is_complete(self, response: Response) -> bool:
        """True when every part is complete."""
        return all(part.interaction.is_complete(_inner(response, n)) for n, part in self._numbered())

    def grade(self, response: Response) -> Outcome:
        """Grade each part by itself; its points weigh it."""
        found = [(n, part, part.interaction.grade(_inner(response, n))) for n, part in self._numbered()]
        if not any(outcome.answered for _, _, outcome in found):
            return UNANSWERED
        won = sum((outcome.share * Fraction(part.points) for _, part, outcome in found), Fraction(0))
        parts = (replace(each, field=prefix(n) + each.field) for n, _, outcome in found for each in outcome.parts)
        feedback = tuple(text for _, _, outcome in found for text in outcome.feedback)
        return Outcome(won / sum(Fraction(part.points) for part in self.parts), True, tuple(parts), feedback)

    def view(self, order: Order, response: Response) -> View:
        """Show all parts, one below the other."""
        parts = []
        for n, part in self._numbered():
            view = part.interaction.view(_order(order, n), _inner(response, n))
            fields = tuple(replace(each, name=prefix(n) + each.name) for each in view.fields)
            parts.append(PartView(part.title, part.prompt, replace(view, fields=fields)))
        every = tuple(each for part in parts for each in part.view.fields)
        return View(self.NAME, every, text=self.text, parts=tuple(parts))

    def reveal(self, response: Response, order: Order) -> Reveal:
        """Reveal all parts, each with its verdict, explanation and source."""
        parts = []
        for n, part in self._numbered():
            given = _inner(response, n)
            shown = part.interaction.reveal(given, _order(order, n))
            shown = replace(shown, fields=tuple(replace(each, name=prefix(n) + each.name) for each in shown.fields))
            verdict = part.interaction.grade(given).verdict
            parts.append(RevealedPart(part.title, part.prompt, shown, verdict, part.explanation, part.source))
        every = tuple(each for part in parts for each in part.reveal.fields)
        return Reveal(self.NAME, every, text=self.text, parts=tuple(parts))

    def examples(self, order: Order) -> Examples:
        """All parts right; all wrong; what each part refuses, and a field without a part."""
        found = {n: part.interaction.examples(_order(order, n)) for n, part in self._numbered()}
        invalid = tuple(_outer(values, n) for n, each in found.items() for values in each.invalid)
        return Examples(
            self._joined(lambda _, n: found[n].right),
            self._joined(lambda _, n: found[n].wrong),
            (*invalid, {"answer": ["0"]}),
        )

    def pieces(self) -> Iterable[str]:
        """What each part has of its own."""
        for part in self.parts:
            yield from (text for text in (part.prompt, part.explanation, part.source) if text)
            yield from part.interaction.pieces()


def read_parts(sections: Sequence[Section]) -> tuple[Subquestion, ...] | None:
    """Make parts of what was read; None when one has errors."""
    parts = [
        Subquestion(each.interaction, each.title, each.id, each.prompt, each.points, each.explanation, each.source)
        for each in sections
        if each.interaction is not None
    ]
    return tuple(parts) if len(parts) == len(sections) else None


def _order(order: Order, n: int) -> Order:
    return Order(order.seed, f"{order.question_id}#{n}", order.shuffled)


def _inner(values: Mapping[str, Named], n: int) -> dict[str, Named]:
    return {name.removeprefix(prefix(n)): each for name, each in values.items() if name.startswith(prefix(n))}


def _outer(values: Mapping[str, Named], n: int) -> dict[str, Named]:
    return {prefix(n) + name: each for name, each in values.items()}
