"""The table of things to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Json, Moment


class OutboxItem(Base):
    """One thing to do. `state` is "waiting", "done" or "failed" (given up); `due_at` also holds a claim."""

    __tablename__ = "outbox_item"
    __table_args__ = (Index("ix_outbox_item_state_due_at", "state", "due_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str]
    tries: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    last_error: Mapped[str]
