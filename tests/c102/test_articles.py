"""Parts, Articles and references to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import articles
from learning.c102.articles import NUMERALS, PARTS, Reference, parse_reference, part_of, url_path
from learning.c102.service import article_path

NUMBERS = st.integers(1, 87)
PARAGRAPHS = st.sampled_from(["", "(3)", "(2)(a)", "(1)(a)(ii)", "(1)-(3)", "(3) and (5)", "(3), (5)"])


@given(NUMBERS)
def test_every_article_belongs_to_exactly_one_part(number: int) -> None:
    homes = [part for part in PARTS if part.first <= number <= part.last]
    assert [part_of(number)] == homes


@given(st.integers().filter(lambda number: not 1 <= number <= 87))
def test_other_numbers_belong_to_no_part(number: int) -> None:
    assert part_of(number) is None


def test_the_parts_follow_each_other_without_gap() -> None:
    assert [number for part in PARTS for number in part.articles] == list(range(1, 88))


@given(NUMBERS, PARAGRAPHS, st.sampled_from(["Art. ", "Article ", "Articles ", "Arts ", "Arts. ", "article "]))
def test_an_article_is_read_with_or_without_paragraphs(number: int, paragraphs: str, word: str) -> None:
    for prefix in ("", "C102 ", "C102, "):
        found = parse_reference(f"{prefix}{word}{number}{paragraphs}")
        assert found is not None
        assert found.articles == (number,)


@given(st.lists(NUMBERS, min_size=1, max_size=6, unique=True), st.sampled_from([", ", " and ", ",", " / ", ", and "]))
def test_a_list_of_articles_is_read_in_order(numbers: list[int], between: str) -> None:
    found = parse_reference("Articles " + between.join(map(str, numbers)))
    assert found is not None
    assert list(found.articles) == numbers


@given(NUMBERS, NUMBERS, st.sampled_from(["-", "–", " to "]))
def test_a_range_is_filled_in_and_may_not_run_backwards(first: int, last: int, dash: str) -> None:
    found = parse_reference(f"Arts {first}{dash}{last}")
    assert found == (None if first > last else Reference(found.parts if found else (), tuple(range(first, last + 1))))
    assert (found is None) == (first > last)


@given(st.sampled_from(PARTS))
def test_the_address_of_an_article_is_on_the_page_of_its_part(part: articles.Part) -> None:
    for number in part.articles:
        assert article_path(f"Article {number}") == f"/convention/part-{part.numeral.lower()}#art-{number}"


@given(st.integers(1, 15))
def test_numerals_are_the_parts_in_order(number: int) -> None:
    numeral = articles.roman(number)
    found = articles.part(numeral)
    assert found is not None
    assert PARTS.index(found) == number - 1
    assert articles.part(numeral.lower()) is found


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse_reference(text)
    assert found is None or url_path(found).startswith("/convention")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("C102 Art. 65(3)", "/convention/part-xi#art-65"),
        ("Article 26", "/convention/part-v#art-26"),
        ("C102 Art.26(3)", "/convention/part-v#art-26"),
        ("Arts.65-67", "/convention/part-xi#art-65"),
        ("Arts 65-67", "/convention/part-xi#art-65"),
        ("Articles 65 and 66", "/convention/part-xi#art-65"),
        ("Art. 18(1), 18(2)(b)", "/convention/part-iii#art-18"),
        ("Art. 65(10) / 66(8)", "/convention/part-xi#art-65"),
        ("C102 e.g. Art. 15", "/convention/part-iii#art-15"),
        ("Article\u00a02(a)(ii)", "/convention/part-i#art-2"),
        ("Part V", "/convention/part-v"),
        ("C102 Part XI", "/convention/part-xi"),
        ("Parts II-X", "/convention"),
        ("C102 Parts XII and XIII", "/convention"),
        ("Schedule to Part XI", "/convention/part-xi#schedule"),
    ],
)
def test_a_reference_leads_to_its_place(text: str, path: str) -> None:
    assert article_path(text) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "C121 Art. 9",
        "Art. 9 of C121",
        "ILO Constitution 22",
        "Art. 88",
        "Art. 0",
        "Arts 80-90",
        "Part XVI",
        "Part v",
        "Parts X-II",
        "65(3)",
        "Art. 65 per cent",
        "Article " + "65, " * 90 + "66",
    ],
)
def test_what_names_no_place_of_the_convention_leads_nowhere(text: str) -> None:
    assert article_path(text) is None


def test_a_range_of_parts_is_filled_in() -> None:
    assert parse_reference("Parts II-X") == Reference(articles.BRANCH_NUMERALS)


def test_articles_know_the_parts_they_stand_in() -> None:
    assert parse_reference("Articles 64 to 69") == Reference(("X", "XI", "XII", "XIII"), (64, 65, 66, 67, 68, 69))


def test_neighbours_end_at_the_first_and_the_last_part() -> None:
    assert articles.neighbours(PARTS[0]) == (None, PARTS[1])
    assert articles.neighbours(PARTS[14]) == (PARTS[13], None)


@pytest.mark.parametrize("number", [0, 16, -1])
def test_there_is_no_numeral_beyond_the_parts(number: int) -> None:
    with pytest.raises(ValueError, match="Parts 1 to 15"):
        articles.roman(number)


def test_numerals_are_distinct() -> None:
    assert len(set(NUMERALS)) == 15
