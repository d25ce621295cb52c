"""The facts as the platform gives them are the facts of the file, figure by figure."""

from __future__ import annotations

from decimal import Decimal
from importlib import resources
from typing import Any

import pytest
import yaml

from learning.c102 import service
from learning.c102.articles import BRANCH_NUMERALS, NUMERALS
from learning.c102.branches import Branch

FACTS = service.facts()
RAW: dict[str, Any] = yaml.safe_load(
    (resources.files("learning.c102") / "data" / "c102.yaml").read_text(encoding="utf-8")
)
RAW_BRANCHES = {branch["part"]: branch for branch in RAW["branches"]}


def branch(numeral: str) -> Branch:
    found = FACTS.branch(numeral)
    assert found is not None
    return found


def test_there_are_nine_branches_in_the_order_of_the_parts() -> None:
    assert tuple(found.part for found in FACTS.branches) == BRANCH_NUMERALS
    assert FACTS.branch("XI") is None


def test_the_schedule_is_the_one_of_the_file() -> None:
    assert [(line.part, line.min_percent) for line in FACTS.schedule] == [
        (row["part"], Decimal(row["percent"])) for row in RAW["schedule_part_xi"]
    ]
    assert [str(line.min_percent) for line in FACTS.schedule] == ["45", "45", "40", "50", "50", "40", "45", "40", "40"]


@pytest.mark.parametrize("numeral", BRANCH_NUMERALS)
def test_the_persons_protected_are_those_of_the_file(numeral: str) -> None:
    raw = RAW_BRANCHES[numeral]["persons_protected"]
    assert [one.id for one in branch(numeral).persons_protected] == [row["id"] for row in raw]
    for one, row in zip(branch(numeral).persons_protected, raw, strict=True):
        option = RAW["coverage_options"][row["option"]]
        assert one.option.numerator == option["numerator"]
        assert one.option.denominator == option["denominator"]
        assert one.option.min_percent == (None if option["min_percent"] is None else Decimal(option["min_percent"]))
        assert one.computation == tuple(row.get("computation", ()))


@pytest.mark.parametrize("numeral", BRANCH_NUMERALS)
def test_the_waiting_period_is_the_one_of_the_file(numeral: str) -> None:
    assert branch(numeral).waiting_period.max_days == RAW_BRANCHES[numeral]["waiting_period"]["max_days"]


@pytest.mark.parametrize("numeral", ["V", "IX", "X"])
def test_the_qualifying_periods_of_pensions_are_those_of_the_file(numeral: str) -> None:
    raw = RAW_BRANCHES[numeral]["qualifying_period"]
    graded = branch(numeral).qualifying_period.graded
    assert graded is not None
    assert graded.contribution_or_employment_years_max == raw["full"]["contribution_or_employment_years_max"]
    assert graded.residence_years_max == raw["full"]["residence_years_max"]
    assert graded.reduced_contribution_or_employment_years == raw["reduced_benefit"]["contribution_or_employment_years"]
    assert graded.ten_points_lower.percent == Decimal(raw["ten_points_lower"]["percent"])
    assert [graded.proportional.from_years, graded.proportional.to_years] == raw["proportional_reduction"][
        "between_years"
    ]


def test_ten_points_lower_are_ten_points_under_the_schedule() -> None:
    for numeral in ("V", "IX", "X"):
        graded = branch(numeral).qualifying_period.graded
        assert graded is not None
        assert graded.ten_points_lower.percent == branch(numeral).standards[0].min_percent - 10


def test_one_number_for_contribution_and_residence_counts_for_both() -> None:
    graded = branch("IX").qualifying_period.graded
    assert graded is not None
    lower = graded.ten_points_lower
    assert (lower.contribution_or_employment_years, lower.residence_years) == (5, 5)


def test_the_kinds_of_qualifying_period_are_told_apart() -> None:
    kinds = {found.part: found.qualifying_period.kind for found in FACTS.branches}
    assert kinds == {
        "II": "abuse",
        "III": "abuse",
        "IV": "abuse",
        "V": "graded",
        "VI": "none",
        "VII": "short",
        "VIII": "abuse",
        "IX": "graded",
        "X": "graded",
    }


def test_the_short_period_of_family_benefit_is_three_months_or_a_year_of_residence() -> None:
    period = branch("VII").qualifying_period
    assert (period.contribution_or_employment_months_max, period.residence_years_max) == (3, 1)


def test_the_limits_of_duration_are_those_of_the_articles() -> None:
    found = {
        part: [(limit.min_weeks, limit.within_months, limit.needs_art3_declaration) for limit in one.duration.limits]
        for part, one in ((one.part, one) for one in FACTS.branches)
        if one.duration.limits
    }
    assert found == {
        "II": [(26, None, False), (13, None, True)],
        "III": [(26, None, False)],
        "IV": [(13, 12, False), (26, 12, False)],
        "VIII": [(12, None, False)],
    }


def test_branches_without_an_option_say_so() -> None:
    assert [one.part for one in FACTS.branches if not one.offers("active_20")] == ["IV", "VI"]
    assert [one.part for one in FACTS.branches if not one.offers("residents_means")] == ["II", "VI", "VIII"]


def test_voluntary_insurance_counts_where_article_6_lets_it() -> None:
    assert {one.part: one.voluntary_insurance for one in FACTS.branches if one.voluntary_insurance != "yes"} == {
        "VI": "no",
        "VII": "no",
        "VIII": "care-only",
    }


def test_the_family_test_has_its_two_percentages() -> None:
    adequacy = branch("VII").adequacy
    assert adequacy is not None
    assert [option.percent_of_wage for option in adequacy.options] == [Decimal("3.0"), Decimal("1.5")]


def test_the_figures_of_the_other_parts_are_those_of_the_file() -> None:
    assert FACTS.employee_share.max_percent == 50
    assert FACTS.total_test.factor == Decimal("1.30")
    assert FACTS.total_test.classes == {"III": "15(b)", "V": "27(b)", "IX": "55(b)", "X": "61(b)"}
    assert branch("V").prescribed_age_max == 65
    assert len(FACTS.temporary_exceptions) == 12
    assert sum(one.topic == "suspension" for one in FACTS.provisions["XIII"]) == 10


def test_every_part_has_a_subject() -> None:
    assert all(FACTS.subjects[numeral] for numeral in NUMERALS)


def test_names_fall_back_to_english() -> None:
    assert branch("V").name_in("fr") == "Prestations de vieillesse"
    assert branch("V").name_in("ar") == "Old-age benefit"


def test_dates_stay_texts() -> None:
    assert (FACTS.meta.adopted, FACTS.meta.in_force) == ("1952-06-28", "1955-04-27")


def test_every_option_and_exception_stands_in_its_own_part() -> None:
    for one in FACTS.branches:
        for protected in one.persons_protected:
            path = service.article_path(protected.reference)
            assert path is not None
            assert path.startswith(f"/convention/part-{one.part.lower()}#")
    for exception in FACTS.temporary_exceptions:
        path = service.article_path(exception.reference)
        assert path is not None
        assert path.startswith(f"/convention/part-{exception.part.lower()}#")
