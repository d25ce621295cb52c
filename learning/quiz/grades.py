"""What is kept of a grading, question by question: short, since one row holds a whole attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from learning.kernel.ids import derived_id
from learning.kernel.score import Score
from learning.quiz.grading import Result
from learning.quiz.interaction import Response
from learning.quiz.questions import Question

CHOICES = frozenset({"choose_one", "choose_all", "true_false", "find_the_mistake"})
"""Kinds whose responses are places in the text, so that they can be counted option by option."""

LONGEST = timedelta(minutes=30)
"""A longer pause between two savings is no time spent on a question: the learner was away."""


@dataclass(frozen=True, slots=True)
class Grade:
    """What a question won in one grading. `chosen` are places in the text as written ("answer:2"), for options only.

    `seconds` None: unknown. `confidence` 1 to 3, None: not said. `dropped`: the question does not count any more.
    """

    share: Fraction
    won: Decimal
    of: Decimal
    answered: bool = True
    chosen: tuple[str, ...] = ()
    outcome: str = ""
    confidence: int | None = None
    hint: bool = False
    seconds: int | None = None
    dropped: bool = False


def of_result(
    result: Result, questions: Mapping[str, Question], responses: Mapping[str, Response], hints: AbstractSet[str],
    confidences: Mapping[str, int], seconds: Mapping[str, int],
) -> dict[str, Grade]:  # fmt: skip
    """Return what is to be kept of a result, by question id in the order asked."""
    return {
        graded.question_id: Grade(
            share=graded.outcome.share,
            won=graded.score.points,
            of=graded.score.maximum,
            answered=graded.outcome.answered,
            chosen=_chosen(questions[graded.question_id], responses.get(graded.question_id, {})),
            outcome=questions[graded.question_id].outcome,
            confidence=confidences.get(graded.question_id),
            hint=graded.question_id in hints,
            seconds=seconds.get(graded.question_id),
        )
        for graded in result.questions
    }


def _chosen(question: Question, response: Response) -> tuple[str, ...]:
    if question.interaction.NAME not in CHOICES:
        return ()
    return tuple(f"{name}:{place}" for name, places in response.items() for place in places)


def put_into(result: Result, last: Mapping[str, Grade]) -> Result:
    """Return a result with the points of the last grading: a trainer's marks, costs of hints and regrades are in it."""
    questions = tuple(
        replace(
            each,
            outcome=replace(each.outcome, share=last[each.question_id].share),
            score=Score(last[each.question_id].won, last[each.question_id].of),
        )
        if each.question_id in last
        else each
        for each in result.questions
    )
    return replace(result, questions=questions)


def seconds_by_question(started_at: datetime, savings: Sequence[tuple[str, datetime]]) -> dict[str, int]:
    """Return the time spent on each question: every stretch between two savings goes to the question saved at its end.

    `savings` are (question id, moment) in the order in which they came; a stretch beyond `LONGEST` counts nothing.
    """
    spent: dict[str, timedelta] = {}
    before = started_at
    for question_id, at in savings:
        stretch = at - before
        spent.setdefault(question_id, timedelta())
        if timedelta() < stretch <= LONGEST:
            spent[question_id] += stretch
        before = max(before, at)
    return {question_id: round(each.total_seconds()) for question_id, each in spent.items()}


def to_json(grades: Mapping[str, Grade]) -> dict[str, Any]:
    """Return the grades as plain data; what is as usual is left out."""
    return {question_id: _plain(grade) for question_id, grade in grades.items()}


def from_json(data: Mapping[str, Any]) -> dict[str, Grade]:
    """Return the grades that `to_json` wrote."""
    return {question_id: _grade(plain) for question_id, plain in data.items()}


def _plain(grade: Grade) -> dict[str, Any]:
    plain: dict[str, Any] = {"s": str(grade.share), "w": str(grade.won), "of": str(grade.of), "a": int(grade.answered)}
    unless_usual = (("c", list(grade.chosen)), ("o", grade.outcome), ("k", grade.confidence), ("h", int(grade.hint)),
                    ("d", int(grade.dropped)))  # fmt: skip
    plain |= {name: value for name, value in unless_usual if value}
    return plain if grade.seconds is None else {**plain, "t": grade.seconds}


def _grade(plain: Mapping[str, Any]) -> Grade:
    return Grade(
        share=Fraction(plain["s"]),
        won=Decimal(plain["w"]),
        of=Decimal(plain["of"]),
        answered=bool(plain["a"]),
        chosen=tuple(plain.get("c", ())),
        outcome=plain.get("o", ""),
        confidence=plain.get("k"),
        hint=bool(plain.get("h")),
        seconds=plain.get("t"),
        dropped=bool(plain.get("d")),
    )


def grade_id(attempt_id: UUID, seq: int) -> UUID:
    """Return the id of a grading: by its number, as two of one attempt may fall on one moment."""
    return derived_id("grade", str(attempt_id), str(seq))


def fact_id(attempt_id: UUID, seq: int) -> UUID:
    """Return the id of the ledger's fact that a grading is entered as; the first one, at closing, has `seq` 1."""
    if seq <= 1:
        return derived_id("attempt-closed", str(attempt_id))
    return derived_id("attempt-graded", str(attempt_id), str(seq))
