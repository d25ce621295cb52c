"""How many are protected: for each option of a branch, the share of the right whole, against its percentage.

The 20 per cent option is a share of ALL RESIDENTS, not of the active population. Seafarers and sea fishers may be left
out of the counts (Art. 77). A Member chooses: one option of a branch is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from learning.c102.amounts import HUNDRED, not_negative, percent_of, positive, refuse, share
from learning.c102.branches import Branch, CoverageOption, ProtectedClass
from learning.c102.findings import AnyOf, Figure, Finding, Unit, percent

PROTECTED_FIELDS: Mapping[str, str] = {
    "employees_50": "employees",
    "active_20": "active_persons",
    "residents_50": "residents",
    "residents_means": "residents_under_limits",
    "art3_industrial_50": "industrial_employees",
}
"""By coverage option, who is counted as protected: a field of `Counts`."""

WHOLE_FIELDS: Mapping[str, str] = {**PROTECTED_FIELDS, "active_20": "residents"}
"""By coverage option, of whom they are a share: a field of `Counts`."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of persons, of a country or of those protected; None: not known.

    `employees` and `active_persons` are the classes of Art. 15(a) and (b) and their like; `residents` are all
    residents; `residents_under_limits` those below the prescribed means limits; `industrial_employees` work in
    industrial workplaces with 20 or more persons. Raises Invalid: "persons-negative", "persons-not-whole" and the like,
    by field.
    """

    employees: Decimal | None = None
    active_persons: Decimal | None = None
    residents: Decimal | None = None
    residents_under_limits: Decimal | None = None
    industrial_employees: Decimal | None = None

    def __post_init__(self) -> None:
        for name in dict.fromkeys((*PROTECTED_FIELDS.values(), *WHOLE_FIELDS.values())):
            count = self.of(name)
            if count is not None:
                whole_persons(count, name)

    def of(self, field: str) -> Decimal | None:
        """Return a count by the name of its field."""
        found: Decimal | None = getattr(self, field)
        return found


def whole_persons(count: Decimal, name: str) -> Decimal:
    """Return a number of persons when it is one. Raises Invalid: "persons-not-whole", "persons-negative" and so on."""
    if not_negative(count, name, "persons") != count.to_integral_value():
        refuse(name, "persons-not-whole", "persons are counted: write a whole number")
    return count


def coverage_percent(protected: Decimal, whole: Decimal) -> Decimal:
    """Return which percentage of a whole is protected, unrounded (28 digits, cut).

    Source: C102 Art. 9, 15, 21, 27, 33, 41, 48, 55, 61. Raises Invalid: "persons-zero" for the whole,
    "protected-over-whole", and "persons-negative" and the like.
    """
    not_negative(protected, "protected", "persons")
    if protected > positive(whole, "whole", "persons"):
        refuse("protected", "protected-over-whole", "more are protected than there are: check both numbers")
    return percent_of(protected, whole)


def needed_persons(option: CoverageOption, whole: Decimal) -> Decimal:
    """Return how many of a whole must be protected at least under an option, as a whole number.

    Where the option has no percentage (all residents below means limits) these are all. An option for a declaration
    under Article 3 counts less, and asks for the declaration. Source: as `coverage_percent`. Raises Invalid:
    "persons-not-whole", "persons-negative" and the like.
    """
    required = HUNDRED if option.min_percent is None else option.min_percent
    return share(required, whole_persons(whole, "whole")).to_integral_value(ROUND_CEILING)


def coverage_finding(option: ProtectedClass, protected: Decimal, whole: Decimal) -> Finding:
    """Test one option of a branch with its two numbers of persons.

    Where the option has no percentage (all residents below means limits) all of them must be protected. An option for a
    declaration under Article 3 carries the condition "article-3-declaration". Source: the option's Article.
    """
    found = coverage_percent(protected, whole)
    required = HUNDRED if option.option.min_percent is None else option.option.min_percent
    key = option.option.key
    inputs = (
        _persons("protected", PROTECTED_FIELDS[key], protected, option.reference),
        _persons("whole", WHOLE_FIELDS[key], whole, option.reference),
    )
    steps = (percent("share-protected", found, option.reference), percent("required", required, option.reference))
    conditions = ("article-3-declaration",) if option.option.needs_art3_declaration else ()
    reference = option.reference
    return Finding("coverage", reference, found, required, Unit.PERCENT, inputs, steps, conditions=conditions)


def coverage_findings(branch: Branch, protected: Counts, country: Counts) -> AnyOf:
    """Test every option of a branch for which both numbers are known; the reference is the Article with the options."""
    findings = []
    for option in branch.persons_protected:
        part = protected.of(PROTECTED_FIELDS[option.option.key])
        whole = country.of(WHOLE_FIELDS[option.option.key])
        if part is not None and whole is not None:
            findings.append(coverage_finding(option, part, whole))
    article = branch.persons_protected[0].reference.partition("(")[0]
    return AnyOf(article, tuple(findings))


def _persons(side: str, field: str, value: Decimal, reference: str) -> Figure:
    return Figure(f"{side}-{field.replace('_', '-')}", value, Unit.PERSONS, reference)
