"""Accounts on a real database of either engine: registering, signing in, passwords, links, cards."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, extract_parameters
from flask import Flask

from learning.audit import AuditEntry
from learning.db import db
from learning.kernel.errors import Invalid, NotFound
from learning.outbox.tables import OutboxItem
from learning.people import persons, queries, service
from learning.people.actor import SITE, Actor, Constituency, Grant, Role, course_scope
from learning.people.office import service as office
from learning.people.persons import Details, Entry, Purpose, Stay
from learning.people.tables import OneTimeToken, Person, SessionRow, TryCounter
from tests.factories.site import NOW

DETAILS = Details("Amina Diallo", Constituency.WORKER, "SN", "CNTS", "fr")
STAY = Stay(timedelta(hours=12), device="a browser")
EMAIL = "Amina@Example.org"
LOGIN = "amina@example.org"
PASSWORD = "three wise cows"
OTHER = "nine quiet goats"
SITE_NAME = "Learning"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _in_the_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.remove()


def register(mode: str = "open", invitation: str = "", email: str = EMAIL, at: datetime = NOW) -> Entry:
    return service.register(DETAILS, email, PASSWORD, mode=mode, invitation=invitation, site_name=SITE_NAME, stay=STAY,
                            at=at)  # fmt: skip


def sign_in(password: str = PASSWORD, login: str = LOGIN, at: datetime = NOW) -> Entry:
    return service.sign_in(login, password, STAY, at)


def actor(secret: str, at: datetime = NOW) -> Actor:
    found = service.actor_of_session(secret, at)
    assert found is not None
    return found


def administrator() -> Actor:
    person_id = service.install(DETAILS, "boss@example.org", None, [Grant(Role.ADMINISTRATOR, SITE)], NOW)
    return actor(service.open_session(person_id, STAY, NOW))


def codes(caught: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in caught.value.problems]


def refused(code: str, where: str = "") -> pytest.RaisesExc[Invalid]:
    return pytest.raises(
        Invalid, check=lambda invalid: [(p.where, p.code) for p in invalid.problems] == [(where, code)]
    )


def count(table: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_who_registers_is_signed_in_with_all_that_was_said() -> None:
    found = actor(register().secret)
    assert (found.name, found.constituency, found.country, found.language, found.grants) == (
        "Amina Diallo", Constituency.WORKER, "SN", "fr", ())  # fmt: skip
    person = service.own(found)
    assert (person.login, person.email, person.organisation) == (LOGIN, EMAIL, "CNTS")


def test_no_secret_and_no_password_is_kept_as_it_is() -> None:
    secret = register().secret
    row = db.session.scalars(sa.select(SessionRow)).one()
    person = db.session.scalars(sa.select(Person)).one()
    assert secret not in row.token_hash
    assert person.password_hash is not None
    assert PASSWORD not in person.password_hash


def test_an_address_has_one_account_whatever_its_case() -> None:
    register()
    with refused("login-taken", "email"):
        register(email="AMINA@example.ORG", at=NOW + 5 * MINUTE)
    assert count(Person) == 1


def test_a_form_sent_twice_makes_one_account_and_lets_in_twice() -> None:
    first, second = register(), register(at=NOW + timedelta(seconds=1))
    assert first.person_id == second.person_id
    assert actor(second.secret).id == first.person_id
    assert count(Person) == 1


def test_two_who_register_one_address_at_the_same_moment_make_one_account(app: Flask) -> None:
    def one(_number: int) -> UUID:
        with app.app_context():
            return register().person_id

    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(one, range(4)))
    assert len(found) == 1
    assert count(Person) == 1


@pytest.mark.parametrize("password", ["short", "password1234", LOGIN])
def test_a_weak_password_is_refused_before_anything_is_kept(password: str) -> None:
    with pytest.raises(Invalid):
        service.register(DETAILS, EMAIL, password, mode="open", invitation="", site_name=SITE_NAME, stay=STAY, at=NOW)
    assert count(Person) == 0


def test_with_registration_by_approval_one_waits_until_an_administrator_agrees() -> None:
    boss = administrator()
    entry = register("approved")
    assert entry.secret == ""
    assert register("approved").person_id == entry.person_id
    with refused("waiting"):
        sign_in()
    with refused("sign-in-wrong"):
        sign_in(OTHER)
    office.approve(boss, entry.person_id, NOW)
    assert actor(sign_in().secret).id == entry.person_id


def test_with_registration_by_invitation_only_a_link_that_holds_opens_it() -> None:
    invitation = office.make_invitation(administrator(), "essentials", 1, NOW)
    for wrong, at in (("", NOW), ("made-up", NOW), (invitation, NOW + persons.INVITATION_HOLDS)):
        with refused("invitation-needed"):
            register("invited", wrong, at=at)
    entry = register("invited", invitation)
    assert entry.course_id == service.invited_to(actor(entry.secret)) == "essentials"
    with refused("invitation-needed"):
        register("invited", invitation, email="next@example.org")


def test_an_invitation_stands_for_approval_and_is_used_up_by_as_many_as_it_says() -> None:
    invitation = office.make_invitation(administrator(), "essentials", 2, NOW)
    made = [register("approved", invitation, email=f"{number}@example.org") for number in range(3)]
    assert [bool(entry.secret) for entry in made] == [True, True, False]


def test_the_right_password_signs_in_and_each_time_with_another_secret() -> None:
    register()
    one, other = sign_in().secret, sign_in(login="  AMINA@example.org").secret
    assert one != other
    assert actor(one).id == actor(other).id
    assert actor(one).session_id != actor(other).session_id


@pytest.mark.parametrize("login", [LOGIN, "unknown@example.org", "", "nul\0byte", "x" * 300])
@pytest.mark.parametrize("password", [OTHER, "x" * 100_000])
def test_known_and_unknown_logins_are_refused_alike(login: str, password: str) -> None:
    service.install(DETAILS, EMAIL, None, [], NOW)
    with refused("sign-in-wrong"):
        sign_in(password, login)


def test_one_hash_is_computed_for_a_login_whether_it_is_known_or_not() -> None:
    own = PasswordHasher.from_parameters(extract_parameters(service.NOBODYS_HASH))
    assert (own.time_cost, own.memory_cost, own.parallelism) == (2, 19 * 1024, 1)
    assert not service.HASHER.check_needs_rehash(service.NOBODYS_HASH)


def test_after_ten_failures_an_account_is_locked_for_the_rest_of_15_minutes() -> None:
    register()
    for number in range(10):
        with refused("sign-in-wrong"):
            sign_in(OTHER, at=NOW + number * MINUTE)
    for at in (NOW + 10 * MINUTE, NOW + timedelta(minutes=14, seconds=59)):
        with refused("locked"):
            sign_in(at=at)
    assert sign_in(at=NOW + 15 * MINUTE).secret


def test_an_unknown_login_is_locked_alike() -> None:
    for _ in range(10):
        with refused("sign-in-wrong"):
            sign_in(login="nobody@example.org")
    with refused("locked"):
        sign_in(login="NOBODY@example.org")
    register()
    assert sign_in().secret


def test_success_begins_the_count_anew() -> None:
    register()
    for _ in range(2):
        for _failure in range(9):
            with refused("sign-in-wrong"):
                sign_in(OTHER)
        sign_in()
    assert count(TryCounter) == 0


def test_tries_at_the_same_moment_are_all_counted(app: Flask) -> None:
    def one(_number: int) -> str:
        with app.app_context(), pytest.raises(Invalid) as caught:
            sign_in(login="nobody@example.org")
        return codes(caught)[0][1]

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(one, range(16)))
    assert sorted(found) == ["locked"] * 6 + ["sign-in-wrong"] * 10


def test_a_password_hashed_with_weaker_parameters_is_hashed_anew_at_sign_in() -> None:
    entry = register()
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    db.session.get_one(Person, entry.person_id).password_hash = weak
    db.session.commit()
    sign_in()
    kept = db.session.get_one(Person, entry.person_id).password_hash
    assert kept is not None
    assert not service.HASHER.check_needs_rehash(kept)
    assert sign_in().secret


def test_a_session_ends_with_its_time_however_much_it_is_used() -> None:
    secret = register().secret
    assert service.actor_of_session(secret, NOW + timedelta(hours=11, minutes=59)) is not None
    assert service.actor_of_session(secret, NOW + timedelta(hours=12)) is None


def test_an_actor_is_found_in_one_statement_with_all_grants() -> None:
    grants = [Grant(Role.TRAINER, course_scope("one")), Grant(Role.TRAINER, course_scope("two"))]
    person_id = service.install(DETAILS, EMAIL, None, grants, NOW)
    secret = service.open_session(person_id, STAY, NOW)
    seen: list[str] = []

    def note(*event: object) -> None:
        seen.append(str(event[2]))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    found = actor(secret)
    sa.event.remove(db.engine, "before_cursor_execute", note)
    assert [statement.split()[0] for statement in seen if statement != "BEGIN"] == ["SELECT"]
    assert set(found.grants) == set(grants)


@pytest.mark.parametrize("secret", ["", "made-up", "nul\0byte"])
def test_a_made_up_secret_is_nobodys(secret: str) -> None:
    assert service.actor_of_session(secret, NOW) is None


def test_signing_out_ends_this_session_and_no_other() -> None:
    one, other = register().secret, sign_in().secret
    service.sign_out(actor(one))
    assert service.actor_of_session(one, NOW) is None
    assert service.actor_of_session(other, NOW) is not None


def test_a_changed_password_ends_all_other_sessions_and_links() -> None:
    one, other = register().secret, sign_in().secret
    link = office.make_reset_link(administrator(), actor(one).id, NOW)
    service.change_password(actor(one), PASSWORD, OTHER, SITE_NAME, NOW)
    assert service.actor_of_session(one, NOW) is not None
    assert service.actor_of_session(other, NOW) is None
    assert service.person_of_link(link, NOW) is None
    assert sign_in(OTHER).secret
    with refused("sign-in-wrong"):
        sign_in()


def test_the_present_password_is_asked_and_guessing_it_is_counted() -> None:
    me = actor(register().secret)
    for _ in range(10):
        with refused("password-old", "old_password"):
            service.change_password(me, "a wrong guess", OTHER, SITE_NAME, NOW)
    with refused("locked"):
        service.change_password(me, PASSWORD, OTHER, SITE_NAME, NOW)
    with refused("password-common", "password"):
        service.change_password(me, PASSWORD, "password1234", SITE_NAME, NOW + 15 * MINUTE)


def test_a_profile_is_changed_and_a_new_constituency_noted() -> None:
    secret = register().secret
    changed = Details("Amina Sow", Constituency.EMPLOYER, "ML", "", "en")
    service.change_profile(actor(secret), changed, NOW)
    found = actor(secret)
    assert (found.name, found.constituency, found.country, found.language) == ("Amina Sow", "employer", "ML", "en")
    acts = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == "people:constituency")).one()
    assert acts.details == {"was": "worker", "becomes": "employer"}


def test_a_mailed_link_sets_a_new_password_once_and_ends_all_sessions() -> None:
    before = register().secret
    service.ask_reset(EMAIL, "the-secret", {"subject": "A new password", "text": "…/reset/the-secret"}, NOW)
    mail = db.session.scalars(sa.select(OutboxItem)).one()
    assert mail.payload == {"to": EMAIL, "subject": "A new password", "text": "…/reset/the-secret"}
    found = service.person_of_link("the-secret", NOW + 29 * MINUTE)
    assert found is not None
    assert found.login == LOGIN
    assert service.person_of_link("the-secret", NOW + 30 * MINUTE) is None
    entry = service.reset("the-secret", OTHER, SITE_NAME, STAY, NOW + MINUTE)
    assert actor(entry.secret).id == entry.person_id
    assert service.actor_of_session(before, NOW) is None
    with pytest.raises(NotFound):
        service.reset("the-secret", PASSWORD, SITE_NAME, STAY, NOW + MINUTE)
    assert sign_in(OTHER).secret


def test_a_new_password_opens_a_locked_account() -> None:
    register()
    for _ in range(11):
        with pytest.raises(Invalid):
            sign_in(OTHER)
    service.ask_reset(EMAIL, "the-secret", {"subject": "", "text": ""}, NOW)
    service.reset("the-secret", OTHER, SITE_NAME, STAY, NOW)
    assert sign_in(OTHER).secret


def test_without_mail_the_wish_is_shown_to_administrators_until_it_is_met() -> None:
    boss = administrator()
    entry = register()
    service.ask_reset(EMAIL, "the-secret", None, NOW)
    assert [person.id for person in office.people(boss, "", "asked", None)[0]] == [entry.person_id]
    assert count(OneTimeToken) == count(OutboxItem) == 0
    link = office.make_reset_link(boss, entry.person_id, NOW)
    assert office.people(boss, "", "asked", None)[0] == []
    assert service.reset(link, OTHER, SITE_NAME, STAY, NOW + timedelta(hours=23)).person_id == entry.person_id


@pytest.mark.parametrize("login", ["unknown@example.org", "", "nul\0byte"])
def test_a_wish_of_nobody_changes_nothing_but_the_count(login: str) -> None:
    service.ask_reset(login, "the-secret", {"subject": "", "text": ""}, NOW)
    service.ask_reset(login, "the-secret", None, NOW)
    assert count(OneTimeToken) == count(OutboxItem) == 0


def test_nobody_is_flooded_with_mail() -> None:
    register()
    for number in range(8):
        service.ask_reset(EMAIL, f"secret-{number}", {"subject": "", "text": ""}, NOW)
    assert count(OutboxItem) == persons.MOST_RESETS


def test_the_first_administrator_comes_by_a_link_that_works_once() -> None:
    old, secret = service.first_admin_link_token(NOW), service.first_admin_link_token(NOW)
    assert old is not None
    assert secret is not None
    assert not service.may_set_up(old, NOW)
    assert not service.may_set_up(secret, NOW + persons.SETUP_HOLDS)
    entry = service.set_up(secret, DETAILS, EMAIL, PASSWORD, SITE_NAME, STAY, NOW)
    assert actor(entry.secret).is_administrator
    assert service.first_admin_link_token(NOW) is None
    with pytest.raises(NotFound):
        service.set_up(secret, DETAILS, "second@example.org", PASSWORD, SITE_NAME, STAY, NOW)
    assert count(Person) == 1


def test_a_link_is_no_use_for_another_purpose() -> None:
    secret = service.first_admin_link_token(NOW)
    assert secret is not None
    assert service.person_of_link(secret, NOW) is None
    assert not service.is_invited(secret, NOW)
    invitation = office.make_invitation(administrator(), "essentials", 5, NOW)
    assert not service.may_set_up(invitation, NOW)


def test_installing_twice_makes_one_person() -> None:
    one = service.install(DETAILS, EMAIL, PASSWORD, [], NOW)
    assert service.install(DETAILS, EMAIL, OTHER, [], NOW) == one
    assert sign_in().person_id == one


def test_what_has_ended_is_purged_and_nothing_else() -> None:
    secret = register().secret
    service.ask_reset(EMAIL, "the-secret", {"subject": "", "text": ""}, NOW)
    assert service.purge(NOW) == 0
    assert actor(secret)
    assert service.purge(NOW + timedelta(days=40)) == 3
    assert count(SessionRow) == count(OneTimeToken) == count(TryCounter) == 0


def test_a_token_is_used_by_one_of_many_at_the_same_moment(app: Flask) -> None:
    invitation = office.make_invitation(administrator(), "essentials", 1, NOW)

    def one(number: int) -> bool:
        with app.app_context():
            try:
                return bool(register("invited", invitation, email=f"{number}@example.org").secret)
            except Invalid:
                return False

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(one, range(4))) == 1
    assert count(Person) == 2
    token = db.session.scalars(sa.select(OneTimeToken)).one()
    assert token.uses_left == 0
    assert queries.use_token(token.token_hash, Purpose.INVITATION, NOW) is None
