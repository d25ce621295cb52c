"""Secrets as they are kept (fingerprints) and as people type them (card codes)."""

from __future__ import annotations

import hashlib
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 and O, 1, I and L, U: they are mixed up on paper."""

CODE_LENGTH = 10
"""About 49 bits; guessing is stopped by the count of tries per login."""


def fingerprint(*parts: str) -> str:
    """Return what is kept of a secret: SHA-256 in hex. The secrets are random and long, so no slow hash is needed."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def card_code(number: int) -> str:
    """Return the code that `number` (0 or more, drawn at random below 30 ** 10) stands for."""
    letters = []
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def grouped(code: str) -> str:
    """Return the code as it is printed: "ABCDE-FGHJK"."""
    return f"{code[:5]}-{code[5:]}"


def read_code(typed: str) -> str:
    """Return the code that was meant: case, spaces and hyphens do not matter, nor the script of the digits."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    digits = (str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in plain)
    return "".join(letter for letter in digits if letter in ALPHABET)[: CODE_LENGTH + 1]
