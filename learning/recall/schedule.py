"""When a question comes back: what an answer says of memory, and what a card becomes by it.

The model of forgetting is the library `fsrs`, imported here alone: without dice, without steps within a day (a session
is daily), so that the same log always gives the same cards. See docs/decisions/014.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from fractions import Fraction

import fsrs

CAP_DAYS = 365
"""No question stays away longer."""

WANTED = 0.9
"""How likely a question should still be remembered on the day on which it comes back."""

_MODEL = fsrs.Scheduler(
    desired_retention=WANTED, learning_steps=(), relearning_steps=(), maximum_interval=CAP_DAYS, enable_fuzzing=False
)


class Confidence(IntEnum):
    """How sure a learner says to be of an answer."""

    UNSURE = 1
    RATHER_SURE = 2
    SURE = 3


class Verdict(StrEnum):
    """What grading said of an answer."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"

    @classmethod
    def of(cls, share: Fraction) -> Verdict:
        """Return the verdict on an answer that won this share of the points."""
        return cls.RIGHT if share == 1 else cls.PARTLY if share else cls.WRONG


class Rating(IntEnum):
    """How well a question was remembered, in the words of the model."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Review:
    """One answer to a question, as it counts for memory. `hinted`: its hint was taken."""

    verdict: Verdict
    at: datetime
    confidence: Confidence | None = None
    hinted: bool = False

    @property
    def rating(self) -> Rating:
        """Say how well the question was remembered; right but unsure, or with the hint, is remembered with effort."""
        if self.verdict is Verdict.WRONG:
            return Rating.AGAIN
        if self.verdict is Verdict.PARTLY or self.hinted or self.confidence is Confidence.UNSURE:
            return Rating.HARD
        return Rating.EASY if self.confidence is Confidence.SURE else Rating.GOOD


@dataclass(frozen=True, slots=True)
class Card:
    """How well a person knows a question after `reviews` answers. `stability`: days until `WANTED`; `difficulty`: 1
    to 10."""

    stability: float
    difficulty: float
    due: datetime
    last_at: datetime
    reviews: int

    def recall_at(self, at: datetime) -> float:
        """Return how likely the question is remembered at a moment, 0 to 1; it falls by the day."""
        return float(_MODEL.get_card_retrievability(_as_model(self), max(at, self.last_at)))


def schedule(card: Card | None, review: Review) -> Card:
    """Return the card after a review; None is a question never asked before.

    It is due 1 to `CAP_DAYS` days later. A review said to be older than the last one (clocks differ, and an attempt may
    be taken up late) counts as if it had come with the last one. Raises ValueError without a zone.
    """
    if review.at.tzinfo is None:
        raise ValueError("a moment needs a zone")
    at = (max(review.at, card.last_at) if card else review.at).astimezone(UTC)
    known = _as_model(card) if card else fsrs.Card(card_id=0, due=at)
    found, _ = _MODEL.review_card(known, fsrs.Rating(review.rating), at)
    if found.stability is None or found.difficulty is None:
        raise AssertionError("a card that was reviewed has both")
    return Card(found.stability, found.difficulty, found.due, at, (card.reviews if card else 0) + 1)


def fold(reviews: Iterable[Review], card: Card | None = None) -> Card | None:
    """Return what a card becomes by a question's reviews, in the order of entering them; None: never asked."""
    for review in reviews:
        card = schedule(card, review)
    return card


def _as_model(card: Card) -> fsrs.Card:
    """Return the card as the model has it: with an id and a date, or it would take the clock's."""
    return fsrs.Card(
        card_id=0, state=fsrs.State.Review, stability=card.stability, difficulty=card.difficulty, due=card.due,
        last_review=card.last_at,
    )  # fmt: skip
