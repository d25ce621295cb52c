"""The codes of all problems that this room names, with what each means: for the format page and for translations."""

from __future__ import annotations

CODES: dict[str, str] = {"lesson-empty": "A lesson has no text below its settings."}
"""Faults in a lesson beside those of its settings and of its Markdown."""
