"""Which books a course has."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from learning.books.shelf import WHOLE, Edition, file_name, volumes
from learning.courses.course import Activity, Course, Module, Need


def activity(name: str, kind: str) -> Activity:
    return Activity(
        id=name, kind=kind, segment="", title=name, module_id="", path="", minutes=5, need=Need.COMPLETED,
        optional=False, digest="", rendering="",
    )  # fmt: skip


def course(*kinds: str) -> Course:
    modules = tuple(
        Module(f"module-{number}", "", "", (), (activity(f"a-{number}", kind),)) for number, kind in enumerate(kinds)
    )
    return Course("c102", "", "en", "", "", "", (), modules, ())


def test_both_editions_have_the_whole_and_each_module_that_is_read() -> None:
    found = [(each.edition, each.name) for each in volumes(course("lesson", "quiz", "lesson"))]
    names = [WHOLE, "module-0.html", "module-2.html"]
    assert found == [(edition, name) for edition in Edition for name in names]


def test_a_book_s_id_tells_revision_edition_and_name() -> None:
    every = volumes(course("lesson", "lesson"))
    ids = {each.id_at(revision) for each in every for revision in ("r1", "r2")}
    assert len(ids) == 2 * len(every)
    assert replace(every[0], module=None).id_at("r1") in ids


@given(st.sampled_from(Edition), st.sampled_from([WHOLE, "a.html", "a-b.html"]))
def test_file_names_differ_where_the_books_do(edition: Edition, name: str) -> None:
    found = {
        (each, other): file_name("c102", each, other) for each in Edition for other in (WHOLE, "a.html", "a-b.html")
    }
    assert len(set(found.values())) == len(found)
    assert found[edition, name].startswith("c102")
    assert found[edition, name].endswith(name.rpartition(".")[2])
