"""How Alembic runs the steps: in the application's own engine, each run in one transaction."""

from alembic import context
from flask import current_app

from learning.db import WRITING

engine = current_app.extensions["migrate"].db.engine


def render_item(kind, item, autogen_context):
    """Write our own column types by what they are kept as, so that a step does not depend on today's code."""
    name = type(item).__name__
    if kind == "type" and name == "Moment":
        return "sa.DateTime(timezone=True)"
    if kind == "type" and name == "Exact":
        return "sa.String(40)"
    if kind == "type" and name in ("JSON", "JSONB"):
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'
    return False


def references(connection, on):
    """Let SQLite keep an eye on references, or not: to change a table it is made anew, and the old one is dropped."""
    if engine.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def no_reference_is_broken(connection):
    """Raise when a step left a reference to a row that is gone."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if engine.dialect.name == "sqlite" else []
    if broken:
        raise RuntimeError(f"rows refer to rows that are gone: {broken[:10]}")


options = {} if engine.dialect.name == "sqlite" else {"isolation_level": WRITING}

with engine.connect().execution_options(**options) as connection:
    references(connection, on=False)  # within a transaction it would do nothing
    metadata = current_app.extensions["migrate"].db.metadata
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=False,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
            no_reference_is_broken(connection)
        connection.commit()
    finally:
        connection.rollback()
        references(connection, on=True)
