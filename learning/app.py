"""The application: the only place, with `cli`, where all rooms meet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from flask import Flask, Request, current_app, get_flashed_messages, request, session
from flask_babel import format_date, format_decimal, format_time
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from learning import audit
from learning.analytics.routes import blueprint as analytics_blueprint
from learning.books.routes import blueprint as books_blueprint
from learning.c102.routes import blueprint as c102_blueprint
from learning.cohorts.routes import blueprint as cohorts_blueprint
from learning.config import Config
from learning.courses.kinds import Kind
from learning.courses.routes import blueprint as courses_blueprint
from learning.db import db, engine_options, watch_postgresql, watch_sqlite
from learning.home.routes import blueprint as home_blueprint
from learning.kernel.languages import direction, language_name
from learning.lessons.routes import blueprint as lessons_blueprint
from learning.lessons.service import KIND as LESSON
from learning.markup.render import with_audience
from learning.outbox import tables as outbox_tables
from learning.people.actor import Actor
from learning.people.routes import blueprint as people_blueprint
from learning.people.service import actor_of_session
from learning.quiz.marking.routes import blueprint as marking_blueprint
from learning.quiz.objections.routes import blueprint as objections_blueprint
from learning.quiz.office.routes import blueprint as quiz_office_blueprint
from learning.quiz.papers.service import BANK
from learning.quiz.papers.service import KIND as QUIZ
from learning.quiz.regrading.routes import blueprint as regrading_blueprint
from learning.quiz.routes import blueprint as quiz_blueprint
from learning.quiz.uploads.routes import blueprint as uploads_blueprint
from learning.recall.routes import blueprint as recall_blueprint
from learning.remarks.routes import blueprint as remarks_blueprint
from learning.web.actor import SESSION_KEY, current_actor, init_login
from learning.web.assets import init_assets
from learning.web.errors import init_errors
from learning.web.forms import protect
from learning.web.language import current_language, init_language, interface_languages
from learning.web.limits import init_limits
from learning.web.logs import init_logs
from learning.web.responses import init_responses
from learning.web.routes import blueprint as web_blueprint
from learning.web.templates import Pages, init_templates

BASE = Path(__file__).parent.parent
"""The folder of the checkout: templates and static files."""

MIGRATIONS = Path(__file__).parent / "migrations"
KINDS: tuple[Kind, ...] = (LESSON, QUIZ, BANK)
"""The kinds of activity that a course may hold, and of the banks that they draw from."""

BLUEPRINTS = (
    web_blueprint,
    home_blueprint,
    people_blueprint,
    c102_blueprint,
    courses_blueprint,
    books_blueprint,
    cohorts_blueprint,
    lessons_blueprint,
    quiz_blueprint,
    uploads_blueprint,
    marking_blueprint,
    quiz_office_blueprint,
    objections_blueprint,
    regrading_blueprint,
    remarks_blueprint,
    recall_blueprint,
    analytics_blueprint,
)
TABLES_BESIDE_ROOMS = (audit, outbox_tables)
"""Modules that are imported for their tables alone, so that migrations see them."""


def create_app(config: Config, secret_key: str) -> Flask:
    """Build the application. `secret_key` signs the browser's session; the database must have been migrated."""
    app = Pages(__name__, template_folder=str(BASE / "templates"), static_folder=None)
    app.config.update(
        LEARNING=config,
        SECRET_KEY=secret_key,
        SQLALCHEMY_DATABASE_URI=config.sqlalchemy_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(config.sqlalchemy_url),
        MAX_CONTENT_LENGTH=config.max_body_kb * 1024,
        PERMANENT_SESSION_LIFETIME=timedelta(days=max(config.remember_days, 1)),
        SESSION_COOKIE_NAME="__Host-learning" if config.cookies_are_secure else "learning",
        SESSION_COOKIE_SECURE=config.cookies_are_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    scripts = ScriptDirectory(str(MIGRATIONS))
    app.config["SCHEMA_HEAD"] = scripts.get_current_head()
    app.config["SCHEMA_KNOWN"] = frozenset(script.revision for script in scripts.walk_revisions())
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    with app.app_context():
        watch_sqlite(db.engine)
        watch_postgresql(db.engine)
    _init_web(app, config)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _init_web(app: Flask, config: Config) -> None:
    init_logs(app, behind_proxy=config.trusted_proxies > 0)
    init_responses(app, https=config.cookies_are_secure)
    init_errors(app)
    init_assets(app, BASE / "static")
    init_login(app, _actor_of)
    init_language(app, default=config.language, pseudo=config.pseudo_language)
    init_templates(app)
    init_limits(app, config.redis_url)
    protect(app)
    app.context_processor(_frame)
    app.jinja_env.globals.update(direction=direction, language_name=language_name, with_audience=with_audience)
    app.jinja_env.filters.update(
        moment=lambda moment: f"{format_date(moment, 'long')}, {format_time(moment, 'short')} UTC",
        clock=lambda moment: f"{format_time(moment, 'short')} UTC",
        day=lambda moment: format_date(moment, "long"),
        number=format_decimal,
        round_whole=lambda number: format_decimal(round(number)),
        moment_in_zone=_moment_in_zone,
    )


def _moment_in_zone(moment: datetime) -> str:
    """Write a moment as its author meant it, with the zone's name and its distance from UTC."""
    distance = moment.strftime("%z")
    zone = f"{moment.tzinfo} (UTC{distance[:3]}:{distance[3:5]})"
    return f"{format_date(moment.date(), 'long')}, {format_time(moment.time(), 'short')} {zone}"


def _actor_of(_request: Request) -> Actor | None:
    secret = session.get(SESSION_KEY)
    return actor_of_session(secret, datetime.now(UTC)) if secret else None


def _frame() -> dict[str, Any]:
    """Return what the frame of every page needs (see templates/base.html)."""
    language = current_language()
    config: Config = current_app.config["LEARNING"]
    return {
        "lang": language.code,
        "dir": language.direction,
        "site_name": config.site_name,
        "contact": config.contact,
        "actor": current_actor(),
        "languages": [
            {"code": each.code, "name": each.name, "direction": each.direction, "current": each == language}
            for each in interface_languages().values()
        ],
        "messages": get_flashed_messages(with_categories=True),
        "here": request.full_path.rstrip("?"),
    }
