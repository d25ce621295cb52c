"""The glossary: words in four languages, found however they are typed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learning.c102 import service
from learning.c102.glossary import Term, alphabetical, citing, fold, letters, search

OLD_AGE = Term(
    "pensionable-age",
    {"en": "pensionable age", "fr": "âge ouvrant droit à pension", "ar": "سِنّ التقاعد"},
    "Age from which an old-age pension is due",
    "C102 Art. 26; C128 Art. 15",
)
WAITING = Term("waiting-period", {"en": "waiting period"}, "First days", "C102 Art. 18, 24, 38")
FLOOR = Term("floor", {"en": "floor", "es": "piso de protección"}, "A set of guarantees", "R202 para. 2")
TERMS = (WAITING, OLD_AGE, FLOOR)


def test_a_term_is_given_in_the_language_of_the_page_or_in_english() -> None:
    assert OLD_AGE.term_in("fr") == "âge ouvrant droit à pension"
    assert OLD_AGE.term_in("fr-CA") == "âge ouvrant droit à pension"
    assert (OLD_AGE.term_in("es"), OLD_AGE.language_of("es")) == ("pensionable age", "en")
    assert (OLD_AGE.has("ar"), OLD_AGE.has("es")) == (True, False)


def test_a_reference_names_only_articles_of_the_convention() -> None:
    assert OLD_AGE.articles == (26,)
    assert WAITING.articles == (18, 24, 38)
    assert FLOOR.articles == ()
    assert citing(TERMS, 24) == (WAITING,)


@pytest.mark.parametrize("query", ["age OUVRANT", "  âge ", "سن التقاعد", "old-age pension", "PENSIONABLE"])
def test_search_overlooks_case_accents_and_vowel_signs(query: str) -> None:
    assert OLD_AGE in search(TERMS, query)


def test_search_puts_words_that_begin_with_the_query_first() -> None:
    assert search((OLD_AGE, WAITING, FLOOR), "p")[0] == OLD_AGE
    assert search(TERMS, "nothing of the kind") == ()


def test_an_empty_query_finds_all() -> None:
    assert search(TERMS, " ") == TERMS


@given(st.text(max_size=20))
@example("𝚨")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(service.glossary()), st.sampled_from(["en", "fr", "es", "ar"]))
def test_every_term_is_found_by_its_own_word(term: Term, language: str) -> None:
    assert term in search(service.glossary(), term.term_in(language))


def test_terms_stand_in_the_order_of_the_language_asked_for() -> None:
    assert alphabetical(TERMS) == (FLOOR, OLD_AGE, WAITING)
    assert alphabetical(TERMS, "fr")[0] == OLD_AGE


def test_each_letter_leads_to_its_first_term() -> None:
    assert letters(alphabetical((*TERMS, Term("wife", {"en": "wife"}, "A wife")))) == (
        ("F", "floor"),
        ("P", "pensionable-age"),
        ("W", "waiting-period"),
    )


def test_the_data_has_a_definition_and_words_for_each_term() -> None:
    terms = service.glossary()
    assert len(terms) == 106
    assert all(term.definition_en and term.has("fr") and term.has("es") for term in terms)
    known = service.term("persons-protected")
    assert known is not None
    assert known.term_in("fr") == "personnes protégées"
    assert service.term("no-such-term") is None


def test_every_reference_to_the_convention_in_the_data_leads_somewhere() -> None:
    pieces = [piece for term in service.glossary() for piece in term.references if piece.startswith("C102 ")]
    assert len(pieces) > 40
    assert [piece for piece in pieces if service.article_path(piece) is None] == []
