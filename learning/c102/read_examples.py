"""The file of worked examples to values: every key is read or refused, inputs and results are kept as written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from learning.c102.entries import Entry, Value
from learning.c102.examples import PUBLISHED, Plain, WorkedExample

_ID = re.compile(r"[CP]\d{2}\Z")


def examples(values: Value, where: str) -> tuple[WorkedExample, ...]:
    """Read all examples, in the order of the file. Raises Invalid, with the place, for the first that does not fit."""
    top = Entry(values, where)
    raws = values["examples"] if isinstance(values, dict) and "examples" in values else []
    found: dict[str, WorkedExample] = {}
    for entry, raw in zip(top.entries("examples"), raws, strict=True):
        example = _example(entry, raw if isinstance(raw, dict) else {})
        if example.id in found:
            entry.fail(f'"{example.id}" is there twice: give each its own', "id")
        found[example.id] = example
    if not found:
        top.fail("there are no examples", "examples")
    top.close()
    return tuple(found.values())


def _example(entry: Entry, raw: Mapping[str, Value]) -> WorkedExample:
    identity, published = entry.text("id"), entry.text("published")
    if not _ID.match(identity):
        entry.fail(f'"{identity}" is no id: write C or P and two digits', "id")
    if published not in PUBLISHED:
        entry.fail(f"write one of {', '.join(PUBLISHED)}", "published")
    required = [key for key in ("required_percent", "required") if entry.has(key)]
    return WorkedExample(
        id=identity,
        published=published,
        constructed=entry.flag("constructed"),
        instrument=entry.text("instrument"),
        article=entry.text("article"),
        branch=entry.text("branch"),
        inputs=_mapping(entry, raw, "inputs"),
        expected=_mapping(entry, raw, "expected"),
        required=entry.text(required[0]) if required else "",
        **{key: entry.text(key, "") for key in ("country", "year", "published_result", "arithmetic", "source", "note")},
    )


def _mapping(entry: Entry, raw: Mapping[str, Value], key: str) -> Mapping[str, Plain]:
    """Take what stands below a key whole, since its shape is the example's own affair."""
    entry.skip(key)
    found = _kept(raw.get(key, ""))
    if not isinstance(found, Mapping):
        entry.fail("here a mapping is needed: write name: value", key)
    return found


def _kept(value: Value) -> Plain:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return tuple(_kept(item) for item in value)
    return MappingProxyType({key: _kept(item) for key, item in value.items()})
