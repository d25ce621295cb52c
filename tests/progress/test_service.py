"""The ledger on a real store of either engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.courses import service as courses
from learning.db import db
from learning.kernel.errors import NotAllowed
from learning.people.actor import Actor
from learning.progress import completion, service
from learning.progress.ledger import COURSE, Verb
from tests.factories.site import NOW, check_in, someone
from tests.factories.store import count, differences, dump
from tests.factories.world import copy_course

NEEDED = (("welcome", Verb.COMPLETED), ("practice", Verb.SUBMITTED), ("more", Verb.COMPLETED), ("test", Verb.PASSED))


@pytest.fixture
def actor(app: Flask, small_course: str) -> Iterator[Actor]:
    found = someone(app, enrolled_in=small_course).actor
    with app.app_context():
        yield found


def complete(actor: Actor) -> None:
    """Do all that the small course asks for."""
    for number, (activity, verb) in enumerate(NEEDED):
        service.enter(actor, courses.current("small"), activity, verb, uuid4(), NOW + timedelta(hours=number))


def test_a_fact_counts_once_by_its_id(app: Flask, actor: Actor) -> None:
    fact = uuid4()
    assert service.enter(actor, courses.current("small"), "welcome", Verb.COMPLETED, fact, NOW)
    before = dump(app)
    later = NOW + timedelta(days=1)
    assert not service.enter(actor, courses.current("small"), "welcome", Verb.COMPLETED, fact, later)
    assert differences(before, dump(app)) == {}


def test_only_the_enrolled_enter_facts_and_places(app: Flask, actor: Actor) -> None:
    stranger = someone(app).actor
    before = dump(app)
    with pytest.raises(NotAllowed):
        service.enter(stranger, courses.current("small"), "welcome", Verb.COMPLETED, uuid4(), NOW)
    with pytest.raises(NotAllowed):
        service.set_place(stranger, "small", "welcome", "", NOW)
    assert differences(before, dump(app)) == {}


def test_the_last_requirement_completes_the_course_once(app: Flask, actor: Actor) -> None:
    complete(actor)
    record = service.record_of(actor.id, "small")
    assert record.standings[COURSE].completed_at == NOW + timedelta(hours=3)
    assert completion.of(courses.current("small"), record.standings).all_met
    assert count(app, "fact") == 5
    service.enter(actor, courses.current("small"), "test", Verb.PASSED, uuid4(), NOW + timedelta(days=9))
    assert service.record_of(actor.id, "small").standings[COURSE].completed_at == NOW + timedelta(hours=3)


def test_a_course_that_grows_keeps_the_day_of_completion(app: Flask, actor: Actor, tmp_path: Path) -> None:
    complete(actor)
    folder = copy_course(tmp_path, "small")
    lesson = (folder / "20-second/10-more.md").read_text().replace("id: more", "id: new-one")
    (folder / "20-second/30-new.md").write_text(lesson)
    check_in(app, folder)
    found = completion.of(courses.current("small"), service.record_of(actor.id, "small").standings)
    assert [each.activity.id for each in found.missing] == ["new-one"]
    assert found.completed_at == NOW + timedelta(hours=3)
    service.enter(actor, courses.current("small"), "new-one", Verb.COMPLETED, uuid4(), NOW + timedelta(days=9))
    again = completion.of(courses.current("small"), service.record_of(actor.id, "small").standings)
    assert (again.all_met, again.completed_at) == (True, NOW + timedelta(hours=3))


def test_the_record_is_what_the_ledger_comes_to(app: Flask, actor: Actor) -> None:
    complete(actor)
    kept = service.record_of(actor.id, "small")
    assert not service.rebuild(actor.id, "small")
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE record SET standings = '{}'"))
    assert service.rebuild(actor.id, "small")
    assert service.record_of(actor.id, "small") == kept


def test_a_place_moves_on_and_never_back_in_time(actor: Actor) -> None:
    service.set_place(actor, "small", "more", "a-table", NOW)
    service.set_place(actor, "small", "welcome", "", NOW - timedelta(seconds=1))
    place = service.record_of(actor.id, "small").place
    assert place == service.Place("more", "a-table", NOW)
    service.set_place(actor, "small", "welcome", "what-comes", NOW)
    assert service.record_of(actor.id, "small").place == service.Place("welcome", "what-comes", NOW)


def test_records_are_one_s_own(app: Flask, actor: Actor) -> None:
    other = someone(app, enrolled_in="small").actor
    complete(actor)
    assert service.record_of(other.id, "small") == service.EMPTY
    assert service.records_of(actor.id, ["small", "none"]).keys() == {"small"}
    assert service.records_of(actor.id, []) == {}


def test_an_activity_that_gets_another_id_keeps_what_was_done(app: Flask, actor: Actor, tmp_path: Path) -> None:
    service.enter(actor, courses.current("small"), "more", Verb.COMPLETED, uuid4(), NOW)
    service.set_place(actor, "small", "more", "a-table", NOW)
    folder = copy_course(tmp_path, "small")
    lesson = folder / "20-second/10-more.md"
    lesson.write_text(lesson.read_text().replace("id: more\n", "id: much-more\n"))
    quiz = folder / "20-second/20-test.quiz.md"
    quiz.write_text(quiz.read_text().replace("Read again: more\n", "Read again: much-more\n"))
    (folder / "retired.yaml").write_text("renamed:\n  more: much-more\n")
    check_in(app, folder)
    record = service.record_of(actor.id, "small")
    assert record.standings["much-more"].completed_at == NOW
    assert record.place == service.Place("much-more", "a-table", NOW)
    assert not service.rebuild(actor.id, "small")
    service.enter(actor, courses.current("small"), "welcome", Verb.COMPLETED, uuid4(), NOW)
    assert not service.rebuild(actor.id, "small")
    assert service.record_of(actor.id, "small").standings.keys() == {"much-more", "welcome"}
