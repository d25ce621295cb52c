"""Giving files back. They are taken in at the question's own page (`quiz.routes`)."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from learning.people.permissions import signed_in
from learning.quiz.file_kinds import KINDS
from learning.quiz.uploads import service
from learning.web.actor import current_actor

blueprint = Blueprint("uploads", __name__)


@blueprint.get("/attempts/<uuid:attempt_id>/files/<uuid:upload_id>")
def file(attempt_id: UUID, upload_id: UUID) -> Response:
    """Send a file to be saved: a browser never shows it as a page of this site, whatever it holds."""
    found, content = service.file(signed_in(current_actor()), attempt_id, upload_id)
    response = send_file(
        BytesIO(content),
        mimetype=KINDS[found.kind].media_type,
        as_attachment=True,
        download_name=found.name,
        etag=False,
        conditional=False,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
