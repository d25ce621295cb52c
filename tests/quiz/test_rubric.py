"""Rubrics: what levels are worth, for every rubric there can be."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.kernel.errors import Invalid
from learning.quiz.interaction import Block, Line
from learning.quiz.marked import POINTS_LIMIT, SUBHEAD, read_rubric, write_rubric
from learning.quiz.rubric import Criterion, Rubric

WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
POINTS = st.lists(
    st.decimals(0, 8, places=2).map(lambda number: number.normalize() + 0), min_size=2, max_size=6, unique=True
)


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """Any rubric that a quiz file can hold."""
    points = tuple(draw(POINTS))
    names = draw(st.lists(WORDS, min_size=1, max_size=6, unique_by=str.casefold))
    rows = []
    for name in names:
        has = draw(st.sets(st.integers(0, len(points) - 1), min_size=2))
        rows.append(Criterion(name, tuple(draw(WORDS) if place in has else "" for place in range(len(points)))))
    return Rubric(points, tuple(rows), draw(WORDS))


@st.composite
def marked(draw: st.DrawFn) -> tuple[Rubric, list[int]]:
    """A rubric with a level chosen for each of its criteria."""
    rubric = draw(rubrics())
    return rubric, [draw(st.sampled_from(criterion.offered)) for criterion in rubric.criteria]


@given(marked())
def test_a_share_is_a_share_and_the_best_levels_win_everything(case: tuple[Rubric, list[int]]) -> None:
    rubric, chosen = case
    assert 0 <= rubric.share(chosen) <= 1
    assert rubric.share(chosen) * Fraction(rubric.maximum) == Fraction(rubric.points_won(chosen))
    best = [max(each.offered, key=lambda place: rubric.points[place]) for each in rubric.criteria]
    assert rubric.share(best) == 1
    assert (rubric.share(chosen) == 1) == (
        [rubric.points[place] for place in chosen] == [rubric.points[place] for place in best]
    )


@given(marked(), st.data())
def test_a_better_level_never_wins_less(case: tuple[Rubric, list[int]], data: st.DataObject) -> None:
    rubric, chosen = case
    number = data.draw(st.integers(0, len(chosen) - 1))
    other = data.draw(st.sampled_from(rubric.criteria[number].offered))
    changed = [*chosen[:number], other, *chosen[number + 1 :]]
    assert (rubric.share(changed) > rubric.share(chosen)) == (rubric.points[other] > rubric.points[chosen[number]])


@given(marked(), st.data())
def test_a_missing_level_and_one_that_a_criterion_does_not_have_are_named(
    case: tuple[Rubric, list[int]], data: st.DataObject
) -> None:
    rubric, chosen = case
    number = data.draw(st.integers(0, len(chosen) - 1))
    foreign = [place for place in range(-2, 9) if place not in rubric.criteria[number].offered]
    wrong = data.draw(st.none() | st.sampled_from(foreign))
    bad: list[int | None] = [*chosen[:number], wrong, *chosen[number + 1 :]]
    (problem,) = rubric.problems(bad)
    assert problem.where == f"criterion-{number}"
    assert problem.code == ("mark-missing" if wrong is None else "mark-level")
    assert rubric.problems(chosen[:number])
    assert rubric.problems([*chosen, 0])


def test_a_mark_with_a_problem_has_no_share() -> None:
    rubric = Rubric((Decimal(1), Decimal(0)), (Criterion("Done", ("yes", "no")),))
    for chosen in ([], [2], [0, 0]):
        with pytest.raises(Invalid):
            rubric.share(chosen)
    assert (rubric.share([0]), rubric.share([1])) == (1, 0)


@given(rubrics())
def test_a_rubric_is_written_so_that_it_reads_the_same(rubric: Rubric) -> None:
    text = write_rubric(rubric)
    assert text.startswith(f"{SUBHEAD}\n|")
    read, problems = read_rubric(Block(1, tuple(Line(n, line) for n, line in enumerate(text.split("\n"), start=2))))
    if rubric.maximum > POINTS_LIMIT:
        assert [problem.code for problem in problems] == ["points-bad"]
    elif any(word != word.strip() or word.startswith("\\") or word.endswith("\\") for word in _words(rubric)):
        assert (read is None) == bool(problems)  # a stroke before a pipe says that the pipe is text
    else:
        assert (read, problems) == (rubric, [])


def _words(rubric: Rubric) -> list[str]:
    return [rubric.title, *(word for each in rubric.criteria for word in (each.name, *each.levels))]
