"""Cards, invitations, roles and closed accounts: what trainers and administrators do for others. Each act is noted."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning import audit
from learning.db import db, unit_of_work
from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.kernel.ids import derived_id, is_slug
from learning.people import queries
from learning.people.actor import SITE, Actor, Constituency, Grant, Role, course_scope
from learning.people.permissions import Permission, require
from learning.people.persons import (
    CARD_HOLDS,
    HANDED_RESET_HOLDS,
    INVITATION_HOLDS,
    Card,
    Details,
    Purpose,
    State,
)
from learning.people.service import card_hash
from learning.people.tables import OneTimeToken, Person
from learning.people.tokens import ALPHABET, CODE_LENGTH, card_code, fingerprint, grouped
from learning.people.user_names import base_of, user_name

MOST_USES = 500
ADMINISTRATOR = Grant(Role.ADMINISTRATOR, SITE)


def people(actor: Actor | None, words: str, state: str, after: UUID | None) -> tuple[list[Person], UUID | None]:
    """Return a page of people by name, and after whom the next page begins (None: it was the last)."""
    require(actor, Permission.PEOPLE_MANAGE)
    found = queries.people_page(words, state, after)
    page = found[: queries.PAGE]
    return page, page[-1].id if len(found) > queries.PAGE else None


def people_among(ids: sa.Select[UUID], words: str, after: UUID | None) -> tuple[list[Person], UUID | None]:
    """Return a page of the people whose ids a statement finds, by name; who may see them, the room above has asked."""
    found = queries.people_page(words, "", after, ids)
    page = found[: queries.PAGE]
    return page, page[-1].id if len(found) > queries.PAGE else None


def names_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of people by their ids; who may see them, the room above has asked."""
    found = sa.select(Person.id, Person.name).where(Person.id.in_(list(ids)))
    return {row.id: row.name for row in db.session.execute(found)}


def in_the_name_of(person_id: UUID) -> Actor:
    """Return a person as an actor without roles or session, for work that the site does in their name."""
    person = _person(person_id)
    return Actor(person.id, person.name, Constituency(person.constituency), person.country, person.language, ())


def person(actor: Actor | None, person_id: UUID) -> tuple[Person, list[Grant]]:
    """Return a person with their grants. Raises NotFound."""
    require(actor, Permission.PEOPLE_MANAGE)
    return _person(person_id), queries.grants_of(person_id)


@unit_of_work
def give(actor: Actor | None, person_id: UUID, grant: Grant, at: datetime) -> None:
    """Give a role; the person's sessions end, so that none goes on with other rights than it began with."""
    by = require(actor, Permission.PEOPLE_MANAGE)
    _person(person_id)
    if queries.add_grant(person_id, grant, at):
        queries.end_sessions(person_id)
        _note(by, "people:give", person_id, at, grant)


@unit_of_work
def take(actor: Actor | None, person_id: UUID, grant: Grant, at: datetime) -> None:
    """Take a role; the person's sessions end. Raises Invalid("last-administrator")."""
    by = require(actor, Permission.PEOPLE_MANAGE)
    _person(person_id)
    if grant == ADMINISTRATOR and queries.is_last_administrator(person_id):
        raise Invalid("last-administrator")
    if queries.remove_grant(person_id, grant):
        queries.end_sessions(person_id)
        _note(by, "people:take", person_id, at, grant)


@unit_of_work
def approve(actor: Actor | None, person_id: UUID, at: datetime) -> None:
    """Let someone in who registered and waits. Raises Conflict when the person does not wait."""
    by = require(actor, Permission.PEOPLE_MANAGE)
    _change_state(by, person_id, State.WAITING, State.ACTIVE, at)


@unit_of_work
def disable(actor: Actor | None, person_id: UUID, at: datetime) -> None:
    """Close an account; sessions, links and codes end. Raises Invalid("last-administrator"), Conflict."""
    by = require(actor, Permission.PEOPLE_MANAGE)
    if queries.is_last_administrator(person_id):
        raise Invalid("last-administrator")
    was = _person(person_id).state
    if was == State.DISABLED:
        return
    _change_state(by, person_id, State(was), State.DISABLED, at)
    queries.end_sessions(person_id)
    queries.end_tokens(person_id=person_id)


@unit_of_work
def enable(actor: Actor | None, person_id: UUID, at: datetime) -> None:
    """Open a closed account again. Raises Conflict when it is not closed."""
    by = require(actor, Permission.PEOPLE_MANAGE)
    _change_state(by, person_id, State.DISABLED, State.ACTIVE, at)


def _change_state(by: Actor, person_id: UUID, was: State, becomes: State, at: datetime) -> None:
    found = _person(person_id, lock=True)
    if found.state == becomes:
        return
    if found.state != was:
        raise Conflict("person-state")
    found.state = becomes
    audit.note(by.id, f"people:{becomes.value}", str(person_id), at, was=was.value)


@unit_of_work
def make_reset_link(actor: Actor | None, person_id: UUID, at: datetime) -> str:
    """Return the secret of a link with which the person sets a new password; earlier links are void.

    Raises Conflict when the account is not open.
    """
    by = require(actor, Permission.PEOPLE_MANAGE)
    found = _person(person_id, lock=True)
    if found.state != State.ACTIVE:
        raise Conflict("person-state")
    found.reset_asked_at = None
    queries.end_tokens(person_id=person_id, purpose=Purpose.RESET)
    secret = secrets.token_urlsafe(24)
    queries.add_token(fingerprint(secret), Purpose.RESET, HANDED_RESET_HOLDS, at, person_id=person_id, by=by.id)
    audit.note(by.id, "people:reset-link", str(person_id), at)
    return secret


def invites(actor: Actor | None, course_id: str) -> Actor:
    """Return the actor who may bring people into a course. Raises SignInNeeded, NotFound."""
    by = require(actor, Permission.PEOPLE_INVITE, course_scope(course_id))
    if not is_slug(course_id):
        raise NotFound
    return by


@unit_of_work
def make_cards(
    actor: Actor | None, course_id: str, names: Iterable[str], shared: Details, batch_id: UUID, at: datetime
) -> list[Card]:
    """Make an account with a one-time code for each name; all share the other details.

    The same batch again (a second click) finds the same accounts: those not yet used get new codes, and only the
    cards returned last are good.
    """
    by = invites(actor, course_id)
    db.session.get(Person, by.id, with_for_update=True)  # one batch of a trainer after the other
    cards, seen = [], Counter[str]()
    for name in names:
        seen[name] += 1
        card_id = derived_id("card", str(by.id), str(batch_id), str(seen[name]), name)
        known = db.session.get(Person, card_id)
        login = known.login if known else _add_card_person(name, shared, course_id, card_id, at)
        if known is None or known.password_hash is None:
            cards.append(_card(by, card_id, name, login, at))
    audit.note(by.id, "people:cards", course_id, at, count=len(cards))
    return cards


def _add_card_person(name: str, shared: Details, course_id: str, card_id: UUID, at: datetime) -> str:
    details = Details(name, shared.constituency, shared.country, shared.organisation, shared.language)
    taken = queries.logins_like(base_of(name))
    while True:
        login = user_name(name, taken)
        if queries.add_person(details, login, at, invited_to=course_id, person_id=card_id):
            return login
        taken.add(login)


def _card(by: Actor, person_id: UUID, name: str, login: str, at: datetime) -> Card:
    queries.end_tokens(person_id=person_id, purpose=Purpose.CARD)
    code = card_code(secrets.randbelow(len(ALPHABET) ** CODE_LENGTH))
    queries.add_token(card_hash(login, code), Purpose.CARD, CARD_HOLDS, at, person_id=person_id, by=by.id)
    return Card(name, login, grouped(code))


def card_people(actor: Actor | None, course_id: str) -> list[Person]:
    """Return the people who came with a card of the course, by name."""
    invites(actor, course_id)
    return queries.card_people(course_id)


@unit_of_work
def renew_cards(actor: Actor | None, course_id: str, person_ids: Iterable[UUID], at: datetime) -> list[Card]:
    """Return new cards for people who lost theirs or forgot their password; the password ends when the code is used.

    Only for people with a card of this course and no e-mail address or role; others in `person_ids` are passed over.
    """
    by = invites(actor, course_id)
    cards = []
    for found in queries.card_people(course_id, only=person_ids):
        found.reset_asked_at = None
        cards.append(_card(by, found.id, found.name, found.login, at))
        audit.note(by.id, "people:card-renewed", str(found.id), at, course=course_id)
    return cards


@unit_of_work
def make_invitation(actor: Actor | None, course_id: str, uses: int, at: datetime) -> str:
    """Return the secret of a link with which `uses` people (1 to MOST_USES) may register for a course."""
    by = invites(actor, course_id)
    secret = secrets.token_urlsafe(18)
    queries.add_token(fingerprint(secret), Purpose.INVITATION, INVITATION_HOLDS, at, by=by.id,
                      data={"course_id": course_id}, uses=max(1, min(uses, MOST_USES)))  # fmt: skip
    audit.note(by.id, "people:invitation", course_id, at, uses=uses)
    return secret


def invitations(actor: Actor | None, course_id: str, at: datetime) -> list[OneTimeToken]:
    """Return the invitations to a course that are still good, the newest first."""
    invites(actor, course_id)
    return queries.invitations_of(course_id, at)


@unit_of_work
def end_invitation(actor: Actor | None, course_id: str, token_hash: str, at: datetime) -> None:
    """Make an invitation void. Raises NotFound when it is none of this course."""
    by = invites(actor, course_id)
    found = next((each for each in queries.invitations_of(course_id, at) if each.token_hash == token_hash), None)
    if found is None:
        raise NotFound
    found.uses_left = 0
    audit.note(by.id, "people:invitation-ended", course_id, at)


def _person(person_id: UUID, *, lock: bool = False) -> Person:
    found = db.session.get(Person, person_id, with_for_update=True if lock else None)
    if found is None:
        raise NotFound
    return found


def _note(by: Actor, act: str, person_id: UUID, at: datetime, grant: Grant) -> None:
    audit.note(by.id, act, str(person_id), at, role=grant.role.value, scope=grant.scope.kind.value,
               scope_id=grant.scope.id)  # fmt: skip
