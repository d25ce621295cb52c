"""The key of a number question: boxed lines "26 weeks", and the labels Unit, Units and Tolerance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.kernel.problems import Problem
from learning.quiz.answers import Answer, check_repeated, check_some_right, fault, read_answers
from learning.quiz.interaction import Block
from learning.quiz.numbers import plain, read_plain

WHAT = '"Give a number:"'


@dataclass(frozen=True, slots=True)
class Key:
    """A number that is right, or foreseen as wrong; its unit, "" for none; the feedback (Markdown) to who gives it."""

    right: bool
    number: Decimal
    unit: str = ""
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """All that the text says of the number asked for."""

    keys: tuple[Key, ...]
    units: tuple[str, ...]
    tolerance: Decimal


def read_keys(block: Block) -> tuple[Keys, list[Problem]]:
    """Read keys, units and tolerance, with every problem."""
    later = [line for line in block.lines if line.text.strip() == "Where:"]
    if later:
        detail = 'values drawn per attempt ("Where:") cannot be used yet: write the numbers into the question'
        return Keys((), (), Decimal(0)), [fault(later[0].number, "type-later", detail)]
    sections, problems = read_answers(block)
    found = sections[""]
    if not found:
        detail = f'{WHAT} needs at least one right number below it: write lines "- [x] 26"'
        problems.append(fault(block.line, "no-options", detail))
    problems += check_some_right(found, block.line, WHAT)
    units, bad_units = _units(block)
    tolerance, bad_tolerance = _tolerance(block)
    problems += bad_units + bad_tolerance
    keys = [_key(answer, units, problems) for answer in found]
    problems += check_repeated(found, [f"{plain(key.number)} {key.unit}" if key else "" for key in keys])
    return Keys(tuple(key for key in keys if key), units, tolerance), problems


def _key(answer: Answer, units: Sequence[str], problems: list[Problem]) -> Key | None:
    text = answer.option.text
    if not text:
        return None  # said already
    if text.startswith("="):
        detail = 'computed keys ("= …") cannot be used yet: write the number'
        problems.append(fault(answer.line, "type-later", detail))
        return None
    first, _, rest = text.partition(" ")
    number, unit = read_plain(first.removesuffix("%")), "%" if first.endswith("%") else rest.strip()
    if number is None:
        detail = f'"{first}" is no number: write digits, with a point before decimals, such as "1250" or "54.5"'
        problems.append(fault(answer.line, "number-bad", detail))
        return None
    if unit and unit not in units:
        remedy = f"use one of {', '.join(units)}" if units else f'add a line "Unit: {unit}", or leave it out here'
        detail = f'the unit "{unit}" is not named below the answers: {remedy}'
        problems.append(fault(answer.line, "unit-unknown", detail))
        return None
    if not unit and len(units) > 1:
        detail = f'this number has no unit: write one behind it, such as "{first} {units[0]}"'
        problems.append(fault(answer.line, "unit-missing", detail))
        return None
    return Key(answer.option.right, number, unit or (units[0] if units else ""), answer.option.feedback)


def _units(block: Block) -> tuple[tuple[str, ...], list[Problem]]:
    one, many = block.labels.get("Unit"), block.labels.get("Units")
    if one and many:
        detail = 'the units are given twice: write either "Unit:" or "Units:", not both'
        given = (one.text, *(part.strip() for part in many.text.split(",")))
        return given, [fault(max(one.line, many.line), "unit-repeated", detail)]
    label = one or many
    if label is None:
        return (), []
    text = " ".join(label.text.split())
    units = [text] if one else [unit for unit in (part.strip() for part in text.split(",")) if unit]
    if len({unit.casefold() for unit in units}) != len(units):
        return tuple(units), [fault(label.line, "unit-repeated", "a unit stands here twice: keep one")]
    return tuple(units), []


def _tolerance(block: Block) -> tuple[Decimal, list[Problem]]:
    label = block.labels.get("Tolerance")
    if label is None:
        return Decimal(0), []
    number = read_plain(label.text)
    if number is None or number < 0:
        detail = f'"{label.text}" is no tolerance: write a number such as "0.1", in the unit of the answer'
        return Decimal(0), [fault(label.line, "tolerance-bad", detail)]
    return number, []
