"""Long answer: words told, none refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from learning.quiz import source
from learning.quiz.grammar import dump_question
from learning.quiz.interactions.long_answer import LIMIT, LongAnswer
from learning.quiz.questions import Question
from learning.quiz.rubric import Criterion, Rubric
from learning.quiz.shuffling import Order
from learning.quiz.word_count import Bounds

RUBRIC = Rubric((Decimal(2), Decimal(1), Decimal(0)), (Criterion("Articles", ("all", "one", "none")),))
ORDER = Order(1, "q")
TEXT = """---
id: small
title: Small
---
## Advise the minister. {#advice}

Long answer:
Words: 150 to 300
Model answer: Not *yet*.
Two lines.
Rubric:
| Criterion | 2 | 1 | 0 |
| --- | --- | --- | --- |
| Articles | all | one | none |
| Words | clear | | unclear |
Explanation: So it is.
Source: C102 Art. 18
"""


def read(text: str) -> Question:
    quiz, problems = source.parse(text)
    assert quiz is not None, problems
    return quiz.questions[0]


def test_all_of_it_is_read_without_blank_lines_between() -> None:
    interaction = read(TEXT).interaction
    assert isinstance(interaction, LongAnswer)
    assert interaction.bounds == Bounds(150, 300)
    assert interaction.model_answer == "Not *yet*.\nTwo lines."
    assert interaction.rubric.points == (2, 1, 0)
    assert interaction.rubric.criteria[1] == Criterion("Words", ("clear", "", "unclear"))


def test_it_is_worth_its_highest_levels_unless_it_says_otherwise() -> None:
    assert read(TEXT).points == 4
    assert "Points" not in dump_question(replace(read(TEXT), raw=""))
    own = read(TEXT.replace("Explanation:", "Points: 1\nExplanation:"))
    assert own.points == 1
    assert "Points: 1\n" in dump_question(replace(own, raw=""))


def test_words_are_told_and_doubted_and_never_refused() -> None:
    interaction = LongAnswer(RUBRIC, "", Bounds(2, 3))
    for text, doubt in (("one", "answer-words-few"), ("one two", ""), ("one two three four", "answer-words-many")):
        response, problems = interaction.read({"answer": [text]}, ORDER)
        assert response == {"answer": [text]}
        assert problems == []
        assert interaction.is_complete(response)
        view = interaction.view(ORDER, response)
        assert (view.doubt, view.fields[0].reading) == (doubt, str(len(text.split())))
    assert interaction.view(ORDER, {}).doubt == ""


def test_a_line_ends_in_one_way_whatever_the_browser_sends() -> None:
    kept, _ = LongAnswer(RUBRIC).read({"answer": ["one\r\ntwo\n"]}, ORDER)
    assert kept == {"answer": ["one\ntwo\n"]}


@given(st.text(max_size=200))
def test_what_was_typed_stays_as_typed(text: str) -> None:
    interaction = LongAnswer(RUBRIC)
    kept, problems = interaction.read({"answer": [text]}, ORDER)
    if not problems and text.strip():
        assert kept == {"answer": [text.replace("\r\n", "\n")]}
    assert interaction.read({"answer": ["é" * LIMIT]}, ORDER)[1] == []
    assert interaction.read({"answer": ["é" * (LIMIT + 1)]}, ORDER)[1][0].code == "answer-long"
