"""The shipped course from its pre-test to its certifying test: what opens when, what is gained, what completes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask

from learning.app import BASE
from learning.courses import service as courses
from learning.kernel.errors import Conflict
from learning.lessons import service as lessons
from learning.people.actor import Actor
from learning.quiz import service as quizzes
from learning.quiz.saving import service as saving
from tests.factories.site import NOW, browser, check_in, someone

COURSE = "c102-essentials"
AT_THE_END = ("post-test", "final-test")


def take(actor: Actor, quiz_id: str, at: datetime, wrong: int = 0) -> UUID:
    """Answer every question of a quiz, the first `wrong` of them wrong, and hand in."""
    attempt = quizzes.begin(actor, COURSE, quiz_id, 11, uuid4(), at)
    for number in range(1, len(attempt.questions) + 1):
        asked = saving.sheet(actor, attempt.id, number).asked
        examples = asked.question.interaction.examples(asked.order)
        response = examples.wrong if number <= wrong else examples.right
        values = asked.question.interaction.form_values(response, asked.order)
        saving.save(actor, attempt.id, number, values, False, uuid4(), at)
    quizzes.submit(actor, attempt.id, at)
    return attempt.id


def test_the_shipped_course_is_completed(site: Flask) -> None:
    check_in(site, BASE / "courses" / COURSE)
    learner = someone(site, enrolled_in=COURSE)
    actor, later = learner.actor, NOW + timedelta(days=2)
    with site.app_context():
        before = quizzes.outcome(actor, take(actor, "pre-test", NOW, wrong=18), NOW)
        assert not before.visibility.key
        for quiz_id in AT_THE_END:
            with pytest.raises(Conflict):
                quizzes.begin(actor, COURSE, quiz_id, 1, uuid4(), NOW)
        for each in courses.current(COURSE).activities:
            if each.kind == "lesson" and not each.optional:
                lessons.finish(actor, COURSE, each.id, NOW)
            elif not each.optional and each.id not in ("pre-test", *AT_THE_END):
                take(actor, each.id, NOW)
        after = quizzes.outcome(actor, take(actor, "post-test", NOW), NOW)
        outcomes = [outcome.id for outcome in courses.current(COURSE).outcomes]
        assert sorted(gain.outcome for gain in after.gain) == sorted(outcomes)
        assert all(gain.difference > 0 for gain in after.gain)
        failed = quizzes.outcome(actor, take(actor, "final-test", NOW, wrong=12), NOW)
        assert not failed.attempt.passed
        assert not failed.visibility.key
        with pytest.raises(Conflict, match="too-early"):
            quizzes.begin(actor, COURSE, "final-test", 1, uuid4(), NOW)
        passed = quizzes.outcome(actor, take(actor, "final-test", later), later)
        assert passed.attempt.passed
        assert passed.visibility.key
    assert "Complete" in browser(site, learner).get("/my-learning").get_data(as_text=True)
