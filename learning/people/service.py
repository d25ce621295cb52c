"""What people do with their own account: register, sign in and out, set a password, come with a card or a link.

A password is hashed before the unit of work begins, and one at a time in each process: a hash takes 30 ms and
19 MiB, and neither the store's write lock nor the other threads should wait for it.
"""

from __future__ import annotations

import logging
import secrets
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from learning import audit
from learning.db import changed, db, unit_of_work
from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.kernel.problems import Problem
from learning.outbox import service as outbox
from learning.people import passwords, persons, queries
from learning.people.actor import SITE, Actor, Grant, Role
from learning.people.persons import Details, Entry, Purpose, State, Stay, name_key, normalised_login
from learning.people.source import common_passwords
from learning.people.tables import Person, SessionRow
from learning.people.tokens import fingerprint, read_code

log = logging.getLogger(__name__)

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""Argon2id with the least parameters that OWASP's cheat sheet on password storage names (19 MiB, 2 passes, 1 lane):
a workshop of thirty signs in at once on a small machine."""

_one_hash = Lock()
DOUBLE_CLICK = timedelta(minutes=2)
TOKENS_KEPT = timedelta(days=30)


def _nobodys_hash() -> str:
    """Return a hash that no password has: a login that does not exist takes as long to refuse as a wrong password."""
    salt, digest = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}${salt}${digest}"


NOBODYS_HASH = _nobodys_hash()


def actor_of_session(secret: str, at: datetime) -> Actor | None:
    """Return the person signed in with this secret; None when the session has ended or the person is disabled."""
    return queries.actor_of(fingerprint(secret), at) if secret else None


def register(
    details: Details, email: str, password: str, *, mode: str, invitation: str, site_name: str, stay: Stay, at: datetime
) -> Entry:
    """Make an account and sign in. `mode` is the setting "registration"; a valid invitation also stands for approval.

    Raises Invalid: invitation-needed, login-taken (at "email"), or what is wrong with the password.
    """
    login = normalised_login(email)
    _require_good(password, (login, details.name, site_name))
    if mode == "invited" and not is_invited(invitation, at):
        raise Invalid("invitation-needed")
    entry = None
    known = queries.person_of(login)
    if known is None:
        entry = _register(details, email, _hashed(password), mode, fingerprint(invitation), stay, at)
        known = queries.person_of(login)
    entry = entry or _pressed_twice(known, password, stay, at)
    if entry is None:
        raise Invalid([Problem("email", "login-taken", "")])
    return entry


@unit_of_work
def _register(
    details: Details, email: str, password_hash: str, mode: str, invitation: str, stay: Stay, at: datetime
) -> Entry | None:
    found = queries.token(invitation, Purpose.INVITATION, at)
    state = State.WAITING if mode == "approved" and found is None else State.ACTIVE
    course_id = str(found.data["course_id"]) if found else ""
    person_id = queries.add_person(details, normalised_login(email), at, email=email, password_hash=password_hash,
                                   state=state, invited_to=course_id)  # fmt: skip
    if person_id is None:
        return None
    if (mode == "invited" or found) and queries.use_token(invitation, Purpose.INVITATION, at) is None:
        raise Invalid("invitation-needed")  # someone else was the last it was good for
    log.info("registered", extra={"person": str(person_id), "state": state.value})
    return Entry(person_id, _open(person_id, stay, at) if state is State.ACTIVE else "", course_id)


def is_invited(invitation: str, at: datetime) -> bool:
    """Return True while someone may register with this invitation."""
    return queries.token(fingerprint(invitation), Purpose.INVITATION, at) is not None


def _pressed_twice(person: Person | None, password: str, stay: Stay, at: datetime) -> Entry | None:
    """Let in whoever sent the same form twice: the password was set just now, and it is the same."""
    since = person.password_changed_at if person else None
    if person is None or since is None or at - since > DOUBLE_CLICK:
        return None
    if person.state == State.WAITING and _matches(person.password_hash, password):
        return Entry(person.id, "", person.invited_to)
    try:
        return sign_in(person.login, password, stay, at)
    except Invalid:
        return None


def sign_in(typed_login: str, password: str, stay: Stay, at: datetime) -> Entry:
    """Open a session for the right login and password.

    Raises Invalid: sign-in-wrong (alike for known and unknown logins), locked (more than ten tries in 15 minutes),
    waiting or disabled (said only to those who know the password).
    """
    login = normalised_login(typed_login)
    key = _try(login, typed_login, at)
    person = queries.person_of(login)
    if not _matches(person.password_hash if person else None, password) or person is None:
        log.info("sign-in-failed", extra={"login": key[:12]})
        raise Invalid("sign-in-wrong")
    if person.state != State.ACTIVE:
        raise Invalid(person.state)
    old = str(person.password_hash)
    newer = _hashed(password) if HASHER.check_needs_rehash(old) else old
    return _enter(person.id, old, newer, key, stay, at)


@unit_of_work
def _enter(person_id: UUID, old_hash: str, new_hash: str, key: str, stay: Stay, at: datetime) -> Entry:
    person = db.session.get(Person, person_id, with_for_update=True)
    if person is None or person.password_hash != old_hash or person.state != State.ACTIVE:
        raise Invalid("sign-in-wrong")  # changed since the password was compared
    person.password_hash = new_hash
    queries.forget_tries(key)
    log.info("signed-in", extra={"person": str(person_id)})
    return Entry(person_id, _open(person_id, stay, at), person.invited_to)


@unit_of_work
def open_session(person_id: UUID, stay: Stay, at: datetime) -> str:
    """Sign a person in without a password and return the secret: for commands and tests, never for a request."""
    return _open(person_id, stay, at)


@unit_of_work
def sign_out(actor: Actor) -> None:
    """End the session in which the actor is."""
    changed(sa.delete(SessionRow).where(SessionRow.token_hash == actor.session_id))
    log.info("signed-out", extra={"person": str(actor.id)})


def invited_to(actor: Actor) -> str:
    """Return the course of the card or invitation with which the actor came; "" for none."""
    return db.session.scalar(sa.select(Person.invited_to).where(Person.id == actor.id)) or ""


def own(actor: Actor) -> Person:
    """Return what is kept of the actor."""
    person = db.session.get(Person, actor.id)
    if person is None:
        raise NotFound
    return person


@unit_of_work
def change_profile(actor: Actor, details: Details, at: datetime) -> None:
    """Change what the actor says about themselves."""
    person = own(actor)
    if person.constituency != details.constituency:
        audit.note(actor.id, "people:constituency", str(actor.id), at, was=person.constituency,
                   becomes=details.constituency)  # fmt: skip
    person.name, person.name_key = details.name, name_key(details.name)
    person.constituency, person.country = details.constituency, details.country
    person.organisation, person.language = details.organisation, details.language


def change_password(actor: Actor, old: str, new: str, site_name: str, at: datetime) -> None:
    """Set a new password; all other sessions end, and all links and codes of the person.

    Raises Invalid: password-old (at "old_password"), locked, or what is wrong with the new one.
    """
    person = own(actor)
    login, name, kept_hash = person.login, person.name, person.password_hash
    key = _try(login, login, at)
    if not _matches(kept_hash, old):
        raise Invalid([Problem("old_password", "password-old", "")])
    _require_good(new, (login, name, site_name))
    _change_password(actor, kept_hash, _hashed(new), key, at)


@unit_of_work
def _change_password(actor: Actor, old_hash: str | None, new_hash: str, key: str, at: datetime) -> None:
    person = db.session.get(Person, actor.id, with_for_update=True)
    if person is None or person.password_hash != old_hash:
        raise Conflict("password-changed")
    _set_password(person, new_hash, at, but=actor.session_id)
    queries.forget_tries(key)


@unit_of_work
def ask_reset(typed_login: str, secret: str, mail: dict[str, str] | None, at: datetime) -> None:
    """Note the wish for a new password; known and unknown logins look alike.

    With `mail` ({"subject", "text"} holding the link with `secret`) it is sent to the person's address; without it, or
    to a person without an address, the wish is shown to the administrators.
    """
    login = normalised_login(typed_login)
    if queries.count_try(fingerprint("reset", login or typed_login), persons.RESET_WINDOW, at) > persons.MOST_RESETS:
        return
    person = queries.person_of(login)
    if person is None or person.state != State.ACTIVE:
        return
    if mail is None or person.email is None:
        person.reset_asked_at = at
        return
    queries.add_token(fingerprint(secret), Purpose.RESET, persons.RESET_HOLDS, at, person_id=person.id)
    outbox.put("mail", {"to": person.email, **mail}, at)


def person_of_link(secret: str, at: datetime) -> Person | None:
    """Return who may set a new password with this link; None when it was used or is too old."""
    return _person_of_token(fingerprint(secret), Purpose.RESET, at)


def reset(secret: str, password: str, site_name: str, stay: Stay, at: datetime) -> Entry:
    """Set a new password by a link and sign in. Raises NotFound when the link is of no use; Invalid on the password."""
    return _set_by_token(fingerprint(secret), Purpose.RESET, password, site_name, stay, at)


def use_card(typed_login: str, code: str, password: str, site_name: str, stay: Stay, at: datetime) -> Entry:
    """Set one's own password with the code of a card and sign in.

    Raises Invalid: card-wrong (alike for known and unknown user names), locked, or what is wrong with the password.
    """
    login = normalised_login(typed_login)
    _try(login, typed_login, at)
    token_hash = card_hash(login, read_code(code))
    if _person_of_token(token_hash, Purpose.CARD, at) is not None:
        return _set_by_token(token_hash, Purpose.CARD, password, site_name, stay, at)
    entry = _pressed_twice(queries.person_of(login), password, stay, at)
    if entry is None:
        raise Invalid("card-wrong")
    return entry


def card_hash(login: str, code: str) -> str:
    """Return under which key a card's code is kept: the login in it keeps one guess from fitting all cards."""
    return fingerprint("card", login, code)


def _person_of_token(token_hash: str, purpose: Purpose, at: datetime) -> Person | None:
    found = queries.token(token_hash, purpose, at)
    person = db.session.get(Person, found.person_id) if found and found.person_id else None
    return person if person is not None and person.state == State.ACTIVE else None


def _set_by_token(token_hash: str, purpose: Purpose, password: str, site_name: str, stay: Stay, at: datetime) -> Entry:
    person = _person_of_token(token_hash, purpose, at)
    if person is None:
        raise NotFound
    _require_good(password, (person.login, person.name, site_name))
    return _use_token_for_password(token_hash, purpose, _hashed(password), stay, at)


@unit_of_work
def _use_token_for_password(token_hash: str, purpose: Purpose, password_hash: str, stay: Stay, at: datetime) -> Entry:
    used = queries.use_token(token_hash, purpose, at)
    person = db.session.get(Person, used[0], with_for_update=True) if used else None
    if person is None or person.state != State.ACTIVE:
        raise NotFound
    _set_password(person, password_hash, at)
    queries.forget_tries(_key(person.login))
    return Entry(person.id, _open(person.id, stay, at), person.invited_to)


@unit_of_work
def first_admin_link_token(at: datetime) -> str | None:
    """Return a fresh one-time token for /setup/<token>, the earlier ones being void; None with an administrator."""
    if queries.has_administrator():
        return None
    queries.end_tokens(purpose=Purpose.FIRST_ADMIN)
    secret = secrets.token_urlsafe(24)
    queries.add_token(fingerprint(secret), Purpose.FIRST_ADMIN, persons.SETUP_HOLDS, at)
    return secret


def may_set_up(secret: str, at: datetime) -> bool:
    """Return True while the link makes the first administrator."""
    return queries.token(fingerprint(secret), Purpose.FIRST_ADMIN, at) is not None and not queries.has_administrator()


def set_up(secret: str, details: Details, email: str, password: str, site_name: str, stay: Stay, at: datetime) -> Entry:
    """Make the first administrator and sign in. Raises NotFound when the link is of no use; Invalid as `register`."""
    if not may_set_up(secret, at):
        raise NotFound
    _require_good(password, (normalised_login(email), details.name, site_name))
    return _set_up(fingerprint(secret), details, email, _hashed(password), stay, at)


@unit_of_work
def _set_up(token_hash: str, details: Details, email: str, password_hash: str, stay: Stay, at: datetime) -> Entry:
    if queries.use_token(token_hash, Purpose.FIRST_ADMIN, at) is None or queries.has_administrator():
        raise NotFound
    person_id = queries.add_person(details, normalised_login(email), at, email=email, password_hash=password_hash)
    if person_id is None:
        raise Invalid([Problem("email", "login-taken", "")])
    queries.add_grant(person_id, Grant(Role.ADMINISTRATOR, SITE), at)
    audit.note(None, "people:first-administrator", str(person_id), at)
    return Entry(person_id, _open(person_id, stay, at), "")


def install(details: Details, email: str, password: str | None, grants: Iterable[Grant], at: datetime) -> UUID:
    """Make a person as the system itself (demonstration, measurements); one who exists stays as they are.

    Without a password the person can only come in by `open_session`.
    """
    return _install(details, email, _hashed(password) if password else None, tuple(grants), at)


@unit_of_work
def _install(details: Details, email: str, password_hash: str | None, grants: tuple[Grant, ...], at: datetime) -> UUID:
    login = normalised_login(email)
    person_id = queries.add_person(details, login, at, email=email, password_hash=password_hash)
    if person_id is None:
        return db.session.scalars(sa.select(Person.id).where(Person.login == login)).one()
    for grant in grants:
        queries.add_grant(person_id, grant, at)
    return person_id


@unit_of_work
def purge(at: datetime) -> int:
    """Delete what has ended and no longer matters (sessions, counts, tokens); return how many rows. For the worker."""
    return queries.purge(at, TOKENS_KEPT)


def _key(login: str) -> str:
    return fingerprint("sign-in", login)


@unit_of_work
def _count(login: str, typed: str, at: datetime) -> str:
    """Count a try for the login, known or not; return its key, or "" after too many (raising would undo the count)."""
    key = _key(login or typed)
    return key if queries.count_try(key, persons.TRY_WINDOW, at) <= persons.MOST_TRIES else ""


def _try(login: str, typed: str, at: datetime) -> str:
    """Count a try and return its key. Raises Invalid("locked") when there were too many in the last 15 minutes."""
    key = _count(login, typed, at)
    if not key:
        log.warning("sign-in-locked", extra={"login": _key(login or typed)[:12]})
        raise Invalid("locked")
    return key


def _open(person_id: UUID, stay: Stay, at: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    queries.add_session(fingerprint(secret), person_id, stay, at)
    return secret


def _set_password(person: Person, password_hash: str, at: datetime, but: str = "") -> None:
    """Set the password; sessions (but one), links and codes of the person end with the old one."""
    person.password_hash, person.password_changed_at, person.reset_asked_at = password_hash, at, None
    queries.end_sessions(person.id, but=but)
    queries.end_tokens(person_id=person.id)
    audit.note(person.id, "people:password", str(person.id), at)


def _require_good(password: str, own_words: Iterable[str]) -> None:
    problems = passwords.problems(password, own_words, common_passwords())
    if problems:
        raise Invalid(problems)


def _hashed(password: str) -> str:
    db.session.rollback()  # no connection is held while the hash is waited for
    with _one_hash:
        return HASHER.hash(passwords.prepared(password))


def _matches(password_hash: str | None, password: str) -> bool:
    """Compare; where there is no hash, one that nobody has is compared, so that the time is alike."""
    db.session.rollback()
    if not passwords.may_be_one(password):
        return False
    with _one_hash:
        try:
            return HASHER.verify(password_hash or NOBODYS_HASH, passwords.prepared(password))
        except (VerificationError, InvalidHashError):
            return False
