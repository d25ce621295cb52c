"""The overview pages: what a person sees of their courses, in how many statements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.db import db
from learning.home import service
from learning.kernel.errors import NotFound
from learning.people.actor import Actor
from learning.progress import service as progress
from learning.progress.ledger import Verb
from tests.factories.site import NOW, check_in, someone
from tests.factories.world import copy_course


@pytest.fixture
def actor(app: Flask, small_course: str) -> Iterator[Actor]:
    found = someone(app, enrolled_in=small_course).actor
    with app.app_context():
        yield found


def statements(act: object) -> int:
    """Return how many statements an act takes."""
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            said.append(statement)

    engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        act()  # type: ignore[operator]  # a function without arguments
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)
    return len(said)


def test_a_visitor_and_a_stranger_see_a_course_with_nothing_done(app: Flask, actor: Actor) -> None:
    stranger = someone(app).actor
    for who in (None, stranger):
        learning = service.course_page(who, "small")
        assert (learning.enrolled, learning.begun, learning.completed, learning.completion.done) == (False,) * 3 + (0,)
    with pytest.raises(NotFound):
        service.course_page(None, "none")


def test_my_learning_shows_what_is_done_and_where_to_go_on(actor: Actor) -> None:
    (fresh,) = service.my_learning(actor)
    assert (fresh.begun, fresh.completion.done, fresh.completion.total) == (False, 0, 4)
    assert fresh.resume is not None
    assert fresh.resume.address("small") == "/courses/small/lessons/welcome"
    progress.enter(actor, courses.current("small"), "welcome", Verb.COMPLETED, uuid4(), NOW)
    progress.set_place(actor, "small", "more", "a-table", NOW)
    (begun,) = service.my_learning(actor)
    assert (begun.begun, begun.completion.done, begun.last_at) == (True, 1, NOW)
    assert begun.resume is not None
    assert begun.resume.address("small") == "/courses/small/lessons/more#a-table"


def test_a_course_no_longer_served_is_left_out_and_what_was_done_stays(app: Flask, actor: Actor) -> None:
    progress.enter(actor, courses.current("small"), "welcome", Verb.COMPLETED, uuid4(), NOW)
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM course"))
    db.session.rollback()
    courses.forget()
    assert service.my_learning(actor) == []
    assert progress.record_of(actor.id, "small").standings["welcome"].completed_at == NOW


def test_more_courses_take_no_more_statements(app: Flask, actor: Actor, tmp_path: Path) -> None:
    service.my_learning(actor)
    one = statements(lambda: service.my_learning(actor))
    for number in range(4):
        check_in(app, copy_course(tmp_path, f"course-{number}"))
        cohorts.enrol(actor, f"course-{number}", NOW)
    service.my_learning(actor)
    assert len(service.my_learning(actor)) == 5
    assert statements(lambda: service.my_learning(actor)) <= one <= 3
