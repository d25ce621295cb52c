"""The form of a mark. Its criteria belong to the question's rubric, so they are read by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Optional

from learning.kernel.problems import Problem
from learning.quiz.marking.service import COMMENT_LIMIT, REASON_LIMIT
from learning.quiz.rubric import Rubric, criterion_field
from learning.web.forms import BaseForm

_WORDS = {
    "mark-missing": _l("Choose a level for each criterion."),
    "mark-level": _l("This criterion has no such level. Choose another."),
    "mark-comment": _l("The comment is too long: shorten it."),
    "mark-reason": _l("Say why you mark this answer again."),
    "mark-reason-long": _l("The reason is too long: shorten it."),
}


class MarkForm(BaseForm):
    """A comment, a reason when an answer is marked again, and what makes a second sending harmless."""

    comment = TextAreaField(
        _l("Comment for the trainee"),
        [Optional(), Length(max=COMMENT_LIMIT, message=_l("The comment is too long: shorten it."))],
        description=_l("What was good, and what to do next time."),
        render_kw={"rows": 6},
    )
    reason = TextAreaField(
        _l("Why it is marked again"),
        [Length(max=REASON_LIMIT, message=_l("The reason is too long: shorten it."))],
        description=_l("Kept with the mark; trainers see it."),
        render_kw={"rows": 2},
    )
    base = HiddenField()
    key = HiddenField()

    def refuse(self, problems: Sequence[Problem]) -> dict[str, str]:
        """Show problems at their fields in words; return those of criteria by field name."""
        criteria = {}
        for problem in problems:
            words = str(_WORDS[problem.code])
            if problem.where in self._fields:
                field = self._fields[problem.where]
                field.errors = [*field.errors, words]
            else:
                criteria[problem.where] = words
        return criteria


def levels_typed(rubric: Rubric, form: Mapping[str, str]) -> list[int | None]:
    """Return the level chosen for each criterion, None where none was, or nothing that a level can be."""
    typed = [form.get(criterion_field(number), "") for number in range(len(rubric.criteria))]
    return [int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None for text in typed]
