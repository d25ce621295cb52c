"""References in running text: which are to the Convention, and how far each reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.markup.citations import find


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
        end = citation.end
