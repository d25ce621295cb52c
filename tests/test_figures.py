"""Pictures that are drawn: safe, small, readable in both schemes and in print, told in words, and right by the law."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from learning.c102 import service as c102

ROOT = Path(__file__).parent.parent
DRAWINGS = sorted((ROOT / "courses").rglob("*.svg"))
LESSONS = sorted(path for path in (ROOT / "courses").glob("*/*/*.md") if not path.name.endswith(".quiz.md"))
NAMESPACE = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "style", "rect", "path", "circle", "text"}
SYSTEM_FONTS = {"system-ui", "Noto Sans", "Segoe UI", "Roboto", "Noto Sans Arabic", "sans-serif"}


def loaded(name: str) -> ModuleType:
    """Return a module of the folder docs, which is no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
        assert spec
        assert spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


sheet = loaded("sheet")
figures = loaded("figures")
WORDS: Mapping[str, Any] = yaml.safe_load((ROOT / "docs" / "figures.en.yaml").read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.name


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2.2, from 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("path", DRAWINGS, ids=name)
def test_a_drawing_is_small_and_holds_shapes_and_words_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) <= 8 * 1024
    root = ElementTree.fromstring(text)  # noqa: S314  # our own file
    assert {element.tag.removeprefix(NAMESPACE) for element in root.iter()} <= ELEMENTS
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert root.get("lang")
    assert (root.findtext(f"{NAMESPACE}title") or "").strip()
    attributes = {attribute for element in root.iter() for attribute in element.attrib}
    assert not [each for each in attributes if each.startswith("on") or each.endswith(("href", "style", "src"))]
    assert re.findall(r"https?:[^\"]*|url\(|@import|@font-face|javascript:|<!|<\?", text) == [
        "http://www.w3.org/2000/svg"
    ]


@pytest.mark.parametrize("path", DRAWINGS, ids=name)
def test_words_stand_in_the_fonts_of_the_reader_and_are_large_enough_on_a_phone(path: Path) -> None:
    style = ElementTree.parse(path).findtext(f"{NAMESPACE}style") or ""  # noqa: S314  # our own file
    ((size, fonts),) = re.findall(r"font:(\d+)px ([^}]*)}", style)
    assert {font.strip("' ") for font in fonts.split(",")} <= SYSTEM_FONTS
    assert "font-size" not in style
    assert int(size) * 328 / sheet.WIDTH >= 14, "at 360 pixels the page leaves 328 to its text"


def test_every_figure_is_drawn_from_its_words() -> None:
    assert {**WORDS}.keys() == figures.FIGURES.keys()
    for path, text in figures.pictures():
        assert path.read_text(encoding="utf-8") == text, "run .venv/bin/python docs/figures.py"


def test_the_colours_are_those_of_the_pages() -> None:
    css = (ROOT / "static" / "css" / "site.css").read_text(encoding="utf-8")
    light, dark = css[css.index(":root {") :], css[css.index('[data-theme="dark"] {') :]
    for scheme, text in ((sheet.LIGHT, light), (sheet.DARK, dark)):
        block = dict(re.findall(r"--([a-z]+): (#[0-9A-F]{6});", text.partition("}")[0]))
        assert scheme == {token: block[token] for token in sheet.TOKENS}
    for path in DRAWINGS:
        used = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", path.read_text(encoding="utf-8")))
        assert used <= {*sheet.LIGHT.values(), *sheet.DARK.values()}, path.name


@pytest.mark.parametrize("scheme", ["LIGHT", "DARK"])
def test_words_and_lines_stand_out_from_their_ground(scheme: str) -> None:
    colour = getattr(sheet, scheme)
    for ground in ("paper", "wash"):
        for words in ("ink", "muted", "primary"):
            assert contrast(colour[words], colour[ground]) >= 4.5
        for line in ("control", "primary"):
            assert contrast(colour[line], colour[ground]) >= 3
    assert contrast(colour["paper"], colour["primary"]) >= 4.5


def boxes(text: str, rtl: bool) -> list[tuple[float, float, float, float, str]]:
    """Return where each line of words stands: left, top, right, bottom, the words. Widths are rather too large."""
    found = []
    for element in ElementTree.fromstring(text).iter(f"{NAMESPACE}text"):  # noqa: S314  # our own text
        words, classes = element.text or "", (element.get("class") or "").split()
        x, y = float(element.get("x") or 0), float(element.get("y") or 0)
        width = sheet.measure(words)
        left = x - width / 2 if "c" in classes else x - width if rtl else x
        found.append((left, y - 15, left + width, y + 5, words))
    return found


def longer(value: Any) -> Any:
    """Return words as a longer language would have them: each word a third longer."""
    if isinstance(value, str):
        return re.sub(r"(?<!\{)\b[^\W\d]{3,}\b(?!\})", lambda word: word[0] + "en" * (len(word[0]) // 6 + 1), value)
    if isinstance(value, list):
        return [longer(each) for each in value]
    return {key: longer(each) for key, each in value.items()}


@pytest.mark.parametrize("figure", WORDS)
@pytest.mark.parametrize(("language", "stretched"), [("en", False), ("fr", True), ("ar", False), ("ar", True)])
def test_words_stay_inside_and_apart_in_a_longer_language_and_from_right_to_left(
    figure: str, language: str, stretched: bool
) -> None:
    words = longer(WORDS[figure]) if stretched else WORDS[figure]
    text = figures.drawn(figure, words, language)
    rtl = language == "ar"
    assert (' direction="rtl"' in text) == rtl
    height = float(ElementTree.fromstring(text).get("height") or 0)  # noqa: S314  # our own text
    lines = boxes(text, rtl)
    for left, top, right, bottom, line in lines:
        assert left >= -1, line
        assert right <= sheet.WIDTH + 1, line
        assert top >= 0, line
        assert bottom <= height, line
    for one, other in combinations(lines, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one[4], other[4])


PLACED = re.compile(
    r"^/// figure \| (?P<caption>.+)\n!\[(?P<alt>[^]]+)\]\((?P<path>media/[a-z0-9.-]+\.svg)\)\n///\n\n"
    r"/// details \| The figure in words\n\n(?P<words>.+?)\n\n///$",
    re.MULTILINE | re.DOTALL,
)


def test_every_drawing_stands_in_a_lesson_with_a_short_and_a_long_text() -> None:
    placed = []
    for lesson in LESSONS:
        text = lesson.read_text(encoding="utf-8")
        found = list(PLACED.finditer(text))
        assert len(found) == text.count(".svg)"), (
            f"{lesson.name}: each drawing has a caption, and a text in words below"
        )
        for match in found:
            placed.append(lesson.parent / match["path"])
            assert 30 <= len(match["alt"]) <= 160, match["alt"]
            assert match["alt"] != match["caption"]
            assert len(match["words"].split()) >= 40, match["path"]
    assert sorted(placed) == DRAWINGS


def test_figures_name_the_parts_and_articles_of_the_law() -> None:
    contingencies = WORDS["nine-contingencies"]
    lines = [contingencies["care"], *(event for stage in contingencies["stages"] for event in stage["events"])]
    told = {title.split(" · ")[0].removeprefix("Part "): title.split(" · ")[1] for title, _ in lines}
    assert told == {branch.part: branch.name_in("en") for branch in c102.facts().branches}
    assert WORDS["coverage-options"]["options"].keys() == c102.facts().coverage_options.keys()
    (entry,) = (each for each in c102.facts().provisions["XV"] if "79" in each.reference)
    assert WORDS["road-to-ratification"]["wait"] in entry.text


def test_the_bars_of_the_rate_are_those_of_the_lesson() -> None:
    words = WORDS["replacement-rate"]
    benefit, allowances, wage, at_work = (
        int(re.sub(r"\D", "", text)) for text in (*words["amounts_during"], *words["amounts_before"])
    )
    assert (benefit, allowances, wage, at_work) == figures.CASE
    rate = 100 * (benefit + allowances) / (wage + at_work)
    assert words["sum"] == f"{benefit + allowances} ÷ {wage + at_work:,} = {rate:.1f} %"


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["II"], "II"),
        (["II", "III"], "II, III"),
        (["II", "III", "V", "VII", "VIII", "IX"], "II, III, V, VII–IX"),
    ],
)
def test_parts_that_follow_each_other_are_told_as_a_run(parts: list[str], text: str) -> None:
    assert figures.spans(parts) == text
