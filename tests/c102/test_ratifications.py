"""The list of ratifications, and the rule that every set of accepted Parts passes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from importlib import resources
from itertools import combinations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.articles import BRANCH_NUMERALS
from learning.c102.ratifications import CORE_NUMERALS, in_order, needed_parts, qualifies
from learning.kernel.errors import Invalid

SETS = st.sets(st.sampled_from(BRANCH_NUMERALS))


def test_sixty_five_ratifications_were_found_and_one_could_not_be_confirmed() -> None:
    found = service.ratifications()
    assert found.count == 65
    assert len(found.rows) == 66
    assert [row.iso3 for row in found.unconfirmed] == ["CIV"]


def test_the_list_is_as_of_the_newest_ratification() -> None:
    assert date.fromisoformat(service.ratifications().as_of) == date(2024, 6, 7)


def test_every_row_that_names_parts_passes_the_rule() -> None:
    filled = [row for row in service.ratifications().rows if row.parts]
    assert len(filled) == 51
    assert [row.country for row in filled if not qualifies(row.parts)] == []


def test_four_parts_without_a_core_part_do_not_qualify() -> None:
    assert not qualifies(["II", "III", "VII", "VIII"])


def test_the_rule_decides_the_worked_case_as_the_fact_base_does() -> None:
    text = (resources.files("learning.c102") / "data" / "assessment-examples.yaml").read_text(encoding="utf-8")
    case = next(example for example in yaml.safe_load(text)["examples"] if example["id"] == "C09")
    assert [qualifies(parts) for parts in case["inputs"]["cases"]] == case["expected"]["valid"]


def missing(parts: Collection[str]) -> Decimal:
    return needed_parts(Decimal(len(parts)), Decimal(len(set(parts) & set(CORE_NUMERALS))))


def test_as_many_parts_are_needed_as_the_smallest_set_adds_that_qualifies() -> None:
    """All 512 sets of Parts, each completed by every set of up to three others."""
    for count in range(10):
        for parts in combinations(BRANCH_NUMERALS, count):
            others = [part for part in BRANCH_NUMERALS if part not in parts]
            added = next(
                more for more in range(4) if any(qualifies([*parts, *each]) for each in combinations(others, more))
            )
            assert missing(parts) == added


def test_what_is_needed_agrees_with_the_worked_case() -> None:
    assert [missing(parts) for parts in (["II", "III", "VII", "VIII"], ["III", "VI", "VIII"], ["V", "X"])] == [1, 0, 1]


@pytest.mark.parametrize(
    ("accepted", "core", "code"),
    [
        ("2.5", "1", "parts-not-whole"),
        ("-1", "0", "parts-negative"),
        ("NaN", "0", "parts-not-a-number"),
        ("2", "3", "core-over-accepted"),
        ("7", "6", "parts-too-many"),
        ("5", "0", "parts-too-many"),
    ],
)
def test_numbers_of_parts_that_cannot_be_are_refused(accepted: str, core: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        needed_parts(Decimal(accepted), Decimal(core))
    assert [problem.code for problem in caught.value.problems] == [code]


@given(SETS, SETS)
def test_accepting_more_never_unmakes_a_ratification(parts: set[str], more: set[str]) -> None:
    assert qualifies(parts | more) or not qualifies(parts)


def test_three_parts_qualify_exactly_when_one_is_a_core_part() -> None:
    for parts in combinations(BRANCH_NUMERALS, 3):
        assert qualifies(parts) == any(part in CORE_NUMERALS for part in parts)


@given(SETS)
def test_other_parts_and_repeated_ones_do_not_count(parts: set[str]) -> None:
    assert qualifies([*parts, *parts, "I", "XI", "XII"]) == qualifies(parts)


def test_two_parts_are_too_few() -> None:
    assert not qualifies(["V", "X"])
    assert qualifies(["III", "VI", "VIII"])


def test_countries_stand_in_alphabetical_order_whatever_their_accents() -> None:
    names = [row.country for row in in_order(service.ratifications().rows)]
    assert names.index("Côte d'Ivoire") == names.index("Costa Rica") + 1
    assert names.index("Türkiye") < names.index("Ukraine")


def test_dates_stand_earliest_first_and_undated_rows_last() -> None:
    rows = in_order(service.ratifications().rows, "date")
    assert rows[0].country == "Sweden"
    assert rows[-1].country == "Côte d'Ivoire"
    dates = [row.ratified_on for row in rows[:-1]]
    assert dates == sorted(dates)


def test_another_order_is_refused() -> None:
    with pytest.raises(ValueError, match="country, date"):
        in_order((), "region")
