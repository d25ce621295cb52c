"""Templates, compiled once for each language: what is the same on every page of a language is worked out then.

A page has a hundred marked texts. Looked up one by one at each request they cost more than the rest of the page, so
`_("Courses")`, `url_for("home.catalogue")` and `static_url("css/site.css")` with nothing but a literal in the brackets
become constants when a template is compiled. Texts with values in them are looked up as they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from flask import Flask, g, has_request_context
from flask.templating import Environment
from flask_babel import get_translations
from jinja2 import pass_environment, pass_eval_context
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.nodes import EvalContext
from markupsafe import Markup

from learning.web.language import current_language

MARKED = frozenset({"_", "gettext"})
MOST_REMEMBERED = 5_000
"""Small pieces kept for each language; a hundred courses of twenty steps need as many."""


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
        environment.remembered = {}  # type: ignore[attr-defined]  # what was drawn before, for this language
        environment.constants = {  # type: ignore[attr-defined]  # read by the extension
            **dict.fromkeys(MARKED, lambda text: get_translations().ugettext(text) % {}),
            "url_for": addresses.build,
            "static_url": base.globals["static_url"],
        }
        return environment


def init_templates(app: Flask) -> None:
    """Give templates their words: the catalogue is found once a request, and a number with its noun is kept."""
    app.jinja_env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext, remembered=_remembered)


@pass_eval_context
def _gettext(around: EvalContext, text: str, /, **values: Any) -> str:
    return _filled(_catalogue().ugettext(text), values, safe=bool(around.autoescape))


@pass_eval_context
def _ngettext(around: EvalContext, one: str, many: str, n: int, /, **values: Any) -> str:
    safe = bool(around.autoescape)
    if not values:
        return _counted(_catalogue(), one, many, n, safe)
    return _filled(_catalogue().ungettext(one, many, n), {"num": n, **values}, safe=safe)


@lru_cache(maxsize=1024)
def _counted(catalogue: Any, one: str, many: str, n: int, safe: bool) -> str:
    return _filled(catalogue.ungettext(one, many, n), {"num": n}, safe=safe)


def _filled(text: str, values: dict[str, Any], *, safe: bool) -> str:
    """Put values into a marked text. On a page the text itself is markup (it is ours), the values are escaped."""
    return (Markup(text) if safe else text) % values  # noqa: S704  # no input, but a text of a template


@pass_environment
def _remembered(environment: Environment, key: tuple[Any, ...], macro: Callable[..., str], *values: Any) -> str:
    """Draw with a macro once for each `key`, which must hold all that the result depends on, the macro itself aside.

    For small pieces that all learners see alike, many on a page; nothing personal may be drawn so.
    """
    known: dict[tuple[Any, ...], str] = environment.remembered  # type: ignore[attr-defined]  # set for each language
    key = (macro.name, *key)  # type: ignore[attr-defined]  # a macro has a name
    if key not in known:
        if len(known) >= MOST_REMEMBERED:
            known.clear()
        known[key] = macro(*values)
    return known[key]


def _catalogue() -> Any:
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return g.catalogue
