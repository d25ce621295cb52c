"""Typed input that must survive a detour through the sign-in page."""

from __future__ import annotations

from flask import current_app, request, session
from werkzeug.datastructures import MultiDict

KEY = "kept_form"
LIMIT = 3_600
"""Bytes that the browser's session may have, packed and signed: a longer cookie than about 4,000 is thrown away."""

NEVER_KEPT = frozenset({"csrf_token", "password", "new_password", "repeat_password", "old_password", "code"})


def keepable_fields() -> list[tuple[str, str]]:
    """Return the posted fields that may be shown or sent again: all but tokens and passwords."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]


def keep_form(path: str) -> bool:
    """Keep what was posted for the page at `path`; False when it is too long to keep."""
    session[KEY] = {"path": path, "fields": [list(field) for field in keepable_fields()]}
    if _size() <= LIMIT:
        return True
    del session[KEY]
    return False


def _size() -> int:
    """Return how long the session's cookie is going to be."""
    serializer = current_app.session_interface.get_signing_serializer(current_app)  # type: ignore[attr-defined]  # the
    return len(serializer.dumps(dict(session)))  # signed cookie is the interface in use; the base class lacks it


def kept_form(path: str) -> MultiDict[str, str] | None:
    """Return, once, what was kept for the page at `path`."""
    kept = session.get(KEY)
    if kept is None or kept["path"] != path:
        return None
    del session[KEY]
    return MultiDict([(name, value) for name, value in kept["fields"]])
