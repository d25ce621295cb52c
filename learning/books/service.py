"""Making the books of a course, once for each revision, and handing them out."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import logging
import mimetypes
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask import current_app, g
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import InstrumentedAttribute

from learning.books.binding import bind, glossary
from learning.books.shelf import Edition, Volume, file_name, volumes
from learning.books.tables import BookRow
from learning.books.tree import Element, parse, to_json, write
from learning.config import Config
from learning.courses import service as courses
from learning.courses.course import Activity, Course, Module
from learning.db import db, insert_once, unit_of_work
from learning.kernel.errors import NotFound
from learning.kernel.ids import derived_id
from learning.kernel.languages import direction
from learning.lessons import service as lessons
from learning.lessons.service import Body
from learning.outbox import service as outbox
from learning.people.actor import Actor, course_scope
from learning.people.permissions import Permission, may, require
from learning.quiz.feedback import stands_in_book
from learning.quiz.paper import Paper
from learning.quiz.papers import service as papers
from learning.web.assets import sheets
from learning.web.language import current_language, interface_languages

log = logging.getLogger(__name__)
Found = TypeVar("Found")

ORDER = "books"
"""The kind of outbox item that asks for the books of a course."""

PRESS_SECONDS = 90
ROOT = Path(__file__).parents[2]
"""The folder from which `learning` is imported."""

SHEETS = ("site", "lessons", "quiz", "books")
"""The style sheets that an HTML book carries."""


class PressError(Exception):
    """A text could not be set as PDF; the text says what was found."""


@dataclass(frozen=True, slots=True)
class Book:
    """A book as a page lists it: `size` of the download in bytes; `number` and `checked_in_at` of its revision."""

    volume: Volume
    size: int
    number: int
    checked_in_at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """A book as a file: its bytes packed (gzip), what it is, and what it is called on a reader's disk."""

    packed: bytes
    media_type: str
    name: str

    @property
    def content(self) -> bytes:
        """The file as it lies on a disk."""
        return gzip.decompress(self.packed)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A lesson, or a quiz and whether its questions may stand in this book."""

    activity: Activity
    lesson: Body | None
    paper: Paper | None
    has_questions: bool


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one book that was to be made: its size in bytes, or why there is none."""

    volume: Volume
    size: int
    fault: str = ""


def missing() -> list[Course]:
    """Return the courses served now of which a book is not made yet."""
    known = set(db.session.scalars(sa.select(BookRow.id)))
    return [course for course in courses.catalogue() if any(_id(course, each) not in known for each in volumes(course))]


def _id(course: Course, volume: Volume) -> UUID:
    """Return a book's id: another where the site has another name or address, since both are printed."""
    config: Config = current_app.config["LEARNING"]
    return volume.id_at(course.revision_id, config.site_name, config.public_url)


@unit_of_work
def order(at: datetime) -> int:
    """Ask for the books that are missing, once for each revision; return for how many courses."""
    found = missing()
    for course in found:
        item_id = derived_id("books-ordered", *(str(_id(course, each)) for each in volumes(course)))
        outbox.put(ORDER, {"course": course.id}, at, item_id)
    return len(found)


def make(course: Course, at: datetime) -> Iterator[Made]:
    """Make what is missing of a course's books, one after the other, and take those of other revisions away at the end.

    A book that cannot be made is told with its fault and logged; the others are made. To be called where nobody
    waits: the PDF of a long course takes some seconds.
    """
    known = set(db.session.scalars(sa.select(BookRow.id).where(BookRow.course_id == course.id)))
    whole = True
    for volume in volumes(course):
        if _id(course, volume) in known:
            continue
        try:
            content = typeset(course, volume)
        except (PressError, NotFound, ValueError) as error:
            log.exception("book-failed course=%s book=%s/%s", course.id, volume.edition, volume.name)
            whole = False
            yield Made(volume, 0, str(error) or repr(error))
            continue
        keep(course, volume, content, at)
        yield Made(volume, len(content))
    if whole:
        _clear(course)


def of_course(actor: Actor | None, course_id: str) -> tuple[Course, list[Book]]:
    """Return a course and the books of it that the actor may have, the newest of each. Raises NotFound."""
    course = courses.seen_by(actor, course_id)
    return course, _listed(course, [each for each in Edition if _may_have(actor, course_id, each)])


def digest_of(actor: Actor | None, course_id: str, edition: str, name: str) -> str:
    """Return the hash of a book, to ask whether a reader has it already. Raises as `file`."""
    return _found(actor, course_id, edition, name, BookRow.digest)


def file(actor: Actor | None, course_id: str, edition: str, name: str) -> File:
    """Return a book, the newest. Raises NotFound; SignInNeeded for a visitor who wants the trainers' edition."""
    packed = _found(actor, course_id, edition, name, BookRow.content)
    return _file(Edition(edition), name, packed, course_id)


def files_of(course: Course) -> list[File]:
    """Return all books of a course, the newest of each, for whoever keeps the site."""
    made = [(each.volume.edition, each.volume.name) for each in _listed(course, list(Edition))]
    return [_file(edition, name, _newest(course.id, edition, name, BookRow.content), course.id)
            for edition, name in made]  # fmt: skip


def _file(edition: Edition, name: str, packed: bytes, course_id: str) -> File:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return File(bytes(packed), kind, file_name(course_id, edition, name))


def _found(actor: Actor | None, course_id: str, edition: str, name: str, column: InstrumentedAttribute[Found]) -> Found:
    courses.seen_by(actor, course_id)
    if edition == Edition.TRAINERS:
        require(actor, Permission.COURSES_SEE_KEYS, course_scope(course_id))
    return _newest(course_id, edition, name, column)


def _newest(course_id: str, edition: str, name: str, column: InstrumentedAttribute[Found]) -> Found:
    wanted = (BookRow.course_id == course_id, BookRow.edition == edition, BookRow.name == name)
    row = db.session.execute(sa.select(column).where(*wanted).order_by(BookRow.made_at.desc()).limit(1)).first()
    if row is None:
        raise NotFound(name)
    return row[0]


def _may_have(actor: Actor | None, course_id: str, edition: Edition) -> bool:
    return not edition.has_answers or may(actor, Permission.COURSES_SEE_KEYS, course_scope(course_id))


def _listed(course: Course, editions: list[Edition]) -> list[Book]:
    columns = (BookRow.edition, BookRow.name, BookRow.size, BookRow.revision_id)
    rows = db.session.execute(sa.select(*columns).where(BookRow.course_id == course.id).order_by(BookRow.made_at))
    newest = {(row.edition, row.name): row for row in rows}
    wanted = [(volume, newest.get((volume.edition, volume.name))) for volume in volumes(course)]
    stamps = {row.revision_id: courses.stamp_of(str(row.revision_id)) for row in newest.values()}
    return [
        Book(volume, row.size, *stamps[row.revision_id])
        for volume, row in wanted
        if row is not None and volume.edition in editions
    ]


@unit_of_work
def keep(course: Course, volume: Volume, content: bytes, at: datetime) -> None:
    """Keep a book that was made; one of the same name and revision that stands already stays."""
    packed = gzip.compress(content, 9, mtime=0)
    values = {
        "id": _id(course, volume), "course_id": course.id, "revision_id": UUID(course.revision_id),
        "edition": volume.edition, "name": volume.name, "size": len(packed),
        "digest": hashlib.sha256(content).hexdigest(), "content": packed, "made_at": at,
    }  # fmt: skip
    insert_once(BookRow, values, "id")


@unit_of_work
def _clear(course: Course) -> None:
    current = [_id(course, volume) for volume in volumes(course)]
    db.session.execute(sa.delete(BookRow).where(BookRow.course_id == course.id, BookRow.id.not_in(current)))


def typeset(course: Course, volume: Volume) -> bytes:
    """Return a book as the bytes of its file, the site's words in the course's language where the site has it.

    Raises PressError.
    """
    with current_app.app_context():
        languages = interface_languages()
        config: Config = current_app.config["LEARNING"]
        g.language = languages.get(course.language) or languages[current_app.config["DEFAULT_LANGUAGE"]]
        return _pdf(course, volume, config) if volume.module is None else _page(course, volume, volume.module, config)


def _page(course: Course, volume: Volume, module: Module, config: Config) -> bytes:
    """Make a module as one HTML file, with its style and its pictures in it."""

    def picture(path: str) -> str:
        kind = mimetypes.guess_type(path)[0]
        return f"data:{kind};base64,{base64.b64encode(courses.picture_at(course.revision_id, path)).decode()}"

    root = _text(course, volume, [module], f"{module.title} – {course.title}", config)
    bound = bind(root, course.id, config.public_url, picture)
    words = glossary(bound, _("Words used in this module"), 2)
    for element in root.walk():
        if element.tag == "head":
            element.children.append(Element("style", {}, [sheets(*SHEETS)]))
        elif element.tag == "main" and words is not None:
            element.children.append(words)
    return f"<!DOCTYPE html>\n{write(root)}".encode()


def _pdf(course: Course, volume: Volume, config: Config) -> bytes:
    names: dict[str, str] = {}

    def picture(path: str) -> str:
        return names.setdefault(path, f"picture-{len(names) + 1}.{path.rpartition('.')[2]}")

    root = _text(course, volume, list(course.modules), course.title, config)
    bound = bind(root, course.id, config.public_url, picture)
    main = next(element for element in root.walk() if element.tag == "main")
    words = glossary(bound, _("Words used in this book"), 1)
    text = {
        "title": course.title,
        "summary": course.summary,
        "site": config.site_name,
        "language": course.language,
        "direction": direction(course.language),
        "lines": [course.audience, *_lines(course, volume, config)],
        "statement": _statement(),
        "contents": _("Contents"),
        "made_at": int(courses.stamp_of(course.revision_id)[1].timestamp()),
        "footer": f"{course.title} · {_revision(course)}",
        "nodes": to_json([*main.children, *([words] if words else [])]),
    }
    pictures = {name: courses.picture_at(course.revision_id, path) for path, name in names.items()}
    return _pressed(text, pictures)


def _pressed(text: Mapping[str, object], pictures: Mapping[str, bytes]) -> bytes:
    """Set a text as PDF, in a process of its own (see `press`). Raises PressError."""
    with tempfile.TemporaryDirectory(prefix="book-") as folder:
        place = Path(folder)
        (place / "book.json").write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")
        for name, content in pictures.items():
            (place / name).write_bytes(content)
        command = [sys.executable, "-m", "learning.books.press", folder]
        try:
            done = subprocess.run(  # noqa: S603  # no shell, and a folder made here
                command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=PRESS_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise PressError(f"setting the PDF took over {PRESS_SECONDS} seconds") from error
        if done.returncode:
            raise PressError(done.stderr.strip() or f"setting the PDF ended with {done.returncode}")
        return (place / "book.pdf").read_bytes()


def _text(course: Course, volume: Volume, modules: list[Module], title: str, config: Config) -> Element:
    language = current_language()
    template = current_app.jinja_env.get_template("books/book.html")
    return parse(
        template.render(
            lang=language.code,
            dir=language.direction,
            course=course,
            edition=volume.edition,
            modules=[
                (module, [_chapter(course, each, volume.edition) for each in module.activities]) for module in modules
            ],
            title=title,
            lines=_lines(course, volume, config),
            statement=_statement(),
        )
    )


def _chapter(course: Course, activity: Activity, edition: Edition) -> Chapter:
    if activity.kind == lessons.KIND.name:
        return Chapter(activity, lessons.body_of(activity), None, has_questions=False)
    paper = papers.paper_of(course, activity.id)
    may_stand = stands_in_book(paper.quiz.settings, with_answers=edition.has_answers)
    return Chapter(activity, None, paper, has_questions=may_stand)


def _lines(course: Course, volume: Volume, config: Config) -> list[str]:
    for_whom = _("With answers: for trainers only.") if volume.edition.has_answers else _("Without answers.")
    where = [f"{config.public_url}/courses/{course.id}"] if config.public_url else []
    return [for_whom, _revision(course), *where, _("Licence: %(licence)s", licence=course.licence)]


def _revision(course: Course) -> str:
    number, at = courses.stamp_of(course.revision_id)
    return str(_("Revision %(number)s of %(day)s", number=number, day=format_date(at, "long")))


def _statement() -> str:
    return str(
        _(
            "This book helps people learn about ILO Convention No. 102. It is not issued by the International Labour "
            "Organization, and what it says is not an official interpretation of the Convention."
        )
    )
