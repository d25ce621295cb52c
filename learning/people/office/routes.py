"""The pages of administrators and trainers about other people. The blueprint is that of the whole room."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learning.config import Config
from learning.kernel.errors import Invalid, NotFound
from learning.kernel.ids import as_uuid
from learning.people.actor import Constituency, Grant
from learning.people.forms import CONSTITUENCIES, PeopleForm, country_choices
from learning.people.office import service
from learning.people.office.forms import CardsForm, GrantForm, InvitationForm
from learning.people.office.grants import choice_of, grant_of
from learning.people.persons import ASKED, Card, Details, State
from learning.people.user_names import read_names
from learning.web.actor import current_actor
from learning.web.kept import kept_form

blueprint = Blueprint("people", __name__)

SEARCH_LENGTH = 100
STATES = ("", *State, ASKED)


@blueprint.get("/people")
def people() -> str:
    """Show everyone with an account, a page at a time."""
    words = "".join(letter for letter in request.args.get("q", "") if letter.isprintable()).strip()[:SEARCH_LENGTH]
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    after = as_uuid(request.args.get("after", ""))
    found, following = service.people(current_actor(), words, state, after)
    later = url_for("people.people", q=words or None, state=state or None, after=following) if following else None
    return render_template("people/people.html", people=found, words=words, state=state, later=later,
                           is_first=after is None, mail_without_address=_mail_without_address())  # fmt: skip


@blueprint.get("/people/<uuid:person_id>")
def person(person_id: UUID) -> Response:
    """Show a person, their roles, and what can be done."""
    return _person_page(person_id, GrantForm(kept_form(request.path)))


@blueprint.post("/people/<uuid:person_id>/grants")
def give(person_id: UUID) -> BaseResponse:
    """Give a role."""
    form, at = GrantForm(), datetime.now(UTC)
    if form.validate() and form.done(lambda: service.give(current_actor(), person_id, _grant(form), at)):
        return _told(person_id, _("The role is given. The person has to sign in again."))
    return _person_page(person_id, form)


@blueprint.post("/people/<uuid:person_id>/grants/end")
def take(person_id: UUID) -> BaseResponse:
    """Take a role."""
    form, at = GrantForm(), datetime.now(UTC)
    if form.done(lambda: service.take(current_actor(), person_id, _grant(form), at)):
        return _told(person_id, _("The role is taken away."))
    return _person_page(person_id, form)


@blueprint.post("/people/<uuid:person_id>/state")
def change_state(person_id: UUID) -> BaseResponse:
    """Approve, close or open an account."""
    acts = {
        "approve": (service.approve, _("The person can sign in now.")),
        "disable": (service.disable, _("The account is closed. What the person has done is kept.")),
        "enable": (service.enable, _("The account is open again.")),
    }
    if request.form.get("act") not in acts:
        raise NotFound
    act, told = acts[request.form["act"]]
    form = PeopleForm()
    done = form.done(lambda: act(current_actor(), person_id, datetime.now(UTC)))
    return _told(person_id, told) if done else _person_page(person_id, form)


@blueprint.post("/people/<uuid:person_id>/reset-link")
def reset_link(person_id: UUID) -> Response:
    """Make a link for a new password and show it, this once."""
    secret = service.make_reset_link(current_actor(), person_id, datetime.now(UTC))
    return _person_page(person_id, GrantForm(None), made=link("people.reset", token=secret))


@blueprint.route("/courses/<course_id>/cards", methods=["GET", "POST"])
def cards(course_id: str) -> Response:
    """Make login cards for people without an e-mail address; the answer to the post is the sheet to print."""
    actor = service.invites(current_actor(), course_id)
    form = CardsForm(country=actor.country, language=actor.language)
    typed = kept_form(request.path) if request.method == "GET" else None
    if typed:
        form = CardsForm(typed)
    made = None
    if form.validate_on_submit():
        made = form.attempt(lambda: _make_cards(course_id, form))
    if made is not None:
        return _sheet(course_id, made)
    page = render_template("people/cards.html", form=form, course_id=course_id,
                           people=service.card_people(actor, course_id))  # fmt: skip
    return make_response(page, 422 if form.errors else 200)


def _make_cards(course_id: str, form: CardsForm) -> list[Card]:
    names, problems = read_names(form.names.data or "")
    if problems:
        raise Invalid(problems)
    shared = Details("", Constituency(form.constituency.data), form.country.data, form.organisation.data or "",
                     form.language.data)  # fmt: skip
    batch = as_uuid(form.batch.data or "") or uuid4()
    return service.make_cards(current_actor(), course_id, names, shared, batch, datetime.now(UTC))


@blueprint.post("/courses/<course_id>/cards/renew")
def renew_cards(course_id: str) -> BaseResponse:
    """Make new cards for those who lost theirs."""
    wishes = [wish for text in request.form.getlist("person") if (wish := as_uuid(text)) is not None]
    made = service.renew_cards(current_actor(), course_id, wishes, datetime.now(UTC))
    if not made:
        flash(_("Tick at least one person, then make new cards."), "error")
        return redirect(url_for("people.cards", course_id=course_id), 303)
    return _sheet(course_id, made)


@blueprint.route("/courses/<course_id>/invitations", methods=["GET", "POST"])
def invitations(course_id: str) -> Response:
    """Make a link with which people may register for a course; it is shown once."""
    actor, at = service.invites(current_actor(), course_id), datetime.now(UTC)
    form, made = InvitationForm(), ""
    if form.validate_on_submit():
        secret = service.make_invitation(actor, course_id, form.uses.data, at)
        made = link("people.register", invitation=secret)
    page = render_template("people/invitations.html", form=form, course_id=course_id, made=made,
                           invitations=service.invitations(actor, course_id, at))  # fmt: skip
    return make_response(page, 422 if form.errors else 200)


@blueprint.post("/courses/<course_id>/invitations/end")
def end_invitation(course_id: str) -> BaseResponse:
    """Make an invitation void."""
    service.end_invitation(current_actor(), course_id, request.form.get("invitation", ""), datetime.now(UTC))
    flash(_("The invitation has ended."), "success")
    return redirect(url_for("people.invitations", course_id=course_id), 303)


def link(endpoint: str, **values: Any) -> str:
    """Return the full address of a page, to be handed out: under the public address where one is set."""
    config: Config = current_app.config["LEARNING"]
    return (config.public_url or request.host_url.rstrip("/")) + url_for(endpoint, **values)


def _grant(form: GrantForm) -> Grant:
    return grant_of(form.choice.data, form.scope_id.data or "")


def _mail_without_address() -> bool:
    config: Config = current_app.config["LEARNING"]
    return bool(config.smtp_url and not config.public_url)


def _told(person_id: UUID, told: str) -> BaseResponse:
    flash(told, "success")
    return redirect(url_for("people.person", person_id=person_id), 303)


def _person_page(person_id: UUID, form: PeopleForm, made: str = "") -> Response:
    found, grants = service.person(current_actor(), person_id)
    page = render_template(
        "people/person.html",
        form=form,
        grant_form=form if isinstance(form, GrantForm) else GrantForm(None),
        person=found,
        grants=[(choice_of(grant), grant) for grant in grants],
        constituencies=dict(CONSTITUENCIES),
        countries=dict(country_choices()),
        made=made,
    )
    return make_response(page, 422 if form.errors else 200)


def _sheet(course_id: str, made: list[Card]) -> Response:
    page = render_template("people/cards_sheet.html", cards=made, course_id=course_id,
                           address=link("people.card"))  # fmt: skip
    return make_response(page)
