"""What learners say, and what trainers answer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from learning.quiz.objections.service import TEXT_LIMIT
from learning.web.forms import BaseForm

LONG = _l("This is longer than 1,000 characters: shorten it.")


class ObjectionForm(BaseForm):
    """Why the learner thinks to have been right; `key` makes a second sending harmless."""

    text = TextAreaField(
        _l("Why do you think so?"),
        description=_l("You may leave this empty, or name what the law says."),
        validators=[Optional(), Length(max=TEXT_LIMIT, message=LONG)],
        render_kw={"rows": 4},
    )
    key = StringField(widget=HiddenInput(), validators=[Length(max=36)])


class ReplyForm(BaseForm):
    """A trainer's answer."""

    reply = TextAreaField(
        _l("Your answer to the trainee"),
        validators=[InputRequired(_l("Write an answer.")), Length(max=TEXT_LIMIT, message=LONG)],
        render_kw={"rows": 2},
    )
    verdict = StringField(validators=[Length(max=10)])
