"""What a store holds, as plain values: to show that an act changed nothing, or just this."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask

from learning.db import Base, db

Dump = dict[str, list[tuple[str, ...]]]


def dump(app: Flask, *but: str) -> Dump:
    """Return every row of every table (but those named), each as texts, in one order."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(tuple(map(repr, row)) for row in connection.execute(sa.select(table)))
            for table in Base.metadata.sorted_tables
            if table.name not in but
        }


def differences(before: Dump, after: Dump) -> dict[str, Any]:
    """Return what was added and what is gone, by table; empty when nothing changed."""
    return {
        table: {
            "new": [row for row in after[table] if row not in rows],
            "gone": [row for row in rows if row not in after[table]],
        }
        for table, rows in before.items()
        if rows != after[table]
    }


def count(app: Flask, table: str) -> int:
    """Return how many rows a table has."""
    with app.app_context(), db.engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(Base.metadata.tables[table])).scalar_one())
