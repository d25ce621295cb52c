"""The pages of regrades and objections, from the objection to the changed result."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from learning.quiz.attempts import Attempt
from tests.factories.school import ELEVEN, SEVEN, School, make_school
from tests.factories.site import Someone, browser, post
from tests.factories.store import count, differences, dump

DESK = "/courses/small/quizzes/practice/regrade/how-many"
PREVIEW = {"method": "best", "reason": "Eleven is right <b>now</b>."}


@pytest.fixture
def school(app: Flask, tmp_path: Path) -> School:
    """The school outside of an application's context, in which every request would be one."""
    with app.app_context():
        return make_school(app, tmp_path)


def attempt_of(school: School, choice: str) -> Attempt:
    """Hand in an attempt."""
    with school.app.app_context():
        return school.attempt(choice)


def correct(school: School, old: str = "", new: str = "") -> None:
    """Correct the key, or change another text."""
    with school.app.app_context():
        school.rewrite(old, new) if old else school.correct_the_key()


def of(school: School, actor: object) -> FlaskClient:
    return browser(school.app, Someone(actor, ""))  # type: ignore[arg-type]


def fields_of(page: str) -> dict[str, str]:
    """Return the hidden fields of the form that applies a regrade."""
    form = page[page.index('<form method="post"') :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def objected(school: School) -> tuple[Attempt, FlaskClient]:
    """Let a learner object to the first question."""
    attempt = attempt_of(school, ELEVEN)
    learner = of(school, school.learners[0])
    page = learner.get(f"/attempts/{attempt.id}/result").text
    assert page.count("I think I was right") == 1
    path = f"/attempts/{attempt.id}/questions/1/objection"
    assert learner.get(path).status_code == 200
    assert post(learner, path, text="x" * 1001, key=uuid4()).status_code == 422
    assert post(learner, path, text="I counted <i>eleven</i>.", key=uuid4()).status_code == 303
    assert "I counted &lt;i&gt;eleven&lt;/i&gt;." in learner.get(f"/attempts/{attempt.id}/result").text
    return attempt, learner


def test_from_the_objection_to_the_changed_result(school: School) -> None:
    attempt, learner = objected(school)
    trainer = of(school, school.trainer)
    assert DESK in trainer.get("/courses/small/objections").text
    correct(school)
    desk = trainer.get(DESK).text
    assert "The question as it was asked" in desk
    assert "Which answer is which?" not in desk
    before = dump(school.app)
    page = trainer.get(f"{DESK}/preview", query_string=PREVIEW)
    assert page.status_code == 200
    assert "newly passed" in page.text
    assert differences(before, dump(school.app)) == {}
    fields = fields_of(page.text)
    assert fields["reason"] == "Eleven is right &lt;b&gt;now&lt;/b&gt;."
    fields["reason"] = PREVIEW["reason"]
    assert post(trainer, DESK, **fields).headers["Location"] == DESK
    assert post(trainer, DESK, **fields).status_code == 303
    assert count(school.app, "regrade") == 1
    result = learner.get(f"/attempts/{attempt.id}/result").text
    for words in ("Your result was changed on", "Before: 0 of 2 points.", "Now: 1 of 2 points.", "you have passed",
                  "This question was graded again", "The trainers agree", "Eleven is right &lt;b&gt;now"):  # fmt: skip
        assert words in result, words
    (path,) = set(re.findall(r'action="(/attempts/[^"]+/notices/[^"]+)"', result))
    assert "Your result was changed on" in learner.get("/my-learning").text
    for _ in range(2):
        assert post(learner, path).headers["Location"] == "/my-learning"
    assert "Your result was changed on" not in learner.get("/my-learning").text
    assert "This question was graded again" in learner.get(f"/attempts/{attempt.id}/result").text


def test_what_changed_since_the_preview_leads_to_a_new_one(school: School) -> None:
    attempt_of(school, SEVEN)
    trainer = of(school, school.trainer)
    correct(school)
    fields = fields_of(trainer.get(f"{DESK}/preview", query_string=PREVIEW).text)
    attempt_of(school, ELEVEN)
    answer = post(trainer, DESK, **{**fields, "reason": PREVIEW["reason"]})
    assert answer.headers["Location"].startswith(f"{DESK}/preview?")
    assert "look at it again" in trainer.get(answer.headers["Location"]).text
    assert count(school.app, "regrade") == 0


def test_faults_are_told_at_the_field(school: School) -> None:
    attempt_of(school, SEVEN)
    trainer = of(school, school.trainer)
    for query in ({}, {"method": "best"}, {"method": "none", "reason": "x"}, {"method": "drop", "reason": "x" * 1001}):
        assert trainer.get(f"{DESK}/preview", query_string=query).status_code == 422, query
    assert post(trainer, DESK, method="drop", reason="").status_code == 422
    correct(
        school, "Choose one:\n- [ ] Seven\n  > Two are missing.\n- [x] Nine\n- [ ] Eleven", "Short answer:\n- [x] Nine"
    )
    page = trainer.get(f"{DESK}/preview", query_string=PREVIEW)
    assert (page.status_code, "has no key" in page.text) == (422, True)
    assert "There is no corrected key" in trainer.get(DESK).text


def test_reworded_answers_are_paired_on_the_page(school: School) -> None:
    attempt_of(school, ELEVEN)
    trainer = of(school, school.trainer)
    correct(school, "- [x] Nine\n- [ ] Eleven", "- [ ] Nine\n- [x] Eleven of them")
    desk = trainer.get(DESK).text
    (name,) = re.findall(r'<select id="[^"]+" name="([^"]+)"', desk)
    page = trainer.get(f"{DESK}/preview", query_string={**PREVIEW, name: "2"}).text
    assert fields_of(page)[name] == "2"
    assert "newly passed" in page
    nonsense = {**PREVIEW, name: "99", "pair.zz.answer.0": "1", "pair.00000000.answer.0": "x"}
    assert "No attempt changes." in trainer.get(f"{DESK}/preview", query_string=nonsense).text


def test_many_changes_are_paged(school: School) -> None:
    for _ in range(3):
        attempt_of(school, SEVEN)
    trainer = of(school, school.trainer)
    query = {"method": "full-asked", "reason": "Bad question."}
    for page in ("1", "0", "99", "x", "９"):
        assert trainer.get(f"{DESK}/preview", query_string={**query, "page": page}).text.count("No. ") == 3
