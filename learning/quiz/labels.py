"""The labelled lines of a question: "Points: 2", "Explanation: …"; found, gathered, given their types, written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from learning.kernel.ids import is_slug
from learning.kernel.problems import Problem
from learning.quiz.answers import fault
from learning.quiz.interaction import Label, Line
from learning.quiz.marked import usual_points
from learning.quiz.questions import TARGET, Question

COMMON = ("Points", "Outcome", "Tags", "Hint", "Shuffle", "Explanation", "Source", "Read again")
SPECIAL = ("Unit", "Units", "Tolerance", "Sensible", "Words", "Accept", "Accents", "Model answer")
KNOWN = frozenset((*COMMON, *SPECIAL))

LABEL = re.compile(r"([A-Z][A-Za-z]*(?: [a-z]+)?)(?: \(([^()]*)\))?:[ \t]*(.*)\Z", re.DOTALL)
LABEL_LIKE = re.compile(r"\s*([A-Za-z][A-Za-z ]{0,20}?)(?:\s*\([^()]*\))?\s*[:：﹕]")
POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?\Z")
HINT_COST = re.compile(r"cost ([0-9]{1,3})%\Z")


def label_at(text: str) -> tuple[str, str, str] | None:
    """Return name, bracket and text of a line that begins a label of the format; None for other lines."""
    found = LABEL.match(text.rstrip())
    return (found[1], found[2] or "", found[3] or "") if found and found[1] in KNOWN else None


def nearly_label(text: str) -> str:
    """Return the label that a line may have been meant for, "" for none."""
    found = LABEL_LIKE.match(text)
    close = difflib.get_close_matches(found[1].capitalize(), KNOWN, 1, 0.75) if found else []
    return close[0] if close else ""


@dataclass
class Labels:
    """The labels of one question while it is read: texts by name, brackets of "Hint (cost 20%)", problems."""

    allowed: Sequence[str]
    instruction: str
    found: dict[str, Label] = field(default_factory=dict)
    brackets: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, name: str, bracket: str, text: str, line: int) -> None:
        """Keep a label, or say why not."""
        text = text.strip()
        if name not in self.allowed:
            detail = f'"{name}" does not belong to "{self.instruction}": remove it (known: {", ".join(self.allowed)})'
            self.problems.append(fault(line, "label-unknown", detail))
        elif name in self.found:
            detail = f'"{name}" stands here twice (first in line {self.found[name].line}): keep one'
            self.problems.append(fault(line, "label-repeated", detail))
        else:
            self.found[name] = Label(text, line)
            self.brackets[name] = bracket
            if not text:
                detail = f'"{name}:" has no text: write it behind the colon, or remove the line'
                self.problems.append(fault(line, "label-empty", detail))

    def unknown(self, line: Line) -> None:
        """Note a line that looks like a label and is none."""
        meant = nearly_label(line.text)
        remedy = f'did you mean "{meant}:"?' if meant else f"use one of {', '.join(self.allowed)}, or remove it"
        self.problems.append(fault(line.number, "label-unknown", f"this is no label of the format: {remedy}"))

    def text(self, name: str) -> str:
        """Return the text of a label, "" for none."""
        return self.found[name].text if name in self.found else ""


@dataclass(frozen=True)
class Details:
    """The common labels of a question, typed; `points` None: as usual for its kind."""

    points: Decimal | None = None
    outcome: str = ""
    tags: tuple[str, ...] = ()
    hint_cost_percent: Decimal = Decimal(0)
    shuffle: bool | None = None


def read_details(labels: Labels, heading: int, *, required: bool = True) -> tuple[Details, list[Problem]]:
    """Type the common labels; `points-bad`, `outcome-bad`, `hint-cost-bad` …, and, if `required`, what is missing."""
    problems = [
        fault(heading, code, f'the question has no {name.lower()}: add a line "{name}: …" below its answers')
        for name, code in (("Explanation", "no-explanation"), ("Source", "no-source"))
        if required and name not in labels.found
    ]

    def check(name: str, code: str, remedy: str, holds: Callable[[str], bool]) -> str:
        text = labels.text(name)
        if text and not holds(text):
            problems.append(fault(labels.found[name].line, code, f'"{name}": {remedy}'))
            return ""
        return text

    points = check("Points", "points-bad", 'write a number above 0, up to 100, such as "2" or "0.5"', _is_points)
    outcome = check("Outcome", "outcome-bad", "write the id of one learning outcome of the course", is_slug)
    shuffle = check("Shuffle", "shuffle-bad", 'write "yes" or "no"', lambda text: text in ("yes", "no"))
    remedy = 'write a link "[text](activity:lesson-id#heading-id)" or the lesson\'s id'
    check("Read again", "read-again-bad", remedy, lambda text: TARGET.search(text) is not None)
    cost, bad = _hint_cost(labels)
    tags = dict.fromkeys(tag for tag in (" ".join(part.split()) for part in labels.text("Tags").split(",")) if tag)
    details = Details(
        Decimal(points) if points else None, outcome, tuple(tags), cost, shuffle == "yes" if shuffle else None
    )
    return details, problems + bad


def _is_points(text: str) -> bool:
    return POINTS.match(text) is not None and 0 < Decimal(text) <= 100


def _hint_cost(labels: Labels) -> tuple[Decimal, list[Problem]]:
    bad = [
        fault(labels.found[name].line, "label-unknown", f'"{name}" takes no brackets: remove "({bracket})"')
        for name, bracket in labels.brackets.items()
        if bracket and name != "Hint"
    ]
    bracket = labels.brackets.get("Hint", "")
    cost = HINT_COST.match(bracket)
    if bracket and (cost is None or int(cost[1]) > 100):
        detail = 'a hint costs a share of the points, from 0% to 100%: write "Hint (cost 20%): …" or "Hint: …"'
        bad.append(fault(labels.found["Hint"].line, "hint-cost-bad", detail))
        return Decimal(0), bad
    return Decimal(cost[1] if cost else 0), bad


def write_labels(question: Question) -> str:
    """Write the common labels of a question, leaving out what is as it would be anyway."""
    hint = f"Hint (cost {question.hint_cost_percent}%)" if question.hint_cost_percent else "Hint"
    shuffle = "" if question.shuffle is None else "yes" if question.shuffle else "no"
    texts: Mapping[str, str] = {
        "Points": "" if question.points == usual_points(question.interaction) else f"{question.points:f}",
        "Outcome": question.outcome,
        "Tags": ", ".join(question.tags),
        "Shuffle": shuffle,
        hint: question.hint,
        "Explanation": question.explanation,
        "Source": question.source,
        "Read again": question.read_again,
    }
    return "".join(f"{name}: {text}\n" for name, text in texts.items() if text)
