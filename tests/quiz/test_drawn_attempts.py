"""Questions with drawn numbers on a real store and through HTTP: each attempt has its own, and keeps them."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask

from learning.courses import service as courses
from learning.kernel.errors import Invalid
from learning.people.actor import Actor, Grant, Role, course_scope
from learning.quiz import service
from learning.quiz.attempts import State
from learning.quiz.numbers import spaced
from learning.quiz.papers.service import paper_of
from tests.factories.site import NOW, browser, check_in, post, someone
from tests.factories.store import differences, dump
from tests.factories.world import copy_course

BANKS = Path(__file__).parent.parent / "samples" / "courses" / "banks"
START = "/courses/small/quizzes/drawn"
RATE = """## Earnings {earnings}, benefit {benefit}, allowances {allowance}: what is the rate? {#rate-drawn}

Earnings were **{earnings}** a month, or `{= earnings * 12}` a year.

Give a number:
Where:
- earnings = 1000 to 1500 in steps of 50
- benefit = 400 to 700 in steps of 20
- allowance = 40 or 60
- [x] = replacement_rate(benefit, earnings, allowance)
- [ ] = benefit / earnings * 100
  > The allowances of *{allowance}* count on both sides.
Unit: per cent
Tolerance: 0.1
Sensible: 20 to 80

Explanation: The sum {= benefit + allowance} is compared with **{= earnings + allowance}**.
Source: C102 Art. 65(1)

## Arcadia {#arcadia}

A case.

Answer the questions:

### How many days are {weeks} weeks? {#arcadia-days}
Give a number:
Where:
- weeks = 2 to 52
- [x] = 7 * weeks days
- [x] = weeks weeks
Units: days, weeks

Explanation: It is 7 days for each of {weeks} weeks.
Source: C102 Art. 18(1)

### Is it so? {#arcadia-so}
True or false:
- [x] True
- [ ] False

Explanation: It is {so}.
Source: C102 Art. 1
"""
ASKED = re.compile(r"Earnings (\d+), benefit (\d+), allowances (\d+): what is the rate\?")


def write_quiz(folder: Path, text: str = RATE) -> Path:
    """Put a quiz with drawn numbers into the small course."""
    course = copy_course(folder, "small")
    quiz = f"---\nid: drawn\ntitle: Drawn\n---\n\n{text}"
    (course / "10-first" / "30-drawn.quiz.md").write_text(quiz, encoding="utf-8")
    return course


def rate_of(title: str) -> Decimal:
    """Compute the rate from the numbers in a title, as a learner does."""
    found = ASKED.search(title)
    assert found is not None, title
    earnings, benefit, allowance = map(Decimal, found.groups())
    return round((benefit + allowance) / (earnings + allowance) * 100, 1)


@dataclass
class Learner:
    """Someone enrolled in the small course, in an application's context."""

    app: Flask
    actor: Actor
    folder: Path

    def begin(self, seed: int) -> service.Attempt:
        """Begin an attempt with this seed."""
        return service.begin(self.actor, "small", "drawn", seed, uuid4(), NOW)

    def answer(self, attempt: UUID, number: int, **fields: str) -> None:
        """Save an answer."""
        values = {name.replace("_", "-"): [text] for name, text in fields.items()}
        service.save(self.actor, attempt, number, values, False, uuid4(), NOW)

    def title(self, attempt: UUID) -> str:
        """Return the heading of the first question, as asked."""
        return service.sheet(self.actor, attempt, 1).asked.question.title


@pytest.fixture
def learner(app: Flask, tmp_path: Path) -> Iterator[Learner]:
    folder = write_quiz(tmp_path)
    person = someone(app, enrolled_in=check_in(app, folder))
    with app.app_context():
        yield Learner(app, person.actor, folder)


def test_two_attempts_see_other_numbers_and_each_is_graded_by_its_own(learner: Learner) -> None:
    titles = []
    for seed in (1, 2, 3):
        attempt = learner.begin(seed)
        titles.append(learner.title(attempt.id))
        learner.answer(attempt.id, 1, answer=str(rate_of(titles[-1])))
        asked = service.sheet(learner.actor, attempt.id, 2).asked.question.interaction
        weeks = re.search(
            r"\d+", asked.view(service.sheet(learner.actor, attempt.id, 2).asked.order, {}).parts[0].title
        )
        assert weeks is not None
        learner.answer(attempt.id, 2, part_1_answer=str(7 * int(weeks[0])), part_1_unit="0", part_2_answer="0")
        closed = service.submit(learner.actor, attempt.id, NOW)
        assert (closed.state, closed.score.points) == (State.GRADED, 3)
    assert len(set(titles)) == 3


def test_the_answer_to_one_attempt_is_wrong_in_another(learner: Learner) -> None:
    first = learner.begin(1)
    rate = rate_of(learner.title(first.id))
    service.submit(learner.actor, first.id, NOW)
    second = learner.begin(2)
    assert abs(rate - rate_of(learner.title(second.id))) > 1
    learner.answer(second.id, 1, answer=str(rate))
    assert service.submit(learner.actor, second.id, NOW).score.points == 0


def test_an_attempt_keeps_its_numbers_when_the_question_is_changed_and_after_a_restart(learner: Learner) -> None:
    first = learner.begin(5)
    title = learner.title(first.id)
    quiz = learner.folder / "10-first" / "30-drawn.quiz.md"
    quiz.write_text(quiz.read_text().replace("1000 to 1500 in steps of 50", "5000 to 5500 in steps of 50").replace(
        "Sensible: 20 to 80", "Sensible: 5 to 20"))  # fmt: skip
    check_in(learner.app, learner.folder)
    courses.forget()
    assert learner.title(first.id) == title
    learner.answer(first.id, 1, answer=str(rate_of(title)))
    service.submit(learner.actor, first.id, NOW)
    (found, _) = service.outcome(learner.actor, first.id, NOW).answered
    assert found.asked.question.title == title
    assert found.graded is not None
    assert found.graded.outcome.share == 1
    assert int(ASKED.search(learner.title(learner.begin(5).id))[1]) >= 5000


def test_what_changed_since_is_told_with_numbers_in_the_prompts(learner: Learner) -> None:
    service.submit(learner.actor, learner.begin(5).id, NOW)
    quiz = learner.folder / "10-first" / "30-drawn.quiz.md"
    quiz.write_text(quiz.read_text().replace("a month, or", "a month, that is"))
    check_in(learner.app, learner.folder)
    courses.forget()
    since = service.start(learner.actor, "small", "drawn", NOW).since
    assert since is not None
    told = " ".join(piece.words for paragraph in since.paragraphs for piece in paragraph.pieces)
    assert "that is" in told
    assert ASKED.search(told)
    assert "{" not in told


def test_a_forged_seed_or_value_changes_nothing(learner: Learner) -> None:
    attempt = learner.begin(1)
    title = learner.title(attempt.id)
    before = dump(learner.app)
    for values in (
        {"earnings": ["1"]},
        {"seed": ["2"], "answer": ["40"]},
        {"answer": ["= 40"]},
        {"answer": ["{earnings}"]},
    ):
        with pytest.raises(Invalid):
            service.save(learner.actor, attempt.id, 1, values, False, uuid4(), NOW)
    assert differences(before, dump(learner.app)) == {}
    assert learner.title(attempt.id) == title


def test_what_is_kept_of_a_page_before_review_tells_neither_key_nor_formula(learner: Learner) -> None:
    for seed in range(20):
        paper = paper_of(courses.current("small"), "drawn")
        asked = paper.asked("rate-drawn", seed)
        view = repr(asked.question.interaction.view(asked.order, {}))
        assert "right" not in view
        assert str(rate_of(asked.question.title)) not in view
        assert "replacement" not in view


def test_a_question_from_a_bank_has_numbers_too(app: Flask, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BANKS, tmp_path / "courses" / "banks"))
    bank = folder / "bank" / "rates.quiz.md"
    drawn = RATE.partition("\n## ")[0].replace("Explanation:", "Outcome: test-level\nTags: easy\nExplanation:")
    bank.write_text(f"{bank.read_text().rstrip()}\n\n{drawn}", encoding="utf-8")
    person = someone(app, enrolled_in=check_in(app, folder))
    with app.app_context():
        quiz = paper_of(courses.current("banks"), "practice").quiz
        seed = next(seed for seed in range(1000) if "rate-drawn" in service.draw(quiz, seed))
        attempt = service.begin(person.actor, "banks", "practice", seed, uuid4(), NOW)
        number = attempt.questions.index("rate-drawn") + 1
        asked = service.sheet(person.actor, attempt.id, number).asked
        said = ASKED.search(asked.question.title)
        assert said is not None
        assert asked.html[asked.question.prompt].startswith(f"Earnings were <strong>{said[1]}</strong> a month")
        values = {"answer": [str(rate_of(asked.question.title))]}
        service.save(person.actor, attempt.id, number, values, False, uuid4(), NOW)
        assert service.submit(person.actor, attempt.id, NOW).score.points == 1


# --- through HTTP ---


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> str:
    return check_in(app, write_quiz(tmp_path))


def text_of(page: str) -> str:
    """What a page says, without its elements."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def test_a_learner_sees_numbers_hands_in_and_is_told_the_key_of_these_numbers(app: Flask, course: str) -> None:
    seen = set()
    for _ in range(4):
        client = browser(app, someone(app, enrolled_in=course))
        begun = post(client, f"{START}/attempts", key=str(uuid4()))
        attempt = begun.headers["Location"].partition("/questions/")[0]
        pages = [client.get(f"{attempt}/questions/{number}").get_data(as_text=True) for number in (1, 2)]
        asked = ASKED.search(text_of(pages[0]))
        assert asked is not None
        earnings, benefit, allowance = map(int, asked.groups())
        seen.add(asked[0])
        assert (
            f"<strong>{earnings}</strong> a month, or <code>{spaced(Decimal(earnings * 12))}</code> a year" in pages[0]
        )
        assert "It is so" not in text_of(pages[1])
        wrong = round(Decimal(benefit) / earnings * 100, 1)
        saved = post(client, f"{attempt}/questions/1", answer=str(wrong))
        assert saved.status_code == 303
        before = pages[0] + pages[1] + client.get(f"{attempt}/review").get_data(as_text=True)
        rate = rate_of(asked[0])
        for secret in (f"{rate}", "count on both", "The sum", "replacement_rate", "zqx", "{earnings", "{=", "Where"):
            assert secret not in text_of(before), secret
        post(client, attempt)
        result = client.get(f"{attempt}/result").get_data(as_text=True)
        assert f"The allowances of <em>{allowance}</em> count on both sides." in result
        assert f"The sum {benefit + allowance} is compared with <strong>{earnings + allowance}</strong>." in result
        told = map(Decimal, re.findall(r"(\d\d(?:\.\d\d?)?) per cent", text_of(result)))
        assert any(abs(each - rate) <= Decimal("0.06") for each in told)
        assert "zqx" not in result
        assert "It is {so}." in text_of(result)
        again = client.get(f"{attempt}/result").get_data(as_text=True)
        assert ASKED.search(text_of(again))[0] == asked[0]
    assert len(seen) > 1


def test_a_field_that_the_question_does_not_have_is_refused(app: Flask, course: str) -> None:
    client = browser(app, someone(app, enrolled_in=course))
    attempt = post(client, f"{START}/attempts", key=str(uuid4())).headers["Location"].partition("/questions/")[0]
    for forged in ({"seed": "3"}, {"earnings": "1"}, {"rate-drawn": "1"}):
        assert post(client, f"{attempt}/questions/1", answer="40", **forged).status_code == 422


def test_the_print_page_has_numbers_and_with_answers_their_key(app: Flask, course: str) -> None:
    trainer = browser(app, someone(app, grants=(Grant(Role.TRAINER, course_scope(course)),)))
    bare = text_of(trainer.get(f"{START}/print").get_data(as_text=True))
    answers = text_of(trainer.get(f"{START}/print?answers=1").get_data(as_text=True))
    asked = ASKED.search(bare)
    assert asked is not None
    assert asked[0] in answers
    told = re.search(r"(\d\d(?:\.\d\d?)?) per cent", answers)
    assert told is not None
    assert abs(Decimal(told[1]) - rate_of(asked[0])) <= Decimal("0.06")
    assert "per cent" in bare
    assert not re.search(r"\d\d(\.\d\d?)? per cent", bare)
    assert "The sum" in answers
    assert "The sum" not in bare
    assert "zqx" not in answers
