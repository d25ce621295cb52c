"""The pages of administrators and trainers about other people."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from learning.app import create_app
from learning.people.actor import SITE, Constituency, Grant, Role, course_scope
from learning.people.office import service as office
from learning.people.persons import Details
from tests.factories.site import Someone, browser, make_config, post, someone

ADMINISTRATOR = Grant(Role.ADMINISTRATOR, SITE)
TRAINER = Grant(Role.TRAINER, course_scope("small"))
PASSWORD = "three wise cows"
GROUP = {"constituency": "employer", "country": "KE", "organisation": "FKE", "language": "en"}


@pytest.fixture
def boss(app: Flask) -> Someone:
    return someone(app, "Boss", grants=[ADMINISTRATOR])


@pytest.fixture
def trainer(app: Flask) -> Someone:
    return someone(app, "Trainer", grants=[TRAINER])


@pytest.fixture
def amina(app: Flask) -> Someone:
    return someone(app, "Amina Diallo", password=PASSWORD)


def errors(response: TestResponse) -> list[str]:
    assert response.status_code == 422
    summary = re.search(r'id="problems".*?</ul>', response.text, re.S)
    assert summary is not None
    return re.findall(r'<li>(?:<a href="#[\w-]+">)?([^<]+)', summary[0])


def codes(page: str) -> list[tuple[str, str]]:
    """Return the user names and codes of a printed sheet."""
    found = re.findall(r'class="code">([^<]+)<', page)
    return list(zip(found[::2], found[1::2], strict=True))


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/profile").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/people"),
        ("get", "/people/{id}"),
        ("post", "/people/{id}/grants"),
        ("post", "/people/{id}/grants/end"),
        ("post", "/people/{id}/state"),
        ("post", "/people/{id}/reset-link"),
        ("get", "/courses/other/cards"),
        ("post", "/courses/other/cards"),
        ("post", "/courses/other/cards/renew"),
        ("get", "/courses/other/invitations"),
        ("post", "/courses/other/invitations"),
        ("post", "/courses/other/invitations/end"),
    ],
)
def test_pages_are_hidden_from_those_without_the_right(
    app: Flask, amina: Someone, trainer: Someone, method: str, path: str
) -> None:
    fields = {"choice": "administrator", "act": "disable", "names": "Ali", "uses": "3", **GROUP}
    address = path.format(id=amina.actor.id)

    def ask(client: FlaskClient) -> TestResponse:
        return client.get(address) if method == "get" else post(client, address, **fields)

    assert (ask(browser(app)).location or "").startswith("/login?next=")
    for person in (amina, trainer):
        assert ask(browser(app, person)).status_code == 404
    assert is_signed_in(browser(app, amina))


def test_the_list_finds_people_and_leads_to_them(app: Flask, boss: Someone, amina: Someone) -> None:
    client = browser(app, boss)
    page = client.get("/people?q=AMINA").text
    assert f'href="/people/{amina.actor.id}"' in page
    assert str(boss.actor.id) not in page
    for odd in ("/people?q=%00%25_'", "/people?state=odd&after=odd", f"/people?after={uuid4()}"):
        assert client.get(odd).status_code == 200
    assert "No one was found." in client.get("/people?q=nobody").text


def test_the_list_is_read_page_by_page_with_the_search_kept(app: Flask, boss: Someone) -> None:
    for number in range(51):
        someone(app, f"Learner {number:02}")
    client = browser(app, boss)
    first = client.get("/people?q=learner").text
    later = re.search(r'href="(/people\?q=learner&amp;after=[^"]+)"', first)
    assert later is not None
    second = client.get(later[1].replace("&amp;", "&")).text
    assert "Learner 49" in first
    assert "Learner 50" not in first
    assert "Learner 50" in second
    assert "First page" in second
    assert "Next page" not in second


def test_a_role_is_given_and_taken_on_the_page(app: Flask, boss: Someone, amina: Someone) -> None:
    client, theirs, path = browser(app, boss), browser(app, amina), f"/people/{amina.actor.id}"
    response = post(client, f"{path}/grants", choice="course-trainer", scope_id="small")
    assert (response.status_code, response.location) == (303, path)
    page = client.get(path).text
    assert "Trainer of the course <bdi>small</bdi>" in page
    assert not is_signed_in(theirs)
    theirs = browser(app, amina)
    assert theirs.get("/courses/small/cards").status_code == 200
    assert post(client, f"{path}/grants/end", choice="course-trainer", scope_id="small").status_code == 303
    assert "No special role" in client.get(path).text
    assert browser(app, amina).get("/courses/small/cards").status_code == 404


def test_a_role_without_its_course_is_told_and_nothing_given(app: Flask, boss: Someone, amina: Someone) -> None:
    client = browser(app, boss)
    response = post(client, f"/people/{amina.actor.id}/grants", choice="course-trainer", scope_id="No Course")
    assert errors(response) == ["Type the short name of the course, as at the end of its address: c102-essentials."]
    assert 'value="No Course"' in response.text
    response = post(client, f"/people/{amina.actor.id}/grants", choice="emperor")
    assert errors(response) == ["Choose a role from the list."]


def test_the_last_administrator_is_told_why_not(app: Flask, boss: Someone) -> None:
    client = browser(app, boss)
    for path, fields in (("grants/end", {"choice": "administrator"}), ("state", {"act": "disable"})):
        response = post(client, f"/people/{boss.actor.id}/{path}", **fields)
        assert errors(response)[0].startswith("This is the last administrator.")
    assert client.get("/people").status_code == 200


def test_an_account_is_closed_and_opened_on_the_page(app: Flask, boss: Someone, amina: Someone) -> None:
    client, theirs, path = browser(app, boss), browser(app, amina), f"/people/{amina.actor.id}"
    assert post(client, f"{path}/state", act="disable").status_code == 303
    assert not is_signed_in(theirs)
    assert "Open the account again" in client.get(path).text
    assert post(client, f"{path}/state", act="approve").status_code == 409
    assert post(client, f"{path}/state", act="enable").status_code == 303
    assert post(client, f"{path}/state", act="explode").status_code == 404
    assert is_signed_in(browser(app, amina))


def test_a_link_for_a_new_password_is_shown_once_and_works(app: Flask, boss: Someone, amina: Someone) -> None:
    client = browser(app, boss)
    page = post(client, f"/people/{amina.actor.id}/reset-link")
    link = re.search(r"http://localhost(/reset/[\w-]+)", page.text)
    assert link is not None
    assert link[1] not in client.get(f"/people/{amina.actor.id}").text
    theirs = browser(app)
    response = post(theirs, link[1], password="nine quiet goats", repeat_password="nine quiet goats")
    assert response.status_code == 303
    assert is_signed_in(theirs)


def test_cards_are_made_printed_and_used(app: Flask, trainer: Someone) -> None:
    client = browser(app, trainer)
    batch = re.search(r'name="batch"[^>]*value="([^"]+)"', client.get("/courses/small/cards").text)
    assert batch is not None
    sheet = post(client, "/courses/small/cards", **GROUP, names="Moussa Sow\n\nAwa <Ba>\n", batch=batch[1])
    assert sheet.status_code == 200
    assert sheet.headers["Cache-Control"] == "no-store"
    assert "Awa &lt;Ba&gt;" in sheet.text
    assert "http://localhost/card" in sheet.text
    (login, code), _ = codes(sheet.text)
    assert (login, len(code)) == ("moussa-sow", 11)
    theirs = browser(app)
    response = post(theirs, "/card", login=login, code=code, password=PASSWORD, repeat_password=PASSWORD)
    assert (response.status_code, response.location) == (303, "/courses/small")
    again = client.get("/courses/small/cards").text
    assert code not in again
    assert "awa-ba" in again


def test_a_lost_card_is_replaced_on_the_page(app: Flask, trainer: Someone) -> None:
    with app.app_context():
        shared = Details("", Constituency.EMPLOYER, "KE", "", "en")
        old = office.make_cards(trainer.actor, "small", ["Moussa Sow"], shared, uuid4(), datetime.now(UTC))[0]
    client = browser(app, trainer)
    person = re.search(r'name="person" value="([^"]+)"', client.get("/courses/small/cards").text)
    assert person is not None
    ((login, code),) = codes(post(client, "/courses/small/cards/renew", person=person[1]).text)
    assert login == old.login
    for attempt, status in ((old.code, 422), (code, 303)):
        answer = post(browser(app), "/card", login=login, code=attempt, password=PASSWORD, repeat_password=PASSWORD)
        assert answer.status_code == status
    empty = post(client, "/courses/small/cards/renew", person="odd")
    assert (empty.status_code, empty.location) == (303, "/courses/small/cards")
    assert "Tick at least one person" in client.get("/courses/small/cards").text


def test_a_faulty_list_of_names_tells_the_line_and_is_kept(app: Flask, trainer: Someone) -> None:
    client = browser(app, trainer)
    names = f"Moussa Sow\n{'x' * 101}"
    response = post(client, "/courses/small/cards", **GROUP, names=names)
    assert errors(response) == ["The name in line 2 is too long. Shorten it to 100 characters."]
    assert names in response.text
    assert errors(post(client, "/courses/small/cards", **GROUP, names=" \n ")) == ["Type at least one name."]
    assert "These are 101 names" in errors(post(client, "/courses/small/cards", **GROUP, names="Ali\n" * 101))[0]
    assert "Cards made before" not in client.get("/courses/small/cards").text


def test_names_typed_after_the_session_ended_come_back(app: Flask, trainer: Someone) -> None:
    client = browser(app)
    response = post(client, "/courses/small/cards", **GROUP, names="Moussa Sow\nAwa Ba")
    assert response.location == "/login?next=/courses/small/cards&kept=1"
    with client.session_transaction() as session, browser(app, trainer).session_transaction() as signed_in:
        session["signed_in"] = signed_in["signed_in"]
    page = client.get("/courses/small/cards").text
    assert "Moussa Sow\nAwa Ba" in page
    assert '<option selected value="KE">' in page


def test_an_invitation_is_shown_once_used_and_ended(app: Flask, trainer: Someone) -> None:
    client = browser(app, trainer)
    assert errors(post(client, "/courses/small/invitations", uses="many")) == ["Type a number from 1 to 500."]
    assert errors(post(client, "/courses/small/invitations", uses="501")) == ["Type a number from 1 to 500."]
    made = post(client, "/courses/small/invitations", uses="2")
    link = re.search(r"http://localhost(/register/[\w-]+)", made.text)
    assert link is not None
    listed = client.get("/courses/small/invitations").text
    assert link[1] not in listed
    newcomer = {
        "name": "Awa Ba",
        "email": "awa@example.org",
        "password": PASSWORD,
        "repeat_password": PASSWORD,
        **GROUP,
    }
    assert post(browser(app), link[1], **newcomer).location == "/courses/small"
    token = re.search(r'name="invitation" value="([^"]+)"', listed)
    assert token is not None
    assert post(client, "/courses/small/invitations/end", invitation=token[1]).status_code == 303
    assert "used up or too old" in browser(app).get(link[1]).text
    assert post(client, "/courses/small/invitations/end", invitation=token[1]).status_code == 404


def test_the_list_says_when_links_cannot_be_mailed_for_want_of_an_address(
    tmp_path: Path, sqlite_template: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "learning.sqlite")
    mail = {"LEARNING_SMTP_URL": "smtp://localhost", "LEARNING_MAIL_FROM": "s@example.org"}
    app = create_app(make_config(tmp_path, **mail), "k" * 32)
    boss = someone(app, grants=[ADMINISTRATOR])
    assert "LEARNING_PUBLIC_URL" in browser(app, boss).get("/people").text


@pytest.mark.parametrize("path", ["/courses/No%20Slug/cards", "/courses/UPPER/cards", "/people/not-an-id"])
def test_an_odd_address_is_not_found(app: Flask, boss: Someone, path: str) -> None:
    assert browser(app, boss).get(path).status_code == 404
