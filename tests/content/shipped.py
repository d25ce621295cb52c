"""The shipped courses as texts: lessons, quizzes and banks, in the order of their paths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from learning.courses import service as courses
from learning.lessons.source import Lesson
from learning.lessons.source import parse as parse_lesson
from learning.quiz.questions import Quiz
from learning.quiz.questions import parts as parts
from learning.quiz.source import parse as parse_quiz
from learning.quiz.source import parse_bank

FOLDER = Path(__file__).parent.parent.parent / "courses"
COURSES = tuple(folder.name for folder in courses.folders_in(FOLDER))
SHOWS_KINDS = {"gallery": "it shows each kind of question; no misconception of social security stands behind it"}
"""Courses that are about the questions themselves, with the reason."""
SUBJECT_COURSES = tuple(course for course in COURSES if course not in SHOWS_KINDS)


@dataclass(frozen=True)
class Text:
    """A file of a course: its path below the course's folder, and what it holds."""

    path: str
    raw: str
    held: Lesson | Quiz

    @property
    def folder(self) -> str:
        """The module, or "bank"."""
        return self.path.partition("/")[0]

    @property
    def group(self) -> str:
        """What is judged together: a bank alone, the quizzes of a module together."""
        return self.path if self.folder == "bank" else self.folder


@cache
def texts(course: str) -> tuple[Text, ...]:
    """Read a course."""
    paths = sorted((FOLDER / course).glob("*/*.md"))
    return tuple(_text(path, path.relative_to(FOLDER / course).as_posix()) for path in paths)


def _text(path: Path, name: str) -> Text:
    raw = path.read_text("utf-8")
    parse = parse_bank if name.startswith("bank/") else parse_quiz if name.endswith(".quiz.md") else parse_lesson
    held, problems = parse(raw)
    assert held is not None, (name, [str(problem) for problem in problems])
    return Text(name, raw, held)


def lessons(course: str) -> Iterator[tuple[str, Lesson]]:
    """The lessons with their paths."""
    return ((text.path, text.held) for text in texts(course) if isinstance(text.held, Lesson))


def quizzes(course: str) -> Iterator[tuple[Text, Quiz]]:
    """The quizzes and the banks."""
    return ((text, text.held) for text in texts(course) if isinstance(text.held, Quiz))
