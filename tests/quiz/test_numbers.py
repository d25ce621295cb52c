"""Numbers as typed in the languages of the platform."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.numbers import Unreadable, plain, read_number, read_plain, spaced


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("26", "26"),
        ("+26", "26"),
        ("-26", "-26"),
        ("−26.5", "-26.5"),
        ("54.5", "54.5"),
        ("54,5", "54.5"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1234.567", "1234.567"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("12,34,567", "1234567"),
        ("1 234", "1234"),
        ("1\u202f234,50", "1234.5"),
        ("1'234.567", "1234.567"),
        ("1’234", "1234"),
        ("١٢٣٤", "1234"),
        ("١٬٢٣٤٫٥", "1234.5"),
        ("۱۲٫۵", "12.5"),
        ("٢٦،٥", "26.5"),
        ("\u200f٢٦\u200f", "26"),
        ("00012", "12"),
    ],
)
def test_a_number_is_read_as_it_was_meant(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1,234", "1.234", "12.500", "999,999", "٤٣،١٢٥", "-1,234"])
def test_a_number_that_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as told:
        read_number(text)
    assert told.value.code == "answer-ambiguous"


@pytest.mark.parametrize(("text", "number"), [("47,619", "47.619"), ("47.619", "47.619"), ("1,234.5", "1234.5")])
def test_a_share_of_a_hundred_is_not_in_the_thousands(text: str, number: str) -> None:
    assert read_number(text, is_share=True) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ".", "-", "ten", "1e5", "0x10", "1/2", "12 34", "1,23,45", "1,234.567,8", "1.2.3", "1,2,3", "--5"),
        *("1 234 56", "1,234 567.8", "²", "½", "1٫2٫3", "1٫234,5", "1" * 21, "NaN", "Infinity", "5-3"),
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as told:
        read_number(text)
    assert told.value.code == "answer-number"


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        number = read_number(text)
    except Unreadable:
        number = Decimal(0)
    assert number.is_finite()


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_number_written_plainly_reads_back(number: Decimal) -> None:
    assert read_plain(plain(number)) == number
    if plain(number).partition(".")[2] not in ("", *(f"{n:03}" for n in range(1000))):
        assert read_number(plain(number)) == number


@given(st.integers(10**6, 10**12))
def test_every_way_to_part_thousands_reads_the_same(number: int) -> None:
    for mark in ",. '’\u00a0\u202f٬":
        text = f"{number:,}".replace(",", mark)
        assert read_number(text) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("9999.99", "9999.99"),
        ("10000", "10\u202f000"),
        ("-1234567.125", "-1\u202f234\u202f567.125"),
        ("12000.50", "12\u202f000.5"),
        ("-9999", "-9999"),
    ],
)
def test_large_numbers_are_shown_in_groups_of_three(number: str, text: str) -> None:
    assert spaced(Decimal(number)) == text


@given(st.decimals(-(10**15), 10**15, places=4))
def test_a_number_shown_is_the_plain_one_with_spaces_and_reads_back(number: Decimal) -> None:
    shown = spaced(number)
    assert shown.replace("\u202f", "") == plain(number)
    if "\u202f" in shown:
        assert read_number(shown) == number
