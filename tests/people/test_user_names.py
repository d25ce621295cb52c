"""Names on a list, and the user names made from them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.people.persons import NAME_LENGTH
from learning.people.user_names import MOST_NAMES, base_of, read_names, user_name

any_text = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("Amina Diallo", "amina-diallo"),
        ("Nguyễn Thị Minh", "nguyen-thi-minh"),
        ("Søren Ærø Weiß", "soren-aero-weiss"),
        ("Łukasz O’Neill", "lukasz-oneill"),
        ("José Mª García-López", "jose-ma-garcia-lopez"),
        ("محمد علي", "learner"),
        ("李明", "learner"),
        ("X", "learner"),
    ],
)
def test_a_user_name_is_the_name_in_plain_letters(name: str, base: str) -> None:
    assert base_of(name) == base


def test_a_taken_user_name_gets_the_next_number() -> None:
    assert user_name("Ali Khan", {"ali-khan", "ali-khan-2"}) == "ali-khan-3"
    assert user_name("李明", set()) == "learner-1001"
    assert user_name("李明", {"learner-1001"}) == "learner-1002"


@given(st.lists(any_text, max_size=30))
def test_user_names_are_plain_never_an_address_and_never_given_twice(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        made = user_name(name, taken)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
        assert made not in taken
        taken.add(made)


def test_names_are_read_one_a_line_without_empty_lines() -> None:
    assert read_names("  Amina   Diallo \r\n\n\tMoussa Sow\n") == (["Amina Diallo", "Moussa Sow"], [])


@given(any_text)
def test_any_list_gives_names_or_problems_with_their_line(text: str) -> None:
    names, problems = read_names(text)
    assert names or problems
    assert all(0 < len(name) <= NAME_LENGTH for name in names)
    lines = len(text.splitlines())
    assert all(1 <= int(problem.detail) <= lines for problem in problems if problem.code != "names-none")


def test_each_faulty_line_is_told() -> None:
    names, problems = read_names(f"Amina\n{'x' * 101}\nbad\x07bell\n")
    assert names == ["Amina"]
    assert [(problem.code, problem.detail) for problem in problems] == [("name-long", "2"), ("name-unprintable", "3")]


def test_an_empty_list_and_one_too_long_are_told() -> None:
    assert [problem.code for problem in read_names(" \n")[1]] == ["names-none"]
    assert [problem.code for problem in read_names("Ali\n" * (MOST_NAMES + 1))[1]] == ["names-many"]
