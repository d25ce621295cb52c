"""Boxed answer lines, the same in every kind of question: `- [x] text`, with feedback `  > text` below.

The box is always the key. These functions read and write such lines and make the checks that several kinds share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.kernel.problems import Problem
from learning.quiz.interaction import Block, Line

BOX = re.compile(r"- \[([x ])\](?: (.*))?\Z", re.DOTALL)
LIST_LIKE = re.compile(r"\s*(?:[-*+•–]|\d+[.)])?\s*\[[^\]]{0,3}\]|\s*[-*+•–]\s*\S|\s*[-*+]\Z")
BOX_MEANT = re.compile(r"\s*(?:[-*+•–]|\d+[.)])?\s*(?:\[([^\]]{0,3})\])?(.*)\Z", re.DOTALL)
BOX_REMEDY = 'write "- [x] text" when it is right and "- [ ] text" when not: one space on each side of the box, small x'


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that a question offers or accepts: its text and the feedback to who gives it, both Markdown."""

    right: bool
    text: str
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A boxed line as read, with its line in the file."""

    option: Option
    line: int


def fault(line: int, code: str, detail: str) -> Problem:
    """Make an error at a line of the file."""
    return Problem(str(line), code, detail)


class _Reader:
    """Gathers answers under their subheads, and problems; one line at a time."""

    def __init__(self, block: Block, subheads: Sequence[str]) -> None:
        self.barriers = block.barriers
        self.subheads = subheads
        self.head = ""
        self.sections: dict[str, list[Answer]] = {"": []}
        self.problems: list[Problem] = []
        self.orphan_line = -1

    def take(self, line: Line) -> None:
        text = line.text.rstrip()
        box = BOX.match(text)
        if box:
            self._answer(line, box[1] == "x", (box[2] or "").strip())
        elif text.lstrip().startswith(">"):
            self._feedback(line, line.text.lstrip()[1:].removeprefix(" "))
        elif text in self.subheads:
            self._subhead(line, text)
        elif text and LIST_LIKE.match(text):
            self.problems.append(fault(line.number, "box", f"this box is badly written: {BOX_REMEDY}"))
            self._bad_box(line, text)
        elif text:
            detail = "this line is neither an answer, feedback nor a label: put the answer on one line, or remove this"
            self.problems.append(fault(line.number, "line-unread", detail))

    def _answer(self, line: Line, right: bool, text: str) -> None:
        if not text:
            self.problems.append(fault(line.number, "option-empty", "this answer has no text: write it after the box"))
        self.sections[self.head].append(Answer(Option(right, text), line.number))

    def _bad_box(self, line: Line, text: str) -> None:
        """Take the answer as it was meant, so that one slip is told once and not as a missing answer too."""
        meant = BOX_MEANT.match(text)
        mark, words = (meant[1] or "", meant[2].strip()) if meant else ("", "")
        self.sections[self.head].append(Answer(Option(bool(mark.strip()), words), line.number))

    def _subhead(self, line: Line, text: str) -> None:
        if text in self.sections:
            self.problems.append(fault(line.number, "line-unread", f'"{text}" stands here twice: remove one'))
        self.head = text
        self.sections.setdefault(text, [])

    def _feedback(self, line: Line, text: str) -> None:
        answers = self.sections[self.head]
        if not answers or any(answers[-1].line < barrier < line.number for barrier in self.barriers):
            if self.orphan_line != line.number - 1:
                detail = 'this feedback has no answer above it: move it directly below its "- [ ] …" line'
                self.problems.append(fault(line.number, "feedback-orphan", detail))
            self.orphan_line = line.number
            return
        last = answers[-1]
        text = text if text.strip() else ""
        joined = f"{last.option.feedback}\n{text}" if last.option.feedback else text.strip()
        answers[-1] = Answer(Option(last.option.right, last.option.text, joined), last.line)


def read_answers(block: Block, subheads: Sequence[str] = ()) -> tuple[dict[str, list[Answer]], list[Problem]]:
    """Read all boxed lines, by the subhead above them ("" before the first)."""
    reader = _Reader(block, subheads)
    for line in block.lines:
        reader.take(line)
    return {head: [_trimmed(answer) for answer in found] for head, found in reader.sections.items()}, reader.problems


def _trimmed(answer: Answer) -> Answer:
    option = answer.option
    return Answer(Option(option.right, option.text, option.feedback.rstrip()), answer.line)


def write_answers(options: Iterable[Option]) -> str:
    """Write boxed lines with their feedback."""
    return "".join(
        f"- [{'x' if option.right else ' '}] {option.text}\n{write_feedback(option.feedback)}" for option in options
    )


def write_feedback(feedback: str) -> str:
    """Write feedback below its answer; nothing for none."""
    lines = feedback.split("\n") if feedback else []
    return "".join(f"  > {line}\n" if line else "  >\n" for line in lines)


def options_of(answers: Iterable[Answer]) -> tuple[Option, ...]:
    """Return the options without their lines."""
    return tuple(answer.option for answer in answers)


def check_choices(answers: Sequence[Answer], line: int, what: str) -> list[Problem]:
    """Check a list to choose from: at least two, no text twice."""
    if len(answers) < 2:
        return [fault(line, "no-options", f'{what} needs at least two answers below it: write lines "- [ ] text"')]
    return check_repeated(answers, [" ".join(answer.option.text.casefold().split()) for answer in answers])


def check_repeated(answers: Sequence[Answer], keys: Sequence[str]) -> list[Problem]:
    """Find answers that mean the same; `keys` says what each means, "" being passed over."""
    problems, seen = [], dict[str, int]()
    for answer, key in zip(answers, keys, strict=True):
        if key and key in seen:
            detail = f"this answer says the same as line {seen[key]}: change or remove one of them"
            problems.append(fault(answer.line, "option-repeated", detail))
        seen.setdefault(key, answer.line)
    return problems


def check_one_right(answers: Sequence[Answer], line: int, what: str) -> list[Problem]:
    """Check that exactly one box is ticked."""
    right = [answer for answer in answers if answer.option.right]
    if not right:
        return check_some_right(answers, line, what)
    if len(right) > 1:
        detail = f"{what} needs exactly one [x], here are {len(right)}: leave one, or write another instruction"
        return [fault(right[1].line, "one-right", detail)]
    return []


def check_some_right(answers: Sequence[Answer], line: int, what: str) -> list[Problem]:
    """Check that at least one box is ticked."""
    if answers and not any(answer.option.right for answer in answers):
        return [fault(line, "none-right", f"{what} has no right answer: write [x] in the box of the right one")]
    return []
