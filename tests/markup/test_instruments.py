"""Which text an Article belongs to: what is another text's is never taken for the Convention's."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102 import service as c102
from learning.markup.citations import find
from learning.markup.page import Links
from learning.markup.render import fragment

ANOTHERS = [
    "CRC Art. 26",
    "CRC, Art. 26",
    "the CRC (Art. 26)",
    "Art. 26 CRC",
    "Article 26 of the CRC",
    "Art. 9 ICESCR",
    "Article 22 reports",
    "the Article 22 report",
    "Articles 19 and 22 reports",
    "Article 19 surveys",
    "reports under Article 22",
    "a report due under Articles 19 and 22",
    "reporting under Article 22 of the Constitution",
    "Article 24 representation",
    "a complaint under Article 26 of the Constitution",
    "Article 26 complaints",
    "Article 9 of the International Covenant on Economic, Social and Cultural Rights",
    "Article 26 of the Convention on the Rights of the Child",
    "Article 11 of the Convention on the Elimination of All Forms of Discrimination against Women",
    "Article 28 of the UN Convention on the Rights of Persons with Disabilities",
    "Article 3 of the Maternity Protection Convention",
    "Article 3 of the Maternity Protection Convention, 2000",
    "Article 29 of the Employment Injury Benefits Convention",
    "Article 22 of the Universal Declaration of Human Rights",
    "Article 12 of the European Social Charter",
    "Article 2(1)(b) of the European Code of Social Security",
    "Article 10 of the Indian Constitution",
    "CEDAW Art. 11",
    "CRPD Art. 28(2)",
    "ICERD Art. 5(e)(iv)",
    "ECSS Art. 24",
    "ECSS Part III",
    "ESC-R Art. 12",
    "ECSS-Protocol Art. 2",
    "EU Art. 5",
    "TFEU Article 48",
    "European Code, Art. 24",
    "the Covenant's Article 9",
    "the Code's Article 24",
    "the CRC's Article 26",
    "UDHR Arts 22 and 25",
    "UDHR Articles 22, 23(3) and 25",
    "UDHR Art. 22 and Art. 25",
    "R202 Para. 4 and Part II",
    "P155 Art. 3",
    "Philadelphia Art. III",
    "Convention No. 102's sister, Convention No. 130, Article 19",
    "Convention 130, Article 19",
    "Article 19 of Convention 130",
    "Article 5 of Regulation (EC) No 883/2004",
    "Article 12 of the Labour Ordinance",
    "Article 12 of the Royal Decree of 1998",
    "Article 4 of the bilateral agreement",
    "Article 7 of Law No. 23",
    "Article 7 of Law 23/2008",
    "section 4, Article 7 of the Bill",
    "Law No. 23, Article 7",
    "Act 5 of 1990, Article 7",
    "the CRC recognises this right in its Article 26",
    "The Covenant says so in its Article 9",
    "The CRC recognises this right in Article 26",
    "The Constitution of the ILO asks for them in Article 19",
    "The Maternity Protection Convention says so in its Article 6",
    "What C183 asks for under Article 6",
    "(CRC, Article 26)",
    "CRC: Article 26",
    "CRC Article 26(1)",
    "CRC&nbsp;Art.&nbsp;26",
    "Articles 9 and 10 of the ICESCR",
    "Article 9 and Article 10 of the ICESCR",
    "Article 75 of C128",
    "Article 75 in C128",
    "Article 2 of its Protocol",
    "ILO Constitution Art. 19",
    "ILO Constitution, Articles 19 and 22",
    "Articles 19 and 22 of the ILO Constitution",
    "Art. 22 of the ILO's Constitution",
    "Article 19(5)(e) of the Constitution of the ILO",
    "Annex II, Article 3 of the Agreement",
    "Article 14 of the African Charter",
    "Article 9 of the Protocol of San Salvador",
    "Constitution (Article 22)",
    "Under its Article 36, C130 ends duties",
    "C128 with its Part II",
    "R202 Paras 4 and 5, and Part II",
    "Article 9 of the **ICESCR**",
    "Art. 9 (ICESCR)",
]

OURS = [
    "Article 65 of the Convention",
    "Article 65 of this Convention",
    "Article 65 of the 1952 Convention",
    "Article 65 of the Social Security (Minimum Standards) Convention",
    "Article 65 of the Minimum Standards Convention",
    "Article 65 of the ILO Convention",
    "Article 65 of Convention 102",
    "Articles 65 to 67 of Convention No. 102",
    "Article 65 in the form of a table",
    "Article 65 in this module",
    "Article 65 in national law",
    "Apply Article 24 under national law",
    "Article 76 asks for reports",
    "Article 76 reports are due",
    "reports under Article 76",
    "Part XI, Article 65",
    "Part XI Article 65",
    "Part XIII, Article 71",
    "In Part IX, Articles 53 to 58",
    "Article 24 benefits",
    "Article 70 complaints",
    "the right of complaint under Article 70",
    "Article 3 of the Convention and the law",
    "Article 44 to report the total value",
    "Article 65 and the law",
    "the Convention's Article 65",
    "its Article 65",
    "The Convention says so in its Article 65",
    "The Minimum Standards Convention says so in Article 65",
    "Each Convention lists them in Article 2",
    "Beside the CRC, the Convention says so in Article 65",
    "C121 came later, and the rate stands in Article 65",
    "C121 replaces Part VI; what is replaced counts under Article 2",
    "C102's Article 65",
    "C102: Article 65",
    "(C102 Art. 65)",
    "Article 71(3) in the national law of Arcadia",
    "Article 66 in order to compute",
    "The CRC came later. Article 65 is older.",
    "C128 goes further than C102 Art. 26",
    "Article 5 in lesson 3",
    "Article 65 to the law of Arcadia",
    "Article 69 of C102 and of C128",
    "Article 65 of Part XI",
    "Article 25 of Part V",
    "Apply Article 65 in course 2",
    "See Article 68; the law of Arcadia",
    "Article 65, GDP and wages",
    "The CRC came later, and C102 Art. 65 came first",
    "Article 3 asks the State to report on the law",
    "Article 65 of the Convention on which the course rests",
    "The ILO, Article 65 and you",
    "SEE Article 65",
    "Article 65 or the Code",
    "In C128 the State finds its way; Article 65 stays",
]


@pytest.mark.parametrize("text", ANOTHERS)
def test_what_belongs_to_another_text_is_left_alone(text: str) -> None:
    assert find(text) == []
    assert find(f"Workers ask for more: {text}, they say.") == []


@pytest.mark.parametrize("text", OURS)
def test_what_belongs_to_the_convention_is_found(text: str) -> None:
    assert find(text)


CODES = sorted(c102.instruments() - {"C102"})
FORMS = [
    "{code} Art. {number}",
    "{code}, Article {number}(2)",
    "the {code}'s Article {number}",
    "({code} Arts {number} and 64)",
    "{code}: Art. {number} and Art. 64",
    "Article {number} of the {code}",
    "Articles {number} and 64 in {code}",
    "Art. {number} {code}",
    "Art. {number} ({code})",
    "{code} Part V",
    "Parts II to V of {code}",
    "{code} says so in its Article {number}",
    "{code} lists them in Article {number}",
    "Under its Article {number}, {code} ends",
    "{code} Para. 4 and Part II",
]


@given(st.sampled_from(CODES), st.sampled_from(FORMS), st.integers(1, 87))
def test_no_form_of_a_reference_to_a_known_instrument_is_a_link(code: str, form: str, number: int) -> None:
    assert find(form.format(code=code, number=number)) == []


@given(st.sampled_from(FORMS), st.integers(1, 87))
def test_every_form_of_a_reference_to_the_convention_is_found(form: str, number: int) -> None:
    assert find(form.format(code="C102", number=number))


@pytest.mark.parametrize("text", [*ANOTHERS, *OURS])
def test_a_backslash_keeps_any_reference_plain(text: str) -> None:
    kept = re.sub(r"\b(Articles?|Arts?|Parts?)\b", r"\\\1", re.sub(r"\bC102[,:]? (?=\\?Art)", "", text))
    assert find(kept) == []
    shown = re.sub("<[^>]*>", "", fragment(kept, Links(article=lambda _: "/there")))
    assert "\\" not in unescape(shown)
