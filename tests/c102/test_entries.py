"""Nested values read as typed ones."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from learning.c102.entries import Entry, Value
from learning.kernel.errors import Invalid


def problem(read: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Invalid) as caught:
        read()
    (found,) = caught.value.problems
    return found.where, found.detail


def test_values_are_typed_as_asked() -> None:
    entry = Entry({"a": "45", "b": "1.5", "c": "true", "d": ["65", "66"], "e": {"fr": "mot"}, "f": "null"}, "x")
    assert entry.whole("a") == 45
    assert entry.number("b") == Decimal("1.5")
    assert entry.flag("c")
    assert entry.wholes("d") == (65, 66)
    assert entry.words("e") == {"fr": "mot"}
    assert entry.maybe_whole("f") is None
    entry.close()


@pytest.mark.parametrize(
    ("values", "read", "where"),
    [
        ({}, lambda entry: entry.text("a"), "x.a"),
        ({"a": " "}, lambda entry: entry.text("a"), "x.a"),
        ({"a": ["b"]}, lambda entry: entry.text("a"), "x.a"),
        ({"a": "-1"}, lambda entry: entry.whole("a"), "x.a"),
        ({"a": "many"}, lambda entry: entry.number("a"), "x.a"),
        ({"a": "NaN"}, lambda entry: entry.number("a"), "x.a"),
        ({"a": "yes"}, lambda entry: entry.flag("a"), "x.a"),
        ({"a": "b"}, lambda entry: entry.texts("a"), "x.a"),
        ({"a": [{"b": "c"}]}, lambda entry: entry.texts("a"), "x.a"),
        ({"a": ["one"]}, lambda entry: entry.wholes("a"), "x.a"),
        ({"a": "b"}, lambda entry: entry.entry("a"), "x.a"),
        ({"a": "b"}, lambda entry: entry.entries("a"), "x.a"),
        ({"a": ["b"]}, lambda entry: entry.entries("a"), "x.a[1]"),
    ],
)
def test_a_value_of_another_shape_is_named_with_its_place(
    values: Value, read: Callable[[Entry], object], where: str
) -> None:
    assert problem(lambda: read(Entry(values, "x")))[0] == where


def test_a_key_that_nobody_reads_is_named_at_any_depth() -> None:
    entry = Entry({"a": [{"b": "1", "lost": "2"}]}, "x")
    (inner,) = entry.entries("a")
    inner.text("b")
    where, detail = problem(entry.close)
    assert where == "x.a[1]"
    assert "lost" in detail
    inner.skip("lost")
    entry.close()


def test_a_text_cut_by_an_unquoted_comma_is_put_together_again() -> None:
    entry = Entry({"ref": "Art. 36(1)", "text": "payment for incapacity", "loss": "", "death": ""}, "x")
    assert entry.text("text") == "payment for incapacity, loss, death"
    assert entry.names == ("ref", "text")
