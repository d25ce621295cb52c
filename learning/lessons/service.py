"""Reading lessons: the visit, the last line, the place, the note; and what a lesson tells its course."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa

from learning.c102 import service as c102
from learning.courses import service as courses
from learning.courses.course import Activity, Course, Need
from learning.courses.kinds import Entry, Kind, Surroundings
from learning.db import changed, insert_once, run, unit_of_work
from learning.kernel.errors import Conflict, Invalid
from learning.kernel.ids import derived_id
from learning.kernel.problems import Problem
from learning.lessons.source import parse
from learning.lessons.tables import NoteRow
from learning.markup import page as markup_page
from learning.markup.lint import lint as lint_markup
from learning.markup.plain import paragraphs
from learning.markup.render import document
from learning.people.actor import Actor
from learning.progress import completion
from learning.progress import service as progress
from learning.progress.changes import Paragraph, Since, compare
from learning.progress.changes import changed as changed_paragraphs
from learning.progress.completion import Completion
from learning.progress.ledger import Standings, Verb
from learning.progress.steps import Group, groups_around

NOTE_LIMIT = 10_000
"""Characters of a note."""

_note = NoteRow.__table__.c
_NOTE = sa.select(_note.text, _note.version, _note.saved_at).where(
    _note.person_id == sa.bindparam("person_id", type_=sa.Uuid),
    _note.course_id == sa.bindparam("course_id"),
    _note.activity_id == sa.bindparam("activity_id"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A source of a lesson; `href` leads to the Article where the law is at hand."""

    text: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """What a lesson's page needs of its text, as rendered at check-in."""

    page: markup_page.Page
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A reader's own note; `version` is 0 where there is none yet."""

    text: str = ""
    version: int = 0
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A lesson's page as one reader sees it. For a visitor `note` is empty and nothing is done."""

    course: Course
    lesson: Activity
    body: Body
    groups: tuple[Group, ...]
    completion: Completion
    enrolled: bool
    done: bool
    note: Note
    since: Since | None

    @property
    def previous(self) -> Activity | None:
        """The activity before."""
        return self.course.before(self.lesson.id)

    @property
    def following(self) -> Activity | None:
        """The activity after."""
        return self.course.after(self.lesson.id)

    @property
    def outcomes(self) -> list[str]:
        """What the lesson teaches, in words."""
        return [outcome.text for outcome in self.course.outcomes if outcome.id in self.lesson.outcomes]


def visit(actor: Actor | None, course_id: str, lesson_id: str) -> Visit:
    """Return a lesson's page for a reader. Raises NotFound. Writes nothing."""
    course = courses.seen_by(actor, course_id)
    lesson = courses.activity_of(course, lesson_id, KIND.name)
    enrolled, record = progress.standing_of(actor.id if actor else None, course_id)
    return Visit(
        course=course,
        lesson=lesson,
        body=_body(lesson.rendering),
        groups=groups_around(course, record.standings, lesson),
        completion=completion.of(course, record.standings),
        enrolled=enrolled,
        done=lesson_id in record.standings,
        note=note_of(actor, course_id, lesson_id) if actor else Note(),
        since=changes(course, lesson, record.standings),
    )


def changes(course: Course, lesson: Activity, standings: Standings) -> Since | None:
    """Return what changed in a lesson since a learner worked it through; None for nothing that is seen."""
    found = progress.done_before(course, lesson, standings.get(lesson.id))
    compared = _compared(found[1].rendering, lesson.rendering) if found else ()
    return Since(found[0], compared) if found and changed_paragraphs(compared) else None


@lru_cache(maxsize=128)
def _compared(before: str, after: str) -> tuple[Paragraph, ...]:
    return compare(paragraphs(_body(before).page.html), paragraphs(_body(after).page.html))


@unit_of_work
def finish(actor: Actor, course_id: str, lesson_id: str, at: datetime) -> Activity | None:
    """Enter that the learner worked the lesson through (once for each text of it that they saw to have changed), and
    move their place on. Returns what follows.

    Raises NotFound; NotAllowed for one who is not enrolled.
    """
    course = courses.seen_by(actor, course_id)
    lesson = courses.activity_of(course, lesson_id, KIND.name)
    whose = ("lesson-completed", str(actor.id), course_id, lesson_id)
    if not progress.enter(actor, course, lesson.id, Verb.COMPLETED, derived_id(*whose), at):
        standings = progress.record_of(actor.id, course_id).standings
        if changes(course, lesson, standings):  # worked through once more, in its new words
            progress.enter(actor, course, lesson.id, Verb.COMPLETED, derived_id(*whose, lesson.digest), at)
    following = course.after(lesson_id)
    if following is not None:
        progress.set_place(actor, course_id, following.id, "", at)
    return following


def keep_place(actor: Actor, course_id: str, lesson_id: str, heading: str, at: datetime) -> None:
    """Keep the heading that the learner read last; one that the lesson does not have counts as its top."""
    course = courses.seen_by(actor, course_id)
    lesson = courses.activity_of(course, lesson_id, KIND.name)
    known = {found.id for found in _body(lesson.rendering).page.headings}
    progress.set_place(actor, course_id, lesson.id, heading if heading in known else "", at)


def note_of(actor: Actor, course_id: str, lesson_id: str) -> Note:
    """Return the actor's own note on a lesson."""
    row = run(_NOTE, {"person_id": actor.id, "course_id": course_id, "activity_id": lesson_id}).first()
    return Note(row.text, row.version, row.saved_at) if row else Note()


@unit_of_work
def keep_note(actor: Actor, course_id: str, lesson_id: str, text: str, version: int, at: datetime) -> None:
    """Keep a note over the version that was shown. Raises Conflict when another window kept one since; NotFound."""
    courses.activity_of(courses.seen_by(actor, course_id), lesson_id, KIND.name)
    text = text.replace("\0", "")  # PostgreSQL keeps no NUL, and nobody types one
    if len(text) > NOTE_LIMIT:
        raise Invalid([Problem("text", "note-too-long", "")])
    if version == 0:
        values = {"person_id": actor.id, "course_id": course_id, "activity_id": lesson_id, "text": text,
                  "version": 1, "saved_at": at}  # fmt: skip
        kept = insert_once(NoteRow, values, "person_id", "course_id", "activity_id")
    else:
        mine = sa.update(NoteRow).where(*_own(actor, course_id, lesson_id), NoteRow.version == version)
        kept = changed(mine.values(text=text, version=version + 1, saved_at=at)) == 1
    if not kept and note_of(actor, course_id, lesson_id).text != text:  # the same text sent twice is no conflict
        raise Conflict("note-changed")


def _own(actor: Actor, course_id: str, lesson_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return NoteRow.person_id == actor.id, NoteRow.course_id == course_id, NoteRow.activity_id == lesson_id


def body_of(lesson: Activity) -> Body:
    """Return a lesson's text as its page shows it, with its sources."""
    return _body(lesson.rendering)


@lru_cache(maxsize=512)
def _body(rendering: str) -> Body:
    data = json.loads(courses.rendering(rendering))
    sources = tuple(Source(text, href) for text, href in data["sources"])
    return Body(markup_page.from_json(data["page"]), sources)


def _read(text: str) -> tuple[Entry | None, list[Problem]]:
    lesson, problems = parse(text)
    if lesson is None:
        return None, problems
    settings = lesson.settings
    uses = [("outcome", outcome, lesson.outcomes_line) for outcome in settings.outcomes]
    return Entry(settings.id, settings.title, settings.minutes, Need.COMPLETED, settings.optional,
                 settings.outcomes, uses=tuple(uses)), problems  # fmt: skip


def _lint(text: str, around: Surroundings) -> list[Problem]:
    lesson, _ = parse(text)
    if lesson is None:
        return []
    sources = zip(lesson.settings.sources, lesson.source_lines, strict=True)
    return [
        *(problem for source, line in sources for problem in courses.check_source(source, line, around)),
        *lint_markup(lesson.body, lesson.body_line, courses.links(around)),
    ]


def _render(text: str, around: Surroundings) -> str:
    lesson, _ = parse(text)
    if lesson is None:
        raise Invalid("lesson-unreadable")
    page = document(lesson.body, courses.links(around))
    sources = [[source, c102.article_path(source)] for source in lesson.settings.sources]
    return json.dumps({"page": markup_page.to_json(page), "sources": sources}, ensure_ascii=False)


KIND = Kind(name="lesson", suffix=".md", segment="lessons", renderer="5", read=_read, lint=_lint, render=_render)
"""What a lesson tells the course that holds it."""
