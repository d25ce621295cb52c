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

    COURSES_SEE_HIDDEN = "courses:see-hidden"
    """See courses that are hidden from learners."""

    REMARKS_READ = "remarks:read"
    """Read and settle the problems that readers report on a course."""

    QUIZ_MARK = "quiz:mark"
    """Mark the answers that only a person can mark."""

    QUIZ_REGRADE = "quiz:regrade"
    """Settle objections, and grade a question again whose key was wrong."""

    QUIZ_ADJUST = "quiz:adjust"
    """Give a learner extra time, and check receipts."""

    STATISTICS_SEE = "statistics:see"
    """See how the questions of a course do their work."""


ROLES: dict[Permission, frozenset[Role]] = {
    Permission.PEOPLE_MANAGE: frozenset({Role.ADMINISTRATOR}),
    Permission.PEOPLE_INVITE: frozenset({Role.ADMINISTRATOR, Role.TRAINER}),
    Permission.COURSES_SEE_KEYS: frozenset({Role.ADMINISTRATOR, Role.TRAINER}),
    Permission.COURSES_SEE_HIDDEN: frozenset({Role.ADMINISTRATOR, Role.TRAINER}),
    Permission.REMARKS_READ: frozenset({Role.ADMINISTRATOR, Role.TRAINER}),
    Permission.QUIZ_MARK: frozenset({Role.ADMINISTRATOR, Role.TRAINER}),
    Permission.QUIZ_REGRADE: frozenset({Role.ADMINISTRATOR, Role.TRAINER}),
    Permission.QUIZ_ADJUST: frozenset({Role.ADMINISTRATOR, Role.TRAINER}),
    Permission.STATISTICS_SEE: frozenset({Role.ADMINISTRATOR, Role.TRAINER}),
}

EVERYWHERE = frozenset({Permission.COURSES_SEE_HIDDEN})
"""Permissions that a role carries whatever the scope of its grant: they touch nobody's records."""


def may(actor: Actor | None, permission: Permission, scope: Scope = SITE) -> bool:
    """Return True when the actor carries the permission in the scope; a visitor carries none."""
    if actor is None:
        return False
    if permission in EVERYWHERE:
        return any(grant.role in ROLES[permission] for grant in actor.grants)
    return any(actor.has(role, scope) for role in ROLES[permission])


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
