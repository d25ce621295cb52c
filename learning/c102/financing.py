"""Who pays: of the resources for protecting employees and their families, at most half from employees (Art. 71(2))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.c102.amounts import ZERO, not_negative, percent_of, positive, refuse, share, total
from learning.c102.facts import EmployeeShare
from learning.c102.findings import Figure, Finding, Unit, percent

FAMILY = "VII"
EMPLOYMENT_INJURY = "VI"


@dataclass(frozen=True, slots=True)
class Resources:
    """What a scheme receives in a year, in one currency, for protecting employees, their wives and children.

    `name` is the user's; `parts` are the Parts it serves; `employees` are insurance contributions borne by the
    employees protected, `employers` and `public` what employers and the State pay, `other` such as interest.
    `special_branch` says that employment injury is run by a branch of its own. Raises Invalid: "contributions-negative"
    and the like.
    """

    name: str
    parts: tuple[str, ...]
    employees: Decimal
    employers: Decimal
    public: Decimal = ZERO
    other: Decimal = ZERO
    special_branch: bool = False

    def __post_init__(self) -> None:
        for name in ("employees", "employers", "public", "other"):
            not_negative(getattr(self, name), name, "contributions")
        if FAMILY in self.parts and set(self.parts) != {FAMILY}:
            refuse("parts", "family-mixed", "family benefit is never pooled: give its figures as a scheme of its own")
        if self.special_branch and set(self.parts) != {EMPLOYMENT_INJURY}:
            refuse(
                "special_branch", "branch-mixed", "a special branch is for employment injury alone: split the scheme"
            )

    @property
    def all(self) -> Decimal:
        """All resources, exact."""
        return total(self.employees, self.employers, self.public, self.other)

    @property
    def pooled(self) -> bool:
        """True when the scheme may be taken together with others: not for family benefit only, nor as the special
        branch for employment injury.
        """
        return FAMILY not in self.parts and not self.special_branch


def employee_share(employees: Decimal, resources: Decimal) -> Decimal:
    """Return which percentage of the resources the employees bear, unrounded (28 digits, cut upward).

    Source: C102 Art. 71(2). Raises Invalid: "resources-zero", "contributions-negative" and the like, and
    "contributions-over-resources".
    """
    not_negative(employees, "employees", "contributions")
    if employees > positive(resources, "resources", "resources"):
        refuse("employees", "contributions-over-resources", "the part is larger than the whole: check both numbers")
    return percent_of(employees, resources, upward=True)


def highest_employee_contributions(resources: Decimal, cap: EmployeeShare) -> Decimal:
    """Return the most that the employees protected may bear of these resources, exact.

    `resources` are those of all schemes that may be taken together. Source: C102 Art. 71(2). Raises Invalid:
    "resources-negative" and the like.
    """
    return share(cap.max_percent, not_negative(resources, "resources", "resources"))


def employee_share_finding(schemes: Sequence[Resources], cap: EmployeeShare) -> Finding:
    """Test the share of the employees over all schemes that may be taken together.

    Family benefit, and employment injury benefit of a special branch, stay out of the pool; their figures are among the
    inputs, and their own shares are not judged here. A scheme over the limit by itself is no breach while the pool
    keeps it. Source: C102 Art. 71(2). Raises Invalid "nothing-to-pool", and the codes of `employee_share`.
    """
    pooled = [scheme for scheme in schemes if scheme.pooled]
    if not pooled:
        refuse("schemes", "nothing-to-pool", "no scheme counts here: add one that is not for family benefit alone")
    employees = total(*(scheme.employees for scheme in pooled))
    resources = total(*(scheme.all for scheme in pooled))
    found = employee_share(employees, resources)
    inputs = tuple(figure for scheme in schemes for figure in _lines(scheme, cap.reference))
    steps = (
        Figure("pooled-employees", employees, Unit.MONEY, cap.reference),
        Figure("pooled-resources", resources, Unit.MONEY, cap.reference),
        percent("employee-share", found, cap.reference),
        percent("highest-share", cap.max_percent, cap.reference),
    )
    limit = cap.max_percent
    return Finding("employee-share", cap.reference, found, limit, Unit.PERCENT, inputs, steps, at_most=True)


def _lines(scheme: Resources, reference: str) -> tuple[Figure, Figure]:
    side = "pooled" if scheme.pooled else "left-out"
    return (
        Figure(f"{side}-scheme-employees", scheme.employees, Unit.MONEY, reference, detail=scheme.name),
        Figure(f"{side}-scheme-resources", scheme.all, Unit.MONEY, reference, detail=scheme.name),
    )
