"""Long answer: a text that a trainer marks by a rubric. Its words are counted and told; no count is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz import choices
from learning.quiz.answers import fault
from learning.quiz.interaction import Block, Examples, Label, Response
from learning.quiz.marked import MODEL_ANSWER, SUBHEAD, Marked, read_rubric, write_rubric
from learning.quiz.showing import Field, Reveal, RevealedField, Values, View
from learning.quiz.shuffling import Order
from learning.quiz.word_count import UNBOUNDED, WORDS_LIMIT, Bounds, count_words, read_bounds

ANSWER = "answer"
LIMIT = 20_000
"""Characters of an answer."""


@dataclass(frozen=True, slots=True)
class LongAnswer(Marked):
    """`bounds` are the words asked for."""

    bounds: Bounds = UNBOUNDED

    NAME: ClassVar[str] = "long_answer"
    INSTRUCTION: ClassVar[str] = "Long answer:"
    LABELS: ClassVar[tuple[str, ...]] = ("Words", MODEL_ANSWER)
    SUBHEADS: ClassVar[tuple[str, ...]] = (SUBHEAD,)

    @classmethod
    def parse(cls, block: Block) -> tuple[LongAnswer | None, list[Problem]]:
        """Read bounds, model answer and rubric; `words-bad` and those of the rubric."""
        rubric, problems = read_rubric(block)
        bounds, bad = _read_bounds(block.labels.get("Words"))
        problems += bad
        model = block.labels.get(MODEL_ANSWER)
        if problems or rubric is None:
            return None, problems
        return cls(rubric, model.text if model else "", bounds), []

    def dump(self) -> str:
        """Write the bounds, the model answer, the rubric."""
        words = f"Words: {self.bounds.words()}\n" if self.bounds else ""
        model = f"{MODEL_ANSWER}: {self.model_answer}\n" if self.model_answer else ""
        return f"{words}{model}{write_rubric(self.rubric)}"

    @property
    def field_names(self) -> tuple[str, ...]:
        """One text field."""
        return (ANSWER,)

    def read(self, values: Values, order: Order) -> tuple[Response | None, list[Problem]]:
        """Keep the text as typed; a line ends in one way, however the browser sent it."""
        text, problems = choices.one_text(_with_plain_ends(values), ANSWER, LIMIT)
        problems += choices.undeclared(values, self.field_names)
        return (None if problems else choices.kept(answer=[text] if text else [])), problems

    def form_values(self, response: Response, order: Order) -> Values:
        """Return the text as typed."""
        return {ANSWER: tuple(response.get(ANSWER, ()))}

    def is_complete(self, response: Response) -> bool:
        """True when something was written, however long: the number of words is for the writer and the trainer."""
        return bool(_written(response))

    def view(self, order: Order, response: Response) -> View:
        """Show a large field with the count of words, and what the answer is going to be marked by."""
        text = _written(response)
        count = count_words(text)
        field = Field(
            ANSWER, "long", (), tuple(response.get(ANSWER, ())), str(count) if text else "", "", LIMIT,
            bounds=self.bounds,
        )  # fmt: skip
        return View(self.NAME, (field,), doubt=self.bounds.doubt(count) if text else "", rubric=self.rubric)

    def reveal(self, response: Response, order: Order) -> Reveal:
        """Tell what was written, and the model answer."""
        field = RevealedField(ANSWER, "long", tuple(response.get(ANSWER, ())), (), is_right=False)
        return Reveal(self.NAME, (field,), rubric=self.rubric, model_answer=self.model_answer)

    def examples(self, order: Order) -> Examples:
        """Two texts, of which no machine can say which is right; one too long, two at once, a foreign field."""
        invalid: tuple[Values, ...] = ({ANSWER: ["x" * (LIMIT + 1)]}, {ANSWER: ["a", "b"]}, {"other": ["a"]})
        return Examples({ANSWER: ["Yes, for these reasons:\nfirst."]}, {ANSWER: ["No."]}, invalid)


def _with_plain_ends(values: Values) -> Values:
    return {name: [text.replace("\r\n", "\n") for text in values[name]] for name in values}


def _written(response: Response) -> str:
    given = response.get(ANSWER, ())
    return given[0].strip() if len(given) == 1 else ""


def _read_bounds(label: Label | None) -> tuple[Bounds, list[Problem]]:
    found = read_bounds(label.text) if label else UNBOUNDED
    if found is None and label is not None:
        examples = '"150 to 300", "up to 300" or "at least 150"'
        detail = f"write how many words are asked for, {WORDS_LIMIT} at most: {examples}"
        return UNBOUNDED, [fault(label.line, "words-bad", detail)]
    return found or UNBOUNDED, []
