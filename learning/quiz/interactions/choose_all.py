"""Choose all that apply: each right option chosen wins a share, each wrong one takes a share away again."""

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
class ChooseAll:
    """Options in the order of the text; one or more of them are right."""

    options: tuple[Option, ...]

    NAME: ClassVar[str] = "choose_all"
    INSTRUCTION: ClassVar[str] = "Choose all that apply:"
    LABELS: ClassVar[tuple[str, ...]] = ()
    SUBHEADS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parse(cls, block: Block) -> tuple[ChooseAll | None, list[Problem]]:
        """Read the options; `none-right`, `no-options`, `option-repeated` and those of the lines."""
        sections, problems = answers.read_answers(block)
        found = sections[""]
        problems += answers.check_choices(found, block.line, f'"{cls.INSTRUCTION}"')
        problems += answers.check_some_right(found, block.line, f'"{cls.INSTRUCTION}"')
        return (None if problems else cls(answers.options_of(found))), problems

    def dump(self) -> str:
        """Write the options."""
        return answers.write_answers(self.options)

    @property
    def field_names(self) -> tuple[str, ...]:
        """One field of check boxes."""
        return (ANSWER,)

    def _shown(self, order: Order) -> tuple[int, ...]:
        return order.places(len(self.options), ANSWER)

    def read(self, values: Values, order: Order) -> tuple[Response | None, list[Problem]]:
        """Read the positions chosen."""
        places, problems = choices.read_places(values, ANSWER, self._shown(order), several=True)
        problems += choices.undeclared(values, self.field_names)
        return (None if problems else choices.kept(answer=places)), problems

    def form_values(self, response: Response, order: Order) -> Values:
        """Return the positions of the options chosen."""
        return {ANSWER: choices.form_places(response, ANSWER, self._shown(order))}

    def is_complete(self, response: Response) -> bool:
        """True when at least one option is chosen."""
        return bool(choices.chosen_places(response, ANSWER, len(self.options)))

    def grade(self, response: Response) -> Outcome:
        """(Right chosen - wrong chosen) / number right, never below 0: so that ticking everything does not pay."""
        chosen = choices.chosen_places(response, ANSWER, len(self.options))
        if not chosen:
            return UNANSWERED
        right = sum(option.right for option in self.options)
        hits = sum(self.options[place].right for place in chosen)
        parts = tuple(
            Part(ANSWER, option.right == (place in chosen), str(place)) for place, option in enumerate(self.options)
        )
        share = max(Fraction(0), Fraction(hits - (len(chosen) - hits), right))
        return Outcome(share, True, parts, choices.feedback_of(self.options, chosen))

    def view(self, order: Order, response: Response) -> View:
        """Show the options shuffled."""
        words = [option.text for option in self.options]
        return View(self.NAME, (choices.view_field(ANSWER, "many", words, self._shown(order), response),))

    def reveal(self, response: Response, order: Order) -> Reveal:
        """Name the right options and those chosen."""
        field = choices.reveal_field(ANSWER, "many", self.options, self._shown(order), response)
        return Reveal(self.NAME, (field,))

    def examples(self, order: Order) -> Examples:
        """All right ones; a wrong one (one right one, if all are); a position not there, one twice, a foreign field."""
        right = [str(place) for place, option in enumerate(self.options) if option.right]
        wrong = [str(place) for place, option in enumerate(self.options) if not option.right]
        invalid: tuple[Values, ...] = (
            {ANSWER: ["0", str(len(self.options))]},
            {ANSWER: ["0", "0"]},
            {"other": ["0"]},
        )
        return Examples({ANSWER: right}, {ANSWER: wrong[:1] or right[:1]}, invalid)

    def pieces(self) -> Iterable[str]:
        """Option texts and feedback."""
        return choices.option_pieces(self.options)
