"""Checking courses in on a real store of either engine: revisions stand, the last good one is served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from learning.app import KINDS
from learning.courses import service
from learning.courses.kinds import Kind, Surroundings
from learning.courses.service import CheckedIn
from learning.db import db
from learning.kernel.errors import NotFound
from tests.factories.site import NOW
from tests.factories.store import count, differences, dump
from tests.factories.world import DOT, copy_course


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The small course in a folder of its own, checked in; an application's context."""
    copied = copy_course(tmp_path / "courses", "small")
    with app.app_context():
        assert check_in(copied).new
        yield copied


@pytest.fixture(autouse=True)
def courses_folder(tmp_path: Path) -> None:
    (tmp_path / "courses").mkdir()


def check_in(folder: Path) -> CheckedIn:
    """Check a folder in."""
    return service.check_in(folder, KINDS, NOW)


def rewrite(folder: Path, file: str, old: str, new: str) -> None:
    """Change a text of the course."""
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


WELCOME, PRACTICE = "10-first/10-welcome.md", "10-first/20-practice.quiz.md"


def test_the_same_files_again_make_no_revision_and_change_nothing(app: Flask, folder: Path) -> None:
    before = dump(app)
    result = check_in(folder)
    assert (result.served, result.new, result.problems) == (True, False, ())
    assert differences(before, dump(app)) == {}


def test_a_change_makes_a_revision_and_keeps_the_old_one(app: Flask, folder: Path) -> None:
    old = service.current("small")
    rewrite(folder, WELCOME, "title: Welcome", "title: Come in")
    assert check_in(folder).new
    new = service.current("small")
    assert (new.revision_id != old.revision_id, count(app, "revision")) == (True, 2)
    titles = [course.activity("welcome") for course in (service.at_revision(old.revision_id), new)]
    assert [each.title for each in titles if each] == ["Welcome", "Come in"]


def test_only_what_changed_is_rendered_again(app: Flask, folder: Path) -> None:
    rendered: list[str] = []

    def counted(kind: Kind) -> Kind:
        def render(text: str, around: Surroundings) -> str:
            rendered.append(text)
            return kind.render(text, around)

        return replace(kind, render=render)

    rewrite(folder, WELCOME, "title: Welcome", "title: Come in")
    assert service.check_in(folder, [counted(kind) for kind in KINDS], NOW).new
    assert ["title: Come in" in text for text in rendered] == [True]
    for each in service.current("small").texts:
        assert service.rendering(each.rendering)


def test_a_course_in_another_language_is_rendered_anew(app: Flask, folder: Path) -> None:
    before = {each.rendering for each in service.current("small").texts}
    rewrite(folder, "course.yaml", "language: en", "language: ar")
    assert check_in(folder).new
    assert not before & {each.rendering for each in service.current("small").texts}


def test_going_back_to_an_earlier_text_serves_the_earlier_revision_again(app: Flask, folder: Path) -> None:
    first = service.current("small").revision_id
    rewrite(folder, WELCOME, "title: Welcome", "title: Come in")
    check_in(folder)
    rewrite(folder, WELCOME, "title: Come in", "title: Welcome")
    assert check_in(folder).served
    assert service.current("small").revision_id == first
    assert count(app, "revision") == 2


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("course.yaml", "title: A small course", "title: [unclosed"),
        (WELCOME, "minutes: 5", "minutes: five"),
        (WELCOME, "activity:practice", "activity:none"),
        (PRACTICE, "- [x] Nine", "- [ ] Nine"),
        (PRACTICE, "id: practice", "id: welcome"),
    ],
)
def test_a_course_with_errors_keeps_its_last_good_revision(
    app: Flask, folder: Path, file: str, old: str, new: str
) -> None:
    good = service.current("small")
    before = dump(app)
    rewrite(folder, file, old, new)
    result = check_in(folder)
    assert (result.served, result.new) == (True, False)
    assert any(problem.is_error and problem.where.startswith(file) for problem in result.problems), result.problems
    service.forget()
    assert service.current("small") == good
    assert differences(before, dump(app)) == {}


def test_a_broken_course_that_never_was_good_is_not_served(app: Flask, tmp_path: Path) -> None:
    broken = copy_course(tmp_path / "courses", "broken")
    (broken / "course.yaml").write_bytes(b"\xff\xfe")
    with app.app_context():
        result = check_in(broken)
        assert (result.served, result.new) == (False, False)
        with pytest.raises(NotFound):
            service.current("broken")
    assert (count(app, "revision"), count(app, "course")) == (0, 0)


def test_one_broken_course_does_not_hold_up_the_others(app: Flask, folder: Path, tmp_path: Path) -> None:
    broken = copy_course(tmp_path / "courses", "another")
    (broken / "course.yaml").unlink()
    copy_course(tmp_path / "courses", "third")
    results = service.check_in_all(tmp_path / "courses", KINDS, NOW)
    assert {each.course_id: each.served for each in results} == {"another": False, "small": True, "third": True}
    assert [each.id for each in service.catalogue()] == ["small", "third"]


def test_an_id_that_vanishes_must_be_retired(folder: Path) -> None:
    (folder / PRACTICE).unlink()
    rewrite(folder, WELCOME, "Go on to [the practice](activity:practice).", "Go on.")
    result = check_in(folder)
    assert not result.new
    assert any("practice" in problem.detail for problem in result.problems)
    (folder / "retired.yaml").write_text("retired: [practice]\n")
    assert check_in(folder).new
    assert service.current("small").activity("practice") is None


def test_what_was_served_can_still_be_read_after_all_its_files_changed(folder: Path) -> None:
    old = service.current("small")
    for path in folder.rglob("*.md"):
        path.write_text(path.read_text() + "\n\nOne more line.\n" if ".quiz" not in path.name else path.read_text())
    check_in(folder)
    for activity in service.at_revision(old.revision_id).activities:
        assert service.text(activity.digest)
        assert service.rendering(activity.rendering)


def test_another_process_sees_a_new_revision_within_a_second(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = service.current("small")
    known = service._current[db.engine]  # what the other process still has in mind
    rewrite(folder, WELCOME, "title: Welcome", "title: Come in")
    check_in(folder)
    service._current[db.engine] = known
    assert service.current("small").revision_id == old.revision_id
    known.read_at -= service.FRESH_SECONDS + 0.1
    assert service.current("small").revision_id != old.revision_id


def test_only_pictures_are_served_as_files(folder: Path) -> None:
    assert service.media(None, "small", "20-second/media/dot.png") == DOT
    for path in (
        "course.yaml",
        PRACTICE,
        "20-second/media/../../course.yaml",
        "media/dot.png",
        "/etc/passwd",
        "",
        "\0",
    ):
        with pytest.raises(NotFound):
            service.media(None, "small", path)


def test_a_link_to_a_file_outside_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("a secret")
    (folder / "10-first/30-link.md").symlink_to(tmp_path / "secret.txt")
    result = check_in(folder)
    assert [problem.code for problem in result.problems if problem.is_error] == ["file-link"]
    assert not result.new


def test_a_check_in_that_fails_half_way_leaves_nothing(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last statement of the storing fails: no blob, no revision, no course row of it stays."""
    rewrite(folder, WELCOME, "title: Welcome", "title: Come in")
    before = dump(app)

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE course"):
            raise RuntimeError("power is gone")

    sa.event.listen(db.engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(RuntimeError):
            check_in(folder)
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", fail)
    assert differences(before, dump(app)) == {}
    assert check_in(folder).new


def test_an_unknown_revision_or_text_is_not_found(folder: Path) -> None:
    with pytest.raises(NotFound):
        service.at_revision("00000000-0000-0000-0000-000000000000")
    for read in (service.text, service.rendering, service.current):
        with pytest.raises(NotFound):
            read("none")
