"""A key was wrong: from "I think I was right" to the changed result, in the real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.site import LiveSite
from tests.factories.site import check_in
from tests.factories.world import copy_course

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}
COURSE = "wrong-key"


@pytest.fixture
def folder(live: LiveSite, tmp_path: Path) -> Path:
    found = copy_course(tmp_path, COURSE)
    check_in(live.app, found)
    return found


def test_a_key_was_wrong_and_the_result_is_corrected(
    live: LiveSite, folder: Path, visit: Callable[..., Visitor]
) -> None:
    learner = visit("worker", viewport=PHONE).page
    learner.goto(f"/courses/{COURSE}/quizzes/practice")
    learner.get_by_role("button", name="Enrol in this course").click()
    learner.goto(f"/courses/{COURSE}/quizzes/practice")
    learner.locator("main form[action$='/attempts'] button").click()
    learner.get_by_label("Eleven").check()
    learner.get_by_role("button", name="Save and go on").first.click()
    learner.goto(learner.url.rsplit("/questions/", 1)[0] + "/review")
    learner.locator("main form button").last.click()
    expect(learner.locator(".score")).to_contain_text("0 of 2 points")
    result = learner.url
    learner.get_by_role("link", name="I think I was right").click()
    learner.get_by_label("Why do you think so?").fill("Two Parts were forgotten.")
    learner.get_by_role("button", name="Tell the trainers").click()
    expect(learner.get_by_text("A trainer looks at it.")).to_be_visible()

    quiz = folder / "10-first/20-practice.quiz.md"
    quiz.write_text(quiz.read_text().replace("- [x] Nine\n- [ ] Eleven", "- [ ] Nine\n- [x] Eleven"))
    check_in(live.app, folder)

    trainer = visit("administrator", viewport={"width": 1280, "height": 720}).page
    trainer.goto(f"/courses/{COURSE}/objections")
    expect(trainer.get_by_text("Two Parts were forgotten.")).to_be_visible()
    trainer.get_by_role("link", name="Grade this question again").click()
    trainer.get_by_role("button", name="Show what would change").click()
    expect(trainer.locator(".error-summary")).to_be_visible()
    trainer.get_by_label("Reason").fill("Eleven Parts are meant.")
    trainer.get_by_role("button", name="Show what would change").click()
    expect(trainer.get_by_role("table")).to_contain_text("0 of 2 points")
    trainer.get_by_role("button", name="Grade it again like this").click()
    expect(trainer.get_by_text("The question is graded again.")).to_be_visible()

    learner.goto("/my-learning")
    expect(learner.get_by_text("Your result was changed on")).to_be_visible()
    learner.goto(result)
    expect(learner.locator(".score")).to_contain_text("1 of 2 points")
    expect(learner.get_by_text("The right answer below is the corrected one.")).to_be_visible()
    expect(learner.get_by_text("The trainers agree.")).to_be_visible()
    learner.get_by_role("button", name="I have read this").click()
    expect(learner.get_by_text("Your result was changed on")).to_have_count(0)
    assert learner.url == result
