"""What is wrong with a question whose numbers are drawn: in its texts, and in what the values make of its keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from learning.kernel.problems import Problem
from learning.quiz.answers import fault
from learning.quiz.drawn import PLACEHOLDER, Drawing, drawings, expression_in, number_for, placeholders
from learning.quiz.drawn_keys import confused, key_at
from learning.quiz.evaluation import NARROW, Refused, Rules
from learning.quiz.expressions import BadExpression, names
from learning.quiz.numbers import plain
from learning.quiz.parameters import Values, tried
from learning.quiz.questions import Question


def text_problems(question: Question) -> list[Problem]:
    """Check that the texts of a question name values that there are, and all that are needed.

    `name-unknown`, `formula-bad`, `name-unused`, `name-unshown`, each with the line in the file.
    """
    return [problem for drawing in drawings(question) for problem in _Texts(question, drawing).problems()]


@dataclass
class _Texts:
    """The texts of one drawing while they are checked."""

    question: Question
    drawing: Drawing
    used: set[str] = field(default_factory=set)

    def problems(self) -> list[Problem]:
        drawn = self.drawing.drawn
        bad = [problem for each in placeholders(self.drawing) for problem in self._placeholder(each[0])]
        if bad:
            return list(dict.fromkeys(bad))
        needed = {name for key in drawn.keys for name in names(key.expression)}
        asked = self.drawing.owner.title + self.drawing.owner.prompt
        shown = {name for found in PLACEHOLDER.finditer(asked) for name in names(expression_in(found))}
        return [
            problem
            for each in drawn.parameters
            for problem in self._parameter(each.name, each.line, needed=each.name in needed, shown=each.name in shown)
        ]

    def _placeholder(self, text: str) -> Iterable[Problem]:
        found = PLACEHOLDER.fullmatch(text)
        known = [each.name for each in self.drawing.drawn.parameters]
        try:
            used = list(names(expression_in(found))) if found else []
        except BadExpression as bad:
            yield fault(line_in(self.question, self.drawing, text), "formula-bad", f'in "{text}" {bad}')
            return
        self.used.update(used)
        for name in used:
            if name not in known:
                remedy = f"use one of {', '.join(known)}" if known else 'give its values below "Where:"'
                detail = f'there is no value "{name}" for "{text}": {remedy}'
                yield fault(line_in(self.question, self.drawing, text), "name-unknown", detail)

    def _parameter(self, name: str, line: int, *, needed: bool, shown: bool) -> Iterable[Problem]:
        if needed and not shown:
            detail = f'the key needs "{name}", but the question does not say it: write "{{{name}}}" into it'
            yield fault(line, "name-unshown", detail)
        elif name not in self.used:
            yield fault(line, "name-unused", f'"{name}" is used nowhere: remove it, or write "{{{name}}}" into a text')


def line_in(question: Question, drawing: Drawing, piece: str) -> int:
    """Return the line in the file of a piece of a drawing's texts; that of the question where it cannot be told."""
    lines = question.raw.split("\n")
    head, first = f"{{#{drawing.name}}}", piece.split("\n", 1)[0]
    start = next((number for number, line in enumerate(lines) if head in line), 0)
    return question.line + next((number for number in range(start, len(lines)) if first in lines[number]), 0)


def value_problems(question: Question, rules: Rules) -> list[Problem]:
    """Try many sets of values, those at the edges among them, and tell what comes out wrong, with the values.

    `drawn-…`, `rule-…`, and `option-repeated` for a wrong answer that is always right; each with the line in the file.
    """
    return [problem for drawing in drawings(question) for problem in _Trial(question, drawing, rules).problems()]


@dataclass
class _Trial:
    """One drawing while sets of values are tried; the first fault of each kind at each line is kept."""

    question: Question
    drawing: Drawing
    rules: Rules
    found: dict[tuple[int, str], Problem] = field(default_factory=dict)
    confused: dict[tuple[int, int], list[Values]] = field(default_factory=dict)

    def problems(self) -> list[Problem]:
        used = placeholders(self.drawing)
        lines = {each[0]: line_in(self.question, self.drawing, each[0]) for each in used}
        count = 0
        for values in tried(self.drawing.drawn.parameters, self.drawing.name):
            count += 1
            self._keys(values)
            for each in used:
                try:
                    number_for(each, values, self.rules)
                except Refused as refused:
                    self._note(lines[each[0]], refused, values, names(expression_in(each)))
        self._confused(count)
        return list(self.found.values())

    def _keys(self, values: Values) -> None:
        drawn, tolerance = self.drawing.drawn, self.drawing.interaction.tolerance
        keys = []
        for formula in drawn.keys:
            try:
                keys.append(key_at(formula, drawn, tolerance, values, self.rules))
            except Refused as refused:
                self._note(formula.line, refused, values, names(formula.expression))
        if len(keys) == len(drawn.keys):
            for pair in confused(tuple(keys), tolerance):
                self.confused.setdefault(pair, []).append(values)

    def _note(self, line: int, refused: Refused, values: Values, used: Iterable[str]) -> None:
        given = _in_words(values, used) if refused.by_values else ""
        detail = f"with {given} {refused}" if given else str(refused)
        problem = fault(line, refused.code, f"{detail}: {refused.remedy}")
        self.found.setdefault((line, refused.code), problem)

    def _confused(self, count: int) -> None:
        keys = self.drawing.drawn.keys
        for (wrong, right), sets in self.confused.items():
            line, other = keys[wrong].line, keys[right].line
            if len(sets) == count:
                detail = f"this answer says the same as line {other}, whatever the values: change or remove one of them"
                problem = fault(line, "option-repeated", detail)
            else:
                given = _in_words(sets[0], [*names(keys[wrong].expression), *names(keys[right].expression)])
                detail = f"with {given} this wrong answer is right too (as line {other}), and counts as right: {NARROW}"
                problem = Problem(str(line), "drawn-coincides", detail, "warning")
            self.found.setdefault((line, problem.code), problem)


def _in_words(values: Mapping[str, Decimal], used: Iterable[str]) -> str:
    """Write the values that were used as "earnings = 0, benefit = 400"."""
    return ", ".join(f"{name} = {plain(values[name])}" for name in dict.fromkeys(used))
