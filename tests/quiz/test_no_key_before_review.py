"""No response tells before its time what a question keeps: a scan of all that a learner gets, page by page.

What is kept is taken from the course itself, so that a new kind of question is scanned without a word here: every text
of a question (`Question.pieces`) but those that its page shows (`Interaction.view`), every answer in words that
`reveal` names, and the seed. One rule says what may coincide: words that the page shows anyway.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.test import TestResponse

from learning.app import BASE
from learning.courses import service as courses
from learning.db import db
from learning.quiz import service as quizzes
from learning.quiz.interactions.types import TYPES
from learning.quiz.paper import Asked, Paper
from learning.quiz.papers.service import paper_of
from learning.quiz.practice.service import is_by_hand
from learning.quiz.showing import Reveal, View
from learning.quiz.tables import AttemptRow
from learning.recall import service as recall
from learning.recall.pages import Sheet
from tests.factories.files import FILES, with_file
from tests.factories.site import TOKEN, Someone, browser, check_in, post, someone
from tests.factories.world import SMALL
from tests.quiz.test_pages_of_kinds import TEXT

JSON = "application/json"
TOLD_TO_SCRIPTS = {"saved_at", "revision", "error", "address", "request_id"}
SAMPLES = {"gallery": BASE / "courses/gallery", "banks": SMALL.parent / "banks", "small": SMALL}
HIDDEN = (
    "review: never",
    "review: after-pass\npass_mark: 100%\nattempts: 9",
    'review: after-close\ncloses: "2099-12-31 18:00 Africa/Dakar"',
)
FLAG = re.compile(r"\[x\]|\[ \]|\[\[|option-right|data-(?:key|right|correct|weight|points|seed|place)\b", re.IGNORECASE)
"""Traces of the text as written, and the marks that pages put on a right answer."""


# --- what is kept ---


def squeezed(text: str) -> str:
    """Return a text with single spaces, entities as characters."""
    return " ".join(unescape(text).split())


def words(page: str) -> str:
    """Return what a page says, without its elements."""
    return squeezed(re.sub(r"<[^>]*>", "", page))


def shown(view: View) -> Iterator[str]:
    """List the texts of an answer part that a page shows before review."""
    yield from (view.text, *view.heads)
    for field in view.fields:
        yield from (field.label, field.suffix, *(choice.text for choice in field.choices))
    for part in view.parts:
        yield from (part.title, part.prompt, *shown(part.view))
    if view.rubric:
        yield view.rubric.title
        for criterion in view.rubric.criteria:
            yield from (criterion.name, *criterion.levels)


def typed_keys(reveal: Reveal) -> Iterator[str]:
    """List the right answers that are typed, in words."""
    for field in reveal.fields:
        if not field.choices and field.kind in ("number", "text"):
            yield from field.right
    for part in reveal.parts:
        yield from typed_keys(part.reveal)


def fragments(text: str) -> Iterator[str]:
    """List the sentences of a text; a single word is none."""
    for each in re.split(r"(?<=[.!?;:])\s+|\n", text):
        if " " in squeezed(each):
            yield squeezed(each)


@dataclass(frozen=True)
class Kept:
    """What a question keeps: sentences that no response holds, and answers that its own page does not hold."""

    sentences: frozenset[str]
    answers: frozenset[str]


def kept(asked: Asked) -> Kept:
    """Return what a question keeps. `open_texts` are those that its page shows: what they say is no secret."""
    question = asked.question
    view = question.interaction.view(asked.order, {})
    open_texts = {question.title, question.prompt, *shown(view), f"{question.hint_cost_percent:f}"}
    said = squeezed(" ".join(words(asked.html.get(each, each)) for each in open_texts if each))
    secret = {each for each in question.pieces() if each not in open_texts}
    found = {part for each in secret for text in (each, words(asked.html.get(each, ""))) for part in fragments(text)}
    answers = {each.partition(" ")[0] if each[0].isdigit() else each for each in typed_keys(_reveal(asked))}
    return Kept(
        frozenset(each for each in found if each not in said),
        frozenset(each for each in answers if not re.search(rf"\b{re.escape(each)}\b", said)),
    )


def _reveal(asked: Asked) -> Reveal:
    return asked.question.interaction.reveal({}, asked.order)


# --- what a learner gets ---


@dataclass
class Walk:
    """A learner at a quiz, and every response until now; `forms` are the pages of questions by number."""

    app: Flask
    client: FlaskClient
    paper: Paper
    attempt: str
    responses: list[TestResponse]
    forms: list[tuple[int, str]]

    @property
    def row(self) -> sa.Row[tuple[int, list[str]]]:
        """The seed and the questions of the attempt."""
        with self.app.app_context():
            statement = sa.select(AttemptRow.seed, AttemptRow.questions)
            return db.session.execute(statement.where(AttemptRow.id == UUID(self.attempt.split("/")[2]))).one()

    def get(self, *paths: str) -> None:
        """Load pages."""
        self.responses += [self.client.get(path) for path in paths]

    def post(self, path: str, **fields: object) -> TestResponse:
        """Send a form, as a script does and as a page does; return the page's answer."""
        fields = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
        self.responses.append(post(self.client, path, accept=JSON, **fields))
        self.responses.append(post(self.client, path, **fields))
        return self.responses[-1]

    def question(self, number: int) -> str:
        """Load the page of a question."""
        self.get(f"{self.attempt}/questions/{number}")
        page = self.responses[-1].get_data(as_text=True)
        self.forms.append((number, page))
        return page

    def asked(self) -> list[Asked]:
        """The questions as this attempt asks them."""
        with self.app.app_context():
            return [self.paper.asked(question_id, self.row.seed) for question_id in self.row.questions]


def begin(app: Flask, person: Someone, paper: Paper) -> Walk:
    """Begin an attempt, having looked at what stands before it."""
    client = browser(app, person)
    start = paper.activity.address(paper.course.id)
    before = [client.get(path) for path in ("/", f"/courses/{paper.course.id}", start)]
    begun = post(client, f"{start}/attempts", key=str(uuid4()))
    attempt: str = begun.headers["Location"].partition("/questions/")[0]
    return Walk(app, client, paper, attempt, [*before, begun], [])


def through_an_open_attempt(walk: Walk) -> None:
    """Load every page, answer rightly, wrongly and badly, from two windows; look at all that stands around."""
    for number, asked in enumerate(walk.asked(), start=1):
        path, interaction = f"{walk.attempt}/questions/{number}", asked.question.interaction
        walk.question(number)
        examples = interaction.examples(asked.order)
        for response in (examples.wrong, examples.right):
            walk.post(path, **interaction.form_values(response, asked.order), key=str(uuid4()), base="0")
        for values in (*examples.invalid, {"answer": ["99"]}, {"seed": "1", "points": "9"}):
            refused = walk.post(path, **values)
            if refused.status_code == 422:
                walk.forms.append((number, refused.get_data(as_text=True)))
        walk.responses.append(
            walk.client.post(f"{path}/file", **with_file("a.exe", FILES["pdf"], csrf_token=TOKEN, key=str(uuid4())))
        )
        walk.get(f"{path}/compare", f"{path}/objection", f"{path}/hint")
        walk.post(path, **interaction.form_values(examples.wrong, asked.order), key=str(uuid4()))
    around(walk)


def around(walk: Walk) -> None:
    """Look at all pages around an attempt, those that a learner may not see too."""
    course, quiz = walk.paper.course.id, walk.paper.activity.id
    start = walk.paper.activity.address(course)
    asked = walk.row.questions[0]
    walk.get(f"{walk.attempt}/review", f"{walk.attempt}/result", f"{walk.attempt}/receipt", f"{walk.attempt}/marking/x")
    walk.get(start, f"{start}/print", f"{start}/print?answers=1", f"{start}/regrade", f"{start}/regrade/{asked}")
    walk.get(f"/courses/{course}/statistics", f"/courses/{course}/statistics/{quiz}", f"/courses/{course}/marking")
    walk.get(f"/courses/{course}/changes/{quiz}", f"/courses/{course}/receipts", f"/courses/{course}/objections")
    walk.get("/", f"/courses/{course}", "/my-learning", "/recall", f"{walk.attempt}/questions/1")
    visitor = browser(walk.app)
    walk.responses += [visitor.get(path) for path in (start, f"{start}/print?answers=1", f"{walk.attempt}/result")]


def finds(walk: Walk, hints: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Return what the responses tell too early, with the address; `hints` are the texts of hints that were taken."""
    asked = walk.asked()
    everything = [kept(each) for each in asked]
    sentences = frozenset(text for each in everything for text in each.sentences) - hints
    seed = re.compile(rf"\b(?:{walk.row.seed}|{walk.row.seed:x})\b")
    found = []
    for response in walk.responses:
        raw = response.get_data(as_text=True) + str(response.headers)
        texts = (squeezed(raw), words(raw))
        found += [(each, response.request.path) for each in sentences if any(each in text for text in texts)]
        found += [(each[0], response.request.path) for each in (seed.search(raw),) if each]
        if response.is_json and not set(response.get_json()) <= TOLD_TO_SCRIPTS:
            found.append(("more than a script needs", response.request.path))
    for number, page in walk.forms:
        form = page.partition("<answer-autosave")[2].partition("</form>")[0]
        found += [(each[0], f"question {number}") for each in (FLAG.search(form),) if each]
        plain = bare(form)
        for answer in everything[number - 1].answers:
            place = re.search(rf"(?<![\w.]){re.escape(answer)}(?![\w.]\w)", plain)
            if place:
                found.append((plain[max(0, place.start() - 40) : place.end() + 40], f"question {number}"))
    return found


def bare(form: str) -> str:
    """Return a form without what each form has, whatever it asks: tokens, moments, buttons, sizes, what was refused,
    the three degrees of sureness."""
    form = form.partition("<form")[2]
    form = re.sub(r'<input type="radio" name="confidence" value="[123]"', "<input", form)
    form = re.sub(r'<input type="hidden"[^>]*>', "", form)
    form = re.sub(r'<(button|time|svg|p(?= class="error"))\b.*?</\1>', "", form, flags=re.DOTALL)
    form = re.sub(r' (?:action|id|for|href|name|maxlength|rows|size|class|aria-\w+|data-number)="[^"]*"', "", form)
    return squeezed(form)


# --- the tests ---


def papers(app: Flask, course_id: str) -> list[Paper]:
    """Return the quizzes of a course as served."""
    with app.app_context():
        course = courses.current(course_id)
        return [paper_of(course, each.id) for each in course.activities if each.kind == "quiz"]


def make_course(app: Flask, folder: Path, name: str, review: str = "") -> str:
    """Check in a copy of a course whose modules can all be begun; `review` are settings put into each quiz."""
    target = folder / name
    shutil.copytree(SAMPLES[name], target)
    if name == "small":
        (target / "10-first" / "30-kinds.quiz.md").write_text(TEXT, encoding="utf-8")
    settings = target / "course.yaml"
    settings.write_text(settings.read_text().replace("hidden: yes\n", ""))
    for module in target.glob("*/module.yaml"):
        module.write_text(re.sub(r"^requires:.*\n", "", module.read_text(), flags=re.MULTILINE))
    for quiz in target.glob("[0-9]*/*.quiz.md"):
        text = quiz.read_text()
        if review:
            names = [line.partition(":")[0] for line in review.splitlines()]
            head, _, rest = text.removeprefix("---\n").partition("\n---\n")
            head = "\n".join(line for line in head.splitlines() if line.partition(":")[0] not in names)
            text = f"---\n{head}\n{review}\n---\n{rest}"
        quiz.write_text(text)
    return check_in(app, target)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_response_of_an_open_attempt_tells_what_is_kept(site: Flask, tmp_path: Path, name: str) -> None:
    course = make_course(site, tmp_path, name)
    person = someone(site, enrolled_in=course)
    for paper in papers(site, course):
        walk = begin(site, person, paper)
        through_an_open_attempt(walk)
        assert finds(walk) == [], paper.activity.id


@pytest.mark.parametrize("review", HIDDEN)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_closed_attempt_tells_nothing_before_its_review_is_due(
    site: Flask, tmp_path: Path, name: str, review: str
) -> None:
    course = make_course(site, tmp_path, name, review)
    person = someone(site, enrolled_in=course)
    for paper in papers(site, course):
        walk = begin(site, person, paper)
        for number, asked in enumerate(walk.asked(), start=1):
            wrong = asked.question.interaction.examples(asked.order).wrong
            walk.post(
                f"{walk.attempt}/questions/{number}", **asked.question.interaction.form_values(wrong, asked.order)
            )
        walk.post(walk.attempt)
        walk.get(*(f"{walk.attempt}/questions/{number}/objection" for number in range(1, len(walk.asked()) + 1)))
        around(walk)
        walk.post("/recall")
        assert walk.client.get(f"{walk.attempt}/result").status_code == 200
        assert finds(walk) == [], paper.activity.id


def test_a_hint_is_told_to_who_takes_it_and_in_no_other_answer(site: Flask, tmp_path: Path) -> None:
    course = make_course(site, tmp_path, "gallery")
    paper = next(each for each in papers(site, course) if each.activity.id == "try-around-a-question")
    walk = begin(site, someone(site, enrolled_in=course), paper)
    number, hint = next((place, each) for place, each in enumerate(walk.asked(), start=1) if each.question.hint)
    taken = kept(replace(hint, question=replace(hint.question, explanation="", source="", read_again="")))
    walk.post(f"{walk.attempt}/questions/{number}/hint", key=str(uuid4()))
    walk.question(number)
    assert {each for each, _ in finds(walk)} <= taken.sentences
    assert words(hint.html[hint.question.hint]) in words(walk.responses[-1].get_data(as_text=True))


@pytest.mark.parametrize("name", ["gallery", "small"])
def test_the_review_asks_again_without_what_was_told_before(site: Flask, tmp_path: Path, name: str) -> None:
    course = make_course(site, tmp_path, name, "review: after-submit")
    person, practised = someone(site, enrolled_in=course), datetime.now(UTC) - timedelta(days=3)
    with site.app_context():
        for paper in (paper_of(courses.current(course), each.activity.id) for each in papers(site, course)):
            attempt = quizzes.begin(person.actor, course, paper.activity.id, 7, uuid4(), practised)
            for number, question_id in enumerate(attempt.questions, start=1):
                asked = paper.asked(question_id, attempt.seed)
                if is_by_hand(asked.question):
                    continue
                interaction = asked.question.interaction
                values = interaction.form_values(interaction.examples(asked.order).wrong, asked.order)
                quizzes.save(person.actor, attempt.id, number, values, False, uuid4(), practised)
            quizzes.submit(person.actor, attempt.id, practised)
    client = browser(site, person)
    address = post(client, "/recall").headers["Location"]
    seen = 0
    while address.startswith("/recall/questions/"):
        number = int(address.rpartition("/")[2])
        with site.app_context():
            sheet = recall.question(person.actor, number)
        assert isinstance(sheet, Sheet)
        page = client.get(address).get_data(as_text=True)
        secret = kept(sheet.asked)
        texts = (squeezed(page), words(page))
        assert [each for each in secret.sentences if any(each in text for text in texts)] == []
        form = page.partition("<main")[2]
        assert not FLAG.search(form)
        assert not re.search(rf"\b{sheet.session.seed}\b", page)
        passed = post(client, f"{address}/passed-over", session=str(sheet.session.id))
        address, seen = passed.headers["Location"], seen + 1
    assert seen > 3


LEAKS = {
    "the explanation": "{{ sheet.asked.question.explanation }}",
    "rendered": "{{ html[sheet.asked.question.explanation] }}",
    "in a comment": "<!-- {{ sheet.asked.question.source }} -->",
    "in an attribute": '<i data-note="{{ sheet.asked.question.explanation }}"></i>',
    "feedback": "{% for each in sheet.asked.question.interaction.pieces() %}{{ each }}{% endfor %}",
    "the seed": '<i data-x="{{ sheet.attempt.seed }}"></i>',
    "a flag": '<i data-right="1"></i>',
    "the key": "{{ sheet.asked.question.interaction.reveal({}, sheet.asked.order).fields[0].right }}",
}


@pytest.mark.parametrize("leak", LEAKS)
def test_the_scan_finds_what_a_page_lets_out(site: Flask, tmp_path: Path, leak: str) -> None:
    """Each leak, put into the page of a question, is found: a scan that cannot fail would say nothing."""
    course = make_course(site, tmp_path, "gallery")
    template = (BASE / "templates/quiz/question.html").read_text()
    place = "{{ token() }}"
    assert place in template
    own = DictLoader({"quiz/question.html": template.replace(place, place + LEAKS[leak], 1)})
    assert site.jinja_loader is not None
    site.jinja_env.loader = ChoiceLoader([own, site.jinja_loader])
    person = someone(site, enrolled_in=course)
    paper = next(each for each in papers(site, course) if each.activity.id == "try-numbers-and-words")
    walk = begin(site, person, paper)
    for number in range(1, len(walk.asked()) + 1):
        walk.question(number)
    assert finds(walk) != []


def test_every_kind_is_among_what_is_scanned(site: Flask, tmp_path: Path) -> None:
    course = make_course(site, tmp_path, "small")
    found = {type(each.interaction) for paper in papers(site, course) for each in paper.quiz.questions}
    assert found >= set(TYPES)
