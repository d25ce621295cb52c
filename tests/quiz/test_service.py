"""Taking a quiz on a real store of either engine: once is once, closed is closed, and nobody sees a key too early."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask

from learning.courses import service as courses
from learning.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from learning.people.actor import Actor
from learning.progress import service as progress
from learning.progress.completion import of
from learning.quiz import service
from learning.quiz.attempts import State
from tests.factories.site import NOW, check_in, someone
from tests.factories.store import count, differences, dump
from tests.factories.world import copy_course

LATER = NOW + timedelta(hours=1)


@dataclass
class Learner:
    """Someone enrolled in the small course, in an application's context."""

    app: Flask
    actor: Actor

    def begin(self, quiz: str = "practice", key: UUID | None = None) -> service.Attempt:
        """Begin an attempt, or go on with the open one."""
        return service.begin(self.actor, "small", quiz, 7, key or uuid4(), NOW)

    def answer(self, attempt: UUID, number: int, *texts: str, key: UUID | None = None, name: str = "answer") -> int:
        """Save an answer."""
        return service.save(self.actor, attempt, number, {name: list(texts)}, False, key or uuid4(), NOW)

    def given(self, attempt: UUID, number: int) -> dict[str, list[str]]:
        """Return what is saved at a question."""
        saved = service.sheet(self.actor, attempt, number).saved
        return {name: list(texts) for name, texts in saved.given.items()} if saved else {}


@pytest.fixture
def learner(app: Flask, small_course: str) -> Iterator[Learner]:
    person = someone(app, enrolled_in=small_course)
    with app.app_context():
        yield Learner(app, person.actor)


def change_practice(learner: Learner, folder: Path, settings: str) -> None:
    """Check the small course in with further settings of its practice."""
    course = copy_course(folder, "small")
    quiz = course / "10-first/20-practice.quiz.md"
    quiz.write_text(quiz.read_text().replace("title: Practice\n", f"title: Practice\n{settings}"))
    check_in(learner.app, course)


def complete_first_module(learner: Learner) -> None:
    """Open the second module, whose test has a pass mark and two attempts."""
    course = courses.current("small")
    for activity in ("welcome", "practice"):
        verb = progress.Verb.COMPLETED if activity == "welcome" else progress.Verb.SUBMITTED
        progress.enter(learner.actor, course, activity, verb, uuid4(), NOW)


def refused(act: Callable[[], object], app: Flask, error: type[Exception]) -> Exception:
    """Return the error that `act` raises, having seen that it changed nothing."""
    before = dump(app)
    with pytest.raises(error) as caught:
        act()
    assert differences(before, dump(app)) == {}
    return caught.value


def test_beginning_twice_goes_on_with_the_same_attempt(learner: Learner) -> None:
    first, second = learner.begin(), learner.begin()
    assert first == second
    assert (first.number, first.state, first.questions) == (1, State.OPEN, ("how-many", "articles"))


def test_only_the_enrolled_may_begin(learner: Learner) -> None:
    stranger = someone(learner.app).actor
    refused(lambda: service.begin(stranger, "small", "practice", 7, uuid4(), NOW), learner.app, NotAllowed)


def test_the_same_key_again_names_the_same_attempt_even_when_it_is_closed(learner: Learner) -> None:
    key = uuid4()
    attempt = learner.begin(key=key)
    service.submit(learner.actor, attempt.id, NOW)
    again = learner.begin(key=key)
    assert (again.id, again.state) == (key, State.GRADED)
    assert count(learner.app, "attempt") == 1


def test_a_key_that_stands_for_another_s_attempt_is_refused(learner: Learner) -> None:
    key = learner.begin().id
    other = someone(learner.app, enrolled_in="small").actor
    error = refused(lambda: service.begin(other, "small", "practice", 7, key, NOW), learner.app, Conflict)
    assert str(error) == "key-used"


def test_a_module_that_waits_holds_its_quiz_shut(learner: Learner) -> None:
    assert str(refused(lambda: learner.begin("test"), learner.app, Conflict)) == "module-waits"
    complete_first_module(learner)
    assert learner.begin("test").number == 1


def test_attempts_end_at_their_limit(learner: Learner) -> None:
    complete_first_module(learner)
    for number in (1, 2):
        attempt = learner.begin("test")
        assert attempt.number == number
        service.submit(learner.actor, attempt.id, NOW)
    assert str(refused(lambda: learner.begin("test"), learner.app, Conflict)) == "no-attempt-left"


def test_the_key_is_not_shown_while_a_last_attempt_is_open(learner: Learner, tmp_path: Path) -> None:
    """An open attempt is spent, but not over: the key of the first would answer it."""
    change_practice(learner, tmp_path, "attempts: 2\nreview: after-pass\npass_mark: 90%\n")
    first = learner.begin()
    service.submit(learner.actor, first.id, NOW)
    second = learner.begin()
    shown = service.outcome(learner.actor, first.id, LATER)
    assert not shown.visibility.key
    assert all(each.reveal is None and each.graded is None for each in shown.answered)
    assert shown.attempts_left == 0
    service.submit(learner.actor, second.id, NOW)
    assert service.outcome(learner.actor, first.id, LATER).visibility.key


def test_saving_by_the_same_key_counts_once(learner: Learner) -> None:
    attempt, key = learner.begin().id, uuid4()
    for _ in range(3):
        learner.answer(attempt, 2, "87", key=key)
    assert count(learner.app, "response") == 1
    assert learner.given(attempt, 2) == {"answer": ["87"]}


def test_a_page_that_comes_back_with_its_old_key_and_a_new_answer_is_not_ignored(learner: Learner) -> None:
    """A browser may show a page from its memory: the key is used, the answer is new."""
    attempt, key = learner.begin().id, uuid4()
    learner.answer(attempt, 2, "86", key=key)
    learner.answer(attempt, 2, "87", key=key)
    learner.answer(attempt, 2, "87", key=key)
    assert learner.given(attempt, 2) == {"answer": ["87"]}
    assert count(learner.app, "response") == 2
    learner.answer(attempt, 2, "86", key=key)  # the first sending, arriving late once more
    assert learner.given(attempt, 2) == {"answer": ["87"]}


def test_the_last_saved_counts_from_whichever_window(learner: Learner) -> None:
    attempt = learner.begin().id
    for text in ("1", "2", "87"):
        learner.answer(attempt, 2, text)
    learner.answer(attempt, 1, "0")
    assert learner.given(attempt, 2) == {"answer": ["87"]}
    assert service.submit(learner.actor, attempt, NOW).score is not None
    assert count(learner.app, "response") == 4


def test_a_key_of_another_question_or_attempt_is_refused(learner: Learner) -> None:
    attempt, key = learner.begin().id, uuid4()
    learner.answer(attempt, 1, "0", key=key)
    assert str(refused(lambda: learner.answer(attempt, 2, "87", key=key), learner.app, Conflict)) == "key-used"
    other = Learner(learner.app, someone(learner.app, enrolled_in="small").actor)
    theirs = other.begin().id
    assert str(refused(lambda: other.answer(theirs, 1, "0", key=key), learner.app, Conflict)) == "key-used"


@pytest.mark.parametrize(
    "values",
    [
        {"answer": ["9"]},
        {"answer": ["-1"]},
        {"answer": ["0", "1"]},
        {"answer": ["x" * 5_000]},
        {"answer": ["\x00"]},
        {"other": ["0"]},
        {"answer": ["0"], "score": ["100"]},
        {"answer": ["０"]},
    ],
)
def test_wrong_shapes_are_refused_and_change_nothing(learner: Learner, values: dict[str, list[str]]) -> None:
    attempt = learner.begin().id
    learner.answer(attempt, 1, "1")
    refused(lambda: service.save(learner.actor, attempt, 1, values, False, uuid4(), NOW), learner.app, Invalid)
    assert learner.given(attempt, 1) != {}


@pytest.mark.parametrize("number", [0, -1, 3, 10**30])
def test_a_question_that_is_not_asked_is_not_there(learner: Learner, number: int) -> None:
    attempt = learner.begin().id
    refused(lambda: learner.answer(attempt, number, "0"), learner.app, NotFound)
    refused(lambda: service.sheet(learner.actor, attempt, number), learner.app, NotFound)


def test_another_s_attempt_is_not_there(learner: Learner) -> None:
    attempt = learner.begin().id
    other = Learner(learner.app, someone(learner.app, enrolled_in="small").actor)
    acts: tuple[Callable[[], object], ...] = (
        lambda: other.answer(attempt, 1, "0"),
        lambda: service.sheet(other.actor, attempt, 1),
        lambda: service.review(other.actor, attempt, NOW),
        lambda: service.submit(other.actor, attempt, NOW),
        lambda: service.outcome(other.actor, attempt, LATER),
    )
    for act in acts:
        refused(act, learner.app, NotFound)


def test_handing_in_twice_enters_one_fact(learner: Learner) -> None:
    attempt = learner.begin().id
    learner.answer(attempt, 2, "87")
    first = service.submit(learner.actor, attempt, NOW)
    second = service.submit(learner.actor, attempt, LATER)
    assert first == second
    assert first.score is not None
    assert (first.score.points, first.score.maximum, first.closed_at) == (1, 2, NOW)
    assert count(learner.app, "fact") == 1


def test_a_closed_attempt_takes_no_answer(learner: Learner) -> None:
    attempt = learner.begin().id
    service.submit(learner.actor, attempt, NOW)
    assert str(refused(lambda: learner.answer(attempt, 1, "0"), learner.app, Conflict)) == "closed"
    assert str(refused(lambda: service.sheet(learner.actor, attempt, 1), learner.app, Conflict)) == "closed"


def test_an_open_attempt_has_no_result(learner: Learner) -> None:
    attempt = learner.begin().id
    assert str(refused(lambda: service.outcome(learner.actor, attempt, LATER), learner.app, Conflict)) == "open"


@pytest.fixture
def timed(learner: Learner, tmp_path: Path) -> Learner:
    """The practice of the small course with ten minutes and two attempts."""
    change_practice(learner, tmp_path, "time_limit: 10\nattempts: 2\n")
    return learner


def test_an_answer_after_the_time_is_refused_and_what_was_saved_counts(timed: Learner) -> None:
    attempt = timed.begin().id
    timed.answer(attempt, 2, "87")
    late, key = NOW + timedelta(minutes=10, seconds=31), uuid4()
    act = lambda: service.save(timed.actor, attempt, 2, {"answer": ["1"]}, False, key, late)  # noqa: E731
    assert str(refused(act, timed.app, Conflict)) == "time-over"
    just = NOW + timedelta(minutes=10, seconds=29)
    service.save(timed.actor, attempt, 1, {"answer": ["0"]}, False, uuid4(), just)
    assert service.review(timed.actor, attempt, late).late
    closed = service.submit(timed.actor, attempt, late)
    assert (closed.state, closed.expired) == (State.GRADED, True)
    assert closed.score is not None
    assert closed.score.points >= 1


def test_beginning_after_the_time_closes_the_old_attempt_first(timed: Learner) -> None:
    first = timed.begin().id
    timed.answer(first, 2, "87")
    second = service.begin(timed.actor, "small", "practice", 7, uuid4(), LATER)
    assert second.number == 2
    assert service.outcome(timed.actor, first, LATER).attempt.expired
    assert count(timed.app, "fact") == 1
    service.submit(timed.actor, second.id, LATER)
    after = lambda: service.begin(timed.actor, "small", "practice", 7, uuid4(), LATER)  # noqa: E731
    assert str(refused(after, timed.app, Conflict)) == "no-attempt-left"


def test_an_attempt_is_graded_by_the_text_it_was_asked_with(learner: Learner, tmp_path: Path) -> None:
    """The key changes and a question goes while the attempt is open: it stays what it was."""
    attempt = learner.begin()
    learner.answer(attempt.id, 2, "87")
    folder = copy_course(tmp_path, "small")
    quiz = folder / "10-first/20-practice.quiz.md"
    text = quiz.read_text().replace("- [x] 87", "- [x] 99").replace("How many branches are there?", "How many now?")
    quiz.write_text(text)
    check_in(learner.app, folder)
    assert service.sheet(learner.actor, attempt.id, 1).asked.question.title == "How many branches are there?"
    closed = service.submit(learner.actor, attempt.id, NOW)
    assert closed.score is not None
    assert closed.score.points == 1
    assert closed.revision_id == attempt.revision_id
    fresh = learner.begin()
    assert fresh.revision_id != attempt.revision_id
    assert service.sheet(learner.actor, fresh.id, 1).asked.question.title == "How many now?"


def test_what_a_page_gets_before_review_holds_no_key(learner: Learner) -> None:
    attempt = learner.begin()
    for number in (1, 2):
        view = repr(service.sheet(learner.actor, attempt.id, number).view)
        assert "right" not in view.lower()
        assert "Two are missing" not in view
        assert "87" not in view


def test_a_quiz_completed_completes_its_requirement(learner: Learner) -> None:
    attempt = learner.begin()
    service.submit(learner.actor, attempt.id, NOW)
    record = progress.record_of(learner.actor.id, "small")
    course = courses.current("small")
    missing = {activity.id for activity in of(course, record.standings).missing}
    assert set(course.completion) - missing == {"practice"}
    assert record.place is not None
    assert record.place.activity_id == "more"


def test_only_a_trainer_of_the_course_gets_the_paper(learner: Learner) -> None:
    refused(lambda: service.printed(learner.actor, "small", "practice"), learner.app, NotFound)
