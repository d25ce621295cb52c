"""The instruments that a source may name by a code: C102, and those that the data compares it with ("C128", "CRC").

What is written in words ("ILO Constitution Art. 19", a report, a law) is taken as it stands.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection

OWN_CODE = "C102"
IN_WORDS = ("ILO Constitution", "Declaration of Philadelphia")
"""Instruments that have no code."""

_PLACE = r"(?:Art(?:icle)?s?|Para(?:graph)?s?|Parts?|Sections?)\b"
_CODE = re.compile(
    rf"(?<![\w-])(?:(?P<numbered>[CRP][0-9]{{2,3}})(?![\w-])"
    rf"|(?!(?:[IVX]+|AND|OR)\b)(?P<named>[CRPcrp][ .-]?0*[0-9]{{1,3}}|[A-Z][A-Za-z]?[A-Z]{{1,8}}(?:-[A-Za-z0-9]+)?)"
    rf"[,:]?\s(?i:{_PLACE}))"
)
_WORD = re.compile(rf"(?<![\w-])([A-Za-z]{{3,8}})[,:]?\s(?i:{_PLACE})")


def codes_in(source: str) -> tuple[str, ...]:
    """Return what stands in a source as codes of instruments, as written, in order.

    >>> codes_in("UDHR Art. 22; R202 Para. 4; compare C102 Parts II-X")
    ('UDHR', 'R202', 'C102')
    """
    return tuple(found["numbered"] or found["named"] for found in _CODE.finditer(source))


def named_in(source: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the known instruments that a source names: by their codes, or in words."""
    return (
        *(code for code in codes_in(source) if code in known),
        *(name for name in IN_WORDS if name in source),
    )


def unknown_in(source: str, known: Collection[str]) -> str | None:
    """Return what is wrong with the first code in a source that is none of the `known`, with a remedy; else None."""
    small = [word[1] for word in _WORD.finditer(source) if word[1].upper() in known]  # "Crc Art. 26"
    wrong = next((code for code in (*codes_in(source), *small) if code not in known), None)
    if wrong is None:
        return None
    meant = next((name for name in IN_WORDS if name.startswith(f"{wrong} ")), None) or _nearest(wrong, known)
    remedy = f'did you mean "{meant}"? If not, write the full name and the year' if meant else "write its full name"
    return f'the platform knows no instrument "{wrong}": {remedy}'


def _nearest(wrong: str, known: Collection[str]) -> str | None:
    likeness = {code: difflib.SequenceMatcher(None, _bare(wrong), _bare(code)).ratio() for code in sorted(known)}
    best = max(likeness, key=lambda code: (likeness[code], -abs(len(code) - len(wrong))), default=None)
    return best if best is not None and likeness[best] >= 0.5 else None


def _bare(code: str) -> str:
    return re.sub(r"[ .-]0*", "", code).upper()
