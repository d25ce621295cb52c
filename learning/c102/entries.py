"""Nested plain values read as typed ones; whatever is missing, misshapen or left unread is named with its place."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from learning.kernel.errors import Invalid
from learning.kernel.problems import Problem

Value = str | list["Value"] | dict[str, "Value"]
"""What a data file says: every scalar is text as written."""

ABSENT = ("", "null")


class Entry:
    """One mapping of a data file, read key by key. `close` refuses keys that nobody asked for, so no fact gets lost.

    Every method raises Invalid, with the place and the remedy, when a value is missing or of another shape.
    """

    def __init__(self, values: Value, where: str) -> None:
        self.where = where
        self._children: dict[str, tuple[Entry, ...]] = {}
        self._unread: set[str] = set()
        if not isinstance(values, dict):
            self.fail("here a mapping is needed: write name: value")
        self._values: Mapping[str, Value] = _rejoined(values)
        self._unread = set(self._values)

    def fail(self, detail: str, key: str = "") -> NoReturn:
        """Raise Invalid for this entry, or for one of its keys."""
        raise Invalid([Problem(f"{self.where}.{key}" if key else self.where, "data", detail)])

    def has(self, key: str) -> bool:
        """True when the key is there (it still counts as unread)."""
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; `default` when the key is absent, else it must be there and not empty."""
        if key not in self._values and default is not None:
            return default
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            self.fail("here a text is needed", key)
        return value.strip()

    def whole(self, key: str) -> int:
        """Return a whole number, zero or more."""
        found = self.text(key)
        if not (found.isascii() and found.isdigit()):
            self.fail(f'"{found}" is no whole number', key)
        return int(found)

    def maybe_whole(self, key: str) -> int | None:
        """Return a whole number; None when the key is absent or null."""
        if self._values.get(key, "") in ABSENT:
            self.skip(key)
            return None
        return self.whole(key)

    def number(self, key: str) -> Decimal:
        """Return an exact number, zero or more."""
        found = self.text(key)
        try:
            number = Decimal(found)
        except InvalidOperation:
            self.fail(f'"{found}" is no number', key)
        if not number.is_finite() or number < 0:
            self.fail(f'"{found}" is no number, zero or more', key)
        return number

    def maybe_number(self, key: str) -> Decimal | None:
        """Return an exact number; None when the key is absent or null."""
        if self._values.get(key, "") in ABSENT:
            self.skip(key)
            return None
        return self.number(key)

    def flag(self, key: str, default: bool = False) -> bool:
        """Return a truth value, written true or false; `default` when absent."""
        found = self.text(key, "true" if default else "false")
        if found not in ("true", "false"):
            self.fail("write true or false", key)
        return found == "true"

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty when absent."""
        if key not in self._values:
            return ()
        value = self._take(key)
        if not isinstance(value, list):
            self.fail("here a list is needed", key)
        return tuple(
            item if isinstance(item, str) else self.fail("here a list of texts is needed", key) for item in value
        )

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers; empty when absent."""
        found = self.texts(key)
        if not all(item.isascii() and item.isdigit() for item in found):
            self.fail("here a list of whole numbers is needed", key)
        return tuple(int(item) for item in found)

    def words(self, key: str) -> dict[str, str]:
        """Return a mapping of texts, such as a name per language."""
        inner = self.entry(key)
        return {name: inner.text(name) for name in inner.names}

    @property
    def names(self) -> tuple[str, ...]:
        """The names in this entry, in order."""
        return tuple(self._values)

    def entry(self, key: str) -> Entry:
        """Return the mapping under a key; the same one each time."""
        if key not in self._children:
            self._children[key] = (Entry(self._take(key), f"{self.where}.{key}"),)
        return self._children[key][0]

    def maybe_entry(self, key: str) -> Entry | None:
        """Return the mapping under a key; None when absent."""
        return self.entry(key) if key in self._values else None

    def entries(self, key: str) -> tuple[Entry, ...]:
        """Return a list of mappings; empty when absent."""
        if key not in self._values:
            return ()
        value = self._take(key)
        if not isinstance(value, list):
            self.fail("here a list is needed", key)
        places = enumerate(value, start=1)
        self._children[key] = tuple(Entry(item, f"{self.where}.{key}[{place}]") for place, item in places)
        return self._children[key]

    def skip(self, *keys: str) -> None:
        """Say of keys that they are known and not used."""
        self._unread.difference_update(keys)

    def close(self) -> None:
        """Raise Invalid when here, or below, a key was never read."""
        if self._unread:
            self.fail(f"nobody reads {', '.join(sorted(self._unread))}: remove it or teach the reader")
        for children in self._children.values():
            for child in children:
                child.close()

    def _take(self, key: str) -> Value:
        if key not in self._values:
            self.fail("this is missing: add it", key)
        self._unread.discard(key)
        return self._values[key]


def _rejoined(values: Mapping[str, Value]) -> dict[str, Value]:
    """Put a text together again that an unquoted comma cut in a one-line mapping, `{ref: x, text: loss, death}`.

    YAML reads the rest, "death", as a key without a value; in these files no other key is without one.
    """
    found: dict[str, Value] = {}
    last = ""
    for key, value in values.items():
        before = found.get(last)
        if value == "" and isinstance(before, str):
            found[last] = f"{before}, {key}"
        else:
            found[key] = value
            last = key
    return found
