"""An open attempt: its questions, the answers saved in it, the hints taken, the look before handing in."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import UUID

from learning.db import unit_of_work
from learning.kernel.errors import Conflict, Invalid, NotFound
from learning.people.actor import Actor
from learning.quiz import attempts as rules
from learning.quiz import queries
from learning.quiz.attempts import Attempt, Saved, State
from learning.quiz.feedback import tells_at_once
from learning.quiz.interaction import Response
from learning.quiz.paper import Asked, Paper
from learning.quiz.papers.service import paper_of_attempt
from learning.quiz.saving import aids
from learning.quiz.saving import queries as savings
from learning.quiz.saving.aids import Hint
from learning.quiz.saving.pages import Candidate, Comparison, Mark, Review, Sheet, Told
from learning.quiz.saving.revisions import Kept, Saving, unsettled, variant
from learning.quiz.showing import Values
from learning.quiz.uploads import service as uploads

log = logging.getLogger(__name__)


def first_open(attempt: Attempt) -> int:
    """Return the number of the first question without a complete answer; the first one when all have it."""
    marks = _marks(paper_of_attempt(attempt), attempt, queries.saved(attempt.id), frozenset())
    return next((mark.number for mark in marks if not mark.answered), 1)


def require_own(actor: Actor, attempt_id: UUID) -> None:
    """Raise NotFound for an attempt that is not there, or another's."""
    queries.attempt(attempt_id, actor.id)


def sheet(actor: Actor, attempt_id: UUID, number: int) -> Sheet:
    """Return question `number` (from 1) of an open attempt. Raises NotFound; Conflict("closed") for a closed one."""
    attempt = _open(actor, attempt_id)
    paper = paper_of_attempt(attempt)
    asked = _asked(paper, attempt, number)
    saved, aside = queries.answers(attempt_id)
    known = saved.get(asked.question.id)
    tells = tells_at_once(paper.quiz.settings)
    is_told = tells and asked.question.id in savings.told(attempt_id)
    return Sheet(
        paper=paper,
        attempt=attempt,
        number=number,
        asked=asked,
        view=asked.question.interaction.view(asked.order, known.given if known else {}),
        saved=known,
        marks=_marks(paper, attempt, saved, _unsettled(attempt, aside)),
        hint=_hint(paper, attempt, asked),
        asks_sureness=aids.asks_sureness(paper.quiz.settings),
        arrived=_last_key(saved),
        may_check=tells and not is_told,
        told=_told(paper, asked, known.given if known else {}) if is_told else None,
    )


def _told(paper: Paper, asked: Asked, given: Response) -> Told:
    interaction = asked.question.interaction
    target, _, heading = asked.question.read_again_target.partition("#")
    lesson = paper.course.activity(target) if target else None
    return Told(interaction.grade(given), interaction.reveal(given, asked.order), lesson, heading)


@unit_of_work
def tell(actor: Actor, attempt_id: UUID, number: int, at: datetime) -> bool:
    """Judge question `number` now, in a quiz that tells at once: from then on its answer is final.

    False, and nothing changes, while it is not fully answered. Raises NotFound, also where the quiz does not tell at
    once; Conflict ("closed", "time-over").
    """
    attempt = _open(actor, attempt_id, at)
    paper = paper_of_attempt(attempt)
    asked = _asked(paper, attempt, number)
    if not tells_at_once(paper.quiz.settings):
        raise NotFound(str(number))
    saved = queries.saved(attempt_id).get(asked.question.id)
    if saved is None or not asked.question.interaction.is_complete(saved.given):
        return False
    savings.tell(attempt_id, asked.question.id, max(at, attempt.started_at))
    return True


def save(
    actor: Actor, attempt_id: UUID, number: int, values: Values, flagged: bool, key: UUID, at: datetime, *,
    base: int | None = None, confidence: int | None = None,
) -> Kept:  # fmt: skip
    """Save the answer to question `number` as given; the same key again changes nothing.

    `base`: the revision that the page was made from, None when it does not say: then the last saving counts. When
    another page has saved something else since, this answer is kept beside it and Conflict("answer-differs") raised.
    Raises NotFound; Conflict ("closed", "time-over", "told", "key-used"); Invalid with the field and the reason: then
    nothing is kept.
    """
    kept = _save(actor, attempt_id, number, values, flagged, key, at, base, confidence)
    if kept.set_aside:
        log.info("answer-set-aside", extra={"attempt": str(attempt_id), "number": number})
        raise Conflict("answer-differs")
    return kept


@unit_of_work
def _save(
    actor: Actor, attempt_id: UUID, number: int, values: Values, flagged: bool, key: UUID, at: datetime,
    base: int | None, confidence: int | None,
) -> Kept:  # fmt: skip
    attempt = _open(actor, attempt_id, at)
    paper = paper_of_attempt(attempt)
    asked = _asked(paper, attempt, number)
    _require_untold(paper, attempt, asked)
    response, problems = asked.question.interaction.read(values, asked.order)
    if response is None:
        raise Invalid(problems)
    uploads.check(attempt_id, asked.question, response)
    given = {name: list(texts) for name, texts in response.items()}
    sure = confidence if aids.asks_sureness(paper.quiz.settings) else None
    # A clock that was set back must not put an answer before the attempt or before the answer it replaces.
    seq, saved_at, aside = _added(attempt, asked, key, given, flagged, sure, base, max(at, attempt.started_at))
    if not aside:
        return Kept(seq, saved_at, set_aside=False, questions=len(attempt.questions))
    every = savings.savings(attempt_id, asked.question.id)
    counting = [each for each in every if not each.set_aside][-1]
    differs = any(each.given == given for each in unsettled(every))
    return Kept(counting.seq, counting.saved_at, set_aside=differs, questions=len(attempt.questions))


def _added(
    attempt: Attempt, asked: Asked, key: UUID, given: dict[str, list[str]], flagged: bool, confidence: int | None,
    base: int | None, at: datetime,
) -> tuple[int, datetime, bool]:  # fmt: skip
    """Add a saving once by its key and what it says; return its revision, its moment, whether it was set aside.

    Raises Conflict("key-used"): the key stands for another question's. The same key with another answer is a page that
    the browser showed again from its memory: nothing typed is lost, and sending either again changes nothing.
    """
    question_id, what = asked.question.id, (given, flagged, confidence)
    if (added := savings.add(key, attempt.id, question_id, *what, base, at)) is not None:
        return added
    known = _known(key)
    if (known[0], known[1]) != (attempt.id, question_id):
        raise Conflict("key-used")
    if (known[2].given, known[2].flagged, known[2].confidence) != what:
        other = variant(key, json.dumps(what, sort_keys=True))
        if (added := savings.add(other, attempt.id, question_id, *what, base, at)) is not None:
            return added
        known = _known(other)
    return known[2].seq, known[2].saved_at, known[2].set_aside


def _known(key: UUID) -> tuple[UUID, str, Saving]:
    found = savings.by_key(key)
    if found is None:  # another's transaction held it and was undone
        raise Conflict("key-used")
    return found


def compare(actor: Actor, attempt_id: UUID, number: int) -> Comparison:
    """Return the answers to question `number` between which the learner has to choose.

    Raises NotFound; Conflict ("closed", "settled" when there is nothing to choose).
    """
    attempt = _open(actor, attempt_id)
    paper = paper_of_attempt(attempt)
    asked = _asked(paper, attempt, number)
    every = savings.savings(attempt_id, asked.question.id)
    beside = unsettled(every)
    if not beside:
        raise Conflict("settled")
    counting = [each for each in every if not each.set_aside][-1]
    candidates = tuple(_candidate(asked, each) for each in (counting, *beside))
    return Comparison(paper, attempt, number, asked, candidates, every[-1].seq)


def _candidate(asked: Asked, saving: Saving) -> Candidate:
    interaction = asked.question.interaction
    values = interaction.form_values(saving.given, asked.order)
    fields = [(name, text) for name, texts in values.items() for text in texts]
    view = interaction.view(asked.order, saving.given)
    return Candidate(view, fields, saving.flagged, saving.confidence, saving.saved_at, not saving.set_aside)


@unit_of_work
def take_hint(actor: Actor, attempt_id: UUID, number: int, at: datetime) -> None:
    """Take the hint of question `number`, once; from then on its page shows it, and it costs.

    Raises NotFound, also where no hint is offered; Conflict ("closed", "time-over").
    """
    attempt = _open(actor, attempt_id, at)
    paper = paper_of_attempt(attempt)
    asked = _asked(paper, attempt, number)
    if aids.hint_of(paper.quiz.settings, asked.question, taken=False) is None:
        raise NotFound(str(number))
    _require_untold(paper, attempt, asked)
    savings.take_hint(attempt_id, asked.question.id, max(at, attempt.started_at))


def _require_untold(paper: Paper, attempt: Attempt, asked: Asked) -> None:
    if tells_at_once(paper.quiz.settings) and asked.question.id in savings.told(attempt.id):
        raise Conflict("told")


def hints_taken(paper: Paper, attempt: Attempt) -> frozenset[str]:
    """Return the ids of the questions whose hint was taken; where none is offered the store is not asked."""
    settings = paper.quiz.settings
    offered = aids.gives_hints(settings) and any(
        paper.asked(question_id, attempt.seed).question.hint for question_id in attempt.questions
    )
    return savings.hints(attempt.id) if offered else frozenset()


def review(actor: Actor, attempt_id: UUID, at: datetime) -> Review:
    """Return what is answered and what is not, before handing in. Raises NotFound; Conflict("closed")."""
    attempt = _open(actor, attempt_id)
    paper = paper_of_attempt(attempt)
    saved, aside = queries.answers(attempt_id)
    marks = _marks(paper, attempt, saved, _unsettled(attempt, aside))
    return Review(paper, attempt, marks, rules.is_late(at, attempt.until), _last_key(saved))


def _open(actor: Actor, attempt_id: UUID, at: datetime | None = None) -> Attempt:
    """Return an open attempt of the actor; with a moment it is to be changed then, so it is held and must be in time.

    Raises NotFound; Conflict ("closed", "time-over"). That no answer counts which came after the time needs no memory
    of the clock: one that was taken came in time, so a clock set back gives no more than what it was set back by.
    """
    attempt = queries.attempt(attempt_id, actor.id, lock=at is not None)
    if attempt.state is not State.OPEN:
        raise Conflict("closed")
    if at is not None and rules.is_late(at, attempt.until):
        raise Conflict("time-over")
    return attempt


def _asked(paper: Paper, attempt: Attempt, number: int) -> Asked:
    """Return question `number` (from 1) of an attempt. Raises NotFound."""
    if not 1 <= number <= len(attempt.questions):
        raise NotFound(str(number))
    return paper.asked(attempt.questions[number - 1], attempt.seed)


def _hint(paper: Paper, attempt: Attempt, asked: Asked) -> Hint | None:
    offered = aids.hint_of(paper.quiz.settings, asked.question, taken=False)
    if offered is None or asked.question.id not in savings.hints(attempt.id):
        return offered
    return aids.hint_of(paper.quiz.settings, asked.question, taken=True)


def _unsettled(attempt: Attempt, aside: AbstractSet[str]) -> frozenset[str]:
    """Return the questions with answers to choose from, of those that had a saving set aside: few, if any."""
    return frozenset(each for each in aside if unsettled(savings.savings(attempt.id, each)))


def _last_key(saved: Mapping[str, Saved]) -> UUID | None:
    return max(saved.values(), key=lambda each: each.revision).key if saved else None


def _marks(
    paper: Paper, attempt: Attempt, saved: Mapping[str, Saved], unsettled_ids: AbstractSet[str]
) -> tuple[Mark, ...]:
    marks = []
    for number, question_id in enumerate(attempt.questions, start=1):
        question, known = paper.asked(question_id, attempt.seed).question, saved.get(question_id)
        answered = known is not None and question.interaction.is_complete(known.given)
        flagged = known is not None and known.flagged
        marks.append(Mark(number, question.title, answered, flagged, question_id in unsettled_ids))
    return tuple(marks)
