"""Fill the tables of the documentation from the code: `.venv/bin/python docs/make.py`.

What stands between `<!-- made: name -->` and `<!-- end -->` is replaced; a test fails when a page lags behind.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS), str(DOCS.parent)]  # the package is not installed; it lies beside this folder

import problems  # noqa: E402  # after the path is set

from learning.c102 import service as c102  # noqa: E402  # after the path is set
from learning.c102.findings import Unit  # noqa: E402
from learning.config import settings_table  # noqa: E402
from learning.courses.settings import CourseSettings, ModuleSettings, OutcomeSettings, Retirement  # noqa: E402
from learning.kernel.schema import table  # noqa: E402
from learning.lessons.source import LessonSettings  # noqa: E402
from learning.quiz.interactions.types import TYPES  # noqa: E402
from learning.quiz.questions import BankSettings, QuizSettings  # noqa: E402

MADE = re.compile(r"(<!-- made: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rules_table() -> str:
    """Return the rules that a key may name as a Markdown table."""
    lines = ["| rule and its values | gives | source |", "| --- | --- | --- |"]
    given = {Unit.PERCENT: "per cent", Unit.MONEY: "an amount", Unit.PERSONS: "persons", Unit.PARTS: "Parts"}
    for rule in c102.rules_by_name().values():
        needed, optional = rule.parameters[: rule.required], rule.parameters[rule.required :]
        values = ", ".join((*needed, *(f"[{name}]" for name in optional)))
        lines.append(f"| `{rule.name}({values})` | {given[rule.unit]} | {rule.reference} |")
    return "\n".join(lines) + "\n"


def source_codes() -> str:
    """Return the codes of instruments that a source may name, as a line of Markdown."""
    return ", ".join(f"`{code}`" for code in sorted(c102.instruments())) + "\n"


SHOWN = {
    "choose_one": "a question and three options, of which one is chosen",
    "choose_all": "a question and five options with boxes, of which one is ticked",
    "true_false": "a statement, True and False, and below them three reasons",
    "give_number": "a question, a field with the number 26, and a list of units",
    "short_answer": "a question and a field with two words in it",
    "match": "four benefits, each with a list to choose its minimum rate from",
    "put_in_order": "five entries, numbered, each with a button to move it up and one to move it down",
    "sort_into_groups": "five benefits, each with a list to choose its group from",
    "fill_the_gaps": "a text with four numbered gaps, and below it a field or options for each",
    "find_the_mistake": "the cells of a table, row by row, of which one is chosen",
    "answer_questions": "the story of a case with a table, and below it three questions of different kinds",
    "long_answer": "a question, the table by which it is marked, and a large field for the answer",
    "hand_in": "a task, the table by which it is marked, a button to choose a file, and a field for a link",
}
"""What the picture of each kind of question shows, for those who cannot see it."""


def picture(kind: str) -> str:
    """Return the picture of a kind of question, as `pictures/make.py` takes it from the gallery."""
    return f"![On a phone: {SHOWN[kind]}](pictures/kind-{kind.replace('_', '-')}.png)\n"


BLOCKS: dict[str, Callable[[], str]] = {
    **{f"kind-{each.NAME.replace('_', '-')}": partial(picture, each.NAME) for each in TYPES},
    "settings": settings_table,
    "course-settings": lambda: table(CourseSettings),
    "outcome-settings": lambda: table(OutcomeSettings),
    "module-settings": lambda: table(ModuleSettings),
    "retired-settings": lambda: table(Retirement),
    "lesson-settings": lambda: table(LessonSettings),
    "quiz-settings": lambda: table(QuizSettings),
    "bank-settings": lambda: table(BankSettings),
    "named-rules": rules_table,
    "source-codes": source_codes,
    "problems-often": problems.often,
    **{f"problems-{name}": partial(problems.section, name) for name in problems.SECTIONS},
}


def filled(page: str) -> str:
    """Return a page with every table made anew. Raises KeyError for a table that nobody makes."""
    return MADE.sub(lambda found: found[1] + "\n" + BLOCKS[found["name"]]() + "\n" + found[3], page)


def main() -> None:
    """Fill all pages in place."""
    for path in sorted(DOCS.glob("*.md")):
        old = path.read_text(encoding="utf-8")
        new = filled(old)
        if new != old:
            path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
