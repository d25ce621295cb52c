"""Extra time, waiting time, attempts closed by their time, receipts and the gain, on a real store of either engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.courses import service as courses
from learning.db import db
from learning.kernel.errors import Conflict, Invalid, NotFound, SignInNeeded
from learning.people.actor import Actor, Grant, Role, course_scope
from learning.progress import service as progress
from learning.quiz import service
from learning.quiz.attempts import Attempt, Beginning, State
from learning.quiz.office import service as office
from learning.quiz.receipts import Check
from tests.factories.site import NOW, check_in, someone
from tests.factories.store import count, differences, dump
from tests.factories.world import copy_course

MINUTE = timedelta(minutes=1)
SECRET = "the secret of the site"


@dataclass
class Room:
    """A learner and a trainer of the small course, whose practice has ten minutes and further settings."""

    app: Flask
    learner: Actor
    trainer: Actor
    folder: Path

    def settings(self, text: str) -> None:
        """Check the course in with these settings of its practice."""
        course = self.folder / "small"
        quiz = (course if course.exists() else copy_course(self.folder, "small")) / "10-first/20-practice.quiz.md"
        head, _, rest = quiz.read_text().partition("title: Practice\n")
        body = rest.partition("---\n")[2]
        quiz.write_text(f"{head}title: Practice\n{text}---\n{body}")
        check_in(self.app, course)

    def begin(self, minutes: int = 0, actor: Actor | None = None) -> Attempt:
        """Begin an attempt so many minutes after noon."""
        at = NOW + minutes * MINUTE
        return service.begin(actor or self.learner, "small", "practice", 7, uuid4(), at)

    def submit(self, attempt: Attempt, minutes: int = 0) -> Attempt:
        """Hand it in."""
        return service.submit(self.learner, attempt.id, NOW + minutes * MINUTE)


@pytest.fixture
def room(app: Flask, small_course: str, tmp_path: Path) -> Iterator[Room]:
    learner = someone(app, "Amina Diallo", enrolled_in=small_course).actor
    trainer = someone(app, "Maria Novak", grants=[Grant(Role.TRAINER, course_scope("small"))]).actor
    with app.app_context():
        made = Room(app, learner, trainer, tmp_path)
        made.settings("time_limit: 10\n")
        yield made


def until(attempt_id: UUID, room: Room) -> timedelta | None:
    end = service.review(room.learner, attempt_id, NOW).attempt.until
    return end - NOW if end else None


def test_extra_time_lengthens_what_is_begun_and_what_is_open(room: Room) -> None:
    attempt = room.begin()
    assert until(attempt.id, room) == 10 * MINUTE
    office.give_extra_time(room.trainer, "small", room.learner.id, 50, NOW)
    assert until(attempt.id, room) == 15 * MINUTE
    service.save(room.learner, attempt.id, 2, {"answer": ["87"]}, False, uuid4(), NOW + 14 * MINUTE)
    room.submit(attempt, 14)
    assert until(room.begin().id, room) == 15 * MINUTE
    office.give_extra_time(room.trainer, "small", room.learner.id, 0, NOW)
    assert count(room.app, "extra_time") == 1
    assert office.learners(room.trainer, "small", "", None)[1] == [(room.learner.id, "Amina Diallo", 0)]


@pytest.mark.parametrize("percent", [-1, 301])
def test_extra_time_has_its_bounds(room: Room, percent: int) -> None:
    before = dump(room.app)
    with pytest.raises(Invalid):
        office.give_extra_time(room.trainer, "small", room.learner.id, percent, NOW)
    assert differences(before, dump(room.app)) == {}


def test_only_a_trainer_of_the_course_gives_extra_time_and_only_to_its_learners(room: Room) -> None:
    far = someone(room.app, grants=[Grant(Role.TRAINER, course_scope("other"))]).actor
    before = dump(room.app)
    for actor, person, error in (
        (far, room.learner.id, NotFound),
        (room.learner, room.learner.id, NotFound),
        (None, room.learner.id, SignInNeeded),
        (room.trainer, room.trainer.id, NotFound),
        (room.trainer, uuid4(), NotFound),
    ):
        with pytest.raises(error):
            office.give_extra_time(actor, "small", person, 25, NOW)
    assert differences(before, dump(room.app)) == {}


def test_who_was_just_here_waits(room: Room) -> None:
    room.settings("wait: 60\n")
    room.submit(room.begin(), 5)
    for minutes in (5, 64):
        with pytest.raises(Conflict, match="too-early"):
            room.begin(minutes)
    start = service.start(room.learner, "small", "practice", NOW + 64 * MINUTE)
    assert (start.beginning, start.begins_from) == (Beginning.TOO_EARLY, NOW + 65 * MINUTE)
    assert room.begin(65).number == 2


def test_a_quiz_that_has_closed_takes_nothing_more(room: Room) -> None:
    room.settings("time_limit: 60\ncloses: 2026-11-23 17:45 Asia/Kathmandu\nreview: after-close\n")
    with pytest.raises(Conflict, match="quiz-closed"):
        room.begin(0)
    attempt = room.begin(-10)
    assert attempt.until == NOW
    with pytest.raises(Conflict, match="time-over"):
        service.save(room.learner, attempt.id, 1, {"answer": ["0"]}, False, uuid4(), NOW + MINUTE)
    room.submit(attempt, -5)
    assert not service.outcome(room.learner, attempt.id, NOW - MINUTE).visibility.key
    assert service.outcome(room.learner, attempt.id, NOW).visibility.key


def test_attempts_whose_time_is_over_are_closed_once(room: Room) -> None:
    attempt, other = room.begin(), someone(room.app, enrolled_in="small").actor
    service.save(room.learner, attempt.id, 2, {"answer": ["87"]}, False, uuid4(), NOW + MINUTE)
    late = room.begin(5, other)
    assert service.close_overdue(NOW + 10 * MINUTE) == 0
    assert service.close_overdue(NOW + 11 * MINUTE) == 1
    after = dump(room.app)
    assert service.close_overdue(NOW + 11 * MINUTE) == 0
    assert differences(after, dump(room.app)) == {}
    closed = service.outcome(room.learner, attempt.id, NOW + 11 * MINUTE).attempt
    assert (closed.state, closed.expired, closed.score and closed.score.points) == (State.GRADED, True, 1)
    assert service.close_overdue(NOW + 60 * MINUTE, most=1) == 1
    assert service.outcome(other, late.id, NOW + 60 * MINUTE).attempt.expired
    assert count(room.app, "grade") == 2


def test_a_receipt_can_be_checked_again(room: Room) -> None:
    attempt = room.begin()
    with pytest.raises(NotFound):
        office.receipt(room.learner, attempt.id, SECRET)
    service.save(room.learner, attempt.id, 2, {"answer": ["87"]}, False, uuid4(), NOW)
    room.submit(attempt)
    code = office.receipt(room.learner, attempt.id, SECRET)[2]
    number = str(attempt.id)
    assert office.check_receipt(room.trainer, "small", f" {number.upper()} ", code.lower(), SECRET)[0] is Check.GENUINE
    for unknown in (str(uuid4()), "none", ""):
        assert office.check_receipt(room.trainer, "small", unknown, code, SECRET) == (Check.FOREIGN, None)
    assert office.check_receipt(room.trainer, "small", number, "AAAA", SECRET)[0] is Check.FOREIGN
    assert office.check_receipt(room.trainer, "small", number, code, "another secret")[0] is Check.FOREIGN
    with pytest.raises(NotFound):
        office.check_receipt(room.learner, "small", number, code, SECRET)
    with pytest.raises(NotFound):
        office.receipt(room.trainer, attempt.id, SECRET)


def test_a_receipt_shows_that_an_answer_was_changed_in_the_store(room: Room) -> None:
    attempt = room.begin()
    service.save(room.learner, attempt.id, 2, {"answer": ["87"]}, False, uuid4(), NOW)
    room.submit(attempt)
    code = office.receipt(room.learner, attempt.id, SECRET)[2]
    db.session.execute(sa.text("DELETE FROM response"))
    db.session.commit()
    assert office.check_receipt(room.trainer, "small", str(attempt.id), code, SECRET)[0] is Check.CHANGED


def test_the_gain_compares_the_first_pre_test_with_the_test(room: Room) -> None:
    room.settings("purpose: pre-test\n")
    test = room.folder / "small/20-second/20-test.quiz.md"
    test.write_text(test.read_text().replace("title: ", "gain_over: practice\ntitle: ", 1))
    check_in(room.app, room.folder / "small")
    room.submit(room.begin())
    again = room.begin(1)
    service.save(room.learner, again.id, 1, {"answer": ["1"]}, False, uuid4(), NOW + MINUTE)
    room.submit(again, 2)
    progress.enter(room.learner, courses.current("small"), "welcome", progress.Verb.COMPLETED, uuid4(), NOW)
    attempt = service.begin(room.learner, "small", "test", 7, uuid4(), NOW)
    number = attempt.questions.index("twenty") + 1
    asked = service.paper_of_attempt(attempt).asked("twenty", attempt.seed)
    right = asked.question.interaction.form_values(asked.question.interaction.examples(asked.order).right, asked.order)
    service.save(room.learner, attempt.id, number, right, False, uuid4(), NOW)
    room.submit(attempt)
    found = {gain.outcome: gain for gain in service.outcome(room.learner, attempt.id, NOW).gain}
    assert (found["count-branches"].before, found["count-branches"].after) == (0, 1)
    assert found["name-parts"].difference == 0
    assert service.outcome(room.learner, again.id, NOW).gain == ()
