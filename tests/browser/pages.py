"""Every page of the site: how it is reached, and for whom it differs. A test compares the list with the addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.site import ESSENTIALS, LiveSite

VISITOR, LEARNER, TRAINER, ADMINISTRATOR, NEWCOMER = "", "learner", "trainer", "administrator", "newcomer"
REVIEWER = "employer"
ANYBODY = (VISITOR, LEARNER)
Act = Callable[[Page], None]


@dataclass(frozen=True)
class Place:
    """A page: what it is called here, the endpoint that shows it, its path (filled with the site's words), for whom it
    is tried; what to do there first, where the page answers a form; `site` is the empty one or the live one."""

    name: str
    endpoint: str
    path: str
    who: tuple[str, ...] = (VISITOR,)
    act: Act | None = None
    site: str = "live"

    def go(self, page: Page, site: LiveSite) -> None:
        """Lead the browser to the page."""
        answer = page.goto(self.path.format(course=ESSENTIALS, **site.words))
        assert answer is not None
        assert answer.status < 500 or self.endpoint == "errors", f"{self.name}: {answer.status}"
        if self.act is not None:
            self.act(page)


def send(selector: str = "main form") -> Act:
    """Return the act of sending a form as it is, without the browser's own checks."""

    def sending(page: Page) -> None:
        with page.expect_navigation():
            page.locator(selector).first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")

    return sending


def press(name: str) -> Act:
    """Return the act of pressing a button."""

    def pressing(page: Page) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=name).click()

    return pressing


def make_a_card(page: Page) -> None:
    """Make the cards of two people."""
    page.locator("[name=names]").fill("Kofi Mensah\nNgozi Okonkwo")
    page.locator("[name=constituency]").first.check()
    send()(page)


def answer_nonsense(page: Page) -> None:
    """Give words where a number is asked."""
    page.locator("main input[inputmode=decimal]").fill("many")
    page.evaluate("document.querySelector('answer-autosave form').submit()")
    page.wait_for_selector(".error-summary")


def give_no_link(page: Page) -> None:
    """Give words where a link is asked."""
    page.locator("main [name=link]").fill("see my letter")
    page.evaluate("document.querySelector('answer-autosave form').submit()")
    page.wait_for_selector(".error-summary")


def mark_nothing(page: Page) -> None:
    """Save a mark without a level."""
    with page.expect_navigation():
        page.locator("main form [name=comment]").evaluate("field => field.form.submit()")


def forge(page: Page) -> None:
    """Send a form with a token that is not this session's."""
    page.evaluate("document.querySelector('main [name=csrf_token]').value = 'another'")
    page.locator("#login").fill("amina@example.org")
    send()(page)


def open_a_term(page: Page) -> None:
    """Open the note of the first term of the lesson and every block that can be opened."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    page.locator("a.term").first.click()
    page.wait_for_selector(".tip")


def open_the_menu(page: Page) -> None:
    """Open the menu and the step list, as on a phone."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


LESSON = "/courses/{course}/lessons/{lesson}"
CORRECTED = "/courses/corrected/quizzes/practice"
STATISTICS = "/courses/{course}/statistics"
KINDS = range(1, 8)
PART_NUMERALS = ("i", "iv", "x", "xi", "xv")
PLACES = (
    Place("home", "home.home", "/", ANYBODY),
    Place("home, menu open", "home.home", "/", (ADMINISTRATOR,), open_the_menu),
    Place("home before any course", "home.home", "/", site="empty"),
    Place("catalogue", "home.catalogue", "/courses"),
    Place("catalogue before any course", "home.catalogue", "/courses", site="empty"),
    Place("course", "home.course", "/courses/{course}", (VISITOR, LEARNER, NEWCOMER, TRAINER)),
    Place("lesson", "lessons.lesson", LESSON, (VISITOR, LEARNER, TRAINER)),
    Place("lesson, all open", "lessons.lesson", "/courses/{course}/lessons/{long_lesson}", (LEARNER,), open_a_term),
    Place("books", "books.shelf", "/courses/{course}/books", (VISITOR, TRAINER)),
    Place("books not made yet", "books.shelf", "/courses/small/books"),
    Place("hidden course", "home.course", "/courses/gallery", (TRAINER,)),
    Place("lesson with texts of questions", "lessons.lesson", "/courses/gallery/lessons/arranging-kinds", (TRAINER,)),
    Place("small lesson", "lessons.lesson", "/courses/small/lessons/more"),
    Place("quiz start", "quiz.start", "/courses/{course}/quizzes/{pre_test}", (VISITOR, LEARNER, NEWCOMER, TRAINER)),
    Place("question", "quiz.question", "/attempts/{open}/questions/1", (LEARNER,)),
    Place("question with a number", "quiz.question", "/attempts/{numbers}/questions/2", (LEARNER,)),
    Place("question with a reason", "quiz.question", "/attempts/{reasons}/questions/2", (LEARNER,)),
    Place("question in words", "quiz.question", "/attempts/{reasons}/questions/3", (LEARNER,)),
    *(
        Place(f"question of kind {each}", "quiz.question", f"/attempts/{{kinds}}/questions/{each}", (LEARNER,))
        for each in KINDS
    ),
    Place("result of all kinds", "quiz.result", "/attempts/{kinds_closed}/result", (LEARNER,)),
    Place("all kinds on paper", "quiz.printed", "/courses/kinds/quizzes/all-kinds/print?answers=1", (ADMINISTRATOR,)),
    Place("question, not understood", "quiz.answer", "/attempts/{numbers}/questions/2", (LEARNER,), answer_nonsense),
    Place("two answers to choose from", "quiz.compare", "/attempts/{numbers}/questions/1/compare", (LEARNER,)),
    Place("question with two answers", "quiz.question", "/attempts/{numbers}/questions/1", (LEARNER,)),
    Place("long answer", "quiz.question", "/attempts/{work_open}/questions/1", (LEARNER,)),
    Place("work to hand in", "quiz.question", "/attempts/{work_open}/questions/2", (LEARNER,)),
    Place("work, no link", "quiz.hand_in", "/attempts/{work_open}/questions/2", (LEARNER,), give_no_link),
    Place("result, being marked", "quiz.result", "/attempts/{work}/result", (LEARNER,)),
    Place("result, marked", "quiz.result", "/attempts/{work_marked}/result", (LEARNER,)),
    Place("to be marked", "marking.waiting", "/courses/kinds/marking", (ADMINISTRATOR,)),
    Place("nothing to be marked", "marking.waiting", "/courses/{course}/marking", (TRAINER,)),
    Place("marking", "marking.sheet", "/attempts/{work}/marking/advice", (ADMINISTRATOR,)),
    Place("marking, nothing chosen", "marking.mark", "/attempts/{work}/marking/advice", (ADMINISTRATOR,), mark_nothing),
    Place("marking a file", "marking.sheet", "/attempts/{work}/marking/comparison", (ADMINISTRATOR,)),
    Place("marking again", "marking.sheet", "/attempts/{work_marked}/marking/advice", (ADMINISTRATOR,)),
    Place("question told at once", "quiz.question", "/attempts/{at_once}/questions/1", (LEARNER,)),
    Place("question to be told at once", "quiz.question", "/attempts/{at_once}/questions/2", (LEARNER,)),
    Place("review", "quiz.review", "/attempts/{open}/review", (LEARNER,)),
    Place("review with two answers", "quiz.review", "/attempts/{numbers}/review", (LEARNER,)),
    Place("result", "quiz.result", "/attempts/{closed}/result", (LEARNER,)),
    Place("result, answers not told", "quiz.result", "/attempts/{untold}/result", (LEARNER,)),
    Place("receipt", "quiz_office.receipt", "/attempts/{closed}/receipt", (LEARNER,)),
    Place("check a receipt", "quiz_office.receipts", "/courses/{course}/receipts", (TRAINER,)),
    Place("receipt, nothing typed", "quiz_office.check_receipt", "/courses/{course}/receipts", (TRAINER,), send()),
    Place("extra time", "quiz_office.extra_time", "/courses/{course}/extra-time", (TRAINER,)),
    Place("statistics of a course", "analytics.course", STATISTICS, (TRAINER,)),
    Place("statistics of a quiz", "analytics.quiz", f"{STATISTICS}/{{pre_test}}", (TRAINER,), open_the_menu),
    Place("statistics of a quiz that few took", "analytics.quiz", "/courses/small/statistics/practice", (TRAINER,)),
    Place("result, graded again", "quiz.result", "/attempts/{regraded}/result", (LEARNER,)),
    Place("objecting", "objections.objection", "/attempts/{disputed}/questions/1/objection", (LEARNER,)),
    Place("objection, answered", "objections.objection", "/attempts/{regraded}/questions/1/objection", (LEARNER,)),
    Place("objections", "objections.of_course", "/courses/corrected/objections", (ADMINISTRATOR,)),
    Place("objections, no answer", "objections.settle", "/courses/corrected/objections", (ADMINISTRATOR,), send()),
    Place("no objection", "objections.of_course", "/courses/small/objections", (TRAINER,)),
    Place("questions to regrade", "regrading.questions", f"{CORRECTED}/regrade", (ADMINISTRATOR,)),
    Place("regrade", "regrading.desk", f"{CORRECTED}/regrade/how-many", (ADMINISTRATOR,)),
    Place("regrade, no reason", "regrading.preview", f"{CORRECTED}/regrade/how-many", (ADMINISTRATOR,), send()),
    Place(
        "regrade, preview",
        "regrading.preview",
        f"{CORRECTED}/regrade/how-many/preview?method=full-asked&reason=So.",
        (ADMINISTRATOR,),
    ),
    Place("what changed in a lesson", "home.changes", "/courses/corrected/changes/welcome", (LEARNER,)),
    Place("lesson that changed", "lessons.lesson", "/courses/corrected/lessons/welcome", (LEARNER,)),
    Place("quiz on paper", "quiz.printed", "/courses/{course}/quizzes/{pre_test}/print?answers=1", (TRAINER,)),
    Place("my learning", "home.my_learning", "/my-learning", (LEARNER, NEWCOMER, REVIEWER)),
    Place("what waits to be reviewed", "recall.overview", "/recall", (REVIEWER, NEWCOMER)),
    Place("question of the review", "recall.question", "/recall/questions/{to_review}", (REVIEWER,)),
    Place("question of the review, told", "recall.question", "/recall/questions/{reviewed}", (REVIEWER,)),
    Place("review, nothing answered", "recall.answer", "/recall/questions/{to_review}", (REVIEWER,), send()),
    Place("convention", "c102.convention", "/convention"),
    *(Place(f"part {each}", "c102.part", f"/convention/part-{each}") for each in PART_NUMERALS),
    Place("glossary", "c102.glossary", "/glossary"),
    Place("glossary, nothing found", "c102.glossary", "/glossary?q=zzzz&lang=ar"),
    Place("ratifications", "c102.ratifications", "/ratifications"),
    Place("accessibility", "home.accessibility", "/accessibility"),
    Place("privacy", "home.privacy", "/privacy"),
    Place("register", "people.register", "/register"),
    Place("register, nothing typed", "people.register", "/register", act=send()),
    Place("register, invited", "people.register", "/register/{invitation}"),
    Place("register, old invitation", "people.register", "/register/used-up"),
    Place("sign in", "people.login", "/login"),
    Place("sign in, wrong", "people.login", "/login", act=send()),
    Place("sign in on the way", "people.login", "/my-learning"),
    Place("card", "people.card", "/card"),
    Place("forgotten password", "people.forgot", "/reset"),
    Place("forgotten password, asked", "people.forgot", "/reset?asked=1"),
    Place("new password", "people.reset", "/reset/{reset}"),
    Place("new password, old link", "people.reset", "/reset/used-up"),
    Place("first administrator", "people.setup", "{setup}", site="empty"),
    Place("profile", "people.profile", "/profile", (LEARNER,)),
    Place("profile, nothing typed", "people.profile", "/profile", (NEWCOMER,), send()),
    Place("change password", "people.password", "/password", (LEARNER,)),
    Place("people", "people.people", "/people", (ADMINISTRATOR,)),
    Place("people, no one found", "people.people", "/people?q=zzzz", (ADMINISTRATOR,)),
    Place("person", "people.person", "/people/{person}", (ADMINISTRATOR,)),
    Place("login cards", "people.cards", "/courses/{course}/cards", (TRAINER,)),
    Place("sheet of cards", "people.cards", "/courses/{course}/cards", (TRAINER,), make_a_card),
    Place("invitations", "people.invitations", "/courses/{course}/invitations", (TRAINER,)),
    Place("report a problem", "remarks.report", "/report?place=/glossary"),
    Place("report, nothing typed", "remarks.report", "/report?place=/glossary", act=send()),
    Place("reported problems", "remarks.reports", "/reports", (TRAINER, ADMINISTRATOR)),
    Place("not found", "errors", "/no-such-page", ANYBODY),
    Place("no such course", "errors", "/courses/no-such-course"),
    Place("form of another session", "errors", "/login", act=forge),
    *(Place(f"error {each}", "errors", f"/an-error/{each}") for each in (400, 403, 409, 413, 422, 429, 500, 503)),
)
NOT_PAGES = {
    "assets.static_file",
    "books.book",
    "courses.file",
    "uploads.file",
    "web.healthz",
    "web.readyz",
    "an_error",
}
"""Addresses that give a file or a word to machines."""
