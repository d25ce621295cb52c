"""The languages of the platform, each named in itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is a BCP 47 tag; `name` is in the language itself; `direction` is "ltr" or "rtl"."""

    code: str
    name: str
    direction: str = "ltr"


LANGUAGES: tuple[Language, ...] = (
    Language("en", "English"),
    Language("fr", "Français"),
    Language("es", "Español"),
    Language("ar", "العربية", "rtl"),
)
BY_CODE = {language.code: language for language in LANGUAGES}


def direction(code: str) -> str:
    """Return the writing direction of a language code; "ltr" for one that is not known."""
    base = code.partition("-")[0].partition("_")[0]
    known = BY_CODE.get(base)
    return known.direction if known else "ltr"


def language_name(code: str) -> str:
    """Return a language's own name; the code itself for one that is not known."""
    known = BY_CODE.get(code)
    return known.name if known else code
