"""Questions whose numbers are drawn: what an attempt is asked, what it is graded by, what its pages hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.examples import Plain
from learning.kernel.errors import Invalid
from learning.markup.page import Links
from learning.markup.render import fragment
from learning.quiz.compound import Compound
from learning.quiz.drawn import drawings, fix, fixed, placeholders, to_render
from learning.quiz.drawn_check import value_problems
from learning.quiz.drawn_keys import Drawn, Formula, Key, Tolerance, as_shown
from learning.quiz.expressions import Binary, Expression, Name, Number
from learning.quiz.grammar import dump_question, parse_question
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.numbers import plain, spaced
from learning.quiz.parameters import Listed, Parameter, Steps, draw
from learning.quiz.questions import Question
from learning.quiz.shuffling import Order

RULES = service.rules_by_name()
SEEDS = range(60)
TAIL = "\nExplanation: So it is.\nSource: C102 Art. 65\n"
RATE = """## Earnings {earnings}, benefit {benefit}, allowances {allowance}: what is the rate? {#rate-drawn}

Earnings were **{earnings}** a month, so `{= earnings * 12}` a year.

Give a number:
Where:
- earnings = 1000 to 1500 in steps of 50
- benefit = 400 to 700 in steps of 20
- allowance = 40 or 60
- [x] = replacement_rate(benefit, earnings, allowance)
- [ ] = benefit / earnings * 100
  > The allowances of {allowance} count on *both* sides.
Unit: per cent
Tolerance: 0.1
Sensible: 20 to 80

Hint (cost 20%): Add {allowance} to {benefit}.
Explanation: {= benefit + allowance} / {= earnings + allowance}
= {= (benefit + allowance) / (earnings + allowance) * 100} %
Source: C102 Art. 65(1)
Read again: lesson-one
"""
CASE = """## Arcadia {#arcadia}

Arcadia pays {nobody} a benefit.

Answer the questions:

### Is it {benefit}? {#arcadia-first}
Choose one:
- [x] Yes, {benefit}
- [ ] No

Explanation: It is {benefit}.
Source: C102 Art. 1

### What is {percent} per cent of {earnings}? {#arcadia-second}

Of **{earnings}**.

Give a number:
Where:
- percent = 45 to 60
- earnings = 1000, 2000 or 3000
- [x] = percent * earnings / 100
- [ ] = percent * earnings
  > Per cent of {earnings}.

Explanation: {percent} * {earnings} / 100 = {= percent * earnings / 100}
Source: C102 Art. 2

### And what is twice {earnings}? {#arcadia-third}
Give a number:
Where:
- earnings = 1000, 2000 or 3000
- [x] = 2 * earnings

Explanation: It is {= 2 * earnings}.
Source: C102 Art. 3
"""


def question(text: str) -> Question:
    found, problems = parse_question(text)
    assert problems == []
    assert found is not None
    return found


def number(found: Question) -> GiveNumber:
    assert isinstance(found.interaction, GiveNumber)
    return found.interaction


def right_key(found: Question) -> Decimal:
    return next(key.number for key in number(found).keys if key.right)


def asking(where: str, answers: str, labels: str = "") -> Question:
    """A question that shows all its values in its heading."""
    names = " ".join(f"{{{name}}}" for name in re.findall(r"^- (\w+) =", where, re.MULTILINE))
    return question(f"## Given {names}, what is it? {{#drawn}}\n\nGive a number:\n{where}{answers}{labels}{TAIL}")


DRAWN = question(RATE)


def test_two_attempts_are_asked_other_numbers_and_the_same_attempt_the_same() -> None:
    asked = [fixed(DRAWN, seed, RULES) for seed in SEEDS]
    assert [fixed(DRAWN, seed, RULES) for seed in SEEDS] == asked
    assert len({each.title for each in asked}) > 40
    assert all("{" not in repr(each) and "zqx" not in repr(each) for each in asked)


@given(st.integers())
def test_all_texts_and_the_key_speak_of_the_same_numbers(seed: int) -> None:
    values = draw(number(DRAWN).drawn.parameters, seed, "rate-drawn")
    said = {name: plain(value) for name, value in values.items()}
    asked = fixed(DRAWN, seed, RULES)
    assert asked.title == "Earnings {earnings}, benefit {benefit}, allowances {allowance}: what is the rate?".format(
        **said
    )
    assert asked.prompt.startswith(
        f"Earnings were **{said['earnings']}** a month, so `{spaced(values['earnings'] * 12)}` a"
    )
    assert asked.hint == f"Add {said['allowance']} to {said['benefit']}."
    right, wrong = number(asked).keys
    assert wrong.feedback == f"The allowances of {said['allowance']} count on *both* sides."
    assert abs(Fraction(wrong.number) - Fraction(values["benefit"]) / Fraction(values["earnings"]) * 100) < 1e-15
    both = [Fraction(values[name] + values["allowance"]) for name in ("benefit", "earnings")]
    assert abs(Fraction(right.number) - both[0] / both[1] * 100) < 1e-15
    shown = asked.explanation.removesuffix(" %").rpartition("= ")[2]
    assert abs(Decimal(shown) - right.number) <= Decimal("0.005")


def test_what_is_not_drawn_is_asked_as_it_is() -> None:
    plain_question = question(
        "## A {name}? {#plain}\n\nSay {name} and {= 1 + 1}.\n\nGive a number:\n- [x] 5\n  > {five}\n" + TAIL
    )
    assert fixed(plain_question, 1, RULES) is plain_question
    assert to_render(plain_question) is plain_question
    assert (plain_question.title, plain_question.prompt) == ("A {name}?", "Say {name} and {= 1 + 1}.")


def test_a_computed_key_needs_no_values() -> None:
    asked = fixed(question("## What is it? {#sum}\n\nGive a number:\n- [x] = 80 + 7\n" + TAIL), 1, RULES)
    assert number(asked).keys == (Key(True, Decimal(87)),)


def test_written_keys_may_stand_beside_computed_ones() -> None:
    asked = fixed(
        asking("Where:\n- a = 1 to 9\n", "- [x] = a * 7 days\n- [ ] 5 weeks\n", "Units: weeks, days\n"), 1, RULES
    )
    assert [(key.unit, key.right) for key in number(asked).keys] == [("days", True), ("weeks", False)]
    assert number(asked).keys[1].number == 5


# --- HTML ---

CONTEXTS = [
    "{a}",
    "The **{a}** and *{b}*, or __{a}__ and _{b}_.",
    "`{a}` is code, and\n\n```\n{a} too\n```",
    "- one {a}\n- two\n    - {b}",
    "| A | B |\n| --- | --- |\n| {a} | **{b}** |",
    "[{a} of them](https://example.org/{a})",
    "> quoted {a}",
    "{a}-{b}, {a}/{b}, ({a}), {a}% of {b}.5",
    "<b>{a}</b> & {b}",
    "[combien? {a}]{: lang=fr} and **{b}**{: lang=fr}",
    "كم {a} من {b}؟",
    "{a}{b}{a}",
    "Half is {= a / 2} of {a}.",
]


@pytest.mark.parametrize("text", CONTEXTS)
@given(seed=st.integers())
def test_the_numbers_stand_in_the_html_as_if_they_had_been_written(text: str, seed: int) -> None:
    found = replace(asking("Where:\n- a = -5 to 5\n- b = 0.5, 12 or 1250\n", "- [x] = a + b\n"), prompt=text)
    rendered = {piece: fragment(piece, Links()) for piece in to_render(found).pieces()}
    made = fix(found, seed, RULES)
    asked, html = made.question, made.html(rendered)
    assert asked == fixed(found, seed, RULES)
    assert html[asked.prompt] == fragment(asked.prompt, Links())
    assert set(asked.pieces()) <= set(html)


def test_no_placeholder_is_left_in_what_is_rendered_and_each_has_its_own_word() -> None:
    with_words = to_render(DRAWN)
    assert "{" not in repr(list(with_words.pieces()))
    words = re.findall(r"zqx\d+xqz", with_words.title + "".join(with_words.pieces()))
    assert len(words) == len(set(words)) == len(placeholders(drawings(DRAWN)[0]))


def test_a_word_that_an_author_wrote_is_left_alone() -> None:
    found = replace(DRAWN, prompt="zqx99xqz zqx{earnings}xqz")
    assert fixed(found, 1, RULES).prompt.startswith("zqx99xqz ")


# --- grading ---


def answers(text: str) -> Iterator[str]:
    """The ways in which people write a number."""
    yield text
    yield text.replace(".", ",")
    yield text.translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))
    yield text.translate(str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹٫"))
    yield f"{text} per cent"
    yield f"{text} %"


@pytest.mark.parametrize("seed", SEEDS)
def test_each_attempt_is_graded_by_its_own_key_in_all_digits(seed: int) -> None:
    asked, order = fixed(DRAWN, seed, RULES), Order(seed, DRAWN.id)
    interaction = number(asked)
    for text in answers(plain(round(right_key(asked), 1))):
        response, problems = interaction.read({"answer": [text]}, order)
        assert problems == []
        assert interaction.grade(response or {}).share == 1
    examples = interaction.examples(order)
    assert interaction.grade(examples.right).share == 1
    assert interaction.grade(examples.wrong).share == 0
    foreseen = interaction.grade({"answer": [plain(round(interaction.keys[1].number, 1))]})
    assert (foreseen.share, foreseen.feedback) == (0, (interaction.keys[1].feedback,))
    (shown,) = interaction.reveal({}, order).fields
    assert re.fullmatch(r"\d\d(\.\d\d?)? per cent", shown.right[0])
    assert interaction.grade({"answer": [shown.right[0]]}).share == 1


def test_the_key_of_one_attempt_is_wrong_in_another() -> None:
    one, other = fixed(DRAWN, 1, RULES), fixed(DRAWN, 2, RULES)
    assert abs(right_key(one) - right_key(other)) > 1
    assert number(other).grade({"answer": [plain(round(right_key(one), 1))]}).share == 0


@pytest.mark.parametrize("seed", range(20))
def test_units_are_kept_apart_with_drawn_numbers(seed: int) -> None:
    found = asking(
        "Where:\n- n = 2 to 52\n", "- [x] = n weeks\n- [x] = 7 * n days\n- [ ] = 5 * n days\n", "Units: weeks, days\n"
    )
    interaction = number(fixed(found, seed, RULES))
    weeks = int(interaction.keys[0].number)
    assert interaction.grade({"answer": [str(weeks)], "unit": ["0"]}).share == 1
    assert interaction.grade({"answer": [f"{7 * weeks} days"]}).share == 1
    assert interaction.grade({"answer": [str(weeks)], "unit": ["1"]}).share == 0
    assert interaction.grade({"answer": [str(5 * weeks)], "unit": ["1"]}).share == 0


def test_a_share_of_the_key_is_a_tolerance_too() -> None:
    found = asking("Where:\n- a = 100, 1000 or 10000\n", "- [x] = a\n", "Tolerance: 2%\n")
    for seed in range(12):
        interaction = number(fixed(found, seed, RULES))
        key = interaction.keys[0].number
        for factor, share in (("1.02", 1), ("0.98", 1), ("1.021", 0), ("0.979", 0)):
            assert interaction.grade({"answer": [plain(key * Decimal(factor))]}).share == share


@given(st.decimals(-(10**6), 10**6, places=10), st.decimals("0.0001", 10, places=4))
def test_a_key_is_shown_in_few_digits_that_would_be_right(value: Decimal, amount: Decimal) -> None:
    for tolerance in (Tolerance(amount), Tolerance(amount, of_key=True), Tolerance()):
        assert abs(Fraction(as_shown(Key(True, value), tolerance)) - Fraction(value)) <= tolerance.margin(value)
        interaction = GiveNumber((Key(True, value),), (), tolerance)
        assert interaction.grade(interaction.examples(Order(1, "q")).right).share == 1


# --- cases ---


def test_the_parts_of_a_case_draw_their_own_numbers() -> None:
    case = question(CASE)
    assert dump_question(case) == CASE
    for seed in SEEDS:
        asked = fixed(case, seed, RULES)
        assert isinstance(asked.interaction, Compound)
        first, second, third = asked.interaction.parts
        assert (asked.title, asked.prompt) == (case.title, case.prompt)
        assert first == case.interaction.parts[0]
        said = re.fullmatch(r"What is (\d+) per cent of (\d+)\?", second.title)
        assert said is not None
        percent, earnings = map(int, said.groups())
        assert second.prompt == f"Of **{earnings}**."
        assert second.explanation == f"{percent} * {earnings} / 100 = {plain(Decimal(percent * earnings) / 100)}"
        twice = re.fullmatch(r"And what is twice (\d+)\?", third.title)
        assert twice is not None
        right = {"part-1-answer": ["0"], "part-2-answer": [plain(Decimal(percent * earnings) / 100)]}
        right["part-3-answer"] = [str(2 * int(twice[1]))]
        assert asked.interaction.grade(right).share == 1
    titles = {(each.interaction.parts[1].title[-5:], each.interaction.parts[2].title[-5:])
              for each in (fixed(case, seed, RULES) for seed in SEEDS)}  # fmt: skip
    assert len(titles) == 9


def test_the_html_of_a_case_holds_the_numbers_of_each_part() -> None:
    case = question(CASE)
    rendered = {piece: fragment(piece, Links()) for piece in to_render(case).pieces()}
    made = fix(case, 5, RULES)
    asked, html = made.question, made.html(rendered)
    assert all(html[piece] == fragment(piece, Links()) for piece in asked.pieces())
    assert html["It is {benefit}."] == "It is {benefit}."


# --- values without a sane key ---


def test_values_that_have_no_key_are_drawn_again() -> None:
    found = asking("Where:\n- a = 0 to 3\n- b = 0 to 3\n", "- [x] = 12 / (a - b)\n", "Sensible: -12 to 12\n")
    keys = [right_key(fixed(found, seed, RULES)) for seed in range(200)]
    assert {abs(key) for key in keys} == {4, 6, 12}


def test_a_question_that_never_has_a_key_is_refused() -> None:
    with pytest.raises(Invalid) as told:
        fixed(asking("Where:\n- a = 1 to 3\n", "- [x] = a / (a - a)\n"), 1, RULES)
    assert told.value.problems[0].code == "no-sane-values"


# --- written and read ---

VALUES = st.builds(
    lambda least, step, count: Steps(least, least + step * count, step),
    st.decimals(-1000, 1000, places=1),
    st.decimals("0.1", 100, places=1),
    st.integers(1, 50),
) | st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=5, unique=True).map(
    lambda numbers: Listed(tuple(numbers))
)


@st.composite
def questions(draws: st.DrawFn) -> Question:
    """Questions as a trainer could have made them."""
    names = draws(st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True), min_size=1, max_size=4, unique=True))
    parameters = tuple(Parameter(name, draws(VALUES)) for name in names)
    units = draws(st.sampled_from([(), ("per cent",), ("weeks", "days"), ("%", "euros / month")]))
    used = st.sampled_from(names).map(Name) | st.decimals(0, 100, places=1).map(Number)
    tree: st.SearchStrategy[Expression] = st.recursive(
        used, lambda inner: st.builds(Binary, st.sampled_from("+-*/"), inner, inner), max_leaves=5
    )
    unit = st.sampled_from(units or ("",))
    feedback = st.sampled_from(["", "Not so.", "With {= 1 + 1}\n\nmore"])
    keys = draws(
        st.lists(
            st.builds(Formula, st.booleans(), tree, unit, feedback),
            min_size=1,
            max_size=4,
            unique_by=lambda key: f"{key.expression} {key.unit}",
        )
    )
    keys[0] = replace(keys[0], right=True)
    sensible = None
    if any(key.right and not isinstance(key.expression, Number) for key in keys):
        sensible = draws(st.none() | st.just((Decimal(-5), Decimal("99.5"))))
    tolerance = draws(st.sampled_from([Tolerance(), Tolerance(Decimal("0.1")), Tolerance(Decimal(2), of_key=True)]))
    title = " ".join(f"{{{name}}}" for name in names)
    return Question(
        "drawn", title, "", GiveNumber((), units, tolerance, Drawn(parameters, tuple(keys), sensible)), "x", "y"
    )


@given(questions())
def test_what_is_written_reads_back_to_the_same(found: Question) -> None:
    text = dump_question(found)
    again, problems = parse_question(text)
    assert problems == []
    assert again == found
    assert dump_question(again) == text
    assert dump_question(replace(again, raw="")) == text


def test_what_was_not_changed_is_written_byte_for_byte() -> None:
    odd = (
        RATE.replace("- earnings = ", "-  earnings  =  ")
        .replace("40 or 60", "40,60")
        .replace("= benefit / e", "=benefit/e")
    )
    for text in (RATE, odd, RATE.replace("\n", "\r\n")):
        assert dump_question(question(text)) == text
    assert question(odd) == DRAWN


def test_labels_may_stand_above_the_values() -> None:
    text = RATE.replace("Unit: per cent\n", "").replace("Where:\n", "Unit: per cent\nWhere:\n")
    assert question(text) == DRAWN


@given(st.text(st.sampled_from("abx=*/+-()[]{}.,0123456789 \n>-WwhereUnit:%to"), max_size=80))
def test_no_answer_part_makes_reading_stumble(text: str) -> None:
    found, problems = parse_question(
        f"## {{a}} {{#drawn}}\n\nGive a number:\nWhere:\n- a = 1 to 3\n- [x] = a\n{text}\n" + TAIL
    )
    assert (found is None) == bool(problems)
    if found is not None:
        assert dump_question(found) == found.raw
        assert value_problems(found, RULES) is not None


# --- the rules of the Convention ---

CALLS = {
    "replacement_rate": "benefit=540 earnings=1200 allowance=60",
    "replacement_rate_two_allowances": "benefit=540 earnings=1200 allowance_in_work=60 allowance_in_contingency=10",
    "rate_gap": "benefit=540 earnings=1250 required=45",
    "needed_benefit": "required=45 earnings=1200 allowance=60",
    "skilled_wage": "average=1000",
    "benefit_with_ceiling": "percent=60 ceiling=900 earnings=1250",
    "rate_with_ceiling": "percent=60 ceiling=900 earnings=1250",
    "needed_ceiling": "percent=60 required=45 skilled_wage=1250",
    "average_percent": "weeks_1=8 percent_1=60 weeks_2=6 percent_2=30",
    "increase_percent": "before=4715 after=12600",
    "least_benefit": "full_benefit=300 other_means=150 substantial_amount=100",
    "benefit_and_means": "benefit=200 other_means=250 substantial_amount=100",
    "total_threshold": "under_article_66=48000",
    "family_total_protected": "labourer_wage=6000 children=1200",
    "family_total_residents": "labourer_wage=6000 children=3000",
    "coverage_percent": "protected=950000 whole=1800000",
    "employee_share": "employees=100 resources=190",
    "highest_employee_contributions": "resources=190",
    "dependants_part": "benefit=300 maintenance=100",
    "highest_suspension": "benefit=300 other=100",
    "least_paid": "benefit=300 other=100",
    "needed_parts": "accepted=1 core=0",
    "needed_persons_employees": "employees=1000",
    "needed_persons_active": "residents=1000",
    "needed_persons_residents": "residents=1000",
    "needed_persons_industrial": "industrial_employees=1000",
    "required_rate_old_age": "years=20",
    "required_rate_invalidity": "years=10",
    "required_rate_survivors": "years=7",
    "month_from_week": "amount=300",
    "year_from_week": "amount=100",
    "week_from_month": "amount=1300",
    "year_from_month": "amount=500",
    "week_from_year": "amount=5200",
    "month_from_year": "amount=6000",
}


def test_every_rule_has_its_case_here() -> None:
    assert set(CALLS) == set(RULES)


@pytest.mark.parametrize("name", sorted(CALLS))
@pytest.mark.parametrize("by_name", [False, True])
def test_every_rule_can_be_a_key(name: str, by_name: bool) -> None:
    given = dict(each.split("=") for each in CALLS[name].split())
    where = "".join(f"- {key} = {value} or {int(value) + 1}\n" for key, value in given.items())
    call = ", ".join(f"{key}={key}" if by_name else key for key in given)
    found = asking(f"Where:\n{where}", f"- [x] = {name}({call})\n", "Tolerance: 0.01\n")
    assert value_problems(found, RULES) == []
    for seed in range(8):
        values = draw(drawings(found)[0].drawn.parameters, seed, "drawn")
        key = right_key(fixed(found, seed, RULES))
        assert abs(key - RULES[name](*values.values())) < Decimal("1e-15")


EXAMPLES = {example.id: example for example in service.examples()}
WORKED = [
    ("P03", {"before": "minimum_pension_before", "after": "minimum_pension_after"}, "increase_percent(before, after)",
     "true_increase_percent"),
    ("P03", {"before": "minimum_pension_before", "after": "minimum_pension_after"}, "after / before * 100",
     "ratio_new_to_old_percent"),
    ("P03", {"pension": "minimum_pension_after", "wage": "guaranteed_minimum_wage"}, "replacement_rate(pension, wage)",
     "derived_rate_percent_without_family_allowances"),
    ("C01", {"a": "A", "b": "B", "c": "C", "d": "D"}, "replacement_rate_two_allowances(b, a, c, d)", "rate_percent"),
    ("C02", {"percent": "benefit_percent", "ceiling": "earnings_ceiling", "average": "average_earnings"},
     "rate_with_ceiling(percent, ceiling, skilled_wage(average))", "rate_percent"),
    ("C03", {"own": "own_pension", "supplement": "wife_supplement", "a": "A"},
     "replacement_rate(own + supplement, earnings=a)", "rate_percent"),
    ("C04", {"wage": "labourer_wage_month", "children": "children_of_persons_protected"},
     "family_total_protected(year_from_month(wage), children)", "required_a"),
    ("C04", {"wage": "labourer_wage_month", "children": "children_of_all_residents"},
     "family_total_residents(year_from_month(wage), children)", "required_b"),
    ("C05", {"total": "total_under_art66_and_55b"}, "total_threshold(total)", "threshold"),
    ("C05", {"paid": "total_paid", "total": "total_under_art66_and_55b"}, "round(paid / total, 4)", "actual_ratio"),
    ("C06", {"protected": "protected_employees", "employees": "employees"}, "coverage_percent(protected, employees)",
     "a_percent"),
    ("C06", {"protected": "protected_active_persons", "residents": "residents"},
     "coverage_percent(protected, residents)", "b_percent"),
    ("C07", {"years": "qualifying_years"}, "required_rate_old_age(years)", "required_percent"),
]  # fmt: skip
"""Example of the data, names of its inputs, the key, and what the example expects."""


def amount(value: Plain) -> str:
    assert isinstance(value, str)
    return plain(Decimal(value))


def typed(value: Plain) -> str:
    """A number in its own words, with four decimals: with three it could be thousands."""
    return f"{Decimal(amount(value)):.4f}"


@pytest.mark.parametrize(("identity", "inputs", "formula", "expected"), WORKED)
def test_the_worked_examples_hold(identity: str, inputs: dict[str, str], formula: str, expected: str) -> None:
    example = EXAMPLES[identity]
    where = "".join(f"- {name} = {amount(example.inputs[key])}\n" for name, key in inputs.items())
    found = asking(f"Where:\n{where}", f"- [x] = {formula}\n", "Tolerance: 0.0001\nSensible: 0 to 100000000\n")
    assert value_problems(found, RULES) == []
    interaction = number(fixed(found, 3, RULES))
    assert interaction.grade({"answer": [typed(example.expected[expected])]}).share == 1


def test_the_worked_shares_and_averages_hold() -> None:
    pooled = "employees_1=60 employers_1=50 state_1=10 employees_2=40 employers_2=25 state_2=5"
    given = dict(each.split("=") for each in pooled.split())
    where = "".join(f"- {name} = {value}\n" for name, value in given.items())
    share = f"employee_share(employees_1 + employees_2, {' + '.join(given)})"
    interaction = number(fixed(asking(f"Where:\n{where}", f"- [x] = {share}\n", "Tolerance: 0.0001\n"), 1, RULES))
    assert interaction.grade({"answer": [typed(EXAMPLES["C08"].expected["employee_share_percent"])]}).share == 1
    average = asking("Where:\n- w = 8\n- v = 6\n", "- [x] = average_percent(w, 60, v, 30)\n", "Tolerance: 0.0001\n")
    expected = EXAMPLES["C10"].expected["average_percent"]
    assert number(fixed(average, 1, RULES)).grade({"answer": [typed(expected)]}).share == 1
