"""Taking files in and giving them back: to their owner, and once they are handed in to the trainers who mark them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.db import insert_once, run, unit_of_work
from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.kernel.ids import derived_id
from learning.kernel.problems import Problem
from learning.people.actor import Actor, course_scope
from learning.people.permissions import Permission, may
from learning.quiz import attempts as rules
from learning.quiz import queries
from learning.quiz.attempts import State
from learning.quiz.file_kinds import kind_of_name, shown_name
from learning.quiz.interaction import Response
from learning.quiz.interactions.hand_in import FILE, HandIn, file_id
from learning.quiz.papers.service import paper_of_attempt
from learning.quiz.questions import Question
from learning.quiz.tables import AttemptRow
from learning.quiz.uploads.tables import UploadRow

MOST_FILES = 10
"""Files kept for one question of one attempt, those that were replaced among them."""

UNKNOWN = Problem(FILE, "answer-file-unknown", "this file did not arrive: choose it again")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file without its content; `size` counts bytes."""

    id: UUID
    name: str
    kind: str
    size: int
    at: datetime


_upload, _attempt = UploadRow.__table__.c, AttemptRow.__table__.c
_OF_QUESTION = (
    sa.select(_upload.id, _upload.name, _upload.kind, _upload.size, _upload.at)
    .where(
        _upload.attempt_id == sa.bindparam("attempt_id", type_=sa.Uuid),
        _upload.question_id == sa.bindparam("question_id"),
    )
    .order_by(_upload.at.desc(), _upload.id)
)
_WHOLE = (
    sa.select(
        _upload.id, _upload.name, _upload.kind, _upload.size, _upload.at, _upload.content, _attempt.person_id,
        _attempt.course_id, _attempt.state,
    )
    .join_from(UploadRow.__table__, AttemptRow.__table__, _upload.attempt_id == _attempt.id)
    .where(
        _upload.id == sa.bindparam("id", type_=sa.Uuid),
        _upload.attempt_id == sa.bindparam("attempt_id", type_=sa.Uuid),
    )
)  # fmt: skip


@unit_of_work
def keep(actor: Actor, attempt_id: UUID, number: int, name: str, content: bytes, at: datetime) -> str:
    """Keep a file for question `number` (from 1) of an open attempt, and return what its answer says of it.

    The same file again changes nothing. Raises NotFound, also where no file is asked for; Conflict ("closed",
    "time-over"); Invalid("answer-file-…"), nothing being kept.
    """
    attempt = queries.attempt(attempt_id, actor.id, lock=True)
    if attempt.state is not State.OPEN:
        raise Conflict("closed")
    if rules.is_late(at, attempt.until):
        raise Conflict("time-over")
    if not 1 <= number <= len(attempt.questions):
        raise NotFound(str(number))
    question = paper_of_attempt(attempt).asked(attempt.questions[number - 1], attempt.seed).question
    known = offered(attempt_id, question)
    if known is None or not isinstance(question.interaction, HandIn):
        raise NotFound(str(number))
    name = shown_name(name)
    if problems := question.interaction.check_file(name, content):
        raise Invalid(problems)
    upload_id = derived_id("upload", str(attempt_id), question.id, name, hashlib.sha256(content).hexdigest())
    if upload_id not in {upload.id for upload in known}:
        if len(known) >= MOST_FILES:
            raise Invalid([Problem(FILE, "answer-file-many", f"{MOST_FILES} files are kept, and no more")])
        insert_once(
            UploadRow,
            {
                "id": upload_id,
                "attempt_id": attempt_id,
                "question_id": question.id,
                "name": name,
                "kind": kind_of_name(name),
                "size": len(content),
                "content": content,
                "at": at,
            },
            "id",
        )
    return f"{upload_id}/{name}"


def check(attempt_id: UUID, question: Question, response: Response) -> None:
    """Raise Invalid("answer-file-unknown") when a response names a file that was not kept for this very question."""
    given = response.get(FILE, ()) if isinstance(question.interaction, HandIn) else ()
    if given:
        names = {f"{upload.id}/{upload.name}" for upload in of_question(attempt_id, question.id)}
        if not set(given) <= names:
            raise Invalid([UNKNOWN])


def of_question(attempt_id: UUID, question_id: str) -> list[Upload]:
    """Return the files kept for a question of an attempt, the newest first, without their contents."""
    rows = run(_OF_QUESTION, {"attempt_id": attempt_id, "question_id": question_id})
    return [Upload(*row) for row in rows]


def offered(attempt_id: UUID, question: Question) -> list[Upload] | None:
    """Return the files that a learner may choose from at a question; None where no file is asked for."""
    if not isinstance(question.interaction, HandIn) or FILE not in question.interaction.field_names:
        return None
    return of_question(attempt_id, question.id)


def file(actor: Actor, attempt_id: UUID, upload_id: UUID) -> tuple[Upload, bytes]:
    """Return a file with its content: to the learner whose it is, and once handed in to who marks in its course.

    Raises NotFound.
    """
    row = run(_WHOLE, {"id": upload_id, "attempt_id": attempt_id}).first()
    if row is None:
        raise NotFound(str(upload_id))
    handed_in = row.state != State.OPEN.value
    if row.person_id != actor.id and not (handed_in and may(actor, Permission.QUIZ_MARK, course_scope(row.course_id))):
        raise NotFound(str(upload_id))
    return Upload(row.id, row.name, row.kind, row.size, row.at), row.content


def id_in(given: str) -> UUID | None:
    """Return the id of the file that an answer names."""
    found = file_id(given)
    return UUID(found) if found else None
