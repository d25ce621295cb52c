"""The floor: a bare Flask application that does as little as can be for the same requests, on the same server.

Every page: the session from a signed cookie, Flask-Login's user by one indexed SELECT through SQLAlchemy, a Jinja page
with thirty links of the same size in HTML as the product's, compressed the same way. An attempt: the same requests as
the product's, every answer in a transaction of its own that is on the disk when it is acknowledged (SQLite FULL).
"""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, abort, jsonify, redirect, render_template, request, session
from flask_login import LoginManager, UserMixin, current_user, login_required
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.wrappers import Response as BaseResponse

from learning.db import sqlite_module

SETTINGS = "BENCH_FLOOR"
"""Names the file with the floor's settings: url, secret_key, pages (HTML by kind), questions."""

NAME = "Learner 0000"
TOKEN = "the-same-token-for-all"

PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title><link rel="stylesheet" href="/static/site.css"></head>
<body>
<header><p>{{ current_user.name }}</p>
<nav><ul>
{% for number in range(1, 31) %}<li><a href="/pages/{{ number }}">Page {{ number }}</a></li>
{% endfor %}</ul></nav></header>
<main><h1>{{ title }}</h1>
<form method="post"><input type="hidden" name="csrf_token" value="{{ session.csrf_token }}"></form>
{{ text | safe }}</main>
</body>
</html>
"""


class Base(DeclarativeBase):
    """The floor's tables."""


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


class FloorUser(UserMixin, Base):  # type: ignore[misc]  # Flask-Login has no types
    """Who is signed in."""

    __tablename__ = "floor_user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class FloorAttempt(Base):
    """An attempt of a user."""

    __tablename__ = "floor_attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(index=True)
    score: Mapped[int | None]


class FloorAnswer(Base):
    """One saving of an answer."""

    __tablename__ = "floor_answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(index=True)
    number: Mapped[int]
    given: Mapped[str]


class FloorProgress(Base):
    """How a user stands."""

    __tablename__ = "floor_progress"
    user_id: Mapped[int] = mapped_column(primary_key=True)
    score: Mapped[int]


def create_app(settings: dict[str, Any]) -> Flask:
    """Build the floor. `pages` maps a kind of page to the product's HTML, whose size is kept."""
    app = Flask(__name__)
    options: dict[str, Any] = {"pool_size": 20, "max_overflow": 280}
    if settings["url"].startswith("sqlite"):
        options["module"] = sqlite_module()
    app.config.update(
        SECRET_KEY=settings["secret_key"], SQLALCHEMY_DATABASE_URI=settings["url"], SQLALCHEMY_ENGINE_OPTIONS=options
    )
    db.init_app(app)
    with app.app_context():
        if settings["url"].startswith("sqlite"):
            event.listen(db.engine, "connect", _durable)
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(lambda user_id: db.session.get(FloorUser, int(user_id)))
    app.after_request(_pack)
    _add_routes(app, dict(settings["pages"]), settings["questions"])
    return app


def fill(people: int) -> None:
    """Make the tables and the users, numbered from 1."""
    db.create_all()
    db.session.execute(sa.insert(FloorUser), [{"id": n, "name": f"Learner {n:04}"} for n in range(1, people + 1)])
    db.session.commit()


def worker() -> Flask:
    """Build the floor in a worker process."""
    return create_app(json.loads(Path(os.environ[SETTINGS]).read_text()))


def _durable(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _pack(response: Response) -> Response:
    if "gzip" in request.headers.get("Accept-Encoding", "") and response.mimetype == "text/html":
        response.set_data(gzip.compress(response.get_data(), 4, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _add_routes(app: Flask, pages: dict[str, str], questions: int) -> None:
    template = app.jinja_env.from_string(PAGE)
    frame = len(template.render(title="Floor", text="", current_user={"name": NAME}, session={"csrf_token": TOKEN}))
    texts = {kind: html[: max(0, len(html) - frame)] for kind, html in pages.items()}

    def show(kind: str) -> str:
        return render_template(template, title="Floor", text=texts[kind])

    def own(attempt_id: int) -> FloorAttempt:
        attempt = db.session.get(FloorAttempt, attempt_id)
        if attempt is None or attempt.user_id != current_user.id:
            abort(404)
        return attempt

    def check() -> None:
        if request.form.get("csrf_token") != session["csrf_token"]:
            abort(400)

    @app.get("/page")
    @login_required  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def page() -> str:
        return show("lesson")

    @app.get("/quiz")
    @login_required  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def start() -> str:
        return show("start")

    @app.post("/quiz")
    @login_required  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def begin() -> BaseResponse:
        check()
        attempt = FloorAttempt(user_id=current_user.id, score=None)
        db.session.add(attempt)
        db.session.commit()
        return redirect(f"/attempts/{attempt.id}/questions/1", 303)

    @app.get("/attempts/<int:attempt_id>/questions/<int:number>")
    @login_required  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def question(attempt_id: int, number: int) -> str:
        own(attempt_id)
        db.session.execute(sa.select(FloorAnswer.number, FloorAnswer.given).filter_by(attempt_id=attempt_id)).all()
        return show("question")

    @app.post("/attempts/<int:attempt_id>/questions/<int:number>")
    @login_required  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def answer(attempt_id: int, number: int) -> BaseResponse:
        check()
        own(attempt_id)
        db.session.add(FloorAnswer(attempt_id=attempt_id, number=number, given=request.form["answer"]))
        db.session.commit()
        if "application/json" in request.headers["Accept"]:
            return jsonify(saved=True)
        onward = f"questions/{number + 1}" if number < questions else "review"
        return redirect(f"/attempts/{attempt_id}/{onward}", 303)

    @app.get("/attempts/<int:attempt_id>/review")
    @login_required  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def review(attempt_id: int) -> str:
        own(attempt_id)
        db.session.execute(sa.select(FloorAnswer.number, FloorAnswer.given).filter_by(attempt_id=attempt_id)).all()
        return show("review")

    @app.post("/attempts/<int:attempt_id>")
    @login_required  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def submit(attempt_id: int) -> BaseResponse:
        check()
        attempt = own(attempt_id)
        given = db.session.execute(
            sa.select(FloorAnswer.number, FloorAnswer.given).filter_by(attempt_id=attempt_id).order_by(FloorAnswer.id)
        )
        attempt.score = sum(value == "1" for value in dict(given.tuples().all()).values())
        db.session.merge(FloorProgress(user_id=current_user.id, score=attempt.score))
        db.session.commit()
        return redirect(f"/attempts/{attempt_id}/result", 303)

    @app.get("/attempts/<int:attempt_id>/result")
    @login_required  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def result(attempt_id: int) -> str:
        own(attempt_id)
        db.session.execute(sa.select(FloorAnswer.number, FloorAnswer.given).filter_by(attempt_id=attempt_id)).all()
        return show("result")
