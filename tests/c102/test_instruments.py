"""Sources that name other instruments: known by their codes, or told what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.c102.instruments import codes_in, named_in, unknown_in
from learning.c102.service import instruments
from learning.c102.source import parse_instruments
from learning.kernel.errors import Invalid

KNOWN = instruments()


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("R202 Para. 4", ("R202",)),
        ("CRC Art. 26", ("CRC",)),
        ("C128 Art. 10", ("C128",)),
        ("UDHR Art. 22", ("UDHR",)),
        ("UDHR, Articles 22 and 25; ICESCR Art. 9", ("UDHR", "ICESCR")),
        ("R67, C121, C183 and R202; compare C102 Art. 75", ("R67", "C121", "C183", "R202", "C102")),
        ("CESCR-GC19 Para. 4", ("CESCR-GC19",)),
        ("ESC-R Art. 12", ("ESC-R",)),
        ("C102 Art. 65(1) and Schedule to Part XI", ("C102",)),
        ("Part XI Article 65", ()),
        ("ILO Constitution Art. 19", ()),
        ("Maternity Protection Convention, 2000 (No. 183), Art. 4", ()),
        ("World Social Protection Report 2024-26, p. 12", ()),
        ("Social Insurance Act of Arcadia, section 4", ()),
    ],
)
def test_a_source_of_any_known_instrument_stands_alone(source: str, codes: tuple[str, ...]) -> None:
    assert codes_in(source) == codes
    assert unknown_in(source, KNOWN) is None


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("CCR Art. 26", "CRC"),
        ("Crc Art. 26", "CRC"),
        ("c128 art. 10", "C128"),
        ("C 128 Art. 10", "C128"),
        ("C-128, Art. 10", "C128"),
        ("R.202 Para. 4", "R202"),
        ("R220", "R202"),
        ("C102 Art. 5; UDRH Art. 22", "UDHR"),
        ("ICSECR Art. 9", "ICESCR"),
        ("ILO Art. 19", "ILO Constitution"),
    ],
)
def test_an_unknown_code_is_told_with_what_may_be_meant(source: str, meant: str) -> None:
    assert f'did you mean "{meant}"?' in (unknown_in(source, KNOWN) or "")


def test_an_unknown_code_that_is_like_none_asks_for_the_name() -> None:
    assert unknown_in("OPQ Art. 9", KNOWN) == 'the platform knows no instrument "OPQ": write its full name'


@given(
    st.sampled_from(sorted(KNOWN - {"Philadelphia"})), st.sampled_from(["Art. 1", "Article 2(1)", "Para. 3", "Part II"])
)
def test_every_known_code_is_taken_with_every_kind_of_place(code: str, place: str) -> None:
    assert codes_in(f"{code} {place}") == (code,)
    assert named_in(f"compare {code}, {place}", KNOWN) == (code,)
    assert unknown_in(f"{code} {place}; {code}", KNOWN) is None


@given(st.text("CRPILOUDH0128-. Art;,and()XV", max_size=60))
def test_no_source_is_too_odd(source: str) -> None:
    assert all(code in source for code in codes_in(source))
    assert (unknown_in(source, KNOWN) is None) or set(codes_in(source)) - KNOWN or source.upper() != source


def test_the_instruments_of_the_data_are_known() -> None:
    assert {"C102", "C118", "C121", "C128", "C130", "C183", "R202", "R131", "CRC", "UDHR", "ICESCR", "ECSS"} <= KNOWN


@pytest.mark.parametrize(
    "text", ["", "conventions: []", "conventions: [{title: x}]", "conventions: [{id: C118}]\nrecommendations: x"]
)
def test_an_entry_without_a_code_is_named(text: str) -> None:
    with pytest.raises(Invalid):
        parse_instruments(text)
