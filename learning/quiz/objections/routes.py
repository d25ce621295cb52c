"""Pages on which learners object, and trainers answer."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning.kernel.ids import as_uuid
from learning.people.permissions import signed_in
from learning.quiz.objections import service
from learning.quiz.objections.forms import ObjectionForm, ReplyForm
from learning.web.actor import current_actor

blueprint = Blueprint("objections", __name__)


@blueprint.get("/attempts/<uuid:attempt_id>/questions/<int:number>/objection")
def objection(attempt_id: UUID, number: int) -> str:
    """Show the form to object, or what was objected."""
    form = ObjectionForm(formdata=None, data={"key": str(uuid4())})
    found = service.page(signed_in(current_actor()), attempt_id, number, datetime.now(UTC))
    return render_template("quiz/objections/objection.html", page=found, form=form)


@blueprint.post("/attempts/<uuid:attempt_id>/questions/<int:number>/objection")
def send(attempt_id: UUID, number: int) -> Response | tuple[str, int]:
    """Keep an objection and go back to the result."""
    actor, form, at = signed_in(current_actor()), ObjectionForm(), datetime.now(UTC)
    if not form.validate():
        found = service.page(actor, attempt_id, number, at)
        return render_template("quiz/objections/objection.html", page=found, form=form), 422
    key = as_uuid(form.key.data or "") or uuid4()
    service.raise_objection(actor, attempt_id, number, form.text.data or "", key, at)
    flash(_("Thank you. A trainer of the course looks at it, and the answer stands here."), "success")
    return redirect(url_for("quiz.result", attempt_id=attempt_id, _anchor=f"question-{number}"), 303)


@blueprint.get("/courses/<course_id>/objections")
def of_course(course_id: str) -> str:
    """Show the objections in a course, question by question."""
    return _page(course_id, ReplyForm(formdata=None), None)


@blueprint.post("/objections/<uuid:objection_id>")
def settle(objection_id: UUID) -> Response | tuple[str, int]:
    """Answer an objection: agree or decline."""
    actor, form = signed_in(current_actor()), ReplyForm()
    course_id = service.course_of(actor, objection_id)
    if not form.validate():
        return _page(course_id, form, objection_id), 422
    agreed = form.verdict.data == service.AGREED
    if service.settle(actor, objection_id, agreed=agreed, reply=form.reply.data, at=datetime.now(UTC)):
        flash(_("Answered. The trainee sees it on the result page."), "success")
    else:
        flash(_("This was answered already."), "caution")
    return redirect(url_for("objections.of_course", course_id=course_id), 303)


def _page(course_id: str, form: ReplyForm, wrong: UUID | None) -> str:
    course, groups = service.of_course(current_actor(), course_id)
    return render_template("quiz/objections/of_course.html", course=course, groups=groups, form=form, wrong=wrong)
