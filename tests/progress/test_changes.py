"""A comparison holds both texts: nothing is lost, nothing invented."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from learning.progress.changes import Mark, Paragraph, Piece, as_it_is, as_it_was, changed, compare

WORDS = st.lists(st.sampled_from(["nine", "branches", "of", "social", "security", "<b>", "  "]), max_size=8)
TEXTS = st.lists(WORDS.map(" ".join), max_size=6)


def plain(texts: list[str]) -> list[str]:
    return [text for text in (" ".join(each.split()) for each in texts) if text]


@given(TEXTS, TEXTS)
def test_both_texts_are_found_again(old: list[str], new: list[str]) -> None:
    found = compare(old, new)
    assert as_it_was(found) == plain(old)
    assert as_it_is(found) == plain(new)


@given(TEXTS)
def test_the_same_text_has_not_changed(text: list[str]) -> None:
    assert changed(compare(text, [f" {each} " for each in text])) == ()


@given(TEXTS, TEXTS)
def test_what_changed_is_told(old: list[str], new: list[str]) -> None:
    assert bool(changed(compare(old, new))) == (plain(old) != plain(new))


@given(TEXTS, TEXTS)
def test_pieces_alternate_and_hold_words(old: list[str], new: list[str]) -> None:
    for paragraph in compare(old, new):
        assert all(piece.words for piece in paragraph.pieces)
        marks = [piece.mark for piece in paragraph.pieces]
        assert all(one is not other for one, other in itertools.pairwise(marks))


def test_a_changed_word_is_shown_within_its_paragraph() -> None:
    old = ["The Convention has nine branches.", "It is old.", "Gone."]
    new = ["The Convention lists nine branches.", "It is old.", "Something else altogether is here now."]
    first, *rest = changed(compare(old, new))
    assert first == Paragraph(
        (
            Piece(Mark.KEPT, "The Convention"),
            Piece(Mark.REMOVED, "has"),
            Piece(Mark.ADDED, "lists"),
            Piece(Mark.KEPT, "nine branches."),
        )
    )
    assert [each.state for each in (first, *rest)] == ["changed", "removed", "added"]
