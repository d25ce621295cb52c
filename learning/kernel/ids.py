"""Identifiers: random ones for rows, derived ones for facts, readable ones for courses and activities."""

from __future__ import annotations

import re
import uuid

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
"""The shape of a readable id: lower-case Latin letters, digits, single hyphens."""

SLUG_LENGTH = 60
NAMESPACE = uuid.UUID("6f1c6d1e-3a53-4f0e-9f5e-0c102c102c10")


def is_slug(text: str) -> bool:
    """Return True when `text` may be the id of a course, module, activity, outcome or question."""
    return len(text) <= SLUG_LENGTH and SLUG.match(text) is not None


def derived_id(*parts: str) -> uuid.UUID:
    """Return the id that always belongs to these parts, so that doing a thing twice names it once."""
    return uuid.uuid5(NAMESPACE, "\x1f".join(parts))


def as_uuid(text: str) -> uuid.UUID | None:
    """Return the UUID written in `text`, or None when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
