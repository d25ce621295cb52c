"""A site on SQLite: backed up while in use, brought back, and nothing taken on trust."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.backup.archive import BackupError, is_safe
from learning.backup.service import backup, restore
from learning.config import Config
from learning.db import sqlite_module

SQLITE = sqlite_module()
ROWS = [(1, "Amina Diallo"), (2, "أمينة ديالو"), (3, "ነጻነት")]


def make_site(folder: Path, rows: list[tuple[int, str]] = ROWS, revision: str = "0007") -> Config:
    """Make an instance folder with a database, a key and an upload."""
    config = Config(instance=folder)
    (folder / "uploads" / "2025").mkdir(parents=True)
    (folder / "secret.key").write_bytes(b"key of " + folder.name.encode())
    (folder / "uploads" / "2025" / "été.png").write_bytes(b"\x89PNG" * 1000)
    with closing(open_database(config)) as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES (?)", [revision])
        database.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT) STRICT")
        database.executemany("INSERT INTO person VALUES (?, ?)", rows)
        database.commit()
    return config


def open_database(config: Config) -> Any:
    assert config.sqlite_path is not None
    database = SQLITE.connect(config.sqlite_path)
    database.execute("PRAGMA journal_mode=WAL")
    return database


def people(config: Config) -> list[tuple[int, str]]:
    with closing(open_database(config)) as database:
        return list(database.execute("SELECT id, name FROM person ORDER BY id"))


def files(folder: Path) -> dict[str, bytes]:
    """Return the files beside the database."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("learning.sqlite"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def refusal(act: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(BackupError) as caught:
        act(*arguments, **named)
    told = str(caught.value)
    assert "\n" not in told
    return told


@pytest.fixture
def site(tmp_path: Path) -> Config:
    return make_site(tmp_path / "site")


@pytest.fixture
def saved(site: Config, tmp_path: Path) -> Path:
    file = tmp_path / "all.tar.gz"
    backup(site, file)
    return file


def members(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]  # files all


def repack(file: Path, contents: dict[str, bytes]) -> None:
    with tarfile.open(file, "w:gz") as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def test_what_was_backed_up_comes_back_elsewhere(site: Config, saved: Path, tmp_path: Path) -> None:
    elsewhere = Config(instance=tmp_path / "new" / "instance")
    restored = restore(elsewhere, saved)
    assert people(elsewhere) == ROWS
    assert files(elsewhere.instance) == files(site.instance)
    assert restored.kept == ()
    assert (restored.manifest.engine, restored.manifest.schema) == ("sqlite", "0007")
    assert sorted(restored.manifest.members) == [
        "database.sqlite",
        "instance/secret.key",
        "instance/uploads/2025/été.png",
    ]


def test_a_backup_of_the_restored_site_holds_the_same(site: Config, saved: Path, tmp_path: Path) -> None:
    elsewhere = Config(instance=tmp_path / "new")
    restore(elsewhere, saved)
    again = tmp_path / "again.tar.gz"
    first, second = members(saved), (backup(elsewhere, again), members(again))[1]
    assert {name: text for name, text in first.items() if name.startswith("instance/")} == {
        name: text for name, text in second.items() if name.startswith("instance/")
    }


def test_a_backup_is_taken_while_a_writer_is_in_the_middle_of_a_change(site: Config, tmp_path: Path) -> None:
    file = tmp_path / "all.tar.gz"
    with closing(open_database(site)) as writer:
        writer.execute("INSERT INTO person VALUES (4, 'kept: committed before')")
        writer.commit()
        writer.execute("INSERT INTO person VALUES (5, 'not yet committed')")
        backup(site, file)
        writer.commit()
    elsewhere = Config(instance=tmp_path / "new")
    restore(elsewhere, file)
    assert people(elsewhere) == [*ROWS, (4, "kept: committed before")]


@pytest.mark.skipif(os.name == "nt", reason="needs the rights of POSIX")
def test_keys_are_readable_by_their_owner_only(saved: Path, tmp_path: Path) -> None:
    elsewhere = Config(instance=tmp_path / "new")
    restore(elsewhere, saved)
    kept = [saved, elsewhere.sqlite_path, elsewhere.instance / "secret.key"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept if path] == [0o600] * 3


def test_a_failed_backup_leaves_the_older_one_and_nothing_else(site: Config, saved: Path) -> None:
    before = saved.read_bytes()
    assert site.sqlite_path is not None
    site.sqlite_path.write_bytes(b"no database " * 1000)
    assert "cannot be backed up" in refusal(backup, site, saved)
    assert saved.read_bytes() == before
    assert sorted(path.name for path in saved.parent.iterdir()) == ["all.tar.gz", "site"]


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    assert "nothing was backed up" in refusal(backup, Config(instance=tmp_path / "none"), tmp_path / "all.tar.gz")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(site: Config, tmp_path: Path) -> None:
    assert f"{tmp_path / 'nowhere'}" in refusal(backup, site, tmp_path / "nowhere" / "all.tar.gz")


def test_a_link_in_the_instance_folder_is_refused(site: Config, tmp_path: Path) -> None:
    (site.instance / "media").symlink_to(tmp_path)
    assert "media is a link" in refusal(backup, site, tmp_path / "all.tar.gz")


def test_backups_are_not_part_of_backups(site: Config, tmp_path: Path) -> None:
    assert "choose a place outside" in refusal(backup, site, site.instance / "all.tar.gz")
    (site.instance / "backups").mkdir()
    backup(site, site.instance / "backups" / "old.tar.gz")
    assert not any("old.tar.gz" in name for name in backup(site, tmp_path / "all.tar.gz").members)


def test_a_site_with_data_is_left_alone(site: Config, saved: Path, tmp_path: Path) -> None:
    other = make_site(tmp_path / "other", [(1, "somebody else")])
    before = files(other.instance)
    assert "--replace" in refusal(restore, other, saved)
    assert people(other) == [(1, "somebody else")]
    assert files(other.instance) == before


def test_what_is_replaced_is_kept_beside(saved: Path, tmp_path: Path) -> None:
    other = make_site(tmp_path / "other", [(1, "somebody else")])
    restored = restore(other, saved, replace=True)
    assert people(other) == ROWS
    assert (other.instance / "secret.key").read_bytes() == b"key of site"
    database, key = map(Path, restored.kept)
    with closing(SQLITE.connect(database)) as old:
        assert old.execute("SELECT name FROM person").fetchall() == [("somebody else",)]
    assert key.read_bytes() == b"key of other"
    assert not any(".before-restore-" in name for name in backup(other, tmp_path / "next.tar.gz").members)


def test_a_damaged_database_can_be_replaced(site: Config, saved: Path) -> None:
    assert site.sqlite_path is not None
    site.sqlite_path.write_bytes(b"no database " * 1000)
    restore(site, saved, replace=True)
    assert people(site) == ROWS


def test_a_running_site_is_not_replaced(site: Config, saved: Path) -> None:
    with closing(open_database(site)) as running:
        running.execute("SELECT count(*) FROM person").fetchone()
        assert refusal(restore, site, saved, replace=True) == "The site is running: stop it, then restore."
        running.execute("INSERT INTO person VALUES (9, 'still served')")
        running.commit()
    assert (9, "still served") in people(site)


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Config]:
    """An empty site, of which each refused restore must leave nothing but the empty folder."""
    config = Config(instance=tmp_path / "target")
    yield config
    assert not config.instance.exists() or list(config.instance.iterdir()) == []


def test_an_archive_that_is_not_there_is_named(target: Config, tmp_path: Path) -> None:
    assert f"{tmp_path / 'none.tar.gz'}: No such file" in refusal(restore, target, tmp_path / "none.tar.gz")


@pytest.mark.parametrize("at", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_an_archive_that_was_cut_off_is_refused(saved: Path, target: Config, at: float) -> None:
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * at)])
    told = refusal(restore, target, saved)
    assert "damaged" in told or "incomplete" in told


@pytest.mark.parametrize("at", [0.0, 0.2, 0.4, 0.6, 0.8])
def test_an_archive_with_a_wrong_byte_is_refused(saved: Path, target: Config, at: float) -> None:
    content = bytearray(saved.read_bytes())
    content[int(len(content) * at)] ^= 0x55
    saved.write_bytes(content)
    refusal(restore, target, saved)


def test_a_wrong_byte_under_a_whole_compression_is_refused(saved: Path, target: Config) -> None:
    plain = bytearray(gzip.decompress(saved.read_bytes()))
    plain[plain.index(b"Amina")] ^= 1
    saved.write_bytes(gzip.compress(bytes(plain)))
    assert "damaged (database.sqlite is not as it was)" in refusal(restore, target, saved)


def test_a_text_file_is_no_backup(target: Config, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Not an archive.")
    assert "damaged or no backup" in refusal(restore, target, tmp_path / "notes.txt")


def test_a_member_that_is_missing_or_added_is_refused(saved: Path, target: Config) -> None:
    contents = members(saved)
    repack(saved, {name: text for name, text in contents.items() if name != "instance/secret.key"})
    assert "instance/secret.key is not as it was" in refusal(restore, target, saved)
    repack(saved, {"instance/more.txt": b"more", **contents})
    assert "instance/more.txt is not as it was" in refusal(restore, target, saved)


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "instance/../../outside",
        "/tmp/outside",  # noqa: S108  # a name to be refused
        "instance//etc",
        "instance/./x",
        "instance/a\\..\\..\\outside",
        "instance/learning.sqlite",
        "instance/learning.sqlite-wal",
        "instance/backups/x",
        "instance",
        "C:/outside",
        "other/x",
    ],
)
def test_a_member_that_would_end_anywhere_else_is_refused(saved: Path, target: Config, name: str) -> None:
    repack(saved, {name: b"x", **members(saved)})
    assert "is no backup of this site" in refusal(restore, target, saved)
    assert not (saved.parent / "outside").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_a_member_that_is_no_plain_file_is_refused(saved: Path, target: Config, kind: bytes) -> None:
    contents = members(saved)
    with tarfile.open(saved, "w:gz") as archive:
        member = tarfile.TarInfo("instance/uploads")
        member.type, member.linkname = kind, "/etc"
        archive.addfile(member)
        for name, content in contents.items():
            plain = tarfile.TarInfo(name)
            plain.size = len(content)
            archive.addfile(plain, io.BytesIO(content))
    assert "is no backup of this site" in refusal(restore, target, saved)


def test_the_same_member_twice_is_refused(saved: Path, target: Config) -> None:
    with tarfile.open(saved, "w:gz") as archive:
        for content in (b"one", b"two"):
            member = tarfile.TarInfo("instance/secret.key")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    assert "is no backup of this site" in refusal(restore, target, saved)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 2}, "another release"),
        ({"members": []}, "cannot be read"),
        ({"unknown": 1}, "cannot be read"),
        ({"engine": "postgresql"}, "change LEARNING_DATABASE_URL"),
        ({"schema": "0099"}, "not the one of its manifest"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    saved: Path, target: Config, change: dict[str, Any], words: str
) -> None:
    contents = members(saved)
    contents["manifest.json"] = json.dumps({**json.loads(contents["manifest.json"]), **change}).encode()
    repack(saved, contents)
    assert words in refusal(restore, target, saved)


@given(st.text(alphabet="a./\\\0:-", max_size=12))
def test_no_safe_name_leaves_the_folder(rest: str) -> None:
    name = f"instance/{rest}"
    if is_safe(name):
        assert Path("/x", name).is_relative_to("/x/instance")
        assert os.path.normpath(f"/x/{name}") == f"/x/{name}"
