"""Banks as texts, and the settings of quizzes that ask something of each other: read, told, written back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz import source
from learning.quiz.entry import read_bank, read_entry
from learning.quiz.questions import PURPOSES, REVIEWS, Quiz, QuizSettings

COURSE = Path(__file__).parent.parent / "samples" / "courses" / "banks"
BANK = (COURSE / "bank/branches.quiz.md").read_text()
TEST = (COURSE / "20-test/10-final-test.quiz.md").read_text()
FILES = sorted(COURSE.rglob("*.quiz.md"))


def bank_of(text: str) -> Quiz:
    bank, problems = source.parse_bank(text)
    assert problems == []
    assert bank is not None
    return bank


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_the_course_with_banks_is_written_back_byte_for_byte(path: Path) -> None:
    text = path.read_text()
    quiz, problems = (source.parse_bank if path.parent.name == "bank" else source.parse)(text)
    assert problems == []
    assert quiz is not None
    assert source.dump(quiz) == text


def test_a_bank_is_written_in_its_plain_form_and_reads_the_same() -> None:
    bank = bank_of(BANK)
    plain = replace(bank, raw="", questions=tuple(replace(each, raw="") for each in bank.questions))
    assert bank_of(source.dump(plain)) == bank


def test_a_bank_tells_the_course_its_ids_and_what_it_refers_to() -> None:
    entry, problems = read_bank(BANK)
    assert problems == []
    assert entry is not None
    assert (entry.id, entry.minutes, entry.facts) == ("bank-branches", 0, {})
    assert [own for own, _ in entry.own_ids] == [question.id for question in bank_of(BANK).questions]
    assert ("activity", "nine-branches") in [use[:2] for use in entry.uses]
    assert {use[1] for use in entry.uses if use[0] == "outcome"} == {"name-branches", "choose-parts"}


def test_a_question_without_an_outcome_is_told_at_its_heading() -> None:
    text = BANK.replace("Outcome: choose-parts\n", "")
    bank, problems = source.parse_bank(text)
    assert bank is None
    assert [problem.code for problem in problems] == ["bank-outcome"] * 2
    assert all(text.split("\n")[int(problem.where) - 1].startswith("## ") for problem in problems)


def test_a_quiz_may_have_no_question_of_its_own_when_it_draws_some() -> None:
    entry, problems = read_entry(TEST)
    assert problems == []
    assert entry is not None
    assert (entry.minutes, entry.facts["questions"], entry.facts["draw_from"]) == (30, "5", "all")
    assert ("activity", "before", 13) in entry.uses


@pytest.mark.parametrize(
    ("setting", "minutes"),
    [("", 5), ("time_limit: 10\n", 10), ("minutes: 40\n", 40), ("minutes: 7\ntime_limit: 10\n", 7)],
)
def test_the_working_time_is_what_the_quiz_says_else_its_limit_else_a_minute_a_question(
    setting: str, minutes: int
) -> None:
    entry, problems = read_entry(f"---\nid: a\ntitle: A\n{setting}---\n\n" + BANK.split("---\n", 2)[2].lstrip())
    assert problems == []
    assert entry is not None
    assert entry.minutes == minutes


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "\n  \n"])
def test_a_quiz_without_questions_keeps_its_end(end: str) -> None:
    text = TEST.rstrip("\n") + end
    quiz, problems = source.parse(text)
    assert problems == []
    assert quiz is not None
    assert source.dump(quiz) == text


@pytest.mark.parametrize("empty", ["draw_from: []\n", ""])
def test_without_a_draw_from_banks_a_quiz_needs_a_question(empty: str) -> None:
    _, problems = source.parse(f"---\nid: a\ntitle: A\n{empty}---\n")
    assert [problem.code for problem in problems] == ["no-questions"]


WITHOUT = {
    "purpose: test\n": "purpose",
    "pass_mark: 60%\n": "pass_mark",
    "attempts: 3\n": "attempts",
    "wait: 60\n": "wait",
    "time_limit: 30\n": "time_limit",
    "review: after-pass\n": "review",
}


@pytest.mark.parametrize("line", WITHOUT)
def test_a_certifying_test_names_the_setting_that_it_lacks(line: str) -> None:
    assert TEST.count(line) == 1
    text = TEST.replace(line, "")
    quiz, problems = source.parse(text)
    assert quiz is None
    [problem] = problems
    assert (problem.code, text.split("\n")[int(problem.where) - 1]) == ("certifying", "certifying: yes")
    assert WITHOUT[line] in problem.detail


def test_a_certifying_test_draws_from_a_bank() -> None:
    question = BANK[BANK.index("## ") :]
    _, problems = source.parse(TEST.replace("draw_from: all\ndraw: 5\n", "") + question)
    assert [problem.code for problem in problems] == ["certifying"]


def test_what_is_wrong_is_told_at_the_setting_that_says_it() -> None:
    text = TEST.replace("after-pass", "after-submit")
    _, [problem] = source.parse(text)
    assert text.split("\n")[int(problem.where) - 1] == "review: after-submit"


def test_a_single_attempt_needs_no_waiting_time() -> None:
    quiz, problems = source.parse(TEST.replace("attempts: 3\nwait: 60\n", "attempts: 1\n"))
    assert (problems, quiz is None) == ([], False)


@pytest.mark.parametrize("review", ["after-pass", "after-close", "never"])
def test_a_certifying_test_may_show_its_answers_late(review: str) -> None:
    closes = "closes: 2026-12-31 18:00 Africa/Dakar\n" if review == "after-close" else ""
    quiz, problems = source.parse(TEST.replace("review: after-pass\n", f"review: {review}\n{closes}"))
    assert problems == []
    assert quiz is not None
    assert (quiz.settings.closes is not None) == bool(closes)


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2999, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))  # noqa: DTZ001
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    "moment",
    ["2026-12-31", "18:00 Africa/Dakar", "2026-12-31 18:00", "2026-02-30 18:00 UTC", "9999-12-31 23:59 America/Lima",
     "0001-01-01 00:00 Asia/Tokyo", "2026-12-31 18:00 Africa", "2026-12-31 18:00 ../UTC", "2026-12-31 18:00 +01:00"],
)  # fmt: skip
def test_a_moment_has_a_day_a_time_and_a_zone_of_the_list(moment: str) -> None:
    _, [problem] = source.parse(TEST.replace("wait: 60\n", f"wait: 60\ncloses: {moment}\n"))
    assert (problem.code, problem.where) == ("setting-value", "9")


@given(
    moment=MOMENTS,
    zone=st.sampled_from(["Africa/Dakar", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "UTC"]),
    words=st.lists(WORDS, max_size=4),
    wait=st.none() | st.integers(1, 43_200),
    review=st.sampled_from(REVIEWS),
    purpose=st.sampled_from(PURPOSES),
    certifying=st.booleans(),
    gain_over=st.sampled_from(["", "before"]),
    minutes=st.none() | st.integers(1, 600),
)
def test_the_settings_are_written_so_that_they_read_the_same(
    moment: datetime, zone: str, words: list[str], wait: int | None, review: str, purpose: str,
    certifying: bool, gain_over: str, minutes: int | None,
) -> None:  # fmt: skip
    settings = QuizSettings(
        id="a",
        title="A",
        purpose=purpose,
        pass_mark=Decimal(60),
        attempts=2,
        time_limit=10,
        minutes=minutes,
        wait=wait,
        closes=moment.replace(tzinfo=ZoneInfo(zone)),
        draw=3,
        draw_from=tuple(words),
        review=review,
        certifying=certifying,
        gain_over=gain_over,
    )
    text = source.dump(Quiz(settings, bank_of(BANK).questions))
    quiz, problems = source.parse(text)
    if problems:
        assert {problem.code for problem in problems} <= {
            "certifying",
            "gain-over",
            "review-during",
            "yaml-character",
        }
    else:
        assert quiz is not None
        assert quiz.settings == settings
        assert quiz.settings.closes is not None
        assert str(quiz.settings.closes.tzinfo) == zone
