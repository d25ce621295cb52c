"""The review queue on a real store of either engine: what was practised comes back, answered once, kept for ever."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.courses import service as courses
from learning.db import db
from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.people.actor import Actor
from learning.quiz import service as quizzes
from learning.quiz.saving import service as saving
from learning.quiz.tables import AttemptRow
from learning.recall import queries, service
from learning.recall.pages import Sheet, Told
from learning.recall.reviews import Known
from learning.recall.schedule import Card, Confidence, Review, Verdict, fold
from learning.recall.tables import CardRow, ReviewRow
from tests.conftest import SAMPLES
from tests.factories.site import NOW, check_in, someone
from tests.factories.store import count, differences, dump
from tests.factories.world import copy_course

DAY = timedelta(days=1)
SOON = NOW + 3 * DAY
"""When what was practised NOW is due."""


@dataclass
class Learner:
    """Someone enrolled in the small course, in an application's context."""

    app: Flask
    actor: Actor

    def practise(
        self, right: Sequence[bool], at: datetime = NOW, quiz: str = "practice", course: str = "small"
    ) -> UUID:
        """Answer the questions of a quiz, right or wrong (what is left over stays unanswered), and hand in."""
        attempt = quizzes.begin(self.actor, course, quiz, 7, uuid4(), at)
        for number, is_right in enumerate(right, start=1):
            asked = saving.sheet(self.actor, attempt.id, number).asked
            values = given(asked, is_right=is_right)
            saving.save(self.actor, attempt.id, number, values, False, uuid4(), at)
        quizzes.submit(self.actor, attempt.id, at)
        return attempt.id

    def sheet(self, number: int) -> Sheet:
        found = service.question(self.actor, number)
        assert isinstance(found, Sheet)
        return found

    def told(self, number: int) -> Told:
        found = service.question(self.actor, number)
        assert isinstance(found, Told)
        return found

    def answer(self, number: int, at: datetime, *, is_right: bool = True, sure: Confidence | None = None) -> None:
        sheet = self.sheet(number)
        service.answer(self.actor, sheet.session.id, number, given(sheet.asked, is_right=is_right), sure, at)

    def cards(self) -> dict[str, Known]:
        return {known.question_id: known for known in queries.cards(self.actor.id)}

    def rebuilt(self) -> dict[str, Card | None]:
        """Return the cards that the log comes to."""
        rows = db.session.scalars(
            sa.select(ReviewRow).where(ReviewRow.person_id == self.actor.id).order_by(ReviewRow.seq)
        ).all()
        reviews: dict[str, list[Review]] = {}
        for row in rows:
            if row.verdict != "passed-over":
                sure = Confidence(row.confidence) if row.confidence else None
                reviews.setdefault(row.question_id, []).append(Review(Verdict(row.verdict), row.at, sure, row.hinted))
        return {question: fold(each) for question, each in reviews.items()}


def given(asked: object, *, is_right: bool) -> Mapping[str, Sequence[str]]:
    """Return form values that are right or wrong."""
    interaction, order = asked.question.interaction, asked.order  # type: ignore[attr-defined]
    examples = interaction.examples(order)
    return interaction.form_values(examples.right if is_right else examples.wrong, order)  # type: ignore[no-any-return]


@pytest.fixture
def learner(app: Flask, small_course: str) -> Iterator[Learner]:
    person = someone(app, enrolled_in=small_course)
    with app.app_context():
        yield Learner(app, person.actor)


def change(learner: Learner, folder: Path, old: str, new: str, course_id: str = "small") -> None:
    """Check the course in with its practice changed."""
    shutil.rmtree(folder / course_id, ignore_errors=True)
    course = copy_course(folder, course_id)
    quiz = course / "10-first/20-practice.quiz.md"
    text = quiz.read_text()
    assert old in text
    quiz.write_text(text.replace(old, new))
    check_in(learner.app, course)


def test_what_was_practised_waits_from_the_next_day_and_is_taken_up_by_beginning(learner: Learner) -> None:
    learner.practise([True, False])
    assert not service.waiting(learner.actor, NOW).anything
    assert count(learner.app, "recall_card") == 0
    assert service.waiting(learner.actor, NOW + DAY).new_practice
    assert service.begin(learner.actor, 5, NOW + DAY) == 1
    assert {name: known.card.due - NOW for name, known in learner.cards().items()} == {
        "articles": DAY,
        "how-many": 2 * DAY,
    }
    assert [item.question_id for item in learner.sheet(1).session.items] == ["articles"]
    assert service.waiting(learner.actor, NOW + DAY).left == 1


def test_beginning_twice_is_beginning_once(learner: Learner) -> None:
    learner.practise([True, True])
    assert service.begin(learner.actor, 5, SOON) == 1
    before = dump(learner.app)
    assert service.begin(learner.actor, 6, SOON + timedelta(hours=1)) == 1
    assert set(differences(before, dump(learner.app))) <= {"recall_learner"}
    assert len(learner.sheet(1).session.items) == 2


def test_nothing_practised_is_no_session(learner: Learner) -> None:
    assert service.begin(learner.actor, 5, NOW) is None
    assert not service.waiting(learner.actor, NOW).anything
    assert count(learner.app, "recall_session") == 0
    with pytest.raises(NotFound):
        service.question(learner.actor, 1)


def test_what_was_not_answered_and_what_is_no_practice_stays_out(learner: Learner, tmp_path: Path) -> None:
    learner.practise([True])
    learner.practise([], at=NOW + DAY)
    change(learner, tmp_path, "title: Practice\n", "title: Practice\npurpose: pre-test\n")
    learner.practise([True, True], at=NOW + DAY)
    change(learner, tmp_path, "title: Practice\n", "title: Practised\n")
    service.begin(learner.actor, 5, SOON)
    assert {name: known.card.reviews for name, known in learner.cards().items()} == {"how-many": 1}
    assert not service.waiting(learner.actor, SOON).new_practice


def test_answers_that_may_not_be_seen_yet_are_not_asked(learner: Learner, tmp_path: Path) -> None:
    change(learner, tmp_path, "title: Practice\n", "title: Practice\nreview: after-pass\npass_mark: 100%\n")
    learner.practise([True, False])
    assert service.begin(learner.actor, 5, SOON) is None
    learner.practise([True, True], at=SOON)
    assert service.begin(learner.actor, 5, SOON + 3 * DAY) == 1
    assert learner.cards()["articles"].card.reviews == 2


def test_an_answer_is_graded_at_once_told_and_scheduled(learner: Learner) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, SOON)
    first = learner.sheet(1).asked.question.id
    learner.answer(1, SOON, sure=Confidence.SURE)
    told = learner.told(1)
    assert told.outcome.verdict == "right"
    assert told.entry.confidence is Confidence.SURE
    assert told.following == 2
    card = learner.cards()[first].card
    assert card.reviews == 2
    assert card.last_at == SOON
    assert card.due > SOON + 8 * DAY
    assert service.waiting(learner.actor, SOON).left == 1
    learner.answer(2, SOON, is_right=False)
    assert learner.told(2).following is None
    waiting = service.waiting(learner.actor, SOON)
    assert waiting.is_done_for_today
    assert not waiting.anything
    assert service.begin(learner.actor, 5, SOON + timedelta(hours=2)) is None
    summary = service.overview(learner.actor, SOON).sessions[0]
    assert (summary.size, summary.answered, summary.right, summary.passed_over, summary.left) == (2, 2, 1, 0, 0)


def test_the_first_answer_stands(learner: Learner) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, SOON)
    sheet = learner.sheet(1)
    learner.answer(1, SOON, is_right=False)
    before = dump(learner.app)
    again = given(sheet.asked, is_right=True)
    service.answer(learner.actor, sheet.session.id, 1, again, Confidence.SURE, SOON + timedelta(minutes=5))
    service.pass_over(learner.actor, sheet.session.id, 1, SOON)
    assert differences(before, dump(learner.app)) == {}


def test_two_devices_that_answer_at_once_enter_one_review(learner: Learner) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, SOON)
    sheet = learner.sheet(1)
    db.session.rollback()

    def send(is_right: bool) -> None:
        with learner.app.app_context():
            service.answer(learner.actor, sheet.session.id, 1, given(sheet.asked, is_right=is_right), None, SOON)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, [True, False, True, False]))
    assert count(learner.app, "recall_review") == 3
    assert learner.cards()[sheet.asked.question.id].card.reviews == 2
    assert {name: known.card for name, known in learner.cards().items()} == learner.rebuilt()


def test_two_that_begin_at_once_begin_one_session(learner: Learner) -> None:
    learner.practise([True, True])
    db.session.rollback()

    def begin(seed: int) -> int | None:
        with learner.app.app_context():
            return service.begin(learner.actor, seed, SOON)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(begin, range(4))) == [1, 1, 1, 1]
    assert count(learner.app, "recall_session") == 1
    assert count(learner.app, "recall_review") == 2
    assert {name: known.card.reviews for name, known in learner.cards().items()} == {"how-many": 1, "articles": 1}


def test_passing_over_says_nothing_of_memory(learner: Learner) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, SOON)
    session, before = learner.sheet(1).session, learner.cards()
    assert service.pass_over(learner.actor, session.id, 1, SOON) == 2
    assert service.question(learner.actor, 1) is None
    assert service.pass_over(learner.actor, session.id, 2, SOON) is None
    assert learner.cards() == before
    assert service.begin(learner.actor, 5, SOON + DAY) == 1, "they come back on the next day"
    assert learner.sheet(1).session.number == 2


def test_no_answer_is_told_and_an_odd_one_refused(learner: Learner) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, SOON)
    session = learner.sheet(1).session.id
    before = dump(learner.app)
    with pytest.raises(Invalid) as caught:
        service.answer(learner.actor, session, 1, {}, None, SOON)
    assert caught.value.problems[0].code == "answer-none"
    for number in (1, 2):
        for values in (
            learner.sheet(number).asked.question.interaction.examples(learner.sheet(number).asked.order).invalid
        ):
            with pytest.raises(Invalid):
                service.answer(learner.actor, session, number, values, None, SOON)
    for number in (0, 3):
        with pytest.raises(NotFound):
            service.answer(learner.actor, session, number, {"answer": ["0"]}, None, SOON)
    assert differences(before, dump(learner.app)) == {}


def test_a_page_of_an_older_session_enters_nothing(learner: Learner) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, SOON)
    old = learner.sheet(1)
    service.begin(learner.actor, 5, SOON + DAY)
    before = dump(learner.app)
    with pytest.raises(Conflict):
        service.answer(learner.actor, old.session.id, 1, given(old.asked, is_right=True), None, SOON + DAY)
    with pytest.raises(Conflict):
        service.pass_over(learner.actor, uuid4(), 1, SOON + DAY)
    assert differences(before, dump(learner.app)) == {}


def test_nobody_sees_anothers_session(learner: Learner) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, SOON)
    session = learner.sheet(1).session.id
    other = someone(learner.app, "Carlos Rivera", enrolled_in="small").actor
    with pytest.raises(NotFound):
        service.question(other, 1)
    with pytest.raises(NotFound):
        service.answer(other, session, 1, {"answer": ["0"]}, None, SOON)
    assert service.overview(other, SOON).sessions == ()


def test_a_session_keeps_the_revision_it_began_with_and_the_next_asks_todays(learner: Learner, tmp_path: Path) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, SOON)
    change(learner, tmp_path, "## How many branches are there?", "## How many branches are named?")
    titles = {learner.sheet(number).asked.question.title for number in (1, 2)}
    assert "How many branches are there?" in titles
    service.begin(learner.actor, 5, SOON + DAY)
    titles = {learner.sheet(number).asked.question.title for number in (1, 2)}
    assert "How many branches are named?" in titles


def test_a_question_that_vanished_is_passed_by_and_its_log_stays(learner: Learner, tmp_path: Path) -> None:
    learner.practise([True, True])
    change(learner, tmp_path, "{#articles}", "{#articles-again}")
    service.begin(learner.actor, 5, SOON)
    assert [item.question_id for item in learner.sheet(1).session.items] == ["how-many"]
    assert count(learner.app, "recall_review") == 2
    assert service.waiting(learner.actor, SOON).due == 1
    change(learner, tmp_path, "Outcome: name-parts", "Outcome: name-parts\nTags: back")
    service.begin(learner.actor, 5, SOON + DAY)
    assert len(learner.sheet(1).session.items) == 2, "it came back"


def test_a_question_that_moved_to_a_test_is_not_asked(learner: Learner, tmp_path: Path) -> None:
    learner.practise([True, True])
    change(learner, tmp_path, "title: Practice\n", "title: Practice\npurpose: test\n")
    assert service.begin(learner.actor, 5, SOON) is None
    assert not service.waiting(learner.actor, SOON).anything


def test_a_course_that_is_hidden_is_not_asked(learner: Learner, tmp_path: Path) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, SOON)
    course = copy_course(tmp_path, "small")
    settings = course / "course.yaml"
    settings.write_text(settings.read_text() + "hidden: yes\n")
    check_in(learner.app, course)
    courses.forget()
    with pytest.raises(NotFound):
        service.question(learner.actor, 1)
    assert service.begin(learner.actor, 5, SOON + DAY) is None
    assert service.waiting(learner.actor, SOON + DAY).due == 0
    assert service.overview(learner.actor, SOON).modules == ()


def test_the_cards_are_the_fold_of_the_log(learner: Learner) -> None:
    """Over weeks of practice and sessions, some of it taken up late."""
    at = NOW
    for number in range(6):
        learner.practise([number % 2 == 0, number % 3 == 0], at=at)
        at += (number + 2) * DAY
        service.begin(learner.actor, number, at)
        session = queries.last_session(learner.actor.id)
        assert session is not None
        learner.practise([True, True], at=at)  # it is closed before the session goes on, and taken up with the next
        for place in session.open_places:
            learner.answer(place, at + timedelta(hours=1), is_right=place % 2 == 0, sure=Confidence(place % 3 + 1))
    service.begin(learner.actor, 9, at + 2 * DAY)
    cards = {name: known.card for name, known in learner.cards().items()}
    assert cards == learner.rebuilt()
    assert len(cards) == 2
    assert all(card.reviews >= 12 for card in cards.values())


def test_hints_and_confidence_of_practice_count(learner: Learner) -> None:
    attempt = learner.practise([True, True])
    db.session.execute(
        sa.text("UPDATE grade SET questions = :questions WHERE attempt_id = :id").bindparams(
            sa.bindparam("questions", type_=queries.ReviewRow.__table__.c.given.type), sa.bindparam("id", type_=sa.Uuid)
        ),
        {
            "id": attempt,
            "questions": {
                "how-many": {"s": "1", "w": "1", "of": "1", "a": 1, "k": 3},
                "articles": {"s": "1", "w": "1", "of": "1", "a": 1, "h": 1},
            },
        },
    )
    db.session.commit()
    service.begin(learner.actor, 5, NOW)
    assert {name: known.card.due - NOW for name, known in learner.cards().items()} == {
        "how-many": 8 * DAY,
        "articles": DAY,
    }
    levels = {level.confidence: (level.right, level.count) for level in service.overview(learner.actor, NOW).levels}
    assert levels == {Confidence.UNSURE: (0, 0), Confidence.RATHER_SURE: (0, 0), Confidence.SURE: (1, 1)}


def test_what_no_quiz_asks_any_more_does_not_count_as_waiting(learner: Learner) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, NOW)
    known = learner.cards()["how-many"]
    made_up = [replace(known, question_id=f"gone-{number}") for number in range(40)]
    for each in made_up:
        queries.keep_card(learner.actor.id, each)
    db.session.commit()
    assert service.waiting(learner.actor, SOON).due == 42
    service.begin(learner.actor, 5, SOON)
    assert len(learner.sheet(1).session.items) == 2, "what is in no quiz is not asked"
    assert service.waiting(learner.actor, SOON).due == 2
    assert db.session.scalar(sa.select(sa.func.count()).where(CardRow.can_be_asked.is_(False))) == 40


def test_what_is_likely_remembered_is_told_by_module(learner: Learner) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, NOW)
    (fresh,) = service.overview(learner.actor, NOW).modules
    assert fresh.module.id == "first"
    assert (fresh.remembered.count, fresh.remembered.share) == (2, 1)
    (later,) = service.overview(learner.actor, NOW + 30 * DAY).modules
    assert 0 < later.remembered.share < 0.9


NUMBER = "## How many Articles are there? {#articles}\n\nGive a number:\n- [x] 87\n"
DRAWN = """## What is {first} and {second} together? {#articles}

Give a number:
Where:
- first = 1 to 5000
- second = 1 to 5000
- [x] = first + second
"""
LONG = """## What would you advise? {#articles}

Long answer:
Rubric:
| Criterion | 2 | 1 | 0 |
| --- | --- | --- | --- |
| Uses the right Articles | all | some | none |
"""


def test_drawn_numbers_are_new_in_each_session(learner: Learner, tmp_path: Path) -> None:
    change(learner, tmp_path, NUMBER, DRAWN)
    learner.practise([True, True])
    titles = set()
    for day in range(3):
        service.begin(learner.actor, day, SOON + day * DAY)
        session = queries.last_session(learner.actor.id)
        assert session is not None
        number = [item.question_id for item in session.items].index("articles") + 1
        titles.add(learner.sheet(number).asked.question.title)
        if day == 2:
            learner.answer(number, SOON + day * DAY)
            assert learner.told(number).outcome.verdict == "right"
    assert len(titles) == 3


def test_what_a_person_marks_stays_out(learner: Learner, tmp_path: Path) -> None:
    change(learner, tmp_path, NUMBER, LONG)
    learner.practise([True, True])
    service.begin(learner.actor, 5, SOON)
    assert set(learner.cards()) == {"how-many"}


def test_a_question_of_a_bank_is_asked_again_by_the_quiz_that_drew_it(app: Flask) -> None:
    check_in(app, SAMPLES / "courses" / "banks")
    person = someone(app, enrolled_in="banks")
    with app.app_context():
        learner = Learner(app, person.actor)
        learner.practise([True, True, True], course="banks")
        drawn = set(asked_in_practice())
        service.begin(learner.actor, 5, SOON)
        session = queries.last_session(learner.actor.id)
        assert session is not None
        assert {item.question_id for item in session.items} == drawn
        assert len(drawn - {"how-many"}) == 2, "two came from the bank"
        for number in session.open_places:
            learner.answer(number, SOON)
            assert learner.told(number).outcome.verdict == "right"


def asked_in_practice() -> list[str]:
    """Return the questions of the one attempt there is."""
    found: list[str] = db.session.scalars(sa.select(AttemptRow.questions)).one()
    return found


def test_the_drawn_order_is_new_each_day(learner: Learner) -> None:
    learner.practise([True, True])
    service.begin(learner.actor, 5, SOON)
    one = learner.sheet(1).session.seed
    service.begin(learner.actor, 8, SOON + DAY)
    assert (one, learner.sheet(1).session.seed) == (5, 8)
