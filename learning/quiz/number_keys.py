"""The key of a number question: boxed lines "26 weeks" or "= benefit / earnings", and the labels that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from learning.kernel.problems import Problem
from learning.quiz.answers import Answer, check_repeated, check_some_right, fault, read_answers
from learning.quiz.drawn_keys import EXACT, Drawn, Formula, Key, Tolerance
from learning.quiz.expressions import BadExpression, Expression, Number, names, parse
from learning.quiz.interaction import Block
from learning.quiz.numbers import plain, read_plain
from learning.quiz.parameters import part_where, read_parameters

WHAT = '"Give a number:"'
COMPUTED = "="
_RANGE = re.compile(r"(\S+) to (\S+)\Z")


@dataclass(frozen=True, slots=True)
class Keys:
    """All that the text says of the number asked for; `drawn` None: the same in every attempt, else `keys` is empty."""

    keys: tuple[Key, ...]
    units: tuple[str, ...]
    tolerance: Tolerance
    drawn: Drawn | None = None


def read_keys(block: Block) -> tuple[Keys, list[Problem]]:
    """Read the values drawn, keys, units, tolerance and sensible range, with every problem."""
    heads, below, lines = part_where(block.lines)
    parameters, problems = read_parameters(heads, below)
    sections, bad = read_answers(replace(block, lines=tuple(lines)))
    found = sections[""]
    problems += bad
    if not found:
        detail = f'{WHAT} needs at least one right number below it: write lines "- [x] 26"'
        problems.append(fault(block.line, "no-options", detail))
    problems += check_some_right(found, block.line, WHAT)
    units, bad_units = _units(block)
    tolerance, bad_tolerance = _tolerance(block)
    known = None if problems else tuple(each.name for each in parameters)  # one slip below "Where:" is told once
    read = [_formula(answer, units, known, problems) for answer in found]
    computed = any(answer.option.text.startswith(COMPUTED) for answer in found)
    bound = any(answer.option.right and answer.option.text.startswith(COMPUTED) for answer in found)
    sensible, bad_sensible = _sensible(block, bound)
    problems += bad_units + bad_tolerance + bad_sensible
    problems += check_repeated(found, [f"{key.expression} {key.unit}" if key else "" for key in read])
    formulas = tuple(key for key in read if key)
    if heads or computed:
        return Keys((), units, tolerance, Drawn(parameters, formulas, sensible)), problems
    plain_keys = [
        Key(each.right, each.expression.value, each.unit, each.feedback)
        for each in formulas
        if isinstance(each.expression, Number)
    ]
    return Keys(tuple(plain_keys), units, tolerance), problems


def _formula(
    answer: Answer, units: Sequence[str], known: Sequence[str] | None, problems: list[Problem]
) -> Formula | None:
    text = answer.option.text
    if not text:
        return None  # said already
    try:
        if text.startswith(COMPUTED):
            expression, unit = _computed(text.removeprefix(COMPUTED).strip(), units)
        else:
            expression, unit = _written(text)
    except BadExpression as bad:
        computed = text.startswith(COMPUTED)
        detail = f'in "{text}" {bad}' if computed else str(bad)
        problems.append(fault(answer.line, "formula-bad" if computed else "number-bad", detail))
        return None
    strange = [name for name in names(expression) if known is not None and name not in known]
    if strange:
        remedy = f"use one of {', '.join(known)}" if known else 'give its values below "Where:"'
        problems.append(fault(answer.line, "name-unknown", f'there is no value "{strange[0]}": {remedy}'))
        return None
    if unit and unit not in units:
        remedy = f"use one of {', '.join(units)}" if units else f'add a line "Unit: {unit}", or leave it out here'
        detail = f'the unit "{unit}" is not named below the answers: {remedy}'
        problems.append(fault(answer.line, "unit-unknown", detail))
        return None
    if not unit and len(units) > 1:
        detail = f'this number has no unit: write one behind it, such as "{text} {units[0]}"'
        problems.append(fault(answer.line, "unit-missing", detail))
        return None
    unit = unit or (units[0] if units else "")
    return Formula(answer.option.right, expression, unit, answer.option.feedback, answer.line)


def _written(text: str) -> tuple[Expression, str]:
    """Read "26 weeks" or "45%". Raises BadExpression."""
    first, _, rest = text.partition(" ")
    number, unit = read_plain(first.removesuffix("%")), "%" if first.endswith("%") else rest.strip()
    if number is None:
        raise BadExpression(
            f'"{first}" is no number: write digits 0 to 9, with a point before decimals, such as "1250" or "54.5"'
        )
    return Number(number), unit


def _computed(text: str, units: Sequence[str]) -> tuple[Expression, str]:
    """Read "benefit / 7 weeks": a unit may stand behind the expression. Raises BadExpression."""
    for unit in units:
        bare = text.removesuffix(unit)
        if bare != text and (bare.endswith(" ") or not unit[0].isalnum()):
            try:
                return parse(bare.strip()), unit
            except BadExpression:
                continue  # what looks like a unit is the name of a value, as in "26 * days"
    return parse(text), ""


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


def _tolerance(block: Block) -> tuple[Tolerance, list[Problem]]:
    label = block.labels.get("Tolerance")
    if label is None:
        return EXACT, []
    number, of_key = read_plain(label.text.removesuffix("%").rstrip()), label.text.endswith("%")
    if number is None or number < 0 or (of_key and number >= 100):
        remedy = 'write a number such as "0.1", in the unit of the answer, or a share of the key such as "2%"'
        detail = f'"{label.text}" is no tolerance: {remedy}'
        return EXACT, [fault(label.line, "tolerance-bad", detail)]
    return Tolerance(number, of_key and number > 0), []


def _sensible(block: Block, bound: bool) -> tuple[tuple[Decimal, Decimal] | None, list[Problem]]:
    label = block.labels.get("Sensible")
    if label is None:
        return None, []
    if not bound:
        detail = '"Sensible" is the range of computed right numbers ("= …"), and here is none: remove it'
        return None, [fault(label.line, "sensible-bad", detail)]
    found = _RANGE.match(label.text)
    least, most = (read_plain(found[1]), read_plain(found[2])) if found else (None, None)
    if least is None or most is None or least > most:
        detail = f'"{label.text}" is no range: write the lowest and the highest sensible key, such as "20 to 80"'
        return None, [fault(label.line, "sensible-bad", detail)]
    return (least, most), []


def write_labels(units: Sequence[str], tolerance: Tolerance, sensible: tuple[Decimal, Decimal] | None) -> str:
    """Write units, tolerance and sensible range."""
    named = f"{'Units' if len(units) > 1 else 'Unit'}: {', '.join(units)}\n" if units else ""
    off = f"Tolerance: {tolerance}\n" if tolerance.amount else ""
    return named + off + (f"Sensible: {plain(sensible[0])} to {plain(sensible[1])}\n" if sensible else "")
