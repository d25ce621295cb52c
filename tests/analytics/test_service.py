"""Summaries on both engines: what they are made of, when they are made anew, and who sees them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.analytics import queries, service
from learning.analytics.pages import QuestionLine, QuizStatistics
from learning.analytics.reliability import Method
from learning.analytics.tables import QuizSummaryRow
from learning.courses import service as courses
from learning.db import db
from learning.kernel.errors import NotFound, SignInNeeded
from learning.people.actor import Grant, Role, course_scope
from learning.quiz import service as quizzes
from learning.quiz.tables import AttemptRow, GradeRow
from tests.factories.graded import graded, take
from tests.factories.site import NOW, Someone, check_in, someone
from tests.factories.world import SMALL as SMALL_FOLDER
from tests.factories.world import copy_course

LATER = NOW + timedelta(days=1)
SMALL, QUIZ = "small", "practice"


@pytest.fixture
def trainer(app: Flask, small_course: str) -> Someone:
    return someone(app, "Maria Novak", grants=[Grant(Role.TRAINER, course_scope(SMALL))])


@pytest.fixture
def inside(app: Flask, small_course: str) -> Iterator[None]:
    with app.app_context():
        yield


def statistics(trainer: Someone, quiz_id: str = QUIZ) -> QuizStatistics:
    """Return the page of a quiz, read anew."""
    db.session.rollback()
    return service.quiz_statistics(trainer.actor, SMALL, quiz_id)


def line(page: QuizStatistics, question: str = "how-many") -> QuestionLine:
    """Return the line of a question."""
    return next(each for each in page.lines if each.item.id == question)


def learn(app: Flask, choice: str | None, *, hand_in: bool = True) -> Someone:
    """Let somebody take the quiz through its own service, choosing the answer with this text."""
    learner = someone(app, "Amina Diallo", enrolled_in=SMALL)
    attempt = quizzes.begin(learner.actor, SMALL, QUIZ, 7, uuid4(), NOW)
    if choice is not None:
        view = quizzes.sheet(learner.actor, attempt.id, 1).view
        values = {"answer": [each.value for each in view.fields[0].choices if each.text == choice]}
        quizzes.save(learner.actor, attempt.id, 1, values, False, uuid4(), NOW + timedelta(seconds=30))
    if hand_in:
        quizzes.submit(learner.actor, attempt.id, NOW + timedelta(minutes=2))
    return learner


def test_what_learners_do_stands_in_the_summary(app: Flask, inside: None, trainer: Someone) -> None:
    for choice in ("Nine", "Nine", "Seven", None):
        learn(app, choice)
    learn(app, "Eleven", hand_in=False)
    assert service.refresh(LATER) == 1
    page = statistics(trainer)
    assert page.summary is not None
    assert (page.summary.attempts, page.summary.learners, page.summary.reliability.method) == (5, 4, Method.FEW)
    found = line(page)
    assert (found.item.asked, found.item.learners, found.item.facility) == (5, 4, 0.5)
    assert {choice.text: (choice.chosen, choice.right) for choice in found.item.choices} == {
        "Seven": (1, False), "Nine": (2, True), "Eleven": (0, False),
    }  # fmt: skip
    assert found.item.median_seconds == 30
    assert (page.computed_at, page.stale) == (LATER, False)


def test_only_the_first_finished_attempt_of_a_learner_counts(app: Flask, inside: None, trainer: Someone) -> None:
    learner = learn(app, "Seven")
    again = quizzes.begin(learner.actor, SMALL, QUIZ, 8, uuid4(), NOW + timedelta(hours=1))
    view = quizzes.sheet(learner.actor, again.id, 1).view
    values = {"answer": [each.value for each in view.fields[0].choices if each.text == "Nine"]}
    quizzes.save(learner.actor, again.id, 1, values, False, uuid4(), NOW + timedelta(hours=1))
    quizzes.submit(learner.actor, again.id, NOW + timedelta(hours=2))
    service.refresh(LATER)
    found = line(statistics(trainer))
    assert (found.item.asked, found.item.learners, found.item.facility) == (2, 1, 0)


def test_an_attempt_that_waits_for_a_trainer_does_not_count_yet(inside: None, trainer: Someone) -> None:
    take(SMALL, QUIZ, 3, NOW)
    first = db.session.scalar(sa.select(AttemptRow.id).order_by(AttemptRow.closed_at).limit(1))
    db.session.execute(sa.update(AttemptRow).where(AttemptRow.id == first).values(state="submitted"))
    db.session.commit()
    service.refresh(LATER)
    page = statistics(trainer)
    assert page.summary is not None
    assert (page.summary.attempts, page.summary.learners) == (3, 2)


def test_the_last_grade_of_an_attempt_counts(inside: None, trainer: Someone) -> None:
    take(SMALL, QUIZ, 2, NOW)
    mended = {"how-many": {"s": "1", "w": "1", "of": "1", "a": 1}, "articles": {"s": "0", "w": "0", "of": "1", "d": 1}}
    for attempt_id in db.session.scalars(sa.select(AttemptRow.id)).all():
        db.session.execute(sa.insert(GradeRow), [graded(attempt_id, 2, NOW + timedelta(hours=3), mended)])
    db.session.commit()
    service.refresh(LATER)
    page = statistics(trainer)
    assert (line(page).item.facility, line(page, "articles").item.learners) == (1, 0)


def test_a_grade_that_comes_later_makes_the_page_stale_and_then_new(inside: None, trainer: Someone) -> None:
    take(SMALL, QUIZ, 3, NOW)
    service.refresh(LATER)
    take(SMALL, QUIZ, 2, NOW, first=3)
    assert statistics(trainer).stale
    assert service.refresh(LATER + timedelta(seconds=30)) == 0  # it was computed just now
    assert service.refresh(LATER + timedelta(minutes=2)) == 1
    page = statistics(trainer)
    assert page.summary is not None
    assert (page.summary.learners, page.stale) == (5, False)
    assert service.refresh(LATER + timedelta(minutes=9)) == 0  # nothing is new


def test_a_grade_stored_after_a_newer_one_is_found_too(inside: None, trainer: Someone) -> None:
    take(SMALL, QUIZ, 1, NOW, first=5)
    service.refresh(LATER)
    take(SMALL, QUIZ, 1, NOW, first=0)  # five minutes older than the newest grade
    assert service.refresh(LATER + timedelta(minutes=2)) == 1
    page = statistics(trainer)
    assert page.summary is not None
    assert page.summary.learners == 2


def test_quizzes_are_computed_in_the_order_in_which_they_rest(inside: None) -> None:
    take(SMALL, "test", 2, NOW + timedelta(hours=1))
    take(SMALL, QUIZ, 2, NOW)
    assert service.refresh_all(LATER) == [(SMALL, QUIZ), (SMALL, "test")]


def test_computing_twice_gives_the_same(inside: None) -> None:
    take(SMALL, QUIZ, 40, NOW)
    service.refresh_quiz(SMALL, QUIZ, LATER)
    before = kept()
    service.refresh_quiz(SMALL, QUIZ, LATER)
    assert kept() == before


def kept() -> str:
    """Return all that is kept of the quiz, as text."""
    db.session.rollback()
    row = db.session.execute(sa.select(*QuizSummaryRow.__table__.c)).one()
    return json.dumps(row._asdict(), default=str, sort_keys=True)


def test_a_summary_of_fewer_grades_never_replaces_one_of_more(inside: None) -> None:
    take(SMALL, QUIZ, 3, NOW)
    service.refresh_quiz(SMALL, QUIZ, LATER)
    before = kept()
    assert not queries.keep(SMALL, QUIZ, 2, {"flagged": 99})
    assert kept() == before


def test_two_workers_compute_a_quiz_once(app: Flask, inside: None) -> None:
    take(SMALL, QUIZ, 40, NOW)
    done: list[int] = []

    def work() -> None:
        with app.app_context():
            done.append(service.refresh(LATER))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == [0, 0, 0, 1]


def test_a_quiz_that_cannot_be_computed_does_not_hold_up_the_others(
    inside: None, caplog: pytest.LogCaptureFixture
) -> None:
    take(SMALL, QUIZ, 2, NOW)
    take(SMALL, "test", 2, NOW + timedelta(hours=1))
    attempt = db.session.scalar(sa.select(AttemptRow.id).where(AttemptRow.activity_id == QUIZ).limit(1))
    broken = {"how-many": {"w": "no figure", "of": "1"}}
    db.session.execute(sa.update(GradeRow).where(GradeRow.attempt_id == attempt).values(questions=broken))
    db.session.commit()
    assert service.refresh(LATER) == 1
    assert "statistics-failed course=small quiz=practice" in caplog.text


def test_attempts_at_a_quiz_that_is_gone_are_computed_without_its_words(inside: None) -> None:
    take(SMALL, QUIZ, 2, NOW)
    db.session.execute(sa.update(AttemptRow).values(activity_id="gone"))
    db.session.commit()
    service.refresh(LATER)
    row = db.session.execute(sa.select(*QuizSummaryRow.__table__.c)).one()
    assert row.activity_id == "gone"
    assert [each["choices"] for each in row.questions] == [[], []]


@pytest.fixture
def compared(app: Flask, small_course: str, tmp_path: Path) -> None:
    """The small course, whose test is now compared with its practice quiz; it lists its outcomes from Z to A."""
    folder = copy_course(tmp_path, SMALL)
    above, _, first = (folder / "course.yaml").read_text().partition("  - id: count-branches")
    one, _, other = first.partition("  - id: name-parts")
    (folder / "course.yaml").write_text(f"{above}  - id: name-parts{other}  - id: count-branches{one}")
    before, after = folder / "10-first/20-practice.quiz.md", folder / "20-second/20-test.quiz.md"
    before.write_text(before.read_text().replace("title: Practice\n", "title: Practice\npurpose: pre-test\n"))
    after.write_text(after.read_text().replace("title: The test\n", f"title: The test\ngain_over: {QUIZ}\n"))
    check_in(app, folder)
    with app.app_context():
        courses.forget()


def test_the_gain_is_of_those_who_took_both_tests(compared: None, inside: None, trainer: Someone) -> None:
    take(SMALL, QUIZ, 40, NOW)
    take(SMALL, "test", 30, NOW + timedelta(days=1), first=20, better=0.3)
    service.refresh(LATER)
    page = statistics(trainer, "test")
    assert page.pre_test is not None
    assert page.pre_test.id == QUIZ
    assert [gain.learners for _, gain in page.gains] == [20, 20]
    assert [gain.outcome for _, gain in page.gains] == ["name-parts", "count-branches"]
    assert all(words and words != gain.outcome for words, gain in page.gains)
    assert all(gain.difference is not None and -1 <= gain.difference <= 1 for _, gain in page.gains)


def test_the_gain_of_four_learners_is_not_told(compared: None, inside: None, trainer: Someone) -> None:
    take(SMALL, QUIZ, 4, NOW)
    take(SMALL, "test", 4, NOW + timedelta(days=1))
    service.refresh(LATER)
    assert [(gain.learners, gain.before) for _, gain in statistics(trainer, "test").gains] == [(4, None), (4, None)]


def test_a_regrade_of_the_pre_test_changes_the_gain(compared: None, inside: None, trainer: Someone) -> None:
    take(SMALL, QUIZ, 10, NOW)
    take(SMALL, "test", 10, NOW + timedelta(days=1))
    service.refresh(LATER)
    mended = {"how-many": {"s": "1", "w": "1", "of": "1", "a": 1, "o": "count-branches"}}
    first = sa.select(AttemptRow.id).where(AttemptRow.activity_id == QUIZ)
    for attempt_id in db.session.scalars(first).all():
        db.session.execute(sa.insert(GradeRow), [graded(attempt_id, 2, LATER, mended)])
    db.session.commit()
    service.refresh(LATER + timedelta(hours=1))
    assert [gain.before for _, gain in statistics(trainer, "test").gains] == [1.0]


def test_questions_come_in_the_order_of_the_text_with_their_line(inside: None, trainer: Someone) -> None:
    take(SMALL, QUIZ, 2, NOW)
    lost = db.session.scalars(sa.select(AttemptRow.id).limit(1)).one()
    db.session.execute(
        sa.update(GradeRow).where(GradeRow.attempt_id == lost).values(questions={"gone": {"w": "1", "of": "1", "a": 1}})
    )
    db.session.commit()
    service.refresh(LATER)
    page = statistics(trainer)
    assert [each.item.id for each in page.lines] == ["how-many", "articles", "gone"]
    found = line(page)
    assert found.question is not None
    text = courses.text(page.paper.activity.digest).splitlines()
    assert text[found.question.line - 1].startswith("## How many branches")
    assert line(page, "gone").question is None


def test_drawn_questions_stand_beside_their_line_in_the_bank(app: Flask) -> None:
    course_id = check_in(app, SMALL_FOLDER.parent / "banks")
    with app.app_context():
        take(course_id, "final-test", 80, NOW)
        service.refresh(LATER)
        reader = someone(app, grants=[Grant(Role.TRAINER, course_scope(course_id))])
        page = service.quiz_statistics(reader.actor, course_id, "final-test")
        banks = {bank.path: courses.text(bank.digest).splitlines() for bank in page.paper.course.banks}
        drawn = [each for each in page.lines if each.path in banks]
        assert len(drawn) > 1
        for each in drawn:
            assert each.question is not None
            assert f"{{#{each.item.id}}}" in banks[each.path][each.question.line - 1]
        assert page.summary is not None
        assert sum(each.item.asked for each in page.lines) == 80 * page.paper.quiz.asks
        assert page.summary.reliability.method is Method.DRAWN


def test_the_list_of_quizzes_tells_those_without_results_too(inside: None, trainer: Someone) -> None:
    take(SMALL, QUIZ, 2, NOW)
    service.refresh(LATER)
    db.session.rollback()
    page = service.course_statistics(trainer.actor, SMALL)
    assert {each.activity.id: each.summary is not None for each in page.lines} == {QUIZ: True, "test": False}


def test_trainers_of_the_course_see_its_statistics_and_nobody_else(app: Flask, inside: None, trainer: Someone) -> None:
    far = someone(app, "Paul Weiss", grants=[Grant(Role.TRAINER, course_scope("another"))])
    learner = someone(app, enrolled_in=SMALL)
    for actor in (far.actor, learner.actor):
        with pytest.raises(NotFound):
            service.course_statistics(actor, SMALL)
        with pytest.raises(NotFound):
            service.quiz_statistics(actor, SMALL, QUIZ)
    with pytest.raises(SignInNeeded):
        service.quiz_statistics(None, SMALL, QUIZ)
    with pytest.raises(NotFound):
        service.quiz_statistics(trainer.actor, SMALL, "welcome")
    assert service.quiz_statistics(trainer.actor, SMALL, QUIZ).summary is None
