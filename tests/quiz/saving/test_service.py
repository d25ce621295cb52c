"""Saving on a real store of either engine: two devices, packets in any order, clocks that jump, hints, confidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.db import db
from learning.kernel.errors import Conflict, NotFound
from learning.people.actor import Actor
from learning.quiz import queries, service
from learning.quiz.attempts import GRACE
from learning.quiz.saving import service as saving
from learning.quiz.saving.revisions import Kept, first_key
from tests.factories.site import NOW, check_in, someone
from tests.factories.store import count, differences, dump
from tests.factories.world import copy_course
from tests.faults.test_races import AT_ONCE, at_once, faults

SECOND = timedelta(seconds=1)


@dataclass
class Device:
    """A window on question 2 (a number): what it knew when its page was made, and the keys it makes."""

    actor: Actor
    attempt: UUID
    page: int
    base: int | None = 0
    step: int = 0

    def key(self) -> UUID:
        """Return the key of the step it stands at."""
        return UUID(int=first_key(self.page).int | self.step << 32)

    def save(self, text: str, at: datetime = NOW) -> Kept:
        """Save as the script does: one step on, and the revision taken from the answer."""
        self.step += 1
        kept = self.send(text, self.key(), at)
        self.base = kept.revision
        return kept

    def send(self, text: str, key: UUID, at: datetime = NOW, base: int | None = -1) -> Kept:
        """Send one packet."""
        known = self.base if base == -1 else base
        values = {"answer": [text]}
        return saving.save(self.actor, self.attempt, 2, values, False, key, at, base=known)


@dataclass
class Room:
    """Someone with an open attempt at the practice of the small course."""

    app: Flask
    actor: Actor
    attempt: UUID

    def device(self, page: int, base: int | None = 0) -> Device:
        """Open the question in a window."""
        return Device(self.actor, self.attempt, page, base)

    def answer(self) -> list[str]:
        """Return the answer that counts."""
        return list(queries.saved(self.attempt)["articles"].given["answer"])

    def beside(self) -> list[str]:
        """Return the answers to choose from, the one that counts first; none when there is nothing to choose."""
        if not saving.sheet(self.actor, self.attempt, 2).unsettled:
            with pytest.raises(Conflict, match="settled"):
                saving.compare(self.actor, self.attempt, 2)
            return []
        found = saving.compare(self.actor, self.attempt, 2)
        return [dict(each.fields)["answer"] for each in found.candidates]


@pytest.fixture
def room(app: Flask, small_course: str) -> Iterator[Room]:
    person = someone(app, enrolled_in=small_course)
    with app.app_context():
        yield Room(app, person.actor, service.begin(person.actor, "small", "practice", 7, uuid4(), NOW).id)


def differs(act: Callable[[], object]) -> None:
    """The answer was put beside the one that counts."""
    with pytest.raises(Conflict, match="answer-differs"):
        act()


def test_an_answer_from_an_outdated_page_is_kept_beside_the_one_that_counts(room: Room) -> None:
    first, second = room.device(1), room.device(2)
    assert first.save("86").revision == 1
    differs(lambda: second.save("87"))
    assert room.answer() == ["86"]
    assert room.beside() == ["86", "87"]
    assert count(room.app, "response") == 2
    assert saving.sheet(room.actor, room.attempt, 2).unsettled
    assert [mark.unsettled for mark in saving.review(room.actor, room.attempt, NOW).marks] == [False, True]


def test_the_same_answer_from_an_outdated_page_is_no_conflict(room: Room) -> None:
    room.device(1).save("87")
    assert room.device(2).save("87").revision == 2
    assert room.beside() == []


def test_choosing_settles_it(room: Room) -> None:
    room.device(1).save("86")
    differs(lambda: room.device(2).save("87"))
    found = saving.compare(room.actor, room.attempt, 2)
    chosen = found.candidates[1]
    kept = room.device(3, found.base).save(dict(chosen.fields)["answer"])
    assert room.answer() == ["87"]
    assert room.beside() == []
    assert saving.sheet(room.actor, room.attempt, 2).base == kept.revision
    assert not saving.sheet(room.actor, room.attempt, 2).unsettled


def test_a_page_that_knows_goes_on_and_one_that_does_not_say_counts_as_the_last(room: Room) -> None:
    first = room.device(1)
    first.save("1")
    first.save("2")
    room.device(2, saving.sheet(room.actor, room.attempt, 2).base).save("3")
    room.device(3, None).save("4")
    assert room.answer() == ["4"]
    differs(lambda: first.save("5"))
    assert room.beside() == ["4", "5"]


def test_the_same_packet_again_changes_nothing_in_every_case(room: Room) -> None:
    first, second = room.device(1), room.device(2)
    counted = first.save("86")
    differs(lambda: second.save("87"))
    before = dump(room.app)
    assert first.send("86", first.key()) == counted
    differs(lambda: second.send("87", second.key()))
    assert differences(before, dump(room.app)) == {}
    room.device(3, 2).save("86")
    before = dump(room.app)
    assert second.send("87", second.key()).revision == 3  # it was settled: there is nothing to tell any more
    assert differences(before, dump(room.app)) == {}


def test_one_page_is_never_in_conflict_with_itself(room: Room) -> None:
    """Its first packet was stored, but it never heard of it: it still sends the revision it began with."""
    page = room.device(1)
    for step, text in enumerate(("8", "87", "86"), start=1):
        page.step = step
        page.send(text, page.key(), base=0)
    assert room.answer() == ["86"]
    assert room.beside() == []


def test_a_packet_that_comes_late_does_not_replace_what_its_page_typed_after_it(room: Room) -> None:
    page = room.device(1)
    keys = []
    for _ in range(3):
        page.step += 1
        keys.append(page.key())
    page.send("87", keys[2], base=0)
    late = page.send("8", keys[0], base=0)
    assert late.revision == 1
    assert room.answer() == ["87"]
    assert room.beside() == []
    assert page.send("8", keys[0], base=0) == late
    assert count(room.app, "response") == 2


def test_an_answer_to_one_question_does_not_outdate_the_page_of_another(room: Room) -> None:
    page = room.device(1)
    for _ in range(2):
        saving.save(room.actor, room.attempt, 1, {"answer": ["0"]}, False, uuid4(), NOW, base=0)
    assert page.save("87").revision == 3


def test_a_page_shown_from_memory_counts_as_itself(room: Room) -> None:
    """Without script: back, another answer, the same key and the same revision."""
    page = room.device(1)
    page.send("86", page.key())
    page.send("87", page.key())
    assert room.answer() == ["87"]
    assert room.beside() == []


def test_of_two_that_save_at_once_from_the_same_revision_one_counts(app: Flask, room: Room) -> None:
    def act(number: int) -> Kept:
        return room.device(number + 1).save(str(number))

    found = at_once(app, act)
    refused = faults(found)
    assert len(refused) == AT_ONCE - 1
    assert all(isinstance(each, Conflict) and each.reason == "answer-differs" for each in refused)
    with app.app_context():
        rows = db.session.execute(sa.text("SELECT seq, set_aside FROM response ORDER BY seq")).all()
        assert [row.seq for row in rows] == list(range(1, AT_ONCE + 1))
        assert [bool(row.set_aside) for row in rows] == [False] + [True] * (AT_ONCE - 1)
        assert len(room.beside()) == AT_ONCE


def test_only_what_counts_is_graded(room: Room) -> None:
    room.device(1).save("87")
    differs(lambda: room.device(2).save("86"))
    closed = service.submit(room.actor, room.attempt, NOW)
    assert closed.score is not None
    assert closed.score.points == 1


def test_there_is_nothing_to_choose_in_a_closed_attempt_or_another_s(room: Room) -> None:
    room.device(1).save("86")
    differs(lambda: room.device(2).save("87"))
    stranger = someone(room.app).actor
    with pytest.raises(NotFound):
        saving.compare(stranger, room.attempt, 2)
    with pytest.raises(NotFound):
        saving.compare(room.actor, room.attempt, 3)
    service.submit(room.actor, room.attempt, NOW)
    with pytest.raises(Conflict, match="closed"):
        saving.compare(room.actor, room.attempt, 2)


def begin_with(room: Room, folder: Path, settings_: str, labels: str = "") -> UUID:
    """Begin an attempt at the practice of a copy of the small course with further settings, and lines in question 2."""
    course = copy_course(folder, f"copy-{uuid4().hex[:8]}")
    quiz = course / "10-first/20-practice.quiz.md"
    text = quiz.read_text().replace("title: Practice\n", f"title: Practice\n{settings_}")
    quiz.write_text(text.replace("Outcome: name-parts", f"{labels}Outcome: name-parts"))
    check_in(room.app, course)
    actor = someone(room.app, enrolled_in=course.name).actor
    room.actor, room.attempt = actor, service.begin(actor, course.name, "practice", 7, uuid4(), NOW).id
    return room.attempt


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jumps=st.lists(st.integers(-4_000, 4_000), min_size=1, max_size=8))
def test_a_clock_that_jumps_neither_turns_the_order_nor_gives_more_than_the_jump(
    room: Room, tmp_path: Path, jumps: list[int]
) -> None:
    """Moments never go back, none lies before the beginning, and what is late by the server's clock is refused."""
    begin_with(room, tmp_path, "time_limit: 10\n")
    until, moments, at, page = NOW + timedelta(minutes=10), [NOW], NOW, room.device(uuid4().int)
    for jump in jumps:
        at += jump * SECOND
        if at > until + GRACE:
            with pytest.raises(Conflict, match="time-over"):
                page.save(str(abs(jump)), at)
        else:
            moments.append(page.save(str(abs(jump)), at).saved_at)
            assert moments[-1] == max(moments[-2], at)
    assert moments[-1] <= until + GRACE
    kept = [moment for _question, moment in queries.savings(room.attempt)]
    assert kept == moments[1:]


HINT = "Hint (cost 20%): It is below ninety.\n"


def test_a_hint_is_told_once_taken_and_costs_its_share(room: Room, tmp_path: Path) -> None:
    begin_with(room, tmp_path, "", HINT)
    offered = saving.sheet(room.actor, room.attempt, 2).hint
    assert offered is not None
    assert (offered.text, offered.cost_percent, offered.taken) == ("", 20, False)
    assert saving.sheet(room.actor, room.attempt, 1).hint is None
    for _ in range(2):
        saving.take_hint(room.actor, room.attempt, 2, NOW)
    assert count(room.app, "hint") == 1
    taken = saving.sheet(room.actor, room.attempt, 2).hint
    assert taken is not None
    assert (taken.text, taken.taken) == ("It is below ninety.", True)
    room.device(1).save("87")
    closed = service.submit(room.actor, room.attempt, NOW)
    assert closed.score is not None
    assert str(closed.score.points) == "0.8"
    grade = queries.grade_of(room.attempt)["articles"]
    assert (grade.hint, str(grade.won)) == (True, "0.8")


def test_a_pre_test_gives_no_hint_whoever_asks(room: Room, tmp_path: Path) -> None:
    begin_with(room, tmp_path, "purpose: pre-test\n", HINT)
    assert saving.sheet(room.actor, room.attempt, 2).hint is None
    with pytest.raises(NotFound):
        saving.take_hint(room.actor, room.attempt, 2, NOW)
    assert count(room.app, "hint") == 0


def test_a_hint_that_is_not_there_another_s_and_a_late_one_are_refused(room: Room, tmp_path: Path) -> None:
    begin_with(room, tmp_path, "time_limit: 10\n", HINT)
    stranger = someone(room.app).actor
    for actor, number in ((room.actor, 1), (room.actor, 3), (stranger, 2)):
        with pytest.raises(NotFound):
            saving.take_hint(actor, room.attempt, number, NOW)
    with pytest.raises(Conflict, match="time-over"):
        saving.take_hint(room.actor, room.attempt, 2, NOW + timedelta(minutes=11))
    service.submit(room.actor, room.attempt, NOW)
    with pytest.raises(Conflict, match="closed"):
        saving.take_hint(room.actor, room.attempt, 2, NOW)
    assert count(room.app, "hint") == 0


@pytest.mark.parametrize(("purpose", "kept"), [("practice", 3), ("test", None), ("pre-test", None)])
def test_how_sure_one_is_is_kept_in_practice_alone(room: Room, tmp_path: Path, purpose: str, kept: int | None) -> None:
    begin_with(room, tmp_path, f"purpose: {purpose}\n")
    assert saving.sheet(room.actor, room.attempt, 2).asks_sureness == (kept is not None)
    saving.save(room.actor, room.attempt, 2, {"answer": ["87"]}, False, uuid4(), NOW, base=0, confidence=3)
    assert queries.saved(room.attempt)["articles"].confidence == kept
    service.submit(room.actor, room.attempt, NOW)
    assert queries.grade_of(room.attempt)["articles"].confidence == kept
