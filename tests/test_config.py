"""The settings: what is taken, what is refused, and with which words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import make_url

from learning.config import Config, ConfigError, is_loopback, settings_table, variable

BASE = Path("/srv/learning")


def refusal(**environ: str) -> str:
    with pytest.raises(ConfigError) as caught:
        Config.from_environ(environ, BASE)
    return str(caught.value)


def test_without_any_setting_the_site_is_for_this_machine_alone() -> None:
    config = Config.from_environ({"PATH": "/bin", "LEARN": "x"}, BASE)
    assert (config.host, config.port) == ("127.0.0.1", 8000)
    assert config.instance == BASE / "instance"
    assert config.courses == BASE / "courses"
    assert config.sqlite_path == BASE / "instance" / "learning.sqlite"
    assert (config.trusted_proxies, config.registration, config.language) == (0, "open", "en")
    assert not config.cookies_are_secure


def test_every_setting_is_read_from_its_variable() -> None:
    given = {
        "host": ("0.0.0.0", "0.0.0.0"),  # noqa: S104  # a value to be read, nothing is bound
        "port": ("8080", 8080),
        "instance": ("/var/lib/learning", Path("/var/lib/learning")),
        "courses": ("other", BASE / "other"),
        "database_url": ("postgresql://u:p@db/learning", "postgresql://u:p@db/learning"),
        "redis_url": ("redis://r:6379/1", "redis://r:6379/1"),
        "public_url": ("https://learning.example.org/", "https://learning.example.org"),
        "trusted_proxies": ("1", 1),
        "registration": ("invited", "invited"),
        "site_name": ("Formation", "Formation"),
        "contact": ("help@example.org", "help@example.org"),
        "smtp_url": ("smtps://u:p@mail.example.org:465", "smtps://u:p@mail.example.org:465"),
        "mail_from": ("site@example.org", "site@example.org"),
        "workers": ("4", 4),
        "threads": ("64", 64),
        "books": ("no", False),
        "session_hours": ("8", 8),
        "remember_days": ("0", 0),
        "log_level": ("debug", "debug"),
        "secure_cookies": ("no", "no"),
        "max_body_kb": ("4096", 4096),
        "language": ("fr", "fr"),
        "pseudo_language": ("yes", True),
        "test_database_url": ("postgres://t@localhost/t", "postgres://t@localhost/t"),
    }
    config = Config.from_environ({variable(name): text for name, (text, _) in given.items()}, BASE)
    assert dataclasses.asdict(config) == {name: value for name, (_, value) in given.items()}


def test_an_empty_value_is_as_good_as_none() -> None:
    assert Config.from_environ({"LEARNING_PORT": "", "LEARNING_CONTACT": " "}, BASE) == Config.from_environ({}, BASE)


def test_an_unknown_setting_is_refused_and_the_nearest_named() -> None:
    assert refusal(LEARNING_DATABSE_URL="x") == (
        "LEARNING_DATABSE_URL: there is no such setting: did you mean LEARNING_DATABASE_URL?"
    )
    assert "docs/deployment.md lists the settings" in refusal(LEARNING_ZZZ="x")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "0", "whole number from 1 to 65535"),
        ("PORT", "65536", "whole number from 1 to 65535"),
        ("PORT", "eighty", "whole number from 1 to 65535"),
        ("PORT", "-1", "whole number from 1 to 65535"),
        ("WORKERS", "0", "whole number from 1 to 64"),
        ("REGISTRATION", "closed", "one of: open, invited, approved"),
        ("SECURE_COOKIES", "true", "one of: auto, yes, no"),
        ("PSEUDO_LANGUAGE", "1", '"yes" or "no"'),
        ("LOG_LEVEL", "INFO", "one of: debug, info, warning, error"),
        ("DATABASE_URL", "mysql://u:geheim@db/x", "postgresql://user:password@host:5432/learning"),
        ("DATABASE_URL", "postgresql://", "postgresql://user:password@host:5432/learning"),
        ("DATABASE_URL", "postgresql://db:port/x", "postgresql://user:password@host:5432/learning"),
        ("REDIS_URL", "localhost:6379", "redis://host:6379/0"),
        ("PUBLIC_URL", "learning.example.org", "https://learning.example.org"),
        ("PUBLIC_URL", "https://example.org/learning", "scheme and host only"),
        ("PUBLIC_URL", "https://[::1", "https://learning.example.org"),
        ("CONTACT", "training", "training@example.org"),
        ("CONTACT", "a@b.org, c@d.org", "training@example.org"),
        ("SMTP_URL", "mail.example.org", "smtp://user:password@host:587"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_one_that_does(name: str, value: str, words: str) -> None:
    told = refusal(**{f"LEARNING_{name}": value})
    assert told.startswith(f"LEARNING_{name}: write ")
    assert words in told
    assert "geheim" not in told


def test_all_that_is_wrong_is_said_at_once() -> None:
    told = refusal(LEARNING_PRT="1", LEARNING_PORT="x", LEARNING_WORKERS="y")
    assert [line.partition(":")[0] for line in told.splitlines()] == [
        "LEARNING_PRT",
        "LEARNING_PORT",
        "LEARNING_WORKERS",
    ]


def test_a_mail_server_needs_a_sender() -> None:
    assert "set the sender's address too" in refusal(LEARNING_SMTP_URL="smtp://mail:25")


def test_secure_cookies_on_a_plain_address_would_lock_everybody_out() -> None:
    told = refusal(LEARNING_SECURE_COOKIES="yes", LEARNING_PUBLIC_URL="http://10.0.0.5:8000")
    assert "nobody could sign in" in told


@pytest.mark.parametrize(
    ("choice", "public_url", "secure"),
    [
        ("auto", "", False),
        ("auto", "http://10.0.0.5", False),
        ("auto", "https://example.org", True),
        ("yes", "", True),
        ("no", "https://example.org", False),
    ],
)
def test_cookies_are_secure_where_the_site_is_reached_by_https(choice: str, public_url: str, secure: bool) -> None:
    assert Config(secure_cookies=choice, public_url=public_url).cookies_are_secure is secure


@pytest.mark.parametrize("url", ["postgresql://u:p%40@db:5432/x", "postgres://u:p%40@db:5432/x"])
def test_a_postgresql_address_gets_its_driver(url: str) -> None:
    config = Config(database_url=url)
    assert config.sqlalchemy_url == "postgresql+psycopg://u:p%40@db:5432/x"
    assert config.sqlite_path is None


@pytest.mark.parametrize("folder", ["/srv/plain", "/srv/with space", "/srv/año 100%40?#", "/srv/تدريب"])
def test_a_sqlite_file_in_any_folder_is_found(folder: str) -> None:
    url = make_url(Config(instance=Path(folder)).sqlalchemy_url)
    assert url.drivername == "sqlite+pysqlite"
    assert url.database == f"{folder}/learning.sqlite"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_an_address_of_this_machine_only_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "example.org", "localhost.example.org", ""])  # noqa: S104  # as above
def test_an_address_that_others_can_reach_is_known(host: str) -> None:
    assert not is_loopback(host)


def test_passwords_stay_out_of_what_is_printed() -> None:
    config = Config(
        database_url="postgresql://u:geheim@db/x",
        redis_url="redis://:geheim@r",
        smtp_url="smtp://u:geheim@m",
        test_database_url="postgresql://u:geheim@t/x",
    )
    assert "geheim" not in repr(config)


def test_the_table_of_settings_has_a_line_for_each() -> None:
    lines = settings_table().splitlines()
    assert len(lines) == 2 + len(dataclasses.fields(Config))
    assert "| `LEARNING_PORT` | port to serve on | whole number, 1 to 65535 | `8000` |" in lines
    assert all(line.count(" | ") == 3 for line in lines)
