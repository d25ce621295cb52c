"""Roles as they are chosen on the page."""

from __future__ import annotations

import pytest

from learning.kernel.errors import Invalid
from learning.people.actor import SITE, Grant, Role, Scope, ScopeKind
from learning.people.office.grants import CHOICES, choice_of, grant_of

COHORT = "6f1c6d1e-3a53-4f0e-9f5e-0c102c102c10"
SCOPES = {"course-trainer": "c102-essentials", "cohort-trainer": COHORT, "site-trainer": "", "administrator": ""}


@pytest.mark.parametrize("choice", CHOICES)
def test_each_choice_names_a_grant_and_back(choice: str) -> None:
    assert choice_of(grant_of(choice, SCOPES[choice])) == choice


def test_a_role_on_the_site_needs_no_scope() -> None:
    assert grant_of("administrator", "typed by mistake") == Grant(Role.ADMINISTRATOR, SITE)


def test_a_group_is_named_by_its_identifier_in_any_spelling() -> None:
    assert grant_of("cohort-trainer", COHORT.upper()).scope == Scope(ScopeKind.COHORT, COHORT)


@pytest.mark.parametrize(
    ("choice", "scope_id", "where", "code"),
    [
        ("emperor", "", "choice", "role-unknown"),
        ("course-trainer", "", "scope_id", "scope-course"),
        ("course-trainer", "No Slug", "scope_id", "scope-course"),
        ("cohort-trainer", "c102-essentials", "scope_id", "scope-cohort"),
    ],
)
def test_what_cannot_be_given_is_told_at_its_field(choice: str, scope_id: str, where: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        grant_of(choice, scope_id)
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [(where, code)]
