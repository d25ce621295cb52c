"""The actor: a signed-in person as a plain value that rules can read. Flask-Login's `current_user` is one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Constituency(StrEnum):
    """For whom a person speaks in the tripartite world of the ILO; OTHER for all besides."""

    GOVERNMENT = "government"
    EMPLOYER = "employer"
    WORKER = "worker"
    OTHER = "other"


class Role(StrEnum):
    """What a grant makes of a person within its scope. Whoever is signed in is a learner without any grant."""

    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"


class ScopeKind(StrEnum):
    """Where a grant holds."""

    SITE = "site"
    COURSE = "course"
    COHORT = "cohort"


@dataclass(frozen=True, slots=True)
class Scope:
    """A place of rights: the site (id is ""), one course or one cohort."""

    kind: ScopeKind
    id: str = ""


SITE = Scope(ScopeKind.SITE)


def course_scope(course_id: str) -> Scope:
    """Return the scope of a course."""
    return Scope(ScopeKind.COURSE, course_id)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in a scope."""

    role: Role
    scope: Scope


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person. `session_id` names the session row, so that signing out can end it."""

    id: UUID
    name: str
    constituency: Constituency
    country: str
    language: str
    grants: tuple[Grant, ...]
    session_id: str = ""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return the person's id as text (Flask-Login asks for it)."""
        return str(self.id)

    def has(self, role: Role, scope: Scope) -> bool:
        """Return True when a grant gives `role` in `scope`; a role on the site holds everywhere."""
        return any(grant.role is role and grant.scope in (scope, SITE) for grant in self.grants)

    @property
    def is_administrator(self) -> bool:
        """True when the actor administers the site."""
        return self.has(Role.ADMINISTRATOR, SITE)

    @property
    def is_trainer(self) -> bool:
        """True when the actor trains somewhere (or administers the site)."""
        return self.is_administrator or any(grant.role is Role.TRAINER for grant in self.grants)
