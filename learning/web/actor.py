"""The person behind the request, as the rooms get it, and whom the login manager asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Request, current_app, g
from flask_login import LoginManager, current_user

SESSION_KEY = "signed_in"
"""Where the browser's session keeps the secret of its session row."""


def current_actor() -> Any:
    """Return the signed-in Actor of this request, or None for a visitor. Costs one statement a request."""
    user = current_user._get_current_object()
    return user if user.is_authenticated else None


def nobody_unless_known() -> None:
    """Take the person for a visitor unless they were looked up already: an error page must not ask the store again."""
    if "_login_user" not in g:
        g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # set by Flask-Login


def init_login(app: Flask, actor_of: Callable[[Request], Any]) -> None:
    """Let Flask-Login ask `actor_of` (an Actor or None) once per request; sessions are rows, it is only the glue."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(actor_of)
