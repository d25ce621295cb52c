"""Receipts: what was handed in, as one code that can be printed and checked again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC
from enum import StrEnum

from learning.quiz.attempts import Attempt
from learning.quiz.interaction import Response

GROUP = 4
BYTES = 20
"""Of the code: 160 bits, 32 letters."""


class Check(StrEnum):
    """What checking a receipt found."""

    GENUINE = "genuine"
    """This site made the code, and what is stored is what was handed in."""
    CHANGED = "changed"
    """This site made the code, but what is stored now differs from what was handed in."""
    FOREIGN = "foreign"
    """This site did not make the code, or not for this attempt."""


def fingerprint(attempt: Attempt, version: str, given: Mapping[str, Response]) -> str:
    """Return the SHA-256 of what a closed attempt was: who, what, which text (`version`), every answer, and when."""
    content = {
        "attempt": str(attempt.id),
        "person": str(attempt.person_id),
        "quiz": [attempt.course_id, attempt.activity_id, attempt.revision_id, version],
        "questions": list(attempt.questions),
        "answers": {name: {field: list(texts) for field, texts in given[name].items()} for name in given},
        "closed": attempt.closed_at.astimezone(UTC).isoformat() if attempt.closed_at else "",
    }
    plain = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def code(fingerprint: str, secret: str) -> str:
    """Return the code that is printed: only who holds the site's secret can make it. Letters in groups of four."""
    seal = hmac.new(secret.encode(), f"receipt {fingerprint}".encode(), hashlib.sha256).digest()[:BYTES]
    letters = base64.b32encode(seal).decode()
    return " ".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def check(typed: str, at_closing: str, now: str, secret: str) -> Check:
    """Compare a typed code with the fingerprint kept at closing and with that of what is stored now."""
    if not hmac.compare_digest(_letters(typed), _letters(code(at_closing, secret))):
        return Check.FOREIGN
    return Check.GENUINE if hmac.compare_digest(at_closing, now) else Check.CHANGED


def _letters(text: str) -> str:
    """Read a code as people type it: in any case, with or without its spaces, 0 and 1 for O and I."""
    return re.sub(r"[^A-Z2-7]", "", text.upper().replace("0", "O").replace("1", "I"))
