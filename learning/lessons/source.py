"""A lesson's text to its settings and body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from learning.kernel.problems import Problem
from learning.kernel.schema import SLUG, TEXT, YES_NO, list_of, read, setting, whole
from learning.kernel.source import read_document

TARGET = re.compile(r"\]\(activity:([a-z0-9-]+)")


@dataclass(frozen=True)
class LessonSettings:
    """The front matter of a lesson."""

    id: str = setting("the lesson's id, for ever", SLUG, example="common-pattern")
    title: str = setting("its title", TEXT)
    minutes: int = setting("reading time in minutes", whole(1, 60))
    outcomes: tuple[str, ...] = setting("ids of the outcomes that it teaches", list_of(SLUG), default=())
    sources: tuple[str, ...] = setting("sources, as a rule Articles", list_of(TEXT), default=(), example="C102 Art. 7")
    optional: bool = setting("whether the course is complete without it", YES_NO, default=False)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson as read: settings, body in Markdown, the file's lines on which body, outcomes and sources stand."""

    settings: LessonSettings
    body: str
    body_line: int
    outcomes_line: int
    source_lines: tuple[int, ...]

    def targets(self) -> list[tuple[str, int]]:
        """Return the activities that the body links to, each with its line in the file."""
        return [
            (target, number)
            for number, line in enumerate(self.body.split("\n"), start=self.body_line)
            for target in TARGET.findall(line)
        ]


def parse(text: str) -> tuple[Lesson | None, list[Problem]]:
    """Read a lesson; None when its settings have an error. Problems carry the line."""
    document, problems = read_document(text)
    if problems:
        return None, problems
    settings, problems = read(LessonSettings, document.settings)
    if settings is None:
        return None, problems
    if not document.body.strip():
        problems.append(
            Problem(str(document.body_line), "lesson-empty", "the lesson has no text: write it below the settings")
        )
    lines = document.settings.lines
    sources = tuple(lines.get(f"sources.{place}", lines.get("sources", 1)) for place in range(len(settings.sources)))
    return Lesson(settings, document.body, document.body_line, lines.get("outcomes", 1), sources), problems
