"""Where a person may be sent: only to a page of this site."""

from __future__ import annotations

import re

from flask import current_app, request
from werkzeug.exceptions import HTTPException

_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*\Z")


def safe_path(wish: str | None, default: str) -> str:
    """Return `wish` when it is the path of a page that exists here and can be opened with GET, else `default`."""
    if not wish or len(wish) > 500 or not _PATH.match(wish):
        return default
    path, _, _query = wish.partition("#")[0].partition("?")
    try:
        current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]  # in a request
    except HTTPException:
        return default
    return wish
