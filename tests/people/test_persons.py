"""Logins and names as they are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.people.persons import LOGIN_LENGTH, has_controls, name_key, normalised_login


def test_case_and_spaces_round_a_login_do_not_matter() -> None:
    assert normalised_login("  Amina@Example.ORG ") == "amina@example.org"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_login_is_normalised_once_and_for_all(typed: str) -> None:
    login = normalised_login(typed)
    assert len(login) <= LOGIN_LENGTH
    assert "\0" not in login
    assert normalised_login(login) == login


@pytest.mark.parametrize("typed", ["a\0b", "x" * 255, "two\nlines"])
def test_what_can_be_nobodys_login_is_none(typed: str) -> None:
    assert normalised_login(typed) == ""


@pytest.mark.parametrize("text", ["line\nbreak", "bell\x07", "turned \u202e round", "\u2028", "nul\0"])
def test_control_characters_are_found(text: str) -> None:
    assert has_controls(text)


@pytest.mark.parametrize("text", ["Amina", "محمد", "می\u200cخواهم", "O’Neill", "李明", "non\u00a0breaking"])
def test_names_of_the_world_hold_none(text: str) -> None:
    assert not has_controls(text)


def test_names_are_ordered_whatever_their_case() -> None:
    assert name_key("ÉMILE") == name_key("émile")
