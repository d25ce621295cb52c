"""What a question page sends beside the answer itself, whose fields belong to its question."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.widgets import HiddenInput

from learning.kernel.problems import Problem
from learning.web.forms import BaseForm

GO_NEXT, GO_BACK, GO_REVIEW = "next", "back", "review"


class AnswerForm(BaseForm):
    """`key` makes a second sending harmless; `flagged` marks the question; `go` says where to go on."""

    key = StringField(widget=HiddenInput())
    flagged = BooleanField()
    go = StringField(widget=HiddenInput(), default=GO_NEXT)


_WORDS = {
    "answer-field": _l("This question has no such field. Load the page again."),
    "answer-several": _l("Give one answer here, not several."),
    "answer-long": _l("This answer is too long: shorten it."),
    "answer-option": _l("This is not one of the answers offered. Choose one from the list."),
    "answer-number": _l("This cannot be read as a number. Write digits, such as 45 or 12.5."),
    "answer-ambiguous": _l("This number can be read in two ways. Write it without a sign between thousands."),
    "answer-characters": _l("This answer holds a character that cannot be kept. Type it again."),
    "answer-unit": _l("This unit is not offered. Choose one from the list."),
    "answer-unit-differs": _l("The unit beside your number differs from the unit chosen. Correct one of them."),
}


def problem_words(problem: Problem) -> str:
    """Return what to tell a learner whose answer could not be read."""
    return str(_WORDS.get(problem.code, _l("This answer cannot be read. Please correct it.")))
