"""Give a number: units, tolerance, and the ways in which people write numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from learning.quiz.drawn_keys import Key, Tolerance
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.shuffling import Order

WEEKS = GiveNumber(
    (
        Key(True, Decimal(26), "weeks"),
        Key(True, Decimal(182), "days"),
        Key(False, Decimal(13), "weeks", "That needs a declaration."),
    ),
    ("weeks", "days", "months"),
)
RATE = GiveNumber((Key(True, Decimal("43.2"), "per cent"),), ("per cent",), Tolerance(Decimal("0.1")))
PLAIN = GiveNumber((Key(True, Decimal(1250)),))
ORDER = Order(5, "q")


@pytest.mark.parametrize(
    ("answer", "unit", "right"),
    [
        ("26", "0", True),
        ("٢٦", "0", True),
        ("۲۶", "0", True),
        ("26.0", "0", True),
        ("26,0", "0", True),
        (" +26 ", "0", True),
        ("182", "1", True),
        ("26 weeks", None, True),
        ("26 Weeks.", "0", True),
        ("182 days", None, True),
        ("26", "1", False),
        ("182", "0", False),
        ("-26", "0", False),
        ("26", None, False),
    ],
)
def test_a_number_is_right_in_its_own_unit_however_it_is_written(answer: str, unit: str | None, right: bool) -> None:
    values = {"answer": [answer], "unit": [unit] if unit else []}
    response, problems = WEEKS.read(values, ORDER)
    assert problems == []
    assert response is not None
    assert response["answer"] == [answer]
    assert (WEEKS.grade(response).share == 1) is right


def test_a_number_foreseen_as_wrong_gets_its_feedback_and_no_points() -> None:
    outcome = WEEKS.grade({"answer": ["13"], "unit": ["0"]})
    assert (outcome.share, outcome.feedback) == (0, ("That needs a declaration.",))


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("43.2", True),
        ("43,2", True),
        ("43.1", True),
        ("43.3", True),
        ("43.30", True),
        ("43.3000000000001", False),
        ("43.0999999", False),
        ("43.2 %", True),
        ("43.2%", True),
        ("43.2 percent", True),
        ("٤٣٫٢", True),
        ("43.200", True),
        ("43,200", True),
        ("43,200 %", True),
        ("1,043.2", False),
    ],
)
def test_the_tolerance_is_exact_at_its_edges(answer: str, right: bool) -> None:
    response, problems = RATE.read({"answer": [answer]}, ORDER)
    assert problems == []
    assert response is not None
    assert (RATE.grade(response).share == 1) is right


@pytest.mark.parametrize(
    ("values", "where", "code"),
    [
        ({"answer": ["about ten"]}, "answer", "answer-number"),
        ({"answer": ["weeks"]}, "answer", "answer-number"),
        ({"answer": ["1,250"], "unit": ["0"]}, "answer", "answer-ambiguous"),
        ({"answer": ["26 years"]}, "answer", "answer-unit"),
        ({"answer": ["26 weeks"], "unit": ["1"]}, "unit", "answer-unit-differs"),
        ({"answer": ["26"], "unit": ["3"]}, "unit", "answer-option"),
        ({"answer": ["26"], "unit": ["0", "1"]}, "unit", "answer-several"),
        ({"answer": ["2" * 41], "unit": ["0"]}, "answer", "answer-long"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(values: dict[str, list[str]], where: str, code: str) -> None:
    response, problems = WEEKS.read(values, ORDER)
    assert response is None
    assert [(problem.where, problem.code) for problem in problems] == [(where, code)]


def test_a_unit_is_refused_where_none_is_asked_for() -> None:
    assert PLAIN.read({"answer": ["1250"]}, ORDER) == ({"answer": ["1250"]}, [])
    _, problems = PLAIN.read({"answer": ["1250 euros"]}, ORDER)
    assert [problem.code for problem in problems] == ["answer-number"]
    assert not PLAIN.read({"answer": ["1250"], "unit": ["0"]}, ORDER)[0]


def test_the_page_shows_how_a_number_was_read() -> None:
    assert PLAIN.view(ORDER, {"answer": ["1 250,50"]}).fields[0].reading == "1250.5"
    assert WEEKS.view(ORDER, {"answer": ["٢٦"], "unit": ["0"]}).fields[0].reading == "26 weeks"
    assert RATE.view(ORDER, {}).fields[0].suffix == "per cent"
    assert [choice.text for choice in WEEKS.view(ORDER, {}).fields[1].choices] == ["weeks", "days", "months"]


def test_what_is_typed_anew_is_not_shown_with_the_reading_of_what_was_saved() -> None:
    view = PLAIN.view(ORDER, {"answer": ["1 250,50"]})
    assert view.filled({"answer": ["many"]}).fields[0].reading == ""
    assert view.filled({"answer": ["1 250,50"]}).fields[0].reading == "1250.5"


def test_a_number_without_its_unit_is_kept_but_not_complete() -> None:
    response, problems = WEEKS.read({"answer": ["26"]}, ORDER)
    assert (response, problems) == ({"answer": ["26"]}, [])
    assert not WEEKS.is_complete({"answer": ["26"]})
    assert WEEKS.is_complete({"answer": ["26 weeks"]})
