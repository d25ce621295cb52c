"""One question of a quiz file: its text to a value and back. What surrounds the questions is read in `source`."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from learning.kernel.problems import Problem
from learning.quiz import labels as labelled
from learning.quiz.answer_part import fenced, find_instruction, lines_of, read_heading, read_prompt, split
from learning.quiz.answers import fault
from learning.quiz.drawn_check import text_problems
from learning.quiz.interactions.types import BY_INSTRUCTION, PARTS
from learning.quiz.marked import usual_points
from learning.quiz.questions import Question
from learning.quiz.sections import explains_by_part, points_of, read_sections

HEADING = re.compile(r"##(?!#)(.*)\Z", re.DOTALL)
ODD_HEADING = re.compile(r"(?:#|#{3,6}) +\S")
QUESTION_LIMIT = 20_000
"""Characters of one question."""


def parse_question(text: str, first_line: int = 1) -> tuple[Question | None, list[Problem]]:
    """Read one question, from its heading on. None when there is an error; problems carry the line in the file."""
    if len(text) > QUESTION_LIMIT:
        detail = f"the question is over {QUESTION_LIMIT} characters: shorten it, or move text to a lesson"
        return None, [fault(first_line, "question-too-long", detail)]
    lines = lines_of(text, first_line)
    title, question_id, problems = read_heading(lines[0])
    inside, _ = fenced(lines)
    found = find_instruction(lines[1:], inside)
    kind = BY_INSTRUCTION.get(found.instruction.text.strip()) if found.instruction else None
    odd = next((line for line in found.rest if ODD_HEADING.match(line.text) and line.number not in inside), None)
    if odd is not None and kind is not None and kind not in PARTS:
        detail = 'a question begins with two signs and a space, "## text {#its-id}": write this heading so'
        return None, [*problems, fault(odd.number, "heading-level", detail)]
    prompt, bad = read_prompt(found.prompt, inside)
    problems += found.problems(first_line) + (bad if found.instruction else [])
    if kind is None or found.instruction is None:
        return None, problems
    if kind in PARTS:
        block, labels, bad = read_sections(found.rest, kind, found.instruction.number, inside)
        problems += bad
    else:
        block, labels = split(found.rest, kind, found.instruction.number, labelled.COMMON)
    interaction, bad = kind.parse(block)
    details, missing = labelled.read_details(labels, first_line, required=not explains_by_part(kind))
    problems += bad + labels.problems + missing
    if problems or interaction is None:
        return None, problems
    question = Question(
        question_id,
        title,
        prompt,
        interaction,
        labels.text("Explanation"),
        labels.text("Source"),
        points_of(block) if explains_by_part(kind) else details.points or usual_points(interaction),
        details.outcome,
        details.tags,
        labels.text("Hint"),
        details.hint_cost_percent,
        labels.text("Read again"),
        details.shuffle,
        first_line,
        text,
    )
    problems = text_problems(question)
    return (None if problems else question), problems


def dump_question(question: Question) -> str:
    """Write a question in its plain form; as it was read, byte for byte, when nothing in it was changed since."""
    if question.raw and parse_question(question.raw)[0] == question:
        return question.raw
    prompt = f"{question.prompt}\n\n" if question.prompt else ""
    head = f"## {question.title} {{#{question.id}}}\n\n{prompt}{question.interaction.INSTRUCTION}\n"
    if explains_by_part(type(question.interaction)):
        return f"{head}{labelled.write_labels(replace(question, points=Decimal(1)))}\n{question.interaction.dump()}"
    return f"{head}{question.interaction.dump()}\n{labelled.write_labels(question)}\n"
