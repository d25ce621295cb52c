"""Marking on a real store of either engine: once is once, nobody's mark is lost, the last one grades the attempt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.db import db
from learning.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, SignInNeeded
from learning.kernel.score import Score
from learning.people.actor import Actor, Grant, Role, course_scope
from learning.progress import service as progress
from learning.quiz import service as quizzes
from learning.quiz.attempts import Attempt, State
from learning.quiz.marking import service
from learning.quiz.tables import GradeRow
from learning.quiz.uploads import service as uploads
from tests.factories.files import FILES
from tests.factories.site import NOW, check_in, someone
from tests.factories.store import count
from tests.factories.work import FILE, LONG
from tests.factories.world import course_with_work
from tests.faults.test_races import at_once, faults

LATER = NOW + timedelta(days=1)
ADVICE, COMPARISON = "arcadia-part-iii", "comparison"
BEST = {ADVICE: [0, 0], COMPARISON: [0]}


@dataclass
class Room:
    """A learner, two trainers and what they do, in an application's context."""

    app: Flask
    learner: Actor
    trainer: Actor
    colleague: Actor

    def hand_in(self, learner: Actor | None = None, *, text: str = "Not yet.", file: bool = True) -> Attempt:
        """Answer all three questions as far as given, and hand in."""
        who = learner or self.learner
        attempt = quizzes.begin(who, "small", "work", 7, uuid4(), NOW)
        quizzes.save(who, attempt.id, 1, {"answer": ["0"]}, False, uuid4(), NOW)
        if text:
            quizzes.save(who, attempt.id, LONG, {"answer": [text]}, False, uuid4(), NOW)
        if file:
            kept = uploads.keep(who, attempt.id, FILE, "مقارنة.pdf", FILES["pdf"], NOW)
            quizzes.save(who, attempt.id, FILE, {"file": [kept]}, False, uuid4(), NOW)
        return quizzes.submit(who, attempt.id, NOW)

    def mark(
        self, attempt: Attempt, question: str, levels: list[int | None] | None = None, *, by: Actor | None = None,
        base: int = 0, reason: str = "", comment: str = "Well done.", key: UUID | None = None,
    ) -> bool:  # fmt: skip
        """Mark an answer, by default with the best levels."""
        chosen = BEST[question] if levels is None else levels
        at = LATER + timedelta(hours=base)
        return service.mark(by or self.trainer, attempt.id, question, chosen, comment, reason, base, key or uuid4(), at)

    def again(self, attempt: Attempt) -> Attempt:
        """Return the attempt as it is now."""
        return quizzes.outcome(self.learner, attempt.id, LATER).attempt

    def waits(self, actor: Actor | None = None) -> list[str]:
        """Return the ids of the questions whose answers wait."""
        return [each.question_id for each in service.waiting(actor or self.trainer, "small", 1).answers]


@pytest.fixture
def room(app: Flask, tmp_path: Path) -> Iterator[Room]:
    course_id = check_in(app, course_with_work(tmp_path))
    trains = [Grant(Role.TRAINER, course_scope(course_id))]
    people = [someone(app, "Maria Novak", grants=trains), someone(app, "Paul Weiss", grants=trains)]
    learner = someone(app, "Amina Diallo", enrolled_in=course_id)
    with app.app_context():
        yield Room(app, learner.actor, people[0].actor, people[1].actor)


def causes(attempt: Attempt) -> list[tuple[str, UUID | None]]:
    rows = db.session.execute(
        sa.select(GradeRow.cause, GradeRow.by_id).where(GradeRow.attempt_id == attempt.id).order_by(GradeRow.seq)
    )
    return [(cause, by) for cause, by in rows]


def test_an_attempt_waits_until_each_of_its_answers_has_its_mark(room: Room) -> None:
    attempt = room.hand_in()
    assert attempt.state is State.SUBMITTED
    assert not attempt.passed
    assert room.waits() == [ADVICE, COMPARISON]
    assert room.mark(attempt, ADVICE, [1, 0]) is False
    assert room.waits() == [COMPARISON]
    assert room.again(attempt).state is State.SUBMITTED
    assert room.mark(attempt, COMPARISON) is True
    assert room.waits() == []
    done = room.again(attempt)
    assert (done.state, done.score, done.passed) == (State.GRADED, Score(Decimal(7), Decimal(8)), True)
    assert causes(attempt) == [("closing", None), ("marking", room.trainer.id)]


def test_the_ledger_learns_the_outcome_with_the_last_mark_and_not_before(room: Room) -> None:
    attempt = room.hand_in()
    before = progress.record_of(room.learner.id, "small").standings["work"]
    assert (before.submitted_at, before.passed_at, before.best) == (NOW, None, None)
    room.mark(attempt, ADVICE)
    assert progress.record_of(room.learner.id, "small").standings["work"] == before
    room.mark(attempt, COMPARISON)
    after = progress.record_of(room.learner.id, "small").standings["work"]
    assert (after.submitted_at, after.passed_at, after.best) == (NOW, LATER, Score(Decimal(8), Decimal(8)))
    assert not progress.rebuild(room.learner.id, "small")


def test_an_attempt_without_an_answer_to_mark_is_graded_at_once(room: Room) -> None:
    attempt = room.hand_in(text="", file=False)
    assert (attempt.state, attempt.passed) == (State.GRADED, False)
    assert room.waits() == []
    with pytest.raises(NotFound):
        room.mark(attempt, ADVICE)


def test_an_answer_left_open_wins_nothing_and_nobody_has_to_look(room: Room) -> None:
    attempt = room.hand_in(file=False)
    assert room.waits() == [ADVICE]
    assert room.mark(attempt, ADVICE) is True
    assert room.again(attempt).score == Score(Decimal(5), Decimal(8))


def test_the_same_key_again_changes_nothing(room: Room) -> None:
    attempt, key = room.hand_in(), uuid4()
    room.mark(attempt, ADVICE, key=key)
    room.mark(attempt, ADVICE, key=key)
    room.mark(attempt, ADVICE, [1, 2], key=key)
    assert count(room.app, "mark") == 1
    with pytest.raises(Conflict, match="key-used"):
        room.mark(attempt, COMPARISON, key=key)
    assert room.mark(attempt, COMPARISON, key=uuid4())
    assert room.mark(attempt, ADVICE, key=key)


def test_two_marks_in_one_moment_are_two_gradings(room: Room) -> None:
    attempt = room.hand_in(file=False)
    for base, levels in enumerate(([1, 0], [0, 0], [1, 2])):
        service.mark(room.trainer, attempt.id, ADVICE, levels, "", "Again." * bool(base), base, uuid4(), LATER)
    assert [cause for cause, _ in causes(attempt)] == ["closing", "marking", "marking", "marking"]
    last = quizzes.queries.grade_of(attempt.id)[ADVICE]
    assert last.won == room.again(attempt).score.points - 1  # type: ignore[union-attr]


def test_a_second_mark_needs_a_reason_stands_beside_the_first_and_corrects_the_ledger(room: Room) -> None:
    attempt = room.hand_in()
    room.mark(attempt, ADVICE, comment="First.")
    room.mark(attempt, COMPARISON)
    with pytest.raises(Invalid) as refused:
        room.mark(attempt, ADVICE, [2, 2], base=1, by=room.colleague)
    assert [(problem.where, problem.code) for problem in refused.value.problems] == [("reason", "mark-reason")]
    assert room.mark(attempt, ADVICE, [1, 2], base=1, by=room.colleague, reason="Too kind.", comment="Second.")
    done = room.again(attempt)
    assert (done.state, done.score) == (State.GRADED, Score(Decimal(5), Decimal(8)))
    given = service.sheet(room.trainer, attempt.id, ADVICE).given
    assert [(mark.seq, mark.comment, mark.reason, name) for mark, name in given] == [
        (1, "First.", "", "Maria Novak"),
        (2, "Second.", "Too kind.", "Paul Weiss"),
    ]
    standing = progress.record_of(room.learner.id, "small").standings["work"]
    assert standing.best == Score(Decimal(5), Decimal(8))
    assert standing.passed_at == LATER
    assert not progress.rebuild(room.learner.id, "small")
    assert [cause for cause, _ in causes(attempt)] == ["closing", "marking", "marking"]
    assert room.mark(attempt, ADVICE, [0, 0], base=2, reason="Better so.")
    assert progress.record_of(room.learner.id, "small").standings["work"].best == Score(Decimal(8), Decimal(8))


def test_a_pass_once_given_stays(room: Room) -> None:
    attempt = room.hand_in()
    room.mark(attempt, ADVICE)
    room.mark(attempt, COMPARISON)
    room.mark(attempt, ADVICE, [2, 2], base=1, reason="All wrong.")
    done = room.again(attempt)
    assert (done.score, done.passed) == (Score(Decimal(4), Decimal(8)), True)


def test_who_marks_from_an_outdated_page_is_told_and_nothing_is_lost(room: Room) -> None:
    attempt = room.hand_in()
    room.mark(attempt, ADVICE, comment="First.")
    with pytest.raises(Conflict, match="marked-meanwhile"):
        room.mark(attempt, ADVICE, by=room.colleague)
    with pytest.raises(Conflict, match="marked-meanwhile"):
        room.mark(attempt, ADVICE, by=room.colleague, base=7)
    assert count(room.app, "mark") == 1
    assert service.sheet(room.colleague, attempt.id, ADVICE).revision == 1


def test_two_trainers_at_the_same_moment_give_one_mark_and_one_conflict(room: Room) -> None:
    attempt = room.hand_in(file=False)
    found = at_once(
        room.app, lambda number: room.mark(attempt, ADVICE, [number % 3 if number % 3 else 0, 0]), threads=6
    )
    assert [getattr(each, "reason", "") for each in faults(found)] == ["marked-meanwhile"] * 5
    assert (count(room.app, "mark"), count(room.app, "grade")) == (1, 2)


def test_two_answers_marked_at_the_same_moment_grade_the_attempt_once(room: Room) -> None:
    attempt = room.hand_in()
    found = at_once(room.app, lambda number: room.mark(attempt, (ADVICE, COMPARISON)[number]), threads=2)
    assert sorted(map(bool, found)) == [False, True]
    assert faults(found) == []
    assert room.again(attempt).score == Score(Decimal(8), Decimal(8))
    assert [cause for cause, _ in causes(attempt)] == ["closing", "marking"]


@pytest.mark.parametrize(
    ("levels", "codes"),
    [
        ([None, 0], [("criterion-0", "mark-missing")]),
        ([], [("criterion-0", "mark-missing"), ("criterion-1", "mark-missing")]),
        ([0, 1], [("criterion-1", "mark-level")]),
        ([9, 0], [("criterion-0", "mark-level")]),
        ([0, 0, 0], [("", "mark-level")]),
    ],
)
def test_a_mark_that_is_not_whole_is_refused_and_nothing_kept(
    room: Room, levels: list[int | None], codes: list[tuple[str, str]]
) -> None:
    attempt = room.hand_in()
    with pytest.raises(Invalid) as refused:
        room.mark(attempt, ADVICE, levels)
    assert [(problem.where, problem.code) for problem in refused.value.problems] == codes
    with pytest.raises(Invalid):
        room.mark(attempt, ADVICE, comment="x" * 4001)
    assert count(room.app, "mark") == 0


def test_only_those_who_mark_in_the_course_see_anything_and_nobody_marks_their_own(room: Room) -> None:
    attempt = room.hand_in()
    far = someone(room.app, grants=[Grant(Role.TRAINER, course_scope("other"))]).actor
    for actor in (room.learner, far):
        with pytest.raises(NotFound):
            service.waiting(actor, "small", 1)
        with pytest.raises(NotFound):
            service.sheet(actor, attempt.id, ADVICE)
        with pytest.raises(NotFound):
            room.mark(attempt, ADVICE, by=actor)
    with pytest.raises(SignInNeeded):
        service.waiting(None, "small", 1)
    with pytest.raises(NotFound):
        service.sheet(room.trainer, attempt.id, "how-many-branches")
    with pytest.raises(NotFound):
        service.sheet(room.trainer, attempt.id, "none-such")
    both = someone(room.app, grants=[Grant(Role.TRAINER, course_scope("small"))], enrolled_in="small").actor
    own = room.hand_in(both)
    assert room.waits(both) == [ADVICE, COMPARISON]
    with pytest.raises(NotAllowed, match="own-work"):
        service.sheet(both, own.id, ADVICE)
    with pytest.raises(NotAllowed, match="own-work"):
        room.mark(own, ADVICE, by=both)
    assert count(room.app, "mark") == 0


def test_an_open_attempt_is_nobodys_to_mark(room: Room) -> None:
    attempt = quizzes.begin(room.learner, "small", "work", 7, uuid4(), NOW)
    quizzes.save(room.learner, attempt.id, LONG, {"answer": ["Not yet."]}, False, uuid4(), NOW)
    assert room.waits() == []
    with pytest.raises(NotFound):
        service.sheet(room.trainer, attempt.id, ADVICE)


def test_what_waits_is_listed_oldest_first_by_number_and_by_name_only_when_asked(room: Room) -> None:
    first = room.hand_in(file=False)
    other = someone(room.app, "Carlos Rivera", enrolled_in="small").actor
    second = quizzes.begin(other, "small", "work", 7, uuid4(), NOW)
    quizzes.save(other, second.id, LONG, {"answer": ["Yes."]}, False, uuid4(), NOW)
    quizzes.submit(other, second.id, LATER)
    found = service.waiting(room.trainer, "small", 1)
    assert [each.attempt_id for each in found.answers] == [first.id, second.id]
    assert "Amina" not in repr(found.answers)
    assert len({each.learner for each in found.answers}) == 2
    named = service.waiting(room.trainer, "small", 1, names=True)
    assert [each.name for each in named.answers] == ["Amina Diallo", "Carlos Rivera"]
    assert service.waiting(room.trainer, "small", 2).answers == ()
    sheet = service.sheet(room.trainer, first.id, ADVICE)
    assert (sheet.name, sheet.learner) == ("", found.answers[0].learner)


def test_a_list_longer_than_a_page_goes_on(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PAGE", 2)
    for number in range(5):
        room.hand_in(someone(room.app, f"Person {number}", enrolled_in="small").actor, file=False)
    pages = [service.waiting(room.trainer, "small", page) for page in (1, 2, 3, 4)]
    assert [len(page.answers) for page in pages] == [2, 2, 1, 0]
    assert [page.later for page in pages] == [True, True, False, False]
    assert len({each.attempt_id for page in pages for each in page.answers}) == 5


def test_an_attempt_closed_by_its_time_waits_like_any_other(room: Room, tmp_path: Path) -> None:
    folder = course_with_work(tmp_path / "timed")
    quiz = folder / "10-first/40-work.quiz.md"
    quiz.write_text(quiz.read_text().replace("title: Work\n", "title: Work\ntime_limit: 5\n"))
    check_in(room.app, folder)
    attempt = quizzes.begin(room.learner, "small", "work", 7, uuid4(), NOW)
    quizzes.save(room.learner, attempt.id, LONG, {"answer": ["Not yet."]}, False, uuid4(), NOW)
    assert quizzes.close_overdue(LATER) == 1
    assert room.again(attempt).state is State.SUBMITTED
    assert room.mark(attempt, ADVICE)
    assert room.again(attempt).state is State.GRADED


def test_the_text_that_was_asked_is_marked_whatever_the_course_became(room: Room, tmp_path: Path) -> None:
    attempt = room.hand_in()
    folder = course_with_work(tmp_path / "changed")
    quiz = folder / "10-first/40-work.quiz.md"
    quiz.write_text(quiz.read_text().replace("| Criterion | 2 | 1 | 0 |", "| Criterion | 9 | 1 | 0 |"))
    check_in(room.app, folder)
    room.mark(attempt, ADVICE)
    room.mark(attempt, COMPARISON)
    assert room.again(attempt).score == Score(Decimal(8), Decimal(8))


def test_a_learner_reads_the_marks_when_all_are_given(room: Room) -> None:
    attempt = room.hand_in()
    room.mark(attempt, ADVICE)
    assert service.told(quizzes.outcome(room.learner, attempt.id, LATER)) == {}
    room.mark(attempt, COMPARISON, comment="Complete.")
    told = service.told(quizzes.outcome(room.learner, attempt.id, LATER))
    assert {name: (mark.levels, mark.comment) for name, mark in told.items()} == {
        ADVICE: ((0, 0), "Well done."),
        COMPARISON: ((0,), "Complete."),
    }
