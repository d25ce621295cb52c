"""Which language a page speaks: the person's, else the browser session's, else the browser's, else the site's."""

from __future__ import annotations

import re
from gettext import NullTranslations
from typing import Any

from babel import Locale
from flask import Flask, current_app, g, request, session
from flask_babel import Babel, get_babel
from flask_babel import Domain as BabelDomain

from learning.kernel.languages import BY_CODE, Language
from learning.web.actor import current_actor

KEY = "language"
INTERFACE = ("en",)
"""The languages that have a complete catalogue."""

PSEUDO = (Language("en-XA", "[Ēñĝļīşĥ]"), Language("ar-XB", "[Pseudo RTL]", "rtl"))
_LETTERS = str.maketrans("aceginorsuyACEGINORSUY", "àçéĝîñöŕšûýÀÇÉĜÎÑÖŔŠÛÝ")
_HELD = re.compile(r"(%\(\w+\)[sd]|%[sd%]|<[^>]*>|&\w+;)")


class PseudoTranslations(NullTranslations):
    """Makes every marked text visibly other and 40% longer, so that an unmarked or cramped one is seen."""

    def gettext(self, message: str) -> str:
        """Return the text with accents and padding; placeholders and tags stay."""
        parts = _HELD.split(message)
        accented = "".join(part if index % 2 else part.translate(_LETTERS) for index, part in enumerate(parts))
        padding = "~" * max(1, round(0.4 * len(message)) - 2)
        # A long run without a break would overflow where real words would wrap.
        broken = " ".join(padding[start : start + 6] for start in range(0, len(padding), 6))
        return f"[{accented} {broken}]"

    ugettext = gettext

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the right number's text, made other."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    ungettext = ngettext

    def pgettext(self, context: str, message: str) -> str:
        """Return the text, made other."""
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """Return the right number's text, made other."""
        return self.ngettext(msgid1, msgid2, n)


class _Domain(BabelDomain):  # type: ignore[misc]  # Flask-Babel gives no types for subclasses
    _pseudo = PseudoTranslations()

    def get_translations(self) -> Any:
        if current_language().code in ("en-XA", "ar-XB"):
            return self._pseudo
        return super().get_translations()


def init_language(app: Flask, *, default: str, pseudo: bool) -> None:
    """Wire Flask-Babel: one catalogue, and the made-up languages when `pseudo` is on."""
    languages = [BY_CODE[code] for code in INTERFACE] + (list(PSEUDO) if pseudo else [])
    app.config["INTERFACE_LANGUAGES"] = {language.code: language for language in languages}
    app.config["DEFAULT_LANGUAGE"] = default if default in app.config["INTERFACE_LANGUAGES"] else "en"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=_locale, timezone_selector=lambda: "UTC")
    with app.app_context():
        get_babel().instance.domain_instance = _Domain()


def _locale() -> Locale:
    base = current_language().code.partition("-")[0]
    return Locale.parse("en_GB" if base == "en" else base)  # 7 June 2024, as most of the world writes English


def interface_languages() -> dict[str, Language]:
    """Return the languages in which the pages can be shown, by code."""
    found: dict[str, Language] = current_app.config["INTERFACE_LANGUAGES"]
    return found


def current_language() -> Language:
    """Return the language of this request; never guessed from an address."""
    chosen: Language | None = g.get("language")
    if chosen is None:
        chosen = g.language = interface_languages()[_choose()]
    return chosen


def _choose() -> str:
    offered = interface_languages()
    actor = current_actor()
    for wish in (session.get(KEY), actor.language if actor else None):
        if wish in offered:
            return str(wish)
    best = request.accept_languages.best_match(list(offered)) if request.accept_languages else None
    return best or str(current_app.config["DEFAULT_LANGUAGE"])
