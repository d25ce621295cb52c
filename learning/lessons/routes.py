"""Pages of lessons."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning.kernel.errors import Conflict
from learning.lessons import service
from learning.lessons.forms import NoteForm
from learning.people.permissions import signed_in
from learning.web.actor import current_actor
from learning.web.kept import kept_form
from learning.web.responses import revalidate

blueprint = Blueprint("lessons", __name__, url_prefix="/courses/<course_id>/lessons/<lesson_id>")


@blueprint.get("")
def lesson(course_id: str, lesson_id: str) -> str:
    """Show a lesson; open to everybody."""
    revalidate()
    actor = current_actor()
    visit = service.visit(actor, course_id, lesson_id)
    kept = kept_form(f"{request.path}/note")
    form = NoteForm(formdata=kept) if kept is not None else None  # as a rule the note is shown as it was saved
    return render_template("lessons/lesson.html", visit=visit, form=form)


@blueprint.post("/done")
def done(course_id: str, lesson_id: str) -> Response:
    """Enter the lesson as worked through and go on."""
    actor = signed_in(current_actor())
    following = service.finish(actor, course_id, lesson_id, datetime.now(UTC))
    return redirect(following.address(course_id) if following else f"/courses/{course_id}", 303)


@blueprint.post("/place")
def place(course_id: str, lesson_id: str) -> tuple[str, int]:
    """Keep the heading last read; asked by the page's script."""
    actor = signed_in(current_actor())
    service.keep_place(actor, course_id, lesson_id, request.form.get("place", ""), datetime.now(UTC))
    return "", 204


@blueprint.post("/note")
def note(course_id: str, lesson_id: str) -> Response | tuple[str, int]:
    """Keep the reader's note; when another window kept one since, show both."""
    actor = signed_in(current_actor())
    form = NoteForm()
    status = 422
    other = None
    if form.validate():
        try:
            service.keep_note(actor, course_id, lesson_id, form.text.data, form.version.data, datetime.now(UTC))
        except Conflict:
            status = 409
            other = service.note_of(actor, course_id, lesson_id)
            form.version.process_data(other.version)
            form.text.errors = [_("Your note was changed in another window. Both are shown: save the one you want.")]
        else:
            flash(_("Your note was saved."), "success")
            return redirect(f"/courses/{course_id}/lessons/{lesson_id}#note", 303)
    visit = service.visit(actor, course_id, lesson_id)
    page = render_template("lessons/lesson.html", visit=visit, form=form, other=other)
    return page, status
