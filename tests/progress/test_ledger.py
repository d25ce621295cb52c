"""Facts fold alike in any order, once or often, and nothing but a score that was wrong is ever taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from learning.kernel.score import Score
from learning.progress.ledger import (
    COURSE,
    NOTHING,
    Fact,
    Last,
    Standing,
    Verb,
    fold,
    fold_all,
    from_json,
    moved,
    to_json,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 10**7).map(lambda seconds: START + timedelta(seconds=seconds))
SCORES = st.integers(0, 10).map(lambda points: Score(Decimal(points), Decimal(10)))
FACTS = st.builds(
    Fact,
    st.sampled_from(("", "a", "b")),
    st.sampled_from(Verb),
    MOMENTS,
    st.none() | SCORES,
    st.sampled_from(("", "first", "second")),
)
PLAIN = st.lists(FACTS, max_size=12).map(lambda facts: [replace(fact, id=UUID(int=n)) for n, fact in enumerate(facts)])


@st.composite
def ledgers(draw: st.DrawFn) -> list[Fact]:
    """Facts of which some correct an earlier one of the same activity, once each."""
    out: list[Fact] = []
    for fact in draw(PLAIN):
        taken = {known.corrects for known in out}
        free = [known.id for known in out if known.activity_id == fact.activity_id and known.id not in taken]
        out.append(replace(fact, corrects=draw(st.none() | st.sampled_from(free))) if free else fact)
    return out


LEDGERS = ledgers()


@given(LEDGERS, st.randoms(use_true_random=False))
def test_the_order_of_facts_makes_no_difference(ledger: list[Fact], dice: Random) -> None:
    shuffled = list(ledger)
    dice.shuffle(shuffled)
    assert fold_all(shuffled) == fold_all(ledger)


@given(LEDGERS)
def test_the_same_facts_again_change_nothing(ledger: list[Fact]) -> None:
    assert fold_all(ledger + ledger) == fold_all(ledger)


@given(LEDGERS, FACTS)
def test_one_more_fact_is_folded_onto_what_is_known(ledger: list[Fact], fact: Fact) -> None:
    assert fold(fold_all(ledger), fact) == fold_all([*ledger, fact])


@given(LEDGERS, FACTS)
def test_nothing_is_taken_back(ledger: list[Fact], fact: Fact) -> None:
    before = fold_all(ledger)
    after = fold(before, fact)
    for activity, known in before.items():
        _keeps_its_moments(known, after[activity])
        assert known.best is None or (after[activity].best or known.best).percent >= known.best.percent


@given(LEDGERS, FACTS)
def test_a_correction_takes_back_a_score_and_nothing_else(ledger: list[Fact], fact: Fact) -> None:
    taken = {known.corrects for known in ledger}
    for wrong in (known for known in ledger if known.id not in taken):
        right = replace(fact, activity_id=wrong.activity_id, id=UUID(int=99), corrects=wrong.id)
        before, after = fold_all(ledger), fold_all([*ledger, right])
        _keeps_its_moments(before[wrong.activity_id], after[wrong.activity_id])
        assert after[wrong.activity_id].last == before[wrong.activity_id].last
        assert after[wrong.activity_id].corrected_at is not None
        counted = [known.score for known in [*ledger, right] if known.id not in taken | {wrong.id} and known.score
                   and known.activity_id == wrong.activity_id]  # fmt: skip
        best = after[wrong.activity_id].best
        assert (best.percent if best else None) == max((score.percent for score in counted), default=None)


def _keeps_its_moments(before: Standing, after: Standing) -> None:
    for name in ("completed_at", "submitted_at", "passed_at"):
        was, becomes = getattr(before, name), getattr(after, name)
        assert was is None or (becomes is not None and becomes <= was)


@given(LEDGERS)
def test_standings_survive_being_written(ledger: list[Fact]) -> None:
    standings = fold_all(ledger)
    assert from_json(to_json(standings)) == standings


def test_each_verb_says_what_it_says() -> None:
    ten, best = Score(Decimal(10), Decimal(10)), Score(Decimal(4), Decimal(10))
    assert fold({}, Fact("a", Verb.COMPLETED, START)) == {"a": Standing(completed_at=START)}
    assert fold({}, Fact("a", Verb.SUBMITTED, START, best)) == {"a": Standing(submitted_at=START, best=best)}
    assert fold({}, Fact("a", Verb.FAILED, START, best)) == {"a": Standing(submitted_at=START, best=best)}
    passed = Standing(submitted_at=START, passed_at=START, best=ten)
    assert fold({}, Fact("a", Verb.PASSED, START, ten)) == {"a": passed}
    assert Standing(None, None, None, None) == NOTHING


def test_the_revision_is_that_of_the_last_time() -> None:
    later = START + timedelta(days=1)
    facts = [Fact("a", Verb.COMPLETED, START, None, "old"), Fact("a", Verb.COMPLETED, later, None, "new")]
    assert fold_all(facts)["a"].last == Last(later, "new")
    assert fold_all([Fact(COURSE, Verb.COMPLETED, START, None, "old")])[COURSE].last is None


@given(LEDGERS)
def test_a_renamed_activity_keeps_all_that_was_done_under_either_name(ledger: list[Fact]) -> None:
    renamed = [replace(fact, activity_id="b") if fact.activity_id == "a" else fact for fact in ledger]
    found = moved(fold_all(ledger), {"a": "b"})
    assert found == fold_all(renamed)
    assert moved(found, {"a": "b"}) == found
