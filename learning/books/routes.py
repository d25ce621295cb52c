"""The list of a course's books, and the books."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from learning.books import service
from learning.web.actor import current_actor
from learning.web.responses import REVALIDATE, revalidate

blueprint = Blueprint("books", __name__, url_prefix="/courses/<course_id>/books")


@blueprint.get("")
def shelf(course_id: str) -> str:
    """List the books of a course, each with its size; open to everybody who may see the course."""
    revalidate()
    course, books = service.of_course(current_actor(), course_id)
    return render_template("books/shelf.html", course=course, books=books)


@blueprint.get("/<edition>/<name>")
def book(course_id: str, edition: str, name: str) -> Response:
    """Send a book, packed where the browser takes it so; never shown within the site."""
    actor = current_actor()
    digest = service.digest_of(actor, course_id, edition, name)
    response = Response()
    if digest not in request.if_none_match:
        file = service.file(actor, course_id, edition, name)
        packs = "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(file.packed if packs else file.content, content_type=file.media_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
        if packs:
            response.headers["Content-Encoding"] = "gzip"
    response.headers.update(
        {
            "Cache-Control": REVALIDATE,
            "Vary": "Cookie, Accept-Encoding",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
        }
    )
    response.set_etag(digest, weak=True)
    response.make_conditional(request)
    return response
