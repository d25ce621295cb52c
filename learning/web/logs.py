"""Logs as one JSON object a line, each with the request it belongs to; ids, not names; never what people typed."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, has_request_context, request

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}\Z")

log = logging.getLogger("learning.requests")


class JsonLines(logging.Formatter):
    """Writes a record as JSON: moment, level, logger, event, request_id, and the record's extra values."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; JSON keeps line breaks inside a value from making a second record."""
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if has_request_context() and "request_id" in g:
            entry["request_id"] = g.request_id
        entry |= {name: value for name, value in record.__dict__.items() if name not in _STANDARD}
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


def configure_logging(level: str) -> None:
    """Send all logs of the platform to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger("learning")
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    root.propagate = False


def init_logs(app: Flask, *, behind_proxy: bool) -> None:
    """Give each request an id and a line."""

    @app.before_request
    def _begin() -> None:
        given = request.headers.get("X-Request-ID", "") if behind_proxy else ""
        g.request_id = given if _REQUEST_ID.match(given) else secrets.token_hex(8)
        g.started = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if log.isEnabledFor(logging.INFO) and not request.path.startswith(("/static/", "/healthz")):
            milliseconds = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1)
            log.info(
                "request",
                extra={"method": request.method, "endpoint": request.endpoint, "status": response.status_code,
                       "ms": milliseconds},
            )  # fmt: skip
        return response
