"""Files handed in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, Moment


class UploadRow(Base):
    """One file, as it came; rows are only added: a file that was replaced stays. `id` is derived from what it holds.

    `name` is as typed, `kind` what the content was found to be; `size` counts bytes.
    """

    __tablename__ = "upload"
    __table_args__ = (Index("ix_upload_attempt_id_question_id", "attempt_id", "question_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    question_id: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Moment)
