"""References in running text: which are to the Convention, and how far each reaches."""

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.markup.citations import find
from learning.markup.page import Links
from learning.markup.render import fragment


@pytest.mark.parametrize(
    ("text", "reference", "places"),
    [
        ("See C102 Art. 65(3).", "C102 Art. 65(3)", ["Article 65"]),
        ("C102 Arts 65-67 set it", "C102 Arts 65-67", ["Article 65", "Article 67"]),
        ("as Article 65(3) says", "Article 65(3)", ["Article 65"]),
        ("Articles 65 and 66 of the Convention", "Articles 65 and 66", ["Article 65", "Article 66"]),
        ("Articles 65, 66 and 67", "Articles 65, 66 and 67", ["Article 65", "Article 66", "Article 67"]),
        ("Art. 26(2), which", "Art. 26(2)", ["Article 26"]),
        ("Art. 65(1) and (3) apply", "Art. 65(1) and (3)", ["Article 65"]),
        ("Article 1(1)(c) of C102", "Article 1(1)(c)", ["Article 1"]),
        ("Part V deals", "Part V", ["Part V"]),
        ("Parts II-X treat", "Parts II-X", ["Part II", "Part X"]),
        ("Parts II to X", "Parts II to X", ["Part II", "Part X"]),
        ("C102 Part V", "C102 Part V", ["Part V"]),
        ("the Schedule to Part XI", "Part XI", ["Part XI"]),
        ("C102, Art. 7", "C102, Art. 7", ["Article 7"]),
        ("Art.\u00a05 applies", "Art.\u00a05", ["Article 5"]),
        ("Convention No. 102, Article 9", "Article 9", ["Article 9"]),
        ("Article 9 of Convention No. 102", "Article 9", ["Article 9"]),
        ("Article 9 of the Social Security (Minimum Standards) Convention, 1952 (No. 102)", "Article 9", ["Article 9"]),
        ("Article 65 and 30 per cent", "Article 65", ["Article 65"]),
        ("Articles 65 and 66, 30 per cent", "Articles 65 and 66", ["Article 65", "Article 66"]),
        ("Article 9 of the Convention and the Code", "Article 9", ["Article 9"]),
        ("C121 Art. 29; C102 Art. 75", "C102 Art. 75", ["Article 75"]),
        ("C102 Art. 65(10) and 66(8)", "C102 Art. 65(10) and 66(8)", ["Article 65", "Article 66"]),
        ("Art. 9, 33 and 61.", "Art. 9, 33 and 61", ["Article 9", "Article 33", "Article 61"]),
        ("Article 65 or 66 of the Convention", "Article 65 or 66", ["Article 65", "Article 66"]),
        ("Article 65 and 12 others", "Article 65", ["Article 65"]),
        ("Article 65, 30 weeks", "Article 65", ["Article 65"]),
        ("See Art.65(3).", "Art.65(3)", ["Article 65"]),
        ("C102 Arts.65 and 66", "C102 Arts.65 and 66", ["Article 65", "Article 66"]),
    ],
)
def test_a_reference_to_the_convention_is_found(text: str, reference: str, places: list[str]) -> None:
    assert [(citation.text, list(citation.places)) for citation in find(text)] == [(reference, places)]


@pytest.mark.parametrize(
    "text",
    [
        "C121 Art. 9",
        "C121, Art. 9",
        "C121 Art. 9; Art. 10",
        "C121 Art. 9 and 10(2)",
        "Article 9 and 10(2) of C121",
        "C121 Art.9",
        "Article65, Art65",
        "C121 Arts 9 and 10, and Art. 12",
        "R202 Part II",
        "C128 Part III",
        "Article 9 of Convention No. 121",
        "Article 9 of the Employment Injury Benefits Convention, 1964 (No. 121)",
        "Article 9 and Article 10 of C121",
        "Article 9(2) of C121",
        "Convention No. 121, Article 9",
        "Convention, 1967 (No. 128), Part II",
        "Part II of the Invalidity, Old-Age and Survivors' Benefits Convention, 1967 (No. 128)",
        "Article 22 of the ILO Constitution",
        "Constitution, Art. 22",
        "ICESCR Art. 9",
        "Article 9 of the ICESCR",
        "an article 22 report",
        "Article 12 of Arcadia's Social Insurance Act",
        "Article 3 of the law",
        "Part II of this course",
        "Party V, Article V, Part 5, Partial, Art",
        "Article 65.3",
        "Article 1952",
        "Article 45 % of",
    ],
)
def test_what_belongs_to_another_text_is_left_alone(text: str) -> None:
    assert find(text) == []


@given(st.text(alphabet="Article Parts.IVX0123(),-andofC121 No\n", max_size=200))
def test_citations_are_in_order_and_as_written(text: str) -> None:
    end = 0
    for citation in find(text):
        assert end <= citation.start <= citation.place_start < citation.end
        assert citation.text == text[citation.start : citation.end]
        assert citation.places
        assert citation.links[0][0] == citation.start
        assert citation.links[-1][1] == citation.end
        assert all(one[1] < other[0] for one, other in pairwise(citation.links))
        assert all(reference.endswith(text[first:last].strip()) for first, last, reference in citation.links)
        end = citation.end


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("C102 Art. 65(10) and 66(8)", ["C102 Art. 65(10)", "Article 66(8)"]),
        ("Art. 68(1), 69(b)", ["Art. 68(1)", "Article 69(b)"]),
        ("Articles 65, 66 and 67", ["Articles 65", "Article 66", "Article 67"]),
        ("Art. 65(1) and (3)", ["Art. 65(1) and (3)"]),
        ("C102 Arts 65-67", ["C102 Arts 65-67"]),
        ("Articles 3 to 5 and 7", ["Articles 3 to 5", "Article 7"]),
        ("Parts II, III and V to X", ["Parts II", "Part III", "Part V to X"]),
    ],
)
def test_every_place_of_a_reference_is_a_link_of_its_own(text: str, linked: list[str]) -> None:
    assert [reference for _, _, reference in find(text)[0].links] == linked
    assert fragment(text, Links(article=lambda reference: f"/{reference}")).count("<a ") == len(linked)


WORDS = ["C102", "Art.", "Articles", "Article", "Parts", "V", "II-X", "65(10)", "66(8)", "9", "and", "of", "C121"]


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), st.sets(st.integers(0, 3)))
def test_links_leave_the_text_as_it_is(text: str, unknown: set[int]) -> None:
    known = Links(article=lambda reference: None if len(reference) % 4 in unknown else "/there")
    linked, bare = fragment(text, known), fragment(text, Links())
    assert unescape(re.sub(r"<[^>]*>", "", linked)) == unescape(re.sub(r"<[^>]*>", "", bare))
