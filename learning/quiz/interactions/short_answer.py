"""Short answer: a word or a phrase, compared with the accepted forms after both are made alike (see `wording`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz import answers, choices
from learning.quiz.answers import Answer, Option
from learning.quiz.interaction import UNANSWERED, Block, Examples, Outcome, Part, Response
from learning.quiz.showing import Field, Reveal, RevealedField, Values, View
from learning.quiz.shuffling import Order
from learning.quiz.wording import normalised

ANSWER = "answer"
LIMIT = 200
"""Characters of an answer."""


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """`forms` are accepted (right) or foreseen as wrong, with feedback; `accents` says whether accents matter."""

    forms: tuple[Option, ...]
    accents: bool = True

    NAME: ClassVar[str] = "short_answer"
    INSTRUCTION: ClassVar[str] = "Short answer:"
    LABELS: ClassVar[tuple[str, ...]] = ("Accents",)
    SUBHEADS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parse(cls, block: Block) -> tuple[ShortAnswer | None, list[Problem]]:
        """Read the forms; `none-right`, `no-options`, `option-repeated`, `accents-bad` and those of the lines."""
        sections, problems = answers.read_answers(block)
        found = sections[""]
        label = block.labels.get("Accents")
        if label and label.text not in ("matter", "ignore"):
            detail = 'accents matter or are ignored: write "Accents: ignore", or leave the line out where they matter'
            problems.append(answers.fault(label.line, "accents-bad", detail))
        accents = label is None or label.text != "ignore"
        if not found:
            detail = f'"{cls.INSTRUCTION}" needs at least one accepted answer below it: write lines "- [x] text"'
            problems.append(answers.fault(block.line, "no-options", detail))
        problems += answers.check_some_right(found, block.line, f'"{cls.INSTRUCTION}"')
        problems += _check_forms(found, accents)
        return (None if problems else cls(answers.options_of(found), accents)), problems

    def dump(self) -> str:
        """Write the forms."""
        return answers.write_answers(self.forms) + ("" if self.accents else "Accents: ignore\n")

    @property
    def field_names(self) -> tuple[str, ...]:
        """One text field."""
        return (ANSWER,)

    def read(self, values: Values, order: Order) -> tuple[Response | None, list[Problem]]:
        """Keep the text as typed."""
        text, problems = choices.one_text(values, ANSWER, LIMIT)
        problems += choices.undeclared(values, self.field_names)
        return (None if problems else choices.kept(answer=[text] if text else [])), problems

    def form_values(self, response: Response, order: Order) -> Values:
        """Return the text as typed."""
        return {ANSWER: tuple(response.get(ANSWER, ()))}

    def is_complete(self, response: Response) -> bool:
        """True when something was typed."""
        return bool(_typed(response))

    def _met(self, response: Response) -> Option | None:
        given = normalised(_typed(response), accents=self.accents)
        return next((form for form in self.forms if normalised(form.text, accents=self.accents) == given), None)

    def grade(self, response: Response) -> Outcome:
        """All for an accepted form."""
        if not _typed(response):
            return UNANSWERED
        met = self._met(response)
        right = met is not None and met.right
        return Outcome(Fraction(right), True, (Part(ANSWER, right),), _feedback(met))

    def view(self, order: Order, response: Response) -> View:
        """Show a text field."""
        return View(self.NAME, (Field(ANSWER, "text", given=tuple(response.get(ANSWER, ())), limit=LIMIT),))

    def reveal(self, response: Response, order: Order) -> Reveal:
        """Name the accepted forms."""
        met = self._met(response) if _typed(response) else None
        right = tuple(form.text for form in self.forms if form.right)
        given = tuple(response.get(ANSWER, ()))
        field = RevealedField(ANSWER, "text", given, right, met is not None and met.right, feedback=_feedback(met))
        return Reveal(self.NAME, (field,))

    def examples(self, order: Order) -> Examples:
        """An accepted form; a text that is none; one too long, two at once, a foreign field."""
        right = next(form.text for form in self.forms if form.right)
        known = {normalised(form.text, accents=self.accents) for form in self.forms}
        wrong = next(text for text in ("x" * length for length in range(1, LIMIT)) if text not in known)
        invalid: tuple[Values, ...] = ({ANSWER: ["x" * (LIMIT + 1)]}, {ANSWER: ["a", "b"]}, {"other": ["a"]})
        return Examples({ANSWER: [right]}, {ANSWER: [wrong]}, invalid)

    def pieces(self) -> Iterable[str]:
        """The feedback; the forms themselves are plain text."""
        return (form.feedback for form in self.forms if form.feedback)


def _typed(response: Response) -> str:
    given = response.get(ANSWER, ())
    return given[0].strip() if len(given) == 1 else ""


def _feedback(met: Option | None) -> tuple[str, ...]:
    return (met.feedback,) if met and met.feedback else ()


def _check_forms(found: list[Answer], accents: bool) -> list[Problem]:
    problems = [
        answers.fault(
            answer.line, "option-long", f"this answer is too long to be typed: use {LIMIT} characters at most"
        )
        for answer in found
        if len(answer.option.text) > LIMIT
    ]
    keys = [normalised(answer.option.text, accents=accents) for answer in found]
    for answer, key in zip(found, keys, strict=True):
        if answer.option.text and not key:
            detail = "this answer holds only spaces and punctuation: write a word"
            problems.append(answers.fault(answer.line, "option-empty", detail))
    return problems + answers.check_repeated(found, keys)
