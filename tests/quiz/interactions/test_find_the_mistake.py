"""Find the mistake: in a table or among sentences, which stay in their order."""

from __future__ import annotations

from learning.quiz.answers import Option
from learning.quiz.interactions.find_the_mistake import FindTheMistake
from learning.quiz.shuffling import Order

TABLE = FindTheMistake(tuple(Option(text == "54", text) for text in ("Wage", "1250", "Rate", "54")), ("Step", "Figure"))
DRAFT = FindTheMistake((Option(False, "So it begins.", "It does."), Option(True, "So it ends."), Option(False, "So.")))


def test_finding_the_mistake_wins_all_and_anything_else_nothing() -> None:
    assert [TABLE.grade({"answer": [str(place)]}).share for place in range(4)] == [0, 0, 0, 1]
    assert DRAFT.grade({"answer": ["0"]}).feedback == ("It does.",)


def test_a_table_is_shown_row_by_row_without_its_mark_in_the_order_of_the_text() -> None:
    for seed in range(5):
        view = TABLE.view(Order(seed, "q"), {})
        assert view.heads == ("Step", "Figure")
        assert [choice.text for choice in view.fields[0].choices] == ["Wage", "1250", "Rate", "54"]


def test_a_table_is_written_with_the_mark_in_the_cell() -> None:
    assert TABLE.dump() == "| Step | Figure |\n| --- | --- |\n| Wage | 1250 |\n| Rate | [x] 54 |\n"
