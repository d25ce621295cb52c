"""The form to report a problem."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from learning.remarks.service import TEXT_LIMIT
from learning.web.forms import BaseForm


class RemarkForm(BaseForm):
    """What is wrong, and where; `key` makes a second sending of the same form harmless."""

    text = TextAreaField(
        _l("What is wrong, or hard to understand?"),
        description=_l("For example a wrong figure, a dead link, or a question that cannot be answered."),
        validators=[
            InputRequired(_l("Write what is wrong.")),
            Length(max=TEXT_LIMIT, message=_l("This is longer than 4,000 characters: shorten it.")),
        ],
        render_kw={"rows": 6},
    )
    place = StringField(widget=HiddenInput(), validators=[Length(max=500)])
    key = StringField(widget=HiddenInput(), validators=[Length(max=36)])
