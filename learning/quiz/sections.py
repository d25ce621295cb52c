"""The parts of a question, each below its own `###` heading: the gaps of a text, the questions of a case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from learning.kernel.problems import Problem
from learning.quiz import labels as labelled
from learning.quiz.answer_part import Found, find_instruction, read_heading, read_prompt, split
from learning.quiz.answers import fault
from learning.quiz.interaction import Block, Interaction, Line, Section
from learning.quiz.interactions.fill_the_gaps import FillTheGaps
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.interactions.types import BY_INSTRUCTION, PARTS
from learning.quiz.labels import Labels

SECTION = re.compile(r"###(?!#)(.*)\Z", re.DOTALL)
OF_PART = ("Points", "Explanation", "Source")


def explains_by_part(kind: type[Interaction]) -> bool:
    """True for a kind whose parts have points, explanations and sources of their own."""
    return kind in PARTS and kind is not FillTheGaps


def points_of(block: Block) -> Decimal:
    """Add the points of all parts."""
    return sum((section.points for section in block.sections), Decimal(0))


def read_sections(
    lines: Sequence[Line], kind: type[Interaction], line: int, inside: set[int]
) -> tuple[Block, Labels, list[Problem]]:
    """Read what stands below the instruction at `line` of a kind with parts: its own lines, its labels, its parts.

    The common labels below a gap belong to the question; those below a question of a case belong to that one.
    """
    starts = [index for index, each in enumerate(lines) if SECTION.match(each.text) and each.number not in inside]
    own = tuple(label for label in labelled.COMMON if not explains_by_part(kind) or label != "Points")
    block, labels = split(lines[: starts[0]] if starts else lines, kind, line, own, prose=True)
    sections, problems = [], list[Problem]()
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        section, part_labels, bad = _section(lines[start:end], kind, inside)
        problems += bad + part_labels.problems
        if not explains_by_part(kind):
            _lift(part_labels, labels)
        sections.append(section)
    return Block(block.line, block.lines, block.labels, block.barriers, tuple(sections)), labels, problems


def _section(lines: Sequence[Line], kind: type[Interaction], inside: set[int]) -> tuple[Section, Labels, list[Problem]]:
    heading, by_part = lines[0], explains_by_part(kind)
    title, part_id, problems = read_heading(heading) if by_part else (heading.text[3:].strip(), "", [])
    found = find_instruction(lines[1:], inside)
    prompt, bad = read_prompt(found.prompt, inside)
    problems += found.problems(heading.number) + (bad if found.instruction else [])
    inner = _inner(kind, found, problems)
    if inner is None or found.instruction is None:
        return Section(heading.number, title, None), Labels((), ""), problems
    if prompt and not by_part:
        detail = "a gap has its answers only: move this text above the first gap"
        problems.append(fault(heading.number, "line-unread", detail))
    allowed = OF_PART if by_part else labelled.COMMON
    block, labels = split(found.rest, inner, found.instruction.number, allowed)
    interaction, bad = inner.parse(block)
    if not by_part and isinstance(interaction, GiveNumber) and interaction.drawn:
        detail = "the number of a gap is the same for everyone: write it, or ask it in a question of its own"
        problems.append(fault(heading.number, "drawn-gap", detail))
    details, missing = labelled.read_details(labels, heading.number, required=by_part)
    problems += bad + (missing if by_part else [])
    texts = (labels.text("Explanation"), labels.text("Source")) if by_part else ("", "")
    points = (details.points if by_part else None) or Decimal(1)
    return Section(heading.number, title, interaction, part_id, prompt, points, *texts), labels, problems


def _inner(kind: type[Interaction], found: Found, problems: list[Problem]) -> type[Interaction] | None:
    if found.instruction is None:
        return None
    text = found.instruction.text.strip()
    inner = BY_INSTRUCTION.get(text)
    if inner is not None and inner not in PARTS[kind]:
        known = ", ".join(f'"{each.INSTRUCTION}"' for each in PARTS[kind])
        detail = f'"{text}" cannot stand in "{kind.INSTRUCTION}": use one of {known}'
        problems.append(fault(found.instruction.number, "part-kind", detail))
        return None
    return inner


def _lift(inner: Labels, labels: Labels) -> None:
    """Give the common labels below a gap to the whole question."""
    for name in labelled.COMMON:
        if label := inner.found.get(name):
            labels.add(name, inner.brackets[name], label.text, label.line)
