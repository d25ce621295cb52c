"""Pictures of courses. The pages of a course need what rooms above know: they are in `home`."""

from __future__ import annotations

import mimetypes

from flask import Blueprint, Response

from learning.courses import service
from learning.web.actor import current_actor

blueprint = Blueprint("courses", __name__)


@blueprint.get("/courses/<course_id>/files/<path:path>")
def file(course_id: str, path: str) -> Response:
    """Serve a picture of a course; a drawing may hold no script that runs."""
    content = service.media(current_actor(), course_id, path)
    response = Response(content, content_type=mimetypes.guess_type(path)[0])
    response.headers["Cache-Control"] = f"{'private' if service.current(course_id).hidden else 'public'}, max-age=3600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
