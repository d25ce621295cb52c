"""Settings with types: what each reader takes, and what it says of what it does not take."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from learning.kernel.problems import Problem
from learning.kernel.schema import (
    PERCENT,
    SLUG,
    TEXT,
    YES_NO,
    Bad,
    Reader,
    list_of,
    one_of,
    pairs,
    read,
    records,
    setting,
    whole,
)
from learning.kernel.source import Value, read_settings


@dataclass(frozen=True)
class Goal:
    id: str = setting("its id", SLUG)
    text: str = setting("its text", TEXT)


@dataclass(frozen=True)
class Sample:
    title: str = setting("the title", TEXT)
    minutes: int = setting("the minutes", whole(1, 60), default=5)
    goals: tuple[Goal, ...] = setting("the goals", records(Goal), default=())
    words: tuple[str, ...] = setting("some words", list_of(SLUG), default=())
    renamed: tuple[tuple[str, str], ...] = setting("old and new", pairs(SLUG), default=())


def sample(text: str) -> tuple[Sample | None, list[Problem]]:
    settings, problems = read_settings(text, first_line=2)
    assert problems == []
    return read(Sample, settings)


@pytest.mark.parametrize(
    ("reader", "value", "found"),
    [
        (TEXT, "  two words ", "two words"),
        (SLUG, "persons-protected-2", "persons-protected-2"),
        (YES_NO, "yes", True),
        (YES_NO, "no", False),
        (PERCENT, "70%", Decimal(70)),
        (PERCENT, "66.67 %", Decimal("66.67")),
        (PERCENT, "0%", Decimal(0)),
        (whole(1, 60), "60", 60),
        (whole(1, 60), "007", 7),
        (one_of("a", "b"), "b", "b"),
        (list_of(TEXT), ["a", "b"], ("a", "b")),
        (list_of(TEXT), "a", ("a",)),
        (list_of(TEXT), [], ()),
        (pairs(SLUG), {"a": "b"}, (("a", "b"),)),
        (records(Goal), [{"id": "a", "text": "b"}], (Goal("a", "b"),)),
    ],
)
def test_a_reader_takes_what_fits(reader: Reader, value: Value, found: object) -> None:
    assert reader.read(value) == found


@pytest.mark.parametrize(
    ("reader", "value", "remedy"),
    [
        (TEXT, " ", "this is empty: write a text"),
        (TEXT, ["a"], "write one text here, not a list"),
        (SLUG, "Two Words", '"Two Words" is no id: use lower-case Latin letters'),
        (SLUG, "a--b", '"a--b" is no id'),
        (SLUG, "a" * 61, "is no id"),
        (SLUG, "é", "is no id"),
        (YES_NO, "true", 'write "yes" or "no"'),
        (YES_NO, "Yes", 'write "yes" or "no"'),
        (PERCENT, "70", "write a percentage from 0% to 100%"),
        (PERCENT, "101%", "write a percentage from 0% to 100%"),
        (PERCENT, "-1%", "write a percentage from 0% to 100%"),
        (PERCENT, "nan%", "write a percentage from 0% to 100%"),
        (PERCENT, "much", 'write a percentage such as "70%"'),
        (whole(1, 60), "0", "write a whole number from 1 to 60"),
        (whole(1, 60), "61", "write a whole number from 1 to 60"),
        (whole(1, 60), "5.0", "write a whole number from 1 to 60"),
        (whole(1, 60), "٥", "write a whole number from 1 to 60"),
        (whole(1, 60), "²", "write a whole number from 1 to 60"),
        (whole(1, 60), "9" * 5000, "write a whole number from 1 to 60"),
        (one_of("a", "b"), "c", "write one of: a, b"),
        (list_of(SLUG), ["a", "B"], '"B" is no id'),
        (list_of(SLUG), "a, b", "write several in brackets, with commas between: [one, two]"),
        (pairs(SLUG), ["a"], 'write lines "old: new" below it'),
        (pairs(SLUG), {"a": "B"}, '"B" is no id'),
        (records(Goal), "a", "write a list of entries with id and text"),
        (records(Goal), {"id": "a"}, "write a list of entries with id and text"),
        (records(Goal), ["a"], 'write an entry with id and text, beginning with "- id: …"'),
        (records(Goal), [{"id": "a"}], 'the setting "text" is missing'),
    ],
)
def test_a_reader_says_the_remedy_for_what_does_not_fit(reader: Reader, value: Value, remedy: str) -> None:
    with pytest.raises(Bad) as told:
        reader.read(value)
    assert remedy in str(told.value)


def test_settings_become_an_instance_with_defaults() -> None:
    assert sample("title: A\nwords: [x, y]\n") == (Sample("A", words=("x", "y")), [])


def test_all_problems_are_gathered_each_at_its_line() -> None:
    found, problems = sample("minuts: 5\nminutes: 99\nwords:\n  - x\n  - Y\ngoals:\n  - id: a\nrenamed:\n  a: B\n")
    assert found is None
    assert [(problem.where, problem.code) for problem in problems] == [
        ("2", "setting-unknown"),
        ("1", "setting-missing"),
        ("3", "setting-value"),
        ("8", "setting-value"),
        ("6", "setting-value"),
        ("10", "setting-value"),
    ]


def test_a_misspelt_name_brings_the_nearest_and_a_foreign_one_all() -> None:
    _, problems = sample("title: A\nminuts: 5\nauthor: B\n")
    assert [problem.detail for problem in problems] == [
        'there is no setting "minuts": did you mean "minutes"?',
        'there is no setting "author": use one of title, minutes, goals, words, renamed, or take the line out',
    ]


def test_a_missing_setting_is_told_with_its_meaning() -> None:
    _, [problem] = sample("minutes: 5")
    assert problem.detail == 'the setting "title" is missing (the title): add a line "title: …"'
