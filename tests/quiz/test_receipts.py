"""Receipts: one code for what was handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.attempts import Attempt, State
from learning.quiz.receipts import Check, check, code, fingerprint

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
ATTEMPT = Attempt(
    UUID(int=1), UUID(int=2), "course", "quiz", 1, "revision", 7, ("a", "b"), State.GRADED, NOON, None, NOON, None,
    None, None,
)  # fmt: skip
GIVEN = {"a": {"answer": ["0"]}, "b": {"answer": ["twenty-six — ٢٦"]}}
SECRET = "a secret of the site"
PRINTED = fingerprint(ATTEMPT, "version", GIVEN)


@pytest.mark.parametrize(
    "changed",
    [
        fingerprint(replace(ATTEMPT, person_id=UUID(int=9)), "version", GIVEN),
        fingerprint(replace(ATTEMPT, closed_at=NOON + timedelta(seconds=1)), "version", GIVEN),
        fingerprint(replace(ATTEMPT, questions=("b", "a")), "version", GIVEN),
        fingerprint(ATTEMPT, "another version", GIVEN),
        fingerprint(ATTEMPT, "version", {**GIVEN, "a": {"answer": ["1"]}}),
        fingerprint(ATTEMPT, "version", {"a": GIVEN["a"]}),
    ],
)
def test_whatever_is_changed_is_seen(changed: str) -> None:
    assert changed != PRINTED
    assert check(code(PRINTED, SECRET), PRINTED, changed, SECRET) is Check.CHANGED


def test_the_order_of_answers_and_the_zone_of_the_moment_make_no_difference() -> None:
    turned = dict(reversed(GIVEN.items()))
    elsewhere = replace(ATTEMPT, closed_at=NOON.astimezone(ZoneInfo("Asia/Kathmandu")))
    assert fingerprint(elsewhere, "version", turned) == PRINTED


@given(st.text(max_size=80))
def test_nobody_makes_a_code_without_the_secret(typed: str) -> None:
    assert check(typed, PRINTED, PRINTED, SECRET) is Check.FOREIGN
    assert check(code(PRINTED, typed), PRINTED, PRINTED, SECRET) is Check.FOREIGN


def test_a_code_may_be_typed_in_any_way() -> None:
    printed = code(PRINTED, SECRET)
    assert len(printed.split()) == 8
    for typed in (printed, printed.lower(), printed.replace(" ", ""), printed.replace(" ", "-"),
                  f"  {printed.replace('O', '0').replace('I', '1')} "):  # fmt: skip
        assert check(typed, PRINTED, PRINTED, SECRET) is Check.GENUINE
