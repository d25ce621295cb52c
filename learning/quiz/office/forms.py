"""What trainers type about extra time and receipts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, Length

from learning.quiz.office.service import MOST_PERCENT
from learning.web.forms import BaseForm, between


class ExtraTimeForm(BaseForm):
    """Extra time of one person."""

    percent = IntegerField(
        _l("Extra time in per cent"),
        [between(0, MOST_PERCENT, _l("Write a whole number from 0 to %(most)s.", most=MOST_PERCENT))],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": 3},
    )


class ReceiptForm(BaseForm):
    """A receipt as it is printed."""

    number = StringField(
        _l("Number of the attempt"),
        [DataRequired(_l("Type the number that stands on the receipt.")), Length(max=60)],
        render_kw={"dir": "ltr", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false",
                   "maxlength": 60},
    )  # fmt: skip
    code = StringField(
        _l("Code"),
        [DataRequired(_l("Type the code that stands on the receipt.")), Length(max=80)],
        render_kw={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
                   "maxlength": 80},
    )  # fmt: skip
