"""Quizzes by revision, and what a quiz tells the course that holds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from learning.c102 import service as c102
from learning.courses import service as courses
from learning.courses.course import Activity, Bank, Course
from learning.courses.kinds import Entry, Kind, Surroundings
from learning.kernel.errors import Invalid
from learning.kernel.problems import Problem
from learning.markup.lint import lint as lint_markup
from learning.markup.page import Links
from learning.markup.plain import paragraphs
from learning.markup.render import fragment
from learning.progress import service as progress
from learning.progress.changes import Paragraph, Since, compare
from learning.progress.changes import changed as changed_paragraphs
from learning.progress.ledger import Standings
from learning.quiz.attempts import Attempt
from learning.quiz.checks import check_draw, check_drawn, check_gain, words_of
from learning.quiz.drawing import fits
from learning.quiz.drawn import Fixed, fix, to_render
from learning.quiz.drawn_check import value_problems
from learning.quiz.entry import line_of, read_bank, read_entry, sources_of
from learning.quiz.given_away import check_given_away
from learning.quiz.paper import Paper, Shelf
from learning.quiz.questions import Question, Quiz, asked, pieces
from learning.quiz.source import parse, parse_bank, setting_lines


def paper_of(course: Course, quiz_id: str) -> Paper:
    """Return a quiz of a course at its revision, with what it may draw from the banks there. Raises NotFound."""
    activity = courses.activity_of(course, quiz_id, KIND.name)
    quiz, html = _quiz(activity.digest), _html(activity.rendering)
    if not quiz.settings.draw_from:
        return Paper(course, activity, quiz, html, _fixed)
    quiz, shelves = _with_pool(activity.digest, course.banks)
    return Paper(course, activity, quiz, html, _fixed, shelves)


def paper_of_attempt(attempt: Attempt) -> Paper:
    """Return the quiz as it was when the attempt began, whatever the course became since."""
    return paper_of(courses.at_revision(attempt.revision_id), attempt.activity_id)


def changes(course: Course, activity: Activity, standings: Standings) -> Since | None:
    """Return what changed in a quiz since a learner handed it in: titles and prompts alone; None for nothing there.

    What a test or a draw may still ask is not told before it is asked: then only that something changed.
    """
    found = progress.done_before(course, activity, standings.get(activity.id))
    if found is None:
        return None
    at, before = found
    compared = _compared(before.digest, before.rendering, activity.digest, activity.rendering)
    settings = _quiz(activity.digest).settings
    if not changed_paragraphs(compared):
        return None
    hidden = settings.certifying or settings.draw is not None or settings.purpose == "test"
    return Since(at, (), may_be_told=False) if hidden else Since(at, compared)


@lru_cache(maxsize=128)
def _compared(old_text: str, old_html: str, new_text: str, new_html: str) -> tuple[Paragraph, ...]:
    return compare(_words(_quiz(old_text), _html(old_html)), _words(_quiz(new_text), _html(new_html)))


def _words(quiz: Quiz, html: Mapping[str, str]) -> list[str]:
    """List what a learner reads of each question before any answer: no option, no key, no feedback.

    Drawn numbers are those of one seed: while their ranges stay the same, they are no change.
    """
    words: list[str] = []
    for each in (_fixed(question, 0) for question in quiz.questions):
        words.append(each.question.title)
        if each.question.prompt:
            words += paragraphs(each.html(html)[each.question.prompt])
    return words


@lru_cache(maxsize=256)
def _quiz(digest: str) -> Quiz:
    quiz, problems = parse(courses.text(digest))
    if quiz is None:
        raise Invalid(problems)
    return quiz


@lru_cache(maxsize=256)
def _bank(digest: str) -> Quiz:
    bank, problems = parse_bank(courses.text(digest))
    if bank is None:
        raise Invalid(problems)
    return bank


@lru_cache(maxsize=64)
def _with_pool(digest: str, banks: tuple[Bank, ...]) -> tuple[Quiz, Mapping[str, Shelf]]:
    """Return the quiz with the questions of these banks that it may draw, and where each of them stands."""
    quiz = _quiz(digest)
    words = quiz.settings.draw_from
    stock = [(question, bank) for bank in banks for question in _bank(bank.digest).questions if fits(question, words)]
    shelves = {question.id: Shelf(bank.path, _html(bank.rendering)) for question, bank in stock}
    return replace(quiz, pool=tuple(question for question, _ in stock)), shelves


def _fixed(question: Question, seed: int) -> Fixed:
    return _fixed_at(question, question.line, seed)


@lru_cache(maxsize=1024)
def _fixed_at(question: Question, _line: int, seed: int) -> Fixed:
    """Put the numbers of an attempt into a question; equal questions may stand at other lines in other revisions."""
    return fix(question, seed, c102.rules_by_name())


@lru_cache(maxsize=256)
def _html(rendering: str) -> Mapping[str, str]:
    found: dict[str, str] = json.loads(courses.rendering(rendering))
    return found


def _lint(text: str, around: Surroundings) -> list[Problem]:
    quiz, _ = parse(text)
    if quiz is None:
        return []
    lines, banks = setting_lines(quiz), [_questions_of(bank) for bank in around.banks.values()]
    problems = _lint_texts(quiz, around) + check_gain(quiz.settings, lines, around.entries.values())
    problems += check_given_away(quiz)
    readable = [bank for bank in banks if bank is not None]  # what the others may hold is not known
    return problems + (check_draw(quiz, lines, readable) if len(readable) == len(banks) else [])


@lru_cache(maxsize=32)
def _questions_of(bank: str) -> tuple[Question, ...] | None:
    """Return the questions of a bank by its text, read once for all quizzes of a course; None when it has a fault."""
    found, _ = parse_bank(bank)
    return found.questions if found else None


def _lint_bank(text: str, around: Surroundings) -> list[Problem]:
    bank, _ = parse_bank(text)
    if bank is None:
        return []
    return _lint_texts(bank, around) + check_drawn(bank.questions, around.entries.values()) + check_given_away(bank)


def _lint_texts(quiz: Quiz, around: Surroundings) -> list[Problem]:
    links = courses.links(around)
    odd = [problem for question in quiz.questions for problem in _odd_values(question, question.line, question.raw)]
    sources = [
        problem
        for question in quiz.questions
        for source in sources_of(question)
        for problem in courses.check_source(source, line_of(question, source), around)
    ]
    return [*odd, *sources] + [
        problem
        for question in quiz.questions
        for piece in question.pieces()
        for problem in lint_markup(piece, line_of(question, piece), links)
    ]


@lru_cache(maxsize=1024)
def _odd_values(question: Question, _line: int, _raw: str) -> tuple[Problem, ...]:
    """Try the numbers that may be drawn, once for each wording: equal questions may stand at other lines."""
    return tuple(value_problems(question, c102.rules_by_name()))


def _outcomes(entry: Entry, around: Surroundings) -> tuple[str, ...]:
    """Return the learning outcomes of all that an attempt may ask: the quiz's own questions and what it draws."""
    words = words_of(entry)
    banks = (_questions_of(bank) or () for bank in around.banks.values()) if words else ()
    drawn = {question.outcome for bank in banks for question in bank if fits(question, words)}
    return tuple(sorted(drawn.union(entry.outcomes)))


def _render(text: str, around: Surroundings) -> str:
    return _rendered(*parse(text), around)


def _render_bank(text: str, around: Surroundings) -> str:
    return _rendered(*parse_bank(text), around)


def _rendered(quiz: Quiz | None, problems: list[Problem], around: Surroundings) -> str:
    if quiz is None:
        raise Invalid(problems)
    links = courses.links(around)
    quiz = replace(quiz, questions=tuple(map(to_render, quiz.questions)))
    html = {piece: fragment(piece, links) for piece in set(pieces(quiz))}
    asked_links = Links(media=links.media)  # what is asked holds no link: it would lead away from the answer, or to it
    html |= {piece: fragment(piece, asked_links) for piece in asked(quiz)}
    return json.dumps(html, ensure_ascii=False)


KIND = Kind(
    name="quiz", suffix=".quiz.md", segment="quizzes", renderer="7", read=read_entry, lint=_lint, render=_render,
    outcomes=_outcomes,
)  # fmt: skip
"""What a quiz tells the course that holds it."""

BANK = Kind(
    name="bank", suffix=".quiz.md", segment="", renderer="7", read=read_bank, lint=_lint_bank, render=_render_bank,
    folder="bank",
)  # fmt: skip
"""What a bank tells the course: its questions are asked by the quizzes that draw from it."""
