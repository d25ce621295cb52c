"""Enrolling, on either engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from learning.cohorts import service
from learning.kernel.errors import NotAllowed, NotFound
from learning.people.actor import Actor
from tests.factories.site import NOW, someone
from tests.factories.store import count


@pytest.fixture
def actor(app: Flask, small_course: str) -> Iterator[Actor]:
    found = someone(app).actor
    with app.app_context():
        yield found


def test_enrolling_twice_is_enrolling_once(app: Flask, actor: Actor) -> None:
    assert service.enrol(actor, "small", NOW)
    assert not service.enrol(actor, "small", NOW)
    assert (count(app, "enrolment"), count(app, "cohort")) == (1, 1)
    assert service.courses_of(actor.id) == [("small", NOW)]


def test_everybody_is_in_the_one_open_cohort(app: Flask, actor: Actor) -> None:
    service.enrol(actor, "small", NOW)
    service.enrol(someone(app).actor, "small", NOW)
    assert (count(app, "enrolment"), count(app, "cohort")) == (2, 1)


def test_a_course_that_is_not_there_takes_nobody(app: Flask, actor: Actor) -> None:
    with pytest.raises(NotFound):
        service.enrol(actor, "none", NOW)
    assert count(app, "cohort") == 0


def test_who_is_not_enrolled_is_told_so(actor: Actor) -> None:
    assert not service.is_enrolled(actor.id, "small")
    with pytest.raises(NotAllowed, match="not-enrolled"):
        service.require_enrolled(actor, "small")
    service.enrol(actor, "small", NOW)
    service.require_enrolled(actor, "small")
