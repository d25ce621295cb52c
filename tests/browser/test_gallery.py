"""The whole gallery is taken with the keyboard alone, without script, and from right to left at 360 px."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.people.actor import Grant, Role, course_scope
from learning.quiz import service as quizzes
from learning.quiz.attempts import State
from learning.quiz.saving import service as saving
from learning.quiz.showing import Field, Values, View
from tests.browser import walk
from tests.browser.checks import axe, too_wide
from tests.browser.conftest import Visitor
from tests.browser.site import GALLERY, LiveSite
from tests.factories.site import NOW, someone

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1280, "height": 720}, {"width": 360, "height": 740}
QUESTION = re.compile(r"/attempts/([0-9a-f-]+)/questions/(\d+)$")


@dataclass(frozen=True)
class Way:
    """How somebody goes through the gallery: what they have in hand, the window's options, the language."""

    hand: type[walk.Hand]
    options: Mapping[str, object]
    language: str = "en"
    script: bool = True


WAYS = {
    "keyboard": Way(walk.Keyboard, {"viewport": DESKTOP}),
    "no script": Way(walk.Hand, {"viewport": PHONE, "java_script_enabled": False}, script=False),
    "right to left": Way(walk.Hand, {"viewport": PHONE, "has_touch": True}, "ar-XB"),
}


@pytest.fixture(params=WAYS)
def visitor(request: pytest.FixtureRequest, live: LiveSite, visit: Callable[..., Visitor]) -> tuple[Way, Visitor]:
    """A trainer of another course, enrolled in the gallery, in the window of that way."""
    way = WAYS[request.param]
    grants = [Grant(Role.TRAINER, course_scope("small"))]
    live.people["manual reader"] = someone(live.app, "Maria Novak", grants=grants, enrolled_in=GALLERY)
    window = visit("manual reader", **way.options)
    if way.language != "en":
        window.speak(way.language)
    return way, window


def test_every_question_is_answered_and_right(visitor: tuple[Way, Visitor]) -> None:
    way, window = visitor
    hand, page, site = way.hand(window.page), window.page, window.site
    with site.app.app_context():
        quiz_ids = [each.id for each in courses.current(GALLERY).activities if each.kind == "quiz"]
    for quiz_id in quiz_ids:
        page.goto(f"/courses/{GALLERY}/quizzes/{quiz_id}")
        hand.press(page.locator("main .button-form .button"))
        expect(page).to_have_url(QUESTION)
        while found := QUESTION.search(page.url):
            attempt_id, number = UUID(found[1]), int(found[2])
            view, right = asked(site, attempt_id, number)
            answer(hand, page, view, right, buttons=way.script)
            if way.script and way.options["viewport"] == PHONE:
                assert not too_wide(page), page.url
                assert not axe(page), page.url
            hand.press(page.locator("button[name=go][value=next]"))
            page.wait_for_url(lambda url: not url.endswith(found[0]))
        hand.press(page.locator("main .button-form .button"))
        expect(page).to_have_url(re.compile("/result$"))
        assert not too_wide(page) if way.script else True, page.url
        expect(page.locator(".result-wrong")).to_have_count(0)
        assert_all_right(site, attempt_id)


def asked(site: LiveSite, attempt_id: UUID, number: int) -> tuple[View, Values]:
    """Return what the page shows of a question, and a right answer as its form would send it."""
    with site.app.app_context():
        sheet = saving.sheet(site.people["manual reader"].actor, attempt_id, number)
        interaction, order = sheet.asked.question.interaction, sheet.asked.order
        return sheet.view, interaction.form_values(interaction.examples(order).right, order)


def assert_all_right(site: LiveSite, attempt_id: UUID) -> None:
    """All points were won, or a person has to mark first."""
    with site.app.app_context():
        found = quizzes.outcome(site.people["manual reader"].actor, attempt_id, NOW).attempt
        assert found.score is not None
        assert found.state is State.SUBMITTED or found.score.points == found.score.maximum


def answer(hand: walk.Hand, page: Page, view: View, right: Values, *, buttons: bool) -> None:
    """Give the right answer to a question, in each of its parts by the means that its kind has."""
    for part in [each.view for each in view.parts] or [view]:
        if part.type == "put_in_order" and buttons:
            put_in_order(hand, page, part, right)
        else:
            for field in part.fields:
                give(hand, page, field, right[field.name])


def give(hand: walk.Hand, page: Page, field: Field, values: list[str]) -> None:
    """Fill in one field."""
    named = page.locator(f'main [name="{field.name}"]')
    if field.kind in ("one", "many"):
        for value in values:
            hand.press(named.and_(page.locator(f'[value="{value}"]')))
    elif field.kind == "select":
        hand.choose(named, *values)
    elif field.kind != "file":  # a file is chosen in a window of the system; the link beside it does as well
        hand.write(named, *values)


def put_in_order(hand: walk.Hand, page: Page, view: View, right: Values) -> None:
    """Move entries up until each stands at its number."""
    for place in range(len(view.fields)):
        [wanted] = [field.name for field in view.fields if "".join(right[field.name]) == str(place)]
        row = page.locator(f"#{wanted}")
        for _ in range(position(row) - place):
            hand.press(row.locator("button[value=up]"))
        assert position(row) == place
    if page.locator(".grip-number").first.inner_text() == "–":  # it was shown in the right order
        hand.press(page.locator(".row-tools button").first)


def position(row: Locator) -> int:
    """Return how many rows stand before this one."""
    place: int = row.evaluate("row => [...row.parentElement.children].indexOf(row)")
    return place


def test_trainers_find_the_gallery_from_the_page_of_their_course(live: LiveSite, visit: Callable[..., Visitor]) -> None:
    page = visit("trainer").page
    page.goto("/courses/small")
    page.get_by_role("link", name="How questions work").click()
    expect(page).to_have_url(re.compile(f"/courses/{GALLERY}$"))
    expect(page.get_by_text("trainees do not see this course")).to_be_visible()


def test_trainees_do_not_find_it(live: LiveSite, visit: Callable[..., Visitor]) -> None:
    page = visit("learner").page
    page.goto("/courses")
    expect(page.locator(f"a[href*={GALLERY}]")).to_have_count(0)
    answer = page.goto(f"/courses/{GALLERY}")
    assert answer is not None
    assert answer.status == 404
    with live.app.app_context():
        assert cohorts.courses_of(live.people["learner"].actor.id)
