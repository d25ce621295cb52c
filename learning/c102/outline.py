"""What stands on the page of a Part, Article by Article, so that each has its place even where we say little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from learning.c102.articles import PARTS, Part, parse_reference
from learning.c102.branches import Branch
from learning.c102.facts import Facts
from learning.c102.glossary import Term, citing
from learning.c102.provisions import Provision


@dataclass(frozen=True, slots=True)
class ArticleOutline:
    """One Article on its page.

    `provisions` are told one by one; `tables` are codes of what is told at length ("persons", "benefit", "adequacy",
    "qualifying", "duration", "waiting", "ratification", "deemed", "exceptions", "formula", "total-test", "share").
    `together_with` is the Article under which this one is told too, or None; `terms` of the glossary cite the Article.
    """

    number: int
    provisions: tuple[Provision, ...]
    tables: tuple[str, ...]
    together_with: int | None
    terms: tuple[Term, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[Provision, ...]], ...]:
        """The provisions by topic, neighbours of one topic together, in order."""
        return tuple(
            (topic, tuple(found)) for topic, found in groupby(self.provisions, key=lambda provision: provision.topic)
        )

    @property
    def is_told(self) -> bool:
        """True when the facts say something of the Article itself."""
        return bool(self.provisions or self.tables or self.together_with)


TABLES: dict[str, dict[int, tuple[str, ...]]] = {
    "I": {2: ("ratification", "deemed"), 3: ("exceptions",)},
    "XI": {65: ("formula",), 67: ("total-test",)},
    "XIII": {71: ("share",)},
}


def outline(facts: Facts, terms: Sequence[Term], numeral: str) -> tuple[ArticleOutline, ...]:
    """Return the Articles of a Part in order. Raises KeyError for a numeral that no Part has."""
    part = {known.numeral: known for known in PARTS}[numeral]
    branch = facts.branch(numeral)
    if branch:
        return _outlines(part, (branch.contingency, *branch.rules), _tables(branch), terms)
    return _outlines(part, facts.provisions[numeral], TABLES.get(numeral, {}), terms)


def _outlines(
    part: Part, provisions: Sequence[Provision], tables: dict[int, tuple[str, ...]], terms: Sequence[Term]
) -> tuple[ArticleOutline, ...]:
    return tuple(
        ArticleOutline(
            number=number,
            provisions=tuple(found for found in provisions if found.articles[:1] == (number,)),
            tables=tables.get(number, ()),
            together_with=next((found.articles[0] for found in provisions if number in found.articles[1:]), None),
            terms=citing(terms, number),
        )
        for number in part.articles
    )


def _tables(branch: Branch) -> dict[int, tuple[str, ...]]:
    """Return which tables of a branch stand under which Article, by the references of what they show."""
    places = [
        ("persons", branch.persons_protected[0].reference),
        ("benefit", branch.benefit_reference if branch.computation_articles else ""),
        ("adequacy", branch.adequacy.reference if branch.adequacy else ""),
        ("qualifying", branch.qualifying_period.reference),
        ("duration", branch.duration.reference),
        ("waiting", branch.waiting_period.reference or branch.duration.reference),
    ]
    found: dict[int, tuple[str, ...]] = {}
    for table, reference in places:
        place = parse_reference(reference)
        if place and place.articles:
            found[place.articles[0]] = (*found.get(place.articles[0], ()), table)
    return found
