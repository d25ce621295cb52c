"""The pages of trainers who mark."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.kernel.ids import as_uuid
from learning.quiz.marking import service
from learning.quiz.marking.forms import MarkForm, levels_typed
from learning.quiz.marking.service import Sheet
from learning.web.actor import current_actor
from learning.web.kept import kept_form

blueprint = Blueprint("marking", __name__)

MOST_PAGES = 10_000


@blueprint.get("/courses/<course_id>/marking")
def waiting(course_id: str) -> str:
    """Show what waits to be marked in a course, the oldest first; names only when asked for."""
    typed = request.args.get("page", "1")
    page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    if not 1 <= page <= MOST_PAGES:
        raise NotFound(typed)
    names = _with_names()
    found = service.waiting(current_actor(), course_id, page, names=names)
    return render_template("quiz/marking/waiting.html", found=found, course=found.course, names=names)


@blueprint.get("/attempts/<uuid:attempt_id>/marking/<question_id>")
def sheet(attempt_id: UUID, question_id: str) -> str:
    """Show one answer with its rubric, and the marks it has."""
    found = service.sheet(current_actor(), attempt_id, question_id, names=_with_names())
    kept = kept_form(request.path)
    form = MarkForm(kept) if kept else MarkForm(formdata=None, data={"base": found.revision, "key": str(uuid4())})
    return _page(found, form, levels_typed(found.rubric, kept or {}), {})


@blueprint.post("/attempts/<uuid:attempt_id>/marking/<question_id>")
def mark(attempt_id: UUID, question_id: str) -> Response | tuple[str, int]:
    """Keep a mark and go on to what waits; when another trainer was quicker, show both first."""
    actor, form, names = current_actor(), MarkForm(), _with_names()
    found = service.sheet(actor, attempt_id, question_id, names=names)
    levels = levels_typed(found.rubric, request.form)
    typed = (levels, form.comment.data or "", form.reason.data or "", _base(form))
    key = as_uuid(form.key.data or "") or uuid4()
    try:
        graded = service.mark(actor, attempt_id, question_id, *typed, key, datetime.now(UTC))
    except Invalid as invalid:
        return _page(found, form, levels, form.refuse(invalid.problems)), 422
    except Conflict as conflict:
        if conflict.reason != "marked-meanwhile":
            raise
        form.base.data = found.revision
        return _page(found, form, levels, {}, overtaken=True), 409
    flash(_("Marked. The trainee sees the result now.") if graded else _("Marked."), "success")
    return redirect(url_for("marking.waiting", course_id=found.attempt.course_id, names=1 if names else None), 303)


def _with_names() -> bool:
    return request.args.get("names") == "1"


def _base(form: MarkForm) -> int:
    """Return the revision that the page was made from; one that cannot be read is never the current one."""
    text = form.base.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _page(
    found: Sheet, form: MarkForm, levels: list[int | None], problems: dict[str, str], *, overtaken: bool = False
) -> str:
    return render_template(
        "quiz/marking/sheet.html", found=found, form=form, levels=levels, problems=problems, overtaken=overtaken,
        course=found.paper.course, html=found.asked.html, reveal=found.reveal, names=_with_names(),
        has_errors=bool(problems) or bool(form.errors),
    )  # fmt: skip
