"""Identifiers."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.kernel.ids import as_uuid, derived_id, is_slug


@pytest.mark.parametrize("text", ["a", "1", "c102", "nine-branches", "a-1-b", "x" * 60])
def test_a_slug_has_small_latin_letters_digits_and_single_hyphens(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize(
    "text", ["", "-a", "a-", "a--b", "A", "é", "a b", "a_b", "a\n", "٣", "x" * 61, "../a", "a.b", "a/b"]
)
def test_anything_else_is_no_slug(text: str) -> None:
    assert not is_slug(text)


@given(st.text())
def test_a_slug_is_safe_in_an_address_and_a_file_name(text: str) -> None:
    if is_slug(text):
        assert set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_the_same_parts_have_the_same_id_for_ever() -> None:
    assert derived_id("fact", "1") == derived_id("fact", "1") == uuid.UUID("2c890412-6295-5a38-bfee-eeccfbece4da")


@given(
    st.lists(st.text(st.characters(exclude_characters="\x1f", exclude_categories=("Cs",)))),
    st.lists(st.text(st.characters(exclude_characters="\x1f", exclude_categories=("Cs",)))),
)
def test_other_parts_have_another_id(one: list[str], other: list[str]) -> None:
    alike = one == other or {tuple(one), tuple(other)} == {(), ("",)}
    assert (derived_id(*one) == derived_id(*other)) == alike


def test_a_text_that_is_no_uuid_is_none() -> None:
    known = uuid.uuid4()
    assert as_uuid(str(known)) == known
    assert as_uuid("") is None
    assert as_uuid("1; drop table") is None
