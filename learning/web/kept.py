"""Typed input that must survive a detour through the sign-in page."""

from __future__ import annotations

from flask import request, session
from werkzeug.datastructures import MultiDict

KEY = "kept_form"
LIMIT = 2_500
"""Characters kept in the browser's session cookie, which holds about 4,000 in all."""

NEVER_KEPT = frozenset({"csrf_token", "password", "new_password", "repeat_password", "old_password", "code"})


def keepable_fields() -> list[tuple[str, str]]:
    """Return the posted fields that may be shown or sent again: all but tokens and passwords."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]


def keep_form(path: str) -> bool:
    """Keep what was posted for the page at `path`; False when it is too long to keep."""
    fields = keepable_fields()
    if sum(len(name) + len(value) for name, value in fields) > LIMIT:
        return False
    session[KEY] = {"path": path, "fields": [list(field) for field in fields]}
    return True


def kept_form(path: str) -> MultiDict[str, str] | None:
    """Return, once, what was kept for the page at `path`."""
    kept = session.get(KEY)
    if kept is None or kept["path"] != path:
        return None
    del session[KEY]
    return MultiDict([(name, value) for name, value in kept["fields"]])
