"""Marks as rules: what they make of a grading."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from learning.quiz import grades, source
from learning.quiz.grades import Grade
from learning.quiz.grading import grade
from learning.quiz.marking.marks import learner_number, to_mark, with_shares
from learning.quiz.questions import Question
from learning.quiz.regrading.methods import total
from tests.factories.work import TEXT


def questions() -> dict[str, Question]:
    quiz, problems = source.parse(TEXT)
    assert quiz is not None, problems
    return dict(quiz.by_id)


QUESTIONS = questions()
GIVEN = {
    "how-many-branches": {"answer": ["0"]},
    "arcadia-part-iii": {"answer": ["Not yet."]},
    "comparison": {"link": ["https://example.org/x"]},
}
SHARES = st.fixed_dictionaries(
    {"arcadia-part-iii": st.fractions(0, 1, max_denominator=12), "comparison": st.fractions(0, 1, max_denominator=12)}
)


def graded(hints: frozenset[str] = frozenset()) -> dict[str, Grade]:
    result = grade(list(QUESTIONS.values()), GIVEN, hints)
    return grades.of_result(result, QUESTIONS, GIVEN, hints, {}, {})


@given(SHARES, st.booleans())
def test_marks_put_in_afterwards_come_to_what_grading_with_them_would_give(
    shares: dict[str, Fraction], hinted: bool
) -> None:
    hints = frozenset({"arcadia-part-iii"}) if hinted else frozenset()
    marked = with_shares(graded(hints), QUESTIONS, shares)
    at_once = grade(list(QUESTIONS.values()), GIVEN, hints, shares)
    assert total(grades.to_json(marked), lambda name: QUESTIONS[name].hint_cost_percent) == at_once.score
    assert [each.won for each in marked.values()] == [each.score.points for each in at_once.questions]
    assert at_once.waiting == ()


@given(SHARES)
def test_nothing_else_of_a_grading_changes_and_the_last_marks_count(shares: dict[str, Fraction]) -> None:
    before = graded()
    after = with_shares(before, QUESTIONS, shares)
    assert list(after) == list(before)
    assert after["how-many-branches"] == before["how-many-branches"]
    assert with_shares(with_shares(before, QUESTIONS, {"comparison": Fraction(1, 7)}), QUESTIONS, shares) == after


def test_what_was_answered_waits_and_nothing_else() -> None:
    assert to_mark(QUESTIONS, graded()) == ("arcadia-part-iii", "comparison")
    unanswered = grades.of_result(grade(list(QUESTIONS.values()), {}), QUESTIONS, {}, frozenset(), {}, {})
    assert to_mark(QUESTIONS, unanswered) == ()
    dropped = graded() | {"comparison": Grade(Fraction(0), Decimal(0), Decimal(3), dropped=True)}
    assert to_mark(QUESTIONS, dropped) == ("arcadia-part-iii",)


@given(st.uuids())
def test_a_learner_has_one_number_in_a_course(person: UUID) -> None:
    number = learner_number("small", person)
    assert 100_000 <= number <= 999_999
    assert learner_number("small", person) == number


def test_numbers_tell_people_apart_and_courses_too() -> None:
    people = [uuid4() for _ in range(200)]
    assert len({learner_number("small", person) for person in people}) > 195
    assert sum(learner_number("small", each) == learner_number("other", each) for each in people) < 5
