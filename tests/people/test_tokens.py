"""Fingerprints and card codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.people.tokens import ALPHABET, CODE_LENGTH, card_code, fingerprint, grouped, read_code

numbers = st.integers(0, len(ALPHABET) ** CODE_LENGTH - 1)


@given(numbers)
def test_a_printed_code_is_read_back_however_it_is_typed(number: int) -> None:
    code = card_code(number)
    assert len(code) == CODE_LENGTH
    assert read_code(grouped(code)) == code
    assert read_code(f"  {' '.join(code.lower())} ") == code
    assert read_code(code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == code


@given(numbers, numbers)
def test_different_numbers_make_different_codes(one: int, other: int) -> None:
    assert (card_code(one) == card_code(other)) == (one == other)


def test_no_two_signs_of_a_code_look_alike_on_paper() -> None:
    assert not set("0O1ILU") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 30


@given(st.text(max_size=60))
def test_anything_can_be_typed_as_a_code(typed: str) -> None:
    assert len(read_code(typed)) <= CODE_LENGTH + 1


@pytest.mark.parametrize(("one", "other"), [(("a", "b"), ("ab",)), (("a", "b"), ("b", "a")), (("a",), ("A",))])
def test_a_fingerprint_tells_its_parts_apart(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert fingerprint(*one) != fingerprint(*other)
    assert len(fingerprint(*one)) == 64
