"""Short answers: what counts as the same words."""

from __future__ import annotations

import pytest

from learning.quiz.answers import Option
from learning.quiz.interactions.short_answer import ShortAnswer
from learning.quiz.shuffling import Order

FORMS = (Option(True, "means-tested"), Option(True, "l'employé"), Option(False, "tested", "Tested for what?"))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("means-tested", True),
        ("  Means‑Tested. ", True),
        ("MEANS TESTED", True),
        ("“means—tested”", True),
        ("meanstested", False),
        ("L’Employé!", True),
        ("l'employe", False),
        ("tested", False),
    ],
)
def test_case_spaces_hyphens_and_apostrophes_do_not_matter_but_accents_do(text: str, right: bool) -> None:
    assert (ShortAnswer(FORMS).grade({"answer": [text]}).share == 1) is right


def test_control_characters_are_refused_before_they_reach_a_database() -> None:
    for character in "\x00\x1b\ud800":
        response, problems = ShortAnswer(FORMS).read({"answer": [f"means{character}tested"]}, Order(1, "q"))
        assert response is None
        assert [(problem.where, problem.code) for problem in problems] == [("answer", "answer-characters")]
    assert ShortAnswer(FORMS).read({"answer": ["means\ttested"]}, Order(1, "q"))[1] == []


def test_accents_may_be_ignored() -> None:
    assert ShortAnswer(FORMS, accents=False).grade({"answer": ["l'employe"]}).share == 1


def test_a_form_foreseen_as_wrong_gets_its_feedback() -> None:
    assert ShortAnswer(FORMS).grade({"answer": ["Tested"]}).feedback == ("Tested for what?",)
    assert ShortAnswer(FORMS).grade({"answer": ["other"]}).feedback == ()
