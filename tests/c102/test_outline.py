"""Every Article has its place on the page of its Part, and every provision is told once."""

from __future__ import annotations

from collections import Counter

import pytest

from learning.c102 import service
from learning.c102.articles import BRANCH_NUMERALS, NUMERALS, PARTS


@pytest.mark.parametrize("part", PARTS, ids=NUMERALS)
def test_every_article_of_a_part_is_in_its_outline(part: object) -> None:
    numeral = NUMERALS[PARTS.index(part)]  # type: ignore[arg-type]  # one of PARTS
    assert [article.number for article in service.outline_of(numeral)] == list(PARTS[NUMERALS.index(numeral)].articles)


@pytest.mark.parametrize("numeral", NUMERALS)
def test_no_provision_is_lost_or_told_twice(numeral: str) -> None:
    facts = service.facts()
    branch = facts.branch(numeral)
    expected = (branch.contingency, *branch.rules) if branch else facts.provisions[numeral]
    told = [one for article in service.outline_of(numeral) for one in article.provisions]
    assert Counter(map(repr, told)) == Counter(map(repr, expected))
    grouped = [one for article in service.outline_of(numeral) for _, found in article.groups for one in found]
    assert grouped == told


def test_the_facts_say_something_of_all_articles_but_the_openings_and_article_78() -> None:
    silent = [article.number for numeral in NUMERALS for article in service.outline_of(numeral) if not article.is_told]
    assert silent == [13, 19, 25, 31, 39, 46, 53, 59, 78]


@pytest.mark.parametrize("numeral", BRANCH_NUMERALS)
def test_a_branch_tells_whom_it_protects_how_long_and_after_which_period(numeral: str) -> None:
    tables = [table for article in service.outline_of(numeral) for table in article.tables]
    assert {"persons", "qualifying", "duration", "waiting"} <= set(tables)
    assert len(tables) == len(set(tables))


def test_an_article_told_with_another_says_so() -> None:
    together = {a.number: a.together_with for n in NUMERALS for a in service.outline_of(n) if a.together_with}
    assert together == {81: 80, 84: 83, 85: 83}


def test_terms_stand_under_the_articles_they_cite() -> None:
    ceiling = next(article for article in service.outline_of("XI") if article.number == 65)
    assert "earnings-ceiling" in [term.id for term in ceiling.terms]


def test_a_part_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        service.outline_of("XVI")
