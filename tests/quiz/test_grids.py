"""Tables in questions: what is a cell, and what is written back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.grids import read_grid, write_grid
from learning.quiz.interaction import Block, Line

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\\"), min_size=1).map(
    lambda text: text.strip() or "x"
)


def block(text: str) -> Block:
    return Block(1, tuple(Line(number, line) for number, line in enumerate(text.split("\n"), start=2)))


def test_strokes_at_the_edges_may_be_left_out_at_the_end_and_pipes_may_be_marked_as_text() -> None:
    grid, problems = read_grid(block("| A | B |\n|:---|---:|\n| a \\| b | c\n|  | d |\n"))
    assert problems == []
    assert grid.heads == ("A", "B")
    assert [(row.cells, row.line) for row in grid.rows] == [(("a | b", "c"), 4), (("", "d"), 5)]


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4))
def test_a_table_written_reads_the_same(rows: list[tuple[str, str]]) -> None:
    grid, problems = read_grid(block(write_grid(("One", "Two"), rows)))
    assert problems == []
    assert [row.cells for row in grid.rows] == rows
