"""Eight at once, on either engine: nothing lost, one effect, no fault."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.courses import service as courses
from learning.db import db, unit_of_work
from learning.kernel.errors import Conflict, Invalid
from learning.lessons import service as lessons
from learning.people import queries
from learning.people import service as people
from learning.people.actor import Actor
from learning.people.persons import MOST_TRIES, Stay, normalised_login
from learning.progress import service as progress
from learning.progress.ledger import Verb
from learning.quiz import service as quizzes
from learning.quiz.attempts import State
from tests.factories.site import NOW, browser, check_in, post, someone
from tests.factories.store import count
from tests.factories.world import copy_course

AT_ONCE = 8


@pytest.fixture
def actor(app: Flask, small_course: str) -> Actor:
    return someone(app, enrolled_in=small_course).actor


def at_once(app: Flask, act: Callable[[int], object], threads: int = AT_ONCE) -> list[object]:
    """Run `act` in so many threads at the same moment; return what each returned or raised."""
    found: list[object] = [None] * threads
    ready = threading.Barrier(threads)

    def run(number: int) -> None:
        with app.app_context():
            ready.wait()
            try:
                found[number] = act(number)
            except Exception as error:  # told to the test
                found[number] = error

    workers = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return found


def faults(found: list[object]) -> list[object]:
    """Return what was raised."""
    return [each for each in found if isinstance(each, Exception)]


def test_facts_and_places_entered_at_once_are_all_in_the_record(app: Flask, actor: Actor) -> None:
    """Each thread enters ten facts and ten places on the one record."""

    def act(number: int) -> None:
        course = courses.current("small")
        for step in range(10):
            at = NOW + timedelta(seconds=number * 10 + step)
            progress.enter(actor, course, f"activity-{number}-{step}", Verb.COMPLETED, uuid4(), at)
            progress.set_place(actor, "small", "welcome", f"{number}-{step}", at)

    assert faults(at_once(app, act)) == []
    with app.app_context():
        record = progress.record_of(actor.id, "small")
        assert len(record.standings) == AT_ONCE * 10
        assert record.place == progress.Place("welcome", "7-9", NOW + timedelta(seconds=79))
        assert not progress.rebuild(actor.id, "small")
    assert count(app, "fact") == AT_ONCE * 10


def test_one_fact_sent_by_all_counts_once(app: Flask, actor: Actor) -> None:
    fact = uuid4()

    def act(_number: int) -> bool:
        return progress.enter(actor, courses.current("small"), "welcome", Verb.COMPLETED, fact, NOW)

    assert Counter(map(str, at_once(app, act))) == {"True": 1, "False": AT_ONCE - 1}
    assert count(app, "fact") == 1


def test_a_course_completed_by_two_windows_at_once_is_completed_once(app: Flask, actor: Actor) -> None:
    needed = (
        ("welcome", Verb.COMPLETED),
        ("practice", Verb.SUBMITTED),
        ("more", Verb.COMPLETED),
        ("test", Verb.PASSED),
    )

    def act(number: int) -> None:
        activity, verb = needed[number % 4]
        progress.enter(actor, courses.current("small"), activity, verb, uuid4(), NOW)

    assert faults(at_once(app, act)) == []
    with app.app_context():
        assert progress.record_of(actor.id, "small").standings[""].completed_at == NOW
        whole = sa.text("SELECT count(*) FROM fact WHERE activity_id = ''")
        assert db.session.execute(whole).scalar() == 1


def test_all_who_begin_at_once_get_the_same_attempt(app: Flask, actor: Actor) -> None:
    found = at_once(app, lambda _number: quizzes.begin(actor, "small", "practice", 7, uuid4(), NOW))
    assert faults(found) == []
    assert len({getattr(each, "id", None) for each in found}) == 1
    assert count(app, "attempt") == 1


def test_begin_and_hand_in_at_once_keep_the_limit(app: Flask, actor: Actor) -> None:
    """Everybody begins and hands in again and again: two attempts, numbered one and two, and no fault."""
    with app.app_context():
        course = courses.current("small")
        for activity, verb in (("welcome", Verb.COMPLETED), ("practice", Verb.SUBMITTED)):
            progress.enter(actor, course, activity, verb, uuid4(), NOW)

    def act(_number: int) -> None:
        for _ in range(4):
            attempt = quizzes.begin(actor, "small", "test", 7, uuid4(), NOW)
            quizzes.submit(actor, attempt.id, NOW)

    refused = faults(at_once(app, act))
    assert all(isinstance(each, Conflict) for each in refused)
    assert {str(each) for each in refused} <= {"no-attempt-left", "key-used"}
    with app.app_context():
        rows = db.session.execute(
            sa.text("SELECT number, state FROM attempt WHERE activity_id = 'test' ORDER BY number")
        )
        assert [tuple(row) for row in rows] == [(1, "graded"), (2, "graded")]
    assert count(app, "fact") == 4


def test_answers_saved_at_once_are_all_kept_in_one_row(app: Flask, actor: Actor) -> None:
    with app.app_context():
        attempt = quizzes.begin(actor, "small", "practice", 7, uuid4(), NOW).id

    def act(number: int) -> None:
        for step in range(10):
            quizzes.save(actor, attempt, 2, {"answer": [str(100 * number + step)]}, False, uuid4(), NOW)

    assert faults(at_once(app, act)) == []
    with app.app_context():
        places = db.session.execute(sa.text("SELECT seq FROM response ORDER BY seq")).scalars().all()
    assert list(places) == list(range(1, AT_ONCE * 10 + 1))


def test_one_answer_sent_by_all_counts_once(app: Flask, actor: Actor) -> None:
    key = uuid4()
    with app.app_context():
        attempt = quizzes.begin(actor, "small", "practice", 7, uuid4(), NOW).id
    save = lambda _number: quizzes.save(actor, attempt, 2, {"answer": ["87"]}, False, key, NOW)  # noqa: E731
    assert faults(at_once(app, save)) == []
    assert count(app, "response") == 1


def test_saving_while_handing_in_is_graded_or_refused(app: Flask, actor: Actor) -> None:
    """Whatever order they come in: an answer that was taken is graded, one that was refused is not there."""
    with app.app_context():
        attempt = quizzes.begin(actor, "small", "practice", 7, uuid4(), NOW).id

    def act(number: int) -> object:
        if number % 4 == 0:
            return quizzes.submit(actor, attempt, NOW).state
        return quizzes.save(actor, attempt, 2, {"answer": ["87"]}, False, uuid4(), NOW)

    found = at_once(app, act)
    refused = faults(found)
    assert all(isinstance(each, Conflict) and each.reason == "closed" for each in refused)
    taken = AT_ONCE - 2 - len(refused)
    assert count(app, "response") == taken
    assert count(app, "fact") == 1
    with app.app_context():
        closed = quizzes.outcome(actor, attempt, NOW).attempt
        assert closed.state is State.GRADED
        assert closed.score is not None
        assert closed.score.points == (1 if taken else 0)


def test_workers_that_close_what_is_overdue_at_once_close_each_attempt_once(app: Flask, tmp_path: Path) -> None:
    """Five learners let their time run out; eight workers look for them at the same moment."""
    course = copy_course(tmp_path, "small")
    quiz = course / "10-first/20-practice.quiz.md"
    quiz.write_text(quiz.read_text().replace("title: Practice\n", "title: Practice\ntime_limit: 10\n"))
    check_in(app, course)
    learners = [someone(app, enrolled_in="small").actor for _ in range(5)]
    with app.app_context():
        for learner in learners:
            quizzes.begin(learner, "small", "practice", 7, uuid4(), NOW)
    late = NOW + timedelta(minutes=11)
    assert faults(at_once(app, lambda _number: quizzes.close_overdue(late))) == []
    assert (count(app, "attempt"), count(app, "grade"), count(app, "fact")) == (5, 5, 5)
    with app.app_context():
        assert quizzes.close_overdue(late) == 0


def test_a_note_kept_by_all_at_once_keeps_one_and_tells_the_others(app: Flask, actor: Actor) -> None:
    keep = lambda number: lessons.keep_note(actor, "small", "welcome", f"Window {number}", 0, NOW)  # noqa: E731
    found = at_once(app, keep)
    assert len(faults(found)) == AT_ONCE - 1
    assert all(isinstance(each, Conflict) for each in faults(found))
    with app.app_context():
        note = lessons.note_of(actor, "small", "welcome")
        assert (note.version, found[int(note.text[-1])]) == (1, None)


def test_tries_to_sign_in_are_all_counted(app: Flask) -> None:
    """Forty tries at once with wrong passwords: ten are looked at, the others are refused; none slips through."""
    person = someone(app, password="a long enough secret")
    key = people._key(normalised_login(person.email))
    counted = unit_of_work(lambda: queries.count_try(key, timedelta(minutes=15), NOW))
    found = at_once(app, lambda _number: [counted() for _ in range(5)])
    assert faults(found) == []
    assert sorted(each for tries in found for each in tries) == list(range(1, AT_ONCE * 5 + 1))  # type: ignore[attr-defined]
    assert MOST_TRIES < AT_ONCE * 5
    with app.app_context(), pytest.raises(Invalid, match="locked"):
        people.sign_in(person.email, "a long enough secret", Stay(timedelta(hours=1)), NOW)


def test_a_double_click_through_http_has_one_effect_and_one_page(app: Flask, actor: Actor) -> None:
    """Every form of a learner, sent eight times at the same moment from browsers of the same person."""
    person = someone(app, enrolled_in="small")
    browsers = [browser(app, person) for _ in range(AT_ONCE)]
    key = str(uuid4())

    def send(path: str, **fields: str) -> set[tuple[int, str]]:
        replies = at_once(app, lambda number: post(browsers[number], path, **fields))
        assert faults(replies) == []
        return {(reply.status_code, reply.headers.get("Location", "")) for reply in replies}  # type: ignore[attr-defined]

    ((status, first),) = send("/courses/small/quizzes/practice/attempts", key=key)
    assert (status, UUID(first.split("/")[2])) == (303, UUID(key))
    assert len(send(first, key=str(uuid4()), answer="1", go="next")) == 1
    assert len(send(first.partition("/questions")[0])) == 1
    assert len(send("/courses/small/lessons/welcome/done")) == 1
    assert len(send("/report", place="/courses/small", text="Once.", key=str(uuid4()))) == 1
    assert len(send("/courses/small/enrolment")) == 1
    tables = ("attempt", "response", "fact", "remark")
    assert {table: count(app, table) for table in tables} == dict.fromkeys(tables, 1) | {"fact": 2}
