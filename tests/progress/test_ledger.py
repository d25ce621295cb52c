"""Facts fold alike in any order, once or often, and nothing is ever taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from learning.kernel.score import Score
from learning.progress.ledger import NOTHING, Standing, Verb, fold, fold_all, from_json, moved, to_json

START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 10**7).map(lambda seconds: START + timedelta(seconds=seconds))
SCORES = st.integers(0, 10).map(lambda points: Score(Decimal(points), Decimal(10)))
FACTS = st.tuples(st.sampled_from(("", "a", "b")), st.sampled_from(Verb), MOMENTS, st.none() | SCORES)
LEDGERS = st.lists(FACTS, max_size=12)


@given(LEDGERS, st.randoms())
def test_the_order_of_facts_makes_no_difference(ledger: list[tuple[str, Verb, datetime, Score | None]], dice) -> None:  # type: ignore[no-untyped-def]  # Hypothesis gives a Random of its own
    shuffled = list(ledger)
    dice.shuffle(shuffled)
    assert fold_all(shuffled) == fold_all(ledger)


@given(LEDGERS)
def test_the_same_facts_again_change_nothing(ledger: list[tuple[str, Verb, datetime, Score | None]]) -> None:
    assert fold_all(ledger + ledger) == fold_all(ledger)


@given(LEDGERS, FACTS)
def test_nothing_is_taken_back(
    ledger: list[tuple[str, Verb, datetime, Score | None]], fact: tuple[str, Verb, datetime, Score | None]
) -> None:
    before = fold_all(ledger)
    after = fold(before, *fact)
    for activity, known in before.items():
        now = after[activity]
        for name in ("completed_at", "submitted_at", "passed_at"):
            was, becomes = getattr(known, name), getattr(now, name)
            assert was is None or (becomes is not None and becomes <= was)
        assert known.best is None or (now.best is not None and now.best.percent >= known.best.percent)


@given(LEDGERS)
def test_standings_survive_being_written(ledger: list[tuple[str, Verb, datetime, Score | None]]) -> None:
    standings = fold_all(ledger)
    assert from_json(to_json(standings)) == standings


def test_each_verb_says_what_it_says() -> None:
    ten, best = Score(Decimal(10), Decimal(10)), Score(Decimal(4), Decimal(10))
    assert fold({}, "a", Verb.COMPLETED, START, None) == {"a": Standing(completed_at=START)}
    assert fold({}, "a", Verb.SUBMITTED, START, best) == {"a": Standing(submitted_at=START, best=best)}
    assert fold({}, "a", Verb.FAILED, START, best) == {"a": Standing(submitted_at=START, best=best)}
    assert fold({}, "a", Verb.PASSED, START, ten) == {"a": Standing(submitted_at=START, passed_at=START, best=ten)}
    assert Standing(None, None, None, None) == NOTHING


@given(LEDGERS)
def test_a_renamed_activity_keeps_all_that_was_done_under_either_name(
    ledger: list[tuple[str, Verb, datetime, Score | None]],
) -> None:
    renamed = [("b" if activity == "a" else activity, *rest) for activity, *rest in ledger]
    found = moved(fold_all(ledger), {"a": "b"})
    assert found == fold_all(renamed)  # type: ignore[arg-type]  # a list in the place of a tuple
    assert moved(found, {"a": "b"}) == found
