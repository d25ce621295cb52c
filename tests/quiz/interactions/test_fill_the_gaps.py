"""Fill the gaps: each gap for itself; the text shows numbers and nothing of the answers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from learning.quiz import source
from learning.quiz.interactions.fill_the_gaps import FillTheGaps
from learning.quiz.shuffling import Order

TEXT = """---
id: gaps
title: Gaps
---
## Who pays? {#who}

Fill the gaps:
Note: those borne by [[1]] may not exceed [[2]] per cent.
### 1
Choose one:
- [x] employees
- [ ] employers
  > They pay the rest.
Points: 3

### 2
Give a number:
- [x] 50
Unit: per cent
Explanation: So it is.

Source: C102 Art. 71
"""


def rule() -> FillTheGaps:
    quiz, problems = source.parse(TEXT)
    assert quiz is not None, problems
    interaction = quiz.questions[0].interaction
    assert isinstance(interaction, FillTheGaps)
    return interaction


def test_common_labels_below_a_gap_belong_to_the_question_and_its_own_to_the_gap() -> None:
    quiz, problems = source.parse(TEXT)
    assert quiz is not None, problems
    question = quiz.questions[0]
    assert (question.points, question.explanation, question.source) == (3, "So it is.", "C102 Art. 71")
    assert rule().dump().endswith("- [x] 50\nUnit: per cent\n")


@pytest.mark.parametrize(
    ("response", "share", "feedback"),
    [
        ({"part-1-answer": ["0"], "part-2-answer": ["50"]}, Fraction(1), ()),
        ({"part-1-answer": ["1"], "part-2-answer": ["50"]}, Fraction(1, 2), ("They pay the rest.",)),
        ({"part-2-answer": ["50,0"]}, Fraction(1, 2), ()),
        ({"part-1-answer": ["1"]}, Fraction(0), ("They pay the rest.",)),
    ],
)
def test_each_gap_wins_its_share(response: dict[str, list[str]], share: Fraction, feedback: tuple[str, ...]) -> None:
    outcome = rule().grade(response)
    assert (outcome.share, outcome.feedback) == (share, feedback)
    assert not rule().is_complete(response) or len(response) == 2


def test_the_text_is_shown_with_numbered_gaps_of_one_length() -> None:
    view = rule().view(Order(1, "who"), {})
    assert view.text == "Note: those borne by **(1)\u00a0…** may not exceed **(2)\u00a0…** per cent."
    assert next(iter(rule().pieces())) == "Note: those borne by [[1]] may not exceed [[2]] per cent."


def test_a_gap_that_cannot_be_read_is_named_by_its_own_field() -> None:
    response, problems = rule().read({"part-1-answer": ["0"], "part-2-answer": ["many"]}, Order(1, "who"))
    assert response is None
    assert [(problem.where, problem.code) for problem in problems] == [("part-2-answer", "answer-number")]


def test_what_was_typed_is_shown_again_in_its_own_gap() -> None:
    view = rule().view(Order(1, "who"), {}).filled({"part-2-answer": ["many"]})
    assert view.parts[1].view.fields[0].given == view.fields[1].given == ("many",)


def test_the_answers_to_choose_from_are_shuffled_in_each_gap_by_itself() -> None:
    shown = {
        tuple(choice.text for choice in rule().view(Order(seed, "who"), {}).fields[0].choices) for seed in range(20)
    }
    assert len(shown) == 2
