"""Enrolling."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning.cohorts import service
from learning.people.permissions import signed_in
from learning.web.actor import current_actor
from learning.web.redirects import safe_path

blueprint = Blueprint("cohorts", __name__)


@blueprint.post("/courses/<course_id>/enrolment")
def enrol(course_id: str) -> Response:
    """Enrol the person in the course's open cohort and go on where they were."""
    if service.enrol(signed_in(current_actor()), course_id, datetime.now(UTC)):
        flash(_("You are enrolled. From now on the site keeps what you have done."), "success")
    return redirect(safe_path(request.form.get("next"), f"/courses/{course_id}"), 303)
