"""Quizzes by revision, and what a quiz tells the course that holds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from learning.courses import service as courses
from learning.courses.course import Course
from learning.courses.kinds import Kind, Surroundings
from learning.kernel.errors import Invalid
from learning.kernel.problems import Problem
from learning.markup.lint import lint as lint_markup
from learning.markup.page import Links
from learning.markup.render import fragment
from learning.quiz.attempts import Attempt
from learning.quiz.entry import line_of, read_entry
from learning.quiz.paper import Paper
from learning.quiz.questions import Quiz, asked, pieces
from learning.quiz.source import parse


def paper_of(course: Course, quiz_id: str) -> Paper:
    """Return a quiz of a course at its revision. Raises NotFound."""
    activity = courses.activity_of(course, quiz_id, KIND.name)
    return Paper(course, activity, _quiz(activity.digest), _html(activity.rendering))


def paper_of_attempt(attempt: Attempt) -> Paper:
    """Return the quiz as it was when the attempt began, whatever the course became since."""
    return paper_of(courses.at_revision(attempt.revision_id), attempt.activity_id)


@lru_cache(maxsize=256)
def _quiz(digest: str) -> Quiz:
    quiz, problems = parse(courses.text(digest))
    if quiz is None:
        raise Invalid(problems)
    return quiz


@lru_cache(maxsize=256)
def _html(rendering: str) -> Mapping[str, str]:
    found: dict[str, str] = json.loads(courses.rendering(rendering))
    return found


def _lint(text: str, around: Surroundings) -> list[Problem]:
    quiz, _ = parse(text)
    if quiz is None:
        return []
    links = courses.links(around)
    return [
        problem
        for question in quiz.questions
        for piece in question.pieces()
        for problem in lint_markup(piece, line_of(question, piece), links)
    ]


def _render(text: str, around: Surroundings) -> str:
    quiz, problems = parse(text)
    if quiz is None:
        raise Invalid(problems)
    links = courses.links(around)
    html = {piece: fragment(piece, links) for piece in set(pieces(quiz))}
    asked_links = Links(media=links.media)  # what is asked holds no link: it would lead away from the answer, or to it
    html |= {piece: fragment(piece, asked_links) for piece in asked(quiz)}
    return json.dumps(html, ensure_ascii=False)


KIND = Kind(
    name="quiz", suffix=".quiz.md", segment="quizzes", renderer="2", read=read_entry, lint=_lint, render=_render
)
"""What a quiz tells the course that holds it."""
