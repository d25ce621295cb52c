"""Regrades on a real store of either engine: previewed, applied as previewed, once; told; and kept in the ledger."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from learning.db import db
from learning.kernel.errors import Conflict, Invalid, LearningError, NotFound, SignInNeeded
from learning.people.actor import Grant, Role, course_scope
from learning.progress import service as progress
from learning.progress.ledger import COURSE, Verb
from learning.quiz import queries
from learning.quiz import service as quizzes
from learning.quiz.attempts import State
from learning.quiz.regraded import service as regraded
from learning.quiz.regrading import service
from learning.quiz.regrading.methods import Method
from learning.quiz.regrading.service import Wish
from tests.factories.school import ARTICLES, ELEVEN, HOW_MANY, LATER, NINE, QUIZ, SEVEN, School
from tests.factories.site import NOW, check_in, someone
from tests.factories.store import count, differences, dump

WISH = Wish("small", QUIZ, HOW_MANY)


def test_the_preview_says_who_changes_and_writes_nothing(school: School) -> None:
    school.attempt(NINE, "87"), school.attempt(ELEVEN), school.attempt(SEVEN), school.attempt()
    school.correct_the_key()
    before = dump(school.app)
    found = school.preview(Method.NEW_KEY)
    summary = found.summary
    assert (summary.asked, summary.up, summary.down, summary.same) == (4, 1, 1, 2)
    assert (summary.passes, summary.below, found.waiting) == (1, 0, 0)
    best = school.preview(Method.BEST).summary
    assert (best.up, best.down, best.same, best.passes) == (1, 0, 3, 1)
    assert [(each.change.direction, each.change.passed) for each in found.affected] == [("up", True), ("down", True)]
    assert differences(before, dump(school.app)) == {}


def test_a_new_key_takes_and_gives_and_a_pass_stays(school: School) -> None:
    lost, won = school.attempt(NINE), school.attempt(ELEVEN)
    assert (lost.passed, won.passed) == (True, False)
    school.correct_the_key()
    assert school.regrade(Method.NEW_KEY).summary.below == 1
    assert (school.points(lost), school.points(won)) == ("0/2", "1/2")
    for attempt in (lost, won):
        now = school.now(attempt)
        assert (now.state, now.passed, now.closed_at, now.revision_id) == (
            State.REGRADED,
            True,
            NOW,
            attempt.revision_id,
        )
    assert school.standing(lost).passed_at == NOW
    assert school.standing(won).passed_at == LATER
    assert (str(school.standing(lost).best.points), school.standing(lost).corrected_at) == ("0", LATER)  # type: ignore[union-attr]


def test_the_best_of_both_takes_nothing(school: School) -> None:
    kept, won = school.attempt(NINE), school.attempt(ELEVEN)
    school.correct_the_key()
    before = dump(school.app)
    school.regrade()
    assert (school.points(kept), school.points(won)) == ("1/2", "1/2")
    assert school.now(kept) == kept
    added = differences(before, dump(school.app))
    assert {table: len(rows["new"]) for table, rows in added.items()} == {
        "attempt": 1, "grade": 1, "fact": 1, "record": 1, "regrade": 1, "regrade_notice": 1, "audit_entry": 1,
    }  # fmt: skip
    assert added["grade"]["gone"] == added["fact"]["gone"] == []


def test_full_marks_for_those_asked_or_for_those_who_answered(school: School) -> None:
    wrong, silent = school.attempt(SEVEN), school.attempt()
    school.regrade(Method.FULL_ANSWERED)
    assert (school.points(wrong), school.points(silent)) == ("1/2", "0/2")
    school.regrade(Method.FULL_ASKED)
    assert (school.points(wrong), school.points(silent)) == ("1/2", "1/2")


def test_a_dropped_question_counts_nowhere(school: School) -> None:
    wrong, right, silent = school.attempt(SEVEN, "87"), school.attempt(NINE, "3"), school.attempt()
    school.regrade(Method.DROP)
    assert [school.points(each) for each in (wrong, right, silent)] == ["1/1", "0/1", "0/1"]
    assert [school.now(each).passed for each in (wrong, right, silent)] == [True, True, False]
    dropped = queries.grade_of(wrong.id)
    assert (dropped[HOW_MANY].dropped, dropped[ARTICLES].dropped) == (True, False)


def test_the_same_regrade_twice_changes_nothing_more(school: School) -> None:
    school.attempt(NINE), school.attempt(ELEVEN)
    school.correct_the_key()
    school.regrade()
    before = dump(school.app)
    again = school.regrade()
    assert (again.summary.asked, again.summary.same, again.affected) == (2, 2, ())
    assert differences(before, dump(school.app)).keys() == {"regrade", "audit_entry"}


def test_one_key_regrades_once(school: School) -> None:
    school.attempt(ELEVEN)
    school.correct_the_key()
    found, key = school.preview(), uuid4()
    service.apply(school.trainer, WISH, "Wrong key.", found.print, key, LATER)
    before = dump(school.app)
    service.apply(school.trainer, WISH, "Wrong key.", found.print, key, LATER)
    assert differences(before, dump(school.app)) == {}


def refused(school: School, wish: Wish, reason: str, seal: str, error: type[LearningError]) -> LearningError:
    """Return how a regrade is refused; nothing is changed."""
    before = dump(school.app)
    with pytest.raises(error) as caught:
        service.apply(school.trainer, wish, reason, seal, uuid4(), LATER)
    assert differences(before, dump(school.app)) == {}
    return caught.value


def test_what_changed_since_the_preview_is_previewed_again(school: School) -> None:
    school.attempt(ELEVEN)
    school.correct_the_key()
    first = school.preview()
    late = school.attempt(ELEVEN)
    assert isinstance(refused(school, WISH, "Wrong.", first.print, Conflict), Conflict)
    second = school.preview()
    school.rewrite("- [ ] Seven", "- [ ] Only seven")
    refused(school, WISH, "Wrong.", second.print, Conflict)
    refused(school, Wish("small", QUIZ, HOW_MANY, Method.DROP), "Wrong.", school.preview().print, Conflict)
    service.apply(school.trainer, WISH, "Wrong.", school.preview().print, uuid4(), LATER)
    assert school.now(late).revision_id == late.revision_id


def test_a_reason_is_asked_for(school: School) -> None:
    school.attempt(ELEVEN)
    school.correct_the_key()
    seal = school.preview().print
    for reason, code in (("", "reason-empty"), (" \0", "reason-empty"), ("x" * 1001, "reason-long")):
        assert code in str(refused(school, WISH, reason, seal, Invalid))


def test_only_trainers_of_the_course_regrade(school: School) -> None:
    school.attempt(ELEVEN)
    seal = school.preview(Method.DROP).print
    drop = Wish("small", QUIZ, HOW_MANY, Method.DROP)
    far = someone(school.app, grants=[Grant(Role.TRAINER, course_scope("other"))]).actor
    before = dump(school.app)
    for actor in (school.learner(), far):
        before = dump(school.app)
        with pytest.raises(NotFound):
            service.preview(actor, drop)
        with pytest.raises(NotFound):
            service.desk(actor, "small", QUIZ, HOW_MANY)
        with pytest.raises(NotFound):
            service.apply(actor, drop, "Mine.", seal, uuid4(), LATER)
    with pytest.raises(SignInNeeded):
        service.apply(None, drop, "Mine.", seal, uuid4(), LATER)
    assert differences(before, dump(school.app)) == {}
    with pytest.raises(NotFound):
        service.desk(school.trainer, "small", QUIZ, "no-such")
    for method in Method:
        with pytest.raises(NotFound):
            school.preview(method, "no-such")


def test_two_trainers_at_once_regrade_once(school: School) -> None:
    attempts = [school.attempt(ELEVEN) for _ in range(3)]
    school.correct_the_key()
    seal = school.preview().print
    told: list[str] = []

    def work() -> None:
        with school.app.app_context():
            try:
                service.apply(school.trainer, WISH, "Wrong.", seal, uuid4(), LATER)
                told.append("done")
            except Conflict as conflict:
                told.append(conflict.reason)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    assert sorted(told) == ["changed", "changed", "changed", "done"]
    assert [school.points(each) for each in attempts] == ["1/2"] * 3
    assert (count(school.app, "regrade"), count(school.app, "grade")) == (1, 6)


def test_an_open_attempt_meets_the_regrade_when_it_is_handed_in(school: School) -> None:
    learner, dropped = school.learner(), school.learner()
    on_old_text = school.begin(learner, ELEVEN)
    unaware = school.begin(dropped, SEVEN, "87")
    school.correct_the_key()
    assert school.regrade().waiting == 2
    school.regrade(Method.DROP, ARTICLES)
    assert str(quizzes.submit(learner, on_old_text, LATER).score) == "Score(points=Decimal('1'), maximum=Decimal('1'))"
    assert quizzes.submit(dropped, unaware, LATER).passed is False
    on_new_text = school.attempt(ELEVEN, "86")
    assert (school.points(on_new_text), on_new_text.state) == ("1/1", State.GRADED)
    school.standing(on_new_text)


def test_a_regrade_ends_with_the_text_it_was_for(school: School) -> None:
    """A question dropped until it is corrected counts again for those who are asked it corrected."""
    school.regrade(Method.DROP)
    begun = school.attempt(NINE)
    assert school.points(begun) == "0/1"
    school.rewrite("- [ ] Seven", "- [ ] Just seven")
    learner = school.learner()
    attempt = quizzes.begin(learner, "small", QUIZ, 7, uuid4(), LATER + timedelta(hours=1))
    assert str(quizzes.submit(learner, attempt.id, LATER + timedelta(hours=2)).score) == (
        "Score(points=Decimal('0'), maximum=Decimal('2'))"
    )


def test_a_pass_by_regrade_completes_the_course(school: School) -> None:
    attempt = school.attempt(ELEVEN)
    actor = school.learners[0]
    for activity, verb in (("welcome", Verb.COMPLETED), ("more", Verb.COMPLETED), ("test", Verb.PASSED)):
        progress.enter(actor, service.courses.current("small"), activity, verb, uuid4(), NOW)
    assert COURSE not in progress.record_of(actor.id, "small").standings
    school.correct_the_key()
    school.regrade()
    assert progress.record_of(actor.id, "small").standings[COURSE].completed_at == LATER
    assert school.standing(attempt).passed_at == LATER


def test_a_chain_of_regrades_leaves_one_score_that_counts(school: School) -> None:
    attempt = school.attempt(SEVEN)
    for method, best in (
        (Method.FULL_ASKED, "1"),
        (Method.NEW_KEY, "0"),
        (Method.FULL_ANSWERED, "1"),
        (Method.DROP, "0"),
    ):
        school.regrade(method)
        score = school.standing(attempt).best
        assert score is not None
        assert str(score.points) == best
    assert count(school.app, "fact") == 5


def test_learners_are_told_until_they_have_read_it(school: School) -> None:
    won, same = school.attempt(ELEVEN), school.attempt(SEVEN)
    learner, other = school.learners
    school.correct_the_key()
    school.regrade()
    (notice,) = regraded.notices(learner)
    assert (notice.before.points, notice.after.points, notice.passed_by_it) == (0, 1, True)
    assert (notice.reason, notice.title, notice.at) == ("The key was wrong.", "Practice", LATER)
    assert regraded.notices(learner, same.id) == regraded.notices(other) == []
    with pytest.raises(NotFound):
        regraded.dismiss(other, won.id, notice.regrade_id, LATER)
    for _ in range(2):
        regraded.dismiss(learner, won.id, notice.regrade_id, LATER)
        assert regraded.notices(learner) == []


def test_the_result_tells_the_corrected_key_where_the_key_may_be_seen(school: School) -> None:
    attempt = school.attempt(ELEVEN)
    school.correct_the_key()
    school.regrade()
    paper = quizzes.paper_of_attempt(attempt)
    told = regraded.of_attempt(school.now(attempt), paper, key_is_shown=True)[HOW_MANY]
    assert told.reveal is not None
    assert (told.reveal.fields[0].right, told.reveal.fields[0].is_right) == (("Eleven",), True)
    hidden = regraded.of_attempt(school.now(attempt), paper, key_is_shown=False)[HOW_MANY]
    assert (hidden.reveal, hidden.asked, hidden.method) == (None, None, Method.BEST)


def test_reworded_answers_are_paired_by_the_trainer(school: School) -> None:
    attempt = school.attempt(ELEVEN)
    school.rewrite("- [x] Nine\n- [ ] Eleven", "- [ ] Nine\n- [x] Eleven of them")
    (key,) = service.desk(school.trainer, "small", QUIZ, HOW_MANY).keys
    assert [(each.list, each.text, each.candidates) for each in key.loose] == [
        ("answer", "Eleven", ((2, "Eleven of them"),))
    ]
    assert school.preview().summary.up == 0
    chosen = {key.version: {"answer": {"2": 2}}}
    assert school.regrade(chosen=chosen).summary.up == 1
    assert school.points(attempt) == "1/2"


def test_a_key_that_is_gone_cannot_be_asked(school: School) -> None:
    attempt = school.attempt(SEVEN)
    school.rewrite(
        "Choose one:\n- [ ] Seven\n  > Two are missing.\n- [x] Nine\n- [ ] Eleven", "Short answer:\n- [x] Nine"
    )
    for method in (Method.BEST, Method.NEW_KEY):
        with pytest.raises(Invalid):
            school.preview(method)
    school.regrade(Method.FULL_ASKED)
    assert school.points(attempt) == "1/2"


def test_attempts_from_before_gradings_were_kept_are_regraded_too(school: School) -> None:
    attempt = school.attempt(ELEVEN, "87")
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM grade"))
    school.correct_the_key()
    school.regrade()
    assert school.points(attempt) == "2/2"
    assert count(school.app, "grade") == 2
    assert str(school.standing(attempt).best.points) == "2"  # type: ignore[union-attr]


def test_another_quiz_and_another_course_stay_as_they_are(school: School, tmp_path: Path) -> None:
    attempt = school.attempt(ELEVEN)
    other = someone(school.app, enrolled_in="small").actor
    check_in(school.app, school.folder)
    far = school.attempt(ELEVEN, learner=other)
    school.correct_the_key()
    before = {each.id: school.now(each) for each in (attempt, far)}
    found = service.preview(school.trainer, Wish("small", "test", "core", Method.DROP))
    service.apply(school.trainer, Wish("small", "test", "core", Method.DROP), "Bad.", found.print, uuid4(), LATER)
    assert {each.id: school.now(each) for each in (attempt, far)} == before
