"""The settings: one frozen dataclass, each field with its type, default and help.

A setting `session_hours` is given as the environment variable `LEARNING_SESSION_HOURS`. An unknown `LEARNING_…`
name or a value that does not fit stops the start, so a slip is seen. An empty value is as good as none.
"""

from __future__ import annotations

import dataclasses
import difflib
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

from learning.kernel.errors import Invalid
from learning.kernel.problems import Problem
from learning.kernel.schema import TEXT, YES_NO, Bad, Reader, one_of, whole
from learning.kernel.source import Value

PREFIX = "LEARNING_"
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")


class ConfigError(Invalid):
    """One or more settings are unknown or wrong; its text is one line for each, with the remedy."""

    def __str__(self) -> str:
        return "\n".join(f"{problem.where}: {problem.detail}" for problem in self.problems)


def option(help: str, reader: Reader, default: Any, *, secret: bool = False) -> Any:
    """Declare a setting. A secret one (it may hold a password) is left out of `repr`, and so out of logs."""
    return dataclasses.field(default=default, repr=not secret, metadata={"help": help, "reader": reader})


def _folder(value: Value) -> Path:
    return Path(cast(str, TEXT.read(value)))


def _email(value: Value) -> str:
    found = cast(str, TEXT.read(value))
    if not _EMAIL.fullmatch(found):
        raise Bad('write one e-mail address, such as "training@example.org"')
    return found


def _url(example: str, *schemes: str) -> Callable[[Value], str]:
    def reader(value: Value) -> str:
        found = cast(str, TEXT.read(value)).rstrip("/")
        try:
            parts = urlsplit(found)
            fits = parts.scheme in schemes and (parts.hostname or parts.path.strip("/")) and parts.port != 0
        except ValueError:  # a port that is no number, a bracket that is not closed
            fits = False
        if not fits or any(character.isspace() for character in found):
            raise Bad(f'write an address such as "{example}"')  # the value itself may hold a password
        return found

    return reader


def _public_url(value: Value) -> str:
    found = _url("https://learning.example.org", "http", "https")(value)
    parts = urlsplit(found)
    if parts.hostname is None or parts.path or parts.query or parts.fragment or parts.username:
        raise Bad('write scheme and host only, such as "https://learning.example.org"')
    return found


FOLDER = Reader("folder", _folder)
EMAIL = Reader("e-mail address", _email)
PUBLIC_URL = Reader("http or https address without a path", _public_url)
DATABASE_URL = Reader("postgresql:// address", _url("postgresql://user:password@host:5432/learning", *_POSTGRESQL))
REDIS_URL = Reader("redis:// address", _url("redis://host:6379/0", "redis", "rediss"))
SMTP_URL = Reader("smtp:// or smtps:// address", _url("smtp://user:password@host:587", "smtp", "smtps"))


@dataclass(frozen=True)
class Config:
    """All settings of the site. Folders that `from_environ` gives are absolute."""

    host: str = option("address to serve on; 0.0.0.0 is every address of this machine", TEXT, "127.0.0.1")
    port: int = option("port to serve on", whole(1, 65535), 8000)
    instance: Path = option("folder of the database, keys and uploads", FOLDER, Path("instance"))  # noqa: RUF009  # a field
    courses: Path = option("folder of the courses", FOLDER, Path("courses"))  # noqa: RUF009  # a field, as the others
    database_url: str = option(
        "PostgreSQL database; none: the SQLite file learning.sqlite in the instance folder",
        DATABASE_URL,
        "",
        secret=True,
    )
    redis_url: str = option(
        "Redis for limits shared between processes; none: each process counts for itself", REDIS_URL, "", secret=True
    )
    public_url: str = option(
        "address at which people reach the site; needed for links in mails and in books; none: as each request says",
        PUBLIC_URL,
        "",
    )
    trusted_proxies: int = option(
        "number of proxies in front, whose X-Forwarded-… headers are believed", whole(0, 9), 0
    )
    registration: str = option(
        "who may make an account: anyone (open), people with a code (invited), or anyone once an administrator "
        "agrees (approved)",
        one_of("open", "invited", "approved"),
        "open",
    )
    site_name: str = option("name of the site", TEXT, "Social Security Standards Learning")
    contact: str = option("address for questions and reports of problems, shown on the site", EMAIL, "")
    smtp_url: str = option(
        "mail server; smtp:// uses STARTTLS where offered, smtps:// TLS from the start; none: no mail is sent",
        SMTP_URL,
        "",
        secret=True,
    )
    mail_from: str = option("sender of the site's mail; needed with a mail server", EMAIL, "")
    workers: int = option("processes that serve requests", whole(1, 64), 2)
    threads: int = option("threads of each process", whole(1, 1024), 256)
    books: bool = option("make the books of the courses (PDF, HTML) beside the pages", YES_NO, True)
    session_hours: int = option("hours after signing in at which a person is signed out", whole(1, 720), 12)
    remember_days: int = option('days for which "keep me signed in" holds; 0: not offered', whole(0, 365), 30)
    log_level: str = option("least weighty event that is logged", one_of("debug", "info", "warning", "error"), "info")
    secure_cookies: str = option(
        "send cookies over HTTPS only; auto: yes when the public address begins with https",
        one_of("auto", "yes", "no"),
        "auto",
    )
    max_body_kb: int = option("largest request that is taken, in KiB", whole(64, 1048576), 2048)
    language: str = option("language of the pages where a person has chosen none", TEXT, "en")
    pseudo_language: bool = option(
        "offer a made-up language with longer words, to find texts that are not translated", YES_NO, False
    )
    test_database_url: str = option(
        "PostgreSQL on which the tests may make and drop databases; none: those tests are skipped",
        DATABASE_URL,
        "",
        secret=True,
    )

    @classmethod
    def from_environ(cls, environ: Mapping[str, str], base: Path) -> Config:
        """Read the settings from `environ`; relative folders are taken from `base`.

        Raises ConfigError with every unknown name and every value that does not fit.
        """
        fields = {variable(field.name): field for field in dataclasses.fields(cls)}
        problems = [
            _unknown(name, fields) for name in sorted(environ) if name.startswith(PREFIX) and name not in fields
        ]
        values: dict[str, Any] = {}
        for name, field in fields.items():
            given = environ.get(name, "").strip()
            try:
                values[field.name] = field.metadata["reader"].read(given) if given else field.default
            except Bad as bad:
                problems.append(Problem(name, "setting-value", str(bad)))
        if not problems:
            config = cls(**{name: _placed(found, base) for name, found in values.items()})
            problems = _contradictions(config)
            if not problems:
                return config
        raise ConfigError(problems)

    @property
    def sqlite_path(self) -> Path | None:
        """The SQLite file; None where the database is PostgreSQL."""
        return None if self.database_url else self.instance / "learning.sqlite"

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address as SQLAlchemy writes it, with the driver."""
        if self.sqlite_path is None:
            return sqlalchemy_url(self.database_url)
        return f"sqlite+pysqlite:///{quote(self.sqlite_path.as_posix(), safe='/: ')}"

    @property
    def cookies_are_secure(self) -> bool:
        """True when cookies go over HTTPS only."""
        if self.secure_cookies == "auto":
            return self.public_url.startswith("https://")
        return self.secure_cookies == "yes"


def variable(field: str) -> str:
    """Return the name of the environment variable of a field: "port" gives "LEARNING_PORT"."""
    return PREFIX + field.upper()


def sqlalchemy_url(database_url: str) -> str:
    """Return a postgresql:// address with the driver named: postgresql+psycopg://…"""
    return "postgresql+psycopg://" + database_url.partition("://")[2]


def is_loopback(host: str) -> bool:
    """True when only this machine can reach `host`: localhost, 127.…, ::1. Other names count as reachable."""
    bare = host.strip("[]")
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return bare.lower() == "localhost"


def settings_table() -> str:
    """Return the settings as a Markdown table, for the documentation."""
    lines = ["| setting | what it is | value | default |", "| --- | --- | --- | --- |"]
    for field in dataclasses.fields(Config):
        reader: Reader = field.metadata["reader"]
        cells = (f"`{variable(field.name)}`", field.metadata["help"], reader.shape, _as_written(field.default))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _as_written(default: object) -> str:
    if isinstance(default, bool):
        return "`yes`" if default else "`no`"
    return f"`{default}`" if default != "" else "none"


def _placed(found: Any, base: Path) -> Any:
    return base.absolute() / found if isinstance(found, Path) else found


def _unknown(name: str, known: Mapping[str, object]) -> Problem:
    words = [setting.removeprefix(PREFIX) for setting in known]
    near = difflib.get_close_matches(name.removeprefix(PREFIX), words, n=1)
    hint = f"did you mean {PREFIX}{near[0]}?" if near else "take it out; docs/deployment.md lists the settings."
    return Problem(name, "setting-unknown", f"there is no such setting: {hint}")


def _contradictions(config: Config) -> list[Problem]:
    """Return what is wrong between settings that are right one by one."""
    problems = []
    if config.smtp_url and not config.mail_from:
        problems.append(
            Problem(variable("mail_from"), "setting-missing", "a mail server is set: set the sender's address too")
        )
    if config.secure_cookies == "yes" and config.public_url.startswith("http://"):
        problems.append(
            Problem(
                variable("secure_cookies"),
                "setting-value",
                f"nobody could sign in over plain http: write auto, or an https address in {variable('public_url')}",
            )
        )
    return problems
