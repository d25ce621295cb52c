"""The size of a picture is read from its first bytes, or left open."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.app import KINDS
from learning.courses import service
from learning.courses.pictures import find, meant, size_of, sizes
from learning.courses.source import parse

ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x0dIHDR"


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_a_png_and_a_drawing_say_their_size(width: int, height: int) -> None:
    assert size_of(PNG + width.to_bytes(4, "big") + height.to_bytes(4, "big")) == (width, height)
    drawing = (
        f'<?xml version="1.0"?>\n<svg viewBox="0 0 1 1" width="{width}" height="{height}px" lang="en"><rect/></svg>'
    )
    assert size_of(drawing.encode()) == (width, height)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff\xe0 a photograph",
        PNG,
        PNG + bytes(8),
        b'<svg viewBox="0 0 440 300"></svg>',
        b'<svg width="100%" height="300"></svg>',
        b'<svg stroke-width="440" line-height="3"></svg>',
        b'<svg width="440" height="123456"></svg>',
        b'<svg><rect width="440" height="300"/></svg>',
        b"<svg width='440",
    ],
)
def test_what_does_not_say_it_has_none(content: bytes) -> None:
    assert size_of(content) is None


@given(st.binary(max_size=200))
def test_nothing_is_too_odd_to_look_at(content: bytes) -> None:
    for start in (b"", PNG, b"<svg "):
        size = size_of(start + content)
        assert size is None or min(size) > 0


def test_every_picture_of_a_course_is_told_and_nothing_else() -> None:
    drawing = b'<svg width="3" height="4"></svg>'
    files = {"10-a/media/x.svg": drawing, "10-a/10-x.md": b"", "media/y.webp": b"RIFF", "course.yaml": b""}
    assert sizes(files) == {"10-a/media/x.svg": (3, 4), "media/y.webp": None}


def test_the_drawings_that_come_with_the_platform_keep_their_place_free() -> None:
    drawings = sorted((ROOT / "courses").rglob("*.svg"))
    assert drawings
    assert None not in [size_of(path.read_bytes()) for path in drawings]


PICTURES = [
    "10-a/media/map.png",
    "20-b/media/map.png",
    "20-b/media/chart.svg",
    "bank/media/wheel.svg",
    "media/logo.svg",
]


@pytest.mark.parametrize(
    ("written", "folder", "found"),
    [
        ("media/map.png", "10-a", "10-a/media/map.png"),
        ("media/map.png", "20-b", "20-b/media/map.png"),
        ("./media/map.png", "20-b", "20-b/media/map.png"),
        ("../10-a/media/map.png", "20-b", "10-a/media/map.png"),
        ("10-a/media/map.png", "20-b", "10-a/media/map.png"),
        ("media/wheel.svg", "bank", "bank/media/wheel.svg"),
        ("media/logo.svg", "10-a", "media/logo.svg"),
        ("media/chart.svg", "10-a", None),
        ("map.png", "10-a", None),
        ("../../other/media/map.png", "10-a", None),
        ("", "10-a", None),
    ],
)
def test_a_picture_is_looked_for_beside_the_text_then_from_the_course(
    written: str, folder: str, found: str | None
) -> None:
    assert find(written, folder, PICTURES) == found


@pytest.mark.parametrize(
    ("written", "folder", "told"),
    [
        ("media/chart.svg", "10-a", "20-b/media/chart.svg"),
        ("map.png", "20-b", "media/map.png"),
        ("media/Map.PNG", "10-a", "media/map.png"),
        ("media/maps.png", "10-a", "media/map.png"),
        ("media/quite-another.png", "10-a", ""),
        ("", "10-a", ""),
    ],
)
def test_what_may_be_meant_is_told_as_it_has_to_be_written(written: str, folder: str, told: str) -> None:
    assert meant(written, folder, PICTURES) == told


@given(st.sampled_from(PICTURES), st.sampled_from(["10-a", "20-b", "bank", ""]), st.text("adegimnp./-", max_size=12))
def test_what_is_told_is_found(path: str, folder: str, other: str) -> None:
    assert find(path, folder, PICTURES) == path
    for written in (path.rpartition("/")[2], path[3:], other):
        told = meant(written, folder, PICTURES)
        assert not told or find(told, folder, PICTURES) in PICTURES


def test_two_modules_may_have_pictures_of_one_name() -> None:
    files = dict(service.read_folder(ROOT / "tests" / "samples" / "courses" / "small")[0])
    for module, lesson in (("10-first", "10-welcome.md"), ("20-second", "10-more.md")):
        files[f"{module}/{lesson}"] += b"\n![A map](media/map.png)\n"
        files[f"{module}/media/map.png"] = module.encode()
    course, problems = parse("small", files, KINDS)
    assert problems == []
    assert course is not None
    renderings, _ = service._render(course, files, KINDS)  # what check-in keeps
    for activity in course.activities:
        if activity.kind == "lesson":
            assert f"/files/{activity.path.partition('/')[0]}/media/map.png" in renderings[activity.rendering]
