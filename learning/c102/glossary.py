"""The glossary: terms in the platform's languages, each with a definition in plain English."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from learning.c102.articles import parse_reference


@dataclass(frozen=True, slots=True)
class Term:
    """A term. `words` are by language code; English is always there, others where the data has them.

    `reference` may name several places, parted by semicolons, also in other instruments; it may be empty.
    """

    id: str
    words: Mapping[str, str]
    definition_en: str
    reference: str = ""

    @property
    def references(self) -> tuple[str, ...]:
        """The places named, one by one."""
        return tuple(piece.strip() for piece in self.reference.split(";") if piece.strip())

    @property
    def articles(self) -> tuple[int, ...]:
        """The Articles of the Convention that explain or use the term."""
        found = (parse_reference(piece) for piece in self.references if piece.startswith("C102"))
        return tuple(article for reference in found if reference for article in reference.articles)

    def has(self, language: str) -> bool:
        """True when the term has a word in this language."""
        return _base(language) in self.words

    def term_in(self, language: str) -> str:
        """Return the word in a language ("fr", "fr-CA"), or the English one where the data has none."""
        return self.words.get(_base(language), self.words["en"])

    def language_of(self, language: str) -> str:
        """Return the language of the word that `term_in` gives: the one asked for, or "en"."""
        return _base(language) if self.has(language) else "en"


def fold(text: str) -> str:
    """Return the text as searches and sorting see it: no case, no accents, no Arabic vowel signs, single spaces."""
    # Before and after: a letter in disguise ("𝚨") has no case until it is taken apart, and folding can join again.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).replace("’", "'").split())


def search(terms: Iterable[Term], query: str) -> tuple[Term, ...]:
    """Return the terms that hold the query in a word of any language or in the definition, best first.

    An empty query finds all. Terms whose word begins with the query come first, then other words, then definitions.
    """
    wanted = fold(query)
    ranked = [(_rank(term, wanted), term) for term in terms]
    found = sorted((pair for pair in ranked if pair[0] is not None), key=lambda pair: pair[0] or 0)
    return tuple(term for _, term in found)


def alphabetical(terms: Iterable[Term], language: str = "en") -> tuple[Term, ...]:
    """Return the terms in the order of their words in a language, those without one by their English word."""
    return tuple(sorted(terms, key=lambda term: (fold(term.term_in(language)), term.id)))


def letters(terms: Iterable[Term], language: str = "en") -> tuple[tuple[str, str], ...]:
    """Return each first letter with the id of the first term that begins with it; terms in alphabetical order."""
    found: dict[str, str] = {}
    for term in terms:
        found.setdefault(fold(term.term_in(language))[:1].upper(), term.id)
    return tuple(found.items())


def citing(terms: Iterable[Term], article: int) -> tuple[Term, ...]:
    """Return the terms whose reference names this Article of the Convention, in alphabetical order."""
    return alphabetical(term for term in terms if article in term.articles)


def _rank(term: Term, wanted: str) -> int | None:
    words = [fold(word) for word in term.words.values()]
    if any(word.startswith(wanted) for word in words):
        return 0
    if any(wanted in word for word in words):
        return 1
    return 2 if wanted in fold(term.definition_en) else None


def _base(language: str) -> str:
    return language.partition("-")[0].partition("_")[0].lower()
