"""Rules that a question may name as its key: a name, named numbers in, one number out.

Figures of the Convention (125 %, 3 %, 1.30, the Schedule) come from the facts; a question gives the rest. Money is on
one time basis and in one currency; percentages are numbers such as 45. Results are unrounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from learning.c102.amounts import ZERO, Money, TimeBasis, converted, increase_percent, refuse
from learning.c102.benefit_formulas import BenefitFormula
from learning.c102.branches import Branch, FamilyAdequacy
from learning.c102.ceilings import needed_ceiling, rate_at
from learning.c102.coverage import coverage_percent, needed_persons
from learning.c102.facts import Facts
from learning.c102.family_benefits import PROTECTED, RESIDENTS, family_option, required_total
from learning.c102.financing import employee_share, highest_employee_contributions
from learning.c102.findings import Unit
from learning.c102.means_tested import benefit_and_means, least_benefit, total_threshold
from learning.c102.periods import Span, average_percent
from learning.c102.rates import FamilyAllowances, needed_benefit, rate_gap, replacement_rate
from learning.c102.ratifications import needed_parts
from learning.c102.reductions import required_rate
from learning.c102.reference_wages import skilled_percentages, wage_from_average
from learning.c102.suspension import dependants_part, highest_suspension, least_paid

PENSIONS = {"old_age": "V", "invalidity": "IX", "survivors": "X"}

COVERED = {
    "employees_50": ("needed_persons_employees", "Art. 9(a)", "employees"),
    "active_20": ("needed_persons_active", "Art. 9(b)", "residents"),
    "residents_50": ("needed_persons_residents", "Art. 9(c)", "residents"),
    "art3_industrial_50": ("needed_persons_industrial", "Art. 9(d)", "industrial_employees"),
}
"""By coverage option: the name of its rule, the first Article that opens the option, and of whom it is a share."""


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule of the Convention by name. `parameters` are in order; those from `required` on may be left out (then 0).

    Called with Decimals, by place or by name; returns a Decimal in `unit`. Raises Invalid: "parameter-unknown",
    "parameter-twice", "parameter-missing", "parameters-too-many", and the codes of the rule itself.
    """

    name: str
    reference: str
    unit: Unit
    parameters: tuple[str, ...]
    required: int
    compute: Callable[..., Decimal]

    def __call__(self, *placed: Decimal, **named: Decimal) -> Decimal:
        if len(placed) > len(self.parameters):
            given = f"{len(placed)} values for {len(self.parameters)}"
            refuse(self.name, "parameters-too-many", f"{given}: give {', '.join(self.parameters)}")
        values = dict(zip(self.parameters, placed, strict=False))
        for name, value in named.items():
            if name not in self.parameters:
                refuse(self.name, "parameter-unknown", f'there is no "{name}": use {", ".join(self.parameters)}')
            if name in values:
                refuse(self.name, "parameter-twice", f'"{name}" is given twice: give it once')
            values[name] = value
        missing = [name for name in self.parameters[: self.required] if name not in values]
        if missing:
            refuse(self.name, "parameter-missing", f"{', '.join(missing)} is missing: add it")
        return self.compute(*(values.get(name, ZERO) for name in self.parameters))


def rules_by_name(facts: Facts) -> Mapping[str, NamedRule]:
    """Return all rules that a question may name, by name, with the figures of the facts bound in."""
    rules = (*_rates(facts), *_means_tests(facts), *_family(facts), *_counts(facts), *_payers(facts), *_conversions())
    return {rule.name: rule for rule in rules}


def _rule(
    name: str, reference: str, unit: Unit, compute: Callable[..., Decimal], needed: str, optional: str = ""
) -> NamedRule:
    required = tuple(needed.split())
    return NamedRule(name, reference, unit, (*required, *optional.split()), len(required), compute)


def _rates(facts: Facts) -> tuple[NamedRule, ...]:
    percentages = skilled_percentages(facts)

    def skilled_wage(average: Decimal) -> Decimal:
        return wage_from_average(Money(average, TimeBasis.MONTH), percentages).wage.value

    return (
        _rule("replacement_rate", "Art. 65(1)", Unit.PERCENT, _rate, "benefit earnings", "allowance"),
        _rule(
            "replacement_rate_two_allowances",
            "Art. 65(1)",
            Unit.PERCENT,
            _rate_two_allowances,
            "benefit earnings allowance_in_work allowance_in_contingency",
        ),
        _rule("rate_gap", "Art. 65(1)", Unit.PERCENT, _gap, "benefit earnings required", "allowance"),
        _rule("needed_benefit", "Art. 65(1)", Unit.MONEY, _needed_benefit, "required earnings", "allowance"),
        _rule("skilled_wage", "Art. 65(6)(d)", Unit.MONEY, skilled_wage, "average"),
        _rule("benefit_with_ceiling", "Art. 65(3)", Unit.MONEY, _benefit_with_ceiling, "percent ceiling earnings"),
        _rule(
            "rate_with_ceiling", "Art. 65(3)", Unit.PERCENT, _rate_with_ceiling, "percent ceiling earnings", "allowance"
        ),
        _rule(
            "needed_ceiling", "Art. 65(3)", Unit.MONEY, _needed_ceiling, "percent required skilled_wage", "allowance"
        ),
        _rule("average_percent", "Art. 50", Unit.PERCENT, _average, "weeks_1 percent_1 weeks_2 percent_2"),
        _rule("increase_percent", "Art. 65(10)", Unit.PERCENT, increase_percent, "before after"),
    )


def _means_tests(facts: Facts) -> tuple[NamedRule, ...]:
    needed = "other_means substantial_amount"
    return (
        _rule("least_benefit", "Art. 67(b)", Unit.MONEY, least_benefit, f"full_benefit {needed}"),
        _rule("benefit_and_means", "Art. 67(c)", Unit.MONEY, benefit_and_means, f"benefit {needed}"),
        _rule(
            "total_threshold",
            facts.total_test.reference,
            Unit.MONEY,
            partial(total_threshold, facts.total_test),
            "under_article_66",
        ),
    )


def _family(facts: Facts) -> tuple[NamedRule, ...]:
    adequacy = _adequacy(facts)
    names = {PROTECTED: "family_total_protected", RESIDENTS: "family_total_residents"}
    return tuple(
        _rule(
            name, place, Unit.MONEY, partial(required_total, family_option(adequacy, place)), "labourer_wage children"
        )
        for place, name in names.items()
    )


def _counts(facts: Facts) -> tuple[NamedRule, ...]:
    def required_by(branch: Branch) -> Callable[[Decimal], Decimal]:
        return lambda years: required_rate(branch, years).percent

    pensions = ((name, facts.branch(part)) for name, part in PENSIONS.items())
    return (
        _rule("needed_parts", "Art. 2(a)(ii)", Unit.PARTS, needed_parts, "accepted core"),
        _rule("coverage_percent", "Art. 9", Unit.PERCENT, coverage_percent, "protected whole"),
        *(
            _rule(name, place, Unit.PERSONS, partial(needed_persons, facts.coverage_options[option]), whole)
            for option, (name, place, whole) in COVERED.items()
        ),
        *(
            _rule(f"required_rate_{name}", _line(branch), Unit.PERCENT, required_by(branch), "years")
            for name, branch in pensions
            if branch
        ),
    )


def _payers(facts: Facts) -> tuple[NamedRule, ...]:
    cap = facts.employee_share

    def highest(resources: Decimal) -> Decimal:
        return highest_employee_contributions(resources, cap)

    return (
        _rule("employee_share", cap.reference, Unit.PERCENT, employee_share, "employees resources"),
        _rule("highest_employee_contributions", cap.reference, Unit.MONEY, highest, "resources"),
        _rule("dependants_part", "Art. 69(b)", Unit.MONEY, dependants_part, "benefit maintenance"),
        _rule("highest_suspension", "Art. 69(c)", Unit.MONEY, highest_suspension, "benefit other"),
        _rule("least_paid", "Art. 69(c)", Unit.MONEY, least_paid, "benefit other"),
    )


def _conversions() -> tuple[NamedRule, ...]:
    def convert(source: TimeBasis, target: TimeBasis, amount: Decimal) -> Decimal:
        return converted(Money(amount, source), target).value

    pairs = ((source, target) for source in TimeBasis for target in TimeBasis if source is not target)
    return tuple(
        _rule(f"{target}_from_{source}", "Art. 65(4)", Unit.MONEY, partial(convert, source, target), "amount")
        for source, target in pairs
    )


def _rate(benefit: Decimal, earnings: Decimal, allowance: Decimal) -> Decimal:
    return replacement_rate(benefit, earnings, FamilyAllowances.throughout(allowance))


def _rate_two_allowances(benefit: Decimal, earnings: Decimal, in_work: Decimal, in_contingency: Decimal) -> Decimal:
    return replacement_rate(benefit, earnings, FamilyAllowances(in_work, in_contingency))


def _gap(benefit: Decimal, earnings: Decimal, required: Decimal, allowance: Decimal) -> Decimal:
    return rate_gap(benefit, earnings, required, FamilyAllowances.throughout(allowance))


def _needed_benefit(required: Decimal, earnings: Decimal, allowance: Decimal) -> Decimal:
    return needed_benefit(required, earnings, FamilyAllowances.throughout(allowance))


def _benefit_with_ceiling(percent: Decimal, ceiling: Decimal, earnings: Decimal) -> Decimal:
    return BenefitFormula(percent, ceiling).benefit(earnings)


def _rate_with_ceiling(percent: Decimal, ceiling: Decimal, earnings: Decimal, allowance: Decimal) -> Decimal:
    return rate_at(BenefitFormula(percent, ceiling), earnings, FamilyAllowances.throughout(allowance)).rate


def _needed_ceiling(percent: Decimal, required: Decimal, skilled_wage: Decimal, allowance: Decimal) -> Decimal:
    return needed_ceiling(percent, required, skilled_wage, FamilyAllowances.throughout(allowance))


def _average(weeks_1: Decimal, percent_1: Decimal, weeks_2: Decimal, percent_2: Decimal) -> Decimal:
    return average_percent((Span(weeks_1, percent_1), Span(weeks_2, percent_2)))


def _adequacy(facts: Facts) -> FamilyAdequacy:
    found = next((branch.adequacy for branch in facts.branches if branch.adequacy), None)
    if found is None:
        refuse("facts", "figure-missing", "no branch has a test of family benefit: add it to the data")
    return found


def _line(branch: Branch) -> str:
    graded = branch.qualifying_period.graded
    return graded.proportional.reference if graded else branch.qualifying_period.reference
