"""Names on a list, and the user names made from them for people without an e-mail address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count

from learning.kernel.problems import Problem
from learning.people.persons import NAME_LENGTH, has_controls

MOST_NAMES = 100
BASE_LENGTH = 30
NAMELESS = "learner"
FIRST_NUMBER = 1001

_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def read_names(text: str) -> tuple[list[str], list[Problem]]:
    """Return the names, one a line, empty lines left out; with them the problems, each told with its line."""
    names: list[str] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        name = " ".join(line.split())
        if not name:
            continue
        if len(name) > NAME_LENGTH:
            problems.append(Problem("names", "name-long", str(number)))
        elif has_controls(name):
            problems.append(Problem("names", "name-unprintable", str(number)))
        else:
            names.append(name)
    if not names and not problems:
        problems.append(Problem("names", "names-none", ""))
    if len(names) > MOST_NAMES:
        problems.append(Problem("names", "names-many", str(len(names))))
    return names, problems


def base_of(name: str) -> str:
    """Return the name in lower-case ASCII with hyphens, "learner" where it has fewer than two Latin letters."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)).translate(_LETTERS)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’.]", "", letters))
    base = "-".join(words)[:BASE_LENGTH].strip("-")
    return base if len(re.findall(r"[a-z]", base)) > 1 else NAMELESS


def user_name(name: str, taken: Collection[str]) -> str:
    """Return a user name that is not taken: "amina-diallo", else "amina-diallo-2" …; "learner-1001" without letters."""
    base = base_of(name)
    if base == NAMELESS:
        return next(wish for number in count(FIRST_NUMBER) if (wish := f"{base}-{number}") not in taken)
    if base not in taken:
        return base
    return next(wish for number in count(2) if (wish := f"{base}-{number}") not in taken)
