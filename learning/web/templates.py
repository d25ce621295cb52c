"""Templates, compiled once for each language: what is the same on every page of a language is worked out then.

A page has a hundred marked texts. Looked up one by one at each request they cost more than the rest of the page, so
`_("Courses")`, `url_for("home.catalogue")` and `static_url("css/site.css")` with nothing but a literal in the brackets
become constants when a template is compiled. Texts with values in them are looked up as they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, g, has_request_context
from flask.templating import Environment
from flask_babel import get_translations
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from learning.web.language import current_language

MARKED = frozenset({"_", "gettext"})


class Constants(Extension):
    """Puts constants in the place of calls that give the same for every page of the environment's language."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Return the tokens with each call of `name("literal")` replaced where its value is known."""
        tokens = list(stream)
        at = 0
        while at < len(tokens):
            text = self._value(tokens[at : at + 4], tokens[at - 1].type if at else "")
            if text is None:
                yield tokens[at]
                at += 1
            else:
                line = tokens[at].lineno
                # A translation is part of the template, so it is not escaped, as Jinja's own gettext does not.
                yield from (Token(line, "string", text), Token(line, "pipe", "|"), Token(line, "name", "safe"))
                at += 4

    def _value(self, tokens: list[Token], before: str) -> str | None:
        if [token.type for token in tokens] != ["name", "lparen", "string", "rparen"] or before in ("dot", "pipe"):
            return None
        found: dict[str, Callable[[str], str]] = getattr(self.environment, "constants", {})
        name, literal = tokens[0].value, tokens[2].value
        return found[name](literal) if name in found else None


class Pages(Flask):
    """An application whose templates are compiled for the language of the request."""

    @property
    def jinja_env(self) -> Environment:
        """The templates' environment for this request's language; outside a request the one to be set up."""
        base: Environment | None = self.__dict__.get("base_environment")
        if base is None:
            base = self.__dict__["base_environment"] = self.create_jinja_environment()
            base.add_extension(Constants)
        if not has_request_context():
            return base
        language = current_language().code
        known: dict[str, Environment] = self.__dict__.setdefault("environments", {})
        if language not in known:
            known[language] = self._environment_of(base)
        return known[language]

    def _environment_of(self, base: Environment) -> Environment:
        environment = base.overlay()
        addresses = self.url_map.bind("", "/")
        environment.constants = {  # type: ignore[attr-defined]  # read by the extension
            **dict.fromkeys(MARKED, lambda text: get_translations().ugettext(text) % {}),
            "url_for": addresses.build,
            "static_url": base.globals["static_url"],
        }
        return environment


def init_templates(app: Flask) -> None:
    """Look the remaining texts up in the catalogue that this request uses, found once."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of the i18n extension
        lambda text: _catalogue().ugettext(text),
        lambda one, many, n: _catalogue().ungettext(one, many, n),
        newstyle=True,
    )


def _catalogue() -> Any:
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return g.catalogue
