"""Lessons on a real store of either engine: visit, last line, place, note."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from learning.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from learning.lessons import service
from learning.people.actor import Actor
from learning.progress import service as progress
from tests.factories.site import NOW, someone
from tests.factories.store import count, differences, dump


@pytest.fixture
def actor(app: Flask, small_course: str) -> Iterator[Actor]:
    found = someone(app, enrolled_in=small_course).actor
    with app.app_context():
        yield found


def test_a_visit_writes_nothing(app: Flask, actor: Actor) -> None:
    before = dump(app)
    visit = service.visit(actor, "small", "welcome")
    service.visit(None, "small", "welcome")
    assert (visit.done, visit.enrolled, visit.note) == (False, True, service.Note())
    assert visit.following is not None
    assert visit.following.id == "practice"
    assert differences(before, dump(app)) == {}


@pytest.mark.parametrize("lesson", ["practice", "none", "", "../course"])
def test_what_is_no_lesson_is_not_found(actor: Actor, lesson: str) -> None:
    for act in (
        lambda: service.visit(actor, "small", lesson),
        lambda: service.finish(actor, "small", lesson, NOW),
        lambda: service.keep_place(actor, "small", lesson, "", NOW),
        lambda: service.keep_note(actor, "small", lesson, "x", 0, NOW),
    ):
        with pytest.raises(NotFound):
            act()


def test_finishing_twice_enters_one_fact_and_moves_on(app: Flask, actor: Actor) -> None:
    for _ in range(2):
        following = service.finish(actor, "small", "welcome", NOW)
        assert following is not None
        assert following.id == "practice"
    assert count(app, "fact") == 1
    assert service.visit(actor, "small", "welcome").done


def test_a_stranger_finishes_nothing(app: Flask, actor: Actor) -> None:
    stranger = someone(app).actor
    with pytest.raises(NotAllowed):
        service.finish(stranger, "small", "welcome", NOW)
    with pytest.raises(NotAllowed):
        service.keep_place(stranger, "small", "welcome", "", NOW)
    assert count(app, "fact") == 0


def test_a_place_is_a_heading_of_the_lesson_or_its_top(actor: Actor) -> None:
    for wish, kept in (("what-comes", "what-comes"), ("<script>", ""), ("x" * 5000, ""), ("\x00", "")):
        service.keep_place(actor, "small", "welcome", wish, NOW)
        assert progress.record_of(actor.id, "small").place == progress.Place("welcome", kept, NOW)


def test_a_note_from_another_window_is_not_written_over(actor: Actor) -> None:
    service.keep_note(actor, "small", "welcome", "First.", 0, NOW)
    service.keep_note(actor, "small", "welcome", "Second.", 1, NOW)
    with pytest.raises(Conflict):
        service.keep_note(actor, "small", "welcome", "From the old window.", 1, NOW)
    with pytest.raises(Conflict):
        service.keep_note(actor, "small", "welcome", "From an older one.", 0, NOW)
    assert service.note_of(actor, "small", "welcome") == service.Note("Second.", 2, NOW)


def test_the_same_note_sent_twice_is_no_conflict(actor: Actor) -> None:
    for _ in range(2):
        service.keep_note(actor, "small", "welcome", "First.", 0, NOW)
    assert service.note_of(actor, "small", "welcome") == service.Note("First.", 1, NOW)


def test_a_note_is_one_s_own(app: Flask, actor: Actor) -> None:
    service.keep_note(actor, "small", "welcome", "Mine.", 0, NOW)
    other = someone(app, enrolled_in="small").actor
    assert service.note_of(other, "small", "welcome") == service.Note()
    assert service.visit(other, "small", "welcome").note == service.Note()


def test_an_overlong_note_is_refused(app: Flask, actor: Actor) -> None:
    with pytest.raises(Invalid):
        service.keep_note(actor, "small", "welcome", "x" * (service.NOTE_LIMIT + 1), 0, NOW)
    service.keep_note(actor, "small", "welcome", "ش" * service.NOTE_LIMIT, 0, NOW)
    assert count(app, "note") == 1


@pytest.mark.parametrize("text", ["", " ", "\n\t", "العربية 123", "日本語", "e\u0301", "🙂", "<b>", "\u202e"])
def test_a_note_is_kept_as_typed(actor: Actor, text: str) -> None:
    service.keep_note(actor, "small", "welcome", text, 0, NOW)
    assert service.note_of(actor, "small", "welcome").text == text
