"""The ledger on a real store of either engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.courses import service as courses
from learning.db import db
from learning.kernel.errors import NotAllowed
from learning.kernel.score import Score
from learning.people.actor import Actor
from learning.progress import completion, service
from learning.progress.ledger import COURSE, Fact, Verb
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
    assert [each.id for each in found.missing] == ["new-one"]
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
    assert service.records_of(actor.id) == {"small": service.record_of(actor.id, "small")}
    assert service.records_of(other.id) == {"small": service.EMPTY}
    assert service.records_of(uuid4()) == {}


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


def points(number: int) -> Score:
    """Return so many points of ten."""
    return Score(Decimal(number), Decimal(10))


def correction(actor: Actor, corrects: UUID, verb: Verb, score: Score, days: int = 1) -> service.Correction:
    """Return a fact on the test that puts another right, some days later."""
    at = NOW + timedelta(days=days)
    fact = Fact("test", verb, at, score, courses.current("small").revision_id, uuid4(), corrects)
    return service.Correction(actor.id, fact)


def test_a_correction_changes_the_best_score_and_no_date(app: Flask, actor: Actor) -> None:
    first, second = uuid4(), uuid4()
    service.enter(actor, courses.current("small"), "test", Verb.PASSED, first, NOW, points(9))
    service.enter(actor, courses.current("small"), "test", Verb.FAILED, second, NOW, points(3))
    before = service.record_of(actor.id, "small").standings["test"]
    lower = correction(actor, first, Verb.FAILED, points(5))
    service.correct_many("small", "test", [lower])
    after = service.record_of(actor.id, "small").standings["test"]
    assert (after.best, after.passed_at, after.submitted_at) == (points(5), NOW, NOW)
    assert (before.corrected_at, after.corrected_at, after.last) == (None, NOW + timedelta(days=1), before.last)
    assert not service.rebuild(actor.id, "small")
    dumped = dump(app)
    service.correct_many("small", "test", [lower])
    assert count(app, "fact") == 3
    assert differences(dumped, dump(app)).keys() <= {"record"}  # its version alone
    service.correct_many("small", "test", [correction(actor, lower.fact.id or first, Verb.FAILED, points(2), 2)])
    assert service.record_of(actor.id, "small").standings["test"].best == points(3)
    assert not service.rebuild(actor.id, "small")


def test_a_pass_by_correction_completes_the_course(app: Flask, actor: Actor) -> None:
    failed = uuid4()
    for activity, verb in NEEDED[:-1]:
        service.enter(actor, courses.current("small"), activity, verb, uuid4(), NOW)
    service.enter(actor, courses.current("small"), "test", Verb.FAILED, failed, NOW, points(5))
    service.correct_many("small", "test", [correction(actor, failed, Verb.PASSED, points(7))])
    standings = service.record_of(actor.id, "small").standings
    assert standings[COURSE].completed_at == standings["test"].passed_at == NOW + timedelta(days=1)
    assert not service.rebuild(actor.id, "small")


def test_corrections_of_many_touch_each_record_once(app: Flask, actor: Actor) -> None:
    people = [actor, *(someone(app, enrolled_in="small").actor for _ in range(3))]
    facts = {person.id: uuid4() for person in people}
    for person in people:
        service.enter(person, courses.current("small"), "test", Verb.FAILED, facts[person.id], NOW, points(1))
    found = [correction(person, facts[person.id], Verb.FAILED, points(2)) for person in people]
    service.correct_many("small", "test", found)
    assert [service.record_of(person.id, "small").standings["test"].best for person in people] == [points(2)] * 4
    assert not any(service.rebuild(person.id, "small") for person in people)
