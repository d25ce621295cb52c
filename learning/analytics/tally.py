"""From the grades of attempts to the figures of a quiz, in one pass over the grades."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from learning.analytics.figures import Choice, Item, Summary
from learning.analytics.groups import Groups, groups
from learning.analytics.moments import correlation, mean, variance
from learning.analytics.reliability import Form, reliability
from learning.analytics.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Option:
    """An answer offered in a field of a question: its text, and whether it is right."""

    field: str
    text: str
    right: bool


Wording = Mapping[str, Mapping[str, Option]]
"""The answers that a revision of a quiz offers: by question, then by place ("field:place")."""

ALIKE = 9
"""Decimals to which totals are compared: sums in another order differ behind them."""


@dataclass(slots=True)
class _Seen:
    """What was gathered of one question at one revision: a figure for each learner, in the same order in all columns.

    `compared` and `rest` hold only learners who had another question too. `chosen`: place to the totals of those who
    chose it.
    """

    shares: list[float] = field(default_factory=list)
    totals: list[float] = field(default_factory=list)
    compared: list[float] = field(default_factory=list)
    rest: list[float] = field(default_factory=list)
    seconds: list[int] = field(default_factory=list)
    chosen: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


class Tally:
    """Takes one sheet for each learner, that of the first finished attempt; then tells the figures."""

    def __init__(self) -> None:
        self._seen: defaultdict[str, defaultdict[str, _Seen]] = defaultdict(lambda: defaultdict(_Seen))
        self._totals: list[float] = []
        self._rows: defaultdict[tuple[tuple[str, float], ...], list[list[float]]] = defaultdict(list)

    def add(self, sheet: Sheet, revision: str) -> None:
        """Take the sheet of one more learner, from an attempt at `revision`; one without points to win is left out."""
        marks = [
            (question, each, float(each["w"]), float(each["of"])) for question, each in sorted(sheet.items())
            if "d" not in each and float(each["of"])
        ]  # fmt: skip
        if not marks:
            return
        won, possible = sum(mark[2] for mark in marks), sum(mark[3] for mark in marks)
        total = round(won / possible, ALIKE)
        self._totals.append(total)
        self._rows[tuple((question, of) for question, _, _, of in marks)].append([mark[2] for mark in marks])
        known = self._seen[revision]
        for question, each, got, of in marks:
            seen = known[question]
            seen.shares.append(got / of)
            seen.totals.append(total)
            if len(marks) > 1:
                seen.compared.append(got / of)
                seen.rest.append((won - got) / (possible - of))
            if each.get("t") is not None:
                seen.seconds.append(each["t"])
            for place in each.get("c", ()):
                seen.chosen[place].append(total)

    def summary(self, wordings: Mapping[str, Wording], asked: Mapping[str, int], attempts: int) -> Summary:
        """Return the figures of all sheets taken.

        `wordings`: what the revisions offer, the oldest first; `asked`: in how many of all `attempts` a question was.
        """
        parted = groups(self._totals)
        questions = dict.fromkeys([*asked, *(each for seen in self._seen.values() for each in seen)])
        items = tuple(self._item(each, asked.get(each, 0), wordings, parted) for each in questions)
        forms = [Form([of for _, of in marks], rows) for marks, rows in self._rows.items()]
        learners = len(self._totals)
        return Summary(
            attempts,
            learners,
            mean(self._totals) if learners else None,
            math.sqrt(variance(self._totals)) if learners else None,
            reliability(forms),
            items,
        )

    def _item(self, question: str, asked: int, wordings: Mapping[str, Wording], parted: Groups) -> Item:
        by_revision = {revision: seen[question] for revision, seen in self._seen.items() if question in seen}
        found = list(by_revision.values())
        shares = _joined(each.shares for each in found)
        seconds = _joined(each.seconds for each in found)
        return Item(
            question,
            asked,
            len(shares),
            mean(shares),
            correlation(_joined(each.compared for each in found), _joined(each.rest for each in found)),
            mean(seconds) if seconds else None,
            statistics.median(seconds) if seconds else None,
            _choices(question, by_revision, wordings, parted),
        )


def _choices(
    question: str, by_revision: Mapping[str, _Seen], wordings: Mapping[str, Wording], parted: Groups
) -> tuple[Choice, ...]:
    """Count the answers offered. Those of several revisions are the same when field and text are."""
    offered: defaultdict[tuple[str, str], list[_Count]] = defaultdict(list)
    chosen: defaultdict[tuple[str, str], list[_Count]] = defaultdict(list)
    right = {}
    for revision, wording in wordings.items():
        seen = by_revision.get(revision, _Seen())
        everybody = _count(seen.totals, parted)
        for place, option in wording.get(question, {}).items():
            key = (option.field, option.text)
            offered[key].append(everybody)
            chosen[key].append(_count(seen.chosen.get(place, ()), parted))
            right[key] = option.right
    return tuple(_choice(key, right[key], offered[key], chosen[key]) for key in right)


_Count = tuple[int, float, float]
"""How many learners: in all, of the strong, of the weak."""


def _count(totals: Sequence[float], parted: Groups) -> _Count:
    strong, weak = parted.top.__getitem__, parted.bottom.__getitem__
    return len(totals), math.fsum(map(strong, totals)), math.fsum(map(weak, totals))


def _choice(key: tuple[str, str], right: bool, offered: Iterable[_Count], chosen: Iterable[_Count]) -> Choice:
    of, strong_of, weak_of = map(math.fsum, zip(*offered, strict=True))
    count, strong, weak = map(math.fsum, zip(*chosen, strict=True))
    return Choice(*key, right, int(of), int(count), strong_of, strong, weak_of, weak)


def _joined(columns: Iterable[Sequence[float]]) -> list[float]:
    return [each for column in columns for each in column]
