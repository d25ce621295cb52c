"""A quiz that tells at once: a question is judged when the learner asks, and its answer is final from then on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask

from learning.kernel.errors import Conflict, NotFound
from learning.quiz import service
from learning.quiz.saving import service as saving
from tests.factories.site import NOW, Someone, browser, check_in, post, someone
from tests.factories.store import count, differences, dump
from tests.factories.world import copy_course

EXPLANATION = "Parts II to X each treat one branch."


@pytest.fixture
def learner(app: Flask, small_course: str, tmp_path: Path) -> Someone:
    course = copy_course(tmp_path, small_course)
    quiz = course / "10-first/20-practice.quiz.md"
    quiz.write_text(quiz.read_text().replace("title: Practice\n", "title: Practice\nreview: during\n"))
    check_in(app, course)
    return someone(app, enrolled_in=small_course)


def begun(learner: Someone, quiz: str = "practice") -> UUID:
    return service.begin(learner.actor, "small", quiz, 7, uuid4(), NOW).id


def give(learner: Someone, attempt: UUID, text: str) -> None:
    saving.save(learner.actor, attempt, 2, {"answer": [text]}, False, uuid4(), NOW)


def refused(act: Callable[[], object], app: Flask, reason: str) -> None:
    before = dump(app)
    with pytest.raises(Conflict, match=reason):
        act()
    assert differences(before, dump(app)) == {}


def test_a_question_is_told_when_it_is_answered_and_asked_for(app: Flask, learner: Someone) -> None:
    with app.app_context():
        attempt = begun(learner)
        assert not saving.tell(learner.actor, attempt, 2, NOW)
        assert saving.sheet(learner.actor, attempt, 2).told is None
        give(learner, attempt, "86")
        assert saving.tell(learner.actor, attempt, 2, NOW)
        assert saving.tell(learner.actor, attempt, 2, NOW)
        told = saving.sheet(learner.actor, attempt, 2).told
        assert told is not None
        assert (told.outcome.verdict, told.reveal.fields[0].right) == ("wrong", ("87",))
        assert saving.sheet(learner.actor, attempt, 1).told is None
        assert count(app, "told") == 1


def test_what_was_told_is_final(app: Flask, learner: Someone) -> None:
    with app.app_context():
        attempt = begun(learner)
        give(learner, attempt, "86")
        saving.tell(learner.actor, attempt, 2, NOW)
        refused(lambda: give(learner, attempt, "87"), app, "told")
        closed = service.submit(learner.actor, attempt, NOW)
        assert closed.score is not None
        assert closed.score.points == 0
        refused(lambda: saving.tell(learner.actor, attempt, 1, NOW), app, "closed")


def test_nothing_is_told_where_the_quiz_tells_later(app: Flask, small_course: str) -> None:
    learner = someone(app, enrolled_in=small_course)
    with app.app_context():
        attempt = begun(learner)
        give(learner, attempt, "87")
        assert not saving.sheet(learner.actor, attempt, 2).may_check
        with pytest.raises(NotFound):
            saving.tell(learner.actor, attempt, 2, NOW)


def test_the_page_tells_after_checking_and_not_before(app: Flask, learner: Someone) -> None:
    client = browser(app, learner)
    first = str(post(client, "/courses/small/quizzes/practice/attempts").headers["Location"])
    before = client.get(first).get_data(as_text=True)
    assert "Check this answer" in before
    assert EXPLANATION not in before
    empty = post(client, first, go="check", key=uuid4(), base=0)
    assert (empty.status_code, count(app, "told")) == (303, 0)
    assert EXPLANATION not in client.get(first).get_data(as_text=True)
    with app.app_context():
        attempt_id = UUID(first.split("/")[2])
        asked = saving.sheet(learner.actor, attempt_id, 1).asked
        right = asked.question.interaction.form_values(
            asked.question.interaction.examples(asked.order).right, asked.order
        )
    assert post(client, first, go="check", key=uuid4(), base=1, answer=right["answer"][0]).status_code == 303
    told = client.get(first).get_data(as_text=True)
    assert "each treat one branch." in told
    assert "The answer to this question is final." in told
    assert "answer-autosave" not in told
    again = post(client, first, key=uuid4(), base=2, answer="0")
    assert (again.status_code, again.headers["Location"]) == (303, first)
    script = post(client, first, "application/json", key=uuid4(), base=2, answer="0")
    assert (script.status_code, script.get_json()["error"]) == (409, "told")


def test_asking_where_the_quiz_tells_later_is_not_there(app: Flask, small_course: str) -> None:
    client = browser(app, someone(app, enrolled_in=small_course))
    first = str(post(client, f"/courses/{small_course}/quizzes/practice/attempts").headers["Location"])
    assert post(client, first, go="check", key=uuid4(), base=0, answer="0").status_code == 404
