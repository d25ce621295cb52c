"""Which passwords are taken. Length counts, not a mixture of signs: any Unicode text from 10 to 128 characters.

Refused are those that everybody tries first: common ones, runs and repetitions, and what stands in the account itself.
After NIST SP 800-63B, section 3.1.1, and OWASP ASVS 5.0, 6.2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from learning.kernel.problems import Problem

SHORTEST = 10
LONGEST = 128
LEAST_DIFFERENT = 4
"""Different characters that a password must have."""

RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop",
        "qsdfghjklm", "qwertzuiop", "1qaz2wsx3edc4rfv5tgb", "1q2w3e4r5t6y7u8i9o0p")  # fmt: skip

_LOOKALIKES = str.maketrans("0134578@$!", "oleastbasi")


def prepared(password: str) -> str:
    """Return the password as it is hashed: two keyboards may spell the same letters differently (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def may_be_one(password: str) -> bool:
    """Return False for what was never taken as a password and need not be compared: empty, too long, with NUL."""
    return 0 < len(password) <= LONGEST and "\0" not in password


def problems(password: str, own_words: Iterable[str], common: Collection[str]) -> list[Problem]:
    """Return what is wrong with a new password, at most one problem, at the field "password".

    `own_words` are the login, the person's name and the site's name; `common` the casefolded common passwords and
    the words from which they are made.
    """
    code = _fault(password, own_words, common)
    return [Problem("password", code, "")] if code else []


def _fault(password: str, own_words: Iterable[str], common: Collection[str]) -> str:
    if len(password) < SHORTEST:
        return "password-short"
    if len(password) > LONGEST:
        return "password-long"
    if "\0" in password:
        return "password-nul"
    plain = prepared(password).casefold()
    if len(set(plain)) < LEAST_DIFFERENT or _is_run(plain):
        return "password-simple"
    if any({plain, _core(plain), _joined(_core(plain))} & _spellings(word) for word in own_words if len(word) > 2):
        return "password-own"
    if _is_common(plain, common):
        return "password-common"
    return ""


def _is_run(plain: str) -> bool:
    """Return True when the whole password is a piece of a keyboard row, of the digits or of the alphabet."""
    letters = _joined(plain)
    return len(letters) * 2 > len(plain) and any(letters in run or letters[::-1] in run for run in RUNS)


def _joined(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _spellings(word: str) -> set[str]:
    """Return the forms of an account's word: as it is, without spaces, and an e-mail address's part before "@"."""
    plain = prepared(word).casefold().strip()
    local = plain.partition("@")[0]
    return {plain, _joined(plain), local, _joined(local)}


def _core(plain: str) -> str:
    """Return what is left without the signs and digits that people add at both ends."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+\Z", "", plain)


def _is_common(plain: str, common: Collection[str]) -> bool:
    core = _core(plain)
    forms = {plain, core, core.translate(_LOOKALIKES), _core(plain.translate(_LOOKALIKES)), _core(_unit(plain))}
    forms |= {_joined(form) for form in forms}
    return any(form in common or _unit(form) in common for form in forms)


def _unit(text: str) -> str:
    """Return the piece of which the text is a repetition: "abcabc" gives "abc"; itself where it repeats nothing."""
    at = (text + text).find(text, 1)
    return text[:at]
