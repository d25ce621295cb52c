"""What saving asks of the tables of the quiz."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.db import Json, Moment, insert_once, insert_told, run
from learning.quiz.saving.revisions import Saving, family
from learning.quiz.tables import HintRow, ResponseRow, ToldRow

_table = ResponseRow.__table__
_kept, _last = _table.c, _table.alias("last").c
_OF_ATTEMPT = _last.attempt_id == sa.bindparam("of_attempt", type_=sa.Uuid)
_OF_QUESTION = sa.and_(_OF_ATTEMPT, _last.question_id == sa.bindparam("of_question"))
_COLUMNS = (_last.id, _last.seq, _last.given, _last.flagged, _last.confidence, _last.saved_at, _last.base,
            _last.set_aside)  # fmt: skip
_SAVINGS = sa.select(*_COLUMNS).where(_OF_QUESTION).order_by(_last.seq)
_BY_KEY = sa.select(_last.attempt_id, _last.question_id, *_COLUMNS).where(
    _last.id == sa.bindparam("of_id", type_=sa.Uuid)
)

_SEQ = sa.select(sa.func.coalesce(sa.func.max(_last.seq), 0) + 1).where(_OF_ATTEMPT).scalar_subquery()
_NOW = sa.bindparam("of_moment", type_=Moment)
_NEVER_BEFORE_THE_LAST = sa.func.coalesce(
    sa.select(sa.case((_last.saved_at > _NOW, _last.saved_at), else_=_NOW))
    .where(_OF_ATTEMPT)
    .order_by(_last.seq.desc())
    .limit(1)
    .scalar_subquery(),
    _NOW,
)
_ONE_PAGE = _last.id.between(sa.bindparam("page_first", type_=sa.Uuid), sa.bindparam("page_last", type_=sa.Uuid))
_OUTDATED = sa.func.coalesce(
    sa.select(
        sa.case(
            (_ONE_PAGE, _last.id > sa.bindparam("page_step", type_=sa.Uuid)),
            else_=sa.and_(
                _last.seq > sa.bindparam("of_base", type_=sa.Integer),
                _last.given != sa.bindparam("of_given", type_=Json),
            ),
        )
    )
    .where(_OF_QUESTION, _last.set_aside.is_(sa.false()))
    .order_by(_last.seq.desc())
    .limit(1)
    .scalar_subquery(),
    sa.false(),
)
"""Whether what counts now came later than what the page knew of: by the same page's own count, else by the revision the
page was made from (NULL, not said: never), when it says something else. Asked in the insert itself, since only a
statement that begins once the attempt is held is sure to see every saving before it."""

_hint = HintRow.__table__.c
_HINTS = sa.select(_hint.question_id).where(_hint.attempt_id == sa.bindparam("id", type_=sa.Uuid))

_told = ToldRow.__table__.c
_TOLD_OF = sa.select(_told.question_id).where(_told.attempt_id == sa.bindparam("id", type_=sa.Uuid))

_MADE = {"seq": _SEQ, "saved_at": _NEVER_BEFORE_THE_LAST, "set_aside": _OUTDATED}
_TOLD = (_kept.seq, _kept.saved_at, _kept.set_aside)


def add(
    key: UUID, attempt_id: UUID, question_id: str, given: Mapping[str, Sequence[str]], flagged: bool,
    confidence: int | None, base: int | None, at: datetime,
) -> tuple[int, datetime, bool] | None:  # fmt: skip
    """Add a saving to an attempt that the caller holds: its revision, moment, and whether it was set aside.

    None, and nothing is added, when the key is used. The moment is never before that of the saving before.
    """
    bounds = family(key)
    values = {
        "id": key, "attempt_id": attempt_id, "question_id": question_id, "given": given, "flagged": flagged,
        "confidence": confidence, "base": base, "of_attempt": attempt_id, "of_question": question_id,
        "of_given": given, "of_base": base, "of_moment": at, "page_first": bounds.first, "page_step": bounds.step,
        "page_last": bounds.last,
    }  # fmt: skip
    row = insert_told(ResponseRow, {**values, **_MADE}, ("id",), _TOLD)
    return (row.seq, row.saved_at, row.set_aside) if row else None


def by_key(key: UUID) -> tuple[UUID, str, Saving] | None:
    """Return the saving of a key, with its attempt and question; None when the key is free."""
    row = run(_BY_KEY, {"of_id": key}).first()
    return (row[0], row[1], Saving(*row[2:])) if row else None


def savings(attempt_id: UUID, question_id: str) -> list[Saving]:
    """Return every saving of an answer, the first one first."""
    return [Saving(*row) for row in run(_SAVINGS, {"of_attempt": attempt_id, "of_question": question_id})]


def hints(attempt_id: UUID) -> frozenset[str]:
    """Return the questions of an attempt whose hint was taken."""
    return frozenset(question_id for (question_id,) in run(_HINTS, {"id": attempt_id}))


def told(attempt_id: UUID) -> frozenset[str]:
    """Return the questions of an attempt whose key was told already."""
    return frozenset(question_id for (question_id,) in run(_TOLD_OF, {"id": attempt_id}))


def tell(attempt_id: UUID, question_id: str, at: datetime) -> None:
    """Note that the key of a question was told, once."""
    insert_once(ToldRow, {"attempt_id": attempt_id, "question_id": question_id, "at": at}, "attempt_id", "question_id")


def take_hint(attempt_id: UUID, question_id: str, at: datetime) -> None:
    """Note that a hint was taken, once."""
    insert_once(HintRow, {"attempt_id": attempt_id, "question_id": question_id, "at": at}, "attempt_id", "question_id")
