"""Limits per address, with Redis, without, and while it is away."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from limits import parse
from limits.storage import MemoryStorage

from learning.app import create_app
from learning.web import limits
from learning.web.errors import TooMany
from tests.factories.site import browser, make_config, post


def tries(app: Flask, act: str, most: int, address: str = "192.0.2.1") -> int:
    """Return how many tries are let through."""
    for number in range(most):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            try:
                limits.limit(act)
            except TooMany:
                return number
    return most


def test_a_limit_is_per_act_and_address(site: Flask) -> None:
    assert tries(site, "reset", 100) == parse(limits.RATES["reset"]).amount
    assert tries(site, "reset", 5) == 0
    assert tries(site, "reset", 5, "192.0.2.2") == 5
    assert tries(site, "register", 5) == 5


def test_too_many_tries_are_told_so(site: Flask) -> None:
    client = browser(site)
    for _ in range(parse(limits.RATES["reset"]).amount):
        assert post(client, "/reset", login="nobody@example.org").status_code == 303
    refused = post(client, "/reset", login="nobody@example.org")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]


def test_while_redis_is_away_each_process_counts_for_itself(tmp_path: Path, sqlite_template: Path) -> None:
    (tmp_path / "learning.sqlite").write_bytes(sqlite_template.read_bytes())
    app = create_app(make_config(tmp_path, LEARNING_REDIS_URL="redis://127.0.0.1:1/0"), "k" * 32)
    assert tries(app, "reset", 100) == parse(limits.RATES["reset"]).amount
    assert browser(app).get("/login").status_code == 200


def test_with_redis_processes_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = os.environ.get("TEST_REDIS_URL")
    if not url:
        pytest.skip("no Redis: name one in TEST_REDIS_URL (redis://127.0.0.1:6379/15)")
    address = str(uuid4())
    first, second = (create_app(make_config(tmp_path, LEARNING_REDIS_URL=url), "k" * 32) for _ in range(2))
    half = parse(limits.RATES["reset"]).amount // 2
    assert tries(first, "reset", half, address) == half
    assert tries(second, "reset", 100, address) == parse(limits.RATES["reset"]).amount - half
    assert isinstance(first.extensions["limits_memory"].storage, MemoryStorage)
