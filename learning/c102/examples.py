"""Worked examples of benefit levels, coverage and other tests: some published, as far as they were read, some ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Plain: TypeAlias = "str | tuple[Plain, ...] | Mapping[str, Plain]"
"""A value of an example, read-only; every scalar is text as written."""

PUBLISHED = ("true", "false", "inputs only")
_PART = re.compile(r"\(([IVX]+)\)")


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """One example. `id` is P.. (published) or C.. (constructed); `branch` is English data, as are all texts.

    `published` is "true", "false" or "inputs only" (then the result is ours). `inputs` and `expected` differ from one
    example to the next; `required` is a percentage or a sentence, empty where the rule itself says it.
    """

    id: str
    published: str
    constructed: bool
    instrument: str
    article: str
    branch: str
    inputs: Mapping[str, Plain]
    expected: Mapping[str, Plain]
    required: str = ""
    country: str = ""
    year: str = ""
    published_result: str = ""
    arithmetic: str = ""
    source: str = ""
    note: str = ""

    @property
    def part(self) -> str:
        """The Part's numeral; empty where the example is not of one branch."""
        found = _PART.search(self.branch)
        return found[1] if found else ""
