"""Which roles can be given where, and how a choice on the page names them."""

from __future__ import annotations

from learning.kernel.errors import Invalid
from learning.kernel.ids import as_uuid, is_slug
from learning.kernel.problems import Problem
from learning.people.actor import SITE, Grant, Role, Scope, ScopeKind

CHOICES: dict[str, tuple[Role, ScopeKind]] = {
    "course-trainer": (Role.TRAINER, ScopeKind.COURSE),
    "cohort-trainer": (Role.TRAINER, ScopeKind.COHORT),
    "site-trainer": (Role.TRAINER, ScopeKind.SITE),
    "administrator": (Role.ADMINISTRATOR, ScopeKind.SITE),
}


def grant_of(choice: str, scope_id: str) -> Grant:
    """Return the grant that is meant; what is typed as scope of a role on the whole site does not matter.

    Raises Invalid: role-unknown (at "choice"), scope-course or scope-cohort (at "scope_id").
    """
    if choice not in CHOICES:
        raise Invalid([Problem("choice", "role-unknown", "")])
    role, kind = CHOICES[choice]
    wish = scope_id.strip()
    if kind is ScopeKind.COURSE and not is_slug(wish):
        raise Invalid([Problem("scope_id", "scope-course", "")])
    if kind is ScopeKind.COHORT:
        cohort = as_uuid(wish)
        if cohort is None:
            raise Invalid([Problem("scope_id", "scope-cohort", "")])
        wish = str(cohort)
    return Grant(role, SITE if kind is ScopeKind.SITE else Scope(kind, wish))


def choice_of(grant: Grant) -> str:
    """Return the choice that stands for a grant."""
    return next(choice for choice, pair in CHOICES.items() if pair == (grant.role, grant.scope.kind))
