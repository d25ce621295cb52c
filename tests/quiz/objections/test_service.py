"""Objections on a real store of either engine: one per question, answered once, settled by a regrade."""

from __future__ import annotations

from uuid import uuid4

import pytest

from learning.kernel.errors import Conflict, Invalid, NotFound, SignInNeeded
from learning.people.actor import Grant, Role, course_scope
from learning.quiz.objections import service
from learning.quiz.regrading.methods import Method
from tests.factories.school import ELEVEN, HOW_MANY, LATER, NINE, School
from tests.factories.site import NOW, someone
from tests.factories.store import count, differences, dump


def test_an_objection_counts_once_per_question(school: School) -> None:
    attempt, key = school.attempt(ELEVEN), uuid4()
    learner = school.learners[0]
    for used in (key, key, uuid4()):
        service.raise_objection(learner, attempt.id, 1, " I counted.\0 ", used, NOW)
    assert count(school.app, "objection") == 1
    kept = service.of_attempt(attempt.id)[HOW_MANY]
    assert (kept.text, kept.state, kept.reply) == ("I counted.", "open", "")
    other = school.attempt(ELEVEN)
    with pytest.raises(Conflict):
        service.raise_objection(school.learners[1], other.id, 1, "", key, NOW)


def test_only_what_was_wrong_and_may_be_seen_can_be_objected_to(school: School) -> None:
    right, open_one = school.attempt(NINE), school.begin(school.learner(), ELEVEN)
    school.rewrite("pass_mark: 50%\n", "pass_mark: 50%\nreview: never\n")
    hidden = school.attempt(ELEVEN)
    people = school.learners
    before = dump(school.app)
    refused = (
        (people[0], right.id, 1, NotFound),
        (people[0], right.id, 2, NotFound),  # not answered
        (people[0], right.id, 3, NotFound),
        (people[0], right.id, 0, NotFound),
        (people[2], hidden.id, 1, NotFound),
        (people[0], hidden.id, 1, NotFound),  # another's
        (people[1], open_one, 1, Conflict),
    )
    for learner, attempt, number, error in refused:
        with pytest.raises(error):
            service.raise_objection(learner, attempt, number, "", uuid4(), NOW)
    assert differences(before, dump(school.app)) == {}


def test_a_text_has_its_limit(school: School) -> None:
    attempt = school.attempt(ELEVEN)
    with pytest.raises(Invalid):
        service.raise_objection(school.learners[0], attempt.id, 1, "x" * 1001, uuid4(), NOW)
    assert count(school.app, "objection") == 0


def test_trainers_of_the_course_answer_once(school: School) -> None:
    first, second = school.attempt(ELEVEN), school.attempt(ELEVEN)
    keys = [uuid4(), uuid4()]
    for learner, attempt, key in zip(school.learners, (first, second), keys, strict=True):
        service.raise_objection(learner, attempt.id, 1, "", key, NOW)
    _, (group,) = service.of_course(school.trainer, "small")
    assert (group.question_title, group.counts) == ("How many branches are there?", {"open": 2})
    assert {each.given for each in group.raised} == {("Eleven",)}
    assert service.settle(school.trainer, keys[0], agreed=False, reply="Nine it is.", at=LATER)
    before = dump(school.app)
    assert not service.settle(school.trainer, keys[0], agreed=True, reply="Well.", at=LATER)
    for reply in (" ", "x" * 1001):
        with pytest.raises(Invalid):
            service.settle(school.trainer, keys[1], agreed=True, reply=reply, at=LATER)
    far = someone(school.app, grants=[Grant(Role.TRAINER, course_scope("other"))]).actor
    before = dump(school.app)
    for actor in (school.learners[0], far):
        with pytest.raises(NotFound):
            service.settle(actor, keys[1], agreed=True, reply="Mine.", at=LATER)
        with pytest.raises(NotFound):
            service.of_course(actor, "small")
    with pytest.raises(NotFound):
        service.settle(school.trainer, uuid4(), agreed=True, reply="No.", at=LATER)
    with pytest.raises(SignInNeeded):
        service.of_course(None, "small")
    assert differences(before, dump(school.app)) == {}
    told = service.of_attempt(first.id)[HOW_MANY]
    assert (told.state, told.reply, told.settled_at) == ("declined", "Nine it is.", LATER)


def test_a_regrade_settles_what_is_open(school: School) -> None:
    attempt = school.attempt(ELEVEN)
    service.raise_objection(school.learners[0], attempt.id, 1, "", uuid4(), NOW)
    school.regrade(Method.FULL_ANSWERED)
    told = service.of_attempt(attempt.id)[HOW_MANY]
    assert (told.state, told.reply, told.settled_at) == ("agreed", "The key was wrong.", LATER)
