"""A quiz under any order of events: two learners with two windows each, clocks that jump, keys that are mended, things
sent twice. After every step the store is asked whether all that must hold does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from learning.courses import service as courses
from learning.db import db
from learning.kernel.errors import Conflict
from learning.kernel.score import Score
from learning.people.actor import Actor, Grant, Role, course_scope
from learning.progress import service as progress
from learning.progress.ledger import NOTHING, Standing
from learning.quiz import grading, service
from learning.quiz.attempts import GRACE, Attempt, State
from learning.quiz.office import service as office
from learning.quiz.papers.service import paper_of_attempt
from learning.quiz.receipts import Check
from learning.quiz.regrading import service as regrading
from learning.quiz.regrading.methods import Method
from learning.quiz.regrading.service import Wish
from learning.quiz.saving import service as saving
from learning.quiz.saving.revisions import first_key
from tests.factories.site import NOW, check_in, someone

QUESTIONS = ("alpha", "beta", "gamma")
LIMIT, MINUTES, OPTIONS = 3, 30, 3
EXAMPLES, STEPS = 12, 25
SECRET = "the secret of the site"
NUMBERS = count()

Values = Mapping[str, list[str]]


T = TypeVar("T")


def done_or_refused(act: Callable[[], T]) -> tuple[T | None, str]:
    """Return what an act gives, or the reason for which it was refused."""
    try:
        return act(), ""
    except Conflict as conflict:
        return None, conflict.reason


def quiz_text(keys: Mapping[str, int]) -> str:
    """The quiz with these places as its keys."""
    head = f"---\nid: quiz\ntitle: Quiz\npass_mark: 60%\nattempts: {LIMIT}\ntime_limit: {MINUTES}\nshuffle: no\n---\n"
    return head + "".join(
        f"\n## Question {name}? {{#{name}}}\n\nChoose one:\n"
        + "".join(f"- [{'x' if place == keys[name] else ' '}] Option {place}\n" for place in range(OPTIONS))
        + "\nOutcome: one\nExplanation: So it is.\nSource: C102 Art. 1\n"
        for name in QUESTIONS
    )


@dataclass
class Window:
    """A window of a learner: its own part of the keys, how often it saved, and what it knows of each answer."""

    page: int
    steps: int = 0
    attempt: UUID | None = None
    known: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """A saving that was sent, to be sent again."""

    learner: int
    attempt: UUID
    question: str
    values: Values
    key: UUID
    base: int | None


@dataclass
class Given:
    """What the learner was promised of an attempt: the answers that count, and every answer that was taken."""

    counts: dict[str, str] = field(default_factory=dict)
    taken: set[tuple[UUID, str]] = field(default_factory=set)


def machine(app: Flask, folder: Path) -> type[RuleBasedStateMachine]:
    """Return the machine on this application; each run has a course of its own."""

    class Quizzes(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.now = NOW
            self.learners: list[Actor] = []
            self.windows: list[list[Window]] = []
            self.attempts: dict[UUID, int] = {}
            self.given: dict[UUID, Given] = {}
            self.closed: dict[UUID, tuple[Any, ...]] = {}
            self.sent: list[Sent] = []
            self.regrades: list[tuple[Wish, str, UUID]] = []
            self.standings: list[Standing] = []
            self.only_gains = True

        @initialize()
        def make(self) -> None:
            self.course_id = f"machine-{next(NUMBERS)}"
            self.keys = dict.fromkeys(QUESTIONS, 0)
            root = folder / self.course_id
            (root / "10-only").mkdir(parents=True)
            (root / "course.yaml").write_text(
                f"id: {self.course_id}\ntitle: Machine\nsummary: A quiz.\n"
                "outcomes:\n  - id: one\n    text: Do one thing\n"
            )
            (root / "10-only/module.yaml").write_text("id: only\ntitle: Only\n")
            self.file = root / "10-only/10-quiz.quiz.md"
            self.publish()
            self.learners = [someone(app, enrolled_in=self.course_id).actor for _ in range(2)]
            trainer = [Grant(Role.TRAINER, course_scope(self.course_id))]
            self.trainer = someone(app, grants=trainer).actor
            self.windows = [[Window(next(NUMBERS) + 1) for _ in range(2)] for _ in range(2)]
            self.standings = [NOTHING, NOTHING]

        def publish(self) -> None:
            self.file.write_text(quiz_text(self.keys))
            check_in(app, self.file.parent.parent)
            courses.forget()

        # --- what people do ---

        @rule(who=st.integers(0, 1), window=st.integers(0, 1))
        def begin(self, who: int, window: int) -> None:
            before = self.states(who)
            act = partial(service.begin, self.learners[who], self.course_id, "quiz", 5, uuid4(), self.now)
            attempt, reason = done_or_refused(act)
            if attempt is None:
                assert reason == "no-attempt-left"
                assert len(self.states(who)) == LIMIT
                return
            if attempt.id not in self.attempts:
                assert len(before) < LIMIT
                self.attempts[attempt.id] = who
                self.given[attempt.id] = Given()
            self.windows[who][window] = Window(next(NUMBERS) + 1, attempt=attempt.id)
            self.look(who, window)

        @rule(who=st.integers(0, 1), window=st.integers(0, 1))
        def look(self, who: int, window: int) -> None:
            """Load the pages of the window again: it knows every answer as it counts now."""
            here = self.windows[who][window]
            if here.attempt is None or self.attempt(here.attempt).state is not State.OPEN:
                return
            for number, question in enumerate(QUESTIONS, start=1):
                saved = saving.sheet(self.learners[who], here.attempt, number).saved
                here.known[question] = saved.revision if saved else 0
                counts = self.given[here.attempt].counts.get(question)
                assert (saved.given.get("answer", [""])[0] if saved else None) == counts

        @rule(
            who=st.integers(0, 1),
            window=st.integers(0, 1),
            question=st.sampled_from(QUESTIONS),
            option=st.integers(0, OPTIONS - 1),
        )
        def save(self, who: int, window: int, question: str, option: int) -> None:
            here = self.windows[who][window]
            if here.attempt is None:
                return
            here.steps += 1
            key = UUID(int=first_key(here.page).int + (here.steps << 32))
            sent = Sent(who, here.attempt, question, {"answer": [str(option)]}, key, here.known.get(question))
            revision = self.send(sent)
            self.sent.append(sent)
            if revision is not None:
                here.known[question] = revision

        def send(self, sent: Sent) -> int | None:
            attempt, given = self.attempt(sent.attempt), self.given[sent.attempt]
            text = sent.values["answer"][0]
            known = (sent.key, text) in given.taken
            may = attempt.state is State.OPEN and (attempt.until is None or self.now <= attempt.until + GRACE)
            number = QUESTIONS.index(sent.question) + 1
            act = partial(
                saving.save, self.learners[sent.learner], sent.attempt, number, sent.values, False, sent.key, self.now,
                base=sent.base,
            )  # fmt: skip
            kept, reason = done_or_refused(act)
            if reason == "answer-differs":
                assert given.counts[sent.question] != text
                given.taken.add((sent.key, text))
            if kept is None:
                assert may == (reason == "answer-differs")
                assert reason in ("answer-differs", "closed", "time-over")
                return None
            assert may
            if not known and not kept.set_aside and kept.revision == self.last_seq(sent.attempt):
                given.counts[sent.question] = text
            given.taken.add((sent.key, text))
            return kept.revision

        @precondition(lambda self: self.sent)
        @rule(pick=st.integers(0, 60))
        def send_again(self, pick: int) -> None:
            """What was sent arrives once more, whenever that is: nothing changes but what was never taken."""
            sent = self.sent[pick % len(self.sent)]
            rows, counts = self.rows(sent.attempt), dict(self.given[sent.attempt].counts)
            known = (sent.key, sent.values["answer"][0]) in self.given[sent.attempt].taken
            self.send(sent)
            if known:
                assert self.rows(sent.attempt) == rows
                assert self.given[sent.attempt].counts == counts

        @precondition(lambda self: self.attempts)
        @rule(pick=st.integers(0, 5))
        def submit(self, pick: int) -> None:
            attempt_id = list(self.attempts)[pick % len(self.attempts)]
            first = service.submit(self.learners[self.attempts[attempt_id]], attempt_id, self.now)
            assert service.submit(self.learners[self.attempts[attempt_id]], attempt_id, self.now) == first

        # --- what time, the site and trainers do ---

        @rule(minutes=st.integers(-40, 90))
        def jump(self, minutes: int) -> None:
            """Time passes, or somebody sets the clock back."""
            self.now += timedelta(minutes=minutes)

        @rule()
        def close(self) -> None:
            late = [each for each in map(self.attempt, self.attempts) if self.is_overdue(each)]
            assert service.close_overdue(self.now) == len(late)
            assert service.close_overdue(self.now) == 0

        def is_overdue(self, attempt: Attempt) -> bool:
            return attempt.state is State.OPEN and attempt.until is not None and self.now > attempt.until + GRACE

        @rule(question=st.sampled_from(QUESTIONS), place=st.integers(0, OPTIONS - 1))
        def mend(self, question: str, place: int) -> None:
            """The key of a question changes in the file, and the course is checked in."""
            self.keys[question] = place
            self.publish()

        @precondition(lambda self: self.closed)
        @rule(question=st.sampled_from(QUESTIONS), method=st.sampled_from(Method))
        def regrade(self, question: str, method: Method) -> None:
            wish, key = Wish(self.course_id, "quiz", question, method), uuid4()
            seal = regrading.preview(self.trainer, wish).print
            before = {each: self.attempt(each).score for each in self.attempts}
            regrading.apply(self.trainer, wish, "The key was wrong.", seal, key, self.now)
            self.regrades.append((wish, seal, key))
            if method in (Method.NEW_KEY, Method.DROP):
                self.only_gains = False
            for attempt_id, score in before.items():
                after = self.attempt(attempt_id)
                if after.state is State.OPEN:
                    continue
                if method is Method.BEST and score and after.score and score.maximum == after.score.maximum:
                    assert after.score.points >= score.points
                if attempt_id in self.closed:
                    self.closed[attempt_id] = self.frozen(attempt_id)

        @precondition(lambda self: self.regrades)
        @rule(pick=st.integers(0, 10))
        def regrade_again(self, pick: int) -> None:
            """The same regrade, sent twice, is one."""
            wish, seal, key = self.regrades[pick % len(self.regrades)]
            rows = self.scalar("SELECT count(*) FROM grade")
            regrading.apply(self.trainer, wish, "The key was wrong.", seal, key, self.now)
            assert self.scalar("SELECT count(*) FROM grade") == rows

        # --- what must hold, whatever happened ---

        @invariant()
        def every_answer_taken_is_there(self) -> None:
            for attempt_id, given in self.given.items():
                rows = {(row.id, row.given.get("answer", [""])[0]) for row in self.rows(attempt_id)}
                assert given.taken <= {(key, text) for key, text in rows}

        @invariant()
        def attempts_are_numbered_without_gaps_and_never_too_many(self) -> None:
            for who, _ in enumerate(self.learners):
                states = self.states(who)
                assert [number for number, _ in states] == list(range(1, len(states) + 1))
                assert len(states) <= LIMIT
                assert sum(state == "open" for _, state in states) <= 1

        @invariant()
        def a_score_is_what_the_pinned_text_makes_of_the_answers(self) -> None:
            for attempt_id in self.attempts:
                attempt = self.attempt(attempt_id)
                if attempt.state is not State.GRADED or self.regrades:
                    continue
                paper = paper_of_attempt(attempt)
                asked = [paper.asked(each, attempt.seed).question for each in attempt.questions]
                given = {name: {"answer": [text]} for name, text in self.given[attempt_id].counts.items()}
                assert attempt.score == grading.grade(asked, given).score
                assert attempt.passed == attempt.score.reaches(Decimal(60))

        @invariant()
        def the_figures_are_those_of_the_last_grade(self) -> None:
            for attempt_id in self.attempts:
                attempt = self.attempt(attempt_id)
                if attempt.state is State.OPEN:
                    assert attempt.score is None
                    continue
                last = self.last_grade(attempt_id)
                assert attempt.score == Score(last.points, last.maximum)
                counting = [each for each in last.questions.values() if not each.get("d")]
                assert Decimal(last.maximum) == sum((Decimal(each["of"]) for each in counting), Decimal(0))
                assert 0 <= Decimal(last.points) <= Decimal(last.maximum)

        @invariant()
        def what_is_closed_changes_by_regrades_alone(self) -> None:
            for attempt_id, who in self.attempts.items():
                attempt = self.attempt(attempt_id)
                if attempt.state is State.OPEN:
                    continue
                assert self.closed.setdefault(attempt_id, self.frozen(attempt_id)) == self.frozen(attempt_id)
                code = office.receipt(self.learners[who], attempt_id, SECRET)[2]
                checked = office.check_receipt(self.trainer, self.course_id, str(attempt_id), code, SECRET)
                assert checked[0] is Check.GENUINE

        @invariant()
        def progress_is_never_taken_back(self) -> None:
            for who, actor in enumerate(self.learners):
                now = progress.record_of(actor.id, self.course_id).standings.get("quiz", NOTHING)
                before = self.standings[who]
                assert before.submitted_at is None or now.submitted_at is not None
                assert before.passed_at is None or now.passed_at is not None
                if self.only_gains and before.best is not None:
                    assert now.best is not None
                    assert now.best.percent >= before.best.percent
                self.standings[who] = now

        @invariant()
        def the_record_is_what_the_ledger_says(self) -> None:
            for actor in self.learners:
                assert not progress.rebuild(actor.id, self.course_id)

        # --- reading the store ---

        def attempt(self, attempt_id: UUID) -> Attempt:
            return service.queries.attempt(attempt_id, self.learners[self.attempts[attempt_id]].id)

        def states(self, who: int) -> list[tuple[int, str]]:
            found = service.queries.attempts(self.learners[who].id, self.course_id, "quiz")
            return [(each.number, each.state.value) for each in found]

        def frozen(self, attempt_id: UUID) -> tuple[Any, ...]:
            return (self.attempt(attempt_id), self.rows(attempt_id))

        def rows(self, attempt_id: UUID) -> list[Any]:
            found = service.queries.ResponseRow.__table__
            return list(
                db.session.execute(sa.select(found).where(found.c.attempt_id == attempt_id).order_by(found.c.seq))
            )

        def last_seq(self, attempt_id: UUID) -> int:
            return max((row.seq for row in self.rows(attempt_id)), default=0)

        def last_grade(self, attempt_id: UUID) -> Any:
            found = service.queries.GradeRow.__table__
            newest = sa.select(found).where(found.c.attempt_id == attempt_id).order_by(found.c.seq.desc()).limit(1)
            return db.session.execute(newest).one()

        def scalar(self, statement: str) -> Any:
            return db.session.execute(sa.text(statement)).scalar()

        def teardown(self) -> None:
            """Leave no open attempt to the next run: all are in one store."""
            db.session.rollback()
            service.close_overdue(self.now + timedelta(days=9))

    return Quizzes


def test_the_invariants_hold_under_any_order_of_events(app: Flask, tmp_path: Path) -> None:
    run: Callable[..., None] = run_state_machine_as_test
    with app.app_context():
        run(
            machine(app, tmp_path),
            settings=settings(
                max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
