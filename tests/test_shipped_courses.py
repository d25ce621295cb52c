"""The courses that come with the platform: no problem, every question explained, every figure that of the law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from learning.app import KINDS
from learning.c102 import service as c102
from learning.c102.instruments import named_in, unknown_in
from learning.courses import service as courses
from learning.courses.course import Course
from learning.lessons.source import Lesson
from learning.lessons.source import parse as parse_lesson
from learning.markup import citations
from learning.quiz.compound import Subquestion
from learning.quiz.interactions.answer_questions import AnswerQuestions
from learning.quiz.questions import Question, Quiz
from learning.quiz.source import dump
from learning.quiz.source import parse as parse_quiz

FOLDER = Path(__file__).parent.parent / "courses"
COURSES = courses.folders_in(FOLDER)
QUIZZES = sorted(FOLDER.glob("*/*/*.quiz.md"))
LESSONS = sorted(path for path in FOLDER.glob("*/*/*.md") if not path.name.endswith(".quiz.md"))
BRANCHES = {branch.part: branch for branch in c102.facts().branches}


def name(path: Path) -> str:
    return path.name.partition(".")[0]


def quiz_of(path: Path) -> Quiz:
    quiz, problems = parse_quiz(path.read_text())
    assert problems == []
    assert quiz is not None
    return quiz


def explained(question: Question) -> Sequence[Question | Subquestion]:
    """Return what carries explanation and source: the questions of a case, else the question itself."""
    return question.interaction.parts if isinstance(question.interaction, AnswerQuestions) else [question]


def lesson_of(path: Path) -> Lesson:
    lesson, problems = parse_lesson(path.read_text())
    assert problems == []
    assert lesson is not None
    return lesson


def course_of(folder: Path) -> Course:
    course, problems = courses.check(folder, KINDS, None)
    assert [str(problem) for problem in problems] == []
    assert course is not None
    return course


def test_courses_come_with_the_platform() -> None:
    assert [folder.name for folder in COURSES] == ["c102-essentials", "gallery"]
    assert len(LESSONS) >= 5
    assert sum(len(quiz_of(path).questions) for path in QUIZZES) >= 25


@pytest.mark.parametrize("folder", COURSES, ids=name)
def test_a_shipped_course_has_no_problem_and_no_warning(folder: Path) -> None:
    assert course_of(folder).id == folder.name


@pytest.mark.parametrize("folder", COURSES, ids=name)
def test_every_outcome_is_tested_and_what_is_taught_is_an_outcome(folder: Path) -> None:
    course = course_of(folder)
    outcomes = {outcome.id for outcome in course.outcomes}
    taught = {outcome for each in course.activities if each.kind == "lesson" for outcome in each.outcomes}
    tested = {outcome for each in course.activities if each.kind == "quiz" for outcome in each.outcomes}
    assert tested == outcomes
    assert taught
    assert taught <= outcomes


@pytest.mark.parametrize("path", QUIZZES, ids=name)
def test_a_quiz_is_written_back_byte_for_byte(path: Path) -> None:
    assert dump(quiz_of(path)).encode() == path.read_bytes()


@pytest.mark.parametrize("path", QUIZZES, ids=name)
def test_every_question_has_explanation_source_and_outcome(path: Path) -> None:
    for question in quiz_of(path).questions:
        assert question.outcome, question.id
        for each in explained(question):
            assert len(each.explanation) > 20, question.id
            assert each.source, question.id


@pytest.mark.parametrize("path", QUIZZES, ids=name)
def test_the_source_of_every_question_is_a_place_in_a_known_instrument(path: Path) -> None:
    for question in quiz_of(path).questions:
        for each in explained(question):
            assert_names_a_place(each.source, f"{path.name}: {question.id}")


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_every_lesson_has_sources_that_are_places_in_a_known_instrument(path: Path) -> None:
    sources = lesson_of(path).settings.sources
    assert sources
    for source in sources:
        assert_names_a_place(source, path.name)


def assert_names_a_place(source: str, where: str) -> None:
    found = citations.find(source)
    assert found or named_in(source, c102.instruments()), f"{where}: {source}"
    assert unknown_in(source, c102.instruments()) is None, f"{where}: {source}"
    for place in (place for citation in found for place in citation.places):
        assert c102.article_path(place), f"{where}: {place}"


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_a_lesson_speaks_to_each_audience_or_to_none(path: Path) -> None:
    named = set(re.findall(r"^/// (government|employers|workers)", path.read_text(), re.MULTILINE))
    assert len(named) in (0, 3)


# --- the figures of the tables ---


def tables(*heads: str) -> list[list[str]]:
    """Return the rows, cell by cell, of all tables in lessons whose first row holds these headings."""
    rows = []
    for path in LESSONS:
        for block in re.findall(r"(?:^\|.*\|\n)+", path.read_text(), re.MULTILINE):
            lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.strip().split("\n")]
            if set(heads) <= set(lines[0]):
                rows += lines[2:]
    assert rows, f"no lesson has a table with {heads}"
    return rows


def part_of(cell: str) -> str:
    """Return the Part at the beginning of a cell: "II Medical care" is of Part II."""
    return cell.split()[0].rstrip(",")


def whole_numbers(text: str) -> list[int]:
    """Return the numbers of a cell, those in references apart."""
    return [int(number) for number in re.findall(r"\b\d+\b", re.sub(r"Art\. \S+", "", text))]


def test_the_rates_are_those_of_the_schedule_in_its_order() -> None:
    told = [(row[0], row[2].lower(), row[3]) for row in tables("Standard beneficiary", "Per cent")]
    law = [(line.part, line.beneficiary, str(line.min_percent)) for line in c102.facts().schedule]
    assert told == law


def test_the_contingencies_are_at_their_articles() -> None:
    told = {row[0]: row[3] for row in tables("Branch", "The contingency, in short", "Article")}
    assert told.keys() == BRANCHES.keys()
    for part, article in told.items():
        reference = BRANCHES[part].contingency.reference
        assert re.sub(r"\(.*", "", reference) == article, part


OPTION_COLUMNS = {"employees_50": 1, "active_20": 2, "residents_50": 3, "residents_means": 3, "art3_industrial_50": 4}


def test_the_ways_of_counting_are_at_their_articles_and_no_way_is_left_out() -> None:
    rows = tables("50 % of employees", "Active population, 20 % of residents", "Residents")
    assert [part_of(row[0]) for row in rows] == list(BRANCHES)
    for row in rows:
        law = {OPTION_COLUMNS[each.option.key]: each for each in BRANCHES[part_of(row[0])].persons_protected}
        for column in range(1, 5):
            if column not in law:
                assert row[column] == "none", row
                continue
            option = law[column].option
            assert row[column].partition(":")[0] == law[column].reference, row
            assert ("means test" in row[column]) == (column == 3), row
            assert ("no means test" in row[column]) == (option.key == "residents_50"), row


def articles_in(text: str) -> set[int]:
    """Return the Articles that a cell or a reference of the data names, without their paragraphs."""
    spans = re.findall(r"Art\. (\d+)(?:-(\d+))?", text)
    return {number for first, last in spans for number in range(int(first), int(last or first) + 1)}


def test_the_common_pattern_names_the_articles_of_each_branch() -> None:
    rows = tables("Duty", "Contingency", "Qualifying period", "Duration and waiting")
    assert [part_of(row[0]) for row in rows] == list(BRANCHES)
    for row in rows:
        branch = BRANCHES[part_of(row[0])]
        law = [
            branch.contingency.reference,
            branch.persons_protected[0].reference,
            branch.benefit_reference,
            branch.qualifying_period.reference,
            branch.duration.reference,
        ]
        for cell, reference in zip(row[2:], law, strict=True):
            assert articles_in(reference), reference
            assert articles_in(reference) <= articles_in(cell), (row[0], cell, reference)
        named = sorted(number for cell in row[1:] for number in articles_in(cell))
        assert named == list(range(named[0], named[-1] + 1)), "each Article of the Part stands once"


def test_waiting_days_are_those_of_the_law() -> None:
    told = {part_of(row[0]): whole_numbers(row[1]) for row in tables("Unpaid days at most")}
    law = {
        part: [branch.waiting_period.max_days] for part, branch in BRANCHES.items() if branch.waiting_period.max_days
    }
    assert told == law


def test_durations_are_those_of_the_law() -> None:
    rows = {part_of(row[0]): row[1] for row in tables("Least duration")}
    assert rows.keys() == BRANCHES.keys()
    for part, text in rows.items():
        assert_duration(part, text)


def assert_duration(part: str, text: str) -> None:
    limits = [limit for limit in BRANCHES[part].duration.limits if not limit.needs_art3_declaration]
    weeks = [int(number) for number in re.findall(r"(\d+) weeks", text)]
    assert weeks == [limit.min_weeks for limit in limits], part
    months = [int(number) for number in re.findall(r"within (\d+) months", text)]
    assert months == [limit.within_months for limit in limits if limit.within_months], part


def test_qualifying_periods_are_those_of_the_law() -> None:
    rows = {parts: text for parts, text, _ in tables("The law may ask for at most")}
    told = {part.strip(): text for parts, text in rows.items() for part in re.findall(r"\b[IVX]+\b", parts)}
    assert told.keys() == BRANCHES.keys()
    for part, text in told.items():
        assert_qualifying_period(part, text)


def assert_qualifying_period(part: str, text: str) -> None:
    period = BRANCHES[part].qualifying_period
    if period.graded:
        law = [period.graded.contribution_or_employment_years_max, period.graded.residence_years_max]
        assert whole_numbers(text) == law, part
    elif period.kind == "short":
        assert whole_numbers(text) == [period.contribution_or_employment_months_max, period.residence_years_max]
    else:
        assert whole_numbers(text) == [], part
        assert ("no qualifying period" in text or text == "none") == (period.kind == "none"), part
        assert ("abuse" in text) == (period.kind == "abuse"), part


def test_the_page_on_all_branches_has_the_figures_of_the_law() -> None:
    rows = tables("Longest period before", "Unpaid days", "Lasts at least")
    assert [part_of(row[0]) for row in rows] == list(BRANCHES)
    assert [number for row in rows for number in sorted(articles_in(row[0]))] == list(range(7, 65))
    for row in rows:
        part, days = part_of(row[0]), BRANCHES[part_of(row[0])].waiting_period.max_days
        assert articles_in(BRANCHES[part].contingency.reference) <= articles_in(row[0]), part
        assert_qualifying_period(part, row[1])
        assert whole_numbers(row[2]) == ([days] if days else []), part
        least = [limit for limit in BRANCHES[part].duration.limits if not limit.needs_art3_declaration][:1]
        figures = [figure for limit in least for figure in (limit.min_weeks, limit.within_months) if figure]
        assert whole_numbers(row[3]) == figures, part


@pytest.mark.parametrize("path", [*LESSONS, *QUIZZES], ids=name)
def test_every_article_that_is_named_exists(path: Path) -> None:
    for citation in citations.find(path.read_text()):
        for place in citation.places:
            assert c102.article_path(place), f"{path.name}: {place}"
