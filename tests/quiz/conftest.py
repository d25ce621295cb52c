"""A course of which a key can be wrong, for the tests of regrades and objections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.factories.school import School, make_school


@pytest.fixture
def school(app: Flask, tmp_path: Path) -> Iterator[School]:
    with app.app_context():
        yield make_school(app, tmp_path)
