"""Putting work into the outbox, and carrying it out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.db import changed, db, insert_once, unit_of_work
from learning.outbox.backoff import MOST_TRIES, delay
from learning.outbox.tables import OutboxItem

log = logging.getLogger(__name__)

Handler = Callable[[dict[str, Any]], None]
CLAIM = timedelta(minutes=2)
"""How long a worker may hold an item before another may take it."""


def put(kind: str, payload: dict[str, Any], at: datetime, item_id: UUID | None = None) -> None:
    """Write an item into the running transaction; the same `item_id` twice is one item."""
    values = {"id": item_id or uuid4(), "kind": kind, "payload": payload, "state": "waiting", "tries": 0,
              "created_at": at, "due_at": at, "last_error": ""}  # fmt: skip
    insert_once(OutboxItem, values, "id")


def work(handlers: Mapping[str, Handler], at: datetime, most: int = 20) -> int:
    """Carry out up to `most` due items of the kinds that have a handler, and return how many were done. A handler runs
    outside of any transaction.

    `at` is the moment of the call; what the handlers take is added to it, so that a claim holds for its full time.
    """
    done, began = 0, time.monotonic()
    for _ in range(most):
        now = at + timedelta(seconds=time.monotonic() - began)
        item = claim(now, handlers)
        if item is None:
            break
        done += _carry_out(handlers, item, now)
    return done


@unit_of_work
def claim(at: datetime, kinds: Collection[str]) -> OutboxItem | None:
    """Take the oldest due item of these kinds for a while; None when there is none. Two workers never get the same."""
    oldest = (
        sa.select(OutboxItem)
        .where(OutboxItem.state == "waiting", OutboxItem.due_at <= at, OutboxItem.kind.in_(kinds))
        .order_by(OutboxItem.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    item = db.session.scalars(oldest).first()
    if item is not None:
        item.due_at = at + CLAIM
        item.tries += 1
    return item


def _carry_out(handlers: Mapping[str, Handler], item: OutboxItem, at: datetime) -> int:
    try:
        handlers[item.kind](item.payload)
    except (OSError, KeyError, ValueError) as error:  # mail servers fail with OSError; a bad item with the others
        log.warning("outbox-failed", extra={"item": str(item.id), "kind": item.kind, "cause": type(error).__name__})
        state = "failed" if item.tries >= MOST_TRIES else "waiting"
        _settle(item.id, state, at + delay(item.tries), repr(error)[:500], item.tries)
        return 0
    _settle(item.id, "done", at, "", item.tries)
    return 1


@unit_of_work
def _settle(item_id: UUID, state: str, due_at: datetime, error: str, tries: int) -> None:
    """Write down what became of try number `tries`; a failure says nothing once another worker has tried again."""
    values: dict[str, Any] = {"state": state, "due_at": due_at, "last_error": error}
    if state == "done":
        values["payload"] = {}  # a mail may hold a one-time link: it is not kept once it is sent
    mine = sa.update(OutboxItem).where(OutboxItem.id == item_id, OutboxItem.state == "waiting")
    changed((mine if state == "done" else mine.where(OutboxItem.tries == tries)).values(**values))
