"""Numbers drawn per attempt: their ranges and lists, the draw, the sets of values that are tried."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.interaction import Line
from learning.quiz.numbers import plain
from learning.quiz.parameters import (
    PARAMETERS_LIMIT,
    TRIED,
    Listed,
    Parameter,
    Steps,
    draw,
    part_where,
    read_parameters,
    tried,
)
from learning.quiz.shuffling import pick

EARNINGS = Parameter("earnings", Steps(Decimal(1000), Decimal(1500), Decimal(50)))
ALLOWANCE = Parameter("allowance", Listed((Decimal(0), Decimal(40), Decimal(60))))
CHANGE = Parameter("change", Steps(Decimal(-10), Decimal(10), Decimal("2.5")))

NUMBERS = st.decimals(-(10**6), 10**6, places=2)
STEPS = st.builds(
    lambda least, step, count: Steps(least, least + step * count, step),
    NUMBERS,
    st.decimals("0.01", 1000, places=2),
    st.integers(1, 300),
)
LISTS = st.lists(NUMBERS, min_size=1, max_size=9, unique=True).map(lambda numbers: Listed(tuple(numbers)))
PARAMETERS = st.lists(
    st.builds(Parameter, st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True), STEPS | LISTS),
    min_size=1,
    max_size=5,
    unique_by=lambda each: each.name,
)


def lines(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n"), start=1)]


def read(text: str) -> tuple[tuple[Parameter, ...], list[tuple[int, str]]]:
    heads, below, _ = part_where(lines(text))
    parameters, problems = read_parameters(heads, below)
    return parameters, [(int(problem.where), problem.code) for problem in problems]


@given(PARAMETERS)
def test_what_is_written_reads_back_to_the_same(parameters: list[Parameter]) -> None:
    text = "Where:\n" + "".join(f"{each}\n" for each in parameters)
    assert read(text) == (tuple(parameters), [])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1000 to 1500 in steps of 50", EARNINGS.values),
        ("0, 40 or 60", ALLOWANCE.values),
        ("0, 40, or 60", ALLOWANCE.values),
        ("0, 40, 60", ALLOWANCE.values),
        ("  0 ,40  or  60 ", ALLOWANCE.values),
        ("1 to 5", Steps(Decimal(1), Decimal(5), Decimal(1))),
        ("-10 to 10 in steps of 2.5", CHANGE.values),
        ("40 or 60", Listed((Decimal(40), Decimal(60)))),
        ("40", Listed((Decimal(40),))),
        ("0.5", Listed((Decimal("0.5"),))),
    ],
)
def test_the_ways_to_write_values(text: str, values: Steps | Listed) -> None:
    assert read(f"Where:\n- x = {text}") == ((Parameter("x", values),), [])


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("Where:", [(1, "where-line")]),
        ("Where:\n- earnings: 1000", [(2, "where-line")]),
        ("Where:\nearnings = 1000", [(2, "where-line")]),
        ("Where:\n- a = 1\n\nWhere:\n- b = 1", [(4, "where-line")]),
        ("Where:\n- Earnings = 1000", [(2, "where-name")]),
        ("Where:\n- earnings a month = 1000", [(2, "where-name")]),
        ("Where:\n- 2x = 1000", [(2, "where-name")]),
        ("Where:\n- = 1000", [(2, "where-name")]),
        ("Where:\n- a = 1\n- b = 2\n- a = 3", [(4, "where-name")]),
        ("Where:\n- a =", [(2, "where-values")]),
        ("Where:\n- a = many", [(2, "where-values")]),
        ("Where:\n- a = 1,000 to 1,500", [(2, "where-values")]),
        ("Where:\n- a = 5 to 1", [(2, "where-values")]),
        ("Where:\n- a = 5 to 5", [(2, "where-values")]),
        ("Where:\n- a = 1 to 5 in steps of 0", [(2, "where-values")]),
        ("Where:\n- a = 1 to 5 in steps of -1", [(2, "where-values")]),
        ("Where:\n- a = 1 to 5 in steps of 3", [(2, "where-values")]),
        ("Where:\n- a = 0.5 to 3", [(2, "where-values")]),
        ("Where:\n- a = 1 to 5 by 2", [(2, "where-values")]),
        ("Where:\n- a = 1, 2 or 1.0", [(2, "where-values")]),
        ("Where:\n- a = 1, , 2", [(2, "where-values")]),
        ("Where:\n- a = 1e5", [(2, "where-values")]),
        ("Where:\n- a = 1 to 10001", [(2, "where-many")]),
        ("Where:\n- a = 0 to 1 in steps of 0.0000000001", [(2, "where-many")]),
        ("Where:\n" + "\n".join(f"- a{n} = {n}" for n in range(PARAMETERS_LIMIT + 1)), [(1, "where-many")]),
    ],
)
def test_what_cannot_be_drawn_is_told_at_its_line(text: str, problems: list[tuple[int, str]]) -> None:
    assert read(text)[1] == problems


def test_the_largest_range_is_taken() -> None:
    (parameter,), problems = read("Where:\n- a = 1 to 10000")
    assert (parameter.values.count, problems) == (10_000, [])


@given(st.text())
def test_any_line_is_read_or_refused(text: str) -> None:
    parameters, problems = read(f"Where:\n- x = {text}\n- y{text} = 5")
    assert all(each.values.count for each in parameters)
    assert all(code.startswith("where-") for _, code in problems)


def test_what_stands_below_the_answers_belongs_to_them() -> None:
    text = "Where:\n- a = 1\n\n- [x] = a\n  > Well done\n- [ ] 5"
    heads, below, answers = part_where(lines(text))
    assert ([each.number for each in heads], [each.number for each in below]) == ([1], [2])
    assert [each.number for each in answers] == [4, 5, 6]


@given(PARAMETERS, st.integers(), st.text(max_size=20))
def test_a_draw_is_in_its_range_and_always_the_same(parameters: list[Parameter], seed: int, name: str) -> None:
    values = draw(parameters, seed, name)
    assert draw(parameters, seed, name) == values
    for each in parameters:
        least, most = each.extremes()
        assert least <= values[each.name] <= most
        assert values[each.name] in [each.values.at(place) for place in range(each.values.count)]


def test_a_draw_is_the_same_on_every_machine() -> None:
    assert draw([EARNINGS, ALLOWANCE, CHANGE], 7, "rate") == {
        "earnings": Decimal(1150),
        "allowance": Decimal(40),
        "change": Decimal(5),
    }


def test_every_value_is_drawn_about_as_often() -> None:
    counts = [0] * 11
    for seed in range(11_000):
        counts[pick(11, seed, "rate", "where", "earnings")] += 1
    assert 850 < min(counts) <= max(counts) < 1150


def test_values_and_questions_are_drawn_apart_from_each_other() -> None:
    parameters = [EARNINGS, Parameter("benefit", EARNINGS.values)]
    drawn = [draw(parameters, seed, "rate") for seed in range(200)]
    assert 5 < sum(values["earnings"] == values["benefit"] for values in drawn) < 40
    other = [draw(parameters, seed, "gap") for seed in range(200)]
    assert 5 < sum(one["earnings"] == two["earnings"] for one, two in zip(drawn, other, strict=True)) < 40


def test_few_sets_of_values_are_all_tried() -> None:
    found = list(tried([EARNINGS, ALLOWANCE], "rate"))
    assert len(found) == 33
    assert len({tuple(values.values()) for values in found}) == 33


def test_of_many_sets_the_corners_and_zeros_are_tried_and_many_draws() -> None:
    parameters = [EARNINGS, ALLOWANCE, CHANGE, Parameter("benefit", Steps(Decimal(1), Decimal(900), Decimal(1)))]
    found = [tuple(map(plain, values.values())) for values in tried(parameters, "rate")]
    assert {("1000", "0", "-10", "1"), ("1500", "60", "10", "900")} <= set(found)
    assert {("1500", "0", "-10", "1"), ("1500", "60", "-10", "900")} <= set(found)
    assert {("1000", "0", "0", "1"), ("1500", "0", "0", "900"), ("1500", "60", "0", "900")} <= set(found)
    assert len(found) >= TRIED + 2
