"""Which course a page belongs to."""

from __future__ import annotations

import re

from learning.kernel.ids import is_slug

_COURSE = re.compile(r"/courses/([a-z0-9-]+)(?:[/?#]|\Z)")
LONGEST = 300


def course_of(place: str) -> str:
    """Return the id of the course that a path lies in, or "" for a page of no course."""
    found = _COURSE.match(place)
    return found[1] if found and is_slug(found[1]) else ""


def as_place(wish: str) -> str:
    """Return a path as it may be kept and linked to: of this site, not too long; "/" for anything else."""
    fits = wish.startswith("/") and not wish.startswith(("//", "/\\")) and len(wish) <= LONGEST and wish.isprintable()
    return wish if fits else "/"
