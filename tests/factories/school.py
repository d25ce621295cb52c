"""A course of which a key can be wrong, its learners, and its trainer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask

from learning.db import db
from learning.people.actor import Actor, Grant, Role, course_scope
from learning.progress import service as progress
from learning.progress.ledger import Standing
from learning.quiz import queries
from learning.quiz import service as quizzes
from learning.quiz.attempts import Attempt
from learning.quiz.regrading import service
from learning.quiz.regrading.methods import Method
from learning.quiz.regrading.service import Preview, Wish
from tests.factories.site import NOW, check_in, someone
from tests.factories.world import copy_course

QUIZ, HOW_MANY, ARTICLES = "practice", "how-many", "articles"
SEVEN, NINE, ELEVEN = "0", "1", "2"
LATER = NOW + timedelta(days=1)


@dataclass
class School:
    """The small course in a folder of its own, with a pass mark of half the points in its practice."""

    app: Flask
    folder: Path
    trainer: Actor
    learners: list[Actor] = field(default_factory=list)

    def rewrite(self, old: str, new: str, file: str = "10-first/20-practice.quiz.md") -> None:
        """Change a text of the course and check it in."""
        path = self.folder / file
        text = path.read_text()
        assert text.count(old) == 1
        path.write_text(text.replace(old, new))
        db.session.rollback()  # what was read here before must not be read again
        check_in(self.app, self.folder)

    def correct_the_key(self) -> None:
        """Let eleven be the right answer from now on."""
        self.rewrite("- [x] Nine\n- [ ] Eleven", "- [ ] Nine\n- [x] Eleven")

    def learner(self) -> Actor:
        """Enrol somebody."""
        self.learners.append(someone(self.app, enrolled_in="small").actor)
        return self.learners[-1]

    def begin(self, learner: Actor, choice: str = "", number: str = "") -> UUID:
        """Begin an attempt; the option is named by its place in the text, whatever place it is shown at."""
        attempt = quizzes.begin(learner, "small", QUIZ, 7, uuid4(), NOW)
        for place, text in enumerate((choice, number), start=1):
            asked = quizzes.sheet(learner, attempt.id, place).asked
            if text:
                values = asked.question.interaction.form_values({"answer": [text]}, asked.order)
                quizzes.save(learner, attempt.id, place, values, False, uuid4(), NOW)
        return attempt.id

    def attempt(self, choice: str = "", number: str = "", learner: Actor | None = None) -> Attempt:
        """Hand in an attempt with these answers."""
        person = learner or self.learner()
        return quizzes.submit(person, self.begin(person, choice, number), NOW)

    def now(self, attempt: Attempt) -> Attempt:
        """Return an attempt as it is by now."""
        return queries.attempt(attempt.id, attempt.person_id)

    def points(self, attempt: Attempt) -> str:
        """Return the points of an attempt by now."""
        found = self.now(attempt).score
        assert found is not None
        return f"{found.points}/{found.maximum}"

    def standing(self, attempt: Attempt) -> Standing:
        """Return how the learner of an attempt stands with the quiz; the record is what the ledger comes to."""
        assert not progress.rebuild(attempt.person_id, "small")
        return progress.record_of(attempt.person_id, "small").standings[QUIZ]

    def preview(self, method: Method = Method.BEST, question: str = HOW_MANY, **chosen: object) -> Preview:
        """Preview a regrade."""
        return service.preview(self.trainer, Wish("small", QUIZ, question, method, **chosen))  # type: ignore[arg-type]

    def regrade(self, method: Method = Method.BEST, question: str = HOW_MANY, **chosen: object) -> Preview:
        """Preview a regrade and apply it."""
        wish = Wish("small", QUIZ, question, method, **chosen)  # type: ignore[arg-type]
        found = service.preview(self.trainer, wish)
        service.apply(self.trainer, wish, "The key was wrong.", found.print, uuid4(), LATER)
        return found


def make_school(app: Flask, folder: Path) -> School:
    """Check the course in and make its trainer; in an application's context."""
    course = copy_course(folder, "small")
    check_in(app, course)
    found = School(app, course, someone(app, grants=[Grant(Role.TRAINER, course_scope("small"))]).actor)
    found.rewrite("title: Practice\n", "title: Practice\npass_mark: 50%\n")
    return found
