"""Counting words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.word_count import UNBOUNDED, WORDS_LIMIT, Bounds, count_words, read_bounds


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("  \n ", 0),
        ("One.", 1),
        ("Art. 65(3) – not yet", 4),
        ("- first\n- second", 2),
        ("l'employeur et l'État", 3),
        ("means-tested", 1),
        ("لا يجوز أن تتجاوز المدة ثلاثة أيام", 7),
        ("社会保障", 4),
        ("社会保障 Convention", 5),
        ("٣ أيام", 2),
    ],
)
def test_words_are_counted_as_a_word_processor_does(text: str, count: int) -> None:
    assert count_words(text) == count


@given(st.lists(st.text(st.characters(categories=["Ll", "Nd"], max_codepoint=0x5FF), min_size=1)), st.text(" \n\t-–•"))
def test_what_stands_between_words_does_not_count(words: list[str], between: str) -> None:
    gap = f" {between} "
    assert count_words(gap.join(words)) == len(words)


@given(least=st.integers(0, WORDS_LIMIT), most=st.integers(0, WORDS_LIMIT), count=st.integers(0, 3000))
def test_bounds_are_written_so_that_they_read_the_same_and_doubt_what_is_outside(
    least: int, most: int, count: int
) -> None:
    bounds = Bounds(least, most)
    if bounds == UNBOUNDED:
        assert not bounds
    elif most and least >= most:
        assert read_bounds(bounds.words()) is None
    else:
        assert read_bounds(bounds.words()) == bounds
        inside = count >= least and (count <= most or not most)
        assert bool(bounds.doubt(count)) == (not inside)


@pytest.mark.parametrize(
    "text", ["", "many", "0 to 10", "at least 0", "up to 0", "10", "150-300", "1 to 99999", "٣ to 9"]
)
def test_other_bounds_are_not_read(text: str) -> None:
    assert read_bounds(text) is None
