"""Builders for tests: a configuration, a course checked in, people, browsers that are signed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient

from learning.app import BASE, KINDS
from learning.cohorts import service as cohorts
from learning.config import Config
from learning.courses import service as courses
from learning.people import service as people
from learning.people.actor import Actor, Constituency, Grant
from learning.people.persons import Details, Stay
from learning.web.actor import SESSION_KEY
from learning.web.forms import FIELD

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOKEN = "a-token-for-tests"


def make_config(instance: Path, **environ: str) -> Config:
    """Return a configuration whose instance is `instance`, with further settings by their names."""
    return Config.from_environ({"LEARNING_INSTANCE": str(instance), **environ}, BASE)


def check_in(app: Flask, folder: Path) -> str:
    """Check a course folder in and return its id; fails with its problems when it has errors."""
    with app.app_context():
        result = courses.check_in(folder, KINDS, NOW)
    assert result.served, "\n".join(str(problem) for problem in result.problems)
    return result.course_id


@dataclass(frozen=True)
class Someone:
    """A person for tests."""

    actor: Actor
    email: str


def someone(
    app: Flask,
    name: str = "Amina Diallo",
    constituency: Constituency = Constituency.GOVERNMENT,
    grants: Iterable[Grant] = (),
    password: str | None = None,
    enrolled_in: str = "",
) -> Someone:
    """Make a person, with grants, perhaps a password, perhaps enrolled in a course."""
    email = f"{uuid4().hex[:10]}@example.org"
    grants = tuple(grants)
    with app.app_context():
        details = Details(name, constituency, "SN", "", "en")
        person_id: UUID = people.install(details, email, password, grants, NOW)
        actor = Actor(person_id, name, constituency, "SN", "en", grants)
        if enrolled_in:
            cohorts.enrol(actor, enrolled_in, NOW)
    return Someone(actor, email)


def browser(app: Flask, person: Someone | None = None) -> FlaskClient:
    """Return a browser, signed in as `person` if given, whose session holds `TOKEN` for its posts."""
    client = app.test_client()
    with app.app_context():
        secret = people.open_session(person.actor.id, Stay(timedelta(days=1)), datetime.now(UTC)) if person else None
    with client.session_transaction() as session:
        session[FIELD] = TOKEN
        if secret:
            session[SESSION_KEY] = secret
    return client


def post(client: FlaskClient, path: str, accept: str = "text/html", **fields: object):  # type: ignore[no-untyped-def]
    """Post fields with the token of `browser`."""
    return client.post(path, data={FIELD: TOKEN, **fields}, headers={"Accept": accept})
