"""Persons protected: each option against its own whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.articles import BRANCH_NUMERALS
from learning.c102.branches import Branch
from learning.c102.coverage import (
    PROTECTED_FIELDS,
    WHOLE_FIELDS,
    Counts,
    coverage_finding,
    coverage_findings,
    coverage_percent,
    needed_persons,
)
from learning.kernel.errors import Invalid

FACTS = service.facts()
COUNTRY = Counts(
    employees=Decimal(1000),
    active_persons=Decimal(2500),
    residents=Decimal(5000),
    residents_under_limits=Decimal(300),
    industrial_employees=Decimal(200),
)


def branch(numeral: str) -> Branch:
    found = FACTS.branch(numeral)
    assert found is not None
    return found


def refused(caught: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in caught.value.problems]


def test_every_option_of_the_data_knows_whom_to_count() -> None:
    assert set(FACTS.coverage_options) == set(PROTECTED_FIELDS) == set(WHOLE_FIELDS)


def test_the_twenty_per_cent_are_of_all_residents_as_the_data_says() -> None:
    assert WHOLE_FIELDS["active_20"] == "residents"
    assert FACTS.coverage_options["active_20"].denominator == "ALL RESIDENTS"


@pytest.mark.parametrize("numeral", BRANCH_NUMERALS)
def test_everybody_protected_meets_every_option(numeral: str) -> None:
    outcome = coverage_findings(branch(numeral), COUNTRY, COUNTRY)
    assert [finding.reference for finding in outcome.findings] == [
        each.reference for each in branch(numeral).persons_protected
    ]
    assert len(outcome.met) == len(outcome.findings)


def test_a_share_of_the_active_population_is_not_enough() -> None:
    finding = coverage_findings(branch("V"), Counts(active_persons=Decimal(600)), COUNTRY).under("Art. 27(b)")
    assert finding is not None
    assert finding.found == 12  # 24 % of the active population
    assert (finding.compliant, finding.gap) == (False, Decimal(8))


def test_all_below_the_means_limits_must_be_protected() -> None:
    finding = coverage_findings(branch("III"), Counts(residents_under_limits=Decimal(299)), COUNTRY).under("Art. 15(c)")
    assert finding is not None
    assert finding.required == 100
    assert not finding.compliant


def test_an_option_of_article_3_says_that_it_needs_a_declaration() -> None:
    outcome = coverage_findings(branch("III"), Counts(industrial_employees=Decimal(100)), COUNTRY)
    (finding,) = outcome.findings
    assert finding.conditions == ("article-3-declaration",)
    assert finding.compliant


def test_options_without_numbers_are_left_out() -> None:
    outcome = coverage_findings(branch("V"), Counts(), COUNTRY)
    assert outcome.findings == ()
    assert not outcome.compliant
    assert outcome.reference == "Art. 27"


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=1, max_value=10**9))
def test_half_is_reached_exactly_when_twice_the_part_reaches_the_whole(part: int, whole: int) -> None:
    (option, *_) = branch("III").persons_protected
    protected = min(part, whole)
    assert coverage_finding(option, Decimal(protected), Decimal(whole)).compliant is (2 * protected >= whole)


def test_impossible_numbers_are_refused() -> None:
    with pytest.raises(Invalid) as caught:
        coverage_percent(Decimal(2), Decimal(1))
    assert refused(caught) == [("protected", "protected-over-whole")]
    with pytest.raises(Invalid) as caught:
        coverage_percent(Decimal(0), Decimal(0))
    assert refused(caught) == [("whole", "persons-zero")]
    with pytest.raises(Invalid) as caught:
        Counts(employees=Decimal("1.5"))
    assert refused(caught) == [("employees", "persons-not-whole")]


@given(st.integers(1, 10**9), st.sampled_from([(part, place) for part in BRANCH_NUMERALS for place in range(4)]))
def test_with_the_persons_needed_an_option_is_met_and_with_one_less_it_is_not(
    number: int, where: tuple[str, int]
) -> None:
    options, whole = branch(where[0]).persons_protected, Decimal(number)
    option = options[where[1] % len(options)]
    needed = needed_persons(option.option, whole)
    assert needed == needed.to_integral_value()
    assert coverage_finding(option, needed, whole).compliant
    assert not coverage_finding(option, needed - 1, whole).compliant


def test_half_a_person_cannot_be_counted() -> None:
    with pytest.raises(Invalid) as caught:
        needed_persons(FACTS.coverage_options["employees_50"], Decimal("10.5"))
    assert refused(caught) == [("whole", "persons-not-whole")]
