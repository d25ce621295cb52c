"""The form of a note."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, StopValidation
from wtforms.widgets import HiddenInput

from learning.lessons.service import NOTE_LIMIT
from learning.web.forms import BaseForm

MOST_SAVINGS = 2**31 - 1
"""What the column of versions holds."""


def _whole_version(_form: object, field: Field) -> None:
    """Refuse a number that no page of ours holds (WTForms' own range check stumbles over one of 400 digits)."""
    if field.data is None or not 0 <= field.data <= MOST_SAVINGS:
        raise StopValidation(_l("The page was not sent whole. Load it again."))


class NoteForm(BaseForm):
    """A reader's own note, with the version it was written over."""

    text = TextAreaField(
        _l("Your note"),
        description=_l("Only you can see it."),
        validators=[Length(max=NOTE_LIMIT, message=_l("The note is longer than 10,000 characters: shorten it."))],
        filters=[lambda text: (text or "").replace("\r\n", "\n")],
        render_kw={"rows": 5},
    )
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(), _whole_version], default=0)
