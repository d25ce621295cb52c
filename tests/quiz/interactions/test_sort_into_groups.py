"""Sort into groups: each item for itself, and items of a group do not stand together."""

from __future__ import annotations

from fractions import Fraction

import pytest

from learning.quiz.interactions.sort_into_groups import SortIntoGroups
from learning.quiz.shuffling import Order

BRANCHES = SortIntoGroups(("Sickness", "Old age", "Unemployment"), ("has", "has none", "nobody"), (0, 0, 1))


@pytest.mark.parametrize(
    ("groups", "share"), [("001", Fraction(1)), ("000", Fraction(2, 3)), ("222", Fraction(0)), ("0", Fraction(1, 3))]
)
def test_each_item_in_its_group_wins_its_share(groups: str, share: Fraction) -> None:
    assert BRANCHES.grade({f"item-{n}": [group] for n, group in enumerate(groups)}).share == share


def test_items_are_mixed_even_where_a_quiz_shuffles_nothing_and_groups_then_stand_as_written() -> None:
    views = [BRANCHES.view(Order(seed, "q", shuffled=False), {}) for seed in range(60)]
    assert len({tuple(each.label for each in view.fields) for view in views}) == 6
    assert {tuple(choice.text for choice in view.fields[0].choices) for view in views} == {
        ("has", "has none", "nobody")
    }


def test_an_empty_group_is_offered_and_written() -> None:
    assert BRANCHES.dump() == "- has\n  - Sickness\n  - Old age\n- has none\n  - Unemployment\n- nobody\n"
