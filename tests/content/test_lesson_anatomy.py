"""How a lesson is built: a question first, a case, three points of view, three lines to take away, then a practice."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from learning.lessons.source import Lesson
from learning.quiz.questions import Quiz
from tests.content import shipped, wording

MINUTES = range(5, 9)
SLOW, FAST = 115, 160
"""Words in a minute, least and most, by the stated minutes: a reader in a second language, who answers the question
first and works the case. Counted are running text and tables, without pictures in words."""

POINTS_OF_VIEW = {"government", "employers", "workers"}
TAKEN_AWAY = 3
LINE_TAKEN_AWAY = 18
"""Words that a line to take away has at most."""

PRACTICE = range(2, 5)
"""How many questions follow a lesson, to be answered from memory."""

_WORDS_OF_A_PICTURE = re.compile(r"^/// details \| The figure in words\n.*?^///$", re.MULTILINE | re.DOTALL)
_TAKEAWAY = re.compile(r"^/// takeaway\n(.*?)^///$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\|(?=.*\w).*\|$", re.MULTILINE)


def taught(course: str) -> list[tuple[str, Lesson]]:
    """The lessons of a course; a page that is optional, such as a summary to print, is none."""
    return [(path, lesson) for path, lesson in shipped.lessons(course) if not lesson.settings.optional]


LESSONS = [
    pytest.param(lesson, id=f"{course}/{path}") for course in shipped.SUBJECT_COURSES for path, lesson in taught(course)
]


def kinds_of_blocks(body: str) -> list[str]:
    return re.findall(r"^/// (\w+)", body, re.MULTILINE)


def words(body: str) -> int:
    told = _WORDS_OF_A_PICTURE.sub("", body)
    rows = (wording.plain(row[0]) for row in _ROW.finditer(told))
    return sum(map(wording.length, [*wording.sentences(told), *rows]))


def taken_away(body: str) -> list[str]:
    """The items of the last block, if it is what to take away."""
    found = _TAKEAWAY.findall(body)
    return re.findall(r"^- (.*(?:\n {2,}.*)*)", found[0], re.MULTILINE) if len(found) == 1 else []


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_question_comes_first(lesson: Lesson) -> None:
    first, _, rest = lesson.body.strip().partition("\n")
    assert first == "/// note | A question first"
    assert "?" in rest.partition("\n///")[0]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_case_of_the_example_country_is_worked(lesson: Lesson) -> None:
    assert "example" in kinds_of_blocks(lesson.body)
    assert "Meridia" in lesson.body


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_of_the_three_groups_has_its_point_of_view(lesson: Lesson) -> None:
    assert set(kinds_of_blocks(lesson.body)) >= POINTS_OF_VIEW


@pytest.mark.parametrize("lesson", LESSONS)
def test_three_short_lines_are_taken_away_at_the_end(lesson: Lesson) -> None:
    assert kinds_of_blocks(lesson.body)[-1] == "takeaway"
    lines = taken_away(lesson.body)
    assert len(lines) == TAKEN_AWAY
    assert [line for line in lines if wording.length(wording.plain(line)) > LINE_TAKEN_AWAY] == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_sources_are_named_by_article_or_part(lesson: Lesson) -> None:
    assert any(re.search(r"C102 (?:Art\.|Parts?) ", source) for source in lesson.settings.sources)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_minutes_are_those_of_the_words(lesson: Lesson) -> None:
    assert lesson.settings.minutes in MINUTES
    assert SLOW <= words(lesson.body) / lesson.settings.minutes <= FAST


def followed(course: str) -> Iterator[tuple[str, Lesson, Quiz | Lesson | None]]:
    """Each lesson with what comes after it in its module."""
    for path, lesson in taught(course):
        module = [text for text in shipped.texts(course) if text.folder == path.partition("/")[0]]
        after = [text.held for text in module if text.path > path]
        yield path, lesson, after[0] if after else None


@pytest.mark.parametrize("course", shipped.SUBJECT_COURSES)
def test_a_practice_of_two_to_four_questions_follows_each_lesson(course: str) -> None:
    for path, lesson, after in followed(course):
        assert isinstance(after, Quiz), path
        assert after.settings.purpose == "practice", path
        assert after.settings.pass_mark is None, path
        assert after.asks in PRACTICE, path
        assert {question.outcome for question in after.questions} & set(lesson.settings.outcomes), path


# --- the rules themselves ---


def test_words_are_those_of_text_and_tables() -> None:
    picture = "/// details | The figure in words\n\nNot counted.\n\n///\n"
    assert words(f"Two words.\n\n| a | table |\n| --- | --- |\n| of | four |\n\n{picture}") == 6


def test_lines_taken_away_are_found_with_their_second_lines() -> None:
    assert taken_away("/// takeaway\n\n- One.\n- Two\n  and more.\n\n///\n") == ["One.", "Two\n  and more."]
