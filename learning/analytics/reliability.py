"""How far the points of a quiz would come out the same if it were asked again; and the error in the points.

Where all learners had the same questions: Cronbach's alpha. Where each had other questions, as drawn from a bank, alpha
is not defined: its place is taken by the reliability of a mean of questions that differ from person to person (a
one-way analysis of variance; "ICC(1,k)"). There a luckier draw counts as error, so it is lower than alpha would be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from learning.analytics.moments import NOTHING, variance

ENOUGH = 30
"""Fewer learners than this tell nothing of a quiz or question: what would mislead is not shown, no flag is set."""


class Method(StrEnum):
    """How reliability was found; or why it was not."""

    ALPHA = "alpha"
    """Cronbach's alpha: all who count had the same questions."""

    DRAWN = "drawn"
    """The learners had different questions."""

    FEW = "few"
    """Fewer than `ENOUGH` learners."""

    ONE_QUESTION = "one-question"
    """With a single question nothing can be compared."""

    NO_SPREAD = "no-spread"
    """All have the same points."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """`value` is at most 1, and may be negative; `error` is the standard error of measurement as a share of all points.

    Both are None where `method` says why. `learners` are those on whom it rests.
    """

    method: Method
    learners: int
    value: float | None = None
    error: float | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The learners who had the same questions: `possible` points of each question, and for each learner those won."""

    possible: Sequence[float]
    rows: Sequence[Sequence[float]]

    def shares(self, row: Sequence[float]) -> list[float]:
        """Return the shares of points of one learner."""
        return [won / of for won, of in zip(row, self.possible, strict=True)]


def alpha(columns: Sequence[Sequence[float]]) -> float | None:
    """Return Cronbach's alpha of questions, each a column of points by learner; None where totals do not vary.

    For right or wrong this is Kuder and Richardson's formula 20. Needs two columns or more.
    Source: L. J. Cronbach, Psychometrika 16 (1951) 297.
    """
    total = variance([math.fsum(row) for row in zip(*columns, strict=True)])
    if total <= NOTHING:
        return None
    count = len(columns)
    return count / (count - 1) * (1 - math.fsum(map(variance, columns)) / total)


def of_means(rows: Sequence[Sequence[float]]) -> float | None:
    """Return the reliability of the learners' means, each of a row of shares of questions of their own.

    None where it is not defined: means that do not vary, or no row with two questions.

    Source: P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86 (1979) 420: ICC(1,k).
    """
    marks = sum(map(len, rows))
    if len(rows) < 2 or marks <= len(rows):
        return None
    sums = [math.fsum(row) for row in rows]
    middle = math.fsum(sums) / marks
    between = math.fsum(len(row) * (total / len(row) - middle) ** 2 for row, total in zip(rows, sums, strict=True))
    within = math.fsum(variance(row) * len(row) for row in rows)
    between, within = between / (len(rows) - 1), within / (marks - len(rows))
    return None if between <= NOTHING else (between - within) / between


def standard_error(deviation: float, reliability: float) -> float:
    """Return the standard error of measurement: how far points stray from what the learner is worth.

    `deviation` is the standard deviation of the points. A negative reliability counts as none.
    """
    return deviation * math.sqrt(1 - max(0.0, reliability))


def reliability(forms: Sequence[Form]) -> Reliability:
    """Judge a quiz by its forms.

    If one form was taken by enough learners, and by more than half of all, it speaks for the quiz, with alpha; else all
    learners count, with what takes the place of alpha.
    """
    learners = sum(len(form.rows) for form in forms)
    if learners < ENOUGH:
        return Reliability(Method.FEW, learners)
    main = max(forms, key=lambda form: len(form.rows))
    if len(main.rows) >= ENOUGH and 2 * len(main.rows) > learners:
        return _of_form(main)
    rows = [form.shares(row) for form in forms for row in form.rows]
    means = [math.fsum(row) / len(row) for row in rows]
    return _found(Method.DRAWN, of_means(rows), means, questions=max(map(len, rows)))


def _of_form(form: Form) -> Reliability:
    most = math.fsum(form.possible)
    shares = [math.fsum(row) / most for row in form.rows]
    value = alpha(list(zip(*form.rows, strict=True))) if len(form.possible) > 1 else None
    return _found(Method.ALPHA, value, shares, questions=len(form.possible))


def _found(method: Method, value: float | None, shares: Sequence[float], questions: int) -> Reliability:
    if questions < 2:
        return Reliability(Method.ONE_QUESTION, len(shares))
    if value is None:
        return Reliability(Method.NO_SPREAD, len(shares))
    return Reliability(method, len(shares), value, standard_error(math.sqrt(variance(shares)), value))
