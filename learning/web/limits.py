"""Limits per address on acts that cost much or invite guessing. High on purpose: a workshop of thirty people sits
behind one address. Counted in Redis where it is set, else (and while it is away) in the process."""

from __future__ import annotations

import logging

from flask import Flask, current_app, request
from limits import parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from learning.web.errors import TooMany

log = logging.getLogger(__name__)

RATES = {
    "sign-in": "300/5minutes",
    "register": "120/hour",
    "reset": "60/hour",
    "remark": "120/hour",
    "upload": "600/hour",
}


def init_limits(app: Flask, redis_url: str) -> None:
    """Choose where tries are counted."""
    memory = FixedWindowRateLimiter(MemoryStorage())
    app.extensions["limits_memory"] = memory
    app.extensions["limits"] = (
        FixedWindowRateLimiter(storage_from_string(redis_url, wrap_exceptions=True, socket_timeout=0.5,
                                                   socket_connect_timeout=0.5))
        if redis_url
        else memory
    )  # fmt: skip


def limit(act: str) -> None:
    """Count one try of `act` from this address; raises TooMany when there were more than its rate."""
    rate = parse(RATES[act])
    address = request.remote_addr or "unknown"
    try:
        allowed = current_app.extensions["limits"].hit(rate, act, address)
    except StorageError:
        log.warning("limits-store-away")
        allowed = current_app.extensions["limits_memory"].hit(rate, act, address)
    if not allowed:
        log.warning("limit-reached", extra={"act": act})
        raise TooMany
