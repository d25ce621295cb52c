"""Words of the question page: where to go on after saving, and what is wrong with an answer.

There is no form class: the fields of an answer belong to its question. Those that every question has are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from learning.kernel.errors import Invalid
from learning.kernel.ids import as_uuid
from learning.kernel.problems import Problem
from learning.quiz.saving.aids import SURENESS

GO_NEXT, GO_BACK, GO_REVIEW, GO_CHECK = "next", "back", "review", "check"
OWN_FIELDS = frozenset({"csrf_token", "key", "base", "flagged", "confidence", "go"})
_REVISION = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Own:
    """What each question's form says beside the answer: the key under which it is saved, the revision it was made from
    (None: an old page, which does not say), whether it is marked to be looked at again, how sure the learner is."""

    key: UUID
    base: int | None
    flagged: bool
    confidence: int | None


def own_fields(form: MultiDict[str, str]) -> Own:
    """Read them. Raises Invalid("answer-field") for what no page sends; a key that is none counts as missing."""
    base, sure = form.get("base", ""), form.get("confidence", "")
    wrong = [name for name in OWN_FIELDS if len(form.getlist(name)) > 1]
    wrong += [] if form else [""]  # what was sent was no form: it is not an answer that was taken back
    wrong += [] if not base or _REVISION.fullmatch(base) else ["base"]
    wrong += [] if not sure or sure in map(str, SURENESS) else ["confidence"]
    _refuse(wrong)
    return Own(
        key=as_uuid(form.get("key", "")) or uuid4(),
        base=int(base) if base else None,
        flagged=form.get("flagged", "") not in ("", "false"),
        confidence=int(sure) if sure else None,
    )


def only(form: MultiDict[str, str], *names: str) -> None:
    """Raise Invalid("answer-field") for other fields than these, as where a seed or a score is sent along."""
    _refuse([name for name in form if name not in ("csrf_token", *names)])


def _refuse(wrong: Iterable[str]) -> None:
    if problems := [Problem(name, "answer-field", "no page of ours sends this") for name in wrong]:
        raise Invalid(problems)


_WORDS = {
    "answer-field": _l("This question has no such field. Load the page again."),
    "answer-several": _l("Give one answer here, not several."),
    "answer-long": _l("This answer is too long: shorten it."),
    "answer-option": _l("This is not one of the answers offered. Choose one from the list."),
    "answer-number": _l("This cannot be read as a number. Write digits, such as 45 or 12.5."),
    "answer-ambiguous": _l("This number can be read in two ways. Write it without a sign between thousands."),
    "answer-characters": _l("This answer holds a character that cannot be kept. Type it again."),
    "answer-unit": _l("This unit is not offered. Choose one from the list."),
    "answer-link": _l("This is no link. It begins with https:// and the name of a site."),
    "answer-file-empty": _l("This file is empty. Choose another."),
    "answer-file-large": _l("This file is too large. Make it smaller, or hand in a link if the question takes one."),
    "answer-file-kind": _l("A file of this kind is not taken here. Choose one of the kinds named below."),
    "answer-file-content": _l("The file holds something else than its name says. Save it again in the kind you want."),
    "answer-file-many": _l("No more files can be kept for this question. The last one that arrived counts."),
    "answer-file-unknown": _l("This file did not arrive. Choose it again."),
    "answer-none": _l("There is no answer yet. Give one, or pass the question over."),
    "answer-unit-differs": _l("The unit beside your number differs from the unit chosen. Correct one of them."),
}


def problem_words(problem: Problem) -> str:
    """Return what to tell a learner whose answer could not be read."""
    return str(_WORDS.get(problem.code, _l("This answer cannot be read. Please correct it.")))
