"""The text of the data files to facts, terms and ratifications. A malformed row raises Invalid and is named."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import yaml

from learning.c102 import read_examples, read_facts
from learning.c102.articles import BRANCH_NUMERALS
from learning.c102.entries import Entry, Value
from learning.c102.examples import WorkedExample
from learning.c102.facts import Facts
from learning.c102.glossary import Term
from learning.c102.instruments import OWN_CODE
from learning.c102.ratifications import IN_FORCE, UNCONFIRMED, Ratification, Ratifications
from learning.kernel.errors import Invalid
from learning.kernel.ids import is_slug
from learning.kernel.problems import Problem

GLOSSARY_COLUMNS = ("id", "term_en", "definition_en", "term_fr", "term_es", "term_ar", "reference")
RATIFICATION_COLUMNS = (
    "iso3",
    "country",
    "ratified_on",
    "date_precision",
    "parts_accepted",
    "status",
    "remarks",
    "source",
    "date_check",
    "parts_check",
)
DATE_CHECKS = ("verified", "year verified", "derived", "memory", "none")
PARTS_CHECKS = ("verified", "memory", "memory; current Parts seen", "named in a supervisory comment", "unknown")
DATE_SHAPES = {
    "": re.compile(r"\Z"),
    "year": re.compile(r"\d{4}\Z"),
    "month": re.compile(r"\d{4}-\d{2}\Z"),
    "day": re.compile(r"\d{4}-\d{2}-\d{2}\Z"),
}
_INSTRUMENT = re.compile("[A-Z][A-Za-z0-9-]+")
T = TypeVar("T")


class _PlainLoader(yaml.SafeLoader):
    """A safe loader that leaves every scalar as text: dates, percentages and "no" stay as written."""

    yaml_implicit_resolvers = {}


class _BadRow(ValueError):
    """A row that does not fit; its text is the remedy."""


def parse_facts(text: str, name: str = "c102.yaml") -> Facts:
    """Read the fact base. Raises Invalid, with the place in the file, when anything is missing, unknown or at odds."""
    entry = Entry(_plain(text, name), name)
    found = read_facts.facts(entry)
    entry.close()
    return found


def parse_examples(text: str, name: str = "assessment-examples.yaml") -> tuple[WorkedExample, ...]:
    """Read the worked examples. Raises Invalid, with the place in the file, when anything is missing or unknown."""
    return read_examples.examples(_plain(text, name), name)


def parse_instruments(text: str, name: str = "instruments.yaml") -> tuple[str, ...]:
    """Read the codes of all instruments, C102 first. Raises Invalid for an entry without one."""
    data = _plain(text, name)
    codes = [OWN_CODE]
    for part in ("conventions", "recommendations", "european", "human_rights"):
        entries = data.get(part) if isinstance(data, dict) else None
        for entry in entries if isinstance(entries, list) else [None]:
            code = entry.get("id") if isinstance(entry, dict) else None
            if not isinstance(code, str) or not _INSTRUMENT.fullmatch(code):
                raise Invalid([Problem(name, "instrument", f'an entry of "{part}" has no code: give it an "id"')])
            beside = entry.get("recommendation") if isinstance(entry, dict) else None
            codes += [code, *([beside] if isinstance(beside, str) and _INSTRUMENT.fullmatch(beside) else [])]
    return tuple(dict.fromkeys(codes))


def parse_glossary(text: str, name: str = "glossary.csv") -> tuple[Term, ...]:
    """Read the terms. Raises Invalid with every malformed row."""
    return _rows(text, name, GLOSSARY_COLUMNS, _term, lambda term: term.id)


def parse_ratifications(text: str, name: str = "ratifications.csv") -> Ratifications:
    """Read the ratifications. Raises Invalid with every malformed row, or when no row carries a full date."""
    rows = _rows(text, name, RATIFICATION_COLUMNS, _ratification, lambda row: row.iso3)
    if not any(row.counts and row.precision == "day" for row in rows):
        raise Invalid([Problem(name, "row", "no row has a full date: the list must begin with one")])
    return Ratifications(rows)


def _plain(text: str, name: str) -> Value:
    try:
        found: Value = _PlainLoader(text).get_single_data()
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        where = f"{name}:{mark.line + 1}" if mark else name
        raise Invalid(
            [Problem(where, "yaml", "this is not readable YAML: check colons, quotes, indentation")]
        ) from error
    return found


def _rows(
    text: str, name: str, columns: tuple[str, ...], read: Callable[[dict[str, str]], T], identity: Callable[[T], str]
) -> tuple[T, ...]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    if tuple(next(lines, ())) != columns:
        raise Invalid([Problem(f"{name}:1", "header", f"the first line must be {','.join(columns)}")])
    found: dict[str, T] = {}
    problems: list[Problem] = []
    try:
        for cells in lines:
            try:
                item = read(_cells(cells, columns))
                if identity(item) in found:
                    raise _BadRow(f'"{identity(item)}" is there twice: keep one row')
                found[identity(item)] = item
            except _BadRow as bad:
                problems.append(Problem(f"{name}:{lines.line_num}", "row", f"{bad}, in the row {','.join(cells)[:80]}"))
    except csv.Error as error:
        problems.append(Problem(f"{name}:{lines.line_num}", "csv", f"this row is not readable ({error}): check quotes"))
    if problems:
        raise Invalid(problems)
    return tuple(found.values())


def _cells(cells: list[str], columns: tuple[str, ...]) -> dict[str, str]:
    if len(cells) != len(columns):
        raise _BadRow(f"there are {len(cells)} cells instead of {len(columns)}: quote texts that hold a comma")
    return {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}


def _term(row: dict[str, str]) -> Term:
    if not is_slug(row["id"]):
        raise _BadRow(f'"{row["id"]}" is no id: use lower-case letters, digits and single hyphens')
    for column in ("term_en", "definition_en"):
        if not row[column]:
            raise _BadRow(f"{column} is empty: write it")
    words = {code: row[f"term_{code}"] for code in ("en", "fr", "es", "ar") if row[f"term_{code}"]}
    return Term(row["id"], words, row["definition_en"], row["reference"])


def _ratification(row: dict[str, str]) -> Ratification:
    if not re.fullmatch("[A-Z]{3}", row["iso3"]):
        raise _BadRow(f'"{row["iso3"]}" is no country code of three capital letters')
    for column in ("country", "source"):
        if not row[column]:
            raise _BadRow(f"{column} is empty: write it")
    _one_of(row, "status", (IN_FORCE, UNCONFIRMED))
    _one_of(row, "date_check", DATE_CHECKS)
    _one_of(row, "parts_check", PARTS_CHECKS)
    _check_date(row)
    return Ratification(
        iso3=row["iso3"],
        country=row["country"],
        ratified_on=row["ratified_on"],
        precision=row["date_precision"],
        parts=_numerals(row["parts_accepted"]),
        status=row["status"],
        remarks=row["remarks"],
        source=row["source"],
        date_check=row["date_check"],
        parts_check=row["parts_check"],
    )


def _one_of(row: dict[str, str], column: str, allowed: tuple[str, ...]) -> None:
    if row[column] not in allowed:
        raise _BadRow(f'{column} "{row[column]}" is not one of: {", ".join(allowed)}')


def _check_date(row: dict[str, str]) -> None:
    written, precision = row["ratified_on"], row["date_precision"]
    _one_of(row, "date_precision", tuple(DATE_SHAPES))
    if not DATE_SHAPES[precision].match(written):
        raise _BadRow(f'the date "{written}" does not have the precision "{precision}"')
    if row["status"] == IN_FORCE and not written:
        raise _BadRow("a ratification in force needs at least its year")
    try:
        if written:
            date.fromisoformat(written + "-01-01"[len(written) - 10 :] if len(written) < 10 else written)
    except ValueError:
        raise _BadRow(f'there is no date "{written}"') from None


def _numerals(written: str) -> tuple[str, ...]:
    numerals = tuple(written.split(";")) if written else ()
    for numeral in numerals:
        if numeral not in BRANCH_NUMERALS:
            raise _BadRow(f'"{numeral}" is none of the Parts II to X')
    if len(set(numerals)) != len(numerals):
        raise _BadRow(f'"{written}" names a Part twice')
    return numerals
