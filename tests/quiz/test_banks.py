"""Quizzes that draw from banks, on a real store of either engine: an attempt finds the bank as it was."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.app import KINDS
from learning.courses import service as courses
from learning.courses.course import from_json
from learning.courses.tables import Revision
from learning.db import db
from learning.people.actor import Actor, Grant, Role, course_scope
from learning.quiz import service
from learning.quiz.attempts import Attempt, State
from learning.quiz.papers.service import paper_of, paper_of_attempt
from tests.factories.site import NOW, browser, check_in, someone

BANKS = Path(__file__).parent.parent / "samples" / "courses" / "banks"
TEST = "final-test"


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The course with banks in a folder of its own, checked in; an application's context."""
    copied = Path(shutil.copytree(BANKS, tmp_path / "courses" / "banks"))
    check_in(app, copied)
    with app.app_context():
        yield copied


@pytest.fixture
def learner(app: Flask, folder: Path) -> Actor:
    return someone(app, enrolled_in="banks").actor


def rewrite(app: Flask, folder: Path, file: str, old: str, new: str) -> None:
    """Change a text of the course and check it in."""
    path = folder / file
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    check_in(app, folder)


def begin(learner: Actor, seed: int, quiz: str = TEST) -> Attempt:
    return service.begin(learner, "banks", quiz, seed, uuid4(), NOW)


def seed_that_draws(*wanted: str) -> int:
    """Return the first seed whose attempt at the test asks these questions."""
    quiz = paper_of(courses.current("banks"), TEST).quiz
    return next(seed for seed in range(1000) if set(wanted) <= set(service.draw(quiz, seed)))


def answer(learner: Actor, attempt: Attempt, question_id: str, text: str) -> None:
    number = attempt.questions.index(question_id) + 1
    service.save(learner, attempt.id, number, {"answer": [text]}, False, uuid4(), NOW)


def titles(learner: Actor, attempt: Attempt) -> list[str]:
    return [
        service.sheet(learner, attempt.id, number + 1).asked.question.title for number in range(len(attempt.questions))
    ]


def test_an_attempt_asks_what_its_seed_drew_balanced_over_outcomes(learner: Actor) -> None:
    attempt = begin(learner, 3)
    paper = paper_of_attempt(attempt)
    assert len(set(attempt.questions)) == len(attempt.questions) == paper.quiz.asks == 5
    assert attempt.questions == service.draw(paper.quiz, 3)
    outcomes = Counter(paper.quiz.by_id[each].outcome for each in attempt.questions)
    assert sorted(outcomes.values()) == [1, 2, 2]


def test_a_quiz_draws_only_what_fits(learner: Actor) -> None:
    assert {question.outcome for question in paper_of(courses.current("banks"), "before").quiz.pool} == {
        "name-branches",
        "test-level",
    }
    pool = paper_of(courses.current("banks"), "practice").quiz.pool
    assert {question.id for question in pool} == {"old-age-part", "core-parts", "sickness-rate"}


def test_own_questions_come_first_and_the_texts_of_drawn_ones_are_shown(learner: Actor) -> None:
    attempt = begin(learner, 1, "practice")
    assert (attempt.questions[0], len(attempt.questions)) == ("how-many", 3)
    for number in range(1, 4):
        sheet = service.sheet(learner, attempt.id, number)
        assert set(sheet.asked.question.pieces()) <= sheet.asked.html.keys()
        assert sheet.asked.path.partition("/")[0] == ("10-start" if number == 1 else "bank")


def test_drawn_questions_are_saved_graded_and_told(learner: Actor) -> None:
    attempt = begin(learner, seed_that_draws("three-parts", "sickness-rate"))
    answer(learner, attempt, "three-parts", "3")
    answer(learner, attempt, "sickness-rate", "44")
    closed = service.submit(learner, attempt.id, NOW)
    assert closed.state is State.GRADED
    assert closed.score is not None
    assert (closed.score.points, closed.score.maximum, closed.passed) == (1, 5, False)
    outcome = service.outcome(learner, attempt.id, NOW)
    assert [each.asked.question.id for each in outcome.answered] == list(attempt.questions)
    assert all(each.reveal is None for each in outcome.answered), "the answers are seen after passing"


def test_an_attempt_keeps_the_bank_with_which_it_began(app: Flask, folder: Path, learner: Actor) -> None:
    attempt = begin(learner, seed_that_draws("three-parts", "part-two"))
    before = titles(learner, attempt)
    rewrite(app, folder, "bank/branches.quiz.md", "- [x] 3\n", "- [x] 4\n")
    rewrite(app, folder, "bank/branches.quiz.md", "Which branch does Part II treat?", "What does Part II treat?")
    assert titles(learner, attempt) == before
    answer(learner, attempt, "three-parts", "3")
    closed = service.submit(learner, attempt.id, NOW)
    assert closed.score is not None
    assert closed.score.points == 1

    later = NOW + timedelta(hours=2)
    again = service.begin(learner, "banks", TEST, attempt.seed, uuid4(), later)
    assert again.questions == attempt.questions
    assert "What does Part II treat?" in titles(learner, again)
    answer(learner, again, "three-parts", "3")
    graded = service.submit(learner, again.id, later)
    assert graded.score is not None
    assert graded.score.points == 0


def test_a_question_that_is_taken_out_stays_in_the_attempts_that_drew_it(
    app: Flask, folder: Path, learner: Actor
) -> None:
    seed = seed_that_draws("three-parts")
    attempt = begin(learner, seed)
    text = (folder / "bank/branches.quiz.md").read_text()
    gone = text[text.index("## How many Parts must") :]
    rewrite(app, folder, "bank/branches.quiz.md", gone, "")
    answer(learner, attempt, "three-parts", "3")
    closed = service.submit(learner, attempt.id, NOW)
    assert closed.score is not None
    assert closed.score.points == 1
    assert len(service.outcome(learner, attempt.id, NOW).answered) == 5
    quiz = paper_of(courses.current("banks"), TEST).quiz
    assert "three-parts" not in quiz.by_id
    assert all("three-parts" not in service.draw(quiz, other) for other in range(50))


def test_a_bank_that_gets_too_small_is_refused_and_the_last_good_one_stays(folder: Path, learner: Actor) -> None:
    (folder / "bank/rates.quiz.md").unlink()
    result = courses.check_in(folder, KINDS, NOW)
    assert (result.served, result.new) == (True, False)
    assert {problem.code for problem in result.problems} == {"draw-from-unknown"}
    assert [bank.id for bank in courses.current("banks").banks] == ["bank-branches", "bank-rates"]
    assert len(begin(learner, 9).questions) == 5


def test_an_outline_from_before_there_were_banks_is_read(folder: Path) -> None:
    outline = db.session.scalars(sa.select(Revision.outline)).one()
    assert [bank["id"] for bank in outline["banks"]] == ["bank-branches", "bank-rates"]
    course = from_json(outline)
    assert course == courses.current("banks")
    del outline["banks"]
    assert from_json(outline).banks == ()


def test_a_trainer_prints_own_questions_and_those_that_may_be_drawn(app: Flask, folder: Path) -> None:
    trainer = someone(app, grants=[Grant(Role.TRAINER, course_scope("banks"))])
    page = browser(app, trainer).get("/courses/banks/quizzes/practice/print?answers=1").text
    assert "Each attempt draws 2 of these questions." in page
    heads = [
        "1. How many branches",
        "2. Which Part treats old-age",
        "3. Which Parts count",
        "4. What is the lowest rate",
    ]
    assert sorted(heads, key=page.index) == heads
    assert "Which Part treats maternity" not in page
    only_drawn = browser(app, trainer).get(f"/courses/banks/quizzes/{TEST}/print").text
    assert only_drawn.count('<li class="question">') == 7
    assert only_drawn.count("<ol") == 1


def test_the_first_page_says_how_many_questions_there_are(app: Flask, folder: Path, learner: Actor) -> None:
    assert service.start(learner, "banks", TEST, NOW).question_count == 5
    assert service.start(learner, "banks", "practice", NOW).question_count == 3
