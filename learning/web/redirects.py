"""Where a person may be sent: only to a page of this site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

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


def way_back() -> str:
    """Return the page to come back to after this request: itself, the page whose form sent it, or the one above."""
    here = safe_path(request.full_path.rstrip("?"), "")
    if here:
        return here
    sender = urlsplit(request.referrer or "")
    if sender.netloc == request.host and (found := safe_path(sender.path, "")):
        return found
    parts = request.path.split("/")
    above = ("/".join(parts[:length]) for length in range(len(parts) - 1, 1, -1))
    return next((found for path in above if (found := safe_path(path, ""))), "/")
