"""Choose one: several options, exactly one of them right. The point is won or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz import answers, choices
from learning.quiz.answers import Option
from learning.quiz.interaction import UNANSWERED, Block, Examples, Outcome, Part, Response
from learning.quiz.showing import Reveal, Values, View
from learning.quiz.shuffling import Order

ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class ChooseOne:
    """Options in the order of the text; one of them is right."""

    options: tuple[Option, ...]

    NAME: ClassVar[str] = "choose_one"
    INSTRUCTION: ClassVar[str] = "Choose one:"
    LABELS: ClassVar[tuple[str, ...]] = ()
    SUBHEADS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parse(cls, block: Block) -> tuple[ChooseOne | None, list[Problem]]:
        """Read the options; `one-right`, `none-right`, `no-options`, `option-repeated` and those of the lines."""
        sections, problems = answers.read_answers(block)
        found = sections[""]
        problems += answers.check_choices(found, block.line, f'"{cls.INSTRUCTION}"')
        problems += answers.check_one_right(found, block.line, f'"{cls.INSTRUCTION}"')
        return (None if problems else cls(answers.options_of(found))), problems

    def dump(self) -> str:
        """Write the options."""
        return answers.write_answers(self.options)

    @property
    def field_names(self) -> tuple[str, ...]:
        """One field of radio buttons."""
        return (ANSWER,)

    def _shown(self, order: Order) -> tuple[int, ...]:
        return order.places(len(self.options), ANSWER)

    def read(self, values: Values, order: Order) -> tuple[Response | None, list[Problem]]:
        """Read the position chosen."""
        places, problems = choices.read_places(values, ANSWER, self._shown(order), several=False)
        problems += choices.undeclared(values, self.field_names)
        return (None if problems else choices.kept(answer=places)), problems

    def form_values(self, response: Response, order: Order) -> Values:
        """Return the position of the option chosen."""
        return {ANSWER: choices.form_places(response, ANSWER, self._shown(order))}

    def is_complete(self, response: Response) -> bool:
        """True when an option is chosen."""
        return choices.chosen_place(response, ANSWER, len(self.options)) is not None

    def grade(self, response: Response) -> Outcome:
        """All for the right option."""
        place = choices.chosen_place(response, ANSWER, len(self.options))
        if place is None:
            return UNANSWERED
        right = self.options[place].right
        return Outcome(
            Fraction(right), True, (Part(ANSWER, right, str(place)),), choices.feedback_of(self.options, [place])
        )

    def view(self, order: Order, response: Response) -> View:
        """Show the options shuffled."""
        words = [option.text for option in self.options]
        return View(self.NAME, (choices.view_field(ANSWER, "one", words, self._shown(order), response),))

    def reveal(self, response: Response, order: Order) -> Reveal:
        """Name the right option and the one chosen."""
        field = choices.reveal_field(ANSWER, "one", self.options, self._shown(order), response)
        return Reveal(self.NAME, (field,))

    def examples(self, order: Order) -> Examples:
        """The right option; the first wrong one; a position not there, two at once, a foreign field."""
        right = next(place for place, option in enumerate(self.options) if option.right)
        wrong = next(place for place, option in enumerate(self.options) if not option.right)
        invalid: tuple[Values, ...] = (
            {ANSWER: [str(len(self.options))]},
            {ANSWER: ["first"]},
            {ANSWER: ["0", "1"]},
            {"other": ["0"]},
        )
        return Examples({ANSWER: [str(right)]}, {ANSWER: [str(wrong)]}, invalid)

    def pieces(self) -> Iterable[str]:
        """Option texts and feedback."""
        return choices.option_pieces(self.options)
