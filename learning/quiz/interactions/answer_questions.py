"""Answer the questions: a case, told in the prompt, and questions of other kinds on it, each with its own points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz.answers import fault
from learning.quiz.compound import Compound, Subquestion, read_parts
from learning.quiz.interaction import Block
from learning.quiz.numbers import plain


@dataclass(frozen=True, slots=True)
class AnswerQuestions(Compound):
    """The parts are questions of their own, each with title, id, explanation and source."""

    NAME: ClassVar[str] = "answer_questions"
    INSTRUCTION: ClassVar[str] = "Answer the questions:"
    LABELS: ClassVar[tuple[str, ...]] = ()
    SUBHEADS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parse(cls, block: Block) -> tuple[AnswerQuestions | None, list[Problem]]:
        """Take the parts as read; `no-parts`, `line-unread`."""
        stray = next((line for line in block.lines if line.text.strip()), None)
        problems = []
        if stray is not None:
            detail = f'this stands between "{cls.INSTRUCTION}" and the first question: move the case above that line'
            problems.append(fault(stray.number, "line-unread", detail))
        if not block.sections:
            detail = 'the case has no question: write "### Your question {#its-id}" below, and its instruction'
            problems.append(fault(block.line, "no-parts", detail))
        parts = read_parts(block.sections)
        return (None if problems or parts is None else cls(parts)), problems

    def dump(self) -> str:
        """Write the questions, each as it would stand alone."""
        return "".join(_written(part) for part in self.parts)


def _written(part: Subquestion) -> str:
    prompt = f"{part.prompt}\n\n" if part.prompt else ""
    points = "" if part.points == 1 else f"Points: {plain(part.points)}\n"
    return (
        f"### {part.title} {{#{part.id}}}\n\n{prompt}{part.interaction.INSTRUCTION}\n{part.interaction.dump()}\n"
        f"{points}Explanation: {part.explanation}\nSource: {part.source}\n\n"
    )
