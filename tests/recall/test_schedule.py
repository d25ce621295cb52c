"""When a question comes back: never in the past, never beyond the cap, the same each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.recall.schedule import CAP_DAYS, Card, Confidence, Rating, Review, Verdict, fold, schedule

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CAP, DAY = timedelta(days=CAP_DAYS), timedelta(days=1)

moments = st.timedeltas(timedelta(days=-2000), timedelta(days=5000)).map(NOW.__add__)
verdicts, confidences = st.sampled_from(Verdict), st.none() | st.sampled_from(Confidence)
reviews = st.builds(Review, verdicts, moments, confidences, st.booleans())
logs = st.lists(reviews, min_size=1, max_size=12)


@st.composite
def habits(draw: st.DrawFn) -> list[Review]:
    """Draw a log as people make it: each review some days after the one before."""
    at = NOW
    found = []
    for days in draw(st.lists(st.integers(0, 500), min_size=1, max_size=30)):
        at += timedelta(days=days)
        found.append(Review(draw(verdicts), at, draw(confidences)))
    return found


def folded(log: list[Review]) -> Card:
    card = fold(log)
    assert card is not None
    return card


RATINGS = (
    (Verdict.WRONG, None, False, Rating.AGAIN),
    (Verdict.WRONG, Confidence.SURE, False, Rating.AGAIN),
    (Verdict.PARTLY, Confidence.SURE, False, Rating.HARD),
    (Verdict.RIGHT, Confidence.UNSURE, False, Rating.HARD),
    (Verdict.RIGHT, None, False, Rating.GOOD),
    (Verdict.RIGHT, Confidence.RATHER_SURE, False, Rating.GOOD),
    (Verdict.RIGHT, Confidence.SURE, False, Rating.EASY),
    (Verdict.RIGHT, Confidence.SURE, True, Rating.HARD),
    (Verdict.WRONG, None, True, Rating.AGAIN),
)


@pytest.mark.parametrize(("verdict", "confidence", "hinted", "rating"), RATINGS)
def test_result_and_confidence_say_how_well_it_was_remembered(
    verdict: Verdict, confidence: Confidence | None, hinted: bool, rating: Rating
) -> None:
    assert Review(verdict, NOW, confidence, hinted).rating is rating


@given(logs | habits())
def test_the_next_day_is_never_in_the_past_and_never_beyond_the_cap(log: list[Review]) -> None:
    card: Card | None = None
    for review in log:
        card = schedule(card, review)
        assert review.at <= card.last_at
        assert card.last_at + DAY <= card.due <= card.last_at + CAP
        assert 1 <= card.difficulty <= 10
        assert card.stability > 0
    assert card is not None
    assert card.reviews == len(log)


@given(logs)
def test_the_same_log_gives_the_same_card(log: list[Review]) -> None:
    assert fold(log) == fold(log)


@given(logs, reviews)
def test_a_better_answer_never_brings_a_question_back_sooner(log: list[Review], last: Review) -> None:
    """A wrong answer, one with effort, a right one, a sure one: in this order."""
    before = folded(log)
    answers = [
        Review(Verdict.WRONG, last.at),
        Review(Verdict.PARTLY, last.at),
        Review(Verdict.RIGHT, last.at),
        Review(Verdict.RIGHT, last.at, Confidence.SURE),
    ]
    days = [schedule(before, answer).due for answer in answers]
    assert days == sorted(days)


@given(logs, st.lists(st.integers(-30, 4000), min_size=2, max_size=5).map(sorted))
def test_what_is_likely_remembered_falls_with_the_days(log: list[Review], days: list[int]) -> None:
    card = folded(log)
    chances = [card.recall_at(card.last_at + timedelta(days=each)) for each in days]
    assert all(0 < each <= 1 for each in chances)
    assert all(later <= sooner for sooner, later in pairwise(chances))
    assert card.recall_at(card.last_at) == 1


def test_a_question_comes_back_when_nine_in_ten_would_know_it() -> None:
    card = folded([Review(Verdict.RIGHT, NOW), Review(Verdict.RIGHT, NOW + 2 * DAY)])
    assert card.due - card.last_at == 11 * DAY
    assert card.recall_at(card.due) == pytest.approx(0.9, abs=0.01)


def test_wrong_comes_back_tomorrow_and_sure_in_a_week() -> None:
    assert folded([Review(Verdict.WRONG, NOW)]).due == NOW + DAY
    assert folded([Review(Verdict.RIGHT, NOW)]).due == NOW + 2 * DAY
    assert folded([Review(Verdict.RIGHT, NOW, Confidence.SURE)]).due == NOW + 8 * DAY


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert fold([Review(Verdict.RIGHT, there)]) == fold([Review(Verdict.RIGHT, NOW)])


def test_nothing_reviewed_is_no_card_and_a_moment_without_a_zone_is_refused() -> None:
    assert fold([]) is None
    with pytest.raises(ValueError, match="zone"):
        schedule(None, Review(Verdict.RIGHT, NOW.replace(tzinfo=None)))
