"""The pages on which people make an account, sign in and out, and look after their account."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from learning.app import create_app
from learning.db import db
from learning.outbox.tables import OutboxItem
from learning.people import service
from learning.people.actor import SITE, Constituency, Grant, Role
from learning.people.office import service as office
from learning.people.persons import Details
from learning.people.tables import Person, SessionRow
from learning.web import kept
from tests.factories.site import Someone, browser, make_config, post, someone

PASSWORD = "three wise cows"
OTHER = "nine quiet goats"
ABOUT = {"name": "Amina Diallo", "constituency": "worker", "country": "SN", "organisation": "CNTS", "language": "fr"}
ACCOUNT = {**ABOUT, "email": "Amina@example.org", "password": PASSWORD, "repeat_password": PASSWORD}
LOGIN = {"login": "amina@example.org", "password": PASSWORD}
ADMINISTRATOR = Grant(Role.ADMINISTRATOR, SITE)


def errors(response: TestResponse) -> list[tuple[str, str]]:
    """Return the field and the words of each problem in the summary above the form."""
    assert response.status_code == 422
    summary = re.search(r'id="problems".*?</ul>', response.text, re.S)
    assert summary is not None
    return re.findall(r'<li>(?:<a href="#([\w-]+)">)?([^<]+)', summary[0])


def masked(response: TestResponse) -> str:
    """Return the page without what differs from request to request."""
    return re.sub(r'(csrf_token"[^>]*value=")[^"]*|<code>[^<]*</code>', r"\1", response.text)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/profile").status_code == 200


def cookie_of(client: FlaskClient) -> str:
    found = client.get_cookie("learning")
    assert found is not None
    return found.value


def with_cookie(app: Flask, cookie: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("learning", cookie)
    return client


def in_mode(tmp_path: Path, template: Path, **environ: str) -> Flask:
    """Return the application on a fresh SQLite database with further settings."""
    shutil.copy(template, tmp_path / "learning.sqlite")
    return create_app(make_config(tmp_path, **environ), "k" * 32)


@pytest.fixture
def amina(app: Flask) -> Someone:
    return someone(app, password=PASSWORD)


def test_who_registers_is_signed_in_and_goes_to_my_learning(app: Flask) -> None:
    client = browser(app)
    response = post(client, "/register", **ACCOUNT)
    assert (response.status_code, response.location) == (303, "/my-learning")
    page = client.get("/profile").text
    for typed in ("Amina Diallo", "amina@example.org", "CNTS"):
        assert typed in page
    assert re.search(r'value="worker"[^>]* checked', page)
    assert '<option selected value="SN">' in page


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": " "}, ("name", "Type your name.")),
        ({"name": "x" * 101}, ("name", "Shorten the name to 100 characters.")),
        ({"name": "Amina\0"}, ("name", "It holds a sign that cannot be shown. Delete the text and type it again.")),
        ({"constituency": ""}, ("constituency-0", "Choose one. If none of the three fits, choose “Other”.")),
        ({"country": ""}, ("country", "Choose your country or territory from the list.")),
        ({"country": "XX"}, ("country", "Choose your country or territory from the list.")),
        ({"email": "no address"}, ("email", "Type an e-mail address such as name@example.org.")),
        ({"password": "short", "repeat_password": "short"},
         ("password", "Use at least 10 characters. Several words in a row are easy to remember.")),
        ({"repeat_password": OTHER}, ("repeat_password", "The two passwords differ. Type the same one twice.")),
    ],
)  # fmt: skip
def test_each_slip_is_told_at_its_field_and_what_was_typed_stays(
    site: Flask, change: dict[str, str], expected: tuple[str, str]
) -> None:
    response = post(browser(site), "/register", **{**ACCOUNT, **change})
    assert errors(response) == [expected]
    page = response.text
    assert "<title>Error:" in page
    assert 'value="CNTS"' in page
    assert PASSWORD not in page
    assert OTHER not in page


def test_an_empty_form_tells_everything_at_once(site: Flask) -> None:
    fields = {field for field, _ in errors(post(browser(site), "/register"))}
    assert fields >= {"name", "constituency-0", "country", "email", "password", "repeat_password"}


def test_an_address_that_has_an_account_is_told(app: Flask, amina: Someone) -> None:
    response = post(browser(app), "/register", **{**ACCOUNT, "email": amina.email, "password": OTHER,
                                                  "repeat_password": OTHER})  # fmt: skip
    assert [field for field, _ in errors(response)] == ["email"]


def test_a_mass_of_fields_makes_nobody_more_than_a_learner(site: Flask) -> None:
    client = browser(site)
    post(client, "/register", **ACCOUNT, role="administrator", state="active", is_admin="1", id="1", grants="site")
    assert client.get("/people").status_code == 404


def test_known_and_unknown_logins_get_the_same_page(site: Flask) -> None:
    known = someone(site, password=PASSWORD).email
    closed = someone(site, password=PASSWORD)
    with site.app_context():
        db.session.get_one(Person, closed.actor.id).state = "disabled"
        db.session.commit()
    for path, field in (("/login", "password"), ("/card", "code")):
        pages = {
            masked(post(browser(site), path, **{**ACCOUNT, "login": login, "password": OTHER, "repeat_password": OTHER,
                                                field: OTHER})).replace(login, "…")
            for login in (known, closed.email, "unknown@example.org")
        }  # fmt: skip
        assert len(pages) == 1


@pytest.mark.parametrize("mail", [False, True])
def test_asking_for_a_new_password_is_answered_alike(tmp_path: Path, sqlite_template: Path, mail: bool) -> None:
    environ = {"LEARNING_SMTP_URL": "smtp://localhost", "LEARNING_MAIL_FROM": "site@example.org",
               "LEARNING_PUBLIC_URL": "http://learning.example.org"}  # fmt: skip
    app = in_mode(tmp_path, sqlite_template, **(environ if mail else {}))
    known = someone(app, password=PASSWORD).email
    answers = set()
    for login in (known, "unknown@example.org"):
        client = browser(app)
        response = post(client, "/reset", login=login)
        answers.add((response.status_code, response.location, masked(client.get(response.location or ""))))
    assert len(answers) == 1
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxItem)) == int(mail)


def test_a_mailed_link_sets_a_new_password_and_signs_in(tmp_path: Path, sqlite_template: Path) -> None:
    app = in_mode(tmp_path, sqlite_template, LEARNING_SMTP_URL="smtp://localhost", LEARNING_MAIL_FROM="s@example.org",
                  LEARNING_PUBLIC_URL="http://learning.example.org")  # fmt: skip
    amina = someone(app, password=PASSWORD)
    before = browser(app, amina)
    client = browser(app)
    client.set_cookie("learning", cookie_of(client), domain="evil.example.com")
    client.post("/reset", data={"csrf_token": "a-token-for-tests", "login": amina.email},
                base_url="http://evil.example.com")  # fmt: skip
    with app.app_context():
        mail = db.session.scalars(sa.select(OutboxItem)).one().payload
    assert mail["to"] == amina.email
    link = re.search(r"http://learning\.example\.org(/reset/\S+)", mail["text"])
    assert link is not None
    assert "evil" not in mail["text"]
    page = client.get(link[1])
    assert page.status_code == 200
    assert link[1] not in page.text  # nor in the link that reports a problem on this page
    assert page.headers["Cache-Control"] == "no-store"
    assert errors(post(client, link[1], password="password1234", repeat_password="password1234"))[0][0] == "password"
    response = post(client, link[1], password=OTHER, repeat_password=OTHER)
    assert (response.status_code, response.location) == (303, "/my-learning")
    assert is_signed_in(client)
    assert not is_signed_in(before)
    assert browser(app).get(link[1]).status_code == 404


@pytest.mark.parametrize("path", ["/reset/made-up", "/setup/made-up", "/reset/%00"])
def test_a_link_of_no_use_says_so_and_shows_a_way_on(site: Flask, path: str) -> None:
    for response in (browser(site).get(path), post(browser(site), path, **ACCOUNT)):
        assert response.status_code == 404
        assert "This link no longer works" in response.text


def test_signing_in_goes_on_where_one_wanted_to_go(app: Flask, amina: Someone) -> None:
    client = browser(app)
    start = client.get("/profile")
    assert (start.status_code, start.location) == (303, "/login?next=/profile")
    response = post(client, start.location, login=amina.email.upper(), password=PASSWORD)
    assert (response.status_code, response.location) == (303, "/profile")
    assert is_signed_in(client)
    assert client.get("/login?next=/glossary").location == "/glossary"


HOSTS = st.sampled_from(["evil.example", "localhost@evil.example", "127.0.0.1"])
SLASHES = st.sampled_from(
    ["//", "/\\", "\\\\", "/\t/", "https://", "http:", "javascript:", "///", "/%2f", "\n//", "//%09/"]
)


@given(SLASHES, HOSTS, st.text("/\\@:.?#%0", max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_nobody_is_sent_to_another_site(site: Flask, slashes: str, host: str, rest: str) -> None:
    client = browser(site, someone(site))
    location = client.get("/login", query_string={"next": slashes + host + rest}).location
    assert location is not None
    assert not urlsplit(location).netloc
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_a_session_begins_anew_at_sign_in_and_keeps_language_and_typing(app: Flask, amina: Someone) -> None:
    client = browser(app)
    with client.session_transaction() as session:
        session["language"] = "en"
        session["planted"] = "by someone else"
        session[kept.KEY] = {"path": "/profile", "fields": [["name", "Typed before"]]}
    before = cookie_of(client)
    post(client, "/login", login=amina.email, password=PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert "csrf_token" not in session
        assert session["language"] == "en"
        assert not session.permanent
    assert cookie_of(client) != before
    assert not is_signed_in(with_cookie(app, before))
    assert "Typed before" in client.get("/profile").text


def test_staying_signed_in_is_a_choice(app: Flask, amina: Someone) -> None:
    client = browser(app)
    response = post(client, "/login", login=amina.email, password=PASSWORD, remember="y")
    assert "Expires=" in response.headers["Set-Cookie"]
    with app.app_context():
        row = db.session.scalars(sa.select(SessionRow)).one()
        assert row.remembered
        assert row.expires_at - row.created_at == timedelta(days=30)


def test_staying_signed_in_is_not_offered_where_it_is_switched_off(tmp_path: Path, sqlite_template: Path) -> None:
    app = in_mode(tmp_path, sqlite_template, LEARNING_REMEMBER_DAYS="0")
    amina = someone(app, password=PASSWORD)
    client = browser(app)
    assert 'name="remember"' not in client.get("/login").text
    response = post(client, "/login", login=amina.email, password=PASSWORD, remember="y")
    assert "Expires=" not in response.headers["Set-Cookie"]


def test_a_copied_cookie_is_dead_after_signing_out(app: Flask, amina: Someone) -> None:
    client = browser(app, amina)
    copy = with_cookie(app, cookie_of(client))
    assert is_signed_in(copy)
    response = post(client, "/logout")
    assert (response.status_code, response.location) == (303, "/")
    assert not is_signed_in(client)
    assert not is_signed_in(copy)


def test_signing_out_is_no_get_and_harmless_twice(app: Flask, amina: Someone) -> None:
    client = browser(app, amina)
    assert client.get("/logout").status_code == 405
    assert is_signed_in(client)
    with client.session_transaction() as session:
        token = session["csrf_token"]
    post(client, "/logout")
    assert is_signed_in(client) is False
    with client.session_transaction() as session:
        session["csrf_token"] = token
    assert post(client, "/logout").status_code == 303


def test_a_changed_password_ends_the_other_sessions(app: Flask, amina: Someone) -> None:
    here, there = browser(app, amina), browser(app, amina)
    wrong = post(here, "/password", old_password=OTHER, password=OTHER, repeat_password=OTHER)
    assert [field for field, _ in errors(wrong)] == ["old_password"]
    assert is_signed_in(there)
    response = post(here, "/password", old_password=PASSWORD, password=OTHER, repeat_password=OTHER)
    assert response.status_code == 303
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_a_changed_profile_is_shown_and_a_slip_keeps_what_was_typed(app: Flask, amina: Someone) -> None:
    client = browser(app, amina)
    slip = post(client, "/profile", **{**ABOUT, "organisation": "USTN", "name": ""})
    assert [field for field, _ in errors(slip)] == ["name"]
    assert 'value="USTN"' in slip.text
    assert post(client, "/profile", **{**ABOUT, "name": "Awa <b>Ba</b>"}).status_code == 303
    page = client.get("/profile").text
    assert "Awa &lt;b&gt;Ba&lt;/b&gt;" in page
    assert "Your profile is saved." in page


def test_what_was_typed_is_there_again_after_signing_in(app: Flask, amina: Someone) -> None:
    client = browser(app)
    response = post(client, "/profile", **{**ABOUT, "name": "Typed while signed out"})
    assert response.location == "/login?next=/profile&kept=1"
    assert "What you typed is kept" in client.get(response.location).text
    response = post(client, response.location, login=amina.email, password=PASSWORD)
    assert "Typed while signed out" in client.get(response.location or "").text


def test_an_account_stays_locked_when_the_site_is_started_anew(tmp_path: Path, sqlite_template: Path) -> None:
    app = in_mode(tmp_path, sqlite_template)
    amina = someone(app, password=PASSWORD)
    for _ in range(10):
        assert "do not match" in post(browser(app), "/login", login=amina.email, password=OTHER).text
    again = create_app(make_config(tmp_path), "k" * 32)
    for login in (amina.email, amina.email.upper()):
        response = post(browser(again), "/login", login=login, password=PASSWORD)
        assert [words for _, words in errors(response)] == [
            "There were too many tries for this account. Wait 15 minutes and try again, or ask for a new password now."
        ]
        assert 'href="/reset"' in response.text


def test_a_workshop_of_thirty_behind_one_address_can_sign_in(site: Flask) -> None:
    people = [someone(site, password=PASSWORD) for _ in range(5)]
    statuses = [
        post(browser(site), "/login", login=people[number % 5].email, password=PASSWORD).status_code
        for number in range(30)
    ]
    assert set(statuses) == {303}


@pytest.mark.parametrize(
    "path", ["/register", "/login", "/logout", "/profile", "/password", "/reset", "/card", "/setup/x", "/reset/x"]
)
def test_a_post_without_the_token_is_refused(site: Flask, path: str) -> None:
    client = browser(site, someone(site))
    for data, headers in (({}, {}), ({"csrf_token": "a-token-for-tests"}, {"Sec-Fetch-Site": "cross-site"})):
        response = client.post(path, data={**ACCOUNT, **data}, headers=headers)
        assert response.status_code == 400
    assert is_signed_in(client)


def test_registration_by_approval_says_so_and_does_not_sign_in(tmp_path: Path, sqlite_template: Path) -> None:
    app = in_mode(tmp_path, sqlite_template, LEARNING_REGISTRATION="approved")
    client = browser(app)
    response = post(client, "/register", **ACCOUNT)
    assert response.location == "/login"
    assert "An administrator will look at it" in client.get("/login").text
    assert not is_signed_in(client)
    assert "waiting for an administrator" in post(browser(app), "/login", **LOGIN).text


def test_registration_by_invitation_leads_to_the_course(tmp_path: Path, sqlite_template: Path) -> None:
    app = in_mode(tmp_path, sqlite_template, LEARNING_REGISTRATION="invited")
    boss = someone(app, grants=[ADMINISTRATOR])
    with app.app_context():
        invitation = office.make_invitation(boss.actor, "small", 1, datetime.now(UTC))
    assert "by invitation" in browser(app).get("/register").text
    assert 'name="password"' not in browser(app).get("/register").text
    assert "used up or too old" in browser(app).get("/register/made-up").text
    assert post(browser(app), "/register", **ACCOUNT).status_code == 422
    client = browser(app)
    assert 'name="password"' in client.get(f"/register/{invitation}").text
    response = post(client, f"/register/{invitation}", **ACCOUNT)
    assert (response.status_code, response.location) == (303, "/courses/small")
    assert is_signed_in(client)


def test_the_first_administrator_comes_by_a_link_once(app: Flask) -> None:
    with app.app_context():
        token = service.first_admin_link_token(datetime.now(UTC))
    client = browser(app)
    page = client.get(f"/setup/{token}")
    assert page.status_code == 200
    assert str(token) not in page.text
    assert errors(post(client, f"/setup/{token}", **{**ACCOUNT, "email": ""}))[0][0] == "email"
    response = post(client, f"/setup/{token}", **ACCOUNT)
    assert (response.status_code, response.location) == (303, "/people")
    assert client.get("/people").status_code == 200
    assert browser(app).get(f"/setup/{token}").status_code == 404
    assert post(browser(app), f"/setup/{token}", **ACCOUNT).status_code == 404


def test_a_person_with_a_card_chooses_a_password_and_signs_in_with_it(app: Flask) -> None:
    boss = someone(app, grants=[ADMINISTRATOR])
    details = Details("", Constituency.EMPLOYER, "KE", "", "en")
    with app.app_context():
        card = office.make_cards(boss.actor, "small", ["Moussa Sow"], details, boss.actor.id, datetime.now(UTC))[0]
    client = browser(app)
    typed = {"login": card.login, "code": card.code.lower().replace("-", " ")}
    weak = post(client, "/card", **typed, password="moussa-sow1", repeat_password="moussa-sow1")
    assert errors(weak)[0][0] == "password"
    assert 'value="moussa-sow"' in weak.text
    response = post(client, "/card", **typed, password=PASSWORD, repeat_password=PASSWORD)
    assert (response.status_code, response.location) == (303, "/courses/small")
    assert is_signed_in(client)
    later = browser(app)
    assert post(later, "/login", login="moussa-sow", password=PASSWORD).status_code == 303
    assert is_signed_in(later)


def test_pages_tell_the_browser_what_its_fields_are_for(site: Flask) -> None:
    page = browser(site).get("/register").text
    for token in ("name", "email", "new-password", "organization", "country"):
        assert f'autocomplete="{token}"' in page
    page = browser(site).get("/login").text
    for token in ("username", "current-password"):
        assert f'autocomplete="{token}"' in page


def test_a_session_that_ended_leads_to_the_sign_in_page(app: Flask, amina: Someone) -> None:
    client = browser(app, amina)
    with app.app_context():
        db.session.execute(sa.update(SessionRow).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
        db.session.commit()
    assert client.get("/password").location == "/login?next=/password"


def test_a_closed_account_is_signed_out_everywhere_at_once(app: Flask, amina: Someone) -> None:
    client, boss = browser(app, amina), someone(app, grants=[ADMINISTRATOR])
    with app.app_context():
        office.disable(boss.actor, amina.actor.id, datetime.now(UTC))
        assert service.actor_of_session("", datetime.now(UTC)) is None
    assert not is_signed_in(client)


def test_a_device_that_says_odd_things_of_itself_can_sign_in(app: Flask, amina: Someone) -> None:
    response = browser(app).post(
        "/login",
        data={"csrf_token": "a-token-for-tests", "login": amina.email, "password": PASSWORD},
        headers={"User-Agent": "é\x7f" + "x" * 500},
    )
    assert response.status_code == 303
    with app.app_context():
        assert len(db.session.scalars(sa.select(SessionRow)).one().device) == 120
