"""Languages."""

from __future__ import annotations

from learning.kernel.languages import direction, language_name


def test_arabic_is_written_from_the_right_also_with_a_region() -> None:
    assert [direction(code) for code in ("ar", "ar-EG", "ar_TN", "en", "fr-CA", "xx")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
        "ltr",
    ]


def test_a_language_is_named_in_itself() -> None:
    assert [language_name(code) for code in ("fr", "es", "ar", "xx")] == ["Français", "Español", "العربية", "xx"]
