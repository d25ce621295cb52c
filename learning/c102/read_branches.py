"""Entries of the data file to branches: every key is read or refused, every doubt has its place."""

from __future__ import annotations

from collections.abc import Mapping

from learning.c102 import articles
from learning.c102.branches import (
    Branch,
    CoverageOption,
    Duration,
    DurationLimit,
    FamilyAdequacy,
    FamilyOption,
    GradedPeriod,
    LowerRate,
    ProportionalReduction,
    ProtectedClass,
    QualifyingPeriod,
    Standard,
    WaitingPeriod,
)
from learning.c102.entries import Entry
from learning.c102.provisions import Provision

VOLUNTARY = {"true": "yes", "false": "no", "medical care only": "care-only"}
BENEFIT_PARTS = (
    "medical_care",
    "medical_care_art3",
    "rehabilitation",
    "cash",
    "partial_loss",
    "lump_sum",
    "aim",
    "encouragement",
)


def provision(entry: Entry, topic: str, *, label: str = "") -> Provision:
    """Read the common shape: ref, text, items, note, verified."""
    return Provision(
        topic=topic,
        reference=entry.text("ref"),
        text=entry.text("text", ""),
        items=entry.texts("items"),
        label=label,
        note=entry.text("note", ""),
        verified=entry.flag("verified", True),
    )


def coverage_options(entry: Entry) -> dict[str, CoverageOption]:
    """Read the kinds of persons protected, by key."""
    found = {}
    for key in entry.names:
        inner = entry.entry(key)
        denominator = inner.text("denominator")
        found[key] = CoverageOption(
            key=key,
            numerator=inner.text("numerator"),
            min_percent=inner.maybe_number("min_percent"),
            denominator=None if denominator == "null" else denominator,
            needs_art3_declaration=inner.flag("needs_art3_declaration"),
        )
    return found


def branch(entry: Entry, options: Mapping[str, CoverageOption]) -> Branch:
    """Read one branch. Raises Invalid when something is missing, unknown or at odds with itself."""
    part = entry.text("part")
    benefit = entry.entry("benefit")
    found = Branch(
        part=part,
        key=entry.text("key"),
        names=entry.words("name"),
        contingency=_contingency(entry.entry("contingency")),
        persons_protected=tuple(_protected(inner, options) for inner in entry.entries("persons_protected")),
        benefit_kind=benefit.text("type"),
        benefit_reference=_benefit_reference(benefit),
        computation_articles=entry.wholes("computation_articles"),
        standards=tuple(_standard(inner, part) for inner in entry.entries("standards")),
        qualifying_period=_qualifying(entry.entry("qualifying_period")),
        duration=_duration(entry.entry("duration")),
        waiting_period=_waiting(entry.entry("waiting_period")),
        voluntary_insurance=_voluntary(entry),
        rules=_rules(entry, benefit),
        prescribed_age_max=_prescribed_age(entry),
        adequacy=_adequacy(entry),
        review=_review(entry),
        interpretation=entry.text("interpretation", ""),
    )
    _check(entry, found)
    return found


def _check(entry: Entry, found: Branch) -> None:
    home = articles.part(found.part)
    if home is None or found.part not in articles.BRANCH_NUMERALS:
        entry.fail(f"Part {found.part} is no branch", "part")
    if entry.text("articles") != f"{home.first}-{home.last}":
        entry.fail(f"Part {found.part} holds Articles {home.first}-{home.last}", "articles")
    if entry.flag("no_active_population_option") and found.offers("active_20"):
        entry.fail("the branch does list an option on the active population", "no_active_population_option")
    if entry.flag("no_means_tested_option") and found.offers("residents_means"):
        entry.fail("the branch does list a means-tested option", "no_means_tested_option")
    if not entry.flag("verified"):
        entry.fail("a branch that was not checked against the treaty is not shown", "verified")


def _contingency(entry: Entry) -> Provision:
    return Provision(
        "contingency", entry.text("ref"), entry.text("text", "") or entry.text("cause"), entry.texts("items")
    )


def _protected(entry: Entry, options: Mapping[str, CoverageOption]) -> ProtectedClass:
    key = entry.text("option")
    if key not in options:
        entry.fail(f'there is no coverage option "{key}"', "option")
    if entry.maybe_number("min_percent") != options[key].min_percent:
        entry.fail(f"the option {key} has another percentage", "min_percent")
    return ProtectedClass(
        id=entry.text("id"),
        option=options[key],
        computation=entry.wholes("computation"),
        plus_dependants=entry.text("plus_dependants", ""),
        detail=entry.text("detail", ""),
        note=entry.text("note", ""),
    )


def _standard(entry: Entry, part: str) -> Standard:
    return Standard(
        part=part,
        contingency=entry.text("contingency"),
        beneficiary=entry.text("standard_beneficiary"),
        min_percent=entry.number("min_percent"),
        reference=entry.text("ref"),
    )


def _benefit_reference(benefit: Entry) -> str:
    """Where the benefit stands; for care and cash together, where the cash does."""
    return benefit.text("ref") if benefit.has("ref") else benefit.entry("cash").text("ref")


def _rules(entry: Entry, benefit: Entry) -> tuple[Provision, ...]:
    found = [provision(entry.entry("scope_of_care"), "scope-of-care")] if entry.has("scope_of_care") else []
    if age := entry.maybe_entry("prescribed_age"):
        found.append(Provision("prescribed-age", age.text("ref"), age.text("higher_allowed")))
    if work := entry.maybe_entry("suspension_or_reduction_for_work"):
        found.append(provision(work, "work-suspension"))
    found.extend(_benefit_rules(benefit))
    if sharing := entry.maybe_entry("cost_sharing"):
        sharing.skip("allowed")
        found.append(Provision("cost-sharing", sharing.text("ref"), sharing.text("limits")))
    found.extend(provision(inner, "special-rule") for inner in entry.entries("special_rules"))
    return tuple(found)


def _benefit_rules(benefit: Entry) -> list[Provision]:
    found = []
    reference = benefit.text("ref", "")
    for key in ("morbid_condition", "pregnancy_confinement"):
        if items := benefit.texts(key):
            found.append(Provision(f"care-{key.replace('_', '-')}", reference, items=items))
    if options := benefit.texts("options"):
        found.append(Provision("benefit-options", reference, items=options))
    for key in BENEFIT_PARTS:
        inner = benefit.maybe_entry(key)
        if inner is None:
            continue
        found.append(provision(inner, key.replace("_", "-")))
        inner.skip("general_rule")  # says again that a lump sum is the exception
        if inner.text("cost_sharing", ""):
            found.append(Provision("no-cost-sharing", inner.text("ref")))
    return found


def _prescribed_age(entry: Entry) -> int | None:
    return entry.entry("prescribed_age").whole("max") if entry.has("prescribed_age") else None


def _adequacy(entry: Entry) -> FamilyAdequacy | None:
    inner = entry.maybe_entry("adequacy")
    if inner is None:
        return None
    inner.skip("same_time_basis")
    options = (inner.entry(key) for key in ("option_a", "option_b"))
    return FamilyAdequacy(
        reference=inner.text("ref"),
        test=inner.text("test"),
        wage=inner.text("wage"),
        options=tuple(
            FamilyOption(option.text("ref"), option.number("percent_of_wage"), option.text("times"))
            for option in options
        ),
    )


def _review(entry: Entry) -> Provision | None:
    inner = entry.maybe_entry("review_of_current_payments")
    if inner is None or not inner.flag("required"):
        return None
    return Provision("review", inner.text("ref"), label=inner.text("except", ""))


def _voluntary(entry: Entry) -> str:
    found = entry.text("voluntary_insurance_counts")
    if found not in VOLUNTARY:
        entry.fail(f"write one of {', '.join(VOLUNTARY)}", "voluntary_insurance_counts")
    return VOLUNTARY[found]


def _qualifying(entry: Entry) -> QualifyingPeriod:
    if entry.has("full"):
        graded = _graded(entry)
        return QualifyingPeriod("graded", graded.reference, who=entry.text("who", ""), graded=graded)
    if entry.has("contribution_or_employment_months_max"):
        return QualifyingPeriod(
            "short",
            entry.text("ref"),
            contribution_or_employment_months_max=entry.whole("contribution_or_employment_months_max"),
            residence_years_max=entry.whole("residence_years_max"),
        )
    longest = entry.maybe_whole("max")
    if longest:
        entry.fail("write 0 (none) or null (what precludes abuse), or the months or years by name", "max")
    kind = "abuse" if longest is None else "none"
    return QualifyingPeriod(kind, entry.text("ref"), entry.text("rule"), entry.text("note", ""))


def _graded(entry: Entry) -> GradedPeriod:
    full = entry.entry("full")
    alternative = entry.entry("full_alternative")
    reduced = entry.entry("reduced_benefit")
    transitional = entry.maybe_entry("transitional_generation")
    return GradedPeriod(
        reference=full.text("ref"),
        contribution_or_employment_years_max=full.whole("contribution_or_employment_years_max"),
        residence_years_max=full.whole("residence_years_max"),
        alternative=provision(alternative, "full-alternative"),
        alternative_contribution_years=alternative.maybe_whole("contribution_years"),
        reduced_reference=reduced.text("ref"),
        reduced_contribution_or_employment_years=reduced.whole("contribution_or_employment_years"),
        reduced_alternative=provision(reduced.entry("alternative"), "reduced-alternative"),
        ten_points_lower=_lower_rate(entry.entry("ten_points_lower")),
        proportional=_proportional(entry.entry("proportional_reduction")),
        transitional=provision(transitional, "transitional") if transitional else None,
    )


def _lower_rate(entry: Entry) -> LowerRate:
    common = "contribution_employment_or_residence_years"
    work, residence = (common, common) if entry.has(common) else ("contribution_or_employment_years", "residence_years")
    return LowerRate(
        entry.text("ref"), entry.whole(work), entry.whole(residence), entry.number("percent"), entry.text("text", "")
    )


def _proportional(entry: Entry) -> ProportionalReduction:
    between = entry.wholes("between_years")
    if len(between) != 2 or between[0] >= between[1]:
        entry.fail("write two numbers of years, the smaller one first", "between_years")
    return ProportionalReduction(entry.text("ref"), between[0], between[1], entry.text("extra"))


def _duration(entry: Entry) -> Duration:
    limits = list(_limits_for_all(entry))
    rules = [provision(entry.entry("varying_duration"), "varying-duration")] if entry.has("varying_duration") else []
    for key in ("employees", "means_tested_residents"):
        if inner := entry.maybe_entry(key):
            within = inner.whole("within_months")
            limits.append(DurationLimit(key.replace("_", "-"), inner.whole("min_weeks"), inner.text("ref"), within))
    reference = entry.text("ref") if entry.has("ref") else limits[0].reference if limits else entry.text("ref")
    if inner := entry.maybe_entry("art3"):
        rules.append(Provision("duration-art3", inner.text("ref"), items=inner.texts("alternatives")))
    if maternity := entry.text("maternity", ""):
        rules.append(Provision("duration-maternity", reference, maternity))
    return Duration(reference, entry.text("text", ""), tuple(limits), tuple(rules))


def _limits_for_all(entry: Entry) -> list[DurationLimit]:
    found = []
    for key in ("min_weeks_per_case", "min_weeks"):
        if entry.has(key):
            found.append(DurationLimit("all", entry.whole(key), entry.text("ref"), per_case=key.endswith("_case")))
    if entry.has("art3_min_weeks_per_case"):
        weeks = entry.whole("art3_min_weeks_per_case")
        found.append(DurationLimit("all", weeks, entry.text("art3_ref"), per_case=True, needs_art3_declaration=True))
    return found


def _waiting(entry: Entry) -> WaitingPeriod:
    days = entry.whole("max_days")
    reference = entry.text("ref", "")
    return WaitingPeriod(
        days, reference if days else "", applies_to=entry.text("applies_to", ""), note=entry.text("note", "")
    )
