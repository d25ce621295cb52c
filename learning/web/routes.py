"""Addresses that belong to no room: health, readiness, language."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, request, session
from werkzeug.wrappers import Response as BaseResponse

from learning.db import db
from learning.web.language import KEY, interface_languages
from learning.web.redirects import safe_path

blueprint = Blueprint("web", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the process answers; asks nothing of the store."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Say whether the store answers with the schema that this code knows."""
    try:
        found = db.session.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    except sa.exc.DBAPIError:
        db.session.rollback()
        return make_response(jsonify(status="store-away"), 503)
    expected = current_app.config["SCHEMA_HEAD"]
    ready = found == expected
    return make_response(jsonify(status="ok" if ready else "schema-differs"), 200 if ready else 503)


@blueprint.post("/language")
def set_language() -> BaseResponse:
    """Keep the chosen language in the browser's session and go back to the page."""
    wish = request.form.get("language", "")
    if wish in interface_languages():
        session[KEY] = wish
    return redirect(safe_path(request.form.get("next"), "/"), 303)
