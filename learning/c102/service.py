"""What other rooms ask of the law: the facts, the glossary, the ratifications, where a reference leads. Read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from learning.c102 import articles, named_rules, source
from learning.c102.examples import WorkedExample
from learning.c102.facts import Facts
from learning.c102.glossary import Term
from learning.c102.named_rules import NamedRule
from learning.c102.outline import ArticleOutline, outline
from learning.c102.ratifications import Ratifications


@cache
def facts() -> Facts:
    """Return all facts of the Convention. Raises Invalid when the data is malformed."""
    return source.parse_facts(_data("c102.yaml"))


@cache
def examples() -> tuple[WorkedExample, ...]:
    """Return the worked examples, in the order of the data. Raises Invalid when the data is malformed."""
    return source.parse_examples(_data("assessment-examples.yaml"))


@cache
def rules_by_name() -> Mapping[str, NamedRule]:
    """Return the rules that a question may name as its key, by name."""
    return named_rules.rules_by_name(facts())


@cache
def glossary() -> tuple[Term, ...]:
    """Return all terms, in the order of the data. Raises Invalid when the data is malformed."""
    return source.parse_glossary(_data("glossary.csv"))


@cache
def ratifications() -> Ratifications:
    """Return the ratifications found so far. Raises Invalid when the data is malformed."""
    return source.parse_ratifications(_data("ratifications.csv"))


@cache
def instruments() -> frozenset[str]:
    """Return the codes of the instruments that a source may name. Raises Invalid when the data is malformed."""
    return frozenset(source.parse_instruments(_data("instruments.yaml")))


@cache
def terms_by_id() -> dict[str, Term]:
    """Return the terms by id."""
    return {term.id: term for term in glossary()}


def term(term_id: str) -> Term | None:
    """Return the term with this id, or None."""
    return terms_by_id().get(term_id)


def article_path(text: str) -> str | None:
    """Return where a reference leads, such as "/convention/part-xi#art-65"; None when it names no place in C102.

    >>> article_path("C102 Art. 65(3)")
    '/convention/part-xi#art-65'
    """
    reference = articles.parse_reference(text)
    return articles.url_path(reference) if reference else None


@cache
def outline_of(numeral: str) -> tuple[ArticleOutline, ...]:
    """Return what is said of each Article of a Part. Raises KeyError for a numeral that no Part has."""
    return outline(facts(), glossary(), numeral)


def _data(name: str) -> str:
    return (resources.files("learning.c102") / "data" / name).read_text(encoding="utf-8")
