"""What a trainer types to have a question graded again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from learning.quiz.regrading.methods import Method
from learning.quiz.regrading.service import REASON_LIMIT
from learning.quiz.regrading.shares import Chosen
from learning.web.forms import BaseForm

METHODS = (
    (Method.BEST.value, _l("Best of both: the corrected key where it gives more. Nobody loses points.")),
    (Method.NEW_KEY.value, _l("The corrected key for all. Some may lose points.")),
    (Method.FULL_ASKED.value, _l("All points for everyone who was asked the question.")),
    (Method.FULL_ANSWERED.value, _l("All points for everyone who answered the question.")),
    (Method.DROP.value, _l("The question does not count: its points are left out of all results.")),
)
_PAIR = re.compile(r"pair\.([0-9a-f]{8})\.([a-z0-9-]{1,40})\.([0-9]{1,3})\Z")


class RegradeForm(BaseForm):
    """How and why; `seal` and `key` come with the preview: what was seen, and once."""

    method = RadioField(
        _l("What is to be done?"),
        [DataRequired(_l("Choose one of the ways."))],
        choices=[SelectChoice(*each) for each in METHODS],
        default=Method.BEST.value,
        invalid_choice_message=_l("Choose one of the ways."),
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l("It is kept. Trainees whose result changes read it."),
        validators=[
            InputRequired(_l("Write the reason.")),
            Length(max=REASON_LIMIT, message=_l("This is longer than 1,000 characters: shorten it.")),
        ],
        render_kw={"rows": 3},
    )
    seal = StringField(widget=HiddenInput(), validators=[Length(max=64)])
    key = StringField(widget=HiddenInput(), validators=[Length(max=36)])


def pair_name(version: str, name: str, place: int) -> str:
    """Name the list in which an answer without a partner is paired."""
    return f"pair.{version}.{name}.{place}"


def chosen_in(fields: MultiDict[str, str]) -> Chosen:
    """Return what was paired, in the order of its names, so that it reads the same each time."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for name, value in sorted(fields.items()):
        match = _PAIR.match(name)
        if match and value.isascii() and value.isdigit() and len(value) < 4:
            found.setdefault(match[1], {}).setdefault(match[2], {})[match[3]] = int(value)
    return found


def hidden_pairs(chosen: Chosen) -> Iterable[tuple[str, int]]:
    """List what was paired as fields of a form."""
    for version, lists in chosen.items():
        for name, places in lists.items():
            yield from ((pair_name(version, name, int(place)), target) for place, target in places.items())
