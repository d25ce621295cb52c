"""The nine branches, Parts II to X: who is protected, against what, with which benefit, how long, after which period.

All figures are minimum standards as the Convention states them; percentages are exact, periods carry their unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from learning.c102.provisions import Provision


@dataclass(frozen=True, slots=True)
class CoverageOption:
    """A way to count persons protected: at least `min_percent` of `denominator`, made up of `numerator`.

    `min_percent` and `denominator` are None where everybody under prescribed means limits is protected.
    """

    key: str
    numerator: str
    min_percent: Decimal | None
    denominator: str | None
    needs_art3_declaration: bool = False


@dataclass(frozen=True, slots=True)
class ProtectedClass:
    """One option that a branch offers. `id` is Article and letter, "27(a)"; `computation` are Articles of Part XI."""

    id: str
    option: CoverageOption
    computation: tuple[int, ...] = ()
    plus_dependants: str = ""
    detail: str = ""
    note: str = ""

    @property
    def reference(self) -> str:
        """The option as a reference, "Art. 27(a)"."""
        return f"Art. {self.id}"


@dataclass(frozen=True, slots=True)
class Standard:
    """A line of the Schedule to Part XI: the rate that the benefit of a standard beneficiary must reach."""

    part: str
    contingency: str
    beneficiary: str
    min_percent: Decimal
    reference: str


@dataclass(frozen=True, slots=True)
class FamilyOption:
    """One of the two tests of Art. 44: a percentage of the labourer's wage times a number of children."""

    reference: str
    percent_of_wage: Decimal
    times: str


@dataclass(frozen=True, slots=True)
class FamilyAdequacy:
    """The test of family benefit, made on the total value of all benefits granted (Art. 44); one option is enough."""

    reference: str
    test: str
    wage: str
    options: tuple[FamilyOption, ...]


@dataclass(frozen=True, slots=True)
class LowerRate:
    """A benefit ten points under the Schedule after a shorter period (Art. 29(3), 57(3), 63(3)); periods in years."""

    reference: str
    contribution_or_employment_years: int
    residence_years: int
    percent: Decimal
    text: str = ""


@dataclass(frozen=True, slots=True)
class ProportionalReduction:
    """The percentage may fall in proportion between two periods, in years (Art. 29(4), 57(4), 63(4))."""

    reference: str
    from_years: int
    to_years: int
    extra: str


@dataclass(frozen=True, slots=True)
class GradedPeriod:
    """The qualifying period of a pension: for the full rate, a reduced one and those between. In years."""

    reference: str
    contribution_or_employment_years_max: int
    residence_years_max: int
    alternative: Provision
    alternative_contribution_years: int | None
    reduced_reference: str
    reduced_contribution_or_employment_years: int
    reduced_alternative: Provision
    ten_points_lower: LowerRate
    proportional: ProportionalReduction
    transitional: Provision | None = None


@dataclass(frozen=True, slots=True)
class QualifyingPeriod:
    """The longest qualifying period a law may ask for.

    `kind` is "none" (no period at all), "abuse" (only what precludes abuse), "short" (months of contribution or
    employment, or years of residence) or "graded" (see `graded`).
    """

    kind: str
    reference: str
    rule: str = ""
    note: str = ""
    who: str = ""
    contribution_or_employment_months_max: int | None = None
    residence_years_max: int | None = None
    graded: GradedPeriod | None = None


@dataclass(frozen=True, slots=True)
class DurationLimit:
    """The shortest time to which benefit may be limited.

    `who` is "all", "employees" or "means-tested-residents"; the weeks count within `within_months` where that is set,
    for each case where `per_case` says so; `needs_art3_declaration` marks the shorter time under Art. 3.
    """

    who: str
    min_weeks: int
    reference: str
    within_months: int | None = None
    per_case: bool = False
    needs_art3_declaration: bool = False


@dataclass(frozen=True, slots=True)
class Duration:
    """How long benefit lasts. Without `limits` it lasts throughout, as `text` says."""

    reference: str
    text: str = ""
    limits: tuple[DurationLimit, ...] = ()
    rules: tuple[Provision, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingPeriod:
    """The longest time at the beginning for which nothing need be paid, in days; 0: none. `reference` may be empty."""

    max_days: int
    reference: str = ""
    applies_to: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of social security with all its standards. `names` are by language code, `rules` all further provisions.

    `benefit_kind` is "in_kind", "periodical_payment", "cash_or_in_kind" or "in_kind_and_periodical_payment".
    `voluntary_insurance` is "yes", "no" or "care-only" (Art. 6). `review` says that current payments are reviewed.
    """

    part: str
    key: str
    names: Mapping[str, str]
    contingency: Provision
    persons_protected: tuple[ProtectedClass, ...]
    benefit_kind: str
    benefit_reference: str
    computation_articles: tuple[int, ...]
    standards: tuple[Standard, ...]
    qualifying_period: QualifyingPeriod
    duration: Duration
    waiting_period: WaitingPeriod
    voluntary_insurance: str
    rules: tuple[Provision, ...] = ()
    prescribed_age_max: int | None = None
    adequacy: FamilyAdequacy | None = None
    review: Provision | None = None
    interpretation: str = ""

    def name_in(self, language: str) -> str:
        """Return the branch's name in a language, or in English where the data has none."""
        return self.names.get(language, self.names["en"])

    def offers(self, option: str) -> bool:
        """True when the branch has a coverage option of this key, such as "active_20"."""
        return any(protected.option.key == option for protected in self.persons_protected)
