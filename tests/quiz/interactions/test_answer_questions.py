"""Answer the questions: a case and its questions, weighed by their points."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from learning.quiz import source
from learning.quiz.grammar import dump_question, parse_question
from learning.quiz.interactions.answer_questions import AnswerQuestions
from learning.quiz.questions import Question, asked
from learning.quiz.shuffling import Order

SAMPLE = (Path(__file__).parent.parent / "samples" / "all-kinds.quiz.md").read_text(encoding="utf-8")
QUIZ = source.parse(SAMPLE)[0]
assert QUIZ is not None
QUESTION: Question = QUIZ.by_id["arcadia"]
CASE = QUESTION.interaction
RIGHT = {"part-1-answer": ["1"], "part-2-answer": ["60"], "part-3-item-0": ["0"], "part-3-item-1": ["1"]}


def test_a_case_has_the_points_of_its_questions_and_its_own_labels() -> None:
    assert isinstance(CASE, AnswerQuestions)
    assert [part.points for part in CASE.parts] == [2, 1, Decimal("1.5")]
    assert [part.id for part in CASE.parts] == ["arcadia-waiting", "arcadia-share", "arcadia-groups"]
    assert CASE.parts[1].prompt == "Look at the *first* sentence."
    assert QUESTION.points == Decimal("4.5")
    assert (QUESTION.outcome, QUESTION.hint, QUESTION.explanation) == ("name-the-branches", "Read Part III.", "")


@pytest.mark.parametrize(
    ("response", "points"),
    [
        (RIGHT | {"part-3-item-2": ["1"]}, Fraction(9, 2)),
        (RIGHT, Fraction(4)),
        ({"part-1-answer": ["1"]}, Fraction(2)),
        ({"part-2-answer": ["60 %"]}, Fraction(1)),
        ({"part-1-answer": ["0"]}, Fraction(0)),
    ],
)
def test_each_question_wins_its_own_points(response: dict[str, list[str]], points: Fraction) -> None:
    assert CASE.grade(response).share * Fraction(QUESTION.points) == points


def test_after_review_each_question_has_its_verdict_explanation_and_source() -> None:
    parts = CASE.reveal(RIGHT, Order(1, "arcadia")).parts
    assert [part.verdict for part in parts] == ["right", "right", "partly"]
    assert [part.source for part in parts] == ["C102 Art. 18", "C102 Art. 16", "C102 Art. 15"]
    assert CASE.reveal({}, Order(1, "arcadia")).parts[0].verdict == "unanswered"


def test_what_is_asked_holds_titles_and_prompts_and_no_explanations() -> None:
    view = CASE.view(Order(1, "arcadia"), {})
    assert view.parts[0].title == "Are five waiting days allowed?"
    assert "Three days" not in repr(view)
    assert QUIZ is not None
    texts = list(asked(replace(QUIZ, questions=(QUESTION,))))
    assert {"Look at the *first* sentence.", "Employees", "No", QUESTION.prompt} <= set(texts)


def test_a_changed_case_is_written_with_its_labels_above_its_questions() -> None:
    plain = dump_question(replace(QUESTION, raw=""))
    assert plain.index("Outcome:") < plain.index("### Are five")
    assert "Points: 4.5" not in plain
    assert parse_question(plain)[0] == QUESTION
