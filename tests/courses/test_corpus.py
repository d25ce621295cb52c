"""Small changes to a good course, and what a trainer reads about each: file and line, code, and the exact sentence.

The cases are data: `tests/samples/broken/cases.yaml`. Each changes the course of `tests/samples/courses/small`.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from learning.app import KINDS
from learning.courses import codes, service
from learning.courses.course import Course
from learning.courses.source import parse
from learning.kernel import codes as kernel_codes
from learning.lessons import codes as lesson_codes
from learning.quiz.codes import BANK_CODES
from learning.quiz.interactions.types import BY_INSTRUCTION
from tests.factories import corpus
from tests.factories.site import NOW

CASES = corpus.cases()
NAMES = [case["name"] for case in CASES]
USABLE = ", ".join(f'"{instruction}"' for instruction in BY_INSTRUCTION)
"""What stands for {kinds} in the cases: the instructions of all kinds of question that can be used."""

FILES = service.read_folder(corpus.GOOD)[0]
NOT_BROKEN = frozenset(case["name"] for case in CASES if all(": warning [" in line for line in case["expect"]))
AFTER_A_REVISION = frozenset(case["name"] for case in CASES if all("[id-vanished]" in line for line in case["expect"]))
ON_DISK_ONLY = frozenset(case["name"] for case in CASES if any("link" in change for change in case["do"]))


@cache
def good_course() -> Course:
    """Return the good course, which is served when a change to it comes in."""
    course, problems = parse("small", FILES, KINDS)
    assert course is not None
    assert problems == []
    return course


def written(folder: Path, case: dict[str, Any]) -> Path:
    """Write the course of a case into `folder`/small."""
    course = folder / "small"
    for name, content in corpus.broken(FILES, case).items():
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_bytes(content)
    for change in case["do"]:
        if "link" in change:
            (course / change["file"]).symlink_to(change["link"])
    course.mkdir(exist_ok=True)
    return course


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_fault_is_told_with_its_place_and_its_remedy(case: dict[str, Any], tmp_path: Path) -> None:
    if case["name"] in ON_DISK_ONLY:
        course, problems = service.check(written(tmp_path, case), KINDS, good_course())
    else:
        course, problems = parse("small", corpus.broken(FILES, case), KINDS, good_course())
    assert [str(problem) for problem in problems] == [line.replace("{kinds}", USABLE) for line in case["expect"]]
    assert (course is None) == (case["name"] not in NOT_BROKEN)


@pytest.mark.parametrize("case", [case for case in CASES if corpus.has_right(case)], ids=lambda case: case["name"])
def test_what_a_case_calls_right_has_no_problem(case: dict[str, Any]) -> None:
    course, problems = parse("small", corpus.mended(FILES, case), KINDS, good_course())
    assert [str(problem) for problem in problems] == []
    assert course is not None


def test_there_are_many_cases_and_no_name_twice() -> None:
    assert len(CASES) >= 50
    assert len(set(NAMES)) == len(NAMES)


def test_every_code_of_settings_courses_and_lessons_has_a_case() -> None:
    told = {line.partition("[")[2].partition("]")[0] for case in CASES for line in case["expect"]}
    assert {*kernel_codes.CODES, *codes.CODES, *lesson_codes.CODES, *BANK_CODES} - told == codes.UNTRIED


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_problem_says_where_why_and_what_to_do(case: dict[str, Any]) -> None:
    for line in case["expect"]:
        where, _, rest = line.partition(": ")
        detail = rest.partition("] ")[2]
        assert where.partition(":")[0]
        assert detail[-1] not in ".:;"
        assert ": " in detail, "a problem ends with its remedy, after a colon"
        assert len(detail) <= 250


def test_a_broken_course_is_not_served(site: Flask, tmp_path: Path) -> None:
    with site.app_context():
        for number, case in enumerate(CASES):
            if case["name"] in NOT_BROKEN | AFTER_A_REVISION:
                continue
            result = service.check_in(written(tmp_path / str(number), case), KINDS, NOW)
            assert not result.served, case["name"]
            assert any(problem.is_error for problem in result.problems)
            assert service.catalogue() == []


def test_the_last_good_revision_stays(site: Flask, tmp_path: Path) -> None:
    with site.app_context():
        shutil.copytree(corpus.GOOD, tmp_path / "good" / "small")
        assert service.check_in(tmp_path / "good" / "small", KINDS, NOW).new
        good = service.current("small")
        for number, case in enumerate(CASES):
            if case["name"] in NOT_BROKEN:
                continue
            result = service.check_in(written(tmp_path / str(number), case), KINDS, NOW)
            assert (result.served, result.new) == (True, False), case["name"]
            service.forget()
            assert service.current("small") == good
