"""What an administrator does: back a site up, bring it back."""

from __future__ import annotations

import filecmp
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from learning.backup import archive
from learning.backup.archive import BackupError, Manifest
from learning.backup.postgresql import PostgresqlStore
from learning.backup.sqlite import SqliteStore
from learning.config import Config


@dataclass(frozen=True)
class Restored:
    """What was brought back, and under which names that is kept which stood there before."""

    manifest: Manifest
    kept: tuple[str, ...]


class Store(Protocol):
    """A database that can be copied out and brought back; each raises BackupError."""

    engine: str
    member: str

    def copy_to(self, file: Path) -> str:
        """Write the database, as of one moment, into a new `file`; return the revision of its schema."""

    def refuse_if_used(self, replace: bool) -> None:
        """Refuse where data stand that may not be replaced, or where the site is running."""

    def bring_back(self, file: Path, schema: str, mark: str) -> list[str]:
        """Put the database of `file` in place; return the names under which an older one is kept."""


def backup(config: Config, file: Path) -> Manifest:
    """Write all that a site keeps into `file`: it appears there whole or not at all, readable by its owner.

    The site may run. An older file of that name is replaced. Raises BackupError.
    """
    store, target = store_of(config), file.absolute()
    instance = config.instance.resolve()
    if target.parent.resolve().is_relative_to(instance) and target.parent.resolve() != instance / "backups":
        raise BackupError(f"{file} would be part of the next backup: choose a place outside {config.instance}.")
    with _told_in_one_line(), _staging(target.parent) as staging:
        schema = store.copy_to(staging / store.member)
        found = {store.member: staging / store.member, **dict(archive.instance_files(instance))}
        manifest = archive.write(
            staging / "archive",
            found,
            lambda members: Manifest(datetime.now(UTC).isoformat(timespec="seconds"), store.engine, schema, members),
        )
        (staging / "archive").replace(target)
        _settle(target.parent)
    return manifest


def restore(config: Config, file: Path, replace: bool = False) -> Restored:
    """Bring back what `backup` wrote, for a site that does not run meanwhile.

    A database that holds data is left alone unless `replace` is given; then it is renamed, as are files that differ.
    Raises BackupError; nothing is changed where the archive is damaged or does not fit.
    """
    store, instance = store_of(config), config.instance
    with _told_in_one_line():
        store.refuse_if_used(replace)
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _staging(instance) as staging:
            manifest = archive.unpack(file, staging)
            if manifest.engine != store.engine:
                raise BackupError(
                    f"{file} holds a {manifest.engine} database, this site is set to {store.engine}: "
                    "change LEARNING_DATABASE_URL to match."
                )
            _own_as(instance, *staging.rglob("*"))
            mark = archive.REPLACED + datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            kept = store.bring_back(staging / store.member, manifest.schema, mark)
            kept += _bring_files_back(staging / archive.FILES, instance, mark)
            _settle(instance)
    return Restored(manifest, tuple(kept))


def store_of(config: Config) -> Store:
    """Return the database of a site."""
    if config.sqlite_path is not None:
        return SqliteStore(config.sqlite_path)
    return PostgresqlStore(config.database_url)


def _bring_files_back(source: Path, instance: Path, mark: str) -> list[str]:
    """Move the files of `source` into the instance folder; one that stands there and differs is renamed."""
    kept = []
    for path in sorted(source.rglob("*")):
        target = instance / path.relative_to(source)
        if path.is_dir():
            if not target.is_dir():
                target.mkdir(mode=0o700)
                _own_as(instance, target)
            continue
        if target.exists() and not filecmp.cmp(path, target, shallow=False):
            aside = target.with_name(target.name + mark)
            target.rename(aside)
            kept.append(str(aside))
        path.replace(target)
    return kept


def _own_as(model: Path, *made: Path) -> None:
    """Where root restores, give what it made to the user to whom the instance folder belongs: the site runs as that."""
    if os.name != "nt" and os.geteuid() == 0:
        for path in made:
            os.chown(path, model.stat().st_uid, model.stat().st_gid)


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Lend a private folder on the same disk, so that what is ready there can be moved into place in one step."""
    with tempfile.TemporaryDirectory(prefix=archive.STAGING, dir=folder) as name:
        yield Path(name)


def _settle(folder: Path) -> None:
    """Have the disk keep the new names of a folder, where the system can."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told_in_one_line() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise BackupError(f"{place}{error.strerror or error}. Mend this, then try again.") from error
