"""What must be provable in years stands or falls with the act it speaks of."""

from __future__ import annotations

from datetime import UTC
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.audit import AuditEntry, note
from learning.db import db, unit_of_work
from tests.factories.site import NOW


def test_a_note_of_an_act_stands_or_falls_with_it(app: Flask) -> None:
    who = uuid4()

    @unit_of_work
    def act(*, fails: bool) -> None:
        note(who, "test:act", "a subject", NOW, was="x", count=3, done=True, nothing=None)
        if fails:
            raise LookupError

    with app.app_context():
        with pytest.raises(LookupError):
            act(fails=True)
        act(fails=False)
        db.session.rollback()
        (entry,) = db.session.scalars(sa.select(AuditEntry)).all()
        assert (entry.actor_id, entry.act, entry.subject, entry.at) == (
            who,
            "test:act",
            "a subject",
            NOW.astimezone(UTC),
        )
        assert entry.details == {"was": "x", "count": 3, "done": True, "nothing": None}
