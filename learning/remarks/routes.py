"""Pages to report a problem and to read what was reported."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning.kernel.errors import NotFound
from learning.kernel.ids import as_uuid
from learning.people.permissions import signed_in
from learning.remarks import service
from learning.remarks.forms import RemarkForm
from learning.remarks.place import as_place
from learning.web.actor import current_actor
from learning.web.limits import limit
from learning.web.redirects import safe_path

blueprint = Blueprint("remarks", __name__)


@blueprint.get("/report")
def report() -> str:
    """Show the form to report a problem on the page named by `place`."""
    place = as_place(request.args.get("place", "/"))
    form = RemarkForm(formdata=None, data={"place": place, "key": str(uuid4())})
    return render_template("remarks/report.html", form=form, place=place)


@blueprint.post("/report")
def send() -> Response | tuple[str, int]:
    """Keep the report and go back to its page."""
    limit("remark")
    form = RemarkForm()
    place = as_place(form.place.data or "/")
    if not form.validate():
        return render_template("remarks/report.html", form=form, place=place), 422
    key = as_uuid(form.key.data or "") or uuid4()
    service.report(current_actor(), key, place, form.text.data, datetime.now(UTC))
    flash(_("Thank you. Your report has reached the people who look after this page."), "success")
    return redirect(safe_path(place, "/"), 303)


@blueprint.get("/reports")
def reports() -> str:
    """Show a trainer or administrator what was reported; `course` chooses, empty for pages of no course."""
    actor = signed_in(current_actor())
    readable = service.places_to_read(actor)
    if not readable:
        raise NotFound
    course_id = request.args.get("course", readable[0])
    found = service.remarks(actor, course_id)
    return render_template("remarks/reports.html", remarks=found, readable=readable, course_id=course_id)


@blueprint.post("/reports/<uuid:remark_id>/settled")
def settle(remark_id: UUID) -> Response:
    """Mark a report as settled."""
    course_id = service.settle(signed_in(current_actor()), remark_id, datetime.now(UTC))
    return redirect(f"/reports?course={course_id}", 303)
