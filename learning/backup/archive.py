"""The archive: a tar.gz of the database, the files of the instance folder as `instance/…`, and last a manifest."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = ("database.sqlite", "database.pgdump")
FILES = "instance"

REPLACED = ".before-restore-"
STAGING = ".staging-"
LEFT_OUT = ("learning.sqlite", "backups", STAGING)
"""How the names in the instance folder begin that no archive holds: the live database, other backups."""

CHUNK = 1 << 20


class BackupError(Exception):
    """The backup or the restore was not done; the text is one line with the remedy."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. `members` maps each name to its SHA-256; `schema` is the revision of the migrations."""

    created_at: str
    engine: str
    schema: str
    members: dict[str, str]
    format: int = FORMAT


def instance_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of an instance folder that belong into its backup, each with its name in the archive.

    Raises BackupError for a link: what it points to might not be there on the day of the restore.
    """
    for path in sorted(folder.rglob("*")):
        name = f"{FILES}/{path.relative_to(folder).as_posix()}"
        if not _belongs(name):
            continue
        if path.is_symlink():
            raise BackupError(f"{path} is a link, which a backup cannot hold: put the file or folder itself there.")
        if path.is_file():
            if not is_safe(name):
                raise BackupError(f"{path}: its name cannot be kept in a backup; rename it (no backslash).")
            yield name, path


def is_safe(name: str) -> bool:
    """True for the names that a backup gives its members; False for all that could end anywhere else."""
    if name in (MANIFEST, *DATABASES):
        return True
    parts = name.split("/")
    plain = all(part not in ("", ".", "..") and "\\" not in part and part.isprintable() for part in parts)
    return plain and parts[0] == FILES and len(parts) > 1 and _belongs(name)


def _belongs(name: str) -> bool:
    return not name.removeprefix(FILES + "/").startswith(LEFT_OUT) and REPLACED not in name


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read and hash up to `size` bytes."""
        block = self._file.read(size)
        self._hash.update(block)
        return block

    def hexdigest(self) -> str:
        """Return the hash of what was read so far."""
        return self._hash.hexdigest()


def write(file: Path, found: Mapping[str, Path], describe: Callable[[dict[str, str]], Manifest]) -> Manifest:
    """Write the files of `found` under their names, then the manifest that `describe` makes of their hashes.

    The file is readable by its owner only: it holds keys.
    """
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
            members = {}
            for name, path in found.items():
                with path.open("rb") as source:
                    members[name] = _add(archive, name, os.fstat(source.fileno()).st_size, source)
            manifest = describe(members)
            text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode()
            _add(archive, MANIFEST, len(text), io.BytesIO(text))
        raw.flush()
        os.fsync(raw.fileno())
    return manifest


def _add(archive: tarfile.TarFile, name: str, size: int, source: BinaryIO) -> str:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(time.time())
    hashed = _Hashed(source)
    archive.addfile(member, cast(IO[bytes], hashed))
    return hashed.hexdigest()


def unpack(file: Path, folder: Path) -> Manifest:
    """Unpack an archive into an empty folder of ours and prove it against its manifest.

    Raises BackupError when it holds anything that no backup holds, lacks a member, or one is not as it was written.
    """
    found: dict[str, str] = {}
    try:
        with tarfile.open(file, "r:gz") as archive:
            for member in archive:
                source = archive.extractfile(member) if member.isreg() and not member.issparse() else None
                if source is None or member.name in found or not is_safe(member.name):
                    raise BackupError(f"{file} is no backup of this site (it holds {member.name[:80]!r}).")
                found[member.name] = _extract(source, folder / member.name)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError(f"{file} is damaged or no backup ({error}): nothing was changed; take another.") from error
    if found.pop(MANIFEST, None) is None:
        raise BackupError(f"{file} is incomplete (it has no manifest): nothing was changed; take another.")
    manifest = _read_manifest(file, (folder / MANIFEST).read_bytes())
    wrong = sorted(name for name, _ in found.items() ^ manifest.members.items())
    if wrong:
        raise BackupError(f"{file} is damaged ({wrong[0]} is not as it was): nothing was changed; take another.")
    return manifest


def _extract(source: IO[bytes], target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    hashed = _Hashed(cast(BinaryIO, source))
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as kept:
        shutil.copyfileobj(hashed, kept, CHUNK)
        kept.flush()
        os.fsync(kept.fileno())
    return hashed.hexdigest()


def _read_manifest(file: Path, text: bytes) -> Manifest:
    try:
        manifest = Manifest(**json.loads(text))
        manifest.members.items()
    except (ValueError, TypeError, AttributeError) as error:
        raise BackupError(f"{file} has a manifest that cannot be read: nothing was changed; take another.") from error
    if manifest.format != FORMAT:
        raise BackupError(
            f"{file} was written by another release (format {manifest.format}): restore it with that one."
        )
    return manifest
