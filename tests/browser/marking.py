"""Work that a person marks: one attempt that waits, one that is marked, one that is open with a file in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from learning.people.actor import Actor
from learning.quiz import service as quizzes
from learning.quiz.marking import service as marking
from learning.quiz.uploads import service as uploads
from tests.factories.files import FILES

ADVICE = (
    "Minister,\n\nArcadia should not accept Part III yet. The law makes people wait for five days; Article 18 of the "
    "Convention allows three.\n\nThe rate of 60 per cent is above the 45 per cent of the Schedule, and the ceiling of "
    "900 is above the wage of a skilled worker. So one change of the law is enough: parliament shortens the waiting "
    "period to three days, and the ratification can then be extended to Part III."
)
LONG_NAME = "comparison-of-the-law-of-Arcadia-with-Part-III-of-the-Convention-second-draft-with-notes.pdf"


def furnish_work(learner: Actor, trainer: Actor, now: datetime) -> dict[str, str]:
    """Let the learner hand in twice and begin a third time; return the words that addresses need."""
    marked = _hand_in(learner, now - timedelta(days=2))
    typed = ("Clear, and the right Articles.\nSay next time by when it could be done.", "", 0, uuid4())
    marking.mark(trainer, marked, "advice", [0, 1, 0], *typed, now - timedelta(days=1))
    marking.mark(trainer, marked, "comparison", [1], "", "", 0, uuid4(), now - timedelta(days=1))
    waiting = _hand_in(learner, now - timedelta(hours=5))
    return {"work_marked": str(marked), "work": str(waiting), "work_open": str(_begin(learner, now))}


def _hand_in(learner: Actor, at: datetime) -> UUID:
    attempt = _begin(learner, at)
    quizzes.submit(learner, attempt, at + timedelta(minutes=50))
    return attempt


def _begin(learner: Actor, at: datetime) -> UUID:
    attempt = quizzes.begin(learner, "kinds", "work", 7, uuid4(), at).id
    quizzes.save(learner, attempt, 1, {"answer": [ADVICE]}, False, uuid4(), at)
    for name in ("مقارنة القانون مع الاتفاقية.pdf", LONG_NAME):
        given = uploads.keep(learner, attempt, 2, name, FILES["pdf"], at)
    link = "https://documents.example.org/comparison/of/the/law/of/arcadia?version=2&lang=ar"
    quizzes.save(learner, attempt, 2, {"file": [given], "link": [link]}, False, uuid4(), at)
    return attempt
