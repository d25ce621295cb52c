"""The tables of people, their sessions, grants, one-time tokens and counted tries."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Json, Moment


class Person(Base):
    """Someone with an account. `login` is the casefolded e-mail address, or a made-up user name without "@".

    `name_key` is the casefolded name, for search and order on either engine. `invited_to` is the course of the card
    or invitation with which the person came ("" for none). `reset_asked_at` stands while a new password is wanted
    and no mail can bring it: administrators see it in their list.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("state in ('active', 'waiting', 'disabled')", name="state"),
        CheckConstraint("constituency in ('government', 'employer', 'worker', 'other')", name="constituency"),
        Index("ix_person_name_key_id", "name_key", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str]
    login: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None]
    password_hash: Mapped[str | None]
    constituency: Mapped[str]
    country: Mapped[str]
    organisation: Mapped[str]
    language: Mapped[str]
    state: Mapped[str]
    invited_to: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    password_changed_at: Mapped[datetime | None] = mapped_column(Moment)
    reset_asked_at: Mapped[datetime | None] = mapped_column(Moment)


class SessionRow(Base):
    """A browser in which a person is signed in; only the fingerprint of its secret is kept."""

    __tablename__ = "person_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    remembered: Mapped[bool]
    device: Mapped[str]


class GrantRow(Base):
    """A role of a person in a scope; `scope_id` is "" for the site."""

    __tablename__ = "person_grant"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    scope_kind: Mapped[str] = mapped_column(primary_key=True)
    scope_id: Mapped[str] = mapped_column(primary_key=True)
    granted_at: Mapped[datetime] = mapped_column(Moment)


class OneTimeToken(Base):
    """A link or code that opens one act `uses_left` more times; only its fingerprint is kept.

    `data` holds what belongs to the purpose: {"course_id": …} for an invitation.
    """

    __tablename__ = "one_time_token"
    __table_args__ = (CheckConstraint("uses_left >= 0", name="uses_left"),)

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    uses_left: Mapped[int]
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class TryCounter(Base):
    """How often an act (signing in, asking for a reset) was tried for a login, known or not; `key` is a fingerprint."""

    __tablename__ = "try_counter"

    key: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    first_at: Mapped[datetime] = mapped_column(Moment, index=True)
