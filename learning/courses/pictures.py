"""How large a picture is, so that a page can keep its place free before it has come."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Collection, Mapping

Size = tuple[int, int]

_DRAWING = re.compile(rb"<svg\b(?P<attributes>[^<>]{0,2000})>")
_LENGTH = rb'(?<![\w-])%s="([1-9][0-9]{0,4})(?:px)?"'
_PNG = b"\x89PNG\r\n\x1a\n"


def sizes(files: Mapping[str, bytes]) -> dict[str, Size | None]:
    """Return the pictures among the files of a course, each with its size; by path, in the order of paths."""
    return {path: size_of(files[path]) for path in sorted(files) if "/media/" in f"/{path}"}


def size_of(content: bytes) -> Size | None:
    """Return width and height in pixels of a PNG, or of a drawing that says both; None for what is not known."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
        return (width, height) if 0 < width < 100_000 and 0 < height < 100_000 else None
    drawing = _DRAWING.search(content[:4000])
    if drawing is None:
        return None
    found = [re.search(_LENGTH % name, drawing["attributes"]) for name in (b"width", b"height")]
    width_, height_ = (int(match[1]) if match else 0 for match in found)
    return (width_, height_) if width_ and height_ else None


def find(written: str, folder: str, pictures: Collection[str]) -> str | None:
    """Return the path of a picture from the course's folder; None where it is not found.

    `written` is its path as a text in `folder` has it: from there ("media/map.png"), or from the course's folder.
    """
    beside = posixpath.normpath(posixpath.join(folder, written))
    return next((path for path in (beside, written) if path in pictures), None)


def meant(written: str, folder: str, pictures: Collection[str]) -> str:
    """Return how to write the picture that a text in `folder` may mean by a path that is not found; "" for none."""
    name = posixpath.basename(written)
    alike = sorted(path for path in pictures if posixpath.basename(path).casefold() == name.casefold())
    near = alike or difflib.get_close_matches(posixpath.join(folder, written), sorted(pictures), 1, 0.8)
    own = [path for path in near if path.startswith(f"{folder}/")]
    return own[0].removeprefix(f"{folder}/") if own else near[0] if near else ""
