"""The lines of a question: what is heading, prompt, instruction, label, and what is left for the kind to read."""

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
from learning.quiz.interactions.types import BY_INSTRUCTION, PARTS
from learning.quiz.labels import Labels

HEADING_ID = re.compile(r"(.*?)\{#([^{}]*)\}\Z", re.DOTALL)
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)\Z", re.DOTALL)
BOX_LIKE = re.compile(r"\s*[-*+]?\s*\[[^\]]?\]")


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


def read_heading(line: Line) -> tuple[str, str, list[Problem]]:
    """Return title and id of a question's heading, "" where missing, and the problems."""
    text = line.text.lstrip("#").strip()
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
class Found:
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
        return problems


def find_instruction(lines: Sequence[Line], inside: set[int]) -> Found:
    """Part the lines of a question, below its heading, at its instruction; lines in code blocks are passed over."""
    places = [
        index for index, line in enumerate(lines) if line.text.strip() in BY_INSTRUCTION and line.number not in inside
    ]
    if not places:
        return Found(list(lines), None, [])
    first = places[0]
    # A kind with parts holds questions of its own: a second instruction is theirs.
    flat = BY_INSTRUCTION[lines[first].text.strip()] not in PARTS
    second = lines[places[1]] if len(places) > 1 and flat else None
    rest = [line for index, line in enumerate(lines) if index > first and (index not in places or not flat)]
    return Found(list(lines[:first]), lines[first], rest, second)


def _no_instruction(lines: Sequence[Line], heading: int) -> Problem:
    known = ", ".join(f'"{text}"' for text in BY_INSTRUCTION)
    before: Line | None = None
    for line in lines:
        text = line.text.strip()
        close = difflib.get_close_matches(text, BY_INSTRUCTION, 1, 0.75) if 4 < len(text) < 40 else []
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


def read_prompt(lines: Sequence[Line], inside: set[int]) -> tuple[str, list[Problem]]:
    """Return what stands above the instruction, without empty lines around it, and the labels that are lost there."""
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


def split(
    lines: Sequence[Line], kind: type[Interaction], line: int, allowed: Sequence[str], *, prose: bool = False
) -> tuple[Block, Labels]:
    """Part the lines below the instruction into labels, which run to the next blank line, and the kind's own lines.

    `line` is the instruction's; `allowed` are the common labels that may stand here; `prose`: the own lines are a
    text, in which a colon makes no label.
    """
    labels = Labels((*allowed, *kind.LABELS), kind.INSTRUCTION)
    own: list[Line] = []
    barriers: list[int] = []
    running: tuple[str, str, list[str], int] | None = None
    for each in [*lines, Line(0, "")]:
        start = labelled.label_at(each.text)
        belongs = running is not None and start is None and each.text.rstrip() not in kind.SUBHEADS and _continues(each)
        if running is not None and belongs:
            running[2].append(each.text)
            continue
        if running is not None:
            labels.add(running[0], running[1], "\n".join(running[2]), running[3])
            running = None
        if start is not None:
            running = (start[0], start[1], [start[2]], each.number)
            barriers.append(each.number)
        elif each.text.rstrip() not in kind.SUBHEADS and not LIST_LIKE.match(each.text) and _label_like(each, prose):
            labels.unknown(each)
            barriers.append(each.number)
        else:
            own.append(each)
    special = {name: label for name, label in labels.found.items() if name in kind.LABELS and label.text}
    return Block(line, tuple(own[:-1]), special, tuple(barriers)), labels


def _continues(line: Line) -> bool:
    text = line.text
    return bool(text.strip()) and not (
        BOX_LIKE.match(text) or text.lstrip().startswith(">") or labelled.nearly_label(text)
    )


def _label_like(line: Line, prose: bool) -> bool:
    if line.text.lstrip().startswith(">"):
        return False
    return bool(labelled.nearly_label(line.text)) if prose else labelled.LABEL_LIKE.match(line.text) is not None
