"""True or false, and why: half of the share for the truth value, half for the reason, which counts only with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz import answers, choices
from learning.quiz.answers import Answer, Option
from learning.quiz.interaction import UNANSWERED, Block, Examples, Outcome, Part, Response
from learning.quiz.showing import Reveal, Values, View
from learning.quiz.shuffling import Order

ANSWER, REASON = "answer", "reason"
BECAUSE = "Because:"


@dataclass(frozen=True, slots=True)
class TrueFalse:
    """`options` are True and False in the order of the text, never shuffled; `reasons` may be none."""

    options: tuple[Option, ...]
    reasons: tuple[Option, ...] = ()

    NAME: ClassVar[str] = "true_false"
    INSTRUCTION: ClassVar[str] = "True or false:"
    LABELS: ClassVar[tuple[str, ...]] = ()
    SUBHEADS: ClassVar[tuple[str, ...]] = (BECAUSE,)

    @classmethod
    def parse(cls, block: Block) -> tuple[TrueFalse | None, list[Problem]]:
        """Read the pair and the reasons; `true-false-pair`, `because-key` and those of the lines."""
        sections, problems = answers.read_answers(block, cls.SUBHEADS)
        problems += _check_pair(sections[""], block.line)
        if BECAUSE in sections:
            problems += _check_reasons(sections[BECAUSE], block.line)
        pair, reasons = answers.options_of(sections[""]), answers.options_of(sections.get(BECAUSE, ()))
        return (None if problems else cls(pair, reasons)), problems

    def dump(self) -> str:
        """Write the pair, then the reasons."""
        reasons = f"{BECAUSE}\n{answers.write_answers(self.reasons)}" if self.reasons else ""
        return answers.write_answers(self.options) + reasons

    @property
    def field_names(self) -> tuple[str, ...]:
        """Radio buttons for the truth value and, if asked, for the reason."""
        return (ANSWER, REASON) if self.reasons else (ANSWER,)

    def _shown(self, order: Order) -> tuple[int, ...]:
        return order.places(len(self.reasons), REASON)

    def read(self, values: Values, order: Order) -> tuple[Response | None, list[Problem]]:
        """Read the truth value and the reason; either may be missing."""
        truth, problems = choices.read_places(values, ANSWER, (0, 1), several=False)
        reason, bad = (
            choices.read_places(values, REASON, self._shown(order), several=False) if self.reasons else ([], [])
        )
        problems += bad + choices.undeclared(values, self.field_names)
        return (None if problems else choices.kept(answer=truth, reason=reason)), problems

    def form_values(self, response: Response, order: Order) -> Values:
        """Return both positions."""
        truth = {ANSWER: choices.form_places(response, ANSWER, (0, 1))}
        return truth | ({REASON: choices.form_places(response, REASON, self._shown(order))} if self.reasons else {})

    def is_complete(self, response: Response) -> bool:
        """True when the truth value and, if asked, a reason are chosen."""
        truth, reason = self._chosen(response)
        return truth is not None and (reason is not None or not self.reasons)

    def _chosen(self, response: Response) -> tuple[int | None, int | None]:
        truth = choices.chosen_place(response, ANSWER, 2)
        return truth, choices.chosen_place(response, REASON, len(self.reasons))

    def grade(self, response: Response) -> Outcome:
        """Half and half; without reasons, all for the truth value. A right reason for a wrong answer wins nothing."""
        truth, reason = self._chosen(response)
        if truth is None and reason is None:
            return UNANSWERED
        true = truth is not None and self.options[truth].right
        because = reason is not None and self.reasons[reason].right
        share = Fraction(true + (true and because), 2) if self.reasons else Fraction(true)
        parts = [Part(ANSWER, true, "" if truth is None else str(truth))]
        if self.reasons:
            parts.append(Part(REASON, because, "" if reason is None else str(reason)))
        feedback = choices.feedback_of(self.options, [] if truth is None else [truth])
        feedback += choices.feedback_of(self.reasons, [] if reason is None else [reason])
        return Outcome(share, True, tuple(parts), feedback)

    def view(self, order: Order, response: Response) -> View:
        """Show True and False as written, the reasons shuffled."""
        pair = choices.view_field(ANSWER, "one", [option.text for option in self.options], (0, 1), response)
        words = [option.text for option in self.reasons]
        reasons = [choices.view_field(REASON, "one", words, self._shown(order), response)] if self.reasons else []
        return View(self.NAME, (pair, *reasons))

    def reveal(self, response: Response, order: Order) -> Reveal:
        """Name the truth and the right reason."""
        pair = choices.reveal_field(ANSWER, "one", self.options, (0, 1), response)
        if not self.reasons:
            return Reveal(self.NAME, (pair,))
        reasons = choices.reveal_field(REASON, "one", self.reasons, self._shown(order), response)
        return Reveal(self.NAME, (pair, reasons))

    def examples(self, order: Order) -> Examples:
        """Both right; truth wrong but reason right; positions not there, two at once, a foreign field."""
        right, wrong = (0, 1) if self.options[0].right else (1, 0)
        reason = [str(place) for place, option in enumerate(self.reasons) if option.right]
        invalid: list[Values] = [{ANSWER: ["2"]}, {ANSWER: ["True"]}, {ANSWER: ["0", "1"]}, {"other": ["0"]}]
        invalid.append({ANSWER: ["0"], REASON: [str(len(self.reasons))]})
        return Examples(
            choices.kept(answer=[str(right)], reason=reason),
            choices.kept(answer=[str(wrong)], reason=reason),
            tuple(invalid),
        )

    def pieces(self) -> Iterable[str]:
        """Texts and feedback of the pair and of the reasons."""
        return choices.option_pieces((*self.options, *self.reasons))


def _check_pair(found: list[Answer], line: int) -> list[Problem]:
    texts = sorted(answer.option.text for answer in found)
    if texts != ["False", "True"] or sum(answer.option.right for answer in found) != 1:
        detail = 'one of True and False must be right: write "- [x] True" and "- [ ] False", or the other way round'
        return [answers.fault(found[-1].line if found else line, "true-false-pair", detail)]
    return []


def _check_reasons(found: list[Answer], line: int) -> list[Problem]:
    if len(found) < 2 or sum(answer.option.right for answer in found) != 1:
        detail = '"Because:" needs two reasons or more: write them below it, with [x] in the box of exactly one'
        return [answers.fault(found[-1].line if found else line, "because-key", detail)]
    return answers.check_choices(found, line, f'"{BECAUSE}"')
