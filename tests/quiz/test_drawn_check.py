"""What the check says of questions with drawn numbers: with the line, the remedy, and the values at fault."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.quiz.codes import CODES
from learning.quiz.drawn import fixed
from learning.quiz.drawn_check import value_problems
from learning.quiz.evaluation import Refused
from learning.quiz.grammar import parse_question
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.parameters import draw

RULES = service.rules_by_name()
RATE = """## Earnings {earnings}, benefit {benefit}, allowances {allowance}: what is the rate? {#rate-drawn}

Give a number:
Where:
- earnings = 1000 to 1500 in steps of 50
- benefit = 400 to 700 in steps of 20
- allowance = 40 or 60
- [x] = replacement_rate(benefit, earnings, allowance)
- [ ] = benefit / earnings * 100
  > The allowances count on both sides.
Unit: per cent
Tolerance: 0.1
Sensible: 20 to 80

Explanation: Both sides, see {allowance}.
Source: C102 Art. 65(1)
"""


def told(text: str) -> list[tuple[int, str, str]]:
    question, problems = parse_question(text)
    if question is not None:
        problems = value_problems(question, RULES)
    assert all(problem.code in CODES and ": " in problem.detail for problem in problems)
    return [(int(problem.where), problem.code, problem.detail) for problem in problems]


def test_a_good_question_has_no_problem() -> None:
    assert told(RATE) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "said"),
    [
        ("1000 to 1500", "0 to 1500", 9, "drawn-zero", "with benefit = 400, earnings = 0 this divides by zero"),
        ("1000 to 1500 in steps of 50", "0 or 1000", 9, "drawn-zero", "earnings = 0"),
        (
            "earnings, allowance)",
            "earnings - 1000)",
            8,
            "drawn-refused",
            'with benefit = 400, earnings = 1000 the rule "replacement_rate" refuses "earnings" (this is zero)',
        ),
        (
            "Sensible: 20 to 80",
            "Sensible: 30 to 80",
            8,
            "drawn-outside",
            "with benefit = 400, earnings = 1500, allowance = 40 the key is 28.57",
        ),
        (
            "= benefit / earnings * 100",
            "= 9999999999999 * benefit",
            9,
            "drawn-absurd",
            "the wrong number has more than 15",
        ),
        ("Tolerance: 0.1\n", "", 8, "drawn-endless", "the key is 42.3077…, with more decimals than can be typed"),
        ("see {allowance}", "see {= 1 / (allowance - 40)}", 15, "drawn-zero", "with allowance = 40 this divides"),
        ("see {allowance}", "see {= skilled_wage(-allowance)}", 15, "drawn-refused", "(this is below zero)"),
        ("replacement_rate(", "replacment_rate(", 8, "rule-unknown", 'did you mean "replacement_rate"?'),
        ("earnings, allowance)", "allowances=allowance)", 8, "rule-values", 'there is no "allowances"'),
        ("(benefit, earnings, allowance)", "(benefit)", 8, "rule-values", "earnings is missing"),
        (
            "= benefit / earnings * 100",
            "= (benefit + allowance) / (earnings + allowance) * 100",
            9,
            "option-repeated",
            "says the same as line 8, whatever the values",
        ),
        ("see {allowance}", "see {alowance}", 15, "name-unknown", "use one of earnings, benefit, allowance"),
        ("see {allowance}", "see {= 2 *}", 15, "formula-bad", "something is missing at the end"),
        ("see {allowance}", "see {= 2 * wage}", 15, "name-unknown", 'there is no value "wage"'),
        ("allowances {allowance}:", "allowances:", 7, "name-unshown", 'write "{allowance}" into it'),
        (", allowance)", ", 40)", None, "", ""),
        ("- allowance =", "- more = 1\n- allowance =", 7, "name-unused", '"more" is used nowhere'),
        ("= benefit / earnings * 100", "= wage / earnings", 9, "name-unknown", 'there is no value "wage"'),
        ("- earnings = 1000", "- earnings: 1000", 5, "where-line", "cannot be read"),
    ],
)
def test_a_fault_is_told_once_with_its_line_and_the_values(
    old: str, new: str, line: int | None, code: str, said: str
) -> None:
    assert old in RATE
    found = told(RATE.replace(old, new))
    assert [each for each in found if each[1] == code and each[0] == line] != [] or line is None
    assert len({each[:2] for each in found}) == len(found)
    if line is None:
        assert found == []
    else:
        assert said in next(detail for at, which, detail in found if (at, which) == (line, code))


def test_a_slip_in_the_values_is_told_once_and_alone() -> None:
    found = told(RATE.replace("- earnings = 1000", "- earnings: 1000"))
    assert [each[:2] for each in found] == [(5, "where-line")]


@pytest.mark.parametrize(
    ("where", "key", "labels", "said"),
    [
        ("a = 1 to 9", "a * 999999999999999 * 10", "", "more than 15 digits"),
        ("a = 1 to 9", "a * 999999999999999", "Sensible: 1 to 999999999999999\n", "more than 15 digits"),
        ("a = 1 to 9", "a * 999999999", "", "over 1000000000"),
        ("a = 1 to 9", "-a * 999999999", "", "over 1000000000"),
        ("a = 1 to 9", "5 - a", "Unit: per cent\n", "the key is -1 per cent"),
        ("a = 1 to 9", "5 - a", "Unit: %\n", "the key is -1 per cent"),
    ],
)
def test_an_absurd_key_is_told_with_its_values(where: str, key: str, labels: str, said: str) -> None:
    text = (
        f"## {{a}}? {{#odd}}\n\nGive a number:\nWhere:\n- {where}\n- [x] = {key}\n{labels}\nExplanation: x\nSource: y\n"
    )
    [(line, code, detail)] = told(text)
    assert (line, code) == (6, "drawn-absurd")
    assert detail.startswith("with a = ")
    assert said in detail


@pytest.mark.parametrize("labels", ["", "Unit: per cent\nSensible: -4 to 4\n"])
def test_a_key_below_zero_is_sane_where_it_is_said_or_no_share(labels: str) -> None:
    lines = f"Give a number:\nWhere:\n- a = 1 to 9\n- [x] = 5 - a\n{labels}\nExplanation: x\nSource: y\n"
    assert told(f"## {{a}}? {{#odd}}\n\n{lines}") == []


@pytest.mark.parametrize("wrong", ["-benefit", "benefit * 1000", "benefit * 999999999", "0"])
def test_a_number_foreseen_as_wrong_may_be_far_off(wrong: str) -> None:
    assert told(RATE.replace("= benefit / earnings * 100", f"= {wrong}")) == []


def test_a_range_without_a_right_number_that_is_computed_is_told() -> None:
    _, problems = parse_question(RATE.replace("= replacement_rate(benefit, earnings, allowance)", "45"))
    assert [problem.code for problem in problems] == ["sensible-bad"]


def test_a_large_key_is_sane_where_it_is_said() -> None:
    text = (
        "## {a}? {#odd}\n\nGive a number:\nWhere:\n- a = 1 to 9\n- [x] = a * 99999999999\n"
        "Sensible: 0 to 1000000000000\n\nExplanation: x\nSource: y\n"
    )
    assert told(text) == []


def test_a_wrong_answer_that_is_sometimes_right_is_a_warning_with_the_values() -> None:
    question, _ = parse_question(RATE.replace("40 or 60", "0, 40 or 60"))
    assert question is not None
    [problem] = value_problems(question, RULES)
    assert (problem.where, problem.code, problem.is_error) == ("9", "drawn-coincides", False)
    assert "allowance = 0 this wrong answer is right too (as line 8)" in problem.detail


def test_the_faults_of_a_part_are_told_at_its_lines() -> None:
    part = RATE.replace("## Earnings", "### Earnings")
    case = "## A case {#case}\n\nIt has {allowance}.\n\nAnswer the questions:\n\n" + part.replace(
        "see {allow", "see {alow"
    )
    assert [each[:2] for each in told(case)] == [(21, "name-unknown")]
    case = "## A case {#case}\n\nIt is so.\n\nAnswer the questions:\n\n" + part.replace("1000 to 1500", "0 to 1500")
    assert [each[:2] for each in told(case)] == [
        (14, "drawn-refused"),
        (15, "drawn-zero"),
        (14, "drawn-outside"),
    ]


@given(st.integers())
def test_what_passes_has_a_sane_key_at_every_draw(seed: int) -> None:
    question, _ = parse_question(RATE)
    assert question is not None
    interaction = question.interaction
    assert isinstance(interaction, GiveNumber)
    assert interaction.drawn is not None
    first = draw(interaction.drawn.parameters, seed, question.id)
    failed = None
    try:
        made = interaction.at(first, RULES)
    except Refused as refused:
        failed = refused
    assert failed is None
    assert [key.number for key in made.keys] == [key.number for key in fixed(question, seed, RULES).interaction.keys]
    assert all(20 <= key.number <= 80 for key in made.keys)
