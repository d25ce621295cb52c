"""Which questions a session asks: those that wait, the least known first, no module twice in a row if it can be."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from learning.recall.choosing import AHEAD, MOST, Candidate, choose, mixed
from learning.recall.schedule import Card

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def candidate(number: int, module: str, stability: float = 2.0, due: datetime = NOW, age: float = 3) -> Candidate:
    card = Card(stability, 5.0, due, NOW - timedelta(days=age), 1)
    return Candidate("course", module, f"q{number}", card)


@st.composite
def many(draw: st.DrawFn) -> list[Candidate]:
    """Draw questions of a few modules, some due and some not."""
    found = []
    for number in range(draw(st.integers(0, 40))):
        due = NOW + timedelta(hours=draw(st.integers(-2000, 40)))
        stability, age = draw(st.floats(0.01, 400)), draw(st.integers(0, 300))
        found.append(candidate(number, draw(st.sampled_from("abcd")), stability, due, age))
    return found


def repeats(chosen: tuple[Candidate, ...]) -> int:
    return sum(one.module_id == other.module_id for one, other in pairwise(chosen))


def fewest_repeats(chosen: tuple[Candidate, ...]) -> int:
    """The largest module can be kept apart by the others, each of which fills one gap."""
    largest = max(Counter(each.module_id for each in chosen).values(), default=0)
    return max(0, largest - (len(chosen) - largest) - 1)


@given(many())
def test_a_session_has_what_is_due_the_least_known_and_at_most_fifteen(candidates: list[Candidate]) -> None:
    chosen = choose(candidates, NOW)
    due = [each for each in candidates if each.card.due <= NOW + AHEAD]
    assert len(chosen) == min(MOST, len(due))
    assert set(chosen) <= set(due)
    best_left_out = min((each.card.recall_at(NOW) for each in due if each not in chosen), default=1.0)
    assert all(each.card.recall_at(NOW) <= best_left_out for each in chosen)


@given(many())
def test_neighbours_are_of_one_module_only_where_it_cannot_be_helped(candidates: list[Candidate]) -> None:
    chosen = choose(candidates, NOW)
    assert repeats(chosen) == fewest_repeats(chosen)


@given(many(), st.randoms())
def test_the_choice_depends_on_the_cards_alone(candidates: list[Candidate], dice: object) -> None:
    other = list(candidates)
    dice.shuffle(other)  # type: ignore[attr-defined]
    assert choose(other, NOW) == choose(candidates, NOW)


@given(many())
def test_mixing_keeps_every_question_once_and_the_order_within_a_module(candidates: list[Candidate]) -> None:
    found = mixed(candidates)
    assert Counter(found) == Counter(candidates)
    for module in "abcd":
        assert [each for each in found if each.module_id == module] == [
            each for each in candidates if each.module_id == module
        ]


def test_modules_of_two_courses_are_two() -> None:
    here = candidate(1, "intro")
    there = Candidate("other", "intro", "q2", here.card)
    again = candidate(3, "intro")
    assert [each.course_id for each in mixed([here, again, there])] == ["course", "other", "course"]


def test_what_falls_due_within_the_half_day_is_asked_and_no_more() -> None:
    soon, later = candidate(1, "a", due=NOW + AHEAD), candidate(2, "b", due=NOW + AHEAD + timedelta(seconds=1))
    assert choose([soon, later], NOW) == (soon,)
