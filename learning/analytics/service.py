"""Computing the summaries beside the pages, and showing them to the trainers of a course."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from learning.analytics import queries
from learning.analytics.figures import Item, Summary, from_json, to_json
from learning.analytics.flags import choice_flags, flagged, flags
from learning.analytics.gain import MeanGain, mean_gains, shares
from learning.analytics.pages import CourseStatistics, QuestionLine, QuizLine, QuizStatistics
from learning.analytics.queries import Attempts, Kept
from learning.analytics.tally import Option, Tally, Wording
from learning.courses import service as courses
from learning.courses.course import Activity
from learning.db import unit_of_work
from learning.kernel.errors import Invalid, NotFound
from learning.people.actor import Actor, course_scope
from learning.people.permissions import Permission, require
from learning.quiz.grades import CHOICES
from learning.quiz.paper import Paper
from learning.quiz.papers.service import KIND, paper_of
from learning.quiz.questions import Question
from learning.quiz.shuffling import Order

log = logging.getLogger(__name__)

RESTS = timedelta(minutes=1)
"""How often, at most, a quiz is computed anew while its learners hand in."""

OVERLAP = timedelta(minutes=10)
"""How far back grades are looked for: one may be stored a little after its moment, or by a clock that is behind."""

OFFERED = 10
"""Most answers of a field that are counted one by one: more are the cells of a table, not distractors."""


def refresh(at: datetime) -> int:
    """Compute the summaries of quizzes that were graded since; return how many. May run in several processes at once.

    A quiz that cannot be computed is logged, and the others are.
    """
    newest = queries.newest_summarised()
    done = 0
    for course_id, activity_id in queries.graded_since(newest - OVERLAP if newest else None):
        count, _ = queries.grades_of(course_id, activity_id)
        if count == queries.summarised(course_id, activity_id) or not _claim(course_id, activity_id, at, at - RESTS):
            continue
        done += _computed(course_id, activity_id, at)
        for post_test in _post_tests(course_id, activity_id):
            _computed(course_id, post_test, at)
    queries.release()
    return done


def refresh_all(at: datetime) -> list[tuple[str, str]]:
    """Compute the summaries of all quizzes that have grades, and return those that could be (course, activity)."""
    return [each for each in queries.graded_since(None) if _computed(*each, at)]


def _computed(course_id: str, activity_id: str, at: datetime) -> bool:
    try:
        refresh_quiz(course_id, activity_id, at)
    except Exception:  # a fault in one quiz must not keep the others from their figures
        log.exception("statistics-failed course=%s quiz=%s", course_id, activity_id)
        return False
    return True


def refresh_quiz(course_id: str, activity_id: str, at: datetime) -> None:
    """Compute the summary of one quiz from all its grades and keep it, unless a newer one stands.

    The first finished attempt of each learner counts, by its last grade; one that waits for a trainer does not yet.
    """
    count, newest = queries.grades_of(course_id, activity_id)
    attempts = queries.attempts_at(course_id, activity_id)
    pre_test = _pre_test(course_id, activity_id)
    before = _shares(course_id, pre_test) if pre_test else {}
    tally, pairs = Tally(), []
    for first, sheet in queries.sheets_of(attempts.first):
        tally.add(sheet, first.revision_id)
        if first.person_id in before:
            pairs.append((before[first.person_id], shares(sheet)))
    summary = tally.summary(_wordings(course_id, activity_id, attempts), attempts.asked, attempts.count)
    _keep(course_id, activity_id, count, newest, summary, mean_gains(pairs), at)


@unit_of_work
def _claim(course_id: str, activity_id: str, at: datetime, before: datetime) -> bool:
    return queries.claim(course_id, activity_id, at, before)


@unit_of_work
def _keep(
    course_id: str, activity_id: str, count: int, newest: datetime | None, summary: Summary,
    gains: tuple[MeanGain, ...], at: datetime,
) -> None:  # fmt: skip
    figures = to_json(summary)
    items = figures.pop("items")
    values = {"computed_at": at, "graded_until": newest, "figures": figures, "questions": items,
              "gains": [asdict(gain) for gain in gains], "flagged": flagged(summary)}  # fmt: skip
    queries.claim(course_id, activity_id, at, at)
    queries.keep(course_id, activity_id, count, values)


def _shares(course_id: str, activity_id: str) -> dict[object, Mapping[str, float]]:
    first = queries.attempts_at(course_id, activity_id).first
    return {each.person_id: shares(sheet) for each, sheet in queries.sheets_of(first)}


def _pre_test(course_id: str, activity_id: str) -> str:
    """Return the id of the pre-test that a quiz is compared with, as the course says today; "" for none."""
    try:
        return paper_of(courses.current(course_id), activity_id).quiz.settings.gain_over
    except (NotFound, Invalid):
        return ""


def _post_tests(course_id: str, activity_id: str) -> list[str]:
    """Return the quizzes that are compared with this one: a regrade of the pre-test changes what they gained."""
    try:
        course = courses.current(course_id)
    except NotFound:
        return []
    quizzes = (each.id for each in course.activities if each.kind == KIND.name)
    return [each for each in quizzes if _pre_test(course_id, each) == activity_id]


def _wordings(course_id: str, activity_id: str, attempts: Attempts) -> dict[str, Wording]:
    """Return what each revision offers, today's last, since it says best what is right."""
    try:
        today = courses.current(course_id).revision_id
    except NotFound:
        today = ""
    revisions = [*(each for each in attempts.revisions if each != today), *([today] if today else [])]
    return {revision: _wording(revision, activity_id) for revision in revisions}


def _wording(revision_id: str, activity_id: str) -> Wording:
    try:
        paper = paper_of(courses.at_revision(revision_id), activity_id)
    except (NotFound, Invalid):  # a text that is gone, or that this code reads no more, has nothing to say
        return {}
    return {question.id: _offered(question) for question in paper.quiz.by_id.values()}


def _offered(question: Question) -> dict[str, Option]:
    if question.interaction.NAME not in CHOICES:
        return {}
    revealed = question.interaction.reveal({}, Order(0, question.id, shuffled=False))
    return {
        f"{field.name}:{place}": Option(field.name, choice.text, choice.right)
        for field in revealed.fields
        if len(field.choices) <= OFFERED
        for place, choice in enumerate(field.choices)
    }


def course_statistics(actor: Actor | None, course_id: str) -> CourseStatistics:
    """Return the figures of a course's quizzes. Raises SignInNeeded, NotFound."""
    require(actor, Permission.STATISTICS_SEE, course_scope(course_id))
    course = courses.current(course_id)
    kept = queries.heads(course_id)
    quizzes = (activity for activity in course.activities if activity.kind == KIND.name)
    return CourseStatistics(course, tuple(_quiz_line(activity, kept.get(activity.id)) for activity in quizzes))


def _quiz_line(activity: Activity, kept: Kept | None) -> QuizLine:
    if kept is None:
        return QuizLine(activity, None, 0, None, stale=False)
    return QuizLine(activity, _summary(kept), kept.flagged, kept.computed_at, kept.stale)


def _summary(kept: Kept) -> Summary:
    return from_json({**kept.figures, "items": kept.questions})


def quiz_statistics(actor: Actor | None, course_id: str, quiz_id: str) -> QuizStatistics:
    """Return the figures of a quiz and its questions. Raises SignInNeeded, NotFound."""
    require(actor, Permission.STATISTICS_SEE, course_scope(course_id))
    course = courses.current(course_id)
    paper = paper_of(course, quiz_id)
    pre_test = course.activity(paper.quiz.settings.gain_over) if paper.quiz.settings.gain_over else None
    kept = queries.whole(course_id, quiz_id)
    if kept is None:
        return QuizStatistics(paper, None, None, False, (), (), pre_test)
    summary = _summary(kept)
    words = {outcome.id: outcome.text for outcome in course.outcomes}
    ordered = sorted(kept.gains, key=lambda gain: course.outcome_rank(gain["outcome"]))
    gains = tuple((words.get(gain["outcome"], gain["outcome"]), MeanGain(**gain)) for gain in ordered)
    return QuizStatistics(paper, summary, kept.computed_at, kept.stale, _lines(paper, summary), gains, pre_test)


def _lines(paper: Paper, summary: Summary) -> tuple[QuestionLine, ...]:
    """Return the questions in the order of the text, then those that it has no more."""
    items = {item.id: item for item in summary.items}
    known = [each for each in paper.quiz.by_id if each in items]
    return tuple(_question_line(paper, items[each]) for each in [*known, *sorted(items.keys() - set(known))])


def _question_line(paper: Paper, item: Item) -> QuestionLine:
    names = dict.fromkeys(choice.field for choice in item.choices)
    told = [(choice, choice_flags(item, choice)) for choice in item.choices]
    fields = tuple(tuple(each for each in told if each[0].field == name) for name in names)
    found = tuple(dict.fromkeys((*flags(item), *(flag for _, own in told for flag in own))))
    question = paper.quiz.by_id.get(item.id)
    if question is None:
        return QuestionLine(None, "", {}, item, found, fields)
    asked = paper.asked(item.id, 0)
    return QuestionLine(question, asked.path, asked.html, item, found, fields)
