"""What a quiz tells the course that holds it."""

from __future__ import annotations

from collections.abc import Iterable

from learning.courses.course import Need
from learning.courses.kinds import Entry
from learning.kernel.problems import Problem
from learning.quiz.compound import Compound
from learning.quiz.questions import Question, Quiz
from learning.quiz.source import parse, parse_bank, setting_lines

MINUTES_PER_QUESTION = 1
"""Working time where the quiz says none and has no time limit."""


def read_entry(text: str) -> tuple[Entry | None, list[Problem]]:
    """Read a quiz file for its course: None when there is an error, with all problems of the text alone."""
    quiz, problems = parse(text)
    return (_entry(quiz) if quiz else None), problems


def read_bank(text: str) -> tuple[Entry | None, list[Problem]]:
    """Read a bank file for its course: None when there is an error, with all problems of the text alone."""
    bank, problems = parse_bank(text)
    if bank is None:
        return None, problems
    own_ids, uses = _ids(bank.questions), _references(bank.questions)
    return Entry(bank.settings.id, bank.settings.title, own_ids=own_ids, uses=uses), problems


def _entry(quiz: Quiz) -> Entry:
    settings = quiz.settings
    facts = {"purpose": settings.purpose, "questions": str(quiz.asks)}
    uses = _references(quiz.questions)
    if settings.gain_over:
        uses = (("activity", settings.gain_over, setting_lines(quiz).get("gain_over", 1)), *uses)
    return Entry(
        id=settings.id,
        title=settings.title,
        minutes=settings.minutes or settings.time_limit or quiz.asks * MINUTES_PER_QUESTION,
        need=Need.SUBMITTED if settings.pass_mark is None else Need.PASSED,
        optional=settings.optional,
        outcomes=tuple(sorted({question.outcome for question in quiz.questions if question.outcome})),
        own_ids=_ids(quiz.questions),
        uses=uses,
        facts=facts | ({"draw_from": "\n".join(settings.draw_from)} if settings.draw_from else {}),
    )


def _ids(questions: Iterable[Question]) -> tuple[tuple[str, int], ...]:
    return tuple(own for question in questions for own in _own_ids(question))


def _references(questions: Iterable[Question]) -> tuple[tuple[str, str, int], ...]:
    return tuple(use for question in questions for use in _uses(question))


def _own_ids(question: Question) -> list[tuple[str, int]]:
    """Return the question's id, and those of its parts, with their lines."""
    parts = question.interaction.parts if isinstance(question.interaction, Compound) else ()
    inner = [(part.id, line_of(question, f"{{#{part.id}}}")) for part in parts if part.id]
    return [(question.id, question.line), *inner]


def _uses(question: Question) -> list[tuple[str, str, int]]:
    uses = [("outcome", question.outcome, _label_line(question, "Outcome"))] if question.outcome else []
    if question.read_again_target:
        uses.append(("activity", question.read_again_target.partition("#")[0], _label_line(question, "Read again")))
    return uses


def _label_line(question: Question, label: str) -> int:
    lines = question.raw.split("\n")
    return question.line + next((number for number, line in enumerate(lines) if line.startswith(f"{label}:")), 0)


def sources_of(question: Question) -> list[str]:
    """Return the sources of a question: its own, or those of its parts."""
    parts = question.interaction.parts if isinstance(question.interaction, Compound) else ()
    return [source for source in (question.source, *(part.source for part in parts)) if source]


def line_of(question: Question, piece: str) -> int:
    """Return the line in the file of one of a question's texts; the question's own line where it cannot be told."""
    first = piece.split("\n", 1)[0]
    lines = question.raw.split("\n")
    return question.line + next((number for number, line in enumerate(lines) if first and first in line), 0)
