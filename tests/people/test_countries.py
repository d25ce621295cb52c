"""The list of countries and territories."""

from __future__ import annotations

from babel import Locale

from learning.kernel.languages import LANGUAGES
from learning.people.countries import CODES, is_country


def test_the_list_is_that_of_iso_3166() -> None:
    assert len(CODES) == len(set(CODES)) == 249
    assert is_country("SN")
    assert not is_country("XK")
    assert not is_country("sn")


def test_each_has_a_name_in_every_language_of_the_platform() -> None:
    for language in LANGUAGES:
        names = Locale.parse(language.code).territories
        assert all(names[code] for code in CODES)
