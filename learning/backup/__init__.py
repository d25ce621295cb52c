"""Backup and restore: one archive with the database, the keys and the uploads of a site. Knows no room.

SQLite is copied while the site runs, by its online backup; PostgreSQL by pg_dump. A restore proves the whole archive
before it touches anything, and keeps beside it what it replaces.
"""
