"""What a course promises is taught and tested, and who errs in a known way is told why."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from learning.quiz.interactions.choose_one import ChooseOne
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.questions import Question
from tests.content import shipped

LEAST_QUESTIONS = 3
REMARKS = 0.9
"""The share of wrong options with a remark of their own, in each quiz or bank, gaps apart (see below)."""


def outcomes(course: str) -> set[str]:
    return set(
        re.findall(r"^  - id: (\S+)$", (shipped.FOLDER / course / "course.yaml").read_text("utf-8"), re.MULTILINE)
    )


@pytest.mark.parametrize("course", shipped.COURSES)
def test_every_outcome_is_taught_by_a_lesson(course: str) -> None:
    taught = {outcome for _, lesson in shipped.lessons(course) for outcome in lesson.settings.outcomes}
    assert taught == outcomes(course)


@pytest.mark.parametrize("course", shipped.SUBJECT_COURSES)
def test_every_outcome_is_tested_by_three_questions(course: str) -> None:
    tested = Counter(question.outcome for _, quiz in shipped.quizzes(course) for question in quiz.questions)
    assert {each: tested[each] for each in outcomes(course) if tested[each] < LEAST_QUESTIONS} == {}


@pytest.mark.parametrize("course", shipped.SUBJECT_COURSES)
def test_wrong_options_have_a_remark(course: str) -> None:
    """Judged are "Choose one" alone and in cases. In a gap, options are words of a sentence: one remark serves all."""
    for text, quiz in shipped.quizzes(course):
        options = [option for question in quiz.questions for option in wrong_options(question)]
        assert sum(options) >= REMARKS * len(options), f"{text.path}: {sum(options)} of {len(options)}"


def wrong_options(question: Question) -> list[bool]:
    """Say of each wrong option whether it has a remark."""
    if question.interaction.NAME == "fill_the_gaps":
        return []
    lists = [each.interaction.options for each in shipped.parts(question) if isinstance(each.interaction, ChooseOne)]
    return [bool(option.feedback) for options in lists for option in options if not option.right]


@pytest.mark.parametrize("course", shipped.SUBJECT_COURSES)
def test_a_question_for_a_number_foresees_a_wrong_one(course: str) -> None:
    """A boxed wrong number with a remark; in the text, as the keys of drawn numbers are made for each attempt."""
    for text, quiz in shipped.quizzes(course):
        for question in quiz.questions:
            asks = isinstance(question.interaction, GiveNumber)
            assert not asks or re.search(r"^- \[ \] .*\n\s+> ", question.raw, re.MULTILINE), (
                f"{text.path}: {question.id}"
            )
