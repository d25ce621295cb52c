"""One question of a quiz file: its text to a value and back. What surrounds the questions is read in `source`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.kernel.ids import is_slug
from learning.kernel.problems import Problem
from learning.quiz import labels as labelled
from learning.quiz.answers import BOX, LIST_LIKE, fault
from learning.quiz.interaction import Block, Interaction, Line
from learning.quiz.interactions.types import BY_INSTRUCTION, FORMAT_INSTRUCTIONS, INSTRUCTIONS
from learning.quiz.labels import Labels
from learning.quiz.questions import Question

HEADING = re.compile(r"##(?!#)(.*)\Z", re.DOTALL)
HEADING_ID = re.compile(r"(.*?)\{#([^{}]*)\}\Z", re.DOTALL)
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)\Z", re.DOTALL)
BOX_LIKE = re.compile(r"\s*[-*+]?\s*\[[^\]]?\]")
QUESTION_LIMIT = 20_000
"""Characters of one question."""


def lines_of(text: str, first_line: int) -> list[Line]:
    """Split a text into numbered lines, without their ends."""
    return [Line(number, line.rstrip("\r")) for number, line in enumerate(text.split("\n"), start=first_line)]


def fenced(lines: Sequence[Line]) -> tuple[set[int], int | None]:
    """Return the numbers of lines inside code blocks, and the line of a code block that is never closed."""
    inside: set[int] = set()
    pending: list[int] = []
    mark = ""
    for line in lines:
        found = FENCE.match(line.text)
        if mark:
            pending.append(line.number)
            if found and found[1][0] == mark[0] and len(found[1]) >= len(mark) and not found[2].strip():
                inside.update(pending)
                pending, mark = [], ""
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            pending, mark = [line.number], found[1]
    return inside, (pending[0] if mark else None)


def parse_question(text: str, first_line: int = 1) -> tuple[Question | None, list[Problem]]:
    """Read one question, from its heading on. None when there is an error; problems carry the line in the file."""
    if len(text) > QUESTION_LIMIT:
        detail = f"the question is over {QUESTION_LIMIT} characters: shorten it, or move text to a lesson"
        return None, [fault(first_line, "question-too-long", detail)]
    lines = lines_of(text, first_line)
    title, question_id, problems = read_heading(lines[0])
    inside, _ = fenced(lines)
    found = _find_instruction(lines[1:], inside)
    prompt, bad = _prompt(found.prompt, inside)
    problems += found.problems(first_line) + (bad if found.instruction else [])
    kind = BY_INSTRUCTION.get(found.instruction.text.strip()) if found.instruction else None
    if kind is None or found.instruction is None:
        return None, problems
    block, labels = _split(found.rest, kind, found.instruction.number)
    interaction, bad = kind.parse(block)
    details, missing = labelled.read_details(labels, first_line)
    problems += bad + labels.problems + missing
    if problems or interaction is None:
        return None, problems
    return Question(
        question_id,
        title,
        prompt,
        interaction,
        labels.text("Explanation"),
        labels.text("Source"),
        details.points,
        details.outcome,
        details.tags,
        labels.text("Hint"),
        details.hint_cost_percent,
        labels.text("Read again"),
        details.shuffle,
        first_line,
        text,
    ), []


def dump_question(question: Question) -> str:
    """Write a question in its plain form; as it was read, byte for byte, when nothing in it was changed since."""
    if question.raw and parse_question(question.raw)[0] == question:
        return question.raw
    prompt = f"{question.prompt}\n\n" if question.prompt else ""
    return (
        f"## {question.title} {{#{question.id}}}\n\n{prompt}{question.interaction.INSTRUCTION}\n"
        f"{question.interaction.dump()}\n{labelled.write_labels(question)}\n"
    )


def read_heading(line: Line) -> tuple[str, str, list[Problem]]:
    """Return title and id of a question's heading, "" where missing, and the problems."""
    found = HEADING.match(line.text)
    text = (found[1] if found else line.text).strip()
    marked = HEADING_ID.match(text)
    title, question_id = (marked[1].strip(), marked[2]) if marked else (text, "")
    problems = []
    if not title:
        problems.append(fault(line.number, "title-missing", "the heading has no text: write the question there"))
    if not marked or not question_id:
        detail = 'the question has no id: end its heading with one, such as "{#how-many}"'
        problems.append(fault(line.number, "id-missing", detail))
    elif not is_slug(question_id):
        detail = f'"{question_id}" is no id: use lower-case Latin letters, digits and single hyphens, 60 at most'
        problems.append(fault(line.number, "id-bad", detail))
    return title, question_id, problems


@dataclass(frozen=True)
class _Found:
    """A question's lines, parted at its instruction."""

    prompt: list[Line]
    instruction: Line | None
    rest: list[Line]
    second: Line | None = None

    def problems(self, heading: int) -> list[Problem]:
        """Say what is wrong with the instruction."""
        if self.instruction is None:
            return [_no_instruction(self.prompt, heading)]
        answers = [line for line in self.prompt if BOX.match(line.text.rstrip())]
        text = self.instruction.text.strip()
        problems = []
        if answers:
            detail = f'this answer stands before "{text}": move it below that line'
            problems.append(fault(answers[0].number, "no-instruction", detail))
        if self.second is not None:
            detail = f'the question has "{text}" already: remove one of the two lines, or begin a new question'
            problems.append(fault(self.second.number, "two-instructions", detail))
        if text not in BY_INSTRUCTION:
            known = ", ".join(f'"{each}"' for each in BY_INSTRUCTION)
            detail = f'questions with "{text}" cannot be used yet: use one of {known}'
            problems.append(fault(self.instruction.number, "type-later", detail))
        return problems


def _find_instruction(lines: Sequence[Line], inside: set[int]) -> _Found:
    places = [
        index for index, line in enumerate(lines) if line.text.strip() in INSTRUCTIONS and line.number not in inside
    ]
    if not places:
        return _Found(list(lines), None, [])
    first = places[0]
    # The kinds to come hold questions of their own below `###`; so a second instruction is theirs to judge.
    flat = lines[first].text.strip() in BY_INSTRUCTION
    second = lines[places[1]] if len(places) > 1 and flat else None
    rest = [line for index, line in enumerate(lines) if index > first and (index not in places or not flat)]
    return _Found(list(lines[:first]), lines[first], rest, second)


def _no_instruction(lines: Sequence[Line], heading: int) -> Problem:
    known = ", ".join(f'"{text}"' for text in BY_INSTRUCTION)
    before: Line | None = None
    for line in lines:
        text = line.text.strip()
        close = difflib.get_close_matches(text, FORMAT_INSTRUCTIONS, 1, 0.75) if 4 < len(text) < 40 else []
        if close:
            detail = f'"{text}" is no instruction: did you mean "{close[0]}"?'
            return fault(line.number, "unknown-instruction", detail)
        if BOX_LIKE.match(line.text):
            if before and before.text.rstrip().endswith(":") and len(before.text) < 60:
                detail = f'"{before.text.strip()}" is no instruction: write one of {known}'
                return fault(before.number, "unknown-instruction", detail)
            return fault(line.number, "no-instruction", f"an answer without an instruction above: write one of {known}")
        before = line if text else before
    return fault(heading, "no-instruction", f"the question has no instruction: write one of {known} above its answers")


def _prompt(lines: Sequence[Line], inside: set[int]) -> tuple[str, list[Problem]]:
    problems = []
    for line in lines:
        label = labelled.label_at(line.text)
        if label and line.number not in inside:
            detail = f'"{label[0]}:" stands above the instruction, where it does nothing: move it below the answers'
            problems.append(fault(line.number, "label-early", detail))
    texts = [line.text for line in lines]
    while texts and not texts[0].strip():
        texts.pop(0)
    return "\n".join(texts).rstrip(), problems


def _split(lines: Sequence[Line], kind: type[Interaction], instruction_line: int) -> tuple[Block, Labels]:
    """Part the lines below the instruction into labels, which run to the next blank line, and the kind's own lines."""
    labels = Labels((*labelled.COMMON, *kind.LABELS), kind.INSTRUCTION)
    own: list[Line] = []
    barriers: list[int] = []
    running: tuple[str, str, list[str], int] | None = None
    for line in [*lines, Line(0, "")]:
        start = labelled.label_at(line.text)
        belongs = running is not None and start is None and _continues(line)
        if running is not None and belongs:
            running[2].append(line.text)
            continue
        if running is not None:
            labels.add(running[0], running[1], "\n".join(running[2]), running[3])
            running = None
        if start is not None:
            running = (start[0], start[1], [start[2]], line.number)
            barriers.append(line.number)
        elif line.text.rstrip() not in kind.SUBHEADS and not LIST_LIKE.match(line.text) and _label_like(line):
            labels.unknown(line)
            barriers.append(line.number)
        else:
            own.append(line)
    special = {name: label for name, label in labels.found.items() if name in kind.LABELS and label.text}
    return Block(instruction_line, tuple(own[:-1]), special, tuple(barriers)), labels


def _continues(line: Line) -> bool:
    text = line.text
    return bool(text.strip()) and not (
        BOX_LIKE.match(text) or text.lstrip().startswith(">") or labelled.nearly_label(text)
    )


def _label_like(line: Line) -> bool:
    return labelled.LABEL_LIKE.match(line.text) is not None and not line.text.lstrip().startswith(">")
