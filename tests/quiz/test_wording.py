"""The form in which short answers are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.wording import normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("ﬁnance", "finance"),
        ("old\u00a0 age", "old age"),
        ("old-age", "old age"),
        ("cafe\u0301", "café"),
        ("20 per cent", "٢٠ per cent"),
        ("الضمان", "الضمـان"),
        ("worker´s", "worker’s"),
        ("«oui»", "oui"),
        ("no…", "no"),
        ("نعم؟", "نعم"),
    ],
)
def test_these_are_the_same(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(("one", "other"), [("résumé", "resume"), ("-5", "5"), ("a b", "ab"), ("3.5", "35")])
def test_these_are_not(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_accents_and_vowel_marks_do_not_count_when_they_need_not() -> None:
    assert normalised("Résumé", accents=False) == "resume"
    assert normalised("ضَمَان", accents=False) == "ضمان"


@given(st.text(), st.booleans())
def test_doing_it_twice_changes_nothing(text: str, accents: bool) -> None:
    once = normalised(text, accents=accents)
    assert normalised(once, accents=accents) == once
