"""The form of a note."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from learning.lessons.service import NOTE_LIMIT
from learning.web.forms import BaseForm, between

MOST_SAVINGS = 2**31 - 1
"""What the column of versions holds."""


class NoteForm(BaseForm):
    """A reader's own note, with the version it was written over."""

    text = TextAreaField(
        _l("Your note"),
        description=_l("Only you can see it."),
        validators=[Length(max=NOTE_LIMIT, message=_l("The note is longer than 10,000 characters: shorten it."))],
        filters=[lambda text: (text or "").replace("\r\n", "\n")],
        render_kw={"rows": 5},
    )
    version = IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(), between(0, MOST_SAVINGS, _l("The page was not sent whole. Load it again."))],
        default=0,
    )
