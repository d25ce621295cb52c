"""A site's SQLite file: copied while it is in use, proven, put in place."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from learning.backup.archive import BackupError
from learning.db import sqlite_module

PATIENCE = 30.0
"""Seconds for which a backup waits for a writer."""


class SqliteStore:
    """The SQLite file at `path`."""

    engine = "sqlite"
    member = "database.sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.driver = sqlite_module()

    def copy_to(self, file: Path) -> str:
        """Copy by the online backup, which no writer disturbs; prove the copy; return the revision of its schema."""
        if not self.path.exists():
            raise BackupError(f"There is no database at {self.path}: nothing was backed up.")
        try:
            with (
                closing(self.driver.connect(self.path, timeout=PATIENCE)) as live,
                closing(self.driver.connect(file)) as copy,
            ):
                live.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file
        except self.driver.DatabaseError as error:
            raise BackupError(f"{self.path} cannot be backed up: {error}.") from error
        return self._prove(file)

    def refuse_if_used(self, replace: bool) -> None:
        """Raise BackupError when a database stands here that may not be replaced, or that a running site has open.

        On an engine without the write-ahead log a site that is idle at this moment cannot be seen.
        """
        if not self.path.exists():
            return
        if not replace:
            raise BackupError(f"There is a database at {self.path} already: with --replace it is put aside.")
        try:
            with closing(self.driver.connect(self.path, timeout=0)) as live:
                live.execute("PRAGMA journal_mode=DELETE")  # granted only when nobody else has the file open
        except self.driver.OperationalError as error:
            if "locked" in str(error):
                raise BackupError("The site is running: stop it, then restore.") from error
        except self.driver.DatabaseError:
            return  # damaged: that is why it is to be replaced

    def bring_back(self, file: Path, schema: str, mark: str) -> list[str]:
        """Prove the copy, put the old file aside with its log, put the copy in its place."""
        if self._prove(file) != schema:
            raise BackupError("The database in the archive is not the one of its manifest: it was left as it is.")
        kept = []
        for ending in ("", "-wal", "-shm", "-journal"):
            old = self.path.with_name(self.path.name + ending)
            if old.exists():
                aside = self.path.with_name(self.path.name + mark + ending)
                old.rename(aside)
                kept.append(str(aside))
        file.replace(self.path)
        return kept

    def _prove(self, file: Path) -> str:
        """Return the revision of the schema in a file that passes SQLite's full check; raise BackupError else."""
        try:
            with closing(self.driver.connect(file)) as copy:
                found = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(1)")]
                there = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
                rows = copy.execute("SELECT version_num FROM alembic_version").fetchall() if there else []
        except self.driver.DatabaseError as error:
            raise BackupError(f"The database is damaged ({error}): restore an older backup.") from error
        if found != ["ok"]:
            raise BackupError(f"The database is damaged ({found[0]}): restore an older backup.")
        return ",".join(sorted(str(row[0]) for row in rows))
