"""Checking courses in, and serving the revisions that were checked in."""

from __future__ import annotations

import logging
import os
import posixpath
import time
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from learning.c102 import service as c102
from learning.c102.articles import PARTS
from learning.c102.instruments import unknown_in
from learning.courses import pictures
from learning.courses.course import Activity, Course, from_json, to_json
from learning.courses.files import COURSE_LIMIT, as_text, printable
from learning.courses.kinds import Kind, Surroundings
from learning.courses.source import digest_of, parse
from learning.courses.tables import Blob, CourseRow, Rendering, Revision
from learning.db import db, insert_once, unit_of_work
from learning.kernel.errors import Invalid, NotFound
from learning.kernel.ids import derived_id, is_slug
from learning.kernel.problems import Problem
from learning.markup.lint import lint_references
from learning.markup.page import Image, Links, Term
from learning.people.actor import Actor
from learning.people.permissions import Permission, may

log = logging.getLogger(__name__)

FRESH_SECONDS = 1.0
"""How long a process may serve from its list of current revisions before it asks the database again."""

FILES_LIMIT = 5_000

PUBLIC_PAGES = frozenset({"/", "/courses", "/convention", "/glossary", "/ratifications", "/accessibility", "/privacy"})
"""Pages of the site that a text may link to."""

LAW_PAGES = frozenset(f"/convention/{part.slug}" for part in PARTS)


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What became of one course folder: its problems, whether it is served, and whether that is a new revision."""

    course_id: str
    problems: tuple[Problem, ...]
    served: bool
    new: bool


def read_folder(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Read all files of a course folder; hidden ones are passed over, links and what cannot be read are refused."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []

    def closed(error: OSError) -> None:
        problems.append(_unreadable(Path(error.filename), folder, error))

    for root, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        for name in [*folders, *sorted(name for name in names if not name.startswith("."))]:
            path = Path(root) / name
            inside = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                detail = "a link or a device is not followed: copy the file itself here"
                problems.append(Problem(printable(inside), "file-link", detail))
            elif len(files) >= FILES_LIMIT:
                detail = f"the folder has over {FILES_LIMIT} files: take some out"
                return files, [Problem(".", "too-many-files", detail)]
            elif path.is_file():
                try:
                    files[inside] = _beginning(path)
                except OSError as error:
                    problems.append(_unreadable(path, folder, error))
    return files, problems


def _beginning(path: Path) -> bytes:
    """Return a file's content, or so much of it that it is seen to be too large."""
    with path.open("rb") as source:
        return source.read(COURSE_LIMIT + 1)


def _unreadable(path: Path, folder: Path, error: OSError) -> Problem:
    where = printable(path.relative_to(folder).as_posix())
    return Problem(where, "file-unreadable", f"it cannot be read ({error.strerror}): change its owner or rights")


def check(folder: Path, kinds: Sequence[Kind], previous: Course | None) -> tuple[Course | None, list[Problem]]:
    """Read and check one course folder; the database is not asked. Problems carry paths within the folder."""
    files, faults = read_folder(folder)
    course, problems = parse(folder.name, files, kinds, previous)
    unrendered = _render(course, files, kinds)[1] if course else []
    return (None if faults or unrendered else course), [*faults, *problems, *unrendered]


def folders_in(courses: Path) -> list[Path]:
    """Return the course folders in order of name; none when there is no such folder.

    A folder with a name that no course may have counts when it holds a `course.yaml`, so that its author is told.
    """
    if not courses.is_dir():
        return []
    folders = (path for path in courses.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))
    return sorted(path for path in folders if is_slug(path.name) or (path / "course.yaml").is_file())


def check_in_all(courses: Path, kinds: Sequence[Kind], at: datetime) -> list[CheckedIn]:
    """Check every course folder in. One with errors keeps its last good revision; the others are not held up."""
    return [check_in(folder, kinds, at, position) for position, folder in enumerate(folders_in(courses))]


def check_in(folder: Path, kinds: Sequence[Kind], at: datetime, position: int = 0) -> CheckedIn:
    """Check one folder in: store its texts and renderings, make a revision unless one like it stands, and serve it."""
    files, faults = read_folder(folder)
    previous = _served(folder.name)
    manifest = {path: digest_of(content) for path, content in files.items()}
    revision_id = derived_id("revision", folder.name, repr(sorted(manifest.items())), _renderers(kinds))
    if previous is not None and previous.revision_id == str(revision_id) and not faults:
        return CheckedIn(folder.name, (), served=True, new=False)
    course, problems = parse(folder.name, files, kinds, previous)
    problems = [*faults, *problems]
    if course is None or any(problem.is_error for problem in problems):
        return CheckedIn(folder.name, tuple(problems), served=previous is not None, new=False)
    course = replace(course, revision_id=str(revision_id))
    renderings, unrendered = _render(course, files, kinds, _rendered(course))
    if unrendered:
        return CheckedIn(folder.name, (*problems, *unrendered), served=previous is not None, new=False)
    _store(course, revision_id, manifest, files, renderings, position, at)
    forget()
    log.info("course-checked-in", extra={"course": course.id, "revision": str(revision_id)})
    return CheckedIn(folder.name, tuple(problems), served=True, new=True)


def _renderers(kinds: Iterable[Kind]) -> str:
    return repr(sorted((kind.name, kind.renderer) for kind in kinds))


def _rendered(course: Course) -> set[str]:
    """Return which of a course's renderings are kept already: those of texts that an earlier revision had."""
    wanted = [each.rendering for each in course.texts]
    return set(db.session.scalars(sa.select(Rendering.digest).where(Rendering.digest.in_(wanted))))


def _render(
    course: Course, files: Mapping[str, bytes], kinds: Iterable[Kind], known: Set[str] = frozenset()
) -> tuple[dict[str, str], list[Problem]]:
    """Render every activity and bank but the `known`; the few faults that only show in rendering are problems."""
    by_name = {kind.name: kind for kind in kinds}
    around = Surroundings(
        course.id,
        course.language,
        {activity.id: activity.segment for activity in course.activities},
        pictures.sizes(files),
    )
    renderings: dict[str, str] = {}
    problems: list[Problem] = []
    for each in (each for each in course.texts if each.rendering not in known):
        try:
            here = replace(around, folder=posixpath.dirname(each.path))
            renderings[each.rendering] = by_name[each.kind].render(as_text(files[each.path]), here)
        except Invalid as invalid:
            problems += [problem.at(each.path) for problem in invalid.problems]
    return renderings, problems


@unit_of_work
def _store(
    course: Course, revision_id: UUID, manifest: dict[str, str], files: Mapping[str, bytes],
    renderings: Mapping[str, str], position: int, at: datetime,
) -> None:  # fmt: skip
    for path, digest in manifest.items():
        insert_once(Blob, {"digest": digest, "content": files[path]}, "digest")
    for each in course.texts:  # as parsed, which differs by line ends and mark at most
        insert_once(Blob, {"digest": each.digest, "content": as_text(files[each.path]).encode()}, "digest")
    for digest, body in renderings.items():
        insert_once(Rendering, {"digest": digest, "body": body}, "digest")
    number = db.session.scalar(sa.select(sa.func.max(Revision.number)).where(Revision.course_id == course.id)) or 0
    values = {"id": revision_id, "course_id": course.id, "number": number + 1, "made_at": at, "files": manifest,
              "outline": to_json(course)}  # fmt: skip
    insert_once(Revision, values, "id")
    row = db.session.get(CourseRow, course.id)
    if row is None:
        db.session.add(CourseRow(id=course.id, revision_id=revision_id, served_since=at, position=position))
    else:
        row.revision_id, row.served_since, row.position = revision_id, at, position


def _served(course_id: str) -> Course | None:
    revision_id = db.session.scalar(sa.select(CourseRow.revision_id).where(CourseRow.id == course_id))
    return at_revision(str(revision_id)) if revision_id else None


def links(around: Surroundings) -> Links:
    """Return how references in a text of this course are found: terms, Articles, activities, pictures."""

    def term(term_id: str) -> Term | None:
        found = c102.term(term_id)
        if found is None:
            return None
        return Term(found.id, found.term_in(around.language), found.definition_en, found.language_of(around.language))

    def activity(target: str) -> str | None:
        activity_id, mark, heading = target.partition("#")
        segment = around.activities.get(activity_id)
        return f"/courses/{around.course_id}/{segment}/{activity_id}{mark}{heading}" if segment else None

    def picture(path: str) -> Image | None:
        full = pictures.find(path, around.folder, around.media)
        return Image(f"/courses/{around.course_id}/files/{full}", *(around.media[full] or ())) if full else None

    def page(path: str) -> str | None:
        bare = path.partition("#")[0].partition("?")[0]
        return path if bare in PUBLIC_PAGES or bare in LAW_PAGES else None

    return Links(
        term=term,
        article=c102.article_path,
        activity=activity,
        media=picture,
        page=page,
        media_meant=lambda path: pictures.meant(path, around.folder, around.media),
    )


def check_source(source: str, line: int, around: Surroundings) -> list[Problem]:
    """Return the problems of a lesson's or a question's source, which stands on this line of its file: an instrument
    that is not known, an Article that the Convention does not have."""
    fault = unknown_in(source, c102.instruments())
    unknown = [Problem(str(line), "source-unknown", fault)] if fault else []
    return unknown + lint_references(source, line, links(around))


@dataclass(slots=True)
class _Current:
    """The list of current revisions (course id to revision id) as this process last saw it."""

    revisions: dict[str, str]
    read_at: float


_current: WeakKeyDictionary[sa.Engine, _Current] = WeakKeyDictionary()


def forget() -> None:
    """Make this process ask the database again for what is current."""
    _current.pop(db.engine, None)


def _current_revisions() -> dict[str, str]:
    now = time.monotonic()
    known = _current.get(db.engine)
    if known is None or now - known.read_at > FRESH_SECONDS:
        rows = db.session.execute(sa.select(CourseRow.id, CourseRow.revision_id).order_by(CourseRow.position))
        known = _Current({course_id: str(revision_id) for course_id, revision_id in rows}, now)
        _current[db.engine] = known
    return known.revisions


def catalogue() -> list[Course]:
    """Return all courses as served now, in order, hidden ones too: for work of the site itself."""
    return [at_revision(revision_id) for revision_id in _current_revisions().values()]


def catalogue_for(actor: Actor | None) -> list[Course]:
    """Return the courses as served now that the actor may see, in order."""
    return [course for course in catalogue() if _may_see(actor, course)]


def seen_by(actor: Actor | None, course_id: str) -> Course:
    """Return the course as served now for a page of the actor's; NotFound also where it is hidden from them.

    What somebody did in a course before it was hidden stays theirs: attempts and their results open as ever.
    """
    course = current(course_id)
    if not _may_see(actor, course):
        raise NotFound(course_id)
    return course


def _may_see(actor: Actor | None, course: Course) -> bool:
    return not course.hidden or may(actor, Permission.COURSES_SEE_HIDDEN)


def current(course_id: str) -> Course:
    """Return the course as served now, also where it is hidden; pages ask `seen_by`. Raises NotFound.

    At most `FRESH_SECONDS` behind another process.
    """
    revision_id = _current_revisions().get(course_id)
    if revision_id is None:
        raise NotFound(course_id)
    return at_revision(revision_id)


def activity_of(course: Course, activity_id: str, kind: str) -> Activity:
    """Return the course's activity of that id and kind. Raises NotFound."""
    activity = course.activity(activity_id)
    if activity is None or activity.kind != kind:
        raise NotFound(activity_id)
    return activity


@lru_cache(maxsize=128)
def at_revision(revision_id: str) -> Course:
    """Return the course as it was at a revision, for attempts that began on it. Raises NotFound."""
    outline = db.session.scalar(sa.select(Revision.outline).where(Revision.id == UUID(revision_id)))
    if outline is None:
        raise NotFound(revision_id)
    return from_json(outline)


def stamp_of(revision_id: str) -> tuple[int, datetime]:
    """Return the number of a revision of its course, and when it was checked in. Raises NotFound."""
    row = db.session.execute(
        sa.select(Revision.number, Revision.made_at).where(Revision.id == UUID(revision_id))
    ).first()
    if row is None:
        raise NotFound(revision_id)
    return row.number, row.made_at


@lru_cache(maxsize=512)
def text(digest: str) -> str:
    """Return a text by its hash. Raises NotFound."""
    content = db.session.scalar(sa.select(Blob.content).where(Blob.digest == digest))
    if content is None:
        raise NotFound(digest)
    return content.decode()


@lru_cache(maxsize=512)
def rendering(digest: str) -> str:
    """Return what a text's pages need, as its kind made it at check-in. Raises NotFound."""
    body = db.session.scalar(sa.select(Rendering.body).where(Rendering.digest == digest))
    if body is None:
        raise NotFound(digest)
    return body


def media(actor: Actor | None, course_id: str, path: str) -> bytes:
    """Return a picture of the course as served now. Raises NotFound."""
    return picture_at(seen_by(actor, course_id).revision_id, path)


def picture_at(revision_id: str, path: str) -> bytes:
    """Return a picture of a course as it was at a revision. Raises NotFound."""
    files = db.session.scalar(sa.select(Revision.files).where(Revision.id == UUID(revision_id)))
    if not files or path not in files or "/media/" not in f"/{path}":
        raise NotFound(path)
    content = db.session.scalar(sa.select(Blob.content).where(Blob.digest == files[path]))
    if content is None:
        raise NotFound(path)
    return content
