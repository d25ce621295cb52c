"""The commands behind `run.py`: prepare the instance, check the courses, serve, compute the statistics, make
the books, back up."""

from __future__ import annotations

import argparse
import difflib
import os
import secrets
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from learning import counts, demo
from learning.analytics import service as analytics
from learning.app import BASE, KINDS, create_app
from learning.backup.archive import BackupError
from learning.backup.service import backup, restore
from learning.books import service as books
from learning.config import Config, ConfigError, is_loopback, variable
from learning.courses import service as courses
from learning.db import db
from learning.kernel.problems import Problem
from learning.people.service import first_admin_link_token
from learning.serving import serve

KEY_FILE = "secret_key"
DEMO_MARK = "demo"
"""Names in the instance folder: the key of the site; a file that says that all people in it are made up."""


class Stop(Exception):
    """The command cannot go on; the text is one line with the remedy."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 problems in courses, 2 it could not be done."""
    options = _parser().parse_args(arguments)
    act: Callable[[argparse.Namespace], int] = options.act
    try:
        return act(options)
    except (Stop, ConfigError, BackupError) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py", description="The learning platform.")
    commands = parser.add_subparsers(required=True)
    server = commands.add_parser("serve", help="serve the site (what run.py does without a command)")
    server.add_argument("--host")
    server.add_argument("--port")
    server.add_argument("--demo", action="store_true", help="with made-up people; on this machine only")
    server.set_defaults(act=_serve)
    checker = commands.add_parser("check", help="check the courses and print every problem")
    checker.add_argument("course", nargs="*", help="ids or folders; none: all")
    checker.add_argument("--counts", action="store_true", help="and count lessons, words, minutes and questions")
    checker.set_defaults(act=_check)
    statistics = commands.add_parser("statistics", help="compute the statistics of all quizzes now")
    statistics.set_defaults(act=_statistics)
    press = commands.add_parser("books", help="make the books of the courses (PDF, HTML) now")
    press.add_argument("course", nargs="*", help="ids of courses; none: all")
    press.add_argument("--to", type=Path, metavar="FOLDER", help="and write them into this folder")
    press.set_defaults(act=_books)
    saver = commands.add_parser("backup", help="write everything the site keeps into one file")
    saver.add_argument("file", type=Path)
    saver.set_defaults(act=_backup)
    restorer = commands.add_parser("restore", help="bring back what backup wrote")
    restorer.add_argument("file", type=Path)
    restorer.add_argument("--replace", action="store_true", help="even where data stands; it is kept beside")
    restorer.set_defaults(act=_restore)
    bench = commands.add_parser("bench", help="measure the real server against the bare framework")
    bench.add_argument("--json", type=Path, metavar="FILE")
    bench.set_defaults(act=_bench)
    return parser


def _serve(options: argparse.Namespace) -> int:
    given = {variable("host"): options.host, variable("port"): options.port}
    environ = {**os.environ, **{name: value for name, value in given.items() if value is not None}}
    if options.demo:
        environ.setdefault(variable("instance"), "instance-demo")
    config = Config.from_environ(environ, BASE)
    _keep_demo_apart(config, demo_wanted=options.demo)
    _require_free(config)
    key = secret_key(config.instance)
    if options.demo:
        (config.instance / DEMO_MARK).touch()
    app = create_app(config, key)
    with app.app_context():
        migrate(app, config)
        _print_problems(config)
        if options.demo:
            demo.fill(datetime.now(UTC))
        _print_welcome(config, demo.PEOPLE if options.demo else ())
        db.session.remove()
        db.engine.dispose()  # the workers open connections of their own
    serve(config, environ)
    return 0


def _keep_demo_apart(config: Config, *, demo_wanted: bool) -> None:
    """Keep people with printed passwords off real data and off every address but this machine's. Raises Stop."""
    is_demo = (config.instance / DEMO_MARK).exists()
    if (demo_wanted or is_demo) and not is_loopback(config.host):
        raise Stop(
            f"The demonstration has printed passwords and is for this machine only: {config.host} is not loopback."
        )
    if demo_wanted and config.database_url:
        raise Stop(f"--demo keeps its people in a file of its own: leave {variable('database_url')} out.")
    if demo_wanted and not is_demo and (config.instance / KEY_FILE).exists():
        raise Stop(
            f"{config.instance} holds a real site: name another folder in {variable('instance')}, or leave it out."
        )


def _require_free(config: Config) -> None:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            raise Stop(
                f"Port {config.port} on {config.host} cannot be used ({error.strerror}): choose another with --port, "
                "or stop what uses it."
            ) from error


def secret_key(instance: Path) -> str:
    """Return the instance's secret key, made at the first start, readable by its owner alone. Raises Stop."""
    file = instance / KEY_FILE
    if instance.exists() and not instance.is_dir():
        raise Stop(f"{instance} is a file where a folder is needed: move it away, or name another in "
                   f"{variable('instance')}.")  # fmt: skip
    try:
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            _write_whole(file, secrets.token_hex(32))
        return file.read_text()
    except OSError as error:
        raise Stop(
            f"The folder {instance} cannot be written ({error.strerror}): change its owner or rights, or name another "
            f"in {variable('instance')}."
        ) from error


def _write_whole(file: Path, text: str) -> None:
    """Write a private file that is there whole or not at all, also when the start is broken off."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    part.replace(file)


def migrate(app: Flask, config: Config) -> None:
    """Bring the database to the schema of this code; one that holds data is backed up first. Raises Stop."""
    head: str = app.config["SCHEMA_HEAD"]
    known: frozenset[str] = app.config["SCHEMA_KNOWN"]
    found = _schema(config)
    if found == head:
        return
    if found is not None and found not in known:
        raise Stop(
            f"The database is newer than this code (schema {found}): start the newer version, or restore an older "
            "backup."
        )
    if found is not None:
        folder = config.instance / "backups"
        folder.mkdir(exist_ok=True)
        file = folder / f"before-{head}-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar.gz"
        backup(config, file)
        print(f"Backed up to {file} before the upgrade.")
    db.session.remove()
    upgrade()


def _schema(config: Config) -> str | None:
    """Return the schema's revision, None for a database without tables. Raises Stop when it cannot be opened."""
    try:
        if not sa.inspect(db.engine).has_table("alembic_version"):
            return None
        version: str | None = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    except sa.exc.DBAPIError as error:
        where = config.sqlite_path or "the PostgreSQL server"
        raise Stop(f"The database cannot be opened ({str(error.orig).splitlines()[0]}): look at {where}.") from error
    return version


def _print_problems(config: Config) -> None:
    results = courses.check_in_all(config.courses, KINDS, datetime.now(UTC))
    if not results:
        print(_no_course(config), file=sys.stderr)
    for result in results:
        for problem in result.problems:
            print(_within(config.courses / result.course_id, problem), file=sys.stderr)
        if any(problem.is_error for problem in result.problems):
            stays = "its last good revision stays" if result.served else "it is not served"
            print(f"{result.course_id} has errors: {stays}.", file=sys.stderr)


def _print_welcome(config: Config, people: Sequence[demo.DemoPerson]) -> None:
    host = "127.0.0.1" if config.host == "0.0.0.0" else config.host  # noqa: S104  # compared, not bound
    address = config.public_url or f"http://{f'[{host}]' if ':' in host else host}:{config.port}"
    print(f"{config.site_name}: {address}")
    for person in people:
        print(f"  sign in as {person.email:26} password {person.password}")
    token = first_admin_link_token(datetime.now(UTC))
    if token:
        print(f"There is no administrator yet. Make one here, once, within a day: {address}/setup/{token}")
    sys.stdout.flush()


def _check(options: argparse.Namespace) -> int:
    config = Config.from_environ(os.environ, BASE)
    folders = _wanted(config, options.course) if options.course else courses.folders_in(config.courses)
    if not folders:
        raise Stop(_no_course(config))
    errors = 0
    for folder in folders:
        course, problems = courses.check(folder, KINDS, None)
        for problem in problems:
            print(_within(folder, problem))
        found = sum(problem.is_error for problem in problems)
        errors += found
        if course is None:
            print(f"{folder.name}: {found} error{'s' if found > 1 else ''}, so it would not be served")
        else:
            time = f"{course.minutes} minutes" + (f" and {more} optional" if (more := course.optional_minutes) else "")
            print(f"{folder.name}: {len(list(course.activities))} activities, {time}, no errors")
            if options.counts:
                print(*counts.told(course, folder), sep="\n")
    return 1 if errors else 0


def _statistics(_options: argparse.Namespace) -> int:
    with _site():
        for course_id, quiz_id in analytics.refresh_all(datetime.now(UTC)):
            print(f"{course_id}/{quiz_id}")
    return 0


def _books(options: argparse.Namespace) -> int:
    with _site():
        served = {course.id: course for course in courses.catalogue()}
        for name in options.course:
            if name not in served:
                raise Stop(f"The course {name} is not served. Served are: {', '.join(sorted(served)) or 'none'}.")
        faults = 0
        for course_id in options.course or served:
            for made in books.make(served[course_id], datetime.now(UTC)):
                where = f"{course_id}/{made.volume.edition}/{made.volume.name}"
                print(f"{where}: {made.fault}" if made.fault else f"{where}: {made.size} bytes")
                faults += bool(made.fault)
            if options.to:
                options.to.mkdir(parents=True, exist_ok=True)
                for file in books.files_of(served[course_id]):
                    (options.to / file.name).write_bytes(file.content)
    return 1 if faults else 0


@contextmanager
def _site() -> Iterator[None]:
    """Open the site that stands in the instance folder. Raises Stop where there is none of this version."""
    config = Config.from_environ(os.environ, BASE)
    if not (config.instance / KEY_FILE).exists():
        raise Stop(f"There is no site in {config.instance}: start it once, or name another in {variable('instance')}.")
    app = create_app(config, secret_key(config.instance))
    with app.app_context():
        if _schema(config) != app.config["SCHEMA_HEAD"]:
            raise Stop("The database is not of this version: start the site once, which brings it up to date.")
        yield


def _wanted(config: Config, names: Sequence[str]) -> list[Path]:
    """Return the folders of courses that are named by id or by path. Raises Stop for one that is not there."""
    known = {folder.name: folder for folder in courses.folders_in(config.courses)}
    found = [known.get(name) or Path(name).absolute() for name in names]
    for name, folder in zip(names, found, strict=True):
        if not folder.is_dir():
            near = difflib.get_close_matches(name, known, 1) or sorted(known)
            there = f" Did you mean {' or '.join(near)}?" if near else ""
            raise Stop(f"There is no course {name} in {config.courses}.{there}")
    return found


def _no_course(config: Config) -> str:
    return f"There is no course in {config.courses}: put one there, or name another folder in {variable('courses')}."


def _within(folder: Path, problem: Problem) -> Problem:
    """Return the problem with its place told from the folder of all courses."""
    return replace(problem, where=f"{folder.parent.name}/{folder.name}/{problem.where}")


def _backup(options: argparse.Namespace) -> int:
    manifest = backup(Config.from_environ(os.environ, BASE), options.file)
    print(f"Backed up to {options.file} (schema {manifest.schema}).")
    return 0


def _restore(options: argparse.Namespace) -> int:
    restored = restore(Config.from_environ(os.environ, BASE), options.file, replace=options.replace)
    print(f"Restored the backup of {restored.manifest.created_at}.")
    for kept in restored.kept:
        print(f"What was there before is kept in {kept}.")
    return 0


def _bench(options: argparse.Namespace) -> int:
    written = ["--json", str(options.json.absolute())] if options.json else []
    os.chdir(BASE)
    arguments = [sys.executable, "-m", "bench.run", *written]
    os.execv(sys.executable, arguments)  # noqa: S606  # no shell is wanted
