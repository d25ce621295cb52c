"""Rendering in a process that may be killed."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.kernel.errors import Invalid
from learning.markup import render
from learning.markup.child import MEMORY, Renderer
from learning.markup.page import LABELS, Image, Links, Term

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None

LINKS = Links(
    {"wife": Term("wife", "الزوجة", "Spouse", "ar")}.get,
    lambda reference: f"/convention#{reference[-1]}",
    {"a#b": "/a#b"}.get,
    {"media/x.png": Image("/m/x.png", 3, 4)}.get,
    {"/glossary": "/glossary"}.get,
)
TEXT = """## A {#a}

[w](term:wife) [n](term:none) Art. 5 [a](activity:a#b) ![x](media/x.png) ![y](media/y.png) [g](/glossary)

/// note
x
///
"""


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    renderer = Renderer(seconds=30)
    renderer.start()
    yield renderer
    renderer.close()


def test_a_child_renders_what_the_parent_would(renderer: Renderer) -> None:
    assert renderer.document(TEXT, LINKS) == render.document(TEXT, LINKS)
    labels = {**LABELS, "note": "ملاحظة"}
    assert renderer.fragment(TEXT, LINKS, labels) == render.fragment(TEXT, LINKS, labels)


def test_the_problems_of_a_text_come_back_as_they_are(renderer: Renderer) -> None:
    with pytest.raises(Invalid) as here:
        render.document("a\n\x00", LINKS)
    with pytest.raises(Invalid) as there:
        renderer.document("a\n\x00", LINKS)
    assert there.value.problems == here.value.problems


def test_a_lookup_that_raises_leaves_no_child_in_the_middle_of_a_text(renderer: Renderer) -> None:
    def fails(_: str) -> str | None:
        raise LookupError("the store is away")

    with pytest.raises(LookupError):
        renderer.fragment("Art. 5", Links(article=fails))
    assert renderer.fragment("*a*", LINKS) == "<em>a</em>"


def test_threads_share_one_child(renderer: Renderer) -> None:
    results: list[str] = []
    threads = [
        threading.Thread(target=lambda n=number: results.append(renderer.fragment(f"*{n}* Art. 5", LINKS)))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [
        f'<em>{n}</em> <a class="article" dir="ltr" href="/convention#5">Art.&nbsp;5</a>' for n in range(8)
    ]


@pytest.mark.timeout(30)
def test_a_text_that_takes_too_long_is_stopped_and_the_next_one_rendered() -> None:
    renderer = Renderer(seconds=0.02)
    renderer.start()
    try:
        with pytest.raises(Invalid) as caught:
            renderer.document("*word* and word \n\n" * 3_000, LINKS)
        assert [problem.code for problem in caught.value.problems] == ["markup-too-slow"]
        renderer._seconds = 30
        assert renderer.fragment("*a*", LINKS) == "<em>a</em>"
    finally:
        renderer.close()


@pytest.mark.timeout(30)
def test_a_child_that_was_killed_from_outside_is_replaced(renderer: Renderer) -> None:
    assert renderer._process is not None
    renderer._process.kill()
    renderer._process.wait()
    assert renderer.fragment("*a*", LINKS) == "<em>a</em>"


@pytest.mark.timeout(30)
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="this system sets no limits on another process")
def test_a_text_that_needs_too_much_memory_is_refused_and_the_next_one_rendered(
    capfd: pytest.CaptureFixture[str],
) -> None:
    fresh = Renderer(seconds=30)
    fresh.start()
    try:
        assert fresh._process is not None
        assert resource.prlimit(fresh._process.pid, resource.RLIMIT_AS) == (MEMORY, MEMORY)
        # The limit is drawn in to what the child has already, so that a common text goes over it.
        resource.prlimit(fresh._process.pid, resource.RLIMIT_AS, (1024 * 1024, 1024 * 1024))
        with pytest.raises(Invalid) as caught:
            fresh.document("*word* and word \n\n" * 3_000, LINKS)
        assert [problem.code for problem in caught.value.problems] == ["markup-too-big"]
        assert "MemoryError" in capfd.readouterr().err
        assert fresh.fragment("*a*", LINKS) == "<em>a</em>"
    finally:
        fresh.close()


def test_the_child_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEARNING_DATABASE_URL", "postgresql://secret")
    fresh = Renderer(seconds=30)
    fresh.start()
    try:
        assert fresh._process is not None
        environment = Path(f"/proc/{fresh._process.pid}/environ")
        if not environment.exists():
            pytest.skip("this system does not show the environment of a process")
        assert b"secret" not in environment.read_bytes()
    finally:
        fresh.close()
