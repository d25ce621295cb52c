"""What a course holds, in figures: lessons, words and minutes by module, questions by kind and by learning outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from learning.courses.course import Activity, Bank, Course
from learning.lessons.source import parse as parse_lesson
from learning.quiz.drawn import drawings
from learning.quiz.questions import Question
from learning.quiz.source import parse as parse_quiz
from learning.quiz.source import parse_bank
from learning.quiz.word_count import count_words

HEADS = ("", "lessons", "words", "minutes", "optional", "questions", "drawn")
READ_BY = {"quiz": parse_quiz, "bank": parse_bank}


@dataclass(frozen=True, slots=True)
class Line:
    """A module or a bank: its lessons with their words, its working minutes, those of what is optional, its questions.

    A case counts as one question.
    """

    name: str
    lessons: int
    words: int
    minutes: int
    optional: int
    questions: tuple[Question, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The line below `HEADS`; "drawn" are the questions whose numbers are drawn for each attempt."""
        drawn = sum(bool(drawings(question)) for question in self.questions)
        figures = (self.lessons, self.words, self.minutes, self.optional, len(self.questions), drawn)
        return (self.name, *map(str, figures))


def told(course: Course, folder: Path) -> Iterator[str]:
    """Write the figures of a course without errors, which lies in that folder, as lines of text."""
    counted = list(_counted(course, folder))
    counted.append(_sum_of(counted))
    rows = [HEADS, *(line.cells for line in counted)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *figures in rows:
        right = (figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True))
        yield "  ".join(("", name.ljust(widths[0]), *right))
    questions = counted[-1].questions
    yield "  by kind: " + _listed(question.interaction.INSTRUCTION.rstrip(":") for question in questions)
    yield "  by learning outcome: " + _listed(question.outcome or "none" for question in questions)


def _counted(course: Course, folder: Path) -> Iterator[Line]:
    for module in course.modules:
        lessons = [parse_lesson(_text(folder, each))[0] for each in module.activities if each.kind == "lesson"]
        words = sum(count_words(lesson.body) for lesson in lessons if lesson)
        name = module.activities[0].path.partition("/")[0]
        yield Line(
            name, len(lessons), words, module.minutes, module.optional_minutes, _questions(module.activities, folder)
        )
    for bank in course.banks:
        yield Line(bank.path.removesuffix(".quiz.md"), 0, 0, 0, 0, _questions([bank], folder))


def _questions(texts: Iterable[Activity | Bank], folder: Path) -> tuple[Question, ...]:
    quizzes = [READ_BY[each.kind](_text(folder, each))[0] for each in texts if each.kind in READ_BY]
    return tuple(question for quiz in quizzes if quiz for question in quiz.questions)


def _text(folder: Path, text: Activity | Bank) -> str:
    return (folder / text.path).read_text("utf-8")


def _sum_of(lines: Sequence[Line]) -> Line:
    questions = tuple(question for line in lines for question in line.questions)
    return Line(
        "all",
        sum(line.lessons for line in lines),
        sum(line.words for line in lines),
        sum(line.minutes for line in lines),
        sum(line.optional for line in lines),
        questions,
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in Counter(sorted(names)).most_common())
