"""What people type about themselves, and the words for what the services find wrong with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from itertools import starmap
from typing import Any, TypeVar

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, Field, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, StopValidation

from learning.kernel.errors import Invalid
from learning.kernel.languages import LANGUAGES
from learning.kernel.problems import Problem
from learning.people.actor import Constituency
from learning.people.countries import CODES
from learning.people.passwords import LONGEST, SHORTEST
from learning.people.persons import LOGIN_LENGTH, NAME_LENGTH, Details, has_controls
from learning.web.forms import BaseForm

R = TypeVar("R")

WORDS = {
    "sign-in-wrong": _l("The user name and the password do not match. Check both, or ask for a new password."),
    "locked": _l(
        "There were too many tries for this account. Wait 15 minutes and try again, or ask for a new password now."
    ),
    "waiting": _l("Your account is waiting for an administrator to approve it. You can sign in once that is done."),
    "disabled": _l("This account is closed. If you think that this is a mistake, ask the people who run the site."),
    "login-taken": _l("There is an account with this e-mail address already. Sign in, or ask for a new password."),
    "invitation-needed": _l(
        "Registration is by invitation, and this link is used up or too old. Ask your trainer for a new one."
    ),
    "password-short": _l(
        "Use at least %(count)s characters. Several words in a row are easy to remember.", count=SHORTEST
    ),
    "password-long": _l("Use at most %(count)s characters.", count=LONGEST),
    "password-nul": _l("The password holds a sign that cannot be typed. Leave it out."),
    "password-simple": _l("This is a simple row of signs. Use several words that do not belong together."),
    "password-own": _l(
        "This is your name, your login or the name of this site. Use something that others do not know."
    ),
    "password-common": _l(
        "Many people use this password, so it is tried first. Use several words that do not belong together."
    ),
    "password-old": _l("This is not your present password. Check it and type it again."),
    "card-wrong": _l(
        "The user name and the code do not match, or the code was used before. Check both on your card. "
        "If you have set a password already, sign in with it; else ask your trainer for a new card."
    ),
    "names-none": _l("Type at least one name."),
    "names-many": _l("These are %(detail)s names. Make the cards in parts of at most 100."),
    "name-long": _l("The name in line %(detail)s is too long. Shorten it to 100 characters."),
    "name-unprintable": _l("The name in line %(detail)s holds a sign that cannot be shown. Type it again."),
    "role-unknown": _l("Choose a role from the list."),
    "scope-course": _l("Type the short name of the course, as at the end of its address: c102-essentials."),
    "scope-cohort": _l("Type the identifier of the group, as at the end of its address."),
    "last-administrator": _l(
        "This is the last administrator. Give the role to someone else first; the site cannot be without one."
    ),
}  # fmt: skip
"""Every code that the services of people raise, in words that say what to do."""

CONSTITUENCIES = (
    (Constituency.GOVERNMENT.value, _l("Government")),
    (Constituency.EMPLOYER.value, _l("Employers’ organisation")),
    (Constituency.WORKER.value, _l("Workers’ organisation")),
    (Constituency.OTHER.value, _l("Other")),
)


def explained(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with their words in the page's language."""
    return [replace(problem, detail=str(WORDS[problem.code]) % {"detail": problem.detail}) for problem in problems]


def printable(_form: object, field: Field) -> None:
    """Refuse control characters: a store may not take them, and nobody types them."""
    if has_controls(str(field.data or "")):
        raise StopValidation(_l("It holds a sign that cannot be shown. Delete the text and type it again."))


def same_as_password(form: Any, field: Field) -> None:
    """Refuse a repetition that differs."""
    if field.data != form.password.data:
        raise StopValidation(_l("The two passwords differ. Type the same one twice."))


def stripped(text: str | None) -> str | None:
    """Return the text without spaces at its ends and with single ones inside."""
    return " ".join(text.split()) if text else text


class PeopleForm(BaseForm):
    """A form whose services answer with the codes in WORDS."""

    def attempt(self, act: Callable[[], R]) -> R | None:
        """Return what `act` returns; where it finds something wrong, show that in the form and return None."""
        try:
            return act()
        except Invalid as invalid:
            self.add_problems(explained(invalid.problems))
            return None

    def done(self, act: Callable[[], None]) -> bool:
        """Return True when `act` was carried out; where it finds something wrong, show that in the form."""
        self.attempt(act)
        return not self.errors


def radio(label: Any, missing: Any, choices: Iterable[tuple[str, Any]], description: Any = "") -> RadioField:
    """Return a field in which one of some things is ticked; `missing` is said when none is, or another."""
    return RadioField(
        label,
        [DataRequired(missing)],
        choices=[SelectChoice(value, text) for value, text in choices],
        invalid_choice_message=missing,
        description=description,
    )


def select(label: Any, missing: Any, choices: Any, **more: Any) -> SelectField:
    """Return a field in which one of a list is chosen; `choices` are SelectChoices or return them."""
    return SelectField(label, [DataRequired(missing)], choices=choices, invalid_choice_message=missing, **more)


def new_password_field(label: Any) -> PasswordField:
    """Return the field of a new password; what is wrong with it is a rule."""
    return PasswordField(
        label,
        [InputRequired(_l("Choose a password."))],
        description=_l(
            "At least %(count)s characters, in any script. Several words in a row make a good password.",
            count=SHORTEST,
        ),
        render_kw={"autocomplete": "new-password"},
    )


def repeat_field() -> PasswordField:
    """Return the field in which the new password is typed again."""
    return PasswordField(
        _l("Password again"),
        [InputRequired(_l("Type the password a second time.")), same_as_password],
        render_kw={"autocomplete": "new-password"},
    )


def login_field(label: Any) -> StringField:
    """Return the field of an e-mail address or user name."""
    return StringField(
        label,
        [DataRequired(_l("Type your e-mail address, or the user name on your card."))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr",
                   "maxlength": LOGIN_LENGTH},
    )  # fmt: skip


class LoginForm(PeopleForm):
    """Signing in."""

    login = login_field(_l("E-mail address or user name"))
    password = PasswordField(
        _l("Password"), [InputRequired(_l("Type your password."))], render_kw={"autocomplete": "current-password"}
    )
    remember = BooleanField(_l("Keep me signed in on this device. Do not tick this on a shared device."))


class DetailsForm(PeopleForm):
    """What a person says about themselves."""

    name = StringField(
        _l("Name"),
        [
            DataRequired(_l("Type your name.")),
            printable,
            Length(max=NAME_LENGTH, message=_l("Shorten the name to %(max)d characters.")),
        ],
        filters=[stripped],
        description=_l("As it should stand on a certificate."),
        render_kw={"autocomplete": "name", "maxlength": NAME_LENGTH},
    )
    constituency = radio(
        _l("For whom do you speak?"),
        _l("Choose one. If none of the three fits, choose “Other”."),
        CONSTITUENCIES,
        _l("Lessons then open the notes for your group first. You can read all of them."),
    )
    country = select(
        _l("Country or territory"),
        _l("Choose your country or territory from the list."),
        lambda: [SelectChoice("", _l("Choose a country or territory")), *starmap(SelectChoice, country_choices())],
        render_kw={"autocomplete": "country"},
    )
    organisation = StringField(
        _l("Organisation"),
        [Optional(), printable, Length(max=NAME_LENGTH, message=_l("Shorten the organisation to %(max)d characters."))],
        filters=[stripped],
        render_kw={"autocomplete": "organization", "maxlength": NAME_LENGTH},
    )
    language = select(
        _l("Your language"),
        _l("Choose a language from the list."),
        [SelectChoice(language.code, language.name) for language in LANGUAGES],
        default="en",
        description=_l("Pages are in English for now. Your language is noted for when it is ready."),
    )

    def details(self) -> Details:
        """Return what was typed, once it was found to be complete."""
        return Details(
            name=str(self.name.data),
            constituency=Constituency(self.constituency.data),
            country=str(self.country.data),
            organisation=str(self.organisation.data or ""),
            language=str(self.language.data),
        )


class RegisterForm(DetailsForm):
    """Making an account."""

    email = EmailField(
        _l("E-mail address"),
        [
            DataRequired(_l("Type your e-mail address.")),
            printable,
            Length(max=LOGIN_LENGTH, message=_l("This is longer than an e-mail address can be.")),
            Email(_l("Type an e-mail address such as name@example.org.")),
        ],
        filters=[stripped],
        description=_l("You sign in with it. Other learners do not see it."),
        render_kw={"autocomplete": "email", "dir": "ltr", "maxlength": LOGIN_LENGTH, "spellcheck": "false"},
    )
    password = new_password_field(_l("Password"))
    repeat_password = repeat_field()


class PasswordForm(PeopleForm):
    """Changing the password."""

    old_password = PasswordField(
        _l("Present password"),
        [InputRequired(_l("Type your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password_field(_l("New password"))
    repeat_password = repeat_field()


class ForgotForm(PeopleForm):
    """Asking for a new password."""

    login = login_field(_l("E-mail address or user name"))


class ResetForm(PeopleForm):
    """Setting a new password by a link."""

    password = new_password_field(_l("New password"))
    repeat_password = repeat_field()


class CardForm(PeopleForm):
    """Coming with a card for the first time."""

    login = login_field(_l("User name on the card"))
    code = StringField(
        _l("Code on the card"),
        [DataRequired(_l("Type the code that is printed on your card."))],
        description=_l("Ten letters and digits. Spaces, hyphens and capital letters do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr",
                   "maxlength": 40},
    )  # fmt: skip
    password = new_password_field(_l("Choose your own password"))
    repeat_password = repeat_field()


def country_choices() -> tuple[tuple[str, str], ...]:
    """Return codes and names of all countries and territories, by name in the page's language."""
    return _countries(str(get_locale() or "en"))


@cache
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(locale).territories
    return tuple(sorted(((code, str(names[code])) for code in CODES), key=lambda pair: _sort_key(pair[1])))


def _sort_key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
