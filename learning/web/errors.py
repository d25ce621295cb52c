"""Which error has which status: the one table, for pages and for JSON. The words are in `templates/errors`."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from learning.db import db, is_unavailable
from learning.kernel.errors import Busy, Conflict, Invalid, NotAllowed, NotFound, SignInNeeded
from learning.web.actor import current_actor, nobody_unless_known
from learning.web.forms import ForgedPost
from learning.web.kept import keep_form, keepable_fields
from learning.web.redirects import way_back

log = logging.getLogger(__name__)


CODES: dict[type[Exception], int] = {NotFound: 404, NotAllowed: 403, Invalid: 422, Conflict: 409, Busy: 503}


class TooMany(Exception):
    """A limit on tries was reached."""


def wants_json() -> bool:
    """Return True when a script asks, and not a person's browser page."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def error_response(status: int, reason: str = "") -> Response:
    """Return the error as a page, or as JSON in one shape: error (a code), request_id."""
    request_id = g.get("request_id", "")
    _look_up_who_asks(status)
    if wants_json():
        response = make_response(jsonify(error=reason or str(status), request_id=request_id), status)
    else:
        page = render_template("errors/error.html", code=status, reason=reason, request_id=request_id)
        response = make_response(page, status)
    if status in (429, 503):
        response.headers["Retry-After"] = "60" if status == 429 else "10"
    return response


def _look_up_who_asks(status: int) -> None:
    """Know before the page is made who it is for: with a store that is hurt it is for a visitor, and still a page."""
    if status < 500:
        try:
            current_actor()
        except sa.exc.SQLAlchemyError as error:
            db.session.rollback()
            log.warning("store-unavailable", extra={"cause": type(error).__name__})
    nobody_unless_known()


def init_errors(app: Flask) -> None:
    """Give each error its page."""
    for kind, status in CODES.items():
        app.register_error_handler(kind, _handler(status))
    app.register_error_handler(SignInNeeded, _to_sign_in)
    app.register_error_handler(ForgedPost, _forged)
    app.register_error_handler(TooMany, lambda error: error_response(429))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(sa.exc.DBAPIError, _database)
    app.register_error_handler(sa.exc.TimeoutError, lambda error: error_response(503))
    app.register_error_handler(500, _unforeseen)


def _handler(status: int):  # type: ignore[no-untyped-def]  # Flask's own type for handlers is wider than can be named
    return lambda error: error_response(status, str(error))


def _http(error: HTTPException) -> BaseResponse:
    if error.code is None or error.code < 400:  # a redirect that werkzeug raises, as for a missing last slash
        return error.get_response()
    response = error_response(error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _database(error: sa.exc.DBAPIError) -> Response:
    db.session.rollback()
    if is_unavailable(error):
        log.warning("store-unavailable", extra={"cause": type(error.orig).__name__})
        return error_response(503)
    log.exception("store-fault")
    return error_response(500)


def _unforeseen(error: Exception) -> Response:
    log.error("unforeseen", exc_info=getattr(error, "original_exception", None) or error)
    return error_response(500)


def _to_sign_in(_error: SignInNeeded) -> BaseResponse:
    """Lead to the sign-in page and back; what was typed is kept and shown again there."""
    if wants_json():
        return error_response(403, "sign-in-needed")
    typed = request.method == "POST" and bool(keepable_fields())
    if typed and not keep_form(request.path):
        return _again(403, signed_out=True)
    return redirect(url_for("people.login", next=way_back(), kept=1 if typed else None), 303)


def _forged(error: ForgedPost) -> Response:
    """Explain, and offer to send the same fields again from a page of our own; never for another site's form."""
    if wants_json():
        return error_response(400, "csrf")
    return _again(400, cross_site=error.cross_site)


def _again(status: int, *, cross_site: bool = False, signed_out: bool = False) -> Response:
    page = render_template(
        "errors/forged.html",
        fields=[] if cross_site else keepable_fields(),
        action=request.full_path.rstrip("?"),
        cross_site=cross_site,
        signed_out=signed_out,
        code=status,
        request_id=g.get("request_id", ""),
    )
    return make_response(page, status)
