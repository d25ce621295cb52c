"""One rule of the Convention in our own words, with the place it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from learning.c102.articles import parse_reference


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule: `topic` is a code that pages put into words, `reference` is written as in "Art. 26(2)".

    `text` and `items` are English data in our own words; both may be empty where the topic says it all.
    `label` is what the rule is about (a defined term, a Part, the one branch it holds for); `note` is a remark of
    ours; `verified` is False when the rule was not seen in the treaty text.
    """

    topic: str
    reference: str
    text: str = ""
    items: tuple[str, ...] = ()
    label: str = ""
    note: str = ""
    verified: bool = True

    @property
    def articles(self) -> tuple[int, ...]:
        """The Articles of the Convention that the reference names; empty when it names none."""
        found = parse_reference(self.reference)
        return found.articles if found else ()
