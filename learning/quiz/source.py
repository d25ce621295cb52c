"""Quiz files: text to a `Quiz` and back; every fault with its line, none thrown."""

from __future__ import annotations

from decimal import Decimal

from learning.kernel import schema
from learning.kernel.problems import Problem
from learning.kernel.source import Value, dump_settings, read_document
from learning.quiz.answers import fault
from learning.quiz.grammar import HEADING, dump_question, fenced, lines_of, parse_question
from learning.quiz.interaction import Line
from learning.quiz.questions import Question, Quiz, QuizSettings


def parse(text: str) -> tuple[Quiz | None, list[Problem]]:
    """Read a quiz file. None when there is an error; all problems at once, by line (`where` is the line number).

    Never raises, whatever the text.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        return None, [fault(line, "not-unicode", "this line holds a character that is no text: retype the line")]
    settings, body, body_line, problems = _front(text)
    lines = lines_of(body, body_line)
    inside, never_closed = fenced(lines)
    if never_closed is not None:
        detail = 'this code block is never closed: add a line "```" (or "~~~") at its end'
        problems.append(fault(never_closed, "fence-open", detail))
    starts = [index for index, line in enumerate(lines) if line.number not in inside and HEADING.match(line.text)]
    problems += _stray(lines[: starts[0]] if starts else lines)
    questions: list[Question] = []
    raw_lines = body.split("\n")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        chunk = "\n".join(raw_lines[start:end]) + ("\n" if end < len(lines) else "")
        question, found = parse_question(chunk, lines[start].number)
        problems += found
        questions += [question] if question else []
    problems += _repeated(questions, [lines[start] for start in starts])
    if settings and starts:
        problems += _draw(settings, len(starts), text)
    if not starts and not any(problem.code == "front-matter-open" for problem in problems):
        detail = 'the quiz has no question: add one, beginning with a heading "## … {#its-id}"'
        problems.append(fault(lines[-1].number, "no-questions", detail))
    if problems or settings is None:
        return None, sorted(problems, key=lambda problem: int(problem.where))
    head = text[: len(text) - len(body)] + "".join(line + "\n" for line in raw_lines[: starts[0]])
    return Quiz(settings, tuple(questions), head), []


def dump(quiz: Quiz) -> str:
    """Write a quiz file that `parse` reads back to an equal quiz; what was not changed stays byte for byte."""
    chunks = [_dump_front(quiz), *(dump_question(question) for question in quiz.questions)]
    parted = [chunk if chunk.endswith("\n") else f"{chunk}\n\n" for chunk in chunks[:-1]]
    last = chunks[-1]
    return "".join(parted) + (last if quiz.questions and last == quiz.questions[-1].raw else last.rstrip("\n") + "\n")


def _front(text: str) -> tuple[QuizSettings | None, str, int, list[Problem]]:
    """Return the settings, the body, the line at which it begins, and the problems of the front matter."""
    document, problems = read_document(text)
    if problems:
        return None, document.body, document.body_line, problems
    settings, problems = schema.read(QuizSettings, document.settings, first_line=1)
    return settings, document.body, document.body_line, problems


def _dump_front(quiz: Quiz) -> str:
    if quiz.raw and _front(quiz.raw)[0] == quiz.settings:
        return quiz.raw
    settings = quiz.settings
    values: dict[str, Value] = {"id": settings.id, "title": settings.title}
    if settings.purpose != "practice":
        values["purpose"] = settings.purpose
    if settings.pass_mark is not None:
        values["pass_mark"] = f"{_plain(settings.pass_mark)}%"
    for name in ("attempts", "time_limit", "draw"):
        if (number := getattr(settings, name)) is not None:
            values[name] = str(number)
    if not settings.shuffle:
        values["shuffle"] = "no"
    if settings.intro:
        values["intro"] = settings.intro
    if settings.optional:
        values["optional"] = "yes"
    if settings.review != "after-submit":
        values["review"] = settings.review
    return f"---\n{dump_settings(values)}---\n\n"


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _stray(lines: list[Line]) -> list[Problem]:
    stray = next((line for line in lines if line.text.strip()), None)
    if stray is None:
        return []
    detail = 'this text stands before the first question: move it to "intro:" in the settings, or below a heading'
    return [fault(stray.number, "stray-text", detail)]


def _repeated(questions: list[Question], headings: list[Line]) -> list[Problem]:
    """Find ids used twice, also in questions that have other faults."""
    seen: dict[str, int] = {}
    problems = []
    for heading in headings:
        _, mark, rest = heading.text.rstrip().rpartition("{#")
        question_id = rest.removesuffix("}") if mark else ""
        if question_id and question_id in seen:
            detail = f'the id "{question_id}" is that of the question in line {seen[question_id]} too: choose another'
            problems.append(fault(heading.number, "id-repeated", detail))
        seen.setdefault(question_id, heading.number)
    return problems


def _draw(settings: QuizSettings, count: int, text: str) -> list[Problem]:
    if settings.draw is None or settings.draw <= count:
        return []
    line = next((line.number for line in lines_of(text, 1) if line.text.startswith("draw")), 1)
    detail = f'"draw" asks for {settings.draw} questions, but there are {count}: lower it, or add questions'
    return [fault(line, "draw-too-many", detail)]
