"""What trainers and administrators type about other people."""

from __future__ import annotations

from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from learning.people.forms import CONSTITUENCIES, DetailsForm, PeopleForm, radio, select
from learning.people.office.service import MOST_USES
from learning.people.user_names import MOST_NAMES
from learning.web.forms import between


class GrantForm(PeopleForm):
    """Giving a role."""

    choice = select(
        _l("Role"),
        _l("Choose a role from the list."),
        [
            SelectChoice("course-trainer", _l("Trainer of a course")),
            SelectChoice("cohort-trainer", _l("Trainer of a group")),
            SelectChoice("site-trainer", _l("Trainer of all courses")),
            SelectChoice("administrator", _l("Administrator of the site")),
        ],
    )
    scope_id = StringField(
        _l("Course or group"),
        [Optional()],
        description=_l(
            "For a trainer of a course or group: what stands at the end of its address, such as c102-essentials."
        ),
        render_kw={"dir": "ltr", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false",
                   "maxlength": 60},
    )  # fmt: skip


class CardsForm(DetailsForm):
    """Making cards: names, and what these people have in common."""

    name = None
    names = TextAreaField(
        _l("Names"),
        [DataRequired(_l("Type at least one name."))],
        description=_l("One name a line, at most %(count)s. Each person gets a card.", count=MOST_NAMES),
        render_kw={"rows": 10, "autocomplete": "off"},
    )
    constituency = radio(
        _l("For whom do these people speak?"),
        _l("Choose one. Each person can change it later in the profile."),
        CONSTITUENCIES,
    )
    batch = HiddenField(default=lambda: str(uuid4()))


class InvitationForm(PeopleForm):
    """Making an invitation."""

    uses = IntegerField(
        _l("For how many people?"),
        [
            DataRequired(_l("Type a number from 1 to %(most)s.", most=MOST_USES)),
            between(1, MOST_USES, _l("Type a number from 1 to %(most)s.", most=MOST_USES)),
        ],
        default=30,
        render_kw={"inputmode": "numeric", "min": 1, "max": MOST_USES},
    )
