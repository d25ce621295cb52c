"""Templates, compiled once for each language: what is the same on every page of a language is worked out then.

A page has a hundred marked texts. Looked up one by one at each request they cost more than the rest of the page, so
`_("Courses")`, `url_for("home.catalogue")` and `static_url("css/site.css")` with nothing but a literal in the brackets
become constants when a template is compiled. Texts with values in them are looked up as they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, cast

from flask import Flask, has_request_context
from flask.templating import Environment
from flask_babel import get_translations
from jinja2 import pass_environment, pass_eval_context
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.nodes import EvalContext

from learning.markup.render import own_words
from learning.web.language import current_language

MARKED = frozenset({"_", "gettext"})
MOST_REMEMBERED = 5_000
"""Small pieces kept for each language; a hundred courses of twenty steps need as many."""


class PageEnvironment(Environment):
    """The templates of one language, with its `catalogue`. `remembered` holds what was drawn before (`_remembered`)."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self.catalogue: Any = None
        self.constants: dict[str, Callable[[str], str]] = {}
        self.remembered: dict[tuple[Any, ...], str] = {}

    def make_globals(self, own: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the globals of a template as a plain dict: Jinja's chain of dicts is slow to copy, at each include."""
        return {**self.globals, **(own or {})}


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
        found = cast(PageEnvironment, self.environment).constants
        name, literal = tokens[0].value, tokens[2].value
        return found[name](literal) if name in found else None


class Pages(Flask):
    """An application whose templates are compiled for the language of the request."""

    jinja_environment = PageEnvironment  # type: ignore[assignment]  # Flask allows a class of one's own

    @property
    def jinja_env(self) -> PageEnvironment:
        """The templates' environment for this request's language; outside a request the one to be set up."""
        if "base_environment" not in self.__dict__:
            self.__dict__["base_environment"] = self.create_jinja_environment()
            self.__dict__["base_environment"].add_extension(Constants)
        base: PageEnvironment = self.__dict__["base_environment"]
        if not has_request_context():
            return base
        language = current_language().code
        known: dict[str, PageEnvironment] = self.__dict__.setdefault("environments", {})
        if language not in known:
            known[language] = self._environment_of(base)
        return known[language]

    def _environment_of(self, base: PageEnvironment) -> PageEnvironment:
        environment = base.overlay()
        catalogue = environment.catalogue = get_translations()
        environment.remembered = {}
        environment.constants = {
            **dict.fromkeys(MARKED, lambda text: catalogue.ugettext(text) % {}),
            "url_for": self.url_map.bind("", "/").build,
            "static_url": cast(Callable[[str], str], base.globals["static_url"]),
        }
        return environment


def init_templates(app: Flask) -> None:
    """Give templates their words; a number with its noun is put together once."""
    app.jinja_env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext, remembered=_remembered)


@pass_eval_context
def _gettext(around: EvalContext, text: str, /, **values: Any) -> str:
    return _filled(_catalogue(around).ugettext(text), values, safe=bool(around.autoescape))


@pass_eval_context
def _ngettext(around: EvalContext, one: str, many: str, n: int, /, **values: Any) -> str:
    safe = bool(around.autoescape)
    if not values:
        return _counted(_catalogue(around), one, many, n, safe)
    return _filled(_catalogue(around).ungettext(one, many, n), {"num": n, **values}, safe=safe)


@lru_cache(maxsize=1024)
def _counted(catalogue: Any, one: str, many: str, n: int, safe: bool) -> str:
    return _filled(catalogue.ungettext(one, many, n), {"num": n}, safe=safe)


def _filled(text: str, values: dict[str, Any], *, safe: bool) -> str:
    """Put values into a marked text. On a page the text itself is markup (it is ours), the values are escaped."""
    return (own_words(text) if safe else text) % values


@pass_environment
def _remembered(environment: PageEnvironment, key: tuple[Any, ...], macro: Callable[..., str], *values: Any) -> str:
    """Draw with a macro once for each `key`, which must hold all that the result depends on, the macro itself aside.

    For small pieces that all learners see alike, many on a page; nothing personal may be drawn so.
    """
    known = environment.remembered
    key = (macro.name, *key)  # type: ignore[attr-defined]  # a macro has a name
    if key not in known:
        if len(known) >= MOST_REMEMBERED:
            known.clear()
        known[key] = macro(*values)
    return known[key]


def _catalogue(around: EvalContext) -> Any:
    found = cast(PageEnvironment, around.environment).catalogue
    return get_translations() if found is None else found  # none outside a request, as for mail
