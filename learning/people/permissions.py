"""Who may do what: one table of permissions, each with the roles that carry it in the scope it is asked for."""

from __future__ import annotations

from enum import StrEnum

from learning.kernel.errors import NotFound, SignInNeeded
from learning.people.actor import SITE, Actor, Role, Scope


class Permission(StrEnum):
    """What a role may do; named room:act."""

    PEOPLE_MANAGE = "people:manage"
    """See everyone, give and take grants, disable, hand out reset links."""

    PEOPLE_INVITE = "people:invite"
    """Make invitations and login cards for a course."""

    COURSES_SEE_KEYS = "courses:see-keys"
    """See questions with their answers, as for a printed quiz with answers."""

    REMARKS_READ = "remarks:read"
    """Read and settle the problems that readers report on a course."""


ROLES: dict[Permission, frozenset[Role]] = {
    Permission.PEOPLE_MANAGE: frozenset({Role.ADMINISTRATOR}),
    Permission.PEOPLE_INVITE: frozenset({Role.ADMINISTRATOR, Role.TRAINER}),
    Permission.COURSES_SEE_KEYS: frozenset({Role.ADMINISTRATOR, Role.TRAINER}),
    Permission.REMARKS_READ: frozenset({Role.ADMINISTRATOR, Role.TRAINER}),
}


def may(actor: Actor | None, permission: Permission, scope: Scope = SITE) -> bool:
    """Return True when the actor carries the permission in the scope; a visitor carries none."""
    return actor is not None and any(actor.has(role, scope) for role in ROLES[permission])


def require(actor: Actor | None, permission: Permission, scope: Scope = SITE) -> Actor:
    """Return the actor who may; raise SignInNeeded for a visitor, NotFound for one who may not know of it."""
    if actor is None:
        raise SignInNeeded
    if not may(actor, permission, scope):
        raise NotFound
    return actor


def signed_in(actor: Actor | None) -> Actor:
    """Return the actor; raise SignInNeeded for a visitor."""
    if actor is None:
        raise SignInNeeded
    return actor
