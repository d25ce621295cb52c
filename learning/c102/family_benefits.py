"""Family benefit is tested on its total value, not on a rate (Art. 44): per cent of a wage, times children."""

from __future__ import annotations

from decimal import Decimal

from learning.c102.amounts import Money, not_negative, on_one_basis, positive, refuse, share, times
from learning.c102.branches import FamilyAdequacy, FamilyOption
from learning.c102.findings import AnyOf, Figure, Finding, Unit, money, percent

PROTECTED = "Art. 44(a)"
"""Of the children of persons protected."""

RESIDENTS = "Art. 44(b)"
"""Of the children of all residents."""

CHILDREN_CODES = {PROTECTED: "children-of-persons-protected", RESIDENTS: "children-of-all-residents"}


def family_option(adequacy: FamilyAdequacy, reference: str) -> FamilyOption:
    """Return one of the two tests. Raises Invalid "option-unknown" for another reference than Art. 44(a) or (b)."""
    found = next((option for option in adequacy.options if option.reference == reference), None)
    if found is None:
        known = " or ".join(option.reference for option in adequacy.options)
        refuse("option", "option-unknown", f'"{reference}" is no test of family benefit: use {known}')
    return found


def required_total(option: FamilyOption, labourer_wage: Decimal, children: Decimal) -> Decimal:
    """Return the total value that family benefits must reach, exact, for the period that the wage is for.

    Source: C102 Art. 44(a) or (b); the wage is that of the ordinary adult male labourer, found as Art. 66 says.
    Raises Invalid: "wage-zero", "children-negative", "children-not-whole" and the like.
    """
    positive(labourer_wage, "labourer_wage", "wage")
    not_negative(children, "children", "children")
    if children != children.to_integral_value():
        refuse("children", "children-not-whole", "children are counted: write a whole number")
    return times(share(option.percent_of_wage, labourer_wage), children)


def family_benefit_finding(
    adequacy: FamilyAdequacy,
    total_value: Money,
    labourer_wage: Money,
    *,
    of_persons_protected: Decimal | None = None,
    of_all_residents: Decimal | None = None,
) -> AnyOf:
    """Test the total value of all family benefits, in cash and in kind; meeting one of the two tests is enough.

    Wage and total are for the same period (use `converted`: a monthly wage becomes yearly, exactly). A number of
    children left out leaves out its test. Source: C102 Art. 44. Raises Invalid: "basis-mixed", "currency-mixed",
    "no-children" when both numbers are left out, and the codes of `required_total`.
    """
    on_one_basis(total_value=total_value, labourer_wage=labourer_wage)
    counts = {PROTECTED: of_persons_protected, RESIDENTS: of_all_residents}
    if of_persons_protected is None and of_all_residents is None:
        refuse("children", "no-children", "no number of children is given: give that of one test at least")
    findings = (
        _finding(option, total_value, labourer_wage, counted)
        for option in adequacy.options
        if (counted := counts[option.reference]) is not None
    )
    return AnyOf(adequacy.reference, tuple(findings))


def _finding(option: FamilyOption, total_value: Money, wage: Money, children: Decimal) -> Finding:
    required = required_total(option, wage.value, children)
    inputs = (
        money("family-benefits-total", total_value, option.reference),
        money("labourer-wage", wage, "Art. 66(4)"),
        Figure(CHILDREN_CODES[option.reference], children, Unit.CHILDREN, option.reference),
    )
    steps = (
        percent("percent-of-wage", option.percent_of_wage, option.reference),
        money("required-total", Money(required, wage.basis, wage.currency), option.reference),
    )
    return Finding("family-benefit", option.reference, total_value.value, required, Unit.MONEY, inputs, steps)
