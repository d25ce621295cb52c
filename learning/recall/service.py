"""The review queue: what waits, the session of a day, its questions, and what the answers say of memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.courses.course import Activity, Course
from learning.db import unit_of_work
from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.kernel.ids import derived_id
from learning.kernel.problems import Problem
from learning.people.actor import Actor
from learning.quiz.interaction import Response
from learning.quiz.paper import Asked, Paper
from learning.quiz.papers.service import paper_of
from learning.quiz.practice import service as practice
from learning.quiz.practice.service import Practised
from learning.quiz.showing import Values
from learning.recall import calibration, queries, reviews
from learning.recall.choosing import Candidate, choose, due_before
from learning.recall.pages import ModulePart, Overview, Sheet, Told
from learning.recall.reviews import PASSED_OVER, Item, Known, Session, Waiting
from learning.recall.schedule import Confidence, Review, Verdict, fold, schedule

LAST_SESSIONS = 7
DAY = timedelta(days=1)


def waiting(actor: Actor, at: datetime) -> Waiting:
    """Return what waits for the actor; one statement."""
    quizzes = (quiz.id for course in courses.catalogue_for(actor) for quiz in practice.quizzes_for_practice(course))
    # What was practised comes back after a day at the earliest: before that there is nothing to take up.
    found = queries.waiting(actor.id, quizzes, due_before(at), due_before(at) - DAY)
    if found.started_at is None or not reviews.goes_on(found.started_at, at):
        return Waiting(found.due, found.practised)
    return Waiting(found.due, found.practised, found.left, reviews.next_from(found.started_at))


def overview(actor: Actor, at: datetime) -> Overview:
    """Return the first page of the review."""
    learnt = _learnt(actor)
    placed = [
        (course.id, activity.module_id, known.card)
        for known in queries.cards(actor.id)
        if (course := learnt.get(known.course_id)) and (activity := course.activity(_today(course, known.activity_id)))
    ]
    found = {(each.course_id, each.module_id): each for each in reviews.remembered(placed, at)}
    modules = tuple(
        ModulePart(course, module, found[course.id, module.id])
        for course in learnt.values()
        for module in course.modules
        if (course.id, module.id) in found
    )
    levels = calibration.levels(queries.calibration(actor.id))
    return Overview(waiting(actor, at), modules, levels, tuple(queries.sessions(actor.id, LAST_SESSIONS)))


@unit_of_work
def begin(actor: Actor, seed: int, at: datetime) -> int | None:
    """Begin the session of today, or go on with it; return the number of its first open question.

    None: nothing waits, or the session of today is finished. What was practised since the last time is taken up first.
    """
    queries.hold_and_note(actor.id, at)
    learnt = _learnt(actor)
    session = queries.last_session(actor.id)
    if session is None or not reviews.goes_on(session.started_at, at):
        _take_up(actor, at)
        items = _choose(actor, learnt, at)
        if not items:
            return None
        queries.add_session(actor.id, session.number + 1 if session else 1, items, seed, at)
        return 1
    return next((place for place in session.open_places if session.items[place - 1].course_id in learnt), None)


def question(actor: Actor, number: int) -> Sheet | Told | None:
    """Return question `number` (from 1) of the last session: to be answered, or with what is told after the answer.

    None for one that was passed over. Raises NotFound.
    """
    session, item, paper = _item(actor, queries.last_session(actor.id), number)
    asked = paper.asked(item.question_id, session.seed)
    entry = session.entries.get(number)
    if entry is None:
        return Sheet(paper, asked, session, number, asked.question.interaction.view(asked.order, {}))
    if entry.verdict == PASSED_OVER:
        return None
    interaction = asked.question.interaction
    target, _, heading = asked.question.read_again_target.partition("#")
    return Told(
        paper, asked, session, number, entry, interaction.grade(entry.given),
        interaction.reveal(entry.given, asked.order), paper.course.activity(target) if target else None, heading,
        session.after(number),
    )  # fmt: skip


@unit_of_work
def answer(
    actor: Actor, session_id: UUID, number: int, values: Values, confidence: Confidence | None, at: datetime
) -> None:
    """Grade an answer to question `number` of the session and enter it; the first stands, one more changes nothing.

    Raises NotFound; Conflict("session-over") when another session has begun; Invalid with the field and the reason.
    """
    session, item, paper = _item(actor, _held(actor, session_id), number)
    asked = paper.asked(item.question_id, session.seed)
    response, problems = asked.question.interaction.read(values, asked.order)
    if response is None:
        raise Invalid(problems)
    outcome = asked.question.interaction.grade(response)
    if not outcome.answered:
        raise Invalid([Problem(_first_field(asked), "answer-none", "")])
    verdict = Verdict.of(outcome.share)
    if _enter(actor, session, number, item, at, verdict.value, confidence, response):
        before = queries.card(actor.id, item.course_id, item.question_id)
        card = schedule(before, Review(verdict, at, confidence))
        queries.keep_card(actor.id, Known(item.course_id, item.activity_id, item.question_id, card))


@unit_of_work
def pass_over(actor: Actor, session_id: UUID, number: int, at: datetime) -> int | None:
    """Pass a question over for today; return the number of the next open one, None at the end.

    Raises NotFound; Conflict("session-over") when another session has begun.
    """
    session, item, _ = _item(actor, _held(actor, session_id), number)
    _enter(actor, session, number, item, at, PASSED_OVER, None, None)
    return session.after(number)


def _held(actor: Actor, session_id: UUID) -> Session | None:
    """Return the last session, held until the transaction ends."""
    queries.hold(actor.id)
    session = queries.last_session(actor.id)
    if session is not None and session.id != session_id:
        raise Conflict("session-over")
    return session


def _item(actor: Actor, session: Session | None, number: int) -> tuple[Session, Item, Paper]:
    if session is None or not 1 <= number <= len(session.items):
        raise NotFound(str(number))
    item = session.items[number - 1]
    if item.course_id not in _learnt(actor):
        raise NotFound(item.course_id)
    return session, item, paper_of(courses.at_revision(item.revision_id), item.activity_id)


def _enter(
    actor: Actor, session: Session, number: int, item: Item, at: datetime, verdict: str,
    confidence: Confidence | None, given: Response | None,
) -> bool:  # fmt: skip
    review_id = derived_id("recall-answer", str(session.id), str(number))
    return queries.add_review(
        review_id, actor.id, item, at, verdict, confidence, session_id=session.id, place=number, given=given
    )


def _first_field(asked: Asked) -> str:
    return asked.question.interaction.field_names[0]


def _learnt(actor: Actor) -> dict[str, Course]:
    """Return the courses that the actor learns and that are served to them today, by id."""
    enrolled = {course_id for course_id, _ in cohorts.courses_of(actor.id)}
    return {course.id: course for course in courses.catalogue_for(actor) if course.id in enrolled}


def _choose(actor: Actor, learnt: Mapping[str, Course], at: datetime) -> list[Item]:
    """Return the questions of a session, as their courses have them now; note of each due card whether it can be asked.

    A question that vanished, or moved to a test, or whose course is closed is passed by silently; its log stays.
    """
    found: dict[tuple[str, str], tuple[Candidate, Item]] = {}
    for known in queries.cards(actor.id):
        if known.card.due > due_before(at):
            continue
        course = learnt.get(known.course_id)
        quiz = next(_asking(course, known), None) if course else None
        if (quiz is not None) is not known.can_be_asked:
            queries.keep_card(actor.id, replace(known, can_be_asked=quiz is not None))
        if course and quiz:
            candidate = Candidate(course.id, quiz.module_id, known.question_id, known.card)
            item = Item(course.id, course.revision_id, quiz.id, known.question_id)
            found[course.id, known.question_id] = (candidate, item)
    chosen = choose((candidate for candidate, _ in found.values()), at)
    return [found[each.course_id, each.question_id][1] for each in chosen]


def _asking(course: Course, known: Known) -> Iterator[Activity]:
    """List the quizzes for practice that can ask the question today, the one that asked it last first."""
    last = _today(course, known.activity_id)
    for quiz in sorted(practice.quizzes_for_practice(course), key=lambda each: each.id != last):
        paper, question_id = paper_of(course, quiz.id), known.question_id
        if question_id in paper.quiz.by_id and not practice.is_by_hand(paper.asked(question_id, 0).question):
            yield quiz


def _today(course: Course, activity_id: str) -> str:
    return course.renamed.get(activity_id, activity_id)


def _take_up(actor: Actor, at: datetime) -> None:
    """Enter what was practised and is not in the log yet."""
    new: defaultdict[tuple[str, str], list[Practised]] = defaultdict(list)
    for each in practice.practised(actor.id, queries.taken_up(actor.id), at):
        new[each.course_id, each.question_id].append(each)
    for (course_id, question_id), answers in new.items():
        entered = [_review(each) for each in answers if _enter_practice(actor, each)]
        card = fold(entered, queries.card(actor.id, course_id, question_id))
        if card is not None:
            last = answers[-1]
            queries.keep_card(actor.id, Known(last.course_id, last.activity_id, last.question_id, card))


def _enter_practice(actor: Actor, each: Practised) -> bool:
    review = _review(each)
    return queries.add_review(
        derived_id("recall-practice", str(each.attempt_id), each.question_id),
        actor.id,
        Item(each.course_id, each.revision_id, each.activity_id, each.question_id),
        review.at,
        review.verdict.value,
        review.confidence,
        hinted=review.hinted,
        attempt_id=each.attempt_id,
    )


def _review(each: Practised) -> Review:
    grade = each.grade
    return Review(
        Verdict.of(grade.share), each.closed_at, Confidence(grade.confidence) if grade.confidence else None, grade.hint
    )
