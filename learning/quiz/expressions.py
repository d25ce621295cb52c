"""Small arithmetic that a question may hold: "benefit / earnings * 100", "max(paid - 20, 0)", "skilled_wage(average)".

Numbers, names of values, + - * / and brackets, min, max, round, and rules of the Convention called by name. Nothing
else can be said in it, so nothing else can happen: it is read by the parser below and never handed to Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from learning.quiz.numbers import plain

LENGTH_LIMIT = 300
"""Characters of one expression."""

DEPTH_LIMIT = 20
"""Brackets, calls and signs within each other."""

FUNCTIONS = ("min", "max", "round")
PLACES_LIMIT = 10

_TOKEN = re.compile(r"\s*(?:([0-9]{1,15}(?:\.[0-9]{1,10})?)(?![0-9])|([A-Za-z_][A-Za-z0-9_]*)|([-+*/(),=]))")
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}
_SIGNS = {"×": "*", "·": "*", "÷": "/", ":": "/", "−": "-", "–": "-", "²": "a * a", "^": "a * a", "%": "/ 100"}


class BadExpression(ValueError):
    """A text that is no expression; the message says why, and ends with the remedy."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: Decimal

    def __str__(self) -> str:
        return plain(self.value)


@dataclass(frozen=True, slots=True)
class Name:
    """A value by its name."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Negated:
    """The same with the other sign."""

    of: Expression

    def __str__(self) -> str:
        return f"-{_bracketed(self.of, isinstance(self.of, Binary))}"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two expressions and the sign between them: + - * or /."""

    sign: str
    left: Expression
    right: Expression

    def __str__(self) -> str:
        rank = _RANK[self.sign]
        left = _bracketed(self.left, isinstance(self.left, Binary) and _RANK[self.left.sign] < rank)
        right = _bracketed(self.right, isinstance(self.right, Binary) and _RANK[self.right.sign] <= rank)
        return f"{left} {self.sign} {right}"


@dataclass(frozen=True, slots=True)
class Call:
    """One of `FUNCTIONS`, or a rule by name; its values by place, then those by name."""

    name: str
    placed: tuple[Expression, ...]
    named: tuple[tuple[str, Expression], ...] = ()

    def __str__(self) -> str:
        values = [*map(str, self.placed), *(f"{name}={value}" for name, value in self.named)]
        return f"{self.name}({', '.join(values)})"


Expression = Number | Name | Negated | Binary | Call


def _bracketed(expression: Expression, needed: bool) -> str:
    return f"({expression})" if needed else str(expression)


@lru_cache(maxsize=2048)
def parse(text: str) -> Expression:
    """Read an expression; `str` of it reads back to an equal one. Raises BadExpression, and nothing else."""
    if len(text) > LENGTH_LIMIT:
        raise BadExpression(f"this is too long to be checked by eye: use {LENGTH_LIMIT} characters at most")
    parser = _Parser(_tokens(text))
    expression = parser.sum(0)
    if parser.next:
        raise BadExpression(_surplus(parser.next))
    return expression


def names(expression: Expression) -> Iterator[str]:
    """Name the values that an expression uses, in their order; one may come twice."""
    match expression:
        case Name(name):
            yield name
        case Negated(of):
            yield from names(of)
        case Binary(_, left, right):
            yield from names(left)
            yield from names(right)
        case Call(_, placed, named):
            for value in (*placed, *(value for _, value in named)):
                yield from names(value)


def _tokens(text: str) -> list[str]:
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            raise BadExpression(_odd(text[place:].lstrip()[0]))
        found.append(token[0].strip())
        place = token.end()
    return found


def _odd(sign: str) -> str:
    if sign.isdigit():
        return "a number here has more than 15 digits or 10 decimals: write it shorter"
    meant = f'write "{_SIGNS[sign]}"' if sign in _SIGNS else "use numbers, names, + - * / and brackets"
    return f'"{sign}" cannot be read here: {meant}'


def _surplus(token: str) -> str:
    remedy = {
        ")": "a bracket is closed that was never opened: remove it",
        ",": 'a comma stands between values in brackets only: write numbers without it, such as "1250" or "54.5"',
        "=": 'one "=" is enough, in front: remove this one',
    }.get(token, "write a sign before it: + - * or /")
    return f'"{token}" cannot stand here: {remedy}'


class _Parser:
    """Reads tokens from the left; each method takes what it reads, `depth` counts what it stands in."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.place = 0

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def sum(self, depth: int) -> Expression:
        found = self.product(depth)
        while self.next and self.next in "+-":
            found = Binary(self.take(), found, self.product(depth))
        return found

    def product(self, depth: int) -> Expression:
        found = self.factor(depth)
        while self.next and self.next in "*/":
            found = Binary(self.take(), found, self.factor(depth))
        return found

    def factor(self, depth: int) -> Expression:
        if depth > DEPTH_LIMIT:
            raise BadExpression(f"more than {DEPTH_LIMIT} brackets stand within each other: make it flatter")
        word = self.next
        if not word:
            raise BadExpression('something is missing at the end: write a number or a name there, or close with ")"')
        if word == "-":
            self.take()
            return Negated(self.factor(depth + 1))
        if word == "(":
            self.take()
            found = self.sum(depth + 1)
            self._pass()
            return found
        if word[0].isdigit():
            return Number(Decimal(self.take()))
        if word[0].isalpha() or word[0] == "_":
            self.take()
            return self._call(word, depth) if self.next == "(" else Name(word)
        raise BadExpression(f'a number or a name is missing before "{word}": write one')

    def _call(self, name: str, depth: int) -> Expression:
        self.take()
        placed: list[Expression] = []
        named: list[tuple[str, Expression]] = []
        while self.next != ")":
            if placed or named:
                self._pass(",")
            given = self._given()
            value = self.sum(depth + 1)
            if given:
                named.append((given, value))
            elif named:
                raise BadExpression(f'in "{name}" values without a name come first: move them before "{named[0][0]}"')
            else:
                placed.append(value)
        self._pass()
        found = Call(name, tuple(placed), tuple(named))
        if name in FUNCTIONS:
            _check_function(found)
        return found

    def _given(self) -> str:
        """Take "name =" where it stands before a value; return the name, "" for none."""
        if self.tokens[self.place + 1 : self.place + 2] != ["="] or not self.next.isidentifier():
            return ""
        name = self.take()
        self.take()
        return name

    def _pass(self, sign: str = ")") -> None:
        if not self.next:
            raise BadExpression('a bracket is opened that is never closed: write ")" where it ends')
        if self.next != sign:
            raise BadExpression(_surplus(self.next))
        self.take()


def _check_function(call: Call) -> None:
    """Check the values of min, max and round. Raises BadExpression."""
    if call.named:
        raise BadExpression(f'"{call.name}" takes values without names: remove "{call.named[0][0]} ="')
    if call.name != "round":
        if len(call.placed) < 2:
            raise BadExpression(f'"{call.name}" compares two values or more: write "{call.name}(a, b)"')
        return
    if len(call.placed) not in (1, 2) or not all(_is_places(each) for each in call.placed[1:]):
        raise BadExpression(f'round one value to 0 to {PLACES_LIMIT} decimals: write "round(a)" or "round(a, 2)"')


def _is_places(expression: Expression) -> bool:
    return isinstance(expression, Number) and expression.value in range(PLACES_LIMIT + 1)
