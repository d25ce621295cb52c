"""Reports of problems, on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask

from learning.kernel.errors import Invalid, NotFound, SignInNeeded
from learning.people.actor import SITE, Actor, Grant, Role, course_scope
from learning.remarks import service
from tests.factories.site import NOW, someone
from tests.factories.store import count, differences, dump


@pytest.fixture
def trainer(app: Flask, small_course: str) -> Iterator[Actor]:
    found = someone(app, grants=[Grant(Role.TRAINER, course_scope(small_course))]).actor
    with app.app_context():
        yield found


def test_a_report_counts_once_by_its_key(app: Flask, trainer: Actor) -> None:
    key = uuid4()
    for _ in range(3):
        service.report(None, key, "/courses/small", "Wrong figure.", NOW)
    assert [each.text for each in service.remarks(trainer, "small")] == ["Wrong figure."]


def test_another_text_under_a_used_key_is_not_lost(app: Flask, trainer: Actor) -> None:
    """A browser may show the form from its memory, key and all."""
    key = uuid4()
    for text in ("First.", "Second.", "Second.", "First."):
        service.report(None, key, "/courses/small", text, NOW)
    assert sorted(each.text for each in service.remarks(trainer, "small")) == ["First.", "Second."]


@pytest.mark.parametrize("text", ["", "  \n", "x" * (service.TEXT_LIMIT + 1)])
def test_an_empty_or_overlong_report_is_refused(app: Flask, trainer: Actor, text: str) -> None:
    with pytest.raises(Invalid):
        service.report(trainer, uuid4(), "/", text, NOW)
    assert count(app, "remark") == 0


def test_a_report_reaches_the_trainers_of_its_course_alone(app: Flask, trainer: Actor) -> None:
    learner = someone(app, enrolled_in="small").actor
    admin = someone(app, grants=[Grant(Role.ADMINISTRATOR, SITE)]).actor
    service.report(learner, uuid4(), "/courses/small/lessons/welcome", "A.", NOW)
    service.report(learner, uuid4(), "/courses/none/lessons/x", "B.", NOW)
    service.report(learner, uuid4(), "https://evil.example/courses/small", "C.", NOW)
    assert service.places_to_read(trainer) == ["small"]
    assert [each.text for each in service.remarks(trainer, "small")] == ["A."]
    assert {each.text for each in service.remarks(admin, "")} == {"B.", "C."}
    for course_id in ("", "none"):
        with pytest.raises(NotFound):
            service.remarks(trainer, course_id)
    with pytest.raises(NotFound):
        service.remarks(learner, "small")
    with pytest.raises(SignInNeeded):
        service.remarks(None, "small")


def test_settling_twice_is_settling_once_and_is_noted(app: Flask, trainer: Actor) -> None:
    key = uuid4()
    service.report(None, key, "/courses/small", "A.", NOW)
    for _ in range(2):
        assert service.settle(trainer, key, NOW) == "small"
    assert count(app, "audit_entry") == 1
    assert service.remarks(trainer, "small")[0].settled_at == NOW


def test_who_may_not_read_a_report_may_not_settle_it(app: Flask, trainer: Actor) -> None:
    key = uuid4()
    service.report(None, key, "/", "Of no course.", NOW)
    before = dump(app)
    for remark in (key, uuid4()):
        with pytest.raises(NotFound):
            service.settle(trainer, remark, NOW)
    assert differences(before, dump(app)) == {}
