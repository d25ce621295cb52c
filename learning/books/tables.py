"""The books that were made."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Moment


class BookRow(Base):
    """One book as a file; named by revision, edition, name and the way of making it. May be made again.

    `content` is packed (gzip), as it is sent to all who take it so; `size` is its length; `digest` the file's own hash.
    """

    __tablename__ = "book"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(index=True)
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    edition: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Moment)
