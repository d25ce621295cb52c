"""The keys of a number question: written, or computed for the values drawn; and whether those are sane."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from learning.quiz.evaluation import NARROW, Refused, Rules, evaluate, shown
from learning.quiz.expressions import Expression, Number
from learning.quiz.numbers import plain
from learning.quiz.parameters import Parameter, Values

DIGITS = 15
DECIMALS = 10
"""As many digits and decimals as a key has that is written as a number."""

LARGEST = 10**9
"""No key is above this without `Sensible:`."""

SAY = f'{NARROW}, or say with "Sensible: … to …" that it may be so'
PER_CENT = frozenset({"%", "per cent", "percent"})


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far off an answer may be: an amount in the unit of the answer, or `of_key`, so many per cent of the key."""

    amount: Decimal = Decimal(0)
    of_key: bool = False

    def margin(self, key: Decimal) -> Fraction:
        """Return how far from this key an answer may be, exact."""
        return abs(Fraction(key)) * Fraction(self.amount) / 100 if self.of_key else Fraction(self.amount)

    def __str__(self) -> str:
        return f"{plain(self.amount)}%" if self.of_key else plain(self.amount)


EXACT = Tolerance()


@dataclass(frozen=True, slots=True)
class Key:
    """A number that is right, or foreseen as wrong; its unit, "" for none; the feedback (Markdown) to who gives it."""

    right: bool
    number: Decimal
    unit: str = ""
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A key that is computed from the values drawn."""

    right: bool
    expression: Expression
    unit: str = ""
    feedback: str = ""
    line: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{'' if isinstance(self.expression, Number) else '= '}{self.expression}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a number question has that differs from attempt to attempt; `sensible`: the range of computed right keys."""

    parameters: tuple[Parameter, ...]
    keys: tuple[Formula, ...]
    sensible: tuple[Decimal, Decimal] | None = None


def key_at(formula: Formula, drawn: Drawn, tolerance: Tolerance, values: Values, rules: Rules) -> Key:
    """Compute a key for these values. Raises Refused where there is none, or none that is sane."""
    number = evaluate(formula.expression, values, rules)
    if not isinstance(formula.expression, Number):
        _check(number, formula, drawn.sensible)
        if not tolerance.amount and number != shown(number, DECIMALS):
            why = f"the key is {plain(shown(number, 4))}…, with more decimals than can be typed"
            raise Refused("drawn-endless", why, 'add a line such as "Tolerance: 0.1"')
    return Key(formula.right, number, formula.unit, formula.feedback)


def _check(number: Decimal, formula: Formula, sensible: tuple[Decimal, Decimal] | None) -> None:
    """Refuse a key that is not sane. A number foreseen as wrong may be far off, for so are those of learners."""
    name = "the key" if formula.right else "the wrong number"
    if abs(number) >= 10**DIGITS:
        raise Refused("drawn-absurd", f"{name} has more than {DIGITS} digits")
    if not formula.right:
        return
    if sensible:
        if not sensible[0] <= number <= sensible[1]:
            least, most = map(plain, sensible)
            why = f'{name} is {plain(shown(number))}, outside "Sensible: {least} to {most}"'
            raise Refused("drawn-outside", why, f"{NARROW}, or correct the key or the range")
    elif number < 0 and formula.unit.casefold() in PER_CENT:
        raise Refused("drawn-absurd", f"{name} is {plain(shown(number))} per cent, below zero", SAY)
    elif abs(number) > LARGEST:
        raise Refused("drawn-absurd", f"{name} is {plain(shown(number))}, over {LARGEST}", SAY)


def as_shown(key: Key, tolerance: Tolerance) -> Decimal:
    """Round a key for the eye: to two decimals, or to as many more as keep it within a tenth of the tolerance."""
    if key.number == shown(key.number, 4):
        return key.number
    margin = tolerance.margin(key.number) / 10
    for places in range(2, DECIMALS + 1):
        rounded = shown(key.number, places)
        if abs(Fraction(rounded) - Fraction(key.number)) <= margin:
            return rounded
    return key.number


def confused(keys: tuple[Key, ...], tolerance: Tolerance) -> list[tuple[int, int]]:
    """Return the places of each wrong key that would be taken for a right one, with the place of that one."""
    return [
        (wrong, right)
        for wrong, foreseen in enumerate(keys)
        for right, key in enumerate(keys)
        if key.right and not foreseen.right and key.unit == foreseen.unit
        and abs(Fraction(key.number) - Fraction(foreseen.number)) <= tolerance.margin(key.number)
    ]  # fmt: skip
