"""What a person is in the platform's records: state, details, logins, and how long things hold."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from learning.people.actor import Constituency

NAME_LENGTH = 100
LOGIN_LENGTH = 254
"""The longest e-mail address there can be."""

RESET_HOLDS = timedelta(minutes=30)
HANDED_RESET_HOLDS = timedelta(hours=24)
"""A link that an administrator hands out must travel by telephone or on paper."""

SETUP_HOLDS = timedelta(hours=24)
CARD_HOLDS = timedelta(days=30)
INVITATION_HOLDS = timedelta(days=30)

MOST_TRIES = 10
TRY_WINDOW = timedelta(minutes=15)
MOST_RESETS = 5
RESET_WINDOW = timedelta(hours=1)


ASKED = "asked"
"""Beside the states, the filter of the list for people who asked for a new password."""

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates of the bidirectional algorithm."""


class State(StrEnum):
    """Whether a person may sign in: yes, not before an administrator approves, or no more."""

    ACTIVE = "active"
    WAITING = "waiting"
    DISABLED = "disabled"


class Purpose(StrEnum):
    """What a one-time token opens."""

    FIRST_ADMIN = "first-admin"
    RESET = "reset"
    CARD = "card"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Stay:
    """For how long a session holds, whether the browser keeps it when it is closed, and a few words on the browser."""

    holds: timedelta
    remembered: bool = False
    device: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What coming in gives: `secret` opens the session ("" while an administrator has not approved the person);
    `course_id` is the course of the card or invitation, "" for none."""

    person_id: UUID
    secret: str
    course_id: str


@dataclass(frozen=True, slots=True)
class Card:
    """A login card as it is printed, once: afterwards nobody knows the code."""

    name: str
    login: str
    code: str


@dataclass(frozen=True, slots=True)
class Details:
    """What a person says about themselves. `country` is ISO 3166-1 alpha-2, `language` a code of the platform."""

    name: str
    constituency: Constituency
    country: str
    organisation: str
    language: str


def has_controls(text: str) -> bool:
    """Return True where a text holds what nobody types: control characters, or marks that turn the text round it.

    Joiners and direction marks stay: names in Arabic script and in the scripts of India need them.
    """
    return any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in TURNING for letter in text)


def name_key(name: str) -> str:
    """Return the form of a name by which people are searched and ordered."""
    return unicodedata.normalize("NFKC", name).casefold()


def normalised_login(typed: str) -> str:
    """Return the login that was meant: "  Amina@Example.ORG " is "amina@example.org".

    What can be nobody's login (too long, with control characters) gives "".
    """
    login = unicodedata.normalize("NFKC", typed).strip().casefold()
    return login if len(login) <= LOGIN_LENGTH and login.isprintable() else ""
