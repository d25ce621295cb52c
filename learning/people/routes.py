"""The pages on which people make an account, sign in and out, and look after their account."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flask import Response, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learning.config import Config
from learning.people import service
from learning.people.forms import (
    CardForm,
    DetailsForm,
    ForgotForm,
    LoginForm,
    PasswordForm,
    PeopleForm,
    RegisterForm,
    ResetForm,
)
from learning.people.office.routes import blueprint, link
from learning.people.permissions import signed_in
from learning.people.persons import RESET_HOLDS, Entry, Stay
from learning.web import kept, language
from learning.web.actor import SESSION_KEY, current_actor
from learning.web.limits import limit
from learning.web.redirects import safe_path

__all__ = ["blueprint"]

F = TypeVar("F", bound=PeopleForm)
DEVICE_LENGTH = 120


@blueprint.route("/register", methods=["GET", "POST"])
@blueprint.route("/register/<invitation>", methods=["GET", "POST"])
def register(invitation: str = "") -> BaseResponse:
    """Make an account; an invitation opens this where registration is not open to all."""
    if current_actor():
        return redirect(url_for("home.my_learning"), 303)
    config, form, at = _config(), RegisterForm(), datetime.now(UTC)
    if form.validate_on_submit():
        limit("register")
        entry = form.attempt(
            lambda: service.register(
                form.details(), form.email.data, form.password.data, mode=config.registration, invitation=invitation,
                site_name=config.site_name, stay=_stay(), at=at,
            )
        )  # fmt: skip
        if entry is not None:
            return _enter(entry, _stay())
    usable = bool(invitation) and service.is_invited(invitation, at)
    return _page("register", form, mode=config.registration, invited=usable, stale=bool(invitation) and not usable,
                 here=url_for("people.register"))  # fmt: skip


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> BaseResponse:
    """Sign in and go on where the person wanted to go."""
    wish = safe_path(request.args.get("next"), "")
    if current_actor():
        return redirect(wish or url_for("home.my_learning"), 303)
    form = LoginForm()
    if form.validate_on_submit():
        limit("sign-in")
        stay = _stay(form.remember.data)
        entry = form.attempt(lambda: service.sign_in(form.login.data, form.password.data, stay, at=datetime.now(UTC)))
        if entry is not None:
            return _enter(entry, stay, wish)
    return _page("login", form, typing_kept="kept" in request.args, remember_days=_config().remember_days)


@blueprint.post("/logout")
def logout() -> BaseResponse:
    """End the session, here and in the store."""
    actor = current_actor()
    if actor is not None:
        service.sign_out(actor)
    _renew_browser_session(keep=(language.KEY,))
    flash(_("You are signed out."), "success")
    return redirect(url_for("home.home"), 303)


@blueprint.route("/profile", methods=["GET", "POST"])
def profile() -> BaseResponse:
    """Show and change what a person says about themselves."""
    actor = signed_in(current_actor())
    form = _kept_or(DetailsForm, obj=service.own(actor))
    if form.validate_on_submit():
        service.change_profile(actor, form.details(), datetime.now(UTC))
        flash(_("Your profile is saved."), "success")
        return redirect(url_for("people.profile"), 303)
    return _page("profile", form, person=service.own(actor))


@blueprint.route("/password", methods=["GET", "POST"])
def password() -> BaseResponse:
    """Change the password."""
    actor = signed_in(current_actor())
    form = PasswordForm()
    if form.validate_on_submit():
        limit("sign-in")
        old, new = form.old_password.data, form.password.data
        site_name, at = _config().site_name, datetime.now(UTC)
        if form.done(lambda: service.change_password(actor, old, new, site_name, at)):
            flash(_("Your password is changed. On all other devices you are signed out."), "success")
            return redirect(url_for("people.profile"), 303)
    return _page("password", form, person=service.own(actor))


@blueprint.route("/reset", methods=["GET", "POST"])
def forgot() -> BaseResponse:
    """Ask for a new password; the answer does not tell whether there is such an account."""
    form = ForgotForm()
    config = _config()
    by_mail = sends_links(config)
    if form.validate_on_submit():
        limit("reset")
        secret = secrets.token_urlsafe(24)
        mail = _reset_mail(config, link("people.reset", token=secret)) if by_mail else None
        service.ask_reset(form.login.data, secret, mail, datetime.now(UTC))
        return redirect(url_for("people.forgot", asked=1), 303)
    return _page("forgot", form, asked="asked" in request.args, by_mail=by_mail)


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
def reset(token: str) -> BaseResponse:
    """Set a new password by a link."""
    person = service.person_of_link(token, datetime.now(UTC))
    if person is None:
        return _link_gone(_("This link no longer works"), url_for("people.forgot"))
    form = ResetForm()
    if form.validate_on_submit():
        limit("sign-in")
        entry = form.attempt(
            lambda: service.reset(token, form.password.data, _config().site_name, _stay(), datetime.now(UTC))
        )
        if entry is not None:
            return _enter(entry, _stay())
        person = service.person_of_link(token, datetime.now(UTC))
    return _page("reset", form, person=person, here=url_for("people.forgot"))


@blueprint.route("/card", methods=["GET", "POST"])
def card() -> BaseResponse:
    """Come with a card: user name and code, then a password of one's own."""
    form = CardForm()
    if form.validate_on_submit():
        limit("sign-in")
        entry = form.attempt(
            lambda: service.use_card(form.login.data, form.code.data, form.password.data, _config().site_name, _stay(),
                                     datetime.now(UTC))
        )  # fmt: skip
        if entry is not None:
            return _enter(entry, _stay())
    return _page("card", form)


@blueprint.route("/setup/<token>", methods=["GET", "POST"])
def setup(token: str) -> BaseResponse:
    """Make the first administrator, by the link that the start prints."""
    at = datetime.now(UTC)
    if not service.may_set_up(token, at):
        return _link_gone(_("This link no longer works"), url_for("people.login"))
    form = RegisterForm()
    if form.validate_on_submit():
        limit("register")
        entry = form.attempt(
            lambda: service.set_up(token, form.details(), form.email.data, form.password.data, _config().site_name,
                                   _stay(), at)
        )  # fmt: skip
        if entry is not None:
            return _enter(entry, _stay(), url_for("people.people"))
    return _page("setup", form, here=url_for("people.login"))


def sends_links(config: Config) -> bool:
    """Return True where links may go out by mail: with a mail server and a public address of the site.

    Without the latter the link would be built from the request's Host header, which whoever asks can choose.
    """
    return bool(config.smtp_url and config.public_url)


def _config() -> Config:
    config: Config = current_app.config["LEARNING"]
    return config


def _stay(remember: bool = False) -> Stay:
    """Return how long the session of this browser is to hold."""
    config = _config()
    device = "".join(letter for letter in request.user_agent.string if letter.isprintable())[:DEVICE_LENGTH]
    if remember and config.remember_days:
        return Stay(timedelta(days=config.remember_days), remembered=True, device=device)
    return Stay(timedelta(hours=config.session_hours), device=device)


def _enter(entry: Entry, stay: Stay, wish: str = "") -> BaseResponse:
    """Begin a new browser session with the secret in it, and go on; who waits for approval is told so."""
    _renew_browser_session(keep=(language.KEY, kept.KEY))
    if not entry.secret:
        flash(_("Your account is made. An administrator will look at it; after that you can sign in."), "success")
        return redirect(url_for("people.login"), 303)
    session[SESSION_KEY] = entry.secret
    session.permanent = stay.remembered
    course = safe_path(f"/courses/{entry.course_id}", "") if entry.course_id else ""
    return redirect(wish or course or url_for("home.my_learning"), 303)


def _renew_browser_session(keep: tuple[str, ...]) -> None:
    """Forget what this browser's session held, its form token too, but for the keys to keep."""
    saved = {key: session[key] for key in keep if key in session}
    session.clear()
    session.update(saved)


def _kept_or(form: type[F], **values: Any) -> F:
    """Return the form with what was typed before a detour through the sign-in page, else with `values`."""
    typed = kept.kept_form(request.path) if request.method == "GET" else None
    return form(typed, **values) if typed else form(**values)


def _page(name: str, form: PeopleForm, **context: Any) -> Response:
    return make_response(render_template(f"people/{name}.html", form=form, **context), 422 if form.errors else 200)


def _link_gone(heading: str, way_on: str) -> Response:
    page = render_template("people/link_gone.html", heading=heading, way_on=way_on, here=way_on)
    return make_response(page, 404)


def _reset_mail(config: Config, address: str) -> dict[str, str]:
    minutes = int(RESET_HOLDS.total_seconds()) // 60
    text = render_template("people/mail/reset.txt", address=address, minutes=minutes, site_name=config.site_name)
    return {"subject": _("A new password for %(site)s", site=config.site_name), "text": text}
