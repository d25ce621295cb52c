"""The base of all forms, and the protection of posts.

The token is one per browser session and stays the same, so that an unchanged lesson can be answered with
304 (a token with a clock in it would make every page new). It is compared in constant time; a request that
the browser itself calls cross-site is refused whatever it carries.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, g, request, session
from flask_wtf import FlaskForm
from wtforms import i18n
from wtforms.csrf.core import CSRF
from wtforms.validators import StopValidation

from learning.web.language import current_language

FIELD = "csrf_token"
HEADER = "X-CSRFToken"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ForgedPost(Exception):
    """A post without the session's token. `cross_site` is True when it came from another site's page."""

    def __init__(self, *, cross_site: bool) -> None:
        super().__init__("forged post")
        self.cross_site = cross_site


def csrf_token() -> str:
    """Return the token that each form of this browser session carries."""
    token = session.get(FIELD)
    if token is None:
        token = session[FIELD] = secrets.token_urlsafe(18)
    return str(token)


class _SessionToken(CSRF):  # type: ignore[misc]  # WTForms has no type hints
    """Puts the token into a form. It is checked for all posts at once, before the route (`protect`)."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        return csrf_token()

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        return None


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no type hints
    """A form with the token in it. A form checks shape; what is allowed is a rule, asked through the service."""

    class Meta:
        """Use the session's token."""

        csrf = True
        csrf_class = _SessionToken
        csrf_field_name = FIELD

        def get_translations(self, form: Any) -> Any:
            """Return WTForms' own words in this request's language, read from the disk once."""
            return _own_words(current_language().code.partition("-")[0])

    def add_problems(self, problems: Any) -> None:
        """Show a service's problems: at the field that `where` names, else above the form."""
        for problem in problems:
            field = self._fields.get(problem.where)
            if field is None:
                self.form_errors.append(problem.detail)
            else:
                field.errors = [*field.errors, problem.detail]


def between(least: int, most: int, message: Any) -> Callable[[object, Any], None]:
    """Return the validator of a whole number (WTForms' own range check stumbles over one of 400 digits)."""

    def check(_form: object, field: Any) -> None:
        if field.data is None or not least <= field.data <= most:
            raise StopValidation(message)

    return check


@lru_cache
def _own_words(language: str) -> Any:
    return i18n.get_translations([language, "en"])


def protect(app: Flask) -> None:
    """Refuse every unsafe request without the session's token, before its route is called."""

    @app.before_request
    def _check() -> None:
        if request.method in SAFE_METHODS or request.endpoint is None:
            return
        if _cross_site():
            raise ForgedPost(cross_site=True)
        given = request.headers.get(HEADER) or request.form.get(FIELD, "")
        kept = session.get(FIELD, "")
        if not kept or not hmac.compare_digest(given.encode(), str(kept).encode()):
            raise ForgedPost(cross_site=False)
        g.form_protected = True

    app.jinja_env.globals["csrf_token"] = csrf_token


def _cross_site() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin not in (request.host_url.rstrip("/"), f"https://{request.host}")
