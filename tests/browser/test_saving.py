"""Nothing typed is lost: two devices, no connection, an ended session, a server that restarts, the end of the time."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from werkzeug.serving import BaseWSGIServer, make_server

from learning.cohorts import service as cohorts
from learning.db import db
from learning.people.tables import SessionRow
from learning.quiz import service as quizzes
from learning.quiz.saving.revisions import first_key
from learning.quiz.tables import AttemptRow
from tests.browser.conftest import Visitor
from tests.browser.site import LiveSite, small_attempt
from tests.factories.site import check_in, someone
from tests.factories.world import copy_course
from tests.quiz.test_pages_of_kinds import TEXT as EVERY_KIND

pytestmark = pytest.mark.browser
PASSWORD = "a-long-password-3"
FIELD, STATUS, WAITING = "#answer-control", "[data-status]", "waiting-answers"


@pytest.fixture
def path(live: LiveSite) -> str:
    """The second question (a number) of a fresh attempt of a person of its own, "saver"."""
    live.people["saver"] = someone(live.app, "Rosa Blanco", password=PASSWORD)
    with live.app.app_context():
        return f"/attempts/{small_attempt(live, 'saver', 'practice', datetime.now(UTC))}/questions/2"


def saved(site: LiveSite, path: str) -> list[str]:
    """Return what the server holds as the answer that counts."""
    parts = path.split("/")
    with site.app.app_context():
        sheet = quizzes.sheet(site.people["saver"].actor, UUID(parts[2]), int(parts[4]))
        return list(sheet.view.fields[0].given)


def save_elsewhere(site: LiveSite, path: str, text: str) -> None:
    """Save an answer as another device would that knows of all before it."""
    parts = path.split("/")
    with site.app.app_context():
        actor, attempt, number = site.people["saver"].actor, UUID(parts[2]), int(parts[4])
        base = quizzes.sheet(actor, attempt, number).base
        quizzes.save(actor, attempt, number, {"answer": [text]}, False, uuid4(), datetime.now(UTC), base=base)


def write(page: Page, text: str) -> None:
    """Type an answer and leave the field."""
    page.locator(FIELD).fill(text)
    page.evaluate("document.activeElement.blur()")


def without(window: Visitor, *complaints: str) -> None:
    """Take the browser's own remarks on a line that was cut for granted."""
    window.complaints[:] = [each for each in window.complaints if not any(word in each for word in complaints)]


def test_two_devices_lead_to_both_answers_and_the_chosen_one_counts(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    first, second = visit("saver").page, visit("saver").page
    for page in (first, second):
        page.goto(path)
    write(first, "86")
    expect(first.locator(STATUS)).to_contain_text("Saved at")
    write(second, "87")
    expect(second.locator(STATUS)).to_contain_text("Both are kept")
    assert saved(live, path) == ["86"]
    first.goto(path.replace("questions/2", "review"))
    expect(first.locator(".review-list")).to_contain_text("Two different answers are kept")
    second.locator(f"{STATUS} a").click()
    expect(second).to_have_url(re.compile("/compare$"))
    expect(second.locator(".candidate")).to_have_count(2)
    expect(second.locator(".candidate").nth(0)).to_contain_text("86")
    second.locator(".candidate", has_text="87").get_by_role("button").click()
    expect(second).to_have_url(re.compile(f"{path}$"))
    expect(second.locator(FIELD)).to_have_value("87")
    assert saved(live, path) == ["87"]
    expect(second.locator(".notice-caution:visible")).to_have_count(0)


def test_without_script_an_outdated_form_leads_to_the_choice(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    page = visit("saver", java_script_enabled=False).page
    page.goto(path)
    save_elsewhere(live, path, "86")
    page.locator(FIELD).fill("87")
    page.locator("button[value=next]").click()
    expect(page).to_have_url(re.compile("/compare$"))
    page.locator(".candidate", has_text="86").get_by_role("button").click()
    expect(page.locator(FIELD)).to_have_value("86")
    assert saved(live, path) == ["86"]


def test_typing_on_while_an_answer_is_on_its_way_is_no_conflict_with_oneself(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    """The first request is slow; the form is sent before it was answered, from a page that knows of neither."""
    page = visit("saver").page
    page.goto(path)
    page.route(f"**{path}", lambda route: (page.wait_for_timeout(10), route.continue_()))
    write(page, "8")
    page.locator(FIELD).fill("87")
    page.locator("button[value=review]").click()
    expect(page).to_have_url(re.compile("/review$"))
    assert saved(live, path) == ["87"]


def test_offline_says_what_waits_and_sends_it_by_itself(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    window = visit("saver")
    page = window.page
    page.goto(path)
    window.context.set_offline(True)
    write(page, "87")
    expect(page.locator(STATUS)).to_contain_text("No connection")
    expect(page.locator(WAITING)).to_contain_text("Question 2")
    page.locator("button[value=next]").click()  # the page stays: what would come instead is the browser's own
    expect(page.locator(FIELD)).to_have_value("87")
    page.get_by_role("button", name="Send now").click()
    window.context.set_offline(False)
    expect(page.locator(STATUS)).to_contain_text("Saved at")
    expect(page.locator(WAITING)).to_be_hidden()
    assert saved(live, path) == ["87"]
    without(window, "ERR_INTERNET_DISCONNECTED")


def kept_offline(window: Visitor, path: str, text: str) -> None:
    """Type an answer without a connection and close the page."""
    window.page.goto(path)
    window.context.set_offline(True)
    write(window.page, text)
    expect(window.page.locator(STATUS)).to_contain_text("No connection")
    window.page.close()
    window.context.set_offline(False)
    without(window, "ERR_INTERNET_DISCONNECTED")


def test_an_answer_kept_on_the_device_is_put_beside_a_later_one(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    window = visit("saver")
    kept_offline(window, path, "87")
    save_elsewhere(live, path, "86")
    again = window.context.new_page()
    again.goto(path)
    expect(again.locator(WAITING)).to_contain_text("two different answers are kept")
    expect(again.locator(FIELD)).to_have_value("86")
    again.locator(f"{WAITING} a").click()
    again.locator(".candidate", has_text="87").get_by_role("button").click()
    expect(again.locator(FIELD)).to_have_value("87")
    assert saved(live, path) == ["87"]


def test_an_answer_that_cannot_be_read_waits_to_be_corrected_and_is_not_sent_again_and_again(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    page = visit("saver").page
    page.goto(path)
    write(page, "many")
    expect(page.locator(STATUS)).to_contain_text("cannot be read")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(path.replace("questions/2", "review"))
    expect(page.locator(WAITING)).to_contain_text("Question 2: the answer on this device cannot be read")
    assert "POST" not in sent
    page.locator(f"{WAITING} a").click()
    expect(page.locator(FIELD)).to_have_value("many")
    write(page, "87")
    expect(page.locator(STATUS)).to_contain_text("Saved at")
    page.goto(path.replace("questions/2", "review"))
    expect(page.locator(WAITING)).to_be_hidden()
    assert saved(live, path) == ["87"]


def test_the_review_sends_what_waits_before_handing_in(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    window = visit("saver")
    kept_offline(window, path, "87")
    review = window.context.new_page()
    review.goto(path.replace("questions/2", "review"))
    expect(review.locator(".review-list li").nth(1).locator(".step-note")).to_have_text("answered")
    assert saved(live, path) == ["87"]


def test_after_signing_in_again_in_another_window_sending_goes_on(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    """The session ends and with it the page's token; the page itself is never left."""
    window = visit("saver")
    page = window.page
    page.goto(path)
    with live.app.app_context():
        db.session.execute(sa.delete(SessionRow).where(SessionRow.person_id == live.people["saver"].actor.id))
        db.session.commit()
    write(page, "87")
    expect(page.locator(STATUS)).to_contain_text("you are signed out")
    with window.context.expect_page() as opened:
        page.locator(f"{STATUS} a").click()
    door = opened.value
    door.locator("#login").fill(live.people["saver"].email)
    door.locator("[name=password]").fill(PASSWORD)
    door.locator("main form .button").click()
    expect(door).to_have_url(re.compile(f"{path}$"))
    expect(door.locator(FIELD)).to_have_value("87")
    page.bring_to_front()
    expect(page.locator(STATUS)).to_contain_text("Saved at")
    assert saved(live, path) == ["87"]
    page.locator("button[value=review]").click()
    expect(page).to_have_url(re.compile("/review$"))


class Restarting:
    """A second server for the same site that can be stopped and started on its port."""

    def __init__(self, site: LiveSite) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.app, self.port = site.app, 0
        self.server: BaseWSGIServer | None = None
        self.start()
        self.site = LiveSite(site.app, f"http://127.0.0.1:{self.port}", site.people, site.words)

    def start(self) -> None:
        """Serve."""
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@pytest.fixture
def restarting(live: LiveSite) -> Iterator[Restarting]:
    server = Restarting(live)
    yield server
    server.stop()


def test_an_answer_given_while_the_server_is_away_arrives_when_it_is_back(
    path: str, restarting: Restarting, visit: Callable[..., Visitor]
) -> None:
    window = visit("saver", restarting.site)
    page = window.page
    page.goto(path)
    restarting.stop()
    write(page, "87")
    expect(page.locator(STATUS)).to_contain_text("No connection")
    restarting.start()
    expect(page.locator(STATUS)).to_contain_text("Saved at")
    assert saved(restarting.site, path) == ["87"]
    without(window, "net::ERR_CONNECTION")
    without(window, "net::ERR_SOCKET_NOT_CONNECTED")


def test_a_busy_server_is_asked_again_when_it_says(path: str, live: LiveSite, visit: Callable[..., Visitor]) -> None:
    page = visit("saver").page
    page.goto(path)
    asked: list[float] = []

    def busy_once(route):  # type: ignore[no-untyped-def]  # Playwright's own types for handlers are wider
        if route.request.method == "POST":
            asked.append(datetime.now(UTC).timestamp())
        if len(asked) == 1 and route.request.method == "POST":
            route.fulfill(status=503, headers={"Retry-After": "4", "Content-Type": "application/json"}, body="{}")
        else:
            route.continue_()

    page.route(f"**{path}", busy_once)
    write(page, "87")
    expect(page.locator(STATUS)).to_contain_text("The server is busy")
    expect(page.locator(STATUS)).to_contain_text("Saved at")
    assert asked[1] - asked[0] >= 4
    assert saved(live, path) == ["87"]


def test_a_page_that_is_no_answer_of_ours_is_no_proof(path: str, live: LiveSite, visit: Callable[..., Visitor]) -> None:
    """The sign-in page of a hotel's network says 200 to everything."""
    page = visit("saver").page
    page.goto(path)
    page.route(f"**{path}", lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Welcome"))
    write(page, "87")
    expect(page.locator(STATUS)).to_contain_text("No connection")
    page.unroute(f"**{path}")
    page.get_by_role("button", name="Send now").click()
    expect(page.locator(STATUS)).to_contain_text("Saved at")
    assert saved(live, path) == ["87"]


def test_a_window_left_open_after_handing_in_leads_to_what_counts(
    path: str, live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    page = visit("saver").page
    page.goto(path)
    with live.app.app_context():
        quizzes.submit(live.people["saver"].actor, UUID(path.split("/")[2]), datetime.now(UTC))
    write(page, "87")
    expect(page.locator(STATUS)).to_contain_text("closed")
    page.locator(f"{STATUS} a").click()
    expect(page).to_have_url(re.compile("/result$"))


def test_the_last_keystroke_of_every_kind_of_field_reaches_the_server(
    live: LiveSite, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    """The page is left at once after the last act: no pause, no other field, no button."""
    folder = copy_course(tmp_path, "every-kind")
    (folder / "10-first" / "30-kinds.quiz.md").write_text(EVERY_KIND, encoding="utf-8")
    check_in(live.app, folder)
    live.people["saver"] = someone(live.app, "Rosa Blanco", password=PASSWORD, enrolled_in="every-kind")
    actor = live.people["saver"].actor
    with live.app.app_context():
        attempt = quizzes.begin(actor, "every-kind", "check-yourself", 7, uuid4(), datetime.now(UTC))
    page = visit("saver").page
    kinds = set()
    for number in range(1, len(attempt.questions) + 1):
        page.goto(f"/attempts/{attempt.id}/questions/{number}")
        control = page.locator(
            "answer-autosave form :is(input:is([type=text], [type=url], [type=radio]:not([name=confidence]), "
            "[type=checkbox]:not([name=flagged])), textarea, select)"
        ).first
        kind = control.evaluate("each => each.type")
        if kind in ("radio", "checkbox"):
            control.check()
        elif kind.startswith("select"):
            control.select_option(index=1, force=True)  # rows that can be dragged hide their lists
        else:
            control.type("https://example.org/7" if control.get_attribute("name") == "link" else "7")
        page.goto("about:blank")
        kinds.add(kind)
        _until(lambda number=number: is_saved(live, attempt.id, number), f"{number}, {kind}")  # type: ignore[misc]
    assert {"radio", "checkbox", "select-one", "text", "textarea"} <= kinds


def is_saved(site: LiveSite, attempt_id: UUID, number: int) -> bool:
    """True when the server holds an answer to a question."""
    with site.app.app_context():
        return quizzes.sheet(site.people["saver"].actor, attempt_id, number).saved is not None


def _until(true: Callable[[], bool], what: str, tries: int = 100) -> None:
    """Wait until it is true: the browser is done with the page before the server is with the request."""
    for _ in range(tries):
        if true():
            return
        threading.Event().wait(0.05)
    raise AssertionError(f"it never came true: {what}")


@pytest.fixture
def timed(live: LiveSite, tmp_path: Path) -> Callable[[float], str]:
    """Begin an attempt that ends in so many seconds; the path of its second question, which has a hint."""
    folder = copy_course(tmp_path, "timed")
    quiz = folder / "10-first/20-practice.quiz.md"
    text = quiz.read_text().replace("title: Practice\n", "title: Practice\ntime_limit: 10\n")
    quiz.write_text(text.replace("Outcome: name-parts", "Hint (cost 20%): It is below ninety.\nOutcome: name-parts"))
    check_in(live.app, folder)
    live.people["saver"] = someone(live.app, "Rosa Blanco", password=PASSWORD)
    actor = live.people["saver"].actor

    def begin(seconds: float) -> str:
        now = datetime.now(UTC)
        with live.app.app_context():
            cohorts.enrol(actor, "timed", now)
            attempt = quizzes.begin(actor, "timed", "practice", 7, first_key(now.microsecond + 1), now)
            ends = sa.update(AttemptRow).where(AttemptRow.id == attempt.id)
            db.session.execute(ends.values(until=now + timedelta(seconds=seconds)))
            db.session.commit()
        return f"/attempts/{attempt.id}/questions/2"

    return begin


def test_at_the_end_of_the_time_the_page_saves_locks_and_hands_in(
    timed: Callable[[float], str], live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    page = visit("saver").page
    page.goto(timed(6))
    expect(page.locator("[data-left]")).to_contain_text("second")
    page.locator(FIELD).type("87")
    expect(page).to_have_url(re.compile("/result$"))
    expect(page.locator(".score")).to_contain_text("1 of 2 points")


def test_a_wrong_clock_on_the_device_changes_nothing(
    timed: Callable[[float], str], visit: Callable[..., Visitor]
) -> None:
    window = visit("saver")
    window.page.clock.set_system_time(datetime(2031, 1, 1, tzinfo=UTC))
    window.page.goto(timed(590))
    expect(window.page.locator("[data-left]")).to_have_text("Time left: 10 minutes")


def test_the_time_left_may_be_hidden_and_is_still_said_when_it_grows_short(
    timed: Callable[[float], str], visit: Callable[..., Visitor]
) -> None:
    page = visit("saver").page
    path = timed(302)
    page.goto(path)
    expect(page.locator("[data-left]")).to_be_visible()
    page.get_by_role("button", name="Hide the time left").click()
    expect(page.locator("[data-left]")).to_be_hidden()
    page.goto(path.replace("questions/2", "questions/1"))
    expect(page.locator("[data-left]")).to_be_hidden()
    expect(page.locator("[data-said]")).to_have_text("Time left: 5 minutes")
    expect(page.locator("[data-said]")).to_be_visible()
    page.get_by_role("button", name="Show the time left").click()
    expect(page.locator("[data-left]")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_hint_is_taken_by_its_button_alone_and_keeps_what_is_typed(
    script: bool, timed: Callable[[float], str], live: LiveSite, visit: Callable[..., Visitor]
) -> None:
    page = visit("saver", java_script_enabled=script).page
    path = timed(600)
    page.goto(path)
    page.locator(FIELD).fill("86")
    page.locator(FIELD).press("Enter")  # saves and goes on
    expect(page).to_have_url(re.compile("/review$"))
    page.goto(path)
    expect(page.locator("main")).not_to_contain_text("below ninety")
    page.locator(FIELD).fill("87")
    page.get_by_role("button", name="Show the hint (costs 20 % of the points)").click()
    expect(page.locator("#hint")).to_contain_text("It is below ninety.")
    expect(page.locator(FIELD)).to_have_value("87")
    page.goto(path.replace("questions/2", "review"))
    page.locator("main .button-form .button").click()
    expect(page.locator(".score")).to_contain_text("0.8 of 2 points")
    expect(page.locator("#question-2")).to_contain_text("it cost 20 per cent")
