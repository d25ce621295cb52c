"""Whether the settings of a quiz go together, and lead to banks and pre-tests that the course has."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from learning.courses.kinds import Entry
from learning.kernel.problems import Problem
from learning.quiz.answers import fault
from learning.quiz.drawing import EVERYTHING, fits
from learning.quiz.questions import Question, Quiz, QuizSettings

REVIEWS_OF_A_TEST = ("after-pass", "after-close", "never")
"""When the answers of a certifying test may be seen: not while others could still use them."""


def check_settings(settings: QuizSettings, lines: Mapping[str, int]) -> list[Problem]:
    """Check what the settings ask of each other; `lines` gives the line of each."""
    problems = []
    if settings.draw_from and settings.draw is None:
        detail = '"draw_from" needs a number: add a line "draw: 10" with how many questions are drawn'
        problems.append(fault(lines.get("draw_from", 1), "draw-missing", detail))
    if settings.review == "during" and settings.purpose != "practice":
        detail = '"review: during" tells the key while the quiz is open: keep it for practice, or write "after-submit"'
        problems.append(fault(lines.get("review", 1), "review-during", detail))
    if settings.review == "after-close" and settings.closes is None:
        detail = '"review: after-close" needs a moment: add a line "closes: 2026-12-31 18:00 Africa/Dakar"'
        problems.append(fault(lines.get("review", 1), "closes-missing", detail))
    if settings.gain_over and settings.purpose == "pre-test":
        detail = 'a pre-test is compared with nothing: take "gain_over" out, or change "purpose"'
        problems.append(fault(lines.get("gain_over", 1), "gain-over", detail))
    if settings.certifying:
        line = lines.get("certifying", 1)
        problems += [fault(lines.get(name, line), "certifying", detail) for name, detail in _uncertified(settings)]
    return problems


def _uncertified(settings: QuizSettings) -> Iterable[tuple[str, str]]:
    """List what keeps a certifying test from being one, each with the setting that says so."""
    if settings.purpose != "test":
        yield "purpose", 'a certifying quiz is a test: write "purpose: test"'
    if settings.pass_mark is None:
        yield "pass_mark", 'a certifying test can be failed: add a line "pass_mark: 70%"'
    if settings.time_limit is None:
        yield "time_limit", 'a certifying test has a time limit: add a line "time_limit: 45" (minutes)'
    if settings.attempts is None:
        yield "attempts", 'a certifying test has a limit of attempts: add a line "attempts: 3"'
    if settings.wait is None and settings.attempts != 1:
        yield "wait", 'a certifying test has a waiting time between attempts: add a line "wait: 1440" (minutes)'
    if not settings.draw_from:
        detail = 'the questions of a certifying test are drawn from a bank: add lines "draw_from: all" and "draw: 10"'
        yield "draw_from", detail
    if settings.review not in REVIEWS_OF_A_TEST:
        ways = " or ".join(f'"review: {way}"' for way in REVIEWS_OF_A_TEST)
        yield "review", f"the answers of a certifying test are not seen after each attempt: write {ways}"


def check_draw(quiz: Quiz, lines: Mapping[str, int], banks: Collection[Sequence[Question]]) -> list[Problem]:
    """Check that the course's banks, each with its questions, hold what the quiz draws from them."""
    settings, line = quiz.settings, lines.get("draw_from", 1)
    if not settings.draw_from or settings.draw is None:
        return []
    if not banks:
        detail = 'the course has no bank: add a file "bank/name.quiz.md" with questions, or take "draw_from" out'
        return [fault(line, "bank-missing", detail)]
    questions = [question for bank in banks for question in bank]
    known = {word for question in questions for word in (question.outcome, *question.tags)}
    unknown = [word for word in settings.draw_from if word != EVERYTHING and word not in known]
    if unknown:
        return [
            fault(
                lines.get(f"draw_from.{settings.draw_from.index(word)}", line),
                "draw-from-unknown",
                f'no question of a bank has the learning outcome or tag "{word}": {_nearest(word, known)}',
            )
            for word in unknown
        ]
    found = Counter(question.outcome for question in questions if fits(question, settings.draw_from))
    if found.total() >= settings.draw:
        return []
    each = ", ".join(f"{count} of {outcome}" for outcome, count in sorted(found.items()))
    detail = f'"draw" asks for {settings.draw}, and the banks hold {found.total()} ({each}): lower it, or add questions'
    return [fault(lines.get("draw", 1), "bank-few", detail)]


def check_gain(settings: QuizSettings, lines: Mapping[str, int], entries: Iterable[Entry | None]) -> list[Problem]:
    """Check that the quiz is compared with a pre-test; that the id leads somewhere is the course's to check."""
    found = next((entry for entry in entries if entry and entry.id == settings.gain_over), None)
    if not settings.gain_over or found is None or found.facts.get("purpose") == "pre-test":
        return []
    detail = f'"{settings.gain_over}" is no pre-test: write the id of a quiz with "purpose: pre-test"'
    return [fault(lines.get("gain_over", 1), "gain-over", detail)]


def check_drawn(questions: Iterable[Question], entries: Collection[Entry | None]) -> list[Problem]:
    """Warn of a bank none of whose questions any quiz draws; nothing is said while an activity cannot be read."""
    words = {word for entry in entries if entry for word in words_of(entry)}
    if None in entries or any(fits(question, words) for question in questions):
        return []
    detail = 'no quiz draws from this bank: name its outcomes or tags in a quiz\'s "draw_from"'
    return [Problem("1", "bank-unused", detail, "warning")]


def words_of(entry: Entry) -> list[str]:
    """Return what the quiz of this entry draws from the banks."""
    return [word for word in entry.facts.get("draw_from", "").split("\n") if word]


def _nearest(wanted: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(wanted, sorted(known), 1)
    return f'did you mean "{near[0]}"?' if near else 'write one that has questions, several in brackets: "[one, two]"'
