"""A figure that stands beside an Article is a figure of that Article, in lessons and in the explanations of questions.

The rule and its limits: `figures.strange`. Figures in tables without an Article in the cell are held against the fact
base by `tests/test_shipped_courses.py`; keys of questions by the rules that compute them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

import pytest
import yaml

from tests.content import figures, shipped

LAW = figures.table(yaml.safe_load(resources.files("learning.c102").joinpath("data/c102.yaml").read_text("utf-8")))

EXCEPTIONS = {
    "Parts IV and VI now, Part III in two years under Article 4": "a plan of the example country",
    "the threshold falls from 20 to 10 workers within two years": "a plan of the example country",
    "maternity cash for 16 weeks": "a plan of the example country",
    "Set 5 needs a law on 13 weeks": "the weeks are those of Article 24, treated before",
    "the class of 20 per cent of residents": "the share of the classes that follow: 15(b), 27(b), 55(b) and 61(b)",
    "total at least 30 % above that of Article 66": "the test of Article 67(d), which the cell above names",
    "40 %: Art. 21(a) needs 50": "a finding on the law of the example country, held against the 50",
    "Six months of contributions: Art. 43": "a finding on the law of the example country",
    "48.4 %, needs 45; 40 crowns at a birth: Art. 49": "a finding on the law of the example country",
    "14 weeks, 16 are allowed as leave: Art. 52": "a finding on the law of the example country",
    "70 per cent of the employees in such workplaces are insured": "the figure of the question, held against the 50",
    "With 75 per cent Article 21(c) is reached": "the figure of the question, held against the 50",
    "1,200,000 of 2,000,000 are 60 per cent": "the figure of the question, held against the 50",
}
"""Sentences that may have other figures, by a piece of them, with the reason."""


def told(course: str) -> Iterator[tuple[str, str]]:
    """Return what states the law in a course, with its place."""
    for path, lesson in shipped.lessons(course):
        yield path, lesson.body
    for text, quiz in shipped.quizzes(course):
        for question in quiz.questions:
            for each in {question.explanation, *(part.explanation for part in shipped.parts(question))}:
                yield f"{text.path}: {question.id}", each


@pytest.mark.parametrize("course", shipped.COURSES)
def test_a_figure_beside_an_article_is_one_of_that_article(course: str) -> None:
    found = [(place, *each) for place, text in told(course) for each in figures.strange(text, LAW)]
    assert [each for each in found if not any(piece in each[1] for piece in EXCEPTIONS)] == []


ANSWERS = {
    "or 27.5 per cent of the residents": "computed: half of 55",
    "where employees are 40 per cent of the residents": "computed: half of 40 is 20",
    "Half of the employees are 15 per cent": "computed: half of 30",
    "Five unpaid days are within the seven": "the finding on a law, held against the seven",
    "70 per cent of the employees in such workplaces": "the finding on a law, held against the 50",
    "With 75 per cent Article 21(c) is reached": "computed in the sentence before",
    "cannot prove 52 per cent": "the figure of a report in the question's table",
    "C130 for 60 per cent and, as a rule, 52 weeks": "figures of C130",
    "leaves nine days unpaid": "counted: the days before the tenth",
    "means five unpaid days": "counted: the days before the sixth",
    "55 per cent of 800,000 employees": "computed from the figures of the question",
}
"""Sentences of explanations that may have other figures, by a piece of them, with the reason."""


def answered(course: str) -> Iterator[tuple[str, str, str]]:
    """Return the sentences of explanations whose figures nothing supports, with their question."""
    for text, quiz in shipped.quizzes(course):
        for question in quiz.questions:
            for part in {id(each): each for each in (question, *shipped.parts(question))}.values():
                asked = " ".join([question.title, question.prompt, part.title, part.prompt])
                for each in figures.unsupported(part.explanation, part.source or question.source, asked, LAW):
                    yield f"{text.path}: {question.id}", *each


@pytest.mark.parametrize("course", shipped.SUBJECT_COURSES)
def test_a_figure_in_an_explanation_is_of_its_source_or_of_the_question(course: str) -> None:
    found = list(answered(course))
    assert [each for each in found if not any(piece in each[1] for piece in ANSWERS)] == []
    assert [piece for piece in ANSWERS if not any(piece in each[1] for each in found)] == []


def test_an_explanation_without_support_is_found() -> None:
    assert list(figures.unsupported("It is paid for 27 weeks.", "C102 Art. 18(1)", "How long?", LAW))
    assert not list(figures.unsupported("It is paid for 26 weeks.", "C102 Art. 18(1)", "How long?", LAW))
    assert not list(figures.unsupported("The 27 weeks of the law suffice.", "C102 Art. 18(1)", "Are 27 enough?", LAW))
    assert not list(figures.unsupported("5 of 10 are 51 per cent.", "C102 Art. 71(2)", "How much?", LAW))


def test_every_exception_is_still_needed() -> None:
    found = [each[0] for course in shipped.COURSES for _, text in told(course) for each in figures.strange(text, LAW)]
    assert [piece for piece in EXCEPTIONS if not any(piece in sentence for sentence in found)] == []


def test_the_table_has_the_figures_of_the_law() -> None:
    assert LAW[18] == {26, 13, 3}
    assert LAW[52] == {12}
    assert LAW[71] == {50}
    assert {30, 20, 15, 10, 5} <= LAW[29]
    assert {1.5, 3} <= LAW[44]
    assert LAW[22] == {40, 45, 50}


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("It is paid for 27 weeks (Article 18(1)).", "27 weeks"),
        ("Article 24(3) allows eight waiting days.", "eight waiting days"),
        ("| Employees bear 51 % (Art. 71(2)) | fine |", "51 %"),
        ("- Article 29 asks for 31 years.", "31 years"),
    ],
)
def test_a_wrong_figure_is_found(text: str, figure: str) -> None:
    assert [each[1] for each in figures.strange(text, LAW)] == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "It is paid for 26 weeks (Article 18(1)).",
        "Article 24(3) allows seven days.",
        "Section 12 pays for 27 weeks.",
        "> Article 18 says 27 weeks.",
        'The sentence "27 weeks" is not in Article 18.',
        "/// example | A case\n\nArticle 18: 27 weeks.\n\n///\n",
        "C130 Art. 26 asks for 52 weeks.",
    ],
)
def test_what_is_no_figure_of_the_law_is_left_alone(text: str) -> None:
    assert list(figures.strange(text, LAW)) == []
