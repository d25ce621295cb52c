"""Files handed in, on a real store of either engine: kept as they came, found by nobody else, none lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask

from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.people.actor import Actor, Grant, Role, course_scope
from learning.quiz import service as quizzes
from learning.quiz.uploads import service
from tests.factories.files import EICAR, FILES
from tests.factories.site import NOW, check_in, someone
from tests.factories.store import count, differences, dump
from tests.factories.work import FILE, LONG
from tests.factories.world import course_with_work
from tests.faults.test_races import at_once, faults


@dataclass
class Room:
    """A learner with an open attempt."""

    app: Flask
    learner: Actor
    attempt: UUID

    def keep(self, name: str = "report.pdf", content: bytes = FILES["pdf"]) -> str:
        """Keep a file for the question that asks for one."""
        return service.keep(self.learner, self.attempt, FILE, name, content, NOW)

    def save(self, given: str, link: str = "") -> None:
        """Save the answer to that question."""
        fields = {"file": [given], "link": [link]}
        quizzes.save(self.learner, self.attempt, FILE, fields, False, uuid4(), NOW)

    def given(self) -> list[str]:
        """Return what is saved of the file."""
        saved = quizzes.sheet(self.learner, self.attempt, FILE).saved
        return list(saved.given.get("file", ())) if saved else []


@pytest.fixture
def room(app: Flask, tmp_path: Path) -> Iterator[Room]:
    course_id = check_in(app, course_with_work(tmp_path))
    learner = someone(app, enrolled_in=course_id).actor
    with app.app_context():
        attempt = quizzes.begin(learner, course_id, "work", 7, uuid4(), NOW)
        yield Room(app, learner, attempt.id)


@pytest.mark.parametrize(
    ("name", "content"),
    [("مقارنة القانون.pdf", FILES["pdf"]), ("notes.txt", EICAR), ('a b; "c".txt', FILES["txt"])],
)
def test_a_file_comes_back_as_it_was_given(room: Room, name: str, content: bytes) -> None:
    given = room.keep(name, content)
    room.save(given)
    assert room.given() == [given]
    upload_id = service.id_in(given)
    assert upload_id is not None
    upload, held = service.file(room.learner, room.attempt, upload_id)
    assert (upload.name, upload.size, held) == (name, len(content), content)


def test_the_same_file_again_is_kept_once_and_another_beside_it(room: Room) -> None:
    first = room.keep()
    assert room.keep() == first
    other = room.keep("other.pdf")
    changed = room.keep(content=FILES["pdf"] + b"\n")
    assert len({first, other, changed}) == 3
    assert count(room.app, "upload") == 3


def test_a_file_that_was_replaced_is_still_there(room: Room) -> None:
    first, second = room.keep("first.pdf"), room.keep("second.pdf")
    room.save(first)
    room.save(second)
    assert room.given() == [second]
    assert {upload.name for upload in service.of_question(room.attempt, "comparison")} == {"first.pdf", "second.pdf"}
    room.save(first)
    assert room.given() == [first]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("report.exe", b"MZ", "answer-file-kind"),
        ("report.pdf", EICAR, "answer-file-content"),
        ("report.pdf", FILES["docx"], "answer-file-content"),
        ("report.pdf", b"", "answer-file-empty"),
        ("report.pdf", FILES["pdf"] + bytes(1024 * 1024), "answer-file-large"),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing_behind(room: Room, name: str, content: bytes, code: str) -> None:
    before = dump(room.app)
    with pytest.raises(Invalid) as refused:
        room.keep(name, content)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert differences(before, dump(room.app)) == {}


def test_no_more_files_than_a_few_are_kept_for_one_answer(room: Room) -> None:
    kept = [room.keep(f"{number}.pdf") for number in range(service.MOST_FILES)]
    with pytest.raises(Invalid, match="answer-file-many"):
        room.keep("one-more.pdf")
    assert room.keep("3.pdf") == kept[3]


def test_files_sent_at_the_same_moment_are_kept_once_each_and_no_more_than_allowed(room: Room) -> None:
    found = at_once(room.app, lambda number: room.keep(f"{number % 12}.pdf"), threads=16)
    assert {type(each) for each in faults(found)} <= {Invalid}
    assert count(room.app, "upload") == service.MOST_FILES


def test_an_answer_names_only_files_that_were_kept_for_it(room: Room) -> None:
    other = someone(room.app, enrolled_in="small").actor
    foreign = quizzes.begin(other, "small", "work", 7, uuid4(), NOW)
    theirs = service.keep(other, foreign.id, FILE, "theirs.pdf", FILES["pdf"], NOW)
    own = room.keep()
    before = dump(room.app)
    for given in (theirs, f"{uuid4()}/report.pdf", own.replace("report", "another")):
        with pytest.raises(Invalid, match="answer-file-unknown"):
            room.save(given)
    assert differences(before, dump(room.app)) == {}


def test_a_file_is_taken_only_where_one_is_asked_for_while_the_attempt_is_open(room: Room) -> None:
    for number in (0, 1, LONG, 9):
        with pytest.raises(NotFound):
            service.keep(room.learner, room.attempt, number, "a.pdf", FILES["pdf"], NOW)
    stranger = someone(room.app, enrolled_in="small").actor
    with pytest.raises(NotFound):
        service.keep(stranger, room.attempt, FILE, "a.pdf", FILES["pdf"], NOW)
    quizzes.submit(room.learner, room.attempt, NOW)
    with pytest.raises(Conflict, match="closed"):
        room.keep()
    assert count(room.app, "upload") == 0


def test_a_file_is_given_to_its_owner_and_once_handed_in_to_those_who_mark(room: Room) -> None:
    given = room.keep()
    upload_id = service.id_in(given)
    assert upload_id is not None
    room.save(given)
    trainer = someone(room.app, grants=[Grant(Role.TRAINER, course_scope("small"))]).actor
    far = someone(room.app, grants=[Grant(Role.TRAINER, course_scope("other"))]).actor
    fellow = someone(room.app, enrolled_in="small").actor
    for actor in (trainer, far, fellow):
        with pytest.raises(NotFound):
            service.file(actor, room.attempt, upload_id)
    quizzes.submit(room.learner, room.attempt, NOW + timedelta(minutes=1))
    assert service.file(trainer, room.attempt, upload_id)[1] == FILES["pdf"]
    assert service.file(room.learner, room.attempt, upload_id)[1] == FILES["pdf"]
    for actor in (far, fellow):
        with pytest.raises(NotFound):
            service.file(actor, room.attempt, upload_id)
    with pytest.raises(NotFound):
        service.file(trainer, uuid4(), upload_id)
