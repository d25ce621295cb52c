"""What trainers and administrators do for others, on a real database of either engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.audit import AuditEntry
from learning.db import db
from learning.kernel.errors import Conflict, Invalid, NotFound, SignInNeeded
from learning.people import persons, queries, service
from learning.people.actor import SITE, Actor, Constituency, Grant, Role, course_scope
from learning.people.office import service as office
from learning.people.persons import Card, Details, Stay
from learning.people.tables import Person
from tests.factories.site import NOW

DETAILS = Details("Amina Diallo", Constituency.WORKER, "SN", "CNTS", "fr")
GROUP = Details("", Constituency.EMPLOYER, "KE", "FKE", "en")
STAY = Stay(timedelta(hours=12))
PASSWORD = "three wise cows"
ADMINISTRATOR = Grant(Role.ADMINISTRATOR, SITE)
TRAINER = Grant(Role.TRAINER, course_scope("essentials"))
COURSE = "essentials"


@pytest.fixture(autouse=True)
def _in_the_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.remove()


def someone(login: str, *grants: Grant, password: str | None = None) -> Actor:
    person_id = service.install(DETAILS, f"{login}@example.org", password, grants, NOW)
    found = service.actor_of_session(service.open_session(person_id, STAY, NOW), NOW)
    assert found is not None
    return found


@pytest.fixture
def boss() -> Actor:
    return someone("boss", ADMINISTRATOR)


@pytest.fixture
def trainer() -> Actor:
    return someone("trainer", TRAINER)


def cards(by: Actor, names: list[str], batch: UUID | None = None) -> list[Card]:
    return office.make_cards(by, COURSE, names, GROUP, batch or uuid4(), NOW)


def refused(code: str) -> pytest.RaisesExc[Invalid]:
    return pytest.raises(Invalid, check=lambda invalid: [problem.code for problem in invalid.problems] == [code])


def is_signed_in(person: Actor) -> bool:
    return queries.actor_of(person.session_id, NOW) is not None


def acts() -> list[str]:
    return sorted(db.session.scalars(sa.select(AuditEntry.act)))


SOMEONE = uuid4()
ACTS: dict[str, Callable[[Actor | None], object]] = {
    "people": lambda by: office.people(by, "", "", None),
    "person": lambda by: office.person(by, SOMEONE),
    "give": lambda by: office.give(by, SOMEONE, TRAINER, NOW),
    "take": lambda by: office.take(by, SOMEONE, TRAINER, NOW),
    "approve": lambda by: office.approve(by, SOMEONE, NOW),
    "disable": lambda by: office.disable(by, SOMEONE, NOW),
    "enable": lambda by: office.enable(by, SOMEONE, NOW),
    "make_reset_link": lambda by: office.make_reset_link(by, SOMEONE, NOW),
    "make_cards": lambda by: office.make_cards(by, "other-course", ["Ali"], GROUP, SOMEONE, NOW),
    "renew_cards": lambda by: office.renew_cards(by, "other-course", [SOMEONE], NOW),
    "card_people": lambda by: office.card_people(by, "other-course"),
    "make_invitation": lambda by: office.make_invitation(by, "other-course", 1, NOW),
    "invitations": lambda by: office.invitations(by, "other-course", NOW),
    "end_invitation": lambda by: office.end_invitation(by, "other-course", "none", NOW),
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_without_the_right_may_act(act: str, trainer: Actor) -> None:
    with pytest.raises(SignInNeeded):
        ACTS[act](None)
    for person in (someone("learner"), trainer):
        with pytest.raises(NotFound):
            ACTS[act](person)
    assert acts() == []


def test_a_role_is_given_once_noted_and_ends_the_sessions(boss: Actor) -> None:
    person = someone("amina")
    for _ in range(2):
        office.give(boss, person.id, TRAINER, NOW)
    assert not is_signed_in(person)
    assert office.person(boss, person.id)[1] == [TRAINER]
    assert acts() == ["people:give"]


def test_a_role_is_taken_once_noted_and_ends_the_sessions(boss: Actor, trainer: Actor) -> None:
    for _ in range(2):
        office.take(boss, trainer.id, TRAINER, NOW)
    assert not is_signed_in(trainer)
    assert office.person(boss, trainer.id)[1] == []
    assert acts() == ["people:take"]


def test_a_closed_account_cannot_be_used_until_it_is_opened_again(boss: Actor) -> None:
    person = someone("amina", password=PASSWORD)
    link = office.make_reset_link(boss, person.id, NOW)
    office.disable(boss, person.id, NOW)
    assert not is_signed_in(person)
    assert service.person_of_link(link, NOW) is None
    with refused("disabled"):
        service.sign_in("amina@example.org", PASSWORD, STAY, NOW)
    with pytest.raises(Conflict):
        office.make_reset_link(boss, person.id, NOW)
    office.enable(boss, person.id, NOW)
    assert service.sign_in("amina@example.org", PASSWORD, STAY, NOW).secret
    assert acts() == ["people:active", "people:disabled", "people:reset-link"]


def test_only_who_waits_is_approved_and_only_what_is_closed_is_opened(boss: Actor) -> None:
    person = someone("amina")
    office.approve(boss, person.id, NOW)
    office.enable(boss, person.id, NOW)
    assert acts() == []
    office.disable(boss, person.id, NOW)
    with pytest.raises(Conflict):
        office.approve(boss, person.id, NOW)


def test_the_last_administrator_stays(boss: Actor) -> None:
    with refused("last-administrator"):
        office.take(boss, boss.id, ADMINISTRATOR, NOW)
    with refused("last-administrator"):
        office.disable(boss, boss.id, NOW)
    other = someone("other", ADMINISTRATOR)
    office.disable(boss, other.id, NOW)
    with refused("last-administrator"):
        office.take(boss, boss.id, ADMINISTRATOR, NOW)
    assert is_signed_in(boss)


def test_two_administrators_cannot_remove_each_other_at_the_same_moment(app: Flask, boss: Actor) -> None:
    other = someone("other", ADMINISTRATOR)

    def remove(pair: tuple[Actor, Actor]) -> bool:
        with app.app_context():
            try:
                office.disable(pair[0], pair[1].id, NOW)
            except Invalid:
                return False
            return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(remove, [(boss, other), (other, boss)]))
    assert sorted(done) == [False, True]
    assert queries.has_administrator()


def test_a_newer_link_for_a_new_password_makes_the_older_void(boss: Actor) -> None:
    person = someone("amina")
    older, newer = (office.make_reset_link(boss, person.id, NOW) for _ in range(2))
    assert service.person_of_link(older, NOW) is None
    assert service.person_of_link(newer, NOW + persons.HANDED_RESET_HOLDS - timedelta(seconds=1)) is not None
    assert service.person_of_link(newer, NOW + persons.HANDED_RESET_HOLDS) is None


def test_the_list_is_searched_filtered_and_read_page_by_page(boss: Actor) -> None:
    for number in range(60):
        details = Details(f"Person {number:02}", Constituency.OTHER, "SN", "100% union" if number < 2 else "", "en")
        service.install(details, f"p{number}@example.org", None, [], NOW)
    first, after = office.people(boss, "PERSON", "", None)
    second, end = office.people(boss, "PERSON", "", after)
    assert [person.name for person in first + second] == [f"Person {number:02}" for number in range(60)]
    assert (len(first), end) == (50, None)
    assert len(office.people(boss, "0%", "", None)[0]) == 2
    assert office.people(boss, "_", "", None)[0] == []
    assert [person.login for person in office.people(boss, "p59@", "active", None)[0]] == ["p59@example.org"]
    assert office.people(boss, "", "disabled", None)[0] == []
    assert office.people(boss, "PERSON", "", uuid4())[0] == first


def test_a_card_lets_its_person_in_once_to_choose_a_password(trainer: Actor) -> None:
    made = cards(trainer, ["Moussa Sow", "李明", "Moussa Sow"])
    assert [(card.name, card.login) for card in made] == [
        ("Moussa Sow", "moussa-sow"), ("李明", "learner-1001"), ("Moussa Sow", "moussa-sow-2")]  # fmt: skip
    card = made[0]
    entry = service.use_card(" Moussa-Sow ", card.code.lower(), PASSWORD, "Site", STAY, NOW)
    assert entry.course_id == COURSE
    person = db.session.get_one(Person, entry.person_id)
    assert (person.constituency, person.country, person.organisation, person.email) == ("employer", "KE", "FKE", None)
    assert service.sign_in("moussa-sow", PASSWORD, STAY, NOW).secret
    later = NOW + timedelta(minutes=5)
    with refused("card-wrong"):
        service.use_card(card.login, card.code, "nine quiet goats", "Site", STAY, later)


def test_a_card_form_sent_twice_lets_in_twice(trainer: Actor) -> None:
    card = cards(trainer, ["Moussa Sow"])[0]
    one, other = (service.use_card(card.login, card.code, PASSWORD, "Site", STAY, NOW) for _ in range(2))
    assert one.person_id == other.person_id
    assert one.secret != other.secret


def test_a_card_is_no_use_to_others_or_after_30_days_and_guessing_is_counted(trainer: Actor) -> None:
    moussa, awa = cards(trainer, ["Moussa Sow", "Awa Ba"])
    for login, code, at in (
        (awa.login, moussa.code, NOW),
        ("nobody", moussa.code, NOW),
        (moussa.login, "", NOW),
        (moussa.login, moussa.code, NOW + persons.CARD_HOLDS),
    ):
        with refused("card-wrong"):
            service.use_card(login, code, PASSWORD, "Site", STAY, at)
    for _ in range(9):
        with refused("card-wrong"):
            service.use_card(awa.login, "22222-22222", PASSWORD, "Site", STAY, NOW)
    with refused("locked"):
        service.use_card(awa.login, awa.code, PASSWORD, "Site", STAY, NOW)


def test_the_same_batch_again_gives_the_same_people_and_only_the_last_codes_hold(trainer: Actor) -> None:
    batch = uuid4()
    first, second = (cards(trainer, ["Moussa Sow", "Moussa Sow"], batch) for _ in range(2))
    assert [card.login for card in first] == [card.login for card in second]
    with refused("card-wrong"):
        service.use_card(first[0].login, first[0].code, PASSWORD, "Site", STAY, NOW)
    assert service.use_card(second[0].login, second[0].code, PASSWORD, "Site", STAY, NOW).secret
    third = cards(trainer, ["Moussa Sow", "Moussa Sow"], batch)
    assert [card.login for card in third] == [second[1].login]


def test_batches_made_at_the_same_moment_give_each_name_its_own_login(app: Flask, trainer: Actor, boss: Actor) -> None:
    def make(by: Actor) -> list[str]:
        with app.app_context():
            return [card.login for card in cards(by, ["Ali Khan"] * 5)]

    with ThreadPoolExecutor(2) as threads:
        logins = [login for made in threads.map(make, [trainer, boss]) for login in made]
    assert len(set(logins)) == 10


def test_a_lost_card_is_replaced_for_people_of_this_course_who_have_only_that(trainer: Actor, boss: Actor) -> None:
    old, promoted = cards(trainer, ["Moussa Sow", "Awa Ba"])
    other = office.make_cards(boss, "other-course", ["Not Ours"], GROUP, uuid4(), NOW)[0]
    logins = {person.login: person.id for person in db.session.scalars(sa.select(Person))}
    office.give(boss, logins[promoted.login], TRAINER, NOW)
    service.ask_reset(old.login, "unused", {"subject": "", "text": ""}, NOW)
    wishes = [logins[card.login] for card in (old, promoted, other)] + [boss.id, uuid4()]
    assert [person.login for person in office.card_people(trainer, COURSE)] == [old.login]
    made = office.renew_cards(trainer, COURSE, wishes, NOW)
    assert [card.login for card in made] == [old.login]
    assert office.people(boss, "", "asked", None)[0] == []
    with refused("card-wrong"):
        service.use_card(old.login, old.code, PASSWORD, "Site", STAY, NOW)
    assert service.use_card(made[0].login, made[0].code, PASSWORD, "Site", STAY, NOW).secret


def test_an_invitation_can_be_ended_by_those_of_its_course(trainer: Actor, boss: Actor) -> None:
    secret = office.make_invitation(trainer, COURSE, 30, NOW)
    office.make_invitation(boss, "other-course", 3, NOW)
    found = office.invitations(trainer, COURSE, NOW)
    assert [each.uses_left for each in found] == [30]
    foreign = office.invitations(boss, "other-course", NOW)[0].token_hash
    with pytest.raises(NotFound):
        office.end_invitation(trainer, COURSE, foreign, NOW)
    office.end_invitation(trainer, COURSE, found[0].token_hash, NOW)
    assert not service.is_invited(secret, NOW)
    assert office.invitations(trainer, COURSE, NOW) == []


def test_no_act_is_noted_with_a_secret(boss: Actor, trainer: Actor) -> None:
    link = office.make_reset_link(boss, trainer.id, NOW)
    card = cards(trainer, ["Moussa Sow"])[0]
    invitation = office.make_invitation(trainer, COURSE, 1, NOW)
    noted = " ".join(f"{entry.subject} {entry.details}" for entry in db.session.scalars(sa.select(AuditEntry)))
    assert acts() == ["people:cards", "people:invitation", "people:reset-link"]
    assert not any(secret in noted for secret in (link, card.code, card.code.replace("-", ""), invitation))
