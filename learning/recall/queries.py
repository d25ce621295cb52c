"""What the review asks of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.db import Moment, changed, insert_once, run
from learning.kernel.ids import derived_id
from learning.quiz.interaction import Response
from learning.quiz.practice import service as practice
from learning.recall.reviews import PASSED_OVER, Entry, Item, Known, Session, Summary
from learning.recall.schedule import Card, Confidence, Verdict
from learning.recall.tables import CardRow, LearnerRow, ReviewRow, SessionRow

_learner, _session = LearnerRow.__table__.c, SessionRow.__table__.c
_review, _card = ReviewRow.__table__.c, CardRow.__table__.c
_PERSON = sa.bindparam("person_id", type_=sa.Uuid)

_LOCK = sa.select(_learner.person_id).where(_learner.person_id == _PERSON).with_for_update()
_CARDS = sa.select(*_card).where(_card.person_id == _PERSON).order_by(_card.course_id, _card.question_id)
_CARD = sa.select(*_card).where(
    _card.person_id == _PERSON,
    _card.course_id == sa.bindparam("course_id"),
    _card.question_id == sa.bindparam("question_id"),
)
_TAKEN_UP = (
    sa.select(_review.attempt_id).where(_review.person_id == _PERSON, _review.attempt_id.is_not(None)).distinct()
)
_NEXT_SEQ = (
    sa.select(sa.func.coalesce(sa.func.max(_review.seq), 0) + 1)
    .where(_review.person_id == sa.bindparam("of_person", type_=sa.Uuid))
    .scalar_subquery()
)
_LAST_SESSION = sa.select(*_session).where(_session.person_id == _PERSON).order_by(_session.number.desc()).limit(1)
_ENTRIES = sa.select(_review.place, _review.verdict, _review.confidence, _review.given).where(
    _review.session_id == sa.bindparam("session_id", type_=sa.Uuid)
)
_CALIBRATION = (
    sa.select(
        _review.confidence,
        sa.func.count().label("answers"),
        sa.func.sum(sa.case((_review.verdict == Verdict.RIGHT.value, 1), else_=0)).label("right"),
    )
    .where(_review.person_id == _PERSON, _review.confidence.is_not(None), _review.verdict != PASSED_OVER)
    .group_by(_review.confidence)
)

_LATEST = (
    sa.select(_session.id, _session.started_at, _session.size)
    .where(_session.person_id == _PERSON)
    .order_by(_session.number.desc())
    .limit(1)
    .subquery("latest")
)
_DUE = (
    sa.select(sa.func.count())
    .where(
        _card.person_id == _PERSON,
        _card.due <= sa.bindparam("due_before"),
        _card.can_be_asked,
    )
    .scalar_subquery()
)
_TAKEN_AT = sa.func.coalesce(
    sa.select(_learner.taken_at).where(_learner.person_id == _PERSON).scalar_subquery(),
    sa.literal(datetime(1970, 1, 1, tzinfo=UTC), Moment),
)
_WAITING = sa.select(
    _DUE.label("due"),
    practice.has_practised(_TAKEN_AT).label("practised"),
    _LATEST.c.started_at,
    _LATEST.c.size,
    sa.select(sa.func.count()).where(_review.session_id == _LATEST.c.id).scalar_subquery().label("done"),
).select_from(sa.select(sa.literal_column("1").label("one")).subquery("always").outerjoin(_LATEST, sa.true()))
_SESSIONS = (
    sa.select(
        _session.started_at,
        _session.size,
        *(
            sa.func.coalesce(sa.func.sum(sa.case((_review.verdict.in_(verdicts), 1), else_=0)), 0).label(name)
            for name, verdicts in {
                "right": (Verdict.RIGHT.value,),
                "answered": tuple(each.value for each in Verdict),
                "passed_over": (PASSED_OVER,),
            }.items()
        ),
    )
    .select_from(SessionRow.__table__.outerjoin(ReviewRow.__table__, _review.session_id == _session.id))
    .where(_session.person_id == _PERSON)
    .group_by(_session.id)
    .order_by(_session.number.desc())
    .limit(sa.bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one statement tells of what waits; the last session's figures are None when there was none."""

    due: int
    practised: bool
    started_at: datetime | None
    left: int


def waiting(person_id: UUID, quiz_ids: Iterable[str], due_before: datetime, closed_until: datetime) -> Standing:
    """Return how many cards are due, whether there is practice to be taken up, and how far the last session is."""
    values = {"person_id": person_id, "quizzes": practice.listed(quiz_ids), "due_before": due_before,
              "closed_until": closed_until}  # fmt: skip
    row = run(_WAITING, values).one()
    return Standing(row.due, bool(row.practised), row.started_at, (row.size or 0) - row.done)


def hold(person_id: UUID) -> None:
    """Hold what is kept of a person's reviews until the transaction ends."""
    run(_LOCK, {"person_id": person_id})


def hold_and_note(person_id: UUID, taken_at: datetime) -> None:
    """Hold what is kept of a person's reviews, and note when practice is taken up."""
    if not insert_once(LearnerRow, {"person_id": person_id, "taken_at": taken_at}, "person_id"):
        changed(sa.update(LearnerRow).where(_learner.person_id == person_id).values(taken_at=taken_at))


def taken_up(person_id: UUID) -> frozenset[UUID]:
    """Return the attempts that gave the log an entry."""
    return frozenset(run(_TAKEN_UP, {"person_id": person_id}).scalars())


def cards(person_id: UUID) -> list[Known]:
    """Return a person's cards."""
    return [_known(row) for row in run(_CARDS, {"person_id": person_id})]


def card(person_id: UUID, course_id: str, question_id: str) -> Card | None:
    """Return how well a person knows a question; None when it was never asked."""
    row = run(_CARD, {"person_id": person_id, "course_id": course_id, "question_id": question_id}).first()
    return _known(row).card if row else None


def _known(row: Any) -> Known:
    card = Card(row.stability, row.difficulty, row.due, row.last_at, row.reviews)
    return Known(row.course_id, row.activity_id, row.question_id, card, row.can_be_asked)


def keep_card(person_id: UUID, known: Known) -> None:
    """Keep a card in the place of the one before; the caller holds the person's reviews."""
    key = {"person_id": person_id, "course_id": known.course_id, "question_id": known.question_id}
    card = known.card
    values = {"activity_id": known.activity_id, "stability": card.stability, "difficulty": card.difficulty,
              "due": card.due, "last_at": card.last_at, "reviews": card.reviews,
              "can_be_asked": known.can_be_asked}  # fmt: skip
    if not insert_once(CardRow, {**key, **values}, *key):
        changed(sa.update(CardRow).filter_by(**key).values(values))


def add_review(
    review_id: UUID, person_id: UUID, item: Item, at: datetime, verdict: str, confidence: Confidence | None, *,
    hinted: bool = False, attempt_id: UUID | None = None, session_id: UUID | None = None, place: int | None = None,
    given: Response | None = None,
) -> bool:  # fmt: skip
    """Add an entry to the log, once by its id; the caller holds the person's reviews."""
    values = {
        "id": review_id,
        "person_id": person_id,
        "seq": _NEXT_SEQ,
        "of_person": person_id,
        "course_id": item.course_id,
        "activity_id": item.activity_id,
        "question_id": item.question_id,
        "revision_id": UUID(item.revision_id),
        "at": at,
        "verdict": verdict,
        "confidence": confidence,
        "hinted": hinted,
        "attempt_id": attempt_id,
        "session_id": session_id,
        "place": place,
        "given": None if given is None else {name: list(texts) for name, texts in given.items()},
    }
    return insert_once(ReviewRow, values, "id")


def last_session(person_id: UUID) -> Session | None:
    """Return the newest session of a person with what became of its questions."""
    row = run(_LAST_SESSION, {"person_id": person_id}).first()
    if row is None:
        return None
    entries = {
        place: Entry(place, verdict, Confidence(confidence) if confidence else None, given or {})
        for place, verdict, confidence, given in run(_ENTRIES, {"session_id": row.id})
    }
    items = tuple(Item(*item) for item in row.items)
    return Session(row.id, row.number, row.started_at, row.seed, items, entries)


def add_session(person_id: UUID, number: int, items: Iterable[Item], seed: int, at: datetime) -> None:
    """Add a session; the caller holds the person's reviews."""
    plain = [[item.course_id, item.revision_id, item.activity_id, item.question_id] for item in items]
    session_id = derived_id("recall-session", str(person_id), str(number))
    values = {"id": session_id, "person_id": person_id, "number": number, "started_at": at, "seed": seed,
              "size": len(plain), "items": plain}  # fmt: skip
    insert_once(SessionRow, values, "id")


def sessions(person_id: UUID, most: int) -> list[Summary]:
    """Return the last sessions in figures, the newest first."""
    rows = run(_SESSIONS, {"person_id": person_id, "most": most})
    return [Summary(row.started_at, row.size, row.right, row.answered, row.passed_over) for row in rows]


def calibration(person_id: UUID) -> Mapping[Confidence, tuple[int, int]]:
    """Return right answers and all answers by how sure the person said to be."""
    rows = run(_CALIBRATION, {"person_id": person_id})
    return {Confidence(row.confidence): (row.right, row.answers) for row in rows}
