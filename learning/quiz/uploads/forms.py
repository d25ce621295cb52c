"""The file that comes with an answer: kept first, so that it is not lost when the rest of the answer is refused."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import request
from werkzeug.datastructures import MultiDict

from learning.people.actor import Actor
from learning.quiz.file_kinds import MEGABYTE, MOST_MEGABYTES
from learning.quiz.interactions.hand_in import FILE
from learning.quiz.uploads import service
from learning.web.limits import limit

MOST_BYTES = (MOST_MEGABYTES + 2) * MEGABYTE
"""The largest request with a file: one that is a little too large is refused in words, at its field."""


def put_file(typed: MultiDict[str, str], actor: Actor, attempt_id: UUID, number: int, at: datetime) -> None:
    """Keep the file that was sent, if any, and write into the form which it is, in place of the one before.

    Raises as `service.keep` does, and TooMany; then the one before stays.
    """
    sent = request.files.get(FILE)
    if sent is not None and sent.filename:
        limit("upload")
        typed[FILE] = service.keep(actor, attempt_id, number, sent.filename, sent.stream.read(), at)
