"""Periods and rates that vary over them: averages (Art. 50, 24(2)), the shortest durations, and periods not allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.c102.amounts import ZERO, divided, not_negative, positive, refuse, times, total
from learning.c102.branches import Branch, DurationLimit, Standard
from learning.c102.findings import Figure, Finding, Unit, percent

AVERAGE = "Art. 50"


@dataclass(frozen=True, slots=True)
class Span:
    """Some weeks (above zero) during which a benefit has one rate in per cent (zero or more)."""

    weeks: Decimal
    percent: Decimal

    def __post_init__(self) -> None:
        positive(self.weeks, "weeks", "weeks")
        not_negative(self.percent, "percent", "percent")


def average_percent(spans: Sequence[Span]) -> Decimal:
    """Return the rate over all weeks, each span weighed by its weeks; per cent, unrounded (28 digits, cut).

    Source: C102 Art. 50, by which maternity benefit may vary if its average complies. Raises Invalid "no-weeks".
    """
    if not spans:
        refuse("weeks", "no-weeks", "no weeks are given: give at least one span")
    weighed = total(*(times(span.weeks, span.percent) for span in spans))
    return divided(weighed, weeks_of(spans))


def weeks_of(spans: Sequence[Span]) -> Decimal:
    """Return all weeks together, exact; zero for no span."""
    return total(*(span.weeks for span in spans))


def average_rate_finding(spans: Sequence[Span], standard: Standard) -> Finding:
    """Test the average rate of maternity benefit. Source: C102 Art. 50, the Schedule. Raises Invalid "no-weeks"."""
    found = average_percent(spans)
    inputs = tuple(
        figure
        for span in spans
        for figure in (Figure("weeks", span.weeks, Unit.WEEKS, AVERAGE), percent("rate", span.percent, AVERAGE))
    )
    steps = (
        Figure("weeks-together", weeks_of(spans), Unit.WEEKS, AVERAGE),
        percent("average-rate", found, AVERAGE),
        percent("required", standard.min_percent, standard.reference),
    )
    return Finding("average-rate", AVERAGE, found, standard.min_percent, Unit.PERCENT, inputs, steps)


def duration_finding(guaranteed_weeks: Decimal, limit: DurationLimit) -> Finding:
    """Test for how many weeks benefit is guaranteed to every person protected; what most people get in fact is no test.

    Source: the limit's Article, such as C102 Art. 18(1) or 52. A shorter duration under Art. 3 has the condition
    "article-3-declaration". Raises Invalid: "weeks-negative" and the like.
    """
    not_negative(guaranteed_weeks, "guaranteed_weeks", "weeks")
    required = Decimal(limit.min_weeks)
    inputs = (Figure("guaranteed-weeks", guaranteed_weeks, Unit.WEEKS, limit.reference),)
    steps = (Figure("required", required, Unit.WEEKS, limit.reference),)
    conditions = ("article-3-declaration",) if limit.needs_art3_declaration else ()
    reference = limit.reference
    return Finding("duration", reference, guaranteed_weeks, required, Unit.WEEKS, inputs, steps, conditions=conditions)


def no_period_finding(branch: Branch, weeks_asked: Decimal) -> Finding:
    """Test that law asks for no qualifying period where the Convention allows none. Source: C102 Art. 37 (Part VI).

    Raises Invalid: "period-allowed" for a branch that may have one, "weeks-negative" and the like.
    """
    not_negative(weeks_asked, "weeks_asked", "weeks")
    period = branch.qualifying_period
    if period.kind != "none":
        refuse("part", "period-allowed", f"Part {branch.part} may have a qualifying period: test its own rule")
    inputs = (Figure("weeks-asked", weeks_asked, Unit.WEEKS, period.reference),)
    return Finding("no-qualifying-period", period.reference, weeks_asked, ZERO, Unit.WEEKS, inputs, at_most=True)
