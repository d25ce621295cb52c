"""Steps of the database's schema, by Alembic."""
