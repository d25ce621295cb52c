"""Give a number: compared exactly or within a tolerance, in one of the accepted units; it may differ by attempt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import ClassVar

from learning.kernel.problems import Problem
from learning.quiz import answers, choices
from learning.quiz.answers import Option
from learning.quiz.drawn_keys import EXACT, Drawn, Key, Tolerance, as_shown, key_at
from learning.quiz.evaluation import Rules
from learning.quiz.interaction import UNANSWERED, Block, Examples, Outcome, Part, Response
from learning.quiz.number_keys import read_keys, write_labels
from learning.quiz.numbers import NUMBER_LIMIT, Unreadable, plain, read_number, spaced, western_digits
from learning.quiz.parameters import WHERE
from learning.quiz.parameters import Values as Drawing
from learning.quiz.showing import Field, Reveal, RevealedField, Values, View
from learning.quiz.shuffling import Order

ANSWER, UNIT = "answer", "unit"
SHARES = frozenset(
    {"per cent", "percent", "%", "percentage points", "pour cent", "por ciento", "٪", "في المائة", "بالمائة"}
)
"""Units in which nothing is asked for in the thousands."""

REMEDIES = {
    "answer-number": 'this cannot be read as a number: write digits, such as "26" or "54.5"',
    "answer-ambiguous": "this number can be read in two ways: leave out the mark between the thousands, "
    'or write one more decimal ("1234" or "1.2340")',
    "answer-unit": "this unit is not one of those offered: write the number alone, and choose the unit",
    "answer-unit-differs": "the unit beside the number differs from the unit chosen: keep one of them",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How an answer was understood. `unit` "" where none was given."""

    number: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class GiveNumber:
    """`keys` are right, or foreseen as wrong with feedback; one of `units` stands fixed, several are chosen from.

    With `drawn` the keys differ from attempt to attempt, and `keys` is empty: `at` makes the one that is asked.
    """

    keys: tuple[Key, ...]
    units: tuple[str, ...] = ()
    tolerance: Tolerance = EXACT
    drawn: Drawn | None = None

    NAME: ClassVar[str] = "give_number"
    INSTRUCTION: ClassVar[str] = "Give a number:"
    LABELS: ClassVar[tuple[str, ...]] = ("Unit", "Units", "Tolerance", "Sensible")
    SUBHEADS: ClassVar[tuple[str, ...]] = (WHERE,)

    @classmethod
    def parse(cls, block: Block) -> tuple[GiveNumber | None, list[Problem]]:
        """Read what is drawn, keys, units, tolerance and range; `number-bad`, `formula-bad`, `where-…`, `unit-…` …"""
        found, problems = read_keys(block)
        return (None if problems else cls(found.keys, found.units, found.tolerance, found.drawn)), problems

    def dump(self) -> str:
        """Write what is drawn, the keys, then the labels."""
        named = {unit: f" {unit}" if len(self.units) > 1 else "" for unit in ("", *self.units)}
        if self.drawn is None:
            where = ""
            lines = [Option(key.right, plain(key.number) + named[key.unit], key.feedback) for key in self.keys]
        else:
            parameters = "".join(f"{each}\n" for each in self.drawn.parameters)
            where = f"{WHERE}\n{parameters}" if parameters else ""
            lines = [Option(key.right, f"{key}{named[key.unit]}", key.feedback) for key in self.drawn.keys]
        labels = write_labels(self.units, self.tolerance, self.drawn.sensible if self.drawn else None)
        return where + answers.write_answers(lines) + labels

    def at(self, values: Drawing, rules: Rules) -> GiveNumber:
        """Return the question for these values, its keys computed. Raises Refused where one of them is not sane."""
        if self.drawn is None:
            return self
        keys = (key_at(each, self.drawn, self.tolerance, values, rules) for each in self.drawn.keys)
        return GiveNumber(tuple(keys), self.units, self.tolerance)

    def with_feedback(self, change: Callable[[str], str]) -> GiveNumber:
        """Return the question with every feedback changed."""
        if self.drawn is None:
            return replace(self, keys=tuple(replace(key, feedback=change(key.feedback)) for key in self.keys))
        formulas = tuple(replace(key, feedback=change(key.feedback)) for key in self.drawn.keys)
        return replace(self, drawn=replace(self.drawn, keys=formulas))

    @property
    def field_names(self) -> tuple[str, ...]:
        """A field for the number and, where there are several units, a list of them."""
        return (ANSWER, UNIT) if len(self.units) > 1 else (ANSWER,)

    def read(self, values: Values, order: Order) -> tuple[Response | None, list[Problem]]:
        """Keep number and unit as given, once the number can be read; the unit may still be missing."""
        text, problems = choices.one_text(values, ANSWER, NUMBER_LIMIT)
        unit: list[str] = []
        if UNIT in self.field_names:
            unit, bad = choices.read_places(values, UNIT, range(len(self.units)), several=False)
            problems += bad
        problems += choices.undeclared(values, self.field_names)
        response = choices.kept(answer=[text] if text else [], unit=unit)
        if not problems and text:
            try:
                self._understand(text, unit)
            except Unreadable as unreadable:
                where = UNIT if unreadable.code == "answer-unit-differs" else ANSWER
                problems.append(Problem(where, unreadable.code, REMEDIES[unreadable.code]))
        return (None if problems else response), problems

    def _understand(self, text: str, unit: Sequence[str]) -> Reading:
        """Read "26", or "26 weeks", with the place of a unit chosen. Raises Unreadable."""
        text = western_digits(text)
        last = max((index for index, character in enumerate(text) if character.isdecimal()), default=-1)
        number, tail = text[: last + 1], text[last + 1 :].strip().strip(".,").strip()
        chosen = self.units[int(unit[0])] if unit else self.units[0] if len(self.units) == 1 else ""
        written = _unit_named(tail, self.units) if tail else ""
        found = read_number(number, is_share=(written or chosen).casefold() in SHARES)
        if not tail:
            return Reading(found, chosen)
        if not written:
            raise Unreadable("answer-unit" if self.units else "answer-number")
        if chosen and chosen != written:
            raise Unreadable("answer-unit-differs")
        return Reading(found, written)

    def reading(self, response: Response) -> Reading | None:
        """Say how a response is understood; None when there is none, or it cannot be read."""
        given = response.get(ANSWER, ())
        place = choices.chosen_place(response, UNIT, len(self.units))
        if len(given) != 1 or len(given[0]) > NUMBER_LIMIT:
            return None
        try:
            return self._understand(given[0], [] if place is None else [str(place)])
        except Unreadable:
            return None

    def form_values(self, response: Response, order: Order) -> Values:
        """Return the number as typed, and the unit."""
        given: Values = {ANSWER: tuple(response.get(ANSWER, ()))}
        places = range(len(self.units))
        return {**given, UNIT: choices.form_places(response, UNIT, places)} if UNIT in self.field_names else given

    def is_complete(self, response: Response) -> bool:
        """True when there is a number, with a unit where one is asked for."""
        reading = self.reading(response)
        return reading is not None and bool(reading.unit or not self.units)

    def _met(self, reading: Reading, *, right: bool) -> Key | None:
        """Return the first key met; the difference is exact, so no rounding decides at the edge of the tolerance."""
        keys = (key for key in self.keys if key.right == right and key.unit == reading.unit)
        number = Fraction(reading.number)
        near = (key for key in keys if abs(Fraction(key.number) - number) <= self.tolerance.margin(key.number))
        return next(near, None)

    def grade(self, response: Response) -> Outcome:
        """All for a right number in its unit; a right key goes before one foreseen as wrong."""
        reading = self.reading(response)
        if reading is None:
            return UNANSWERED
        met = self._met(reading, right=True) or self._met(reading, right=False)
        right = met is not None and met.right
        return Outcome(Fraction(right), True, (Part(ANSWER, right),), _feedback(met))

    def view(self, order: Order, response: Response) -> View:
        """Show a field for the number, the way it was read, and the units as written."""
        reading = self.reading(response)
        suffix = self.units[0] if len(self.units) == 1 else ""
        given = tuple(response.get(ANSWER, ()))
        number = Field(ANSWER, "number", (), given, _words(reading) if reading else "", suffix, NUMBER_LIMIT)
        if UNIT not in self.field_names:
            return View(self.NAME, (number,))
        units = choices.view_field(UNIT, "select", self.units, range(len(self.units)), response)
        return View(self.NAME, (number, units))

    def reveal(self, response: Response, order: Order) -> Reveal:
        """Name the accepted numbers with their units, and how the answer was read."""
        reading = self.reading(response)
        outcome = self.grade(response)
        keys = (Reading(as_shown(key, self.tolerance), key.unit) for key in self.keys if key.right)
        right = tuple(map(_words, keys))
        given = (_words(reading),) if reading else ()
        field = RevealedField(ANSWER, "number", given, right, outcome.share == 1, feedback=outcome.feedback)
        return Reveal(self.NAME, (field,))

    def examples(self, order: Order) -> Examples:
        """The first right key; a number above all; no number, one of two readings, two numbers, a foreign field."""
        key = next(key for key in self.keys if key.right)
        above = ceil(max(Fraction(each.number) + self.tolerance.margin(each.number) for each in self.keys)) + 1
        unit = [str(self.units.index(key.unit))] if UNIT in self.field_names else []
        invalid: list[Values] = [{ANSWER: [text]} for text in ("about ten", "1.2.3", "12 parsecs", "1" * 50)]
        invalid += [{ANSWER: ["1", "2"]}, {"other": ["1"]}]
        return Examples(
            choices.kept(answer=[_typed(as_shown(key, self.tolerance))], unit=unit),
            choices.kept(answer=[str(above)], unit=unit),
            tuple(invalid),
        )

    def pieces(self) -> Iterable[str]:
        """The feedback; numbers and units are plain text."""
        return (key.feedback for key in (self.drawn.keys if self.drawn else self.keys) if key.feedback)


def _words(reading: Reading) -> str:
    return f"{spaced(reading.number)} {reading.unit}".rstrip()


def _typed(number: Decimal) -> str:
    """Write a number so that it can be read in one way only: "47.619" could be thousands, "47.6190" could not."""
    text = plain(number)
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def _feedback(met: Key | None) -> tuple[str, ...]:
    return (met.feedback,) if met and met.feedback else ()


def _unit_named(text: str, units: Sequence[str]) -> str:
    """Find the unit that a learner wrote behind the number: "week" is "weeks", "%" is "per cent"."""
    meant = " ".join(text.casefold().split())
    meant = "per cent" if meant in ("%", "٪", "percent") else meant
    for unit in units:
        known = unit.casefold().replace("percent", "per cent") if unit != "%" else "per cent"
        if meant in (known, known.removesuffix("s")) or known == meant.removesuffix("s"):
            return unit
    return ""
