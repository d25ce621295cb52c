"""Marking: what waits, one answer with its rubric, and the mark that may finish an attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.courses import service as courses
from learning.courses.course import Course
from learning.db import unit_of_work
from learning.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from learning.kernel.problems import Problem
from learning.kernel.score import Score
from learning.people.actor import Actor, course_scope
from learning.people.office import service as people
from learning.people.permissions import Permission, require, signed_in
from learning.progress import service as progress
from learning.progress.ledger import Fact, Verb
from learning.progress.service import Correction
from learning.quiz import grades
from learning.quiz import queries as quizzes
from learning.quiz.attempts import Attempt, State
from learning.quiz.marked import Marked
from learning.quiz.marking import queries
from learning.quiz.marking.marks import Mark, learner_number, to_mark, with_shares
from learning.quiz.pages import Outcome
from learning.quiz.paper import Asked, Paper
from learning.quiz.papers.service import paper_of_attempt
from learning.quiz.questions import Question
from learning.quiz.regraded import service as regraded
from learning.quiz.regrading.methods import total
from learning.quiz.rubric import Rubric
from learning.quiz.service import verb_of
from learning.quiz.showing import Reveal, View

PAGE = 50
"""Attempts on a page of the list."""

COMMENT_LIMIT, REASON_LIMIT = 4_000, 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waits for a mark. `learner` is a number; `name` is "" unless names were asked for."""

    attempt_id: UUID
    question_id: str
    quiz_title: str
    question_title: str
    learner: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class List:
    """A page of what waits in a course, the oldest first; `later` says whether there is another page."""

    course: Course
    answers: tuple[Waiting, ...]
    page: int
    later: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer to be marked. `given` are all marks so far; `revision` is the last one's `seq`, 0 for none."""

    paper: Paper
    attempt: Attempt
    asked: Asked
    rubric: Rubric
    view: View
    reveal: Reveal
    given: tuple[tuple[Mark, str], ...]
    learner: int
    name: str

    @property
    def revision(self) -> int:
        """What a mark made on this page is based on."""
        return self.given[-1][0].seq if self.given else 0


def waiting(actor: Actor | None, course_id: str, page: int, *, names: bool = False) -> List:
    """Return a page (from 1) of the answers in a course that wait for a mark; one's own are not among them.

    Raises SignInNeeded, NotFound.
    """
    by = require(actor, Permission.QUIZ_MARK, course_scope(course_id))
    course = courses.current(course_id)
    found = queries.submitted(course_id, by.id, (page - 1) * PAGE, PAGE + 1)
    here = found[:PAGE]
    last = queries.last_grades([attempt.id for attempt in here])
    done = queries.marked([attempt.id for attempt in here])
    known = people.names_of({attempt.person_id for attempt in here}) if names else {}
    answers = []
    for attempt in here:
        paper = paper_of_attempt(attempt)
        questions = questions_of(paper, attempt)
        for question_id in to_mark(questions, last.get(attempt.id, {})):
            if (attempt.id, question_id) not in done:
                answers.append(_waiting(paper, attempt, questions[question_id], known))
    return List(course, tuple(answers), page, len(found) > PAGE)


def _waiting(paper: Paper, attempt: Attempt, question: Question, known: Mapping[UUID, str]) -> Waiting:
    return Waiting(
        attempt_id=attempt.id,
        question_id=question.id,
        quiz_title=paper.activity.title,
        question_title=question.title,
        learner=learner_number(attempt.course_id, attempt.person_id),
        name=known.get(attempt.person_id, ""),
        since=attempt.closed_at or attempt.started_at,
    )


def sheet(actor: Actor | None, attempt_id: UUID, question_id: str, *, names: bool = False) -> Sheet:
    """Return one answer of a closed attempt with all that a marker needs. Raises SignInNeeded, NotFound, NotAllowed."""
    _, attempt = _marker_of(actor, attempt_id)
    paper = paper_of_attempt(attempt)
    asked, rubric = _to_mark(paper, attempt, question_id)
    response = quizzes.saved(attempt.id)[question_id].given
    marks = [mark for mark in queries.marks(attempt_id) if mark.question_id == question_id]
    known = people.names_of({mark.by_id for mark in marks} | ({attempt.person_id} if names else set()))
    return Sheet(
        paper=paper,
        attempt=attempt,
        asked=asked,
        rubric=rubric,
        view=asked.question.interaction.view(asked.order, response),
        reveal=asked.question.interaction.reveal(response, asked.order),
        given=tuple((mark, known.get(mark.by_id, "")) for mark in marks),
        learner=learner_number(attempt.course_id, attempt.person_id),
        name=known.get(attempt.person_id, "") if names else "",
    )


def _marker_of(actor: Actor | None, attempt_id: UUID, *, lock: bool = False) -> tuple[Actor, Attempt]:
    """Return a closed attempt with the actor, who marks in its course and whose own work it is not."""
    signed_in(actor)
    attempt = queries.closed(attempt_id, lock=lock)
    by = require(actor, Permission.QUIZ_MARK, course_scope(attempt.course_id))
    if attempt.person_id == by.id:
        raise NotAllowed("own-work")
    return by, attempt


def _to_mark(paper: Paper, attempt: Attempt, question_id: str) -> tuple[Asked, Rubric]:
    """Return a question of an attempt whose answer a person marks, with its rubric. Raises NotFound for any other."""
    last = quizzes.grade_of(attempt.id)
    if question_id not in to_mark(questions_of(paper, attempt), last):
        raise NotFound(question_id)
    asked = paper.asked(question_id, attempt.seed)
    if not isinstance(asked.question.interaction, Marked):
        raise NotFound(question_id)
    return asked, asked.question.interaction.rubric


def told(outcome: Outcome) -> dict[str, Mark]:
    """Return the marks that a learner may read on a result page, by question id: none before all are given."""
    by_hand = any(each.graded is not None and each.graded.outcome.by_hand for each in outcome.answered)
    if not by_hand or not outcome.visibility.score:
        return {}
    return {mark.question_id: mark for mark in queries.marks(outcome.attempt.id)}  # the last of each question stays


def questions_of(paper: Paper, attempt: Attempt) -> dict[str, Question]:
    """Return the questions of an attempt as it asked them, by id."""
    return {question_id: paper.asked(question_id, attempt.seed).question for question_id in attempt.questions}


@unit_of_work
def mark(
    actor: Actor | None, attempt_id: UUID, question_id: str, levels: Sequence[int | None], comment: str, reason: str,
    base: int, key: UUID, at: datetime,
) -> bool:  # fmt: skip
    """Mark an answer; True when with it the attempt is graded, and no answer of it waits any more.

    `levels` has the place of a level for each criterion; `base` is the `revision` of the page that the marker saw. The
    same key again changes nothing. Raises SignInNeeded, NotFound; NotAllowed for one's own work; Conflict
    ("marked-meanwhile": somebody marked it since; "key-used"); Invalid at "criterion-…", "comment" or "reason".
    """
    by, attempt = _marker_of(actor, attempt_id, lock=True)
    paper = paper_of_attempt(attempt)
    _, rubric = _to_mark(paper, attempt, question_id)
    comment, reason = comment.replace("\r\n", "\n").strip(), reason.strip()
    known = queries.mark_of(key)
    if known is not None:
        if (known[0], known[1].question_id) != (attempt_id, question_id):
            raise Conflict("key-used")
        return attempt.state is not State.SUBMITTED
    given = [each for each in queries.marks(attempt_id) if each.question_id == question_id]
    if base != (given[-1].seq if given else 0):
        raise Conflict("marked-meanwhile")
    problems = rubric.problems(levels) + _check_words(comment, reason, again=bool(given))
    if problems:
        raise Invalid(problems)
    chosen = tuple(level for level in levels if level is not None)
    one = Mark(key, question_id, base + 1, chosen, rubric.share(chosen), comment, reason, by.id, at)
    queries.add_mark(attempt_id, one)
    return _settle(by, paper, attempt, at)


def _check_words(comment: str, reason: str, *, again: bool) -> list[Problem]:
    problems = []
    if len(comment) > COMMENT_LIMIT:
        problems.append(Problem("comment", "mark-comment", f"use {COMMENT_LIMIT} characters at most"))
    if again and not reason:
        problems.append(Problem("reason", "mark-reason", "say why the answer is marked again"))
    if len(reason) > REASON_LIMIT:
        problems.append(Problem("reason", "mark-reason-long", f"use {REASON_LIMIT} characters at most"))
    return problems


def _settle(by: Actor, paper: Paper, attempt: Attempt, at: datetime) -> bool:
    """Grade the attempt when each of its answers has its mark; the ledger learns it in the same unit of work."""
    questions, before = questions_of(paper, attempt), quizzes.grade_of(attempt.id)
    shares = {mark.question_id: mark.share for mark in queries.marks(attempt.id)}  # the last of each question stays
    if any(question_id not in shares for question_id in to_mark(questions, before)):
        return False
    marked = with_shares(before, questions, shares)
    score = total(grades.to_json(marked), lambda question_id: questions[question_id].hint_cost_percent)
    responses = {question_id: saved.given for question_id, saved in quizzes.saved(attempt.id).items()}
    after, score = regraded.met(attempt, paper, marked, responses, score)
    pass_mark = paper.quiz.settings.pass_mark
    passed = pass_mark is None or score.reaches(pass_mark) or bool(attempt.passed)  # a pass once given stays
    if not queries.settle(attempt, score, passed=passed):
        raise RuntimeError("the attempt changed under its lock")
    seq = queries.last_seq(attempt.id) + 1
    quizzes.add_grade(attempt.id, seq, "marking", at, score, after, passed=passed, by_id=by.id)
    _tell_ledger(paper, attempt, verb_of(pass_mark, passed=passed), score, at)
    return True


def _tell_ledger(paper: Paper, attempt: Attempt, verb: Verb, score: Score, at: datetime) -> None:
    """Enter what the marks came to; where an answer was marked again, as a correction of the fact before."""
    seq = queries.last_seq(attempt.id)
    fact_id = grades.fact_id(attempt.id, seq)
    if attempt.state is State.SUBMITTED:
        learner = people.in_the_name_of(attempt.person_id)
        progress.enter(learner, paper.course, attempt.activity_id, verb, fact_id, at, score)
        return
    earlier = [grades.fact_id(attempt.id, each) for each in range(seq - 1, 0, -1)]
    known = progress.entered(earlier)
    corrects = next((each for each in earlier if each in known), None)
    fact = Fact(attempt.activity_id, verb, at, score, paper.course.revision_id, fact_id, corrects)
    progress.correct_many(attempt.course_id, attempt.activity_id, [Correction(attempt.person_id, fact)])
