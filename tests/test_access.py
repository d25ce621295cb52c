"""Who may do what: every address by every role, and what a foreign, forged, or overfull request may not do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from learning.cohorts import service as cohorts
from learning.db import db
from learning.web.forms import FIELD
from learning.web.responses import HEADERS, NO_STORE, REVALIDATE
from tests.factories.books import add_books
from tests.factories.site import NOW, TOKEN, browser, check_in, post
from tests.factories.store import Dump, differences, dump
from tests.factories.world import ROLES, World, copy_course, make_world

FOREVER = "public, max-age=31536000, immutable"
HOUR = "public, max-age=3600"


@pytest.fixture
def world(site: Flask, tmp_path: Path) -> World:
    return make_world(site, tmp_path)


@dataclass(frozen=True)
class Case:
    """One address with one method. `expected` has a status for each of ROLES; L is a redirect to the sign-in page.

    `cache`: the rule of a page that is shown (200). `fields`: what a right form sends.
    """

    endpoint: str
    method: str
    path: str
    expected: str
    fields: dict[str, str] = field(default_factory=dict)
    cache: str = NO_STORE

    def address(self, world: World) -> str:
        """Return the path with the ids of this world."""
        return self.path.format(**world.ids)

    def filled(self, world: World) -> dict[str, str]:
        """Return what a right form sends, with the ids of this world."""
        return {name: text.format(**world.ids) for name, text in self.fields.items()}


def held(world: World) -> Dump:
    """Return all that the store holds but sessions: the tests themselves open those."""
    return dump(world.app, "person_session")


ALL = "200 200 200 200 200 200"
KNOWN = "L 200 200 200 200 200"
NOTE = {"text": "My own thoughts.", "version": "0"}
MARK = {"base": "0", "criterion-0": "0", "criterion-1": "0", "comment": "Clear."}
GRANT = {"choice": "course-trainer", "scope_id": "small"}
GO = "303 303 303 303 303 303"
MINE = "L 200 404 404 404 404"
PUT = "L 303 404 404 404 404"
SESSION = {"session": "{recall}"}
STAFF = "L 404 404 200 404 200"
TRAINERS = "L 404 404 303 404 303"
NONE = "L 404 404 404 404 404"
ADMIN = "L 404 404 404 404 200"
ME = {"name": "Another Name", "constituency": "worker", "country": "TN", "language": "en", "organisation": ""}
SECRET = {"password": "a long enough secret", "repeat_password": "a long enough secret"}
LESSON, QUIZ = "/courses/small/lessons/welcome", "/courses/small/quizzes/practice"
CARDS = {"names": "Zoe", "constituency": "worker", "country": "TN", "language": "en", "organisation": ""}
CORRECT = "422 303 303 303 303 303"
"""For /register and /login: whoever is signed in is led on."""

CASES = (
    Case("home.home", "GET", "/", ALL, cache=REVALIDATE),
    Case("home.catalogue", "GET", "/courses", ALL, cache=REVALIDATE),
    Case("home.course", "GET", "/courses/small", ALL, cache=REVALIDATE),
    Case("home.my_learning", "GET", "/my-learning", KNOWN),
    Case("home.accessibility", "GET", "/accessibility", ALL, cache=REVALIDATE),
    Case("home.privacy", "GET", "/privacy", ALL, cache=REVALIDATE),
    Case("c102.convention", "GET", "/convention", ALL, cache=REVALIDATE),
    Case("c102.part", "GET", "/convention/part-v", ALL, cache=REVALIDATE),
    Case("c102.glossary", "GET", "/glossary", ALL, cache=REVALIDATE),
    Case("c102.ratifications", "GET", "/ratifications", ALL, cache=REVALIDATE),
    Case("web.healthz", "GET", "/healthz", ALL),
    Case("web.readyz", "GET", "/readyz", ALL),
    Case("web.set_language", "POST", "/language", GO, {"language": "en", "next": "/courses"}),
    Case("assets.static_file", "GET", "/static/any/css/site.css", ALL, cache=FOREVER),
    Case("courses.file", "GET", "/courses/small/files/20-second/media/dot.png", ALL, cache=HOUR),
    Case("books.shelf", "GET", "/courses/small/books", ALL, cache=REVALIDATE),
    Case("books.book", "GET", "/courses/small/books/learners/course.pdf", ALL, cache=REVALIDATE),
    Case("books.book", "GET", "/courses/small/books/trainers/course.pdf", STAFF, cache=REVALIDATE),
    Case("lessons.lesson", "GET", LESSON, ALL, cache=REVALIDATE),
    Case("lessons.place", "POST", f"{LESSON}/place", "L 204 204 403 403 403", {"place": "what-comes"}),
    Case("lessons.note", "POST", f"{LESSON}/note", "L 303 303 303 303 303", NOTE),
    Case("lessons.done", "POST", f"{LESSON}/done", "L 303 303 403 403 403"),
    Case("quiz.start", "GET", QUIZ, ALL),
    Case("quiz.begin", "POST", f"{QUIZ}/attempts", "L 303 303 403 403 403", {"key": str(uuid4())}),
    Case("quiz.question", "GET", "/attempts/{open}/questions/1", MINE),
    Case("quiz.answer", "POST", "/attempts/{open}/questions/2", "L 303 404 404 404 404", {"answer": "87"}),
    Case("quiz.compare", "GET", "/attempts/{open}/questions/2/compare", "L 303 404 404 404 404"),
    Case("quiz.hint", "POST", "/attempts/{open}/questions/2/hint", NONE),
    Case("quiz.hand_in", "POST", "/attempts/{open}/questions/2/file", "L 303 404 404 404 404", {"answer": "87"}),
    Case("uploads.file", "GET", "/attempts/{work}/files/{upload}", "L 200 404 200 404 200"),
    Case("marking.waiting", "GET", "/courses/small/marking", STAFF),
    Case("marking.sheet", "GET", "/attempts/{work}/marking/arcadia-part-iii", STAFF),
    Case("marking.mark", "POST", "/attempts/{work}/marking/arcadia-part-iii", "L 404 404 303 404 303", MARK),
    Case("quiz.review", "GET", "/attempts/{open}/review", MINE),
    Case("quiz.result", "GET", "/attempts/{closed}/result", MINE),
    Case("quiz.submit", "POST", "/attempts/{open}", "L 303 404 404 404 404"),
    Case("quiz.printed", "GET", f"{QUIZ}/print", STAFF),
    Case("quiz.printed", "GET", f"{QUIZ}/print?answers=1", STAFF),
    Case("objections.objection", "GET", "/attempts/{closed}/questions/2/objection", MINE),
    Case("objections.send", "POST", "/attempts/{closed}/questions/2/objection", PUT, {"text": "So it is."}),
    Case("objections.of_course", "GET", "/courses/small/objections", STAFF),
    Case("objections.settle", "POST", "/objections/{objection}", TRAINERS, {"reply": "We agree."}),
    Case("regrading.questions", "GET", f"{QUIZ}/regrade", STAFF),
    Case("regrading.desk", "GET", f"{QUIZ}/regrade/articles", STAFF),
    Case("regrading.preview", "GET", f"{QUIZ}/regrade/articles/preview?method=drop&reason=So.", STAFF),
    Case("regrading.apply", "POST", f"{QUIZ}/regrade/articles", TRAINERS, {"method": "drop", "reason": "So."}),
    Case("regrading.dismiss", "POST", "/attempts/{closed}/notices/{regrade}", PUT),
    Case("home.changes", "GET", "/courses/small/changes/welcome", NONE),
    Case("quiz_office.receipt", "GET", "/attempts/{closed}/receipt", MINE),
    Case("quiz_office.receipts", "GET", "/courses/small/receipts", STAFF),
    Case("quiz_office.check_receipt", "POST", "/courses/small/receipts", STAFF, {"number": "{closed}", "code": "AAAA"}),
    Case("quiz_office.extra_time", "GET", "/courses/small/extra-time", STAFF),
    Case("quiz_office.give_extra_time", "POST", "/courses/small/extra-time/{trainee}", "L 404 404 303 404 303",
         {"percent": "25"}),
    Case("analytics.course", "GET", "/courses/small/statistics", STAFF),
    Case("analytics.quiz", "GET", "/courses/small/statistics/practice", STAFF),
    Case("recall.overview", "GET", "/recall", KNOWN),
    Case("recall.begin", "POST", "/recall", "L 303 303 303 303 303"),
    Case("recall.question", "GET", "/recall/questions/1", MINE),
    Case("recall.answer", "POST", "/recall/questions/1", PUT, {**SESSION, "answer": "0"}),
    Case("recall.pass_over", "POST", "/recall/questions/1/passed-over", PUT, SESSION),
    Case("cohorts.enrol", "POST", "/courses/small/enrolment", "L 303 303 303 303 303"),
    Case("remarks.report", "GET", "/report?place=/courses/small", ALL),
    Case("remarks.send", "POST", "/report", GO, {"place": "/courses/small", "text": "Wrong.", "key": ""}),
    Case("remarks.reports", "GET", "/reports", "L 404 404 200 200 200"),
    Case("remarks.reports", "GET", "/reports?course=small", STAFF),
    Case("remarks.reports", "GET", "/reports?course=", ADMIN),
    Case("remarks.settle", "POST", "/reports/{remark}/settled", "L 404 404 303 404 303"),
    Case("people.register", "GET", "/register", "200 303 303 303 303 303"),
    Case("people.register", "POST", "/register", CORRECT),
    Case("people.register", "GET", "/register/none-such", "200 303 303 303 303 303"),
    Case("people.register", "POST", "/register/none-such", CORRECT),
    Case("people.login", "GET", "/login", "200 303 303 303 303 303"),
    Case("people.login", "POST", "/login", CORRECT, {"login": "nobody@example.org", "password": "wrong"}),
    Case("people.profile", "GET", "/profile", KNOWN),
    Case("people.profile", "POST", "/profile", "L 303 303 303 303 303", ME),
    Case("people.password", "GET", "/password", KNOWN),
    Case("people.password", "POST", "/password", "L 422 422 422 422 422", {"old_password": "wrong", **SECRET}),
    Case("people.forgot", "GET", "/reset", ALL),
    Case("people.forgot", "POST", "/reset", GO, {"login": "nobody@example.org"}),
    Case("people.reset", "GET", "/reset/none-such", "404 404 404 404 404 404"),
    Case("people.reset", "POST", "/reset/none-such", "404 404 404 404 404 404", SECRET),
    Case("people.card", "GET", "/card", ALL),
    Case("people.card", "POST", "/card", "422 422 422 422 422 422", {"login": "no", "code": "0000000000", **SECRET}),
    Case("people.setup", "GET", "/setup/none-such", "404 404 404 404 404 404"),
    Case("people.setup", "POST", "/setup/none-such", "404 404 404 404 404 404", {**ME, **SECRET}),
    Case("people.people", "GET", "/people", ADMIN),
    Case("people.person", "GET", "/people/{victim}", ADMIN),
    Case("people.give", "POST", "/people/{victim}/grants", "L 404 404 404 404 303", GRANT),
    Case("people.take", "POST", "/people/{victim}/grants/end", "L 404 404 404 404 303", GRANT),
    Case("people.change_state", "POST", "/people/{victim}/state", "L 404 404 404 404 303", {"act": "enable"}),
    Case("people.reset_link", "POST", "/people/{victim}/reset-link", ADMIN),
    Case("people.cards", "GET", "/courses/small/cards", STAFF),
    Case("people.cards", "POST", "/courses/small/cards", STAFF, CARDS),
    Case("people.renew_cards", "POST", "/courses/small/cards/renew", "L 404 404 303 404 303"),
    Case("people.invitations", "GET", "/courses/small/invitations", STAFF),
    Case("people.invitations", "POST", "/courses/small/invitations", STAFF, {"uses": "3"}),
    Case("people.end_invitation", "POST", "/courses/small/invitations/end", NONE, {"invitation": "x"}),
    Case("people.logout", "POST", "/logout", GO),
)  # fmt: skip


def ask(client: FlaskClient, case: Case, world: World, **more: str) -> TestResponse:
    """Send the case's request, with the token where it is a post."""
    if case.method == "GET":
        return client.get(case.address(world))
    return post(client, case.address(world), **{**case.filled(world), **more})


def said(response: TestResponse) -> str:
    """Return the status as the table writes it."""
    location = response.headers.get("Location", "")
    return "L" if response.status_code == 303 and location.startswith("/login?") else str(response.status_code)


def test_every_address_stands_in_the_table(site: Flask) -> None:
    found = {
        (rule.endpoint, method)
        for rule in site.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found == {(case.endpoint, case.method) for case in CASES}


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_each_role_as_the_table_says(world: World, role: str) -> None:
    wrong = []
    for case in CASES:
        response = ask(world.browser(role), case, world)
        expected = case.expected.split()[ROLES.index(role)]
        if said(response) != expected:
            wrong.append(f"{case.method} {case.path}: {said(response)}, not {expected}")
        if response.status_code in (200, 404):
            rule = case.cache if response.status_code == 200 else response.headers["Cache-Control"]
            if response.headers["Cache-Control"] != rule:
                wrong.append(f"{case.path} is kept by {response.headers['Cache-Control']}")
        missing = [name for name in HEADERS if name not in response.headers]
        if missing:
            wrong.append(f"{case.path} lacks {missing}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_looking_changes_nothing(world: World, role: str) -> None:
    client = world.browser(role)
    before = held(world)
    for case in CASES:
        if case.method == "GET":
            client.get(case.address(world))
            client.head(case.address(world))
    assert differences(before, held(world)) == {}


MASKED = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|<code>[0-9a-f]+</code>|place=[^\"]*|value=\"[^\"]*\"|<bdi>/[^<]*</bdi>")

FOREIGN = (
    ("other", "GET", "/attempts/{}/questions/1", "open"),
    ("other", "POST", "/attempts/{}/questions/1", "open"),
    ("other", "GET", "/attempts/{}/questions/1/compare", "open"),
    ("other", "POST", "/attempts/{}/questions/1/hint", "open"),
    ("other", "GET", "/attempts/{}/review", "open"),
    ("other", "POST", "/attempts/{}", "open"),
    ("other", "GET", "/attempts/{}/result", "closed"),
    ("admin", "GET", "/attempts/{}/result", "closed"),
    ("other", "GET", "/attempts/{}/marking/arcadia-part-iii", "work"),
    ("far", "GET", "/attempts/{}/marking/arcadia-part-iii", "work"),
    ("far", "POST", "/attempts/{}/marking/arcadia-part-iii", "work"),
    ("trainee", "POST", "/attempts/{}/marking/arcadia-part-iii", "work"),
    ("other", "GET", "/attempts/{}/questions/2/objection", "closed"),
    ("other", "POST", "/attempts/{}/questions/2/objection", "closed"),
    ("other", "POST", "/objections/{}", "objection"),
    ("far", "POST", "/objections/{}", "objection"),
    ("trainer", "POST", "/reports/{}/settled", "far_remark"),
    ("other", "POST", "/reports/{}/settled", "remark"),
    ("trainer", "GET", "/people/{}", "victim"),
    ("trainer", "POST", "/people/{}/grants", "victim"),
    ("trainer", "POST", "/people/{}/grants/end", "victim"),
    ("trainer", "POST", "/people/{}/state", "victim"),
    ("trainer", "POST", "/people/{}/reset-link", "victim"),
)


@pytest.mark.parametrize(("role", "method", "path", "name"), FOREIGN)
def test_what_is_another_s_looks_like_what_is_not_there(
    world: World, role: str, method: str, path: str, name: str
) -> None:
    before = held(world)
    fields = {FIELD: TOKEN, "answer": "0", "act": "disable", "choice": "administrator"}
    pages = []
    for thing in (world.ids[name], str(uuid4())):
        data = fields if method == "POST" else None
        response = world.browser(role).open(path.format(thing), method=method, data=data)
        assert response.status_code == 404
        pages.append(MASKED.sub("…", response.get_data(as_text=True)))
    assert pages[0] == pages[1]
    assert differences(before, held(world)) == {}


def test_a_foreign_course_looks_like_one_that_is_not_there(world: World) -> None:
    for path in (
        "/courses/{}/cards",
        "/courses/{}/invitations",
        "/courses/{}/marking",
        "/courses/{}/quizzes/practice/print",
        "/courses/{}/books/trainers/course.pdf",
        "/reports?course={}",
    ):
        statuses = {
            world.browser("trainer").get(path.format(course)).status_code for course in ("other-course", "none")
        }
        assert statuses == {404}, path


OF_A_COURSE = [case for case in CASES if case.path.startswith("/courses/small")]


@pytest.fixture
def hidden(world: World, tmp_path: Path) -> World:
    """A world with a hidden course of the id "under-cover", in which the trainee was enrolled before it was hidden."""
    folder = copy_course(tmp_path, "under-cover")
    check_in(world.app, folder)
    with world.app.app_context():
        cohorts.enrol(world.someone("trainee").actor, "under-cover", NOW)
    settings = folder / "course.yaml"
    settings.write_text(settings.read_text() + "hidden: yes\n")
    check_in(world.app, folder)
    add_books(world.app, "under-cover")
    return world


@pytest.mark.parametrize("role", ["visitor", "trainee", "other"])
def test_a_hidden_course_looks_to_trainees_like_one_that_is_not_there(hidden: World, role: str) -> None:
    before = held(hidden)
    for case in OF_A_COURSE:
        pages = []
        for course in ("under-cover", "never-there"):
            there = replace(case, path=case.path.replace("/courses/small", f"/courses/{course}"))
            response = ask(hidden.browser(role), there, hidden)
            assert said(response) in ("404", "L"), (case.method, case.path, response.status)
            pages.append((said(response), MASKED.sub("…", response.get_data(as_text=True).replace(course, "…"))))
        assert pages[0] == pages[1], case.path
    for path in ("/", "/courses", "/my-learning"):
        assert "under-cover" not in hidden.browser(role).get(path).get_data(as_text=True), path
    assert differences(before, held(hidden)) == {}


@pytest.mark.parametrize("role", ["trainer", "far", "admin"])
def test_a_hidden_course_is_to_trainers_of_any_course_like_any_other(hidden: World, role: str) -> None:
    strangers = "far" if role == "trainer" else role
    for case in OF_A_COURSE:
        there = replace(case, path=case.path.replace("/courses/small", "/courses/under-cover"))
        response = ask(hidden.browser(role), there, hidden)
        assert said(response) == case.expected.split()[ROLES.index(strangers)], (case.method, case.path)
    assert "under-cover" in hidden.browser(role).get("/courses").get_data(as_text=True)
    assert "under-cover" in hidden.browser(role).get("/my-learning").get_data(as_text=True), "enrolled above"
    picture = hidden.browser(role).get("/courses/under-cover/files/20-second/media/dot.png")
    assert picture.headers["Cache-Control"].startswith("private")


FORGERIES: dict[str, dict[str, str]] = {
    "no token": {},
    "another's token": {FIELD: "a-token-of-somebody-else"},
    "a token that is no text": {FIELD: "\u0661" * 24},
    "from another site": {FIELD: TOKEN, "Sec-Fetch-Site": "cross-site"},
    "from a neighbouring host": {FIELD: TOKEN, "Sec-Fetch-Site": "same-site"},
    "from another origin": {FIELD: TOKEN, "Origin": "https://evil.example"},
    "from no origin": {FIELD: TOKEN, "Origin": "null"},
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_post_is_refused_and_changes_nothing(world: World, forgery: str) -> None:
    given = dict(FORGERIES[forgery])
    token = {FIELD: given.pop(FIELD)} if FIELD in given else {}
    before = held(world)
    for case in CASES:
        if case.method == "POST":
            for role in ("visitor", "trainee", "admin"):
                client = world.browser(role)
                response = client.post(case.address(world), data={**case.fields, **token}, headers=given)
                assert response.status_code == 400, (case.path, role)
                if role != "visitor":
                    assert client.get("/profile").status_code == 200, "still signed in"
    assert differences(before, held(world)) == {}


def test_other_methods_are_refused_and_change_nothing(world: World) -> None:
    client = world.browser("admin")
    before = held(world)
    for case in CASES:
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
            response = client.open(case.address(world), method=method, data={FIELD: TOKEN, **case.fields})
            assert response.status_code in (400, 405), (method, case.path)
    assert differences(before, held(world)) == {}


def test_a_token_ends_with_sign_out(world: World) -> None:
    client = world.browser("trainee")
    assert post(client, "/logout").status_code == 303
    assert post(client, f"{LESSON}/done").status_code == 400


def test_a_copied_cookie_opens_nothing_after_sign_out(world: World) -> None:
    client = world.browser("trainee")
    copied = world.app.test_client()
    cookie = client.get_cookie("learning")
    assert cookie is not None
    copied.set_cookie("learning", cookie.value)
    assert copied.get("/my-learning").status_code == 200
    post(client, "/logout")
    assert said(copied.get("/my-learning")) == "L"


EXTRA = {
    "role": "administrator", "is_admin": "1", "is_administrator": "y", "grants": "administrator",
    "state": "submitted", "person_id": "{other}", "owner": "{other}", "actor": "{other}",
    "user_id": "{other}", "id": "{other}",
    "score": "100", "points": "100", "maximum": "1", "passed": "1", "login": "admin@example.org",
    "email": "x@example.org",
    "password_hash": "x", "seed": "1", "number": "9", "revision_id": "{other}", "attempts": "0",
    "course_id": "other-course", "enrolled_at": "2020-01-01", "at": "2020-01-01", "saved_at": "2020-01-01",
    "started_at": "2020-01-01", "until": "2030-01-01",
}  # fmt: skip


def extra(world: World, *but: str) -> dict[str, str]:
    """Return fields that no form of ours has."""
    other = str(world.someone("other").actor.id)
    return {name: text.format(other=other) for name, text in EXTRA.items() if name not in but}


def test_fields_that_no_form_has_change_nothing_more(world: World) -> None:
    """The trainee sends them with every form of theirs; nobody gains a right, a score or another's row by it."""
    others = [str(world.someone(role).actor.id) for role in ROLES if role not in ("visitor", "trainee")]
    before = held(world)
    for case in CASES:
        client = world.browser("trainee")
        if case.method == "POST" and case.endpoint not in ("people.logout", "people.change_state", "people.register"):
            ask(client, case, world, **{**extra(world), **case.filled(world)})
    changes = differences(before, held(world))
    assert "person_grant" not in changes
    assert len(changes["audit_entry"]["new"]) == 1, "the change of constituency"
    for table, change in changes.items():
        for row in change["new"]:
            assert not [each for each in others if each in " ".join(row)], (table, row)
    attempt = _row(world, "SELECT state, points, passed, number FROM attempt WHERE id = :id", id=world.ids["open"])
    assert attempt == ("open", None, None, 2)  # answering and handing in take their own fields alone
    person = _row(world, "SELECT login, state, name FROM person WHERE id = :id", id=_me(world))
    assert person == (world.someone("trainee").email, "active", "Another Name")


def _me(world: World) -> str:
    return str(world.someone("trainee").actor.id)


def _row(world: World, statement: str, **values: str) -> tuple[object, ...]:
    bare = {name: value.replace("-", "") for name, value in values.items()}
    with world.app.app_context():
        return tuple(db.session.execute(sa.text(statement), bare).one())


def test_registering_with_more_fields_makes_a_plain_person(world: World) -> None:
    fields = {**extra(world), **ME, **SECRET, "email": "new@example.org", "name": "Somebody New"}
    assert post(browser(world.app), "/register", **fields).headers["Location"] == "/my-learning"
    with world.app.app_context():
        found = db.session.execute(sa.text("SELECT id, login, state FROM person WHERE name = 'Somebody New'")).one()
        grants = db.session.execute(
            sa.text("SELECT count(*) FROM person_grant WHERE person_id = :id"), {"id": found.id}
        )
        assert (found.login, found.state, grants.scalar()) == ("new@example.org", "active", 0)


def test_a_role_that_is_taken_away_ends_at_the_next_request(world: World) -> None:
    victim = browser(world.app, world.someone("trainer"))
    assert victim.get("/courses/small/cards").status_code == 200
    path = f"/people/{world.someone('trainer').actor.id}"
    taken = {"choice": "course-trainer", "scope_id": "small"}
    assert post(world.browser("admin"), f"{path}/grants/end", **taken).status_code == 303
    assert said(victim.get("/courses/small/cards")) == "L"
    again = browser(world.app, world.someone("trainer"))
    assert again.get("/courses/small/cards").status_code == 404


def test_a_closed_account_ends_at_the_next_request(world: World) -> None:
    victim = browser(world.app, world.someone("victim"))
    assert victim.get("/my-learning").status_code == 200
    assert post(world.browser("admin"), f"/people/{world.ids['victim']}/state", act="disable").status_code == 303
    assert said(victim.get("/my-learning")) == "L"


def test_a_page_that_differs_by_person_is_never_answered_as_unchanged(world: World) -> None:
    pages = {role: world.browser(role).get(LESSON) for role in ROLES}
    tags = [page.headers["ETag"] for page in pages.values()]
    assert len(set(tags)) == len(tags)
    for page in pages.values():
        assert "Cookie" in page.headers["Vary"]
    owner = pages["trainee"].headers["ETag"]
    assert world.browser("other").get(LESSON, headers={"If-None-Match": owner}).status_code == 200
