"""Which saving counts: keys that tell the page and the order, and what is left to choose from."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.saving.revisions import Saving, family, first_key, same_page, unsettled, variant

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PAGES = st.integers(0, 2**64 - 1)
STEPS = st.integers(0, 2**32 - 1)


def key(page: int, step: int = 0) -> UUID:
    """Return the key of a page at a step, as the script makes it."""
    return UUID(int=first_key(page).int | step << 32)


def saving(seq: int, text: str, base: int | None, *, aside: bool = False, at_key: UUID | None = None) -> Saving:
    """Return a saving of one text."""
    return Saving(at_key or uuid4(), seq, {"answer": [text]}, False, None, AT, base, aside)


def texts(*savings: Saving) -> list[str]:
    """Return what is left to choose from, in words."""
    return [each.given["answer"][0] for each in unsettled(savings)]


@given(PAGES, PAGES, STEPS, STEPS)
def test_a_key_tells_its_page_and_its_place_there(page: int, other: int, step: int, later: int) -> None:
    one, two = key(page, step), key(page, later)
    bounds = family(one)
    assert same_page(one, two)
    assert same_page(one, key(other, later)) == (page == other)
    assert bounds.first <= one <= bounds.step <= bounds.last
    assert (two > bounds.step) == (later > step)
    assert bounds.first <= two <= bounds.last


@given(PAGES, STEPS, st.text(), st.text())
def test_another_answer_with_a_used_key_has_a_place_before_the_next_step(
    page: int, step: int, content: str, other: str
) -> None:
    one = key(page, step)
    found = variant(one, content)
    assert found == variant(one, content)
    assert found != one
    assert one < found <= family(one).step
    assert same_page(one, found)
    assert content == other or variant(one, other) != found


@given(st.uuids())
def test_every_key_belongs_to_its_own_family(any_key: UUID) -> None:
    bounds = family(any_key)
    assert bounds.first <= any_key <= bounds.step <= bounds.last


def test_what_was_set_aside_waits_for_a_choice() -> None:
    counts, beside = saving(1, "86", 0), saving(2, "87", 0, aside=True)
    assert texts(counts, beside) == ["87"]
    assert texts(counts) == []
    assert texts() == []


def test_a_choice_made_in_sight_of_it_settles_it_whatever_it_is() -> None:
    before = (saving(1, "86", 0), saving(2, "87", 0, aside=True))
    for chosen in ("86", "87", "88"):
        assert texts(*before, saving(3, chosen, 2)) == []


def test_an_answer_from_a_page_that_had_not_seen_it_settles_nothing_unless_it_says_the_same() -> None:
    before = (saving(1, "86", 0), saving(2, "87", 0, aside=True))
    assert texts(*before, saving(3, "85", 1)) == ["87"]
    assert texts(*before, saving(3, "85", None)) == ["87"]
    assert texts(*before, saving(3, "87", 1)) == []


def test_of_one_page_the_last_step_is_shown_and_of_equal_ones_one() -> None:
    typed = [saving(2 + step, text, 0, aside=True, at_key=key(5, step)) for step, text in enumerate(("8", "87"))]
    assert texts(saving(1, "86", 0), *typed) == ["87"]
    assert texts(saving(1, "86", 0), *typed, saving(4, "87", 0, aside=True)) == ["87"]
    assert texts(saving(1, "86", 0), *typed, saving(4, "9", 0, aside=True)) == ["9", "87"]


def test_what_the_same_page_typed_over_needs_no_choice() -> None:
    late = saving(2, "8", 0, aside=True, at_key=key(5, 1))
    assert texts(saving(1, "87", 0, at_key=key(5, 2)), late) == []
