"""Arithmetic in questions: what is read, what it is worth, what is refused."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.quiz.evaluation import Refused, evaluate, shown
from learning.quiz.expressions import (
    DEPTH_LIMIT,
    LENGTH_LIMIT,
    BadExpression,
    Binary,
    Call,
    Expression,
    Name,
    Negated,
    Number,
    names,
    parse,
)

RULES = service.rules_by_name()
VALUES = {"a": Decimal(7), "b": Decimal(2), "c": Decimal("0.5"), "zero": Decimal(0)}

NUMBERS = st.decimals(0, 10**6, places=2).map(Number)
LEAVES = NUMBERS | st.sampled_from(sorted(VALUES)).map(Name)


def grown(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    pairs = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return (
        inner.map(Negated)
        | st.builds(Binary, st.sampled_from("+-*/"), inner, inner)
        | st.builds(Call, st.sampled_from(["min", "max"]), pairs)
        | inner.map(lambda of: Call("round", (of,)))
        | st.builds(lambda of, places: Call("round", (of, Number(Decimal(places)))), inner, st.integers(0, 10))
    )


EXPRESSIONS = st.recursive(LEAVES, grown, max_leaves=8)
CALLS = st.builds(
    Call,
    st.sampled_from(["skilled_wage", "f"]),
    st.lists(EXPRESSIONS, max_size=2).map(tuple),
    st.lists(st.tuples(st.sampled_from(["average", "g"]), EXPRESSIONS), max_size=2).map(tuple),
)


def exact(expression: Expression) -> Fraction:
    """The value in fractions. Raises ZeroDivisionError."""
    match expression:
        case Number(value):
            return Fraction(value)
        case Name(name):
            return Fraction(VALUES[name])
        case Negated(of):
            return -exact(of)
        case Binary("+", left, right):
            return exact(left) + exact(right)
        case Binary("-", left, right):
            return exact(left) - exact(right)
        case Binary("*", left, right):
            return exact(left) * exact(right)
        case Binary(_, left, right):
            return exact(left) / exact(right)
        case Call("min", given):
            return min(map(exact, given))
        case Call("max", given):
            return max(map(exact, given))
        case Call(_, given):
            by = 10 ** int(exact(given[1]) if len(given) > 1 else 0)
            number = exact(given[0]) * by
            return Fraction((abs(number) + Fraction(1, 2)).__floor__() * (1 if number >= 0 else -1), by)


def without_rounding(expression: Expression) -> bool:
    """True when no part rounds: what stands on the edge of a rounding may fall to either side."""
    return "round" not in str(expression)


@given(EXPRESSIONS.filter(without_rounding))
def test_a_value_is_that_of_exact_arithmetic(expression: Expression) -> None:
    try:
        right = exact(expression)
    except ZeroDivisionError:
        with pytest.raises(Refused) as refused:
            evaluate(expression, VALUES, RULES)
        assert refused.value.code == "drawn-zero"
        return
    try:
        found = Fraction(evaluate(expression, VALUES, RULES))
    except Refused:  # a divisor so small that it counts as nothing
        assert "/" in str(expression)
        return
    assert abs(found - right) <= Fraction(1, 10**9) * max(1, abs(right))


@given(st.recursive(LEAVES, lambda inner: st.builds(Binary, st.sampled_from("+-"), inner, inner), max_leaves=12))
def test_sums_are_exact(expression: Expression) -> None:
    assert Fraction(evaluate(expression, VALUES, RULES)) == exact(expression)


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 6))
def test_rounding_goes_half_up_and_away_from_zero(number: Decimal, places: int) -> None:
    rounded = evaluate(Call("round", (Name("x"), Number(Decimal(places)))), {"x": number}, RULES)
    assert Fraction(rounded) == exact(Call("round", (Number(number), Number(Decimal(places)))))
    assert shown(number, places) == rounded


@given(EXPRESSIONS | CALLS)
def test_what_is_written_reads_back_to_the_same(expression: Expression) -> None:
    text = str(expression)
    if len(text) <= LENGTH_LIMIT:
        assert parse(text) == expression
        assert str(parse(text)) == text


@given(st.text(max_size=LENGTH_LIMIT + 5) | st.text("ab0.5+-*/(), =max", max_size=60))
def test_any_text_is_read_or_refused_with_a_remedy(text: str) -> None:
    expression, said = None, ""
    try:
        expression = parse(text)
    except BadExpression as bad:
        said = str(bad)
    assert said or (expression is not None and parse(str(expression)) == expression)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 - 2 - 1", "4"),
        ("7 - (2 - 1)", "6"),
        ("8 / 4 / 2", "1"),
        ("8 / (4 / 2)", "4"),
        ("--a", "7"),
        ("-a * -b", "14"),
        ("-(a - b)", "-5"),
        ("1 / 3 * 3", "1"),
        ("1 / 3 * 3 - 1", "0"),
        ("a * c", "3.5"),
        ("min(a, b, c) + max(a, b)", "7.5"),
        ("round(a / 3, 2)", "2.33"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(1 / 3 * 3 * 0.5)", "1"),
        ("replacement_rate(540, 1250)", "43.2"),
        ("replacement_rate(earnings=1250, benefit=540)", "43.2"),
        ("replacement_rate(540, 1250, allowance=zero)", "43.2"),
        ("rate_gap(540, 1250, 45) + 1", "2.8"),
    ],
)
def test_what_an_expression_is_worth(text: str, value: str) -> None:
    assert evaluate(parse(text), VALUES, RULES) == Decimal(value)


def test_the_precision_around_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 3
        assert evaluate(parse("1234567 * 7654321"), {}, RULES) == Decimal("9449772114007")
        assert evaluate(parse("replacement_rate(123456, 960000)"), {}, RULES) == Decimal("12.86")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "something is missing at the end"),
        ("1 +", "something is missing at the end"),
        ("(1 + 2", "never closed"),
        ("1 + 2)", "never opened"),
        ("f(1", "never closed"),
        ("f(1 2)", "write a sign before it"),
        ("f(1, )", "is missing before"),
        ("2x", "write a sign before it"),
        ("1e5", "write a sign before it"),
        ("a ** 2", "is missing before"),
        ("a ^ 2", 'write "a * a"'),
        ("a × 2", 'write "*"'),
        ("a : 2", 'write "/"'),
        ("a − 2", 'write "-"'),
        ("45 %", 'write "/ 100"'),
        ("1,250", "write numbers without it"),
        ("1234567890123456", "more than 15 digits"),
        ("a.b", "cannot be read here"),
        ("a[0]", "cannot be read here"),
        ("'a'", "cannot be read here"),
        ("a = b", 'one "=" is enough'),
        ("lambda: 1", 'write "/"'),
        ("f(x=1, 2)", "come first"),
        ("min(1)", "two values or more"),
        ("max(a, b=2)", "without names"),
        ("round(a, 1.5)", "0 to 10 decimals"),
        ("round(a, b)", "0 to 10 decimals"),
        ("round(a, 11)", "0 to 10 decimals"),
        ("round()", "0 to 10 decimals"),
        ("(" * (DEPTH_LIMIT + 1) + "1" + ")" * (DEPTH_LIMIT + 1), "make it flatter"),
        ("-" * (DEPTH_LIMIT + 2) + "1", "make it flatter"),
        ("1" + "+1" * LENGTH_LIMIT, "too long"),
    ],
)
def test_what_is_no_expression_is_told_with_a_remedy(text: str, said: str) -> None:
    with pytest.raises(BadExpression) as bad:
        parse(text)
    assert said in str(bad.value)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("1 / zero", "drawn-zero", "divides by zero"),
        ("1 / (1 / 3 * 3 - 1)", "drawn-zero", "divides by zero"),
        ("replacement_rate(540, zero)", "drawn-refused", '"replacement_rate" refuses "earnings" (this is zero)'),
        ("replacment_rate(540, 1200)", "rule-unknown", "no rule"),
        ("f(1)", "rule-unknown", "no rule"),
        ("replacement_rate(540)", "rule-values", "earnings is missing"),
        ("skilled_wage(1, 2)", "rule-values", "2 values for 1"),
        ("skilled_wage(wage=1)", "rule-values", 'there is no "wage"'),
        ("skilled_wage(1, average=1)", "rule-values", "given twice"),
    ],
)
def test_what_has_no_value_is_refused_and_said(text: str, code: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        evaluate(parse(text), VALUES, RULES)
    assert refused.value.code == code
    assert said in str(refused.value)
    assert refused.value.remedy
    assert refused.value.by_values is code.startswith("drawn")


def test_the_names_of_an_expression_are_told_in_their_order() -> None:
    assert list(names(parse("a + f(b, g=c) * -a - 5"))) == ["a", "b", "c", "a"]


def test_a_number_too_large_to_be_rounded_is_left_as_it_is() -> None:
    text = "round(" + " * ".join(["999999999999999"] * 12) + ")"
    assert evaluate(parse(text), {}, RULES).adjusted() == 179
