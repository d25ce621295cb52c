"""What a course folder comes to when it is good, and what becomes of ids that were published."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.app import KINDS
from learning.courses import course as courses
from learning.courses import files as folder
from learning.courses import service
from learning.courses.course import Need
from learning.courses.source import parse
from learning.lessons import service as lessons
from learning.progress import service as progress
from tests.factories.site import NOW, check_in, someone

GOOD = Path(__file__).parent.parent / "samples" / "courses" / "small"
FILES = service.read_folder(GOOD)[0]
PATHS = sorted(FILES)


GOOD_COURSE = parse("small", FILES, KINDS)[0]


def small(**changes: bytes | None) -> dict[str, bytes]:
    """Return the files of the small course; a path is written with __ for its slash, a file given None is left out."""
    named = {path.replace("__", "/"): content for path, content in changes.items()}
    return {path: content for path, content in {**FILES, **named}.items() if content is not None}


def read(files: dict[str, bytes]) -> courses.Course:
    course, problems = parse("small", files, KINDS)
    assert problems == []
    assert course is not None
    return course


def test_a_good_course_is_read_in_the_order_of_its_numbers() -> None:
    course = read(FILES)
    assert [module.id for module in course.modules] == ["first", "second"]
    assert [activity.id for activity in course.activities] == ["welcome", "practice", "more", "test"]
    assert [activity.need for activity in course.activities] == [
        Need.COMPLETED,
        Need.SUBMITTED,
        Need.COMPLETED,
        Need.PASSED,
    ]
    assert course.minutes == 5 + 2 + 6 + 3
    assert course.completion == ("welcome", "practice", "more", "test")


def test_a_course_goes_through_json_unchanged() -> None:
    course = read(small(**{"retired.yaml": b"retired: [gone]\nrenamed:\n  older: more\n"}))
    assert courses.from_json(courses.to_json(course)) == course


def test_what_is_optional_is_not_asked_for_and_its_time_is_told_apart() -> None:
    lesson = FILES["20-second/10-more.md"].replace(b"minutes: 6", b"minutes: 6\noptional: yes")
    course = read(small(**{"20-second/10-more.md": lesson}))
    assert course.completion == ("welcome", "practice", "test")
    assert (course.minutes, course.optional_minutes) == (5 + 2 + 3, 6)
    assert [(module.minutes, module.optional_minutes) for module in course.modules] == [(7, 0), (3, 6)]


def test_outcomes_stand_in_the_order_of_the_course_and_unknown_ones_last() -> None:
    course = read(FILES)
    assert [outcome.id for outcome in course.outcomes] == ["count-branches", "name-parts"]
    assert sorted(["gone", "name-parts", "count-branches"], key=course.outcome_rank) == [
        "count-branches",
        "name-parts",
        "gone",
    ]


def test_completion_may_name_what_it_asks_for() -> None:
    assert read(small(**{"course.yaml": FILES["course.yaml"] + b"completion: [test]\n"})).completion == ("test",)


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_a_text_with_a_byte_order_mark_and_the_line_ends_of_another_system_is_the_same_text(end: bytes) -> None:
    others = {path: b"\xef\xbb\xbf" + content.replace(b"\n", end) for path, content in FILES.items()}
    assert read(others) == read(FILES)


def test_a_fault_in_a_windows_text_has_its_line() -> None:
    text = FILES["10-first/10-welcome.md"].replace(b"minutes: 5", b"minutes: x").replace(b"\n", b"\r\n")
    _, problems = parse("small", small(**{"10-first/10-welcome.md": b"\xef\xbb\xbf" + text}), KINDS)
    assert [(problem.where, problem.code) for problem in problems] == [("10-first/10-welcome.md:4", "setting-value")]


def test_a_readme_may_lie_beside_the_modules_and_pictures_in_media() -> None:
    read(small(**{"README.md": b"For trainers\n", "10-first/media/map.png": b"a picture"}))


def test_a_change_of_one_text_changes_its_rendering_and_no_other() -> None:
    before = read(FILES)
    after = read(small(**{"20-second/10-more.md": FILES["20-second/10-more.md"] + b"\nOne line more.\n"}))
    changed = [
        new.id for old, new in zip(before.activities, after.activities, strict=True) if old.rendering != new.rendering
    ]
    assert changed == ["more"]


def test_a_lesson_that_is_gone_may_be_retired() -> None:
    test = FILES["20-second/20-test.quiz.md"].replace(b"Read again: more\n", b"")
    files = small(
        **{
            "20-second/10-more.md": None,
            "20-second/20-test.quiz.md": test,
            "retired.yaml": b"retired:\n  - much-older\n  - more\n",
        }
    )
    course, problems = parse("small", files, KINDS, read(FILES))
    assert problems == []
    assert course is not None
    assert course.activity("more") is None


def renamed_course() -> dict[str, bytes]:
    """Return the small course with the lesson "more" become "tables", as retired.yaml says."""
    lesson = FILES["20-second/10-more.md"].replace(b"id: more", b"id: tables")
    test = FILES["20-second/20-test.quiz.md"].replace(b"Read again: more", b"Read again: tables")
    return small(
        **{
            "20-second/10-more.md": lesson,
            "20-second/20-test.quiz.md": test,
            "retired.yaml": b"renamed:\n  more: tables\n",
        }
    )


def test_a_lesson_may_be_given_another_id_when_it_is_said() -> None:
    course, problems = parse("small", renamed_course(), KINDS, read(FILES))
    assert problems == []
    assert course is not None
    assert course.renamed == {"more": "tables"}


def test_progress_stays_with_a_lesson_that_was_given_another_id(app: Flask, tmp_path: Path) -> None:
    check_in(app, GOOD)
    reader = someone(app, enrolled_in="small").actor
    with app.app_context():
        lessons.finish(reader, "small", "more", NOW)
        progress.set_place(reader, "small", "more", "a-table", NOW + timedelta(minutes=1))
    for path, content in renamed_course().items():
        (tmp_path / "small" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "small" / path).write_bytes(content)
    check_in(app, tmp_path / "small")
    with app.app_context():
        record = progress.record_of(reader.id, "small")
        assert record.standings["tables"].completed_at == NOW
        assert "more" not in record.standings
        assert record.place is not None
        assert (record.place.activity_id, record.place.heading) == ("tables", "a-table")
        lessons.finish(reader, "small", "welcome", NOW)
        assert progress.record_of(reader.id, "small").standings["tables"].completed_at == NOW
        assert not progress.rebuild(reader.id, "small")


def test_a_course_that_is_too_large_in_all_is_refused() -> None:
    media = {f"10-first/media/{number}.png": b"x" * folder.MEDIA_LIMIT for number in range(21)}
    course, problems = parse("small", {**FILES, **media}, KINDS)
    assert course is None
    assert [str(problem) for problem in problems] == [
        "course.yaml: error [course-too-large] all files together are over 20 MB: make pictures smaller"
    ]


def test_a_folder_with_too_many_files_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(GOOD, tmp_path / "small")
    monkeypatch.setattr(service, "FILES_LIMIT", 3)
    course, problems = service.check(tmp_path / "small", KINDS, None)
    assert course is None
    assert ".: error [too-many-files] the folder has over 3 files: take some out" in [str(each) for each in problems]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path / "small")
    lesson = tmp_path / "small" / "20-second" / "10-more.md"
    error = PermissionError(13, "Permission denied", str(lesson))
    problem = service._unreadable(lesson, tmp_path / "small", error)
    assert str(problem) == (
        "20-second/10-more.md: error [file-unreadable] it cannot be read (Permission denied): "
        "change its owner or rights"
    )


def test_a_pipe_in_the_folder_holds_nobody_up(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path / "small")
    os.mkfifo(tmp_path / "small" / "20-second" / "30-pipe.md")
    course, problems = service.check(tmp_path / "small", KINDS, None)
    assert course is None
    assert [(problem.where, problem.code) for problem in problems] == [("20-second/30-pipe.md", "file-link")]


def test_a_name_that_is_no_text_is_shown_and_refused(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path / "small")
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/small/20-second/30-caf\xe9.md"))).write_text("x")
    course, problems = service.check(tmp_path / "small", KINDS, None)
    assert course is None
    assert [(problem.where, problem.code) for problem in problems] == [("20-second/30-caf\\udce9.md", "file-name")]


def test_hidden_files_are_passed_over(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path / "small")
    (tmp_path / "small" / ".DS_Store").write_bytes(b"\x00")
    (tmp_path / "small" / ".git").mkdir()
    (tmp_path / "small" / ".git" / "config").write_text("x")
    assert service.check(tmp_path / "small", KINDS, None)[1] == []


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PATHS), st.data())
def test_no_change_of_bytes_raises(path: str, data: st.DataObject) -> None:
    content = FILES[path]
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 30)))
    put = data.draw(
        st.binary(max_size=6) | st.sampled_from([b"---\n", b"{", b"[", b'"', b"*a", b"- [x] ", b"## ", b"\\"])
    )
    course, problems = parse("small", {**FILES, path: content[:start] + put + content[end:]}, KINDS, GOOD_COURSE)
    assert (course is None) == any(problem.is_error for problem in problems)
    assert all(problem.where and problem.detail for problem in problems)
