"""Entries of the data file to the facts of the whole Convention; what the rules here state is checked against it."""

from __future__ import annotations

from learning.c102 import articles, ratifications
from learning.c102.branches import Branch, Standard
from learning.c102.entries import Entry
from learning.c102.facts import (
    DeemedAcceptance,
    EmployeeShare,
    Facts,
    Formula,
    Meta,
    RatificationRule,
    TemporaryException,
    TotalTest,
)
from learning.c102.provisions import Provision
from learning.c102.read_branches import branch, coverage_options, provision

EARNINGS_TOPICS = (
    "test",
    "previous_earnings",
    "ceiling",
    "time_basis",
    "other_beneficiaries",
    "skilled_manual_male_employee",
    "ordinary_adult_male_labourer",
    "region",
    "wage_basis",
    "review",
)


def facts(entry: Entry) -> Facts:
    """Read the whole file. Raises Invalid for the first thing missing, unknown or at odds with the rules."""
    options = coverage_options(entry.entry("coverage_options"))
    ratification = entry.entry("ratification")
    computation = entry.entry("computation")
    common = entry.entry("common_provisions")
    branches = tuple(branch(inner, options) for inner in entry.entries("branches"))
    found = Facts(
        meta=_meta(entry.entry("meta")),
        subjects=_subjects(entry),
        ratification_rule=_rule(ratification.entry("rule")),
        deemed_acceptances=tuple(
            _deemed(inner) for inner in ratification.entries("deemed_acceptance_via_later_conventions")
        ),
        temporary_exceptions=tuple(
            TemporaryException(inner.text("article"), inner.text("branch"), inner.text("effect"))
            for inner in ratification.entry("temporary_exceptions").entries("available_in")
        ),
        coverage_options=options,
        branches=branches,
        formula=_formula(computation.entry("formula")),
        total_test=_total_test(computation.entry("art67_means_tested").entry("d")),
        employee_share=_employee_share(common.entry("financing").entry("employee_share_cap")),
        provisions={
            "I": _general(entry, ratification),
            "XI": _computation(computation),
            "XII": _equality(entry.entry("equality_of_treatment")),
            "XIII": _common(common),
            "XIV": _miscellaneous(entry, ratification),
            "XV": _final(entry.entry("final_provisions")),
        },
        pitfalls=entry.texts("pitfalls"),
    )
    _check_schedule(entry, branches)
    return found


def _check_schedule(entry: Entry, branches: tuple[Branch, ...]) -> None:
    of_branches = [_line(standard) for found in branches for standard in found.standards]
    rows = []
    for row in entry.entries("schedule_part_xi"):
        row.skip("contingency", "beneficiary")  # the same words, shortened
        rows.append((row.text("part"), row.number("percent")))
    if rows != of_branches:
        entry.fail("the Schedule and the standards of the branches differ", "schedule_part_xi")


def _line(standard: Standard) -> tuple[str, object]:
    return standard.part, standard.min_percent


def _meta(entry: Entry) -> Meta:
    if entry.whole("articles") != articles.LAST_ARTICLE or entry.whole("parts") != len(articles.PARTS):
        entry.fail(f"the Convention has {len(articles.PARTS)} Parts and {articles.LAST_ARTICLE} Articles")
    entry.skip("ilo_status", "verified", "title_ar_verified")
    return Meta(
        id=entry.text("id"),
        titles=entry.words("title"),
        adopted=entry.text("adopted"),
        adopted_at=entry.text("adopted_at"),
        in_force=entry.text("in_force"),
        authentic_languages=entry.texts("authentic_languages"),
        sources=entry.texts("sources"),
    )


def _subjects(entry: Entry) -> dict[str, str]:
    """Read what each Part is about; its Articles must be those of the table of Parts."""
    found: dict[str, str] = {}
    for row in entry.entries("structure"):
        numeral, written = row.text("part"), row.text("articles").removesuffix(" and Schedule")
        known = articles.part(numeral)
        if known:
            span = f"{known.first}-{known.last}" if known.last > known.first else f"{known.first}"
            if written != span:
                row.fail(f"Part {numeral} holds Articles {span}", "articles")
        found[numeral] = row.text("subject")
    if missing := set(articles.NUMERALS) - set(found):
        entry.fail(f"Parts {', '.join(sorted(missing))} are missing", "structure")
    return found


def _rule(entry: Entry) -> RatificationRule:
    machine = entry.entry("machine")
    stated = (
        machine.texts("candidate_parts"),
        machine.whole("minimum_accepted"),
        machine.texts("at_least_one_of"),
    )
    if stated != (articles.BRANCH_NUMERALS, ratifications.MINIMUM_ACCEPTED, ratifications.CORE_NUMERALS):
        machine.fail("the rule of Article 2(a)(ii) in the code says otherwise")
    never_enough = entry.texts("cannot_be_core_only")
    if ratifications.qualifies(never_enough):
        entry.fail("these Parts do qualify", "cannot_be_core_only")
    entry.skip("ref", "verified")
    must_apply = tuple(
        Provision("must-apply", inner.text("ref"), inner.text("item")) for inner in entry.entries("must_apply")
    )
    return RatificationRule((*must_apply, provision(entry.entry("must_specify"), "must-specify")), never_enough)


def _deemed(entry: Entry) -> DeemedAcceptance:
    entry.skip("verified")
    condition = entry.text("condition")
    return DeemedAcceptance(
        entry.text("convention"), entry.texts("c102_parts"), entry.text("ref"), "" if condition == "none" else condition
    )


def _general(entry: Entry, ratification: Entry) -> tuple[Provision, ...]:
    """Part I: definitions, what is accepted and how, exceptions, voluntary insurance."""
    definitions = (
        Provision(
            "definition",
            inner.text("ref"),
            inner.text("meaning"),
            label=inner.text("term"),
            note=inner.text("note", ""),
            verified=inner.flag("verified"),
        )
        for inner in entry.entries("definitions")
    )
    return (
        *definitions,
        *_exceptions(ratification.entry("temporary_exceptions")),
        provision(ratification.entry("subsequent_acceptance"), "subsequent-acceptance"),
        provision(ratification.entry("check_before_accepting"), "check-before-accepting"),
        *_voluntary(ratification.entry("voluntary_insurance")),
    )


def _exceptions(entry: Entry) -> tuple[Provision, ...]:
    entry.skip("verified")
    reference = entry.text("ref")
    return (
        Provision("exceptions-who", reference, entry.text("who")),
        Provision("exceptions-how", reference, entry.text("how")),
        provision(entry.entry("reporting"), "exceptions-reporting"),
    )


def _voluntary(entry: Entry) -> tuple[Provision, ...]:
    entry.skip("verified")
    reference = entry.text("ref")
    return tuple(
        Provision(topic, reference, items=entry.texts(key))
        for topic, key in (
            ("voluntary-allowed", "parts_allowed"),
            ("voluntary-not-allowed", "parts_not_allowed"),
            ("voluntary-conditions", "conditions"),
        )
    )


def _formula(entry: Entry) -> Formula:
    wages = entry.entry("A")
    letters = (
        ("A (Art. 65)", wages.text("art65")),
        ("A (Art. 66)", wages.text("art66")),
        *((letter, entry.text(letter)) for letter in "BCD"),
    )
    return Formula(entry.text("text"), letters, entry.text("rounding"), entry.text("letters_note"))


def _total_test(entry: Entry) -> TotalTest:
    return TotalTest(
        entry.text("ref"), entry.number("factor"), entry.words("classes"), entry.texts("not_available_for")
    )


def _computation(entry: Entry) -> tuple[Provision, ...]:
    found: list[Provision] = []
    for key in ("art65_earnings_related", "art66_flat_rate_or_minimum"):
        article = entry.entry(key)
        article.skip("verified")
        found.append(Provision("used-for", f"Art. {key[3:5]}", items=article.texts("used_for")))
        for topic in EARNINGS_TOPICS:
            found.extend(_wage_rules(article.entry(topic), topic) if article.has(topic) else ())
        if article.has("practice_note"):
            note, verified = article.text("practice_note"), article.flag("practice_note_verified", True)
            found.append(Provision("practice", f"Art. {key[3:5]}", note, verified=verified))
    means = entry.entry("art67_means_tested")
    means.skip("verified")
    found.append(Provision("used-for", "Art. 67", items=means.texts("used_for")))
    found.extend(provision(means.entry(letter), f"means-{letter}") for letter in "abcd")
    return tuple(found)


def _wage_rules(entry: Entry, key: str) -> tuple[Provision, ...]:
    """Read a rule of Art. 65 or 66; where it lists ways to choose a worker, the items begin with their letter."""
    if not entry.has("options"):
        return (provision(entry, key.replace("_", "-")),)
    items = tuple(f"({letter}) {text}" for letter, text in entry.words("options").items())
    found = Provision(key.replace("_", "-"), entry.text("ref"), items=items)
    selection = entry.maybe_entry("option_b_selection")
    return (found, provision(selection, "option-b-selection")) if selection else (found,)


def _equality(entry: Entry) -> tuple[Provision, ...]:
    entry.skip("verified")
    reference = entry.text("ref")
    return tuple(
        Provision(f"equality-{number}", f"{reference}({number})", entry.text(f"para{number}")) for number in (1, 2)
    )


def _common(entry: Entry) -> tuple[Provision, ...]:
    suspension, appeal, financing = entry.entry("suspension"), entry.entry("appeal"), entry.entry("financing")
    state = entry.entry("state_responsibility")
    grounds = tuple(_ground(inner, suspension.text("ref")) for inner in suspension.entries("grounds"))
    if len(grounds) != suspension.whole("count"):
        suspension.fail("the count and the list differ", "count")
    for inner in (suspension, appeal, state):
        inner.skip("verified")
    reference = appeal.text("ref")
    return (
        *grounds,
        *(
            Provision(f"appeal-{number}", f"{reference}({number})", appeal.text(f"para{number}"))
            for number in (1, 2, 3)
        ),
        provision(financing, "financing"),
        provision(state.entry("provision"), "state-provision"),
        provision(state.entry("actuarial"), "actuarial"),
        provision(entry.entry("participation"), "participation"),
        provision(state.entry("administration"), "state-administration"),
    )


def _ground(entry: Entry, reference: str) -> Provision:
    return Provision("suspension", f"{reference}({entry.text('id')})", entry.text("text"), label=entry.text("only", ""))


def _employee_share(entry: Entry) -> EmployeeShare:
    return EmployeeShare(
        entry.text("ref"),
        entry.number("max_percent"),
        entry.text("numerator"),
        entry.text("denominator"),
        entry.text("pooling"),
    )


def _miscellaneous(entry: Entry, ratification: Entry) -> tuple[Provision, ...]:
    """Part XIV; what its list says in short of seafarers is taken from the fuller entry."""
    fuller = provision(ratification.entry("seafarers"), "miscellaneous")
    listed = (provision(inner, "miscellaneous") for inner in entry.entries("miscellaneous"))
    return (*(found for found in listed if found.reference != fuller.reference), fuller)


def _final(entry: Entry) -> tuple[Provision, ...]:
    denunciation = entry.entry("denunciation")
    entry.entry("entry_into_force").skip("months")
    windows = (denunciation.text("first_window_opened"), *denunciation.texts("next_windows_computed"))
    return (
        provision(entry.entry("entry_into_force"), "entry-into-force"),
        provision(entry.entry("territories"), "territories"),
        provision(denunciation, "denunciation"),
        Provision(
            "denunciation-windows",
            denunciation.text("ref"),
            items=tuple(window.replace("/", " – ") for window in windows),
            verified=denunciation.flag("windows_verified"),
        ),
        provision(entry.entry("notifications"), "notifications"),
        provision(entry.entry("revision"), "revision"),
        provision(entry.entry("authentic_texts"), "authentic-texts"),
    )
