"""Typed settings: a frozen dataclass is the schema; its field metadata is the documentation.

    @dataclass(frozen=True)
    class LessonSettings:
        id: str = setting("the lesson's id, for ever", SLUG)
        minutes: int = setting("reading time in minutes, 1 to 60", whole(1, 60))
        outcomes: tuple[str, ...] = setting("ids of the outcomes it teaches", list_of(SLUG), default=())

`read(LessonSettings, settings)` returns the instance and the problems, each with its line.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from learning.kernel.ids import is_slug
from learning.kernel.problems import Problem
from learning.kernel.source import Settings, Value

T = TypeVar("T")


class Bad(ValueError):
    """A value that does not fit; its text is the remedy. `place` is that of an item: its number from 0, or its name."""

    def __init__(self, remedy: str, place: int | str | None = None) -> None:
        super().__init__(remedy)
        self.place = place


@dataclass(frozen=True, slots=True)
class Reader:
    """How one setting is read (`Value` to typed value; raises Bad) and what to call its shape in the documentation."""

    shape: str
    read: Callable[[Value], Any]


def setting(help: str, reader: Reader, *, default: Any = MISSING, example: str = "") -> Any:
    """Declare a field: its meaning, reader, default (none given: required) and an example for the format page."""
    return dataclasses.field(
        **({} if default is MISSING else {"default": default}),
        metadata={"help": help, "reader": reader, "example": example},
    )


def table(schema: type[Any]) -> str:
    """Return the settings of a schema as a Markdown table, for the format page."""
    lines = ["| setting | what it is | value | if left out |", "| --- | --- | --- | --- |"]
    for field in dataclasses.fields(schema):
        meaning = field.metadata["help"] + (f", such as `{example}`" if (example := field.metadata["example"]) else "")
        cells = (f"`{field.name}`", meaning, field.metadata["reader"].shape, _as_written(field.default))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _as_written(default: object) -> str:
    """Return a default as a trainer would write it."""
    if default is MISSING:
        return "**needed**"
    if isinstance(default, bool):
        return "`yes`" if default else "`no`"
    if isinstance(default, tuple):
        return ", ".join(f"`{item}`" for item in default) or "none"
    return f"`{default}`" if default not in (None, "") else "none"


def read(schema: type[T], settings: Settings, first_line: int = 1) -> tuple[T | None, list[Problem]]:
    """Type `settings` by the fields of `schema`; None when one is missing, unknown or wrong, with all problems."""
    fields = {field.name: field for field in dataclasses.fields(schema)}  # type: ignore[arg-type]  # schema is a dataclass
    problems = [
        Problem(
            str(settings.lines.get(name, first_line)),
            "setting-unknown",
            f'there is no setting "{name}": {_nearest(name, fields)}',
        )
        for name in settings.values
        if name not in fields
    ]
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name not in settings.values:
            if field.default is MISSING:
                problems.append(
                    Problem(
                        str(first_line),
                        "setting-missing",
                        f'the setting "{name}" is missing ({field.metadata["help"]}): add a line "{name}: …"',
                    )
                )
            continue
        try:
            values[name] = field.metadata["reader"].read(settings.values[name])
        except Bad as bad:
            line = settings.lines.get(name, first_line)
            if bad.place is not None:
                line = settings.lines.get(f"{name}.{bad.place}", line)
            problems.append(Problem(str(line), "setting-value", f'"{name}": {bad}'))
    return (None if problems else schema(**values)), problems


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return the remedy for a name that does not exist."""
    near = difflib.get_close_matches(name.lower(), known, 1)
    return f'did you mean "{near[0]}"?' if near else f"use one of {', '.join(known)}, or take the line out"


def _as_text(value: Value) -> str:
    if not isinstance(value, str):
        raise Bad("write one text here, not a list")
    return value.strip()


def _text(value: Value) -> str:
    found = _as_text(value)
    if not found:
        raise Bad("this is empty: write a text")
    return found


def _slug(value: Value) -> str:
    found = _as_text(value)
    if not is_slug(found):
        raise Bad(f'"{found}" is no id: use lower-case Latin letters, digits and single hyphens, 60 at most')
    return found


def _yes_no(value: Value) -> bool:
    found = _as_text(value)
    if found not in ("yes", "no"):
        raise Bad('write "yes" or "no"')
    return found == "yes"


def _percent(value: Value) -> Decimal:
    found = _as_text(value)
    try:
        number = Decimal(found.removesuffix("%").strip())
    except InvalidOperation:
        raise Bad('write a percentage such as "70%"') from None
    if not found.endswith("%") or not number.is_finite() or not 0 <= number <= 100:
        raise Bad('write a percentage from 0% to 100%, such as "70%"')
    return number


def _moment(value: Value) -> datetime:
    remedy = 'write day, time and zone, such as "2026-12-31 18:00 Africa/Dakar"'
    day, _, zone = _as_text(value).rpartition(" ")
    try:
        found = datetime.strptime(day, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
    except (ValueError, OSError, LookupError):
        raise Bad(remedy) from None
    if not 2000 <= found.year < 3000:  # at the ends of the calendar a moment has no counterpart in other zones
        raise Bad(remedy)
    return found


TEXT = Reader("text", _text)
SLUG = Reader("id", _slug)
YES_NO = Reader("yes or no", _yes_no)
PERCENT = Reader("percentage, such as 70%", _percent)
MOMENT = Reader("day, time and zone, such as 2026-12-31 18:00 Africa/Dakar", _moment)


def whole(least: int, most: int) -> Reader:
    """Read a whole number from `least` to `most`."""

    def reader(value: Value) -> int:
        found = _as_text(value)
        if not (found.isascii() and found.isdigit()) or len(found) > 9 or not least <= int(found) <= most:
            digits = ", with the digits 0 to 9" if found.isdigit() and not found.isascii() else ""
            raise Bad(f"write a whole number from {least} to {most}{digits}")
        return int(found)

    return Reader(f"whole number, {least} to {most}", reader)


def one_of(*words: str) -> Reader:
    """Read one of some fixed words."""

    def reader(value: Value) -> str:
        found = _as_text(value)
        if found not in words:
            raise Bad(f"write one of: {', '.join(words)}")
        return found

    return Reader("one of: " + ", ".join(words), reader)


def list_of(item: Reader) -> Reader:
    """Read a list; a single value stands for a list of one."""

    def reader(value: Value) -> tuple[Any, ...]:
        items = value if isinstance(value, list) else [value]
        if isinstance(value, str) and "," in value and item is SLUG:
            raise Bad("write several in brackets, with commas between: [one, two]")
        return tuple(_item(item.read, inner, place) for place, inner in enumerate(items))

    return Reader(f"list of {item.shape}", reader)


def pairs(reader: Reader) -> Reader:
    """Read names with one value each, both of the same shape, as (name, value)."""

    def read_pairs(value: Value) -> tuple[tuple[Any, Any], ...]:
        if not isinstance(value, dict):
            raise Bad('write lines "old: new" below it, indented by two spaces')
        read_one = reader.read
        return tuple((_item(read_one, name, name), _item(read_one, inner, name)) for name, inner in value.items())

    return Reader(f"lines of the form {reader.shape}: {reader.shape}", read_pairs)


def _item(read_one: Callable[[Value], T], value: Value, place: int | str) -> T:
    try:
        return read_one(value)
    except Bad as bad:
        raise Bad(str(bad), place) from None


def records(schema: type[T]) -> Reader:
    """Read a list of mappings, each typed by `schema`."""
    names = [field.name for field in dataclasses.fields(schema)]  # type: ignore[arg-type]  # schema is a dataclass

    def entry(value: Value) -> T:
        if not isinstance(value, dict):
            raise Bad(f'write an entry with {" and ".join(names)}, beginning with "- {names[0]}: …"')
        found, problems = read(schema, Settings(value, {}))
        if found is None:
            raise Bad("; ".join(problem.detail for problem in problems))
        return found

    def reader(value: Value) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise Bad(f'write a list of entries with {" and ".join(names)}, each beginning with "- {names[0]}: …"')
        return tuple(_item(entry, item, place) for place, item in enumerate(value))

    return Reader(f"list of entries with {' and '.join(names)}", reader)
