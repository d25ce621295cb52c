"""Draw the figures of the course "C102 Essentials" from their words: `.venv/bin/python docs/figures.py`.

The words lie in `docs/figures.<language>.yaml`; each language gives a picture of its own beside the English one
(`name.svg`, `name.fr.svg`). Figures of the Convention come from the data. A test fails when a picture lags behind.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS), str(DOCS.parent)]  # the package is not installed; it lies beside this folder

from sheet import LINE, WIDTH, Sheet  # noqa: E402  # after the path is set

from learning.c102 import service as c102  # noqa: E402

Words = Mapping[str, Any]
COURSE = DOCS.parent / "courses" / "c102-essentials"
RIGHT_TO_LEFT = frozenset({"ar"})
FULL = WIDTH - 2
CASE = (660, 50, 1250, 50)
"""B, D, A and C of the worked case in the lesson "how-much", in crowns a month."""


def spans(parts: Sequence[str]) -> str:
    """Return Parts as they are read: "II, III, V, VII–X"."""
    order = [branch.part for branch in c102.facts().branches]
    runs: list[list[str]] = []
    for part in parts:
        if runs and order.index(part) == order.index(runs[-1][-1]) + 1:
            runs[-1].append(part)
        else:
            runs.append([part])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def life(sheet: Sheet, words: Words) -> None:
    """Stages of a life along a line, and round them what may come at any age."""
    axis = 34
    with sheet.frame():
        sheet.words(words["all"], 14, 410, "tp", True)
        sheet.words(words["care"][0], 14, 410, bold=True)
        sheet.words(words["care"][1], 14, 410, "tm")
        sheet.y += 8
        with sheet.frame(10, WIDTH - 20, "paper", 4):
            top = sheet.y
            for stage in words["stages"]:
                sheet.y += 10
                sheet.words(stage["name"], 58, 360, "tp", True)
                for title, event in stage["events"]:
                    sheet.y += 4
                    sheet.disc(axis, sheet.y + LINE - 13, radius=7)
                    sheet.words(title, 58, 360, bold=True)
                    sheet.words(event, 58, 360, "tm")
            sheet.line(axis, top + 14, axis, sheet.y - 4)
            sheet.tip(axis, sheet.y + 2)


def anatomy(sheet: Sheet, words: Words) -> None:
    """The elements of a rule along the time of one case, inside the frame of the persons protected."""
    axis = 42

    def part(*names: str) -> tuple[float, float]:
        start = sheet.y
        for name in names:
            sheet.words(words[name][0], 72, 346, bold=True)
            sheet.words(words[name][1], 72, 346, "tm")
            sheet.y += 10
        return start, sheet.y

    with sheet.frame():
        sheet.words(words["persons"][0], 14, 410, bold=True)
        sheet.words(words["persons"][1], 14, 410, "tm")
        sheet.y += 8
        with sheet.frame(10, WIDTH - 20, "paper"):
            begin, end = part("before")
            sheet.line(axis, begin + 4, axis, end)
            begin, end = part("event")
            sheet.line(axis, begin, axis, end)
            sheet.disc(axis, begin + LINE - 12, "1", 16)
            begin, end = part("waiting")
            sheet.line(axis, begin, axis, end, "dots")
            begin, end = part("benefit", "duration")
            sheet.box(axis - 8, begin, 16, end - begin - 4, "solid")
            for y1, x2, y2 in ((begin, 24, end - 4), (begin, 30, begin), (end - 4, 30, end - 4)):
                sheet.line(24, y1, x2, y2, "thin")
            sheet.line(axis, end - 4, axis, end + 8)
            sheet.tip(axis, end + 14)
            sheet.y += 6


def coverage(sheet: Sheet, words: Words) -> None:
    """A bar for each way of counting: the least share that is protected, of the whole."""
    ways = [(branch.part, way.option) for branch in c102.facts().branches for way in branch.persons_protected]
    for kind, name in (("solid", "filled"), ("open", "whole")):
        sheet.box(1, sheet.y + 5, 30, 18, kind)
        sheet.words(words[name], 42, FULL - 42)
    for key, (title, text, where) in words["options"].items():
        parts = [part for part, option in ways if option.key == key]
        percent = next(option.min_percent for _, option in ways if option.key == key)
        sheet.y += 14
        sheet.words(title.format(percent=percent), 1, FULL, bold=True)
        sheet.y += 4
        sheet.box(1, sheet.y, FULL, 22, "open" if percent else "dashed")
        if percent:
            sheet.box(1, sheet.y, float(FULL * percent / 100), 22, "solid")
        sheet.y += 24
        sheet.words(text, 1, FULL)
        sheet.words(where.format(parts=spans(parts)), 1, FULL, "tm")


def fraction(sheet: Sheet, words: Words) -> None:
    """The fraction in letters, and below it as two bars to scale, with the case of the lesson."""
    a, b, c, d = words["letters"]
    benefit, during, wage, before = CASE
    minimum = next(row.min_percent for row in c102.facts().schedule if row.part == "III")
    sheet.line_of_text(words["rate"], 52, 46)
    sheet.line_of_text(f"{b} + {d}", 190, 28, bold=True, middle=True)
    sheet.line(135, 39, 245, 39, "thin")
    sheet.line_of_text(f"{a} + {c}", 190, 61, bold=True, middle=True)
    sheet.line_of_text(words["hundred"], 262, 46)
    sheet.y = 82
    scale = FULL / (wage + before)
    for name, letters, amount, more in (("during", (b, d), benefit, during), ("before", (a, c), wage, before)):
        sheet.words(words[name], 1, FULL, "tp", True)
        sheet.y += 16 if name == "during" else 4
        if name == "during":
            sheet.tip(1 + FULL * float(minimum) / 100, sheet.y - 2)
        end = 1 + amount * scale
        sheet.box(1, sheet.y, amount * scale, 40, "solid")
        sheet.box(end, sheet.y, more * scale, 40)
        sheet.line_of_text(letters[0], 1 + amount * scale / 2, sheet.y + 27, "to", True, True)
        sheet.line_of_text(letters[1], end + more * scale / 2, sheet.y + 27, "t", True, True)
        sheet.y += 44
        for text in words[f"amounts_{name}"]:
            sheet.words(text, 1, FULL)
        sheet.y += 12
    sheet.words(words["sum"], 1, FULL, bold=True)
    sheet.words(words["minimum"].format(percent=minimum), 1, FULL)


def which(sheet: Sheet, words: Words) -> None:
    """Two questions, three Articles."""

    def leaf(number: int, x: float, width: float) -> None:
        parts = [branch.part for branch in c102.facts().branches if number in branch.computation_articles]
        title, text, where = words[f"art{number}"]
        sheet.block([("tpb", title), ("t", text), ("tm", where.format(parts=spans(parts)))], x, width, "paper")

    def answers(*named: tuple[str, float, float]) -> None:
        """Write the answers beside their arrows, which all end where `y` is left."""
        top, ends = sheet.y, []
        for name, x, width in named:
            sheet.y = top + 2
            sheet.words(words[name], x + 14, width - 14, bold=True)
            ends.append(sheet.y + 6)
        sheet.y = max(ends)
        for _, x, _ in named:
            sheet.line(x, top, x, sheet.y - 8)
            sheet.tip(x, sheet.y)

    no, half = 40, (FULL - 14) / 2
    sheet.block([("tb", words["first"])])
    after = sheet.y
    answers(("yes", 200, 220))
    leaf(67, 160, WIDTH - 161)
    below, sheet.y = sheet.y, after + 2
    sheet.words(words["no"], no + 14, 100, bold=True)
    sheet.y = below + 14
    sheet.line(no, after, no, sheet.y - 8)
    sheet.tip(no, sheet.y)
    sheet.block([("tb", words["second"])])
    answers(("earnings", 21, half - 20), ("flat", half + 35, half - 20))
    top, ends = sheet.y, []
    for number, x in ((65, 1.0), (66, half + 15)):
        sheet.y = top
        leaf(number, x, half)
        ends.append(sheet.y)
    sheet.y = max(ends) + 8
    sheet.words(words["outside"], 1, FULL, "tm")


def board(sheet: Sheet, words: Words) -> None:
    """A table with nine seats, and below it what the Convention asks for."""
    groups = (("government", "solid"), ("employers", "wash"), ("workers", "paper"))
    sheet.box(128, 46, 184, 150, "open")
    sheet.y = 82
    sheet.words(words["table"], 138, 164, bold=True, middle=True)
    sheet.words(words["seats"], 138, 164, "tm", middle=True)
    places = [(165, 22), (220, 22), (275, 22), (104, 76), (104, 121), (104, 166), (336, 76), (336, 121), (336, 166)]
    for index, (x, y) in enumerate(places):
        name, kind = groups[index // 3]
        sheet.disc(x, y, words[name][0], kind=kind)
    sheet.y = 212
    for name, kind in groups:
        sheet.disc(20, sheet.y + 18, words[name][0], kind=kind)
        sheet.y += 6
        sheet.words(words[name][1], 50, FULL - 50)
        sheet.y += 8
    sheet.y += 8
    title, when = words["rule"]
    sheet.block([("tpb", title), ("t", when), ("tb", words["must"]), ("t", words["may"])])


def road(sheet: Sheet, words: Words) -> None:
    """Eight steps downwards; before the last one a year."""
    steps, axis = words["steps"], 20
    for number, (title, text) in enumerate(steps, 1):
        top, year = sheet.y, number == len(steps) - 1
        sheet.disc(axis, top + 18, str(number))
        sheet.words(title, 54, FULL - 54, bold=True)
        sheet.words(text, 54, FULL - 54, "tm")
        sheet.y += 12
        if year:
            sheet.words(words["wait"], 54, FULL - 54, "tp", True)
            sheet.y += 16
        if number < len(steps):
            sheet.line(axis, top + 35, axis, sheet.y - 6, "dots" if year else "line")
            sheet.tip(axis, sheet.y + 1)


def cycle(sheet: Sheet, words: Words) -> None:
    """Steps downwards, and at their side the way back to the first."""
    edge, back = 392, 422
    middles = []
    for index, (title, text) in enumerate(words["steps"]):
        if index:
            sheet.arrow(edge / 2, 24)
        top = sheet.y
        sheet.block([("tb", title), ("t", text)], 1, edge - 1)
        middles.append((top + sheet.y) / 2)
    first, last = middles[0], middles[-1]
    for x1, y1, x2, y2 in (
        (edge, last, back, last),
        (back, last + 1.5, back, first - 1.5),
        (back, first, edge + 8, first),
    ):
        sheet.line(x1, y1, x2, y2)
    sheet.tip(edge + 1, first, -1, 0)
    sheet.y += 4
    sheet.words(words["again"], 1, FULL, "tm")


FIGURES: Mapping[str, tuple[str, Callable[[Sheet, Words], None]]] = {
    "nine-contingencies": ("20-nine-branches", life),
    "anatomy-of-a-benefit-rule": ("20-nine-branches", anatomy),
    "coverage-options": ("30-persons-protected", coverage),
    "replacement-rate": ("40-benefit-levels", fraction),
    "which-article": ("40-benefit-levels", which),
    "tripartite-board": ("50-governance", board),
    "road-to-ratification": ("60-to-ratification", road),
    "supervision-cycle": ("60-to-ratification", cycle),
}
"""Every figure: the module in whose lessons it stands, and what draws it."""


def drawn(name: str, words: Words, language: str) -> str:
    """Return a figure as SVG, with these words."""
    sheet = Sheet(language, language in RIGHT_TO_LEFT)
    FIGURES[name][1](sheet, words)
    return sheet.svg(words["title"])


def pictures() -> Iterator[tuple[Path, str]]:
    """Yield every picture and its file: each figure in each language that has words."""
    for path in sorted(DOCS.glob("figures.*.yaml")):
        language = path.name.split(".")[1]
        for name, words in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            suffix = ".svg" if language == "en" else f".{language}.svg"
            yield COURSE / FIGURES[name][0] / "media" / (name + suffix), drawn(name, words, language)


if __name__ == "__main__":
    for place, text in pictures():
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
