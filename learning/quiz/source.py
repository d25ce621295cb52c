"""Quiz files and banks: text to a `Quiz` and back; every fault with its line, none thrown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from learning.kernel import schema
from learning.kernel.problems import Problem
from learning.kernel.source import Document, Settings, Value, dump_settings, read_document
from learning.quiz.answer_part import fenced, lines_of, read_heading
from learning.quiz.answers import fault
from learning.quiz.checks import check_settings
from learning.quiz.grammar import HEADING, dump_question, parse_question
from learning.quiz.interaction import Line
from learning.quiz.numbers import plain
from learning.quiz.questions import BankSettings, Question, Quiz, QuizSettings
from learning.quiz.wording import is_text

ANY_HEADING = re.compile(r"###?(?!#)")
"""The heading of a question, or of a part of one: their ids stand for ever, and no two are the same."""


def parse(text: str) -> tuple[Quiz | None, list[Problem]]:
    """Read a quiz file. None when there is an error; all problems at once, by line (`where` is the line number).

    Never raises, whatever the text.
    """
    return _parse(text, bank=False)


def parse_bank(text: str) -> tuple[Quiz | None, list[Problem]]:
    """Read a bank, as `parse` reads a quiz: it has no settings but id and title, and each question has an outcome."""
    return _parse(text, bank=True)


def _parse(text: str, *, bank: bool) -> tuple[Quiz | None, list[Problem]]:
    if not is_text(text):
        line = next(number for number, each in enumerate(text.split("\n"), start=1) if not is_text(each))
        return None, [fault(line, "not-text", "this line holds a character that is no text: retype the line")]
    document, settings, problems = _front(text, bank=bank)
    body, never_ends = document.body, any(problem.code in ("front-matter-open", "yaml") for problem in problems)
    lines = lines_of(body, document.body_line)
    inside, never_closed = fenced(lines)
    if never_closed is not None:
        detail = 'this code block is never closed: add a line "```" (or "~~~") at its end'
        problems.append(fault(never_closed, "fence-open", detail))
    starts = [index for index, line in enumerate(lines) if line.number not in inside and HEADING.match(line.text)]
    problems += _stray(lines[: starts[0]] if starts else lines)
    questions: list[Question] = []
    raw_lines = body.split("\n")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        chunk = "\n".join(raw_lines[start:end]) + ("\n" if end < len(lines) else "")
        question, found = parse_question(chunk, lines[start].number)
        problems += found
        questions += [question] if question else []
    problems += _repeated([line for line in lines if line.number not in inside and ANY_HEADING.match(line.text)])
    problems += _without_outcome(questions) if bank else []
    from_banks = bool(document.settings.values.get("draw_from"))  # then it may have no question of its own
    problems += _draw(document.settings, len(starts)) if starts and not from_banks else []
    if not starts and not never_ends and not from_banks:
        what = "bank" if bank else "quiz"
        detail = f'the {what} has no question: add one, beginning with a heading "## … {{#its-id}}"'
        problems.append(fault(lines[-1].number, "no-questions", detail))
    if problems or settings is None:
        return None, sorted(problems, key=lambda problem: (int(problem.where), problem.code))
    above = "".join(line + "\n" for line in raw_lines[: starts[0]]) if starts else body
    return Quiz(settings, tuple(questions), text[: len(text) - len(body)] + above), []


def dump(quiz: Quiz) -> str:
    """Write a file that `parse` (`parse_bank`) reads back to an equal quiz; what was not changed stays byte for byte.

    The pool of a quiz is not written: its questions stand in the files of the banks.
    """
    chunks = [_dump_front(quiz), *(dump_question(question) for question in quiz.questions)]
    parted = [chunk if chunk.endswith("\n") else f"{chunk}\n\n" for chunk in chunks[:-1]]
    last, was = chunks[-1], quiz.questions[-1].raw if quiz.questions else quiz.raw
    return "".join(parted) + (last if last == was else last.rstrip("\n") + "\n")


def setting_lines(quiz: Quiz) -> Mapping[str, int]:
    """Return the line of each setting of a quiz as it was read."""
    return read_document(quiz.raw)[0].settings.lines


def _front(text: str, *, bank: bool = False) -> tuple[Document, QuizSettings | None, list[Problem]]:
    """Return the document, its settings typed, and the problems of the front matter."""
    document, problems = read_document(text)
    if problems:
        return document, None, problems
    if bank:
        found, problems = schema.read(BankSettings, document.settings)
        return document, QuizSettings(found.id, found.title) if found else None, problems
    settings, problems = schema.read(QuizSettings, document.settings)
    problems += check_settings(settings, document.settings.lines) if settings else []
    return document, settings, problems


def _dump_front(quiz: Quiz) -> str:
    if quiz.raw and _front(quiz.raw)[1] == quiz.settings:
        return quiz.raw
    settings = quiz.settings
    values: dict[str, Value] = {"id": settings.id, "title": settings.title}
    if settings.purpose != "practice":
        values["purpose"] = settings.purpose
    if settings.pass_mark is not None:
        values["pass_mark"] = f"{plain(settings.pass_mark)}%"
    for name in ("attempts", "time_limit", "minutes", "wait", "draw"):
        if (number := getattr(settings, name)) is not None:
            values[name] = str(number)
    if settings.draw_from:
        values["draw_from"] = list(settings.draw_from)
    if settings.closes is not None:
        clock = settings.closes.replace(tzinfo=None).isoformat(" ", "minutes")
        values["closes"] = f"{clock} {settings.closes.tzinfo}"
    if not settings.shuffle:
        values["shuffle"] = "no"
    if settings.intro:
        values["intro"] = settings.intro
    if settings.optional:
        values["optional"] = "yes"
    if settings.review != "after-submit":
        values["review"] = settings.review
    if settings.certifying:
        values["certifying"] = "yes"
    if settings.gain_over:
        values["gain_over"] = settings.gain_over
    return f"---\n{dump_settings(values)}---\n\n"


def _stray(lines: list[Line]) -> list[Problem]:
    stray = next((line for line in lines if line.text.strip()), None)
    if stray is None:
        return []
    detail = 'this text stands before the first question: move it to "intro:" in the settings, or below a heading'
    return [fault(stray.number, "stray-text", detail)]


def _repeated(headings: list[Line]) -> list[Problem]:
    """Find ids used twice, also in questions that have other faults."""
    seen: dict[str, int] = {}
    problems = []
    for heading in headings:
        _, question_id, _ = read_heading(heading)
        if question_id and question_id in seen:
            detail = f'the id "{question_id}" is that of the question in line {seen[question_id]} too: choose another'
            problems.append(fault(heading.number, "id-repeated", detail))
        seen.setdefault(question_id, heading.number)
    return problems


def _without_outcome(questions: Iterable[Question]) -> list[Problem]:
    detail = 'a question of a bank has a learning outcome: add a line "Outcome: …" with its id below the answers'
    return [fault(question.line, "bank-outcome", detail) for question in questions if not question.outcome]


def _draw(settings: Settings, count: int) -> list[Problem]:
    """Compare with the headings, so that a fault elsewhere does not hide this one."""
    text = settings.values.get("draw")
    if not isinstance(text, str) or not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) <= count:
        return []
    line = settings.lines.get("draw", 1)
    detail = f'"draw" asks for {text} questions, but there are {count}: lower it, or add questions'
    return [fault(line, "draw-too-many", detail)]
