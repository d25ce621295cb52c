"""A real site for the browser: the shipped course and the small one, people of every kind, attempts open and closed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.serving import make_server

from learning.analytics import service as analytics
from learning.app import BASE
from learning.c102 import service as c102
from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.kernel.errors import Conflict
from learning.lessons import service as lessons
from learning.people import service as people
from learning.people.actor import SITE, Actor, Constituency, Grant, Role, course_scope
from learning.people.office import service as office
from learning.people.persons import Details
from learning.quiz import service as quizzes
from learning.quiz.queries import Attempt
from learning.quiz.saving import service as saving
from learning.remarks import service as remarks
from learning.web.errors import error_response
from tests.browser.marking import furnish_work
from tests.browser.regrades import furnish_regrades
from tests.browser.reviewing import furnish_review
from tests.factories.books import add_books
from tests.factories.graded import take
from tests.factories.site import Someone, browser, check_in, someone

ESSENTIALS, GALLERY = "c102-essentials", "gallery"
KINDS = Path(__file__).parent / "courses" / "kinds"
"""A course with a question of every kind that the shipped course does not use."""

SMALL = Path(__file__).parent.parent / "samples" / "courses" / "small"
LONG_NAME = "Dr. Wilhelmina-Alexandrina van Oranje-Nassau-Rasoanaivo Ratsimbazafy"


@dataclass
class LiveSite:
    """A served application: its address, its people by word, and what pages need to be named."""

    app: Flask
    origin: str
    people: dict[str, Someone] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def titles(self) -> list[str]:
        """Return the names that stand in titles: of the site, courses, activities, people, Parts; the longest first."""
        with self.app.app_context():
            found = [self.app.config["LEARNING"].site_name, *(each.actor.name for each in self.people.values())]
            for course in courses.catalogue():
                found += [course.title, *(each.title for each in course.activities)]
            facts = c102.facts()
            found += [subject.capitalize() for subject in facts.subjects.values()]
            found += [branch.name_in("en") for branch in facts.branches]
        return sorted(found, key=len, reverse=True)

    def lessons_with_audiences(self) -> list[str]:
        """Return the lessons of the shipped course that hold blocks for one side only."""
        with self.app.app_context():
            lessons_there = [each for each in courses.current(ESSENTIALS).activities if each.kind == "lesson"]
            return [each.id for each in lessons_there if "data-audience" in courses.rendering(each.rendering)]

    def cookie(self, word: str) -> str:
        """Return the cookie of a new browser session in which the person is signed in."""
        found = browser(self.app, self.people[word]).get_cookie("learning")
        assert found is not None
        return found.value


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on a free port of this machine; yields its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


def furnish(app: Flask, origin: str) -> LiveSite:
    """Check both courses in and make the people, their progress, and every kind of link."""
    site = LiveSite(app, origin)
    app.add_url_rule("/an-error/<int:status>", "an_error", lambda status: error_response(status))
    for each in (ESSENTIALS, GALLERY):
        check_in(app, BASE / "courses" / each)
    check_in(app, SMALL)
    check_in(app, KINDS)
    add_books(app, ESSENTIALS)
    site.people = _people(app)
    now = datetime.now(UTC)
    with app.app_context():
        _progress(site, now)
        _office(site, now)
        site.words |= furnish_work(site.people["learner"].actor, site.people["administrator"].actor, now)
        people = [site.people[word].actor for word in ("learner", "employer", "administrator")]
        site.words |= furnish_regrades(app, *people, now)
        site.words |= furnish_review(site.people["employer"].actor, ESSENTIALS, now)
        take(ESSENTIALS, site.words["pre_test"], 60, now - timedelta(days=2))
        analytics.refresh_all(now)
    return site


def _people(app: Flask) -> dict[str, Someone]:
    trainer = [Grant(Role.TRAINER, course_scope(each)) for each in (ESSENTIALS, "small")]
    return {
        "learner": someone(app, "Amina Diallo", password="a-long-password-1", enrolled_in=ESSENTIALS),
        "employer": someone(app, "Carlos Rivera", Constituency.EMPLOYER, enrolled_in=ESSENTIALS),
        "worker": someone(app, LONG_NAME, Constituency.WORKER, enrolled_in=ESSENTIALS),
        "newcomer": someone(app, "ليلى حداد", Constituency.OTHER),
        "trainer": someone(app, "Maria Novak", Constituency.OTHER, trainer),
        "administrator": someone(app, "Site Administrator", Constituency.OTHER, [Grant(Role.ADMINISTRATOR, SITE)]),
    }


def _progress(site: LiveSite, now: datetime) -> None:
    learner = site.people["learner"].actor
    course = courses.current(ESSENTIALS)
    quiz_ids = [each.id for each in course.activities if each.kind == "quiz"]
    lesson_ids = [each.id for each in course.activities if each.kind == "lesson"]
    for lesson_id in lesson_ids[:3]:
        lessons.finish(learner, ESSENTIALS, lesson_id, now - timedelta(hours=5))
    lessons.keep_note(learner, ESSENTIALS, lesson_ids[0], "Ask the actuary about the family benefit.", 0, now)
    untold, closed = (
        attempt_of(site, "learner", quiz_id, now - timedelta(hours=4), answered=99)
        for quiz_id in (quiz_ids[0], quiz_ids[2])
    )
    for attempt_id in (untold, closed):
        quizzes.submit(learner, attempt_id, now - timedelta(hours=3))
    opened = attempt_of(site, "learner", quiz_ids[1], now - timedelta(hours=1), answered=2)
    site.words |= {
        "lesson": lesson_ids[0],
        "long_lesson": lesson_ids[1],
        "pre_test": quiz_ids[0],
        "practice": quiz_ids[1],
        "closed": str(closed),
        "untold": str(untold),
        "open": str(opened),
    }
    quizzes.submit(learner, small_attempt(site, "learner", "practice", now), now)
    for word, quiz_id in (("numbers", "practice"), ("reasons", "test")):
        site.words[word] = str(small_attempt(site, "learner", quiz_id, now))
    for value, minutes in (("0", 9), ("1", 4)):  # from two devices that did not know of each other
        at = now - timedelta(minutes=minutes)
        with suppress(Conflict):
            quizzes.save(learner, UUID(site.words["numbers"]), 1, {"answer": [value]}, False, uuid4(), at, base=0)
    cohorts.enrol(learner, "kinds", now)
    for word in ("kinds_closed", "kinds"):
        attempt = quizzes.begin(learner, "kinds", "all-kinds", 7, uuid4(), now)
        site.words[word] = str(attempt.id)
        if word == "kinds_closed":
            _answer(learner, attempt, len(attempt.questions), now)
            quizzes.submit(learner, attempt.id, now)
    at_once = quizzes.begin(learner, "kinds", "at-once", 7, uuid4(), now)
    _answer(learner, at_once, 1, now)
    saving.tell(learner, at_once.id, 1, now)
    site.words["at_once"] = str(at_once.id)


def small_attempt(site: LiveSite, word: str, quiz_id: str, at: datetime) -> UUID:
    """Begin an attempt of a person at a quiz of the small course, all its lessons being read."""
    actor = site.people[word].actor
    cohorts.enrol(actor, "small", at)
    for lesson_id in ("welcome", "more"):
        lessons.finish(actor, "small", lesson_id, at)
    return quizzes.begin(actor, "small", quiz_id, 7, uuid4(), at).id


def attempt_of(site: LiveSite, word: str, quiz_id: str, at: datetime, answered: int = 0) -> UUID:
    """Begin an attempt of a person at a quiz of the shipped course, with the first questions answered."""
    actor = site.people[word].actor
    attempt = quizzes.begin(actor, ESSENTIALS, quiz_id, 7, uuid4(), at)
    _answer(actor, attempt, answered, at)
    return attempt.id


def _answer(actor: Actor, attempt: Attempt, answered: int, at: datetime) -> None:
    for number in range(1, min(answered, len(attempt.questions)) + 1):
        view = quizzes.sheet(actor, attempt.id, number).view
        values = {
            each.name: [each.choices[(number + place) % len(each.choices)].value] if each.choices else ["26"]
            for place, each in enumerate(view.fields)
        }
        quizzes.save(actor, attempt.id, number, values, number == 2, uuid4(), at)


def _office(site: LiveSite, now: datetime) -> None:
    administrator, trainer = site.people["administrator"].actor, site.people["trainer"].actor
    learner = site.people["learner"].actor
    shared = Details("", Constituency.WORKER, "SN", "Union centre", "en")
    office.make_cards(trainer, ESSENTIALS, ["Fatou Ndiaye", LONG_NAME, "陈伟"], shared, uuid4(), now)
    site.words["invitation"] = office.make_invitation(trainer, ESSENTIALS, 30, now)
    site.words["reset"] = office.make_reset_link(administrator, site.people["employer"].actor.id, now)
    site.words["person"] = str(learner.id)
    place = f"/courses/{ESSENTIALS}/lessons/{site.words['lesson']}"
    remarks.report(learner, uuid4(), place, "The second table does not say what the dagger means.", now)
    remarks.report(None, uuid4(), "/glossary", "Une faute de frappe à « prestation ».", now)


def setup_path(app: Flask) -> str:
    """Return the path of the page on which the first administrator is made, on a site without any."""
    with app.app_context():
        return f"/setup/{people.first_admin_link_token(datetime.now(UTC))}"
