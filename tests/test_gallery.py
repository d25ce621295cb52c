"""The gallery is a manual that is true: every kind stands in it, its texts are those of the live questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.app import KINDS
from learning.c102 import service as c102
from learning.courses import service as courses
from learning.home.service import MANUAL
from learning.quiz.drawn import fixed
from learning.quiz.interaction import Response
from learning.quiz.interactions.types import TYPES
from learning.quiz.questions import Question
from learning.quiz.shuffling import Order
from learning.quiz.source import parse

GALLERY = Path(__file__).parent.parent / "courses" / MANUAL
TEXTS = sorted(GALLERY.glob("*/*.quiz.md"))
FENCE = re.compile(r"^```markdown\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RULES = c102.rules_by_name()


def questions() -> Iterator[Question]:
    for path in TEXTS:
        quiz, problems = parse(path.read_text())
        assert quiz is not None, problems
        yield from quiz.questions


def test_it_is_hidden_from_trainees() -> None:
    course, problems = courses.check(GALLERY, KINDS, None)
    assert problems == []
    assert course is not None
    assert course.hidden


def test_it_shows_every_kind_live() -> None:
    assert {type(each.interaction) for each in questions()} == set(TYPES)


def test_every_question_outside_the_bank_stands_in_a_lesson_as_it_is_written() -> None:
    shown = [block for path in GALLERY.glob("*/*.md") for block in FENCE.findall(path.read_text())]
    written = [part for path in TEXTS for part in re.split(r"^(?=## )", path.read_text(), flags=re.MULTILINE)]
    assert {block.strip() for block in shown} <= {part.strip() for part in written}
    own = {each.id for path in TEXTS if path.parent.name != "bank" for each in questions_of(path)}
    assert {each for block in shown for each in re.findall(r"^## .*\{#([a-z0-9-]+)\}$", block, re.MULTILINE)} >= own


def questions_of(path: Path) -> tuple[Question, ...]:
    quiz, _ = parse(path.read_text())
    assert quiz is not None
    return quiz.questions


@pytest.mark.parametrize("question", list(questions()), ids=lambda question: question.id)
def test_its_right_answers_are_right_and_its_wrong_ones_are_not(question: Question) -> None:
    asked = fixed(question, 7, RULES)
    examples = asked.interaction.examples(Order(7, asked.id))
    right, wrong = (asked.interaction.grade(given) for given in (examples.right, examples.wrong))
    assert right.by_hand or (right.share == 1 > wrong.share)


def answer(question_id: str, given: Response) -> str:
    """Return the verdict on a response to one of the questions."""
    [question] = [each for each in questions() if each.id == question_id]
    return fixed(question, 7, RULES).interaction.grade(given).verdict


@pytest.mark.parametrize(
    ("question_id", "given", "verdict"),
    [
        ("sickness-limit", {"answer": ["26"], "unit": ["0"]}, "right"),
        ("sickness-limit", {"answer": ["١٨٢"], "unit": ["1"]}, "right"),
        ("rate-with-allowances", {"answer": ["47,6"]}, "right"),
        ("rate-with-allowances", {"answer": ["50"]}, "wrong"),
        ("family-total", {"answer": ["21500000"]}, "right"),
        ("family-total", {"answer": ["21000000"]}, "wrong"),
        ("name-of-the-period", {"answer": ["Qualifying Period"]}, "right"),
        ("unpaid-days", {"answer": ["0", "1", "3"]}, "partly"),
        ("shortest-first", {f"item-{each}": [str(each)] for each in range(5)}, "right"),
    ],
)
def test_answers_that_the_lessons_promise(question_id: str, given: Response, verdict: str) -> None:
    assert answer(question_id, given) == verdict
