"""The words of the forms: every code has some, and the lists are in the page's language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

import learning.people
from learning.kernel.problems import Problem
from learning.people.countries import CODES
from learning.people.forms import WORDS, country_choices, explained, stripped
from learning.people.persons import State

ROOM = Path(learning.people.__path__[0])


def raised_codes() -> Iterator[str]:
    """Yield each code that a module of the room gives to Problem or Invalid, or returns from the password rule."""
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("Problem", "Invalid")
            ):
                place = 1 if node.func.id == "Problem" else 0
                given = node.args[place]
                if isinstance(given, ast.Constant):
                    yield str(given.value)
            if path.name == "passwords.py" and isinstance(node, ast.Return) and isinstance(node.value, ast.Constant):
                yield str(node.value.value)


def test_every_code_that_is_raised_has_words_and_every_word_is_used() -> None:
    raised = {code for code in raised_codes() if code and code not in ("True", "False")}
    assert raised | {State.WAITING.value, State.DISABLED.value} == set(WORDS)


def test_words_name_the_line_where_there_is_one(site: Flask) -> None:
    with site.test_request_context():
        told = explained([Problem("names", "name-long", "7")])
        assert told == [Problem("names", "name-long", "The name in line 7 is too long. Shorten it to 100 characters.")]


def test_countries_are_named_and_ordered_for_the_reader(site: Flask) -> None:
    with site.test_request_context():
        names = [name for _, name in country_choices()]
    assert len(names) == len(CODES)
    assert names[:2] == ["Afghanistan", "Åland Islands"]
    assert names.index("Côte d’Ivoire") < names.index("Croatia")


def test_spaces_of_any_kind_are_one_space() -> None:
    assert stripped(" Amina\u00a0 \t Diallo\n") == "Amina Diallo"
    assert stripped(None) is None
