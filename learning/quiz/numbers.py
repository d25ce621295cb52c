"""Numbers as people type them: digits of any script, comma or point, thousands marks where they cannot be mistaken."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

NUMBER_LIMIT = 40
"""Characters of a typed number with its unit."""

DIGITS_LIMIT = 20

MINUS = "-−‐‑‒–﹣－"
THIN = "\u202f"
GROUP_MARKS = f" '’٬\u00a0\u2009{THIN}\u066c"
PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?\Z")


class Unreadable(ValueError):
    """A text that is no number; `code` is "answer-number" or "answer-ambiguous"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_plain(text: str) -> Decimal | None:
    """Read a number as quiz files write it: Western digits, a point, no thousands mark. None for anything else."""
    return Decimal(text) if PLAIN.match(text) else None


def read_number(text: str, *, is_share: bool = False) -> Decimal:
    """Read a number as a learner typed it. Raises Unreadable.

    Comma and point are both decimal marks and both thousands marks, by country: "1,5" and "1.5" are one and a half,
    "1,234,567" and "1.234,5" can be read in one way only, "1,234" in two and is therefore refused. A share of a hundred
    (`is_share`) is not in the thousands: there "47,619" is what a calculator shows for 600 in 1,260.
    """
    body = western_digits(text).strip()
    sign, body = ("-", body[1:].lstrip()) if body[:1] and body[0] in MINUS else ("", body.removeprefix("+").lstrip())
    body = body.replace("،", ",")
    digits = sum(character in "0123456789" for character in body)
    if not 0 < digits <= DIGITS_LIMIT or not all(_belongs(character) for character in body):
        raise Unreadable("answer-number")
    whole, fraction = _parts("".join("_" if character in GROUP_MARKS else character for character in body), is_share)
    return Decimal(f"{sign}{whole or '0'}.{fraction or '0'}")


def western_digits(text: str) -> str:
    """Write the decimal digits of every script as 0 to 9, and leave out the invisible marks of direction."""
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
        if unicodedata.category(character) != "Cf"
    )


def plain(number: Decimal) -> str:
    """Write a number with a point, without an exponent and without needless zeros."""
    if not number:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def spaced(number: Decimal) -> str:
    """Write a number as `plain` for the eye: from five digits left of the point on, thin spaces part the thousands.

    They do not break, and `read_number` reads them. Source: ISO 80000-1, 7.3.1.
    """
    whole, point, decimals = plain(number).partition(".")
    return (f"{int(whole):,}".replace(",", THIN) if abs(number) >= 10_000 else whole) + point + decimals


def _belongs(character: str) -> bool:
    return character in "0123456789,.٫" or character in GROUP_MARKS


def _parts(body: str, is_share: bool) -> tuple[str, str]:
    """Split at the decimal mark. "_" stands for a mark that can only part thousands; "٫" is one that never does."""
    marks = [character for character in body if not character.isdigit()]
    kinds = set(marks)
    if not kinds:
        return body, ""
    last = marks[-1]
    left, _, right = body.rpartition(last)
    if last == "٫" or len(kinds) == 2:
        if last == "_" or marks.count(last) > 1:
            raise Unreadable("answer-number")
        return _ungrouped(left), right
    if len(kinds) > 2:
        raise Unreadable("answer-number")
    if last == "_" or len(marks) > 1:
        return _ungrouped(body), ""
    if len(right) == 3 and 1 <= len(left) <= 3 and not left.startswith("0") and not is_share:
        raise Unreadable("answer-ambiguous")
    return left, right


def _ungrouped(text: str) -> str:
    """Take the thousands marks out: groups of three, or two and three as in India, all with one mark."""
    kinds = {character for character in text if not character.isdigit()}
    if not kinds:
        return text
    groups = text.split(next(iter(kinds)))
    sizes = [len(group) for group in groups]
    by_three = 1 <= sizes[0] <= 3 and all(size == 3 for size in sizes[1:])
    indian = 1 <= sizes[0] <= 2 and sizes[-1] == 3 and all(size == 2 for size in sizes[1:-1])
    if len(kinds) > 1 or "٫" in kinds or not (by_three or indian):
        raise Unreadable("answer-number")
    return "".join(groups)
