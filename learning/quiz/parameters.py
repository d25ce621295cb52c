"""The numbers that are drawn per attempt, below "Where:": "- earnings = 1000 to 1500 in steps of 50"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod

from learning.kernel.problems import Problem
from learning.quiz.answers import fault
from learning.quiz.interaction import Line
from learning.quiz.numbers import plain, read_plain
from learning.quiz.shuffling import pick

WHERE = "Where:"
PARAMETERS_LIMIT = 12
VALUES_LIMIT = 10_000
TRIED = 200
"""Draws that are looked at where there are too many sets of values to look at all."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_LINE = re.compile(r"\s*- *([^=]*?) *=(.*)\Z", re.DOTALL)
_RANGE = re.compile(r"(\S+) to (\S+?)(?: in steps of (\S+))?\Z")
_COMMAS = re.compile(r"\s*,\s*(?:or\s+)?|\s+or\s+")
_REMEDY = 'write "- earnings = 1000 to 1500 in steps of 50", or "- allowance = 0, 40 or 60"'


@dataclass(frozen=True, slots=True)
class Steps:
    """All numbers from `least` to `most`, each `step` above the one before; `most` is one of them."""

    least: Decimal
    most: Decimal
    step: Decimal

    @property
    def count(self) -> int:
        """How many they are."""
        return int((self.most - self.least) / self.step) + 1

    def at(self, place: int) -> Decimal:
        """Return the number at a place from 0 on."""
        return self.least + self.step * place

    def __str__(self) -> str:
        steps = "" if self.step == 1 else f" in steps of {plain(self.step)}"
        return f"{plain(self.least)} to {plain(self.most)}{steps}"


@dataclass(frozen=True, slots=True)
class Listed:
    """The numbers as they are listed."""

    numbers: tuple[Decimal, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.numbers)

    def at(self, place: int) -> Decimal:
        """Return the number at a place from 0 on."""
        return self.numbers[place]

    def __str__(self) -> str:
        *before, last = (plain(number) for number in self.numbers)
        return f"{', '.join(before)} or {last}" if before else last


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number by name, and the values it may take."""

    name: str
    values: Steps | Listed
    line: int = field(default=0, compare=False)

    def extremes(self) -> tuple[Decimal, Decimal]:
        """Return the least and the largest value."""
        if isinstance(self.values, Steps):
            return self.values.least, self.values.most
        return min(self.values.numbers), max(self.values.numbers)

    def may_be_zero(self) -> bool:
        """True when zero is one of the values."""
        values = self.values
        if isinstance(values, Listed):
            return 0 in values.numbers
        return values.least <= 0 <= values.most and values.least % values.step == 0

    def __str__(self) -> str:
        return f"- {self.name} = {self.values}"


Values = Mapping[str, Decimal]
"""A number for each parameter, by name."""


def draw(parameters: Sequence[Parameter], seed: int, question_id: str, again: int = 0) -> dict[str, Decimal]:
    """Return the values for an attempt: a pure function, the same everywhere; `again` counts what was drawn in vain."""
    rounds = (str(again),) if again else ()
    return {
        each.name: each.values.at(pick(each.values.count, seed, question_id, "where", each.name, *rounds))
        for each in parameters
    }


def tried(parameters: Sequence[Parameter], question_id: str) -> Iterator[dict[str, Decimal]]:
    """Yield the sets of values to be checked: all where they are few, else the corners and many draws."""
    names = [each.name for each in parameters]
    if prod(each.values.count for each in parameters) <= TRIED:
        for places in product(*(range(each.values.count) for each in parameters)):
            numbers = (each.values.at(place) for each, place in zip(parameters, places, strict=True))
            yield dict(zip(names, numbers, strict=True))
        return
    least, most = ({each.name: each.extremes()[end] for each in parameters} for end in (0, 1))
    yield from (least, most)
    for name in names:
        yield {**least, name: most[name]}
        yield {**most, name: least[name]}
    zeros = {each.name: Decimal(0) for each in parameters if each.may_be_zero()}
    for zero in (zeros, *({name: number} for name, number in zeros.items())):
        yield from ({**least, **zero}, {**most, **zero}) if zero else ()
    for seed in range(TRIED):
        yield draw(parameters, seed, question_id)


def part_where(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Part the lines of an answer part into the lines "Where:", those below them, and the answers."""
    heads, inside, answers = list[Line](), list[Line](), list[Line]()
    below = False
    for line in lines:
        if line.text.strip() == WHERE:
            heads.append(line)
            below = True
            continue
        below = below and not re.match(r"\s*(?:[-*+] *)?(?:\[|>)", line.text)
        (inside if below else answers).append(line)
    return heads, [line for line in inside if line.text.strip()], answers


def read_parameters(heads: Sequence[Line], lines: Sequence[Line]) -> tuple[tuple[Parameter, ...], list[Problem]]:
    """Read what stands below "Where:"; `where-line`, `where-name`, `where-values`, `where-many`."""
    problems = [
        fault(again.number, "where-line", f'"{WHERE}" stands here twice: write all values below one of them')
        for again in heads[1:]
    ]
    if heads and not lines:
        problems.append(fault(heads[0].number, "where-line", f'below "{WHERE}" stands no value: {_REMEDY}'))
    found: dict[str, Parameter] = {}
    for line in lines:
        parts = _LINE.match(line.text)
        if parts is None:
            problems.append(fault(line.number, "where-line", f'this line below "{WHERE}" cannot be read: {_REMEDY}'))
            continue
        name = parts[1]
        if NAME.match(name) is None:
            detail = f'"{name}" is no name for a value: use small Latin letters, digits and _, beginning with a letter'
            problems.append(fault(line.number, "where-name", detail))
        elif name in found:
            detail = f'"{name}" has its values in line {found[name].line} already: choose another name, or remove one'
            problems.append(fault(line.number, "where-name", detail))
        else:
            values, bad = _read_values(" ".join(parts[2].split()), line.number)
            problems += bad
            found[name] = Parameter(name, values, line.number)
    if len(found) > PARAMETERS_LIMIT:
        detail = f"{len(found)} values are drawn: {PARAMETERS_LIMIT} are as many as a reader can follow, use fewer"
        problems.append(fault(heads[0].number, "where-many", detail))
    return tuple(found.values()), problems


def _read_values(text: str, line: int) -> tuple[Steps | Listed, list[Problem]]:
    found = _RANGE.match(text)
    values, why = _steps(*found.groups()) if found else _listed(_COMMAS.split(text))
    if values is None:
        return Listed((Decimal(0),)), [fault(line, "where-values", why)]
    if values.count > VALUES_LIMIT:
        detail = f"these are {values.count} values: use {VALUES_LIMIT} at most, in larger steps"
        return values, [fault(line, "where-many", detail)]
    return values, []


def _steps(first: str, last: str, by: str | None) -> tuple[Steps | None, str]:
    """Read a range; None with the reason when there is none."""
    least, most, step = read_plain(first), read_plain(last), read_plain(by or "1")
    if least is None or most is None or step is None:
        return None, f"a range is given in plain numbers: {_REMEDY}"
    if least >= most or step <= 0:
        return None, f"a range goes upward, in steps above zero: {_REMEDY}"
    over = Fraction(most - least) % Fraction(step)
    if over:
        reached = most - Decimal(over.numerator) / Decimal(over.denominator)
        why = f"from {plain(least)}, steps of {plain(step)} lead to {plain(reached)} and not to {plain(most)}"
        return None, f"{why}: end there, or choose another step"
    return Steps(least, most, step), ""


def _listed(texts: Sequence[str]) -> tuple[Listed | None, str]:
    numbers = [read_plain(text) for text in texts]
    read = tuple(number for number in numbers if number is not None)
    if len(read) < len(numbers):
        odd = next(text for text, number in zip(texts, numbers, strict=True) if number is None)
        return None, f'"{odd}" is no plain number: {_REMEDY}'
    if len(set(read)) < len(read):
        return None, "a number stands in this list twice: remove one"
    return Listed(read), ""
