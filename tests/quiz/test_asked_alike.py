"""What is asked is the same whatever the key: no order, number or element of a page can tell it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from flask import Flask

from learning.quiz import service as quizzes
from learning.quiz.interaction import Response
from learning.quiz.interactions.types import TYPES
from learning.quiz.questions import Question
from learning.quiz.shuffling import Order
from learning.quiz.source import parse
from tests.factories.site import browser, check_in, post, someone
from tests.quiz.test_no_key_before_review import JSON, make_course
from tests.quiz.test_pages_of_kinds import QUIZ, TEXT

BOXES = re.compile(r"^([A-Z][^\n]*:)\n((?:- \[[x ]\] [^\n]*\n(?:  >[^\n]*\n)*)+)", re.MULTILINE)
TOLD_LATER = re.compile(r"^((?:Explanation|Source|Model answer): |Hint[^:\n]*: |  > )", re.MULTILINE)


def other_key(text: str) -> str:
    """Return a quiz that asks the same, of which other answers are right, with other feedback and explanations."""

    def other(found: re.Match[str]) -> str:
        instruction, lines = found.groups()
        if instruction == "Short answer:":
            lines = re.sub(r"(?m)^(- .*)$", r"\1 zebra", lines)
        elif instruction == "Give a number:":
            lines = re.sub(r"(?m)^- \[(.)\] ", r"- [\1] 1", lines)
        else:
            marks = re.findall(r"(?m)^- \[(.)\]", lines)
            turned = iter([*marks[1:], *marks[:1]])
            lines = re.sub(r"(?m)^- \[.\]", lambda _: f"- [{next(turned)}]", lines)
        return f"{instruction}\n{lines}"

    text = re.sub(r"\| ([^|\n]+) \| \[x\] ([^|\n]+) \|", r"| [x] \1 | \2 |", text)
    return TOLD_LATER.sub(r"\1Zebra. ", BOXES.sub(other, text))


def test_what_is_asked_does_not_depend_on_what_is_right(site: Flask, tmp_path: Path) -> None:
    """Two quizzes that differ in their keys alone are asked in the same words, order and elements, byte by byte."""
    course = make_course(site, tmp_path, "small")
    quiz = tmp_path / "small/10-first/30-kinds.quiz.md"
    pages = []
    for text in (quiz.read_text(), other_key(quiz.read_text())):
        quiz.write_text(text)
        check_in(site, tmp_path / "small")
        person = someone(site, enrolled_in=course)
        with site.app_context():
            attempt = quizzes.begin(person.actor, course, "check-yourself", 7, uuid4(), datetime.now(UTC))
        client, here = browser(site, person), f"/attempts/{attempt.id}"
        found = [client.get(f"{here}/review")]
        for number in range(1, len(attempt.questions) + 1):
            path = f"{here}/questions/{number}"
            found += [client.get(path), post(client, path, other="1"), post(client, path, accept=JSON, other="1")]
        pages.append(
            [re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,32}", "…", each.get_data(as_text=True)) for each in found]
        )
    for one, other in zip(*pages, strict=True):
        assert one == other


def test_nearly_every_kind_has_another_key_here() -> None:
    """Where the key is the order of the text itself, nothing but this order could change; marked work has none."""
    other, problems = parse(other_key(TEXT))
    assert other is not None, problems
    changed = {
        type(one.interaction)
        for one, two in zip(QUIZ.questions, other.questions, strict=True)
        if _key(one) != _key(two)
    }
    assert {kind.NAME for kind in set(TYPES) - changed} == {
        "match", "put_in_order", "sort_into_groups", "long_answer", "hand_in"
    }  # fmt: skip


def _key(question: Question) -> Response:
    return question.interaction.examples(Order(7, question.id)).right
