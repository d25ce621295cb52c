"""The server is killed with SIGKILL at random moments while learners work: what it acknowledged is there, once.

Learners answer questions, from a page that knows its revision and from an outdated one beside it, hand in, begin again
and work lessons through, each act with its key. After each kill the
store is looked at as it lies on the disk, the server is started again by the same command, and every act that got no
answer is sent again. The figures are printed (`pytest -s`).
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask

from learning.app import KINDS, create_app
from learning.cli import migrate, secret_key
from learning.courses import service as courses
from learning.db import db, sqlite_module
from learning.kernel.ids import derived_id
from learning.people import service as people
from learning.people.persons import Stay
from learning.progress import service as progress
from learning.quiz.saving.revisions import VARIANT_BITS, first_key
from tests.factories.site import NOW, make_config, someone
from tests.faults.server import LOST, Client, Server, free_port

ROUNDS = 50
LEARNERS = 4
QUESTIONS = 8
LESSONS = 120
TRAFFIC_SECONDS = (0.15, 0.5)


@dataclass
class Act:
    """One post with its key, and whether the server said that it is done, or kept beside what counts."""

    kind: str
    path: str
    key: UUID
    fields: dict[str, str] = field(default_factory=dict)
    acknowledged: bool = False
    set_aside: bool = False


@dataclass
class Learner:
    """A person at work: sends one act after the other, remembers each, and stops when the line is cut."""

    person: UUID
    client: Client
    seed: int
    acts: list[Act] = field(default_factory=list)
    attempt: str = ""
    saved: int = 0
    revision: int = 0
    lessons: int = 0
    strange: list[str] = field(default_factory=list)

    def work(self, stop: threading.Event) -> None:
        """Act until told to stop or until the server is gone."""
        while not stop.is_set():
            try:
                self.send(self.next_act())
            except LOST:
                return

    def next_act(self) -> Act:
        """Decide what to do next, and remember it before it is sent."""
        draw = random.Random(f"{self.seed}-{len(self.acts)}")  # noqa: S311  # a test draws
        if not self.attempt:
            act = Act("begin", "/courses/work/quizzes/test/attempts", uuid4())
        elif self.saved >= QUESTIONS:
            act = Act("submit", f"/attempts/{self.attempt}", UUID(self.attempt))
        elif draw.random() < 0.3 and self.lessons < LESSONS:
            self.lessons += 1
            lesson = f"lesson-{self.lessons}"
            key = derived_id("lesson-completed", str(self.person), "work", lesson)
            act = Act("lesson", f"/courses/work/lessons/{lesson}/done", key)
        else:
            number, text = draw.randint(1, QUESTIONS), str(draw.randint(1, 10**9))
            key, base = self.page(), self.revision
            if draw.random() < 0.3:  # another window, which knows of nothing
                key, base = first_key(draw.getrandbits(64)), 0
            fields = {"answer": text, "base": str(base)}
            act = Act("answer", f"/attempts/{self.attempt}/questions/{number}", key, fields)
        self.acts.append(act)
        return act

    def page(self) -> UUID:
        """Return the next key of the learner's own page in this attempt: it counts what was typed there."""
        return UUID(int=first_key(UUID(self.attempt).int).int + (len(self.acts) << VARIANT_BITS))

    def send(self, act: Act) -> None:
        """Send an act; acknowledged by its own answer alone."""
        fields = {**act.fields, **({"key": str(act.key)} if act.kind in ("begin", "answer") else {})}
        reply = self.client.post(act.path, json=act.kind == "answer", **fields)
        good = {"answer": 200}.get(act.kind, 303)
        act.set_aside = act.kind == "answer" and reply.status == 409 and '"answer-differs"' in reply.body
        if (reply.status != good and not act.set_aside) or "/login" in reply.location:
            self.strange.append(f"{act.kind} {act.path}: {reply.status} {reply.location} {reply.body[:100]}")
            return
        act.acknowledged = True
        if act.kind == "begin":
            self.attempt, self.saved, self.revision = reply.location.split("/")[2], 0, 0
        elif act.kind == "submit":
            self.attempt = ""
        elif act.kind == "answer":
            self.saved += 1
            self.revision = self.revision if act.set_aside else json.loads(reply.body)["revision"]

    def resend(self) -> int:
        """Send again, in order, what got no answer; return how many there were."""
        self.client.reconnect()
        waiting = [act for act in self.acts if not act.acknowledged]
        for act in waiting:
            self.send(act)
        return len(waiting)


def write_course(folder: Path) -> None:
    """Write a course with many short lessons and a quiz of numbers."""
    course = folder / "work"
    (course / "10-one").mkdir(parents=True)
    (course / "course.yaml").write_text(
        "id: work\ntitle: Work\nsummary: For the kill test.\nlanguage: en\naudience: Tests\n"
        "outcomes:\n  - id: skill\n    text: One.\n"
    )
    (course / "10-one/module.yaml").write_text("id: one\ntitle: One\nsummary: One.\n")
    for number in range(1, LESSONS + 1):
        (course / f"10-one/{number + 100}-lesson.md").write_text(
            f"---\nid: lesson-{number}\ntitle: Lesson {number}\nminutes: 1\n"
            "outcomes: [skill]\nsources: [C102 Art. 1]\n---\n"
            "## Text {#text}\n\nA sentence.\n"
        )
    questions = "\n".join(
        f"## Which number is the question with number {number}? {{#q{number}}}\n\nGive a number:\n- [x] {number}\n\n"
        "Outcome: skill\nExplanation: It is so.\nSource: C102 Art. 1\n"
        for number in range(1, QUESTIONS + 1)
    )
    (course / "10-one/900-test.quiz.md").write_text(f"---\nid: test\ntitle: Test\n---\n\n{questions}")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Flask, Server]]:
    """A prepared instance, and its server, not yet started."""
    write_course(tmp_path / "courses")
    environ = {
        "LEARNING_INSTANCE": str(tmp_path / "instance"),
        "LEARNING_COURSES": str(tmp_path / "courses"),
        "LEARNING_WORKERS": "1",
        "LEARNING_THREADS": "16",
        "LEARNING_LOG_LEVEL": "error",
    }
    config = make_config(tmp_path / "instance", LEARNING_COURSES=environ["LEARNING_COURSES"])
    app = create_app(config, secret_key(config.instance))
    with app.app_context():
        migrate(app, config)
        (result,) = courses.check_in_all(config.courses, KINDS, NOW)
        assert result.served, "\n".join(map(str, result.problems))
    found = Server(environ, free_port())
    yield app, found
    found.kill()
    with app.app_context():
        db.engine.dispose()


def learners(app: Flask, port: int) -> list[Learner]:
    """Enrol the learners and sign them in."""
    found = []
    for seed in range(LEARNERS):
        person = someone(app, enrolled_in="work").actor
        with app.app_context():
            secret = people.open_session(person.id, Stay(timedelta(days=1)), datetime.now(UTC))
        found.append(Learner(person.id, Client(app, port, secret), seed))
    return found


def look(file: Path, everyone: list[Learner]) -> Counter[str]:
    """Read the store as it lies on the disk and compare it with what the learners know; return the figures."""
    connection = sqlite_module().connect(str(file))
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        kept = connection.execute("SELECT id, given, set_aside FROM response").fetchall()
        answers = {UUID(row[0]): (json.loads(row[1]), bool(row[2])) for row in kept}
        gaps = connection.execute(
            "SELECT attempt_id, count(*), max(seq), count(DISTINCT seq) FROM response GROUP BY attempt_id"
        ).fetchall()
        facts = {UUID(row[0]) for row in connection.execute("SELECT id FROM fact")}
        states = {UUID(row[0]): row[1] for row in connection.execute("SELECT id, state FROM attempt")}
        standings = {
            UUID(row[0]): json.loads(row[1]) for row in connection.execute("SELECT person_id, standings FROM record")
        }
        open_ones = connection.execute(
            "SELECT person_id FROM attempt WHERE state = 'open' GROUP BY person_id HAVING count(*) > 1"
        ).fetchall()
    finally:
        connection.close()
    assert all(total == highest == different for _, total, highest, different in gaps), (
        "answers in a row, without a gap"
    )
    assert open_ones == []
    figures: Counter[str] = Counter()
    for learner in everyone:
        mine = standings.get(learner.person, {})
        for act in learner.acts:
            if act.kind == "answer":
                there = act.key in answers
                given, aside = answers.get(act.key, ({}, False))
                torn = there and given != {"answer": [act.fields["answer"]]}
                torn = torn or (act.acknowledged and aside != act.set_aside)
                figures["kept beside"] += act.set_aside
            elif act.kind == "begin":
                there, torn = act.key in states, False
            elif act.kind == "lesson":
                there = act.key in facts
                torn = there != (act.path.split("/")[4] in mine)
            else:
                there = states[act.key] != "open"
                torn = there != (derived_id("attempt-closed", str(act.key)) in facts) or (there and "test" not in mine)
            figures["acknowledged"] += act.acknowledged
            figures["lost"] += act.acknowledged and not there
            figures["torn"] += torn
            figures["kept without an answer"] += there and not act.acknowledged
    return figures


@pytest.mark.timeout(420)
def test_what_was_acknowledged_survives_fifty_kills(server: tuple[Flask, Server]) -> None:
    app, running = server
    draw = random.Random(102)  # noqa: S311  # a test draws
    everyone = learners(app, running.port)
    file = Path(running.environ["LEARNING_INSTANCE"]) / "learning.sqlite"
    total: Counter[str] = Counter()
    started = time.monotonic()
    for _ in range(ROUNDS):
        running.start()
        for learner in everyone:
            total["sent again"] += learner.resend()
        stop = threading.Event()
        threads = [threading.Thread(target=learner.work, args=(stop,)) for learner in everyone]
        for thread in threads:
            thread.start()
        time.sleep(draw.uniform(*TRAFFIC_SECONDS))
        running.kill()
        stop.set()
        for thread in threads:
            thread.join()
        figures = look(file, everyone)
        assert (figures["lost"], figures["torn"]) == (0, 0), figures
        total["kept without an answer"] += figures["kept without an answer"]
    running.start()
    for learner in everyone:
        learner.resend()
        learner.client.close()
    running.kill()
    figures = look(file, everyone)
    sent = sum(len(learner.acts) for learner in everyone)
    assert [strange for learner in everyone for strange in learner.strange] == []
    assert figures["kept beside"] > 0
    assert (figures["acknowledged"], figures["lost"], figures["torn"]) == (sent, 0, 0)
    with app.app_context():
        db.session.rollback()
        assert not any(progress.rebuild(learner.person, "work") for learner in everyone), "the record is its ledger"
    print(  # noqa: T201  # the figures are what the test is run for
        f"\n{ROUNDS} kills in {time.monotonic() - started:.0f} s: {sent} acts acknowledged, {figures['lost']} lost, "
        f"{figures['torn']} torn; {total['sent again']} sent again after a cut, of which "
        f"{total['kept without an answer']} had been kept; {figures['kept beside']} kept beside another answer"
    )
