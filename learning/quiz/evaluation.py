"""The value of an expression, in decimal numbers: exact where it can be, else to 28 digits."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from learning.c102.named_rules import NamedRule
from learning.kernel.errors import Invalid
from learning.quiz.expressions import FUNCTIONS, Binary, Call, Expression, Name, Negated, Number

Rules = Mapping[str, NamedRule]
"""The rules that an expression may call, by name; handed in, so that these modules read no data."""

DECIMALS = 20
"""A value has no more decimals, so that what a division leaves over (1 / 3 * 3 - 1) is nothing."""

_WIDE = Context(prec=60)
_AS_KEPT = Context(prec=28)
_UNFIT = frozenset({"parameters-too-many", "parameter-unknown", "parameter-twice", "parameter-missing"})


NARROW = 'narrow the values below "Where:"'


class Refused(ValueError):
    """There is no sane value for these numbers. `code` is one of `codes`; the message says why, `remedy` what to do.

    `by_values` is True when other numbers may do, False when the expression itself is wrong.
    """

    def __init__(self, code: str, why: str, remedy: str = NARROW, *, by_values: bool = True) -> None:
        super().__init__(why)
        self.code = code
        self.remedy = remedy
        self.by_values = by_values


def evaluate(expression: Expression, values: Mapping[str, Decimal], rules: Rules) -> Decimal:
    """Return the value of an expression. Raises Refused ("drawn-zero", "drawn-refused", "rule-…"); KeyError for a name.

    Exact as long as 28 digits and 20 decimals hold it. `round` goes half up.
    """
    with localcontext(_WIDE):
        return _settled(_value(expression, values, rules))


def shown(number: Decimal, places: int = 2) -> Decimal:
    """Round half up to so many decimals, for the eye."""
    if number.adjusted() >= _AS_KEPT.prec:
        return number  # it has no decimals
    with localcontext(_WIDE):
        return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _value(expression: Expression, values: Mapping[str, Decimal], rules: Rules) -> Decimal:
    match expression:
        case Number(value):
            return value
        case Name(name):
            return values[name]
        case Negated(of):
            return -_value(of, values, rules)
        case Binary(sign, left, right):
            return _combined(sign, _value(left, values, rules), _value(right, values, rules))
        case Call(name, placed, named):
            given = [_settled(_value(each, values, rules)) for each in placed]
            if name in FUNCTIONS:
                return _function(name, given)
            return _ruled(rules, name, given, {key: _settled(_value(each, values, rules)) for key, each in named})


def _combined(sign: str, left: Decimal, right: Decimal) -> Decimal:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    if not _settled(right):
        raise Refused("drawn-zero", "this divides by zero")
    return left / right


def _function(name: str, given: Sequence[Decimal]) -> Decimal:
    if name == "round":
        return shown(given[0], int(given[1]) if len(given) > 1 else 0)
    return min(given) if name == "min" else max(given)


def _ruled(rules: Rules, name: str, placed: Sequence[Decimal], named: Mapping[str, Decimal]) -> Decimal:
    if name not in rules:
        near = difflib.get_close_matches(name, rules, 1)
        remedy = f'did you mean "{near[0]}"?' if near else f"use one of {', '.join(sorted(rules))}"
        raise Refused("rule-unknown", f'there is no rule "{name}"', remedy, by_values=False)
    try:
        with localcontext(_AS_KEPT):
            return rules[name](*placed, **named)
    except Invalid as invalid:
        problem = invalid.problems[0]
        if problem.code in _UNFIT:
            why, _, remedy = problem.detail.partition(": ")
            raise Refused(
                "rule-values", f'the rule "{name}" is called wrongly, {why}', remedy, by_values=False
            ) from None
        why = f'the rule "{name}" refuses "{problem.where}" ({problem.detail.partition(":")[0]})'
        raise Refused("drawn-refused", why) from None


def _settled(number: Decimal) -> Decimal:
    """Take off what stands behind the 28th digit and the 20th decimal."""
    rounded = _AS_KEPT.plus(number)
    exponent = rounded.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -DECIMALS:
        return rounded.quantize(Decimal(1).scaleb(-DECIMALS))
    return rounded
