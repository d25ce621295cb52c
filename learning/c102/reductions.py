"""Pensions after a shorter period: ten points less (Art. 29(3), 57(3), 63(3)), and the proportional reduction (4).

The treaty says "proportional" and gives two periods, no line. The straight line between them is the usual reading and
is marked as an interpretation wherever it decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from learning.c102.amounts import divided, not_negative, refuse, times, total
from learning.c102.branches import Branch, GradedPeriod
from learning.c102.findings import Figure, Finding, Unit, percent

STRAIGHT_LINE = "straight-line"
REDUCED_BENEFIT = "reduced-benefit"


@dataclass(frozen=True, slots=True)
class RequiredRate:
    """The percentage that a pension must reach after its qualifying period, and where that stands.

    `interpretation` is "straight-line" or empty; `conditions` holds "reduced-benefit" where a reduced benefit after a
    shorter period must exist as well.
    """

    percent: Decimal
    reference: str
    interpretation: str = ""
    conditions: tuple[str, ...] = ()


def graded_period(branch: Branch) -> GradedPeriod:
    """Return the periods of a pension branch. Raises Invalid "period-not-graded" for a Part other than V, IX and X."""
    graded = branch.qualifying_period.graded
    if graded is None or not branch.standards:
        refuse("part", "period-not-graded", f"Part {branch.part} has no graded period: choose a pension")
    return graded


def required_rate(branch: Branch, work_years: Decimal) -> RequiredRate:
    """Return the percentage required when law asks for so many years of contribution or employment.

    Up to the first period ten points less suffice; from the full period on the Schedule's percentage is due; between
    them the line. Source: C102 Art. 29, 57, 63, (1) to (4); the line is our interpretation of (4).
    Raises Invalid: "period-not-graded", "years-negative" and the like, "period-too-long" over the full period of (1).
    """
    graded = graded_period(branch)
    full, longest = branch.standards[0].min_percent, graded.contribution_or_employment_years_max
    _check(work_years, longest)
    lower, line = graded.ten_points_lower, graded.proportional
    if work_years <= lower.contribution_or_employment_years:
        return RequiredRate(lower.percent, lower.reference)
    conditions = (REDUCED_BENEFIT,) if work_years > graded.reduced_contribution_or_employment_years else ()
    if not line.from_years < work_years < line.to_years:
        return RequiredRate(full, graded.reference, conditions=conditions)
    rise = times(total(full, -lower.percent), total(work_years, Decimal(-line.from_years)))
    on_line = total(lower.percent, divided(rise, Decimal(line.to_years - line.from_years), upward=True))
    return RequiredRate(on_line, line.reference, STRAIGHT_LINE, conditions)


def required_rate_by_residence(branch: Branch, residence_years: Decimal) -> RequiredRate:
    """Return the percentage required when law asks for years of residence; no proportional reduction is open to them.

    Source: C102 Art. 29, 57, 63, (1) and (3). Raises Invalid as `required_rate`.
    """
    graded = graded_period(branch)
    _check(residence_years, graded.residence_years_max)
    lower = graded.ten_points_lower
    if residence_years <= lower.residence_years:
        return RequiredRate(lower.percent, lower.reference)
    return RequiredRate(branch.standards[0].min_percent, graded.reference)


def reduction_finding(branch: Branch, rate: Decimal, work_years: Decimal) -> Finding:
    """Test the rate of a pension paid after so many years of contribution or employment; both percentages unrounded.

    Source: C102 Art. 29, 57, 63, (1) to (4). Raises Invalid as `required_rate`, and "percent-negative" and the like.
    """
    not_negative(rate, "rate", "percent")
    required = required_rate(branch, work_years)
    inputs = (
        percent("rate", rate, "Art. 65(1)"),
        Figure("qualifying-period", work_years, Unit.YEARS, required.reference),
    )
    standard = branch.standards[0]
    steps = (
        percent("schedule-percent", standard.min_percent, standard.reference),
        percent("required", required.percent, required.reference),
    )
    return Finding(
        "pension-rate",
        required.reference,
        rate,
        required.percent,
        Unit.PERCENT,
        inputs,
        steps,
        interpretation=required.interpretation,
        conditions=required.conditions,
    )


def _check(years: Decimal, longest: int) -> None:
    not_negative(years, "years", "years")
    if years > longest:
        refuse(
            "years", "period-too-long", f"no qualifying period may be over {longest} years here: the law must change"
        )
