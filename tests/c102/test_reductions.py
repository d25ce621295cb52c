"""Pensions after shorter periods: ten points less, and the straight line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.branches import Branch
from learning.c102.reductions import reduction_finding, required_rate, required_rate_by_residence
from learning.kernel.errors import Invalid


def branch(numeral: str) -> Branch:
    found = service.facts().branch(numeral)
    assert found is not None
    return found


def refused(caught: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("part", "years", "percent", "reference", "line", "reduced"),
    [
        ("V", "0", "30", "Art. 29(3)", False, False),
        ("V", "10", "30", "Art. 29(3)", False, False),
        ("V", "15", "32.5", "Art. 29(4)", True, False),
        ("V", "20", "35", "Art. 29(4)", True, True),
        ("V", "30", "40", "Art. 29(1)(a)", False, True),
        ("IX", "5", "30", "Art. 57(3)", False, False),
        ("IX", "10", "35", "Art. 57(4)", True, True),
        ("IX", "15", "40", "Art. 57(1)(a)", False, True),
        ("X", "5", "30", "Art. 63(3)", False, False),
        ("X", "7", "32", "Art. 63(4)", True, True),
        ("X", "15", "40", "Art. 63(1)(a)", False, True),
    ],
)
def test_the_rate_required_by_years_of_work(
    part: str, years: str, percent: str, reference: str, line: bool, reduced: bool
) -> None:
    found = required_rate(branch(part), Decimal(years))
    assert (found.percent, found.reference) == (Decimal(percent), reference)
    assert found.interpretation == ("straight-line" if line else "")
    assert found.conditions == (("reduced-benefit",) if reduced else ())


@given(st.sampled_from(["V", "IX", "X"]), st.data())
def test_a_longer_period_never_lowers_what_is_required(part: str, data: st.DataObject) -> None:
    graded = branch(part).qualifying_period.graded
    assert graded is not None
    years = st.decimals(min_value=0, max_value=graded.contribution_or_employment_years_max, places=2)
    short, long = sorted((data.draw(years), data.draw(years)))
    lower, higher = required_rate(branch(part), short).percent, required_rate(branch(part), long).percent
    assert graded.ten_points_lower.percent <= lower <= higher <= branch(part).standards[0].min_percent


def test_years_of_residence_know_no_line() -> None:
    at = [required_rate_by_residence(branch("V"), Decimal(years)) for years in (5, 6, 20)]
    assert [each.percent for each in at] == [Decimal(30), Decimal(40), Decimal(40)]
    assert {each.interpretation for each in at} == {""}


def test_no_period_may_be_longer_than_the_convention_allows() -> None:
    for ask, part, years in (
        (required_rate, "V", 31),
        (required_rate, "IX", 16),
        (required_rate_by_residence, "V", 21),
        (required_rate_by_residence, "X", 11),
    ):
        with pytest.raises(Invalid) as caught:
            ask(branch(part), Decimal(years))
        assert refused(caught) == ["period-too-long"]


def test_only_pensions_have_graded_periods() -> None:
    with pytest.raises(Invalid) as caught:
        required_rate(branch("III"), Decimal(1))
    assert refused(caught) == ["period-not-graded"]


def test_the_gap_is_told_in_points() -> None:
    finding = reduction_finding(branch("IX"), Decimal("33.5"), Decimal(10))
    assert (finding.compliant, finding.gap) == (False, Decimal("1.5"))
    assert [line.code for line in finding.steps] == ["schedule-percent", "required"]
