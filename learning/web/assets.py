"""Style sheets, scripts and pictures under /static/<release>/…: never changed, so never asked for twice."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request

from learning.kernel.errors import NotFound

FOREVER = "public, max-age=31536000, immutable"
COMPRESSED = frozenset({".css", ".js", ".svg", ".json", ".txt"})
SERVED = COMPRESSED | {".png", ".jpg", ".jpeg", ".webp", ".avif", ".ico", ".woff2"}

ONE_SHEET = "css/all.css"
"""The style sheets are kept one per room and sent as one: a request less for each page, and none for the next room."""

JOINED = {"js/attempt.js": ("js/kept-answers.js", "js/autosave.js", "js/timer.js")}
"""Scripts that one page needs together: kept one per element and sent as one, in this order."""

BETWEEN = re.compile(rb"^import .*;$|^export (?=async |function |const |class )", re.MULTILINE)
"""What the modules of a joined script say to each other, and need not say any more."""

REMARK = re.compile(rb"^ *//.*$|^ +", re.MULTILINE)
"""What speaks to a script's reader in the checkout: a line of words, sent as an empty one, and the spaces before lines.
No script holds a text of several lines, in which that would matter."""

FIRST_SHEET = "site.css"
"""It names the layers in their order, so it comes first."""

blueprint = Blueprint("assets", __name__)


def release_of(folder: Path) -> str:
    """Return a short hash of all files in `folder`: the release under which they are served."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:10]


def init_assets(app: Flask, folder: Path) -> None:
    """Serve `folder`, and give templates `static_url(path)`."""
    release = release_of(folder)
    app.config["STATIC_FILES"] = folder
    app.jinja_env.globals["static_url"] = lambda path: f"/static/{release}/{path}"
    app.register_blueprint(blueprint)


@blueprint.get("/static/<release>/<path:path>")
def static_file(release: str, path: str) -> Response:
    """Serve one file; an older release gets today's file, since its page may still be open."""
    folder: Path = current_app.config["STATIC_FILES"]
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    found = _content(folder, path, packed)
    if found is None:
        raise NotFound(path)
    body, kind, is_packed = found
    response = Response(body, content_type=kind)
    response.headers["Cache-Control"] = FOREVER
    response.headers["Vary"] = "Accept-Encoding"
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=256)
def _content(folder: Path, path: str, packed: bool) -> tuple[bytes, str, bool] | None:
    if path == ONE_SHEET:
        body: bytes | None = _sheets(folder)
    elif path in JOINED:
        body = b"".join(BETWEEN.sub(b"", (folder / each).read_bytes()) for each in JOINED[path])
    else:
        body = _file(folder, path)
    if body is None:
        return None
    if path.endswith(".js"):
        body = REMARK.sub(b"", body)
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind == "application/javascript":
        kind += "; charset=utf-8"
    if packed and Path(path).suffix in COMPRESSED:
        return gzip.compress(body, 9, mtime=0), kind, True
    return body, kind, False


def sheets(*names: str) -> str:
    """Return style sheets of the site as one text, for a file that is read where there is no site."""
    folder: Path = current_app.config["STATIC_FILES"]
    return "\n".join((folder / "css" / f"{name}.css").read_text(encoding="utf-8") for name in names)


def _sheets(folder: Path) -> bytes:
    sheets = sorted((folder / "css").glob("*.css"), key=lambda sheet: (sheet.name != FIRST_SHEET, sheet.name))
    return b"\n".join(sheet.read_bytes() for sheet in sheets)


def _file(folder: Path, path: str) -> bytes | None:
    return (folder / path).read_bytes() if path in _names(folder) else None


@lru_cache
def _names(folder: Path) -> frozenset[str]:
    """Return the paths of all files to be served: a request's path is looked up here, never joined and tried."""
    found = (path for path in folder.rglob("*") if path.suffix in SERVED and path.is_file() and not path.is_symlink())
    return frozenset(path.relative_to(folder).as_posix() for path in found)
