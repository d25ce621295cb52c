"""The quiz as values: its settings, its questions, what each question is called and worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType

from learning.kernel.schema import MOMENT, PERCENT, SLUG, TEXT, YES_NO, list_of, one_of, setting, whole
from learning.quiz.attempts import Limits
from learning.quiz.compound import Compound, Subquestion
from learning.quiz.interaction import Interaction
from learning.quiz.showing import View
from learning.quiz.shuffling import Order

PURPOSES = ("pre-test", "practice", "test")
REVIEWS = ("during", "after-submit", "after-pass", "after-close", "never")
TARGET = re.compile(r"\(activity:([a-z0-9-]+(?:#[a-z0-9-]+)?)\)|\A([a-z0-9-]+(?:#[a-z0-9-]+)?)\Z")


@dataclass(frozen=True)
class QuizSettings:
    """The front matter of a quiz."""

    id: str = setting("the quiz's id, for ever", SLUG, example="check-yourself")
    title: str = setting("its title", TEXT, example="Check yourself")
    purpose: str = setting("what it is for", one_of(*PURPOSES), default="practice")
    pass_mark: Decimal | None = setting(  # noqa: RUF009  # `setting` makes a field; Decimal is immutable
        "share of the points needed to pass; absent: submitting is enough", PERCENT, default=None, example="70%"
    )
    attempts: int | None = setting("how often it may be begun; absent: no limit", whole(1, 50), default=None)
    time_limit: int | None = setting("minutes for an attempt; absent: no limit", whole(1, 600), default=None)
    minutes: int | None = setting(
        "working time in minutes; absent: the time limit, else one minute a question", whole(1, 600), default=None
    )
    shuffle: bool = setting("whether options are shown in a shuffled order", YES_NO, default=True)
    wait: int | None = setting(
        "minutes between the end of an attempt and the next", whole(1, 43_200), default=None, example="1440"
    )
    closes: datetime | None = setting(  # noqa: RUF009  # `setting` makes a field; datetime is immutable
        "when it closes: from then on nothing is begun or handed in",
        MOMENT,
        default=None,
        example="2026-12-31 18:00 Africa/Dakar",
    )
    draw: int | None = setting("how many questions are drawn; absent: all", whole(1, 200), default=None)
    draw_from: tuple[str, ...] = setting(
        "what is drawn from the course's banks: outcome ids and tags, or `all`", list_of(TEXT), default=()
    )
    intro: str = setting("a short text for its first page, in Markdown", TEXT, default="")
    optional: bool = setting("whether the course is complete without it", YES_NO, default=False)
    review: str = setting("when answers and explanations may be seen", one_of(*REVIEWS), default="after-submit")
    certifying: bool = setting("whether it is the test that a certificate rests on", YES_NO, default=False)
    gain_over: str = setting("id of the pre-test that its results are compared with", SLUG, default="")

    def limits(self, extra_percent: int = 0) -> Limits:
        """Return what the quiz allows to a person with so much extra time."""
        return Limits(self.attempts, self.time_limit, self.wait, self.closes, extra_percent)


@dataclass(frozen=True)
class BankSettings:
    """The front matter of a bank."""

    id: str = setting("the bank's id", SLUG, example="bank-branches")
    title: str = setting("its title, for trainers", TEXT, example="The nine branches")


@dataclass(frozen=True)
class Question:
    """A question. `prompt`, `explanation`, `hint`, `source` and `read_again` are Markdown; `title` is plain text.

    `shuffle` None: as the quiz says. `line` and `raw` (the text it was read from) do not count in comparisons.
    """

    id: str
    title: str
    prompt: str
    interaction: Interaction
    explanation: str
    source: str
    points: Decimal = Decimal(1)
    outcome: str = ""
    tags: tuple[str, ...] = ()
    hint: str = ""
    hint_cost_percent: Decimal = Decimal(0)
    read_again: str = ""
    shuffle: bool | None = None
    line: int = field(default=0, compare=False)
    raw: str = field(default="", compare=False, repr=False)

    @property
    def read_again_target(self) -> str:
        """The lesson to read again, "lesson-id" or "lesson-id#heading-id"; "" for none."""
        found = TARGET.search(self.read_again)
        return (found[1] or found[2]) if found else ""

    def pieces(self) -> Iterable[str]:
        """List every Markdown text of the question."""
        own = (self.prompt, self.explanation, self.hint, self.source, self.read_again)
        return (text for text in (*own, *self.interaction.pieces()) if text)


@dataclass(frozen=True)
class Quiz:
    """A quiz: settings and questions in the order of the text. `raw` is the text above the first question.

    `pool` are the questions of the course's banks that an attempt may draw, where the quiz draws from them; its file
    does not hold them. A bank is read as a quiz with id and title alone.
    """

    settings: QuizSettings
    questions: tuple[Question, ...]
    raw: str = field(default="", compare=False, repr=False)
    pool: tuple[Question, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """The questions that an attempt may ask, by their ids."""
        return MappingProxyType({question.id: question for question in (*self.questions, *self.pool)})

    @property
    def asks(self) -> int:
        """How many questions an attempt asks."""
        own, drawn = len(self.questions), self.settings.draw
        return own + (drawn or 0) if self.settings.draw_from else min(drawn or own, own)

    def order(self, seed: int, question_id: str) -> Order:
        """Say in which order the options of a question are shown in the attempt with this seed. Raises KeyError."""
        own = self.by_id[question_id].shuffle
        return Order(seed, question_id, self.settings.shuffle if own is None else own)


def parts(question: Question | Subquestion) -> Iterator[Question | Subquestion]:
    """Return what is asked in a question, down to the parts of its parts; itself when it has none."""
    if isinstance(question.interaction, Compound):
        for part in question.interaction.parts:
            yield from parts(part)
    else:
        yield question


def pieces(quiz: Quiz) -> Iterable[str]:
    """List every Markdown text of a quiz, so that all can be rendered ahead; a text may come twice."""
    if quiz.settings.intro:
        yield quiz.settings.intro
    for question in quiz.questions:
        yield from question.pieces()


def asked(quiz: Quiz) -> Iterable[str]:
    """List the Markdown texts that stand on the page of a question before review: prompts and what is offered."""
    for question in quiz.questions:
        if question.prompt:
            yield question.prompt
        view = question.interaction.view(quiz.order(0, question.id), {})
        yield from _shown(view)


def _shown(view: View) -> Iterable[str]:
    yield from (text for text in (view.text, *(each.label for each in view.fields)) if text)
    yield from (choice.text for each in view.fields for choice in each.choices if each.kind != "select")
    for part in view.parts:
        yield from [part.prompt] if part.prompt else []
        yield from _shown(part.view)
