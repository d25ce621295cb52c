"""What the services ask of the tables of people; what changes something does so in the running unit of work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.db import Moment, changed, db, insert_once, run
from learning.people.actor import SITE, Actor, Constituency, Grant, Role, Scope, ScopeKind
from learning.people.persons import ASKED, Details, Purpose, State, Stay, name_key
from learning.people.tables import GrantRow, OneTimeToken, Person, SessionRow, TryCounter

PAGE = 50

_session, _person, _grant = SessionRow.__table__.c, Person.__table__.c, GrantRow.__table__.c
_ACTOR = (
    sa.select(_person.id, _person.name, _person.constituency, _person.country, _person.language,
              _grant.role, _grant.scope_kind, _grant.scope_id)
    .select_from(
        SessionRow.__table__.join(Person.__table__, _session.person_id == _person.id)
        .outerjoin(GrantRow.__table__, _grant.person_id == _person.id)
    )
    .where(
        _session.token_hash == sa.bindparam("token_hash"),
        _session.expires_at > sa.bindparam("at", type_=Moment),
        _person.state == State.ACTIVE.value,
    )
)  # fmt: skip
"""Runs on every request of a signed-in person: built once, on plain columns."""


def actor_of(token_hash: str, at: datetime) -> Actor | None:
    """Return whose session it is, with all grants, in one statement; None when it has ended."""
    rows = run(_ACTOR, {"token_hash": token_hash, "at": at}).all()
    if not rows:
        return None
    first = rows[0]
    grants = tuple(
        Grant(Role(row.role), Scope(ScopeKind(row.scope_kind), row.scope_id)) for row in rows if row.role is not None
    )
    return Actor(
        id=first.id,
        name=first.name,
        constituency=Constituency(first.constituency),
        country=first.country,
        language=first.language,
        grants=grants,
        session_id=token_hash,
    )


def person_of(login: str) -> Person | None:
    """Return the person with this normalised login."""
    return db.session.scalars(sa.select(Person).where(Person.login == login)).first() if login else None


def add_person(
    details: Details,
    login: str,
    at: datetime,
    *,
    email: str | None = None,
    password_hash: str | None = None,
    state: State = State.ACTIVE,
    invited_to: str = "",
    person_id: UUID | None = None,
) -> UUID | None:
    """Add a person and return the id; None when the login is taken."""
    person_id = person_id or uuid4()
    values = {
        "id": person_id,
        "name": details.name,
        "name_key": name_key(details.name),
        "login": login,
        "email": email,
        "password_hash": password_hash,
        "constituency": details.constituency,
        "country": details.country,
        "organisation": details.organisation,
        "language": details.language,
        "state": state,
        "invited_to": invited_to,
        "created_at": at,
        "password_changed_at": at if password_hash else None,
        "reset_asked_at": None,
    }
    return person_id if insert_once(Person, values, "login") else None


def add_grant(person_id: UUID, grant: Grant, at: datetime) -> bool:
    """Give a role; False when the person had it."""
    values = {"person_id": person_id, "role": grant.role, "scope_kind": grant.scope.kind, "scope_id": grant.scope.id,
              "granted_at": at}  # fmt: skip
    return insert_once(GrantRow, values, "person_id", "role", "scope_kind", "scope_id")


def remove_grant(person_id: UUID, grant: Grant) -> bool:
    """Take a role; False when the person had it not."""
    return bool(changed(sa.delete(GrantRow).where(
        GrantRow.person_id == person_id, GrantRow.role == grant.role,
        GrantRow.scope_kind == grant.scope.kind, GrantRow.scope_id == grant.scope.id,
    )))  # fmt: skip


def logins_like(base: str) -> set[str]:
    """Return the logins that begin so."""
    return set(db.session.scalars(sa.select(Person.login).where(Person.login.startswith(base, autoescape=True))))


def add_session(token_hash: str, person_id: UUID, stay: Stay, at: datetime) -> None:
    """Begin a session of a person."""
    db.session.add(
        SessionRow(
            token_hash=token_hash,
            person_id=person_id,
            created_at=at,
            expires_at=at + stay.holds,
            remembered=stay.remembered,
            device=stay.device,
        )
    )


def end_sessions(person_id: UUID, but: str = "") -> None:
    """End all sessions of a person, except the one named."""
    changed(sa.delete(SessionRow).where(SessionRow.person_id == person_id, SessionRow.token_hash != but))


def count_try(key: str, window: timedelta, at: datetime) -> int:
    """Count a try and return how many there were since the first one; a first one older than `window` is forgotten.

    The count is one atomic change, so that tries at the same moment are all counted.
    """
    insert_once(TryCounter, {"key": key, "tries": 0, "first_at": at}, "key")
    old = TryCounter.first_at <= at - window
    counted = (
        sa.update(TryCounter)
        .where(TryCounter.key == key)
        .values(
            tries=sa.case((old, 1), else_=TryCounter.tries + 1),
            first_at=sa.case((old, sa.bindparam("now", at, type_=Moment)), else_=TryCounter.first_at),
        )
        .returning(TryCounter.tries)
    )
    return int(db.session.execute(counted, execution_options={"synchronize_session": False}).scalar_one())


def forget_tries(key: str) -> None:
    """Begin to count anew."""
    changed(sa.delete(TryCounter).where(TryCounter.key == key))


def add_token(
    token_hash: str,
    purpose: Purpose,
    holds: timedelta,
    at: datetime,
    *,
    person_id: UUID | None = None,
    by: UUID | None = None,
    data: dict[str, Any] | None = None,
    uses: int = 1,
) -> None:
    """Keep a new one-time token."""
    db.session.add(
        OneTimeToken(token_hash=token_hash, purpose=purpose, person_id=person_id, data=data or {}, created_at=at,
                     expires_at=at + holds, uses_left=uses, used_at=None, created_by=by)
    )  # fmt: skip


def token(token_hash: str, purpose: Purpose, at: datetime) -> OneTimeToken | None:
    """Return the token while it can be used."""
    return db.session.scalars(sa.select(OneTimeToken).where(*_usable(token_hash, purpose, at))).first()


def use_token(token_hash: str, purpose: Purpose, at: datetime) -> tuple[UUID | None, dict[str, Any]] | None:
    """Use the token once and return its person and data; None when it could not be used (any more).

    One conditional change: of two who use it at the same moment, one gets nothing.
    """
    used = (
        sa.update(OneTimeToken)
        .where(*_usable(token_hash, purpose, at))
        .values(uses_left=OneTimeToken.uses_left - 1, used_at=at)
        .returning(OneTimeToken.person_id, OneTimeToken.data)
    )
    row = db.session.execute(used, execution_options={"synchronize_session": False}).first()
    return (row.person_id, row.data) if row else None


def _usable(token_hash: str, purpose: Purpose, at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        OneTimeToken.token_hash == token_hash,
        OneTimeToken.purpose == purpose,
        OneTimeToken.uses_left > 0,
        OneTimeToken.expires_at > at,
    )


def end_tokens(*, person_id: UUID | None = None, purpose: Purpose | None = None) -> None:
    """Make the tokens of a person, or of a purpose, useless."""
    ended = sa.update(OneTimeToken).values(uses_left=0)
    if person_id is not None:
        ended = ended.where(OneTimeToken.person_id == person_id)
    if purpose is not None:
        ended = ended.where(OneTimeToken.purpose == purpose)
    changed(ended)


def _administrators() -> sa.Select[UUID]:
    return sa.select(GrantRow.person_id).where(
        GrantRow.role == Role.ADMINISTRATOR, GrantRow.scope_kind == SITE.kind, GrantRow.scope_id == SITE.id
    )


def has_administrator() -> bool:
    """Return True when an administrator can sign in."""
    able = sa.select(Person.id).where(Person.id.in_(_administrators()), Person.state == State.ACTIVE)
    return db.session.execute(able.limit(1)).first() is not None


def is_last_administrator(person_id: UUID) -> bool:
    """Return True when nobody else administers the site. Locks the grants, so that two cannot remove each other."""
    holders = set(db.session.scalars(_administrators().with_for_update()))
    able = sa.select(Person.id).where(Person.id.in_(holders - {person_id}), Person.state == State.ACTIVE)
    return person_id in holders and db.session.execute(able.limit(1)).first() is None


def people_page(words: str, state: str, after: UUID | None, among: sa.Select[UUID] | None = None) -> list[Person]:
    """Return up to PAGE + 1 people by name, whose name, login or organisation holds `words`, after the one named.

    `among` finds the ids of those who are looked through; None: everyone.
    """
    found = sa.select(Person).order_by(Person.name_key, Person.id).limit(PAGE + 1)
    if among is not None:
        found = found.where(Person.id.in_(among))
    if words:
        found = found.where(
            sa.or_(
                Person.name_key.contains(name_key(words), autoescape=True),
                Person.login.contains(name_key(words), autoescape=True),
                Person.organisation.icontains(words, autoescape=True),
            )
        )
    if state == ASKED:
        found = found.where(Person.reset_asked_at.is_not(None))
    elif state:
        found = found.where(Person.state == state)
    last = db.session.get(Person, after) if after else None
    if last is not None:
        later = sa.and_(Person.name_key == last.name_key, Person.id > last.id)
        found = found.where(sa.or_(Person.name_key > last.name_key, later))
    return list(db.session.scalars(found))


def grants_of(person_id: UUID) -> list[Grant]:
    """Return a person's grants."""
    rows = db.session.scalars(
        sa.select(GrantRow)
        .where(GrantRow.person_id == person_id)
        .order_by(GrantRow.role, GrantRow.scope_kind, GrantRow.scope_id)
    )
    return [Grant(Role(row.role), Scope(ScopeKind(row.scope_kind), row.scope_id)) for row in rows]


def card_people(course_id: str, only: Iterable[UUID] | None = None) -> list[Person]:
    """Return by name the people who came with a card of the course and have nothing more: no e-mail, no grant."""
    found = (
        sa.select(Person)
        .where(
            Person.invited_to == course_id,
            Person.email.is_(None),
            Person.state == State.ACTIVE,
            ~sa.exists().where(GrantRow.person_id == Person.id),
        )
        .order_by(Person.name_key, Person.id)
    )
    if only is not None:
        found = found.where(Person.id.in_(list(only)))
    return list(db.session.scalars(found))


def invitations_of(course_id: str, at: datetime) -> list[OneTimeToken]:
    """Return the invitations to a course that can still be used, the newest first."""
    found = sa.select(OneTimeToken).where(
        OneTimeToken.purpose == Purpose.INVITATION, OneTimeToken.uses_left > 0, OneTimeToken.expires_at > at
    )
    rows = db.session.scalars(found.order_by(OneTimeToken.created_at.desc()))
    return [row for row in rows if row.data.get("course_id") == course_id]


def purge(at: datetime, keep_tokens: timedelta) -> int:
    """Delete sessions and tokens that have ended, and counts that no longer matter; return how many rows."""
    return (
        changed(sa.delete(SessionRow).where(SessionRow.expires_at <= at))
        + changed(sa.delete(OneTimeToken).where(OneTimeToken.expires_at <= at - keep_tokens))
        + changed(sa.delete(TryCounter).where(TryCounter.first_at <= at - timedelta(days=1)))
    )
