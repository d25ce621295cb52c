"""Every worked example of the data, by id: the rules find what the example expects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

import pytest

from learning.c102 import service
from learning.c102.amounts import Money, TimeBasis, converted, increase_percent, percent_of, shown
from learning.c102.benefit_formulas import AccrualFormula, BenefitFormula
from learning.c102.branches import Branch, Standard
from learning.c102.ceilings import ceiling_finding, rate_at
from learning.c102.coverage import Counts, coverage_findings
from learning.c102.examples import Plain, WorkedExample
from learning.c102.family_benefits import family_benefit_finding
from learning.c102.financing import Resources, employee_share_finding
from learning.c102.means_tested import class_for_total, total_finding
from learning.c102.periods import Span, average_rate_finding, duration_finding, no_period_finding, weeks_of
from learning.c102.rates import RateCase, earnings_related_finding, flat_rate_finding, stated_rate_finding
from learning.c102.ratifications import qualifies
from learning.c102.reductions import reduction_finding
from learning.c102.reference_wages import labourer_wage, skilled_percentages, wage_from_average

FACTS = service.facts()
EXAMPLES = {example.id: example for example in service.examples()}
MONTH, YEAR = TimeBasis.MONTH, TimeBasis.YEAR
ID = re.compile(r"[cp]\d\d")


def number(values: Mapping[str, Plain], key: str) -> Decimal:
    return Decimal(text(values, key))


def text(values: Mapping[str, Plain], key: str) -> str:
    found = values[key]
    assert isinstance(found, str)
    return found


def truth(example: WorkedExample, key: str) -> bool:
    return {"true": True, "false": False}[text(example.expected, key)]


def rounded_as(found: Decimal, example: WorkedExample, key: str) -> bool:
    """True when `found`, rounded to as many decimals as the example gives, is what it expects."""
    expected = number(example.expected, key)
    exponent = expected.as_tuple().exponent
    assert isinstance(exponent, int)
    return shown(found, -exponent) == expected


def branch_of(example: WorkedExample) -> Branch:
    found = FACTS.branch(example.part)
    assert found is not None
    return found


def standard_of(example: WorkedExample) -> Standard:
    standard = branch_of(example).standards[0]
    assert standard.min_percent == Decimal(example.required)
    return standard


def case_of(example: WorkedExample) -> RateCase:
    basis = TimeBasis(text(example.inputs, "time_basis"))
    amounts = {letter: Money(number(example.inputs, letter), basis) for letter in "ABCD"}
    return RateCase(amounts["B"], amounts["A"], amounts["C"], amounts["D"])


def test_every_example_of_the_data_has_its_test_here() -> None:
    tested = {step.upper() for name in globals() for step in name.split("_") if ID.fullmatch(step)}
    assert tested == set(EXAMPLES)


def test_p01_a_bare_percentage_can_be_compared_but_shows_no_amounts() -> None:
    example = EXAMPLES["P01"]
    finding = stated_rate_finding(
        number(example.inputs, "published_rate_percent"), Decimal(example.required), example.article
    )
    assert finding.compliant is truth(example, "compliant_on_published_rate")
    assert finding.conditions == ("amounts-not-shown",)


def test_p02_five_points_are_missing_at_fifteen_years() -> None:
    example = EXAMPLES["P02"]
    stated = number(example.inputs, "benefit_percent_of_average_insurable_earnings")
    finding = stated_rate_finding(stated, Decimal(example.required), example.article)
    assert finding.compliant is truth(example, "compliant_under_art26")
    assert finding.gap == number(example.expected, "gap_points")


def test_p03_to_267_per_cent_is_an_increase_by_167_and_the_minimum_pension_passes_article_66() -> None:
    example = EXAMPLES["P03"]
    before, after, wage = (
        number(example.inputs, key)
        for key in ("minimum_pension_before", "minimum_pension_after", "guaranteed_minimum_wage")
    )
    assert rounded_as(percent_of(after, before), example, "ratio_new_to_old_percent")
    assert rounded_as(increase_percent(before, after), example, "true_increase_percent")
    reference = labourer_wage(Money(wage, MONTH, "UM"), "minimum-wage")
    case = RateCase(Money(after, MONTH, "UM"), reference.wage)
    finding = flat_rate_finding(case, branch_of(example).standards[0], reference.interpretation)
    assert finding.found == number(example.expected, "derived_rate_percent_without_family_allowances")
    assert finding.required == number(example.expected, "required_percent")
    assert finding.compliant is truth(example, "derived_compliant")
    assert finding.interpretation == "minimum-wage-for-labourer"


def test_p04_what_is_not_guaranteed_to_everyone_does_not_count_as_duration() -> None:
    example = EXAMPLES["P04"]
    assert "not guaranteed to all" in text(example.inputs, "national_rule")
    (limit,) = branch_of(example).duration.limits
    assert example.required.startswith(f"{limit.min_weeks} weeks")
    assert duration_finding(Decimal(0), limit).compliant is truth(example, "compliant")
    assert duration_finding(Decimal(limit.min_weeks), limit).compliant


def test_p05_part_vi_allows_no_qualifying_period() -> None:
    example = EXAMPLES["P05"]
    finding = no_period_finding(branch_of(example), number(example.inputs, "work_weeks_required"))
    assert finding.compliant is truth(example, "compliant_if_applied")
    assert finding.gap == number(example.inputs, "work_weeks_required")


def test_p06_a_pension_formula_by_months_and_no_verdict_without_the_skilled_wage() -> None:
    example = EXAMPLES["P06"]
    assert text(example.inputs, "formula").startswith("40% of basic monthly earnings plus 1% per 12 months")
    formula = AccrualFormula(
        base_percent=Decimal(40),
        base_months=60,
        step_percent=Decimal(1),
        step_months=12,
        lowest=number(example.inputs, "minimum_percent"),
        highest=number(example.inputs, "maximum_percent"),
    )
    assert formula.percent_after(360) == number(example.expected, "percent_after_30_years")
    after_15 = formula.percent_after(int(text(example.inputs, "pension_needs_months")))
    assert after_15 == number(example.expected, "percent_after_15_years")
    counted = number(example.inputs, "counted_earnings_maximum_per_month")
    on_counted = rate_at(BenefitFormula(after_15, counted), counted).rate
    assert (on_counted >= standard_of(example).min_percent) is truth(example, "meets_40_on_counted_earnings")


@pytest.mark.parametrize("identity", ["C01", "C02"])
def test_c01_c02_the_rate_of_sickness_benefit(identity: str) -> None:
    example = EXAMPLES[identity]
    finding = earnings_related_finding(case_of(example), standard_of(example))
    assert rounded_as(finding.found, example, "rate_percent")
    assert finding.found_shown == number(example.expected, "rate_shown")
    assert finding.compliant is truth(example, "compliant")


def test_c01_leaving_out_allowances_gives_the_wrong_rates_of_the_note() -> None:
    example = EXAMPLES["C01"]
    case = case_of(example)
    assert RateCase(case.benefit, case.wage, None, case.allowances_in_contingency).rate == Decimal(50)
    assert RateCase(case.benefit, case.wage).rate == Decimal(45)


def test_c02_a_scheme_of_60_per_cent_fails_because_of_its_ceiling() -> None:
    example = EXAMPLES["C02"]
    average = Money(number(example.inputs, "average_earnings"), MONTH)
    skilled = wage_from_average(average, skilled_percentages(FACTS))
    assert skilled.wage.value == number(example.inputs, "A")
    assert skilled.reference == "Art. 65(6)(d)"
    formula = BenefitFormula(number(example.inputs, "benefit_percent"), number(example.inputs, "earnings_ceiling"))
    assert formula.benefit(skilled.wage.value) == number(example.inputs, "B")
    finding = ceiling_finding(formula, skilled, standard_of(example))
    assert rounded_as(finding.found, example, "rate_percent")
    assert finding.compliant is truth(example, "compliant")
    assert finding.gap == Decimal("1.8")
    assert rate_at(formula, average.value).rate == Decimal(54)


def test_c03_the_supplement_for_the_wife_is_part_of_the_benefit() -> None:
    example = EXAMPLES["C03"]
    case = case_of(example)
    own, supplement = number(example.inputs, "own_pension"), number(example.inputs, "wife_supplement")
    assert own + supplement == case.benefit.value
    finding = flat_rate_finding(case, standard_of(example))
    assert rounded_as(finding.found, example, "rate_percent")
    assert finding.found_shown == number(example.expected, "rate_shown")
    assert finding.compliant is truth(example, "compliant")


def test_c04_one_of_the_two_tests_of_family_benefit_is_enough() -> None:
    example = EXAMPLES["C04"]
    adequacy = branch_of(example).adequacy
    assert adequacy is not None
    outcome = family_benefit_finding(
        adequacy,
        Money(number(example.inputs, "family_benefit_spending_year"), YEAR),
        converted(Money(number(example.inputs, "labourer_wage_month"), MONTH), YEAR),
        of_persons_protected=number(example.inputs, "children_of_persons_protected"),
        of_all_residents=number(example.inputs, "children_of_all_residents"),
    )
    for letter in "ab":
        finding = outcome.under(f"Art. 44({letter})")
        assert finding is not None
        assert finding.required == number(example.expected, f"required_{letter}")
        assert finding.compliant is truth(example, f"meets_{letter}")
    assert outcome.compliant is truth(example, "compliant")


def test_c05_the_total_exceeds_that_of_article_66_by_thirty_per_cent() -> None:
    example = EXAMPLES["C05"]
    paid, under = (Money(number(example.inputs, key), YEAR) for key in ("total_paid", "total_under_art66_and_55b"))
    finding = total_finding(FACTS.total_test, example.part, paid, under)
    assert class_for_total(FACTS.total_test, example.part) == "55(b)"
    assert finding.required == number(example.expected, "threshold")
    assert rounded_as(percent_of(paid.value, under.value).scaleb(-2), example, "actual_ratio")
    assert finding.compliant is truth(example, "deemed_satisfied")


def test_c06_the_twenty_per_cent_are_measured_against_residents() -> None:
    example = EXAMPLES["C06"]
    protected = Counts(
        employees=number(example.inputs, "protected_employees"),
        active_persons=number(example.inputs, "protected_active_persons"),
    )
    country = Counts(employees=number(example.inputs, "employees"), residents=number(example.inputs, "residents"))
    outcome = coverage_findings(branch_of(example), protected, country)
    for letter in "ab":
        finding = outcome.under(f"Art. 27({letter})")
        assert finding is not None
        assert rounded_as(finding.found, example, f"{letter}_percent")
        assert finding.compliant is truth(example, f"{letter}_ok")
    assert outcome.compliant is truth(example, "compliant")


def test_c07_the_straight_line_reading_is_marked_and_a_reduced_benefit_is_needed_too() -> None:
    example = EXAMPLES["C07"]
    finding = reduction_finding(
        branch_of(example), number(example.inputs, "benefit_percent"), number(example.inputs, "qualifying_years")
    )
    assert finding.required == number(example.expected, "required_percent")
    assert finding.compliant is truth(example, "compliant")
    assert (finding.reference, finding.interpretation) == ("Art. 29(4)", "straight-line")
    assert finding.conditions == ("reduced-benefit",)
    assert text(example.expected, "also_needed").startswith("reduced benefit at 15 years")


def test_c08_family_and_special_injury_branch_would_hide_the_breach() -> None:
    example = EXAMPLES["C08"]
    parts = {
        "pensions": ("V", "IX", "X"),
        "sickness_maternity": ("III", "VIII"),
        "family": ("VII",),
        "employment_injury_special_branch": ("VI",),
    }
    schemes = [scheme_of(example, name, its_parts) for name, its_parts in parts.items()]
    finding = employee_share_finding(schemes, FACTS.employee_share)
    assert rounded_as(finding.found, example, "employee_share_percent")
    assert finding.compliant is truth(example, "compliant")
    employees, everything = sum(each.employees for each in schemes), sum(each.all for each in schemes)
    assert rounded_as(percent_of(Decimal(employees), Decimal(everything)), example, "wrong_share_if_all_pooled_percent")


def scheme_of(example: WorkedExample, name: str, parts: tuple[str, ...]) -> Resources:
    values = example.inputs[name]
    assert isinstance(values, Mapping)
    employees, employers, state = (number(values, key) for key in ("employees", "employers", "state"))
    return Resources(name, parts, employees, employers, state, special_branch="special" in name)


def test_c09_which_parts_may_be_accepted_together() -> None:
    example = EXAMPLES["C09"]
    cases, valid = example.inputs["cases"], example.expected["valid"]
    assert isinstance(cases, tuple)
    assert isinstance(valid, tuple)
    assert len(cases) == 4
    found = tuple("true" if qualifies([str(part) for part in case]) else "false" for case in cases)
    assert found == valid


def test_c10_maternity_benefit_may_vary_when_its_average_complies() -> None:
    example = EXAMPLES["C10"]
    weeks, percents = example.inputs["weeks"], example.inputs["percent"]
    assert isinstance(weeks, tuple)
    assert isinstance(percents, tuple)
    spans = [Span(Decimal(str(one)), Decimal(str(two))) for one, two in zip(weeks, percents, strict=True)]
    finding = average_rate_finding(spans, standard_of(example))
    assert rounded_as(finding.found, example, "average_percent")
    assert weeks_of(spans) == number(example.expected, "weeks")
    assert finding.compliant is truth(example, "compliant")
    (limit,) = branch_of(example).duration.limits
    assert duration_finding(weeks_of(spans), limit).compliant
