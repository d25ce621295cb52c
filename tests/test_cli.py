"""The commands: what they print, how they end, what they refuse; most in this process, the server as one of its own."""

from __future__ import annotations

import os
import queue
import re
import runpy
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import sqlalchemy as sa
from flask import Flask

from learning import cli, demo, serving
from learning.books import service as books
from learning.db import db
from learning.outbox import service as outbox
from learning.outbox.tables import OutboxItem
from learning.people import service as people
from learning.people.actor import SITE, Grant, Role
from learning.serving import make_books
from tests.factories.graded import take
from tests.factories.site import NOW, check_in, make_config, someone

ROOT = Path(__file__).parent.parent
GOOD = Path(__file__).parent / "samples" / "courses" / "small"
SECONDS = 60
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104  # refused, or only printed


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give each test an instance folder of its own and none of the settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("LEARNING_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LEARNING_INSTANCE", str(tmp_path / "instance"))


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the error that was printed, having made sure that it is one line."""
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1, err
    return err.strip()


# --- check ---


@pytest.fixture
def three_courses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with a good course, one with an error and one with a warning."""
    folder = tmp_path / "courses"
    for name in ("good", "faulty", "warned"):
        shutil.copytree(GOOD, folder / name)
        text = (folder / name / "course.yaml").read_text()
        (folder / name / "course.yaml").write_text(text.replace("id: small", f"id: {name}", 1))
    lesson = folder / "faulty" / "10-first" / "10-welcome.md"
    lesson.write_text(lesson.read_text().replace("minutes: 5", "minutes: 500"))
    (folder / "warned" / "10-first" / "10-welcome.fr.md").write_text("---\ntitle: Bienvenue\n---\n")
    monkeypatch.setenv("LEARNING_COURSES", str(folder))
    return folder


FAULT = 'courses/faulty/10-first/10-welcome.md:4: error [setting-value] "minutes": write a whole number from 1 to 60'


def test_check_prints_every_problem_with_its_place_and_exits_1(
    three_courses: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines() == [
        FAULT,
        "faulty: 1 error, so it would not be served",
        "good: 4 activities, 16 minutes, no errors",
        "courses/warned/10-first/10-welcome.fr.md: warning [translation-later] translations are not read yet: the file "
        "may stay, it changes nothing",
        "warned: 4 activities, 16 minutes, no errors",
    ]


def test_check_of_courses_without_errors_exits_0(three_courses: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "good", "warned"]) == 0
    assert "faulty" not in capsys.readouterr().out


def test_a_course_may_be_named_by_its_folder(three_courses: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = three_courses.parent / "elsewhere" / "small"
    shutil.copytree(GOOD, elsewhere)
    assert cli.main(["check", str(elsewhere), str(three_courses / "faulty")]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "small: 4 activities, 16 minutes, no errors",
        FAULT,
        "faulty: 1 error, so it would not be served",
    ]


def test_what_is_optional_is_counted_apart(three_courses: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lesson = three_courses / "good" / "20-second" / "10-more.md"
    lesson.write_text(lesson.read_text().replace("minutes: 6", "minutes: 6\noptional: yes"))
    assert cli.main(["check", "--counts", "good"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "good: 4 activities, 10 minutes and 6 optional, no errors"
    assert lines[3:5] == [
        "  20-second        1      8        3         6          3      0",
        "  all              2     45       10         6          5      0",
    ]


def test_check_counts_what_a_course_holds_module_by_module(
    three_courses: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", "--counts", "faulty", "good"]) == 1
    assert capsys.readouterr().out.splitlines()[2:] == [  # nothing is counted of a course with an error
        "good: 4 activities, 16 minutes, no errors",
        "             lessons  words  minutes  optional  questions  drawn",
        "  10-first         1     37        7         0          2      0",
        "  20-second        1      8        9         0          3      0",
        "  all              2     45       16         0          5      0",
        "  by kind: 1 Choose all that apply, 1 Choose one, 1 Give a number, 1 Short answer, 1 True or false",
        "  by learning outcome: 3 name-parts, 2 count-branches",
    ]


def test_check_counts_the_questions_of_banks_and_those_with_drawn_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "banks"
    shutil.copytree(GOOD.parent / "banks", folder)
    bank = sorted((folder / "bank").glob("*.quiz.md"))[0]
    bank.write_text(bank.read_text() + DRAWN)
    assert cli.main(["check", "--counts", str(folder)]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    banks = [line for line in lines if line[0].startswith("bank/")]
    assert [line[6] for line in banks] == ["1", "0"]
    whole = next(line for line in lines if line[0] == "all")
    assert whole[6] == "1"
    assert int(whole[5]) > sum(int(line[5]) for line in banks)


DRAWN = """
## Half of {whole} persons: how many? {#half-of-whole}

Give a number:
Where:
- whole = 100 to 900 in steps of 100
- [x] = whole / 2

Outcome: name-branches
Explanation: One half of {whole} are {= whole / 2} persons.
Source: C102 Art. 9
"""


def test_an_unknown_course_is_told_with_the_nearest(three_courses: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "god"]) == 2
    assert one_line(capsys) == f"There is no course god in {three_courses}. Did you mean good?"


def test_a_folder_without_courses_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEARNING_COURSES", str(tmp_path / "none"))
    assert cli.main(["check"]) == 2
    assert one_line(capsys) == (
        f"There is no course in {tmp_path / 'none'}: put one there, or name another folder in LEARNING_COURSES."
    )


def test_a_folder_with_a_name_that_no_course_may_have_is_not_passed_over(
    three_courses: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.move(three_courses / "good", three_courses / "My Course")
    assert cli.main(["check"]) == 1
    assert (
        'courses/My Course/course.yaml:1: error [course-id] the id "good" differs from the folder\'s name "My Course": '
        "make them the same"
    ) in capsys.readouterr().out.splitlines()


def test_check_touches_neither_the_data_nor_the_courses(three_courses: Path, tmp_path: Path) -> None:
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    cli.main(["check"])
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


# --- what a start refuses ---


def test_a_taken_port_is_told_with_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert cli.main(["serve", "--port", str(port)]) == 2
    assert one_line(capsys) == (
        f"Port {port} on 127.0.0.1 cannot be used (Address already in use): choose another with --port, or stop what "
        "uses it."
    )


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_a_port_that_is_none_is_told(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--port", port]) == 2
    assert one_line(capsys) == "LEARNING_PORT: write a whole number from 1 to 65535"


def test_an_address_of_another_machine_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--host", "192.0.2.1", "--port", "8000"]) == 2
    assert one_line(capsys).startswith("Port 8000 on 192.0.2.1 cannot be used (")


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "instance").write_text("")
    assert cli.main(["serve", "--port", str(free_port())]) == 2
    assert one_line(capsys) == (
        f"{tmp_path / 'instance'} is a file where a folder is needed: move it away, or name another in "
        "LEARNING_INSTANCE."
    )


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LEARNING_INSTANCE", str(tmp_path / "file" / "instance"))
    assert cli.main(["serve", "--port", str(free_port())]) == 2
    assert one_line(capsys) == (
        f"The folder {tmp_path / 'file' / 'instance'} cannot be written (Not a directory): change its owner or rights, "
        "or name another in LEARNING_INSTANCE."
    )


def test_a_database_newer_than_the_code_is_told(
    tmp_path: Path, sqlite_template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "instance").mkdir()
    database = tmp_path / "instance" / "learning.sqlite"
    shutil.copy(sqlite_template, database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert cli.main(["serve", "--port", str(free_port())]) == 2
    assert one_line(capsys) == (
        "The database is newer than this code (schema 9999): start the newer version, or restore an older backup."
    )


def test_an_upgrade_backs_up_what_is_there_first(site: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    kept = someone(site)
    config = site.config["LEARNING"]
    today = site.config["SCHEMA_HEAD"]
    site.config.update(SCHEMA_HEAD="later", SCHEMA_KNOWN=frozenset({today, "later"}))
    with site.app_context():
        cli.migrate(site, config)
    [archive] = (config.instance / "backups").iterdir()
    assert capsys.readouterr().out == f"Backed up to {archive} before the upgrade.\n"
    assert archive.name.startswith("before-later-")
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with tarfile.open(archive) as members:
        members.extract("database.sqlite", config.instance / "tried", filter="data")
    with closing(sqlite3.connect(config.instance / "tried" / "database.sqlite")) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == [(kept.actor.name,)]


def test_a_database_of_today_is_not_backed_up_at_each_start(site: Flask) -> None:
    with site.app_context():
        cli.migrate(site, site.config["LEARNING"])
    assert not (site.config["LEARNING"].instance / "backups").exists()


def test_a_file_that_is_no_database_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "instance").mkdir()
    database = tmp_path / "instance" / "learning.sqlite"
    database.write_text("This is a letter, not a database. " * 200)
    assert cli.main(["serve", "--port", str(free_port())]) == 2
    assert one_line(capsys) == f"The database cannot be opened (file is not a database): look at {database}."


def test_an_unknown_setting_is_told_with_the_nearest_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEARNING_PROT", "8000")
    assert cli.main(["serve"]) == 2
    assert one_line(capsys) == "LEARNING_PROT: there is no such setting: did you mean LEARNING_PORT?"


# --- the demonstration is kept apart ---


@pytest.mark.parametrize("host", [EVERY_ADDRESS, "::", "192.0.2.1", "training.example.org"])
def test_the_demonstration_is_refused_on_other_addresses(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--demo", "--host", host]) == 2
    assert one_line(capsys) == (
        f"The demonstration has printed passwords and is for this machine only: {host} is not loopback."
    )


def test_a_folder_of_the_demonstration_is_not_served_to_others_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "demo").touch()
    assert cli.main(["serve", "--host", EVERY_ADDRESS]) == 2
    assert "is for this machine only" in one_line(capsys)


def test_the_demonstration_is_refused_in_the_folder_of_a_real_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.secret_key(tmp_path / "instance")
    assert cli.main(["serve", "--demo", "--port", str(free_port())]) == 2
    assert one_line(capsys) == (
        f"{tmp_path / 'instance'} holds a real site: name another folder in LEARNING_INSTANCE, or leave it out."
    )


def test_the_demonstration_is_refused_with_a_postgresql_database(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEARNING_DATABASE_URL", "postgresql://someone@127.0.0.1:5432/real")
    assert cli.main(["serve", "--demo", "--port", str(free_port())]) == 2
    assert one_line(capsys) == "--demo keeps its people in a file of its own: leave LEARNING_DATABASE_URL out."


def test_filling_the_demonstration_twice_changes_nothing(site: Flask) -> None:
    check_in(site, ROOT / "courses" / "c102-essentials")
    with site.app_context():
        demo.fill(NOW)
    database = Path(site.config["LEARNING"].sqlite_path)
    before = rows(database)
    with site.app_context():
        demo.fill(NOW)
    assert rows(database) == before
    assert before["person"] == len(demo.PEOPLE)
    assert before["fact"] > len(demo.READ_BY)


def rows(database: Path) -> dict[str, int]:
    """Return how many rows each table holds."""
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


# --- the secret key ---


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    key = cli.secret_key(instance)
    assert len(key) == 64
    assert stat.S_IMODE((instance / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700
    assert cli.secret_key(instance) == key
    assert [path.name for path in instance.iterdir()] == ["secret_key"]


def test_a_start_that_was_broken_off_leaves_no_half_key(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    (instance / "secret_key.part").write_text("half")
    assert len(cli.secret_key(instance)) == 64
    assert not (instance / "secret_key.part").exists()


# --- the link for the first administrator ---


def welcome(site: Flask, capsys: pytest.CaptureFixture[str]) -> str:
    with site.app_context():
        cli._print_welcome(site.config["LEARNING"], ())
    return capsys.readouterr().out


def test_the_link_is_printed_while_there_is_no_administrator(site: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    assert "/setup/" in welcome(site, capsys)
    someone(site)
    assert "/setup/" in welcome(site, capsys)
    someone(site, grants=[Grant(Role.ADMINISTRATOR, SITE)])
    assert welcome(site, capsys).splitlines() == ["Social Security Standards Learning: http://127.0.0.1:8000"]


def test_a_new_link_makes_the_earlier_one_void(site: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (welcome(site, capsys).strip().rpartition("/setup/")[2] for _ in range(2))
    with site.app_context():
        assert not people.may_set_up(first, NOW)
        assert people.may_set_up(second, NOW)


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({"LEARNING_HOST": EVERY_ADDRESS, "LEARNING_PORT": "8123"}, "http://127.0.0.1:8123"),
        ({"LEARNING_HOST": "::1", "LEARNING_PORT": "8123"}, "http://[::1]:8123"),
        ({"LEARNING_PUBLIC_URL": "https://learning.example.org"}, "https://learning.example.org"),
    ],
)
def test_the_address_is_one_that_a_browser_takes(
    settings: dict[str, str], address: str, site: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with site.app_context():
        cli._print_welcome(make_config(tmp_path, **settings), ())
    assert capsys.readouterr().out.splitlines()[0] == f"Social Security Standards Learning: {address}"


# --- backup and restore ---


def test_what_is_backed_up_is_brought_back(site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = someone(site, "Amina Diallo")
    monkeypatch.setenv("LEARNING_INSTANCE", str(tmp_path))
    archive = tmp_path.parent / f"{tmp_path.name}.tar.gz"
    assert cli.main(["backup", str(archive)]) == 0
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    monkeypatch.setenv("LEARNING_INSTANCE", str(tmp_path / "other"))
    assert cli.main(["restore", str(archive)]) == 0
    with closing(sqlite3.connect(tmp_path / "other" / "learning.sqlite")) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == [(kept.actor.name,)]
    assert cli.main(["restore", str(archive)]) == 2


def test_a_backup_of_nothing_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["backup", str(tmp_path / "nothing.tar.gz")]) == 2
    one_line(capsys)
    assert not (tmp_path / "nothing.tar.gz").exists()


def test_the_statistics_of_all_quizzes_are_computed(
    site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    check_in(site, GOOD)
    with site.app_context():
        take("small", "practice", 3, NOW)
        take("small", "test", 2, NOW)
    monkeypatch.setenv("LEARNING_INSTANCE", str(tmp_path))
    (tmp_path / cli.KEY_FILE).write_text("k" * 32)
    assert cli.main(["statistics"]) == 0
    assert sorted(capsys.readouterr().out.split()) == ["small/practice", "small/test"]


@pytest.fixture
def standing(site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A site with the small course, as the commands find it."""
    check_in(site, GOOD)
    monkeypatch.setenv("LEARNING_INSTANCE", str(tmp_path))
    (tmp_path / cli.KEY_FILE).write_text("k" * 32)
    return site


def test_the_books_of_all_courses_are_made_and_written(
    standing: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "to" / "hand-out"
    assert cli.main(["books", "--to", str(folder)]) == 0
    names = {path.name for path in folder.iterdir()}
    assert {"small.pdf", "small-with-answers.pdf", "small-first.html"} <= names
    assert (folder / "small.pdf").read_bytes().startswith(b"%PDF-")
    assert len(capsys.readouterr().out.splitlines()) == len(names)
    assert cli.main(["books", "small"]) == 0
    assert capsys.readouterr().out == "", "what is made stays"


def test_books_of_a_course_that_is_not_served_are_refused(standing: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["books", "smal"]) == 2
    assert "Served are: small" in one_line(capsys)


def test_a_worker_has_the_books_made_that_were_ordered(standing: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with standing.app_context():
        books.order(NOW)
        assert outbox.work({books.ORDER: make_books}, NOW) == 1
        assert books.missing() == []


def test_a_worker_that_could_not_have_the_books_made_tries_again_later(standing: Flask, tmp_path: Path) -> None:
    (tmp_path / cli.KEY_FILE).unlink()
    with standing.app_context():
        books.order(NOW)
        assert outbox.work({books.ORDER: make_books}, NOW) == 0
        waiting = db.session.scalars(sa.select(OutboxItem)).one()
        assert (waiting.state, waiting.tries) == ("waiting", 1)
        assert "ended with 2" in waiting.last_error
        assert books.missing() != []


def test_books_that_take_too_long_are_gone_on_with_later(standing: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "BOOKS_TIME", 0.1)
    with standing.app_context():
        books.order(NOW)
        assert outbox.work({books.ORDER: make_books}, NOW) == 0
        waiting = db.session.scalars(sa.select(OutboxItem)).one()
        assert (waiting.state, waiting.tries) == ("waiting", 1)
        assert "took over" in waiting.last_error


def test_statistics_of_a_site_that_is_not_there_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["statistics"]) == 2
    assert "There is no site in" in one_line(capsys)
    assert not (tmp_path / "instance").exists()


def test_statistics_wait_until_the_database_is_of_this_version(
    site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEARNING_INSTANCE", str(tmp_path))
    (tmp_path / cli.KEY_FILE).write_text("k" * 32)
    with closing(sqlite3.connect(tmp_path / "learning.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'another'")
        connection.commit()
    assert cli.main(["statistics"]) == 2
    assert "start the site once" in one_line(capsys)


def test_a_command_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["publish"])
    assert ended.value.code == 2
    assert "invalid choice: 'publish'" in capsys.readouterr().err


# --- the real server, started and stopped ---


class Started:
    """A server process and the lines it prints until it serves."""

    def __init__(self, instance: Path, *arguments: str, **environ: str) -> None:
        self.port = free_port()
        self.lines: list[str] = []
        self._queue: queue.Queue[str] = queue.Queue()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LEARNING_")}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "learning", "serve", "--port", str(self.port), *arguments],
            cwd=ROOT,
            env={
                **kept,
                "PYTHONPATH": str(ROOT),
                "LEARNING_INSTANCE": str(instance),
                "LEARNING_WORKERS": "1",
                **environ,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._queue.put(line.rstrip("\n"))

    def until(self, sign: str) -> list[str]:
        """Wait for a line with this sign; return all lines so far."""
        while not any(sign in line for line in self.lines):
            self.lines.append(self._queue.get(timeout=SECONDS))
        return self.lines

    def get(self, path: str) -> tuple[int, str]:
        """Fetch a page, waiting for the server to listen."""
        for _ in range(200):
            try:
                with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=SECONDS) as answer:
                    return answer.status, answer.read().decode()
            except HTTPError as error:
                return error.code, error.read().decode()
            except OSError:
                if self.process.poll() is not None:
                    raise
                threading.Event().wait(0.05)
        raise TimeoutError(path)

    def stop(self) -> int:
        """Ask the server to end; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(SECONDS)
        self._reader.join(SECONDS)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], str, str]:
    """A demonstration that was started, asked for two pages, and stopped."""
    instance = tmp_path_factory.mktemp("cli") / "instance"
    started = Started(instance, "--demo")
    try:
        lines = list(started.until("password demo-admin"))
        ready, home = started.get("/readyz")[1], started.get("/")[1]
    finally:
        status = started.stop()
    assert status == 0
    return instance, lines, ready, home


def test_the_demonstration_serves_and_prints_its_people(demo_folder: tuple[Path, list[str], str, str]) -> None:
    _, lines, ready, home = demo_folder
    assert '"ok"' in ready
    assert "C102 Essentials" in home
    for person in demo.PEOPLE:
        assert any(person.email in line and line.endswith(f"password {person.password}") for line in lines)
    assert not any("/setup/" in line for line in lines)


def test_a_second_start_keeps_the_people_and_makes_nothing_anew(demo_folder: tuple[Path, list[str], str, str]) -> None:
    instance, lines, _, _ = demo_folder
    key, before = (instance / "secret_key").read_bytes(), rows(instance / "learning.sqlite")
    started = Started(instance, "--demo")
    try:
        again = list(started.until("password demo-admin"))
        assert started.get("/healthz")[0] == 200
    finally:
        started.stop()
    assert [line for line in again if "sign in as" in line] == [line for line in lines if "sign in as" in line]
    assert (instance / "secret_key").read_bytes() == key
    assert rows(instance / "learning.sqlite") == before
    assert not (instance / "backups").exists()


def test_a_course_with_errors_is_told_at_the_start_and_the_last_good_one_is_served(
    three_courses: Path, tmp_path: Path
) -> None:
    settings = {"LEARNING_COURSES": str(three_courses)}
    started = Started(tmp_path / "instance", **settings)
    try:
        lines = list(started.until("/setup/"))
        assert FAULT in lines
        assert "faulty has errors: it is not served." in lines
        assert started.get("/courses/faulty")[0] == 404
        assert started.get("/courses/good")[0] == 200
    finally:
        started.stop()
    (three_courses / "good" / "20-second" / "module.yaml").write_text("id: second\n")
    started = Started(tmp_path / "instance", **settings)
    try:
        assert "good has errors: its last good revision stays." in started.until("/setup/")
        status, page = started.get("/courses/good")
        assert (status, "Second module" in page) == (200, True), page[:400]
    finally:
        started.stop()


def test_every_command_is_reached_through_run_py_and_told_by_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["none-such"])
    own = set(re.findall(r"'([a-z]+)'", capsys.readouterr().err.partition("choose from")[2]))
    setup = runpy.run_path(str(ROOT / "run.py"))
    assert own >= {"serve", "check", "books", "statistics"}
    assert own | {"test"} == set(setup["COMMANDS"])
    told = set(re.findall(r"(?m)^python3 run\.py ([a-z]+)", setup["HELP"]))
    assert told == set(setup["COMMANDS"]) - {"serve"}
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    assert told <= set(re.findall(r"`python3 run\.py ([a-z]+)", page))


def test_a_server_on_sqlite_loads_neither_the_driver_of_postgresql_nor_the_press() -> None:
    """They take time at each start and memory in each worker."""
    program = "import sys, learning.cli; print(*sorted({'psycopg', 'typst'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
