"""Who changed what, when: rows that must be provable in years, written in the transaction they speak of."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Json, Moment, db


class AuditEntry(Base):
    """One act: `act` is "room:verb", `subject` names the thing, `details` holds codes and ids, never secrets."""

    __tablename__ = "audit_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    actor_id: Mapped[UUID | None]
    act: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    details: Mapped[dict[str, Any]] = mapped_column(Json)


def note(actor_id: UUID | None, act: str, subject: str, at: datetime, **details: str | int | bool | None) -> None:
    """Add an entry to the running transaction; `actor_id` is None for the system itself."""
    db.session.add(AuditEntry(id=uuid4(), at=at, actor_id=actor_id, act=act, subject=subject, details=details))
