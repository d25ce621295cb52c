"""A sheet on which a figure is drawn from top to bottom: words are wrapped, boxes grow, right-to-left is mirrored.

Units are those of the drawing: 440 to its width. A phone shows it at three quarters, so text of 19 is 14 pixels there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from xml.sax.saxutils import escape

WIDTH = 440
SIZE = 19
LINE = 25
PAD = 11

TOKENS = ("ink", "muted", "paper", "wash", "primary", "control")
LIGHT = dict(zip(TOKENS, ("#1B1F24", "#4A5460", "#FFFFFF", "#F4F2EC", "#0B3C6F", "#7A808A"), strict=True))
DARK = dict(zip(TOKENS, ("#EDEFF2", "#B4BCC6", "#12161B", "#1B2128", "#9CC4F5", "#8B95A1"), strict=True))
"""The tokens of static/css/site.css, by name: a picture does not see the style sheet of its page."""

FONTS = "system-ui,'Noto Sans','Segoe UI',Roboto,'Noto Sans Arabic',sans-serif"

# One class for each thing drawn: what it does with which token. `t…` are words, the others shapes.
FILLS = {
    "t": "ink",
    "tm": "muted",
    "tp": "primary",
    "to": "paper",
    "ground": "paper",
    "paper": "paper",
    "wash": "wash",
    "solid": "primary",
}
LINES = {
    "paper": "control",
    "wash": "control",
    "open": "control",
    "dashed": "control",
    "line": "primary",
    "dots": "primary",
    "thin": "control",
}
SHAPES = ".open,.dashed{fill:none}.dashed,.dots{stroke-dasharray:5 5}.line,.dots{stroke-width:3}"

_NARROW, _WIDE = frozenset("iljtfrI.,:;'’|!()[]/ "), frozenset("mwMW%@—+÷×=")


def measure(text: str) -> float:
    """Return about how wide a text is, rather more than less: the reader's font is not known."""
    return SIZE * sum(
        0.36 if sign in _NARROW else 0.92 if sign in _WIDE else 0.68 if sign.isupper() else 0.59 for sign in text
    )


def wrap(text: str, width: float) -> list[str]:
    """Return the lines of a text that are no wider than `width`; a word that is wider has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


class Sheet:
    """One figure in one language. `y` is how far down it is drawn; x counts from the side where reading begins."""

    def __init__(self, language: str, rtl: bool = False) -> None:
        self.language, self.rtl, self.y = language, rtl, 1.0
        self.parts: list[str] = []

    def _x(self, x: float, width: float = 0) -> str:
        return f"{WIDTH - x - width if self.rtl else x:g}"

    def words(
        self, text: str, x: float, width: float, kind: str = "t", bold: bool = False, middle: bool = False
    ) -> None:
        """Write a text at `y`, in as many lines as it needs, and move `y` below it; `middle` is round x + width / 2."""
        for line in wrap(text, width * (0.93 if bold else 1)):
            self.y += LINE
            self.line_of_text(line, x + width / 2 if middle else x, self.y - 7, kind, bold, middle)

    def line_of_text(
        self, text: str, x: float, y: float, kind: str = "t", bold: bool = False, middle: bool = False
    ) -> None:
        """Write one line with its foot at `y`, which stays."""
        classes = kind + (" b" if bold else "") + (" c" if middle else "")
        self.parts.append(f'<text class="{classes}" x="{self._x(x)}" y="{y:g}">{escape(text)}</text>')

    def box(self, x: float, y: float, width: float, height: float, kind: str = "wash") -> None:
        """Draw a rectangle; `y` stays."""
        place = f'x="{self._x(x, width)}" y="{y:g}" width="{width:g}" height="{height:g}"'
        self.parts.append(f'<rect class="{kind}" {place} rx="4"/>')

    @contextmanager
    def frame(self, x: float = 1, width: float = WIDTH - 2, kind: str = "wash", pad: float = PAD) -> Iterator[None]:
        """Draw a box from `y` down round what is drawn inside, and leave `y` at its foot."""
        place, top = len(self.parts), self.y
        self.y += pad - 3
        yield
        self.y += pad
        inside, self.parts[place:] = self.parts[place:], []
        self.box(x, top, width, self.y - top, kind)
        self.parts += inside

    def block(
        self, items: Iterable[tuple[str, str]], x: float = 1, width: float = WIDTH - 2, kind: str = "wash"
    ) -> None:
        """Draw a box round paragraphs: the kind of each (with "b" behind it, bold) and its text."""
        with self.frame(x, width, kind):
            for style, text in items:
                self.words(text, x + PAD, width - 2 * PAD, style.removesuffix("b"), style.endswith("b"))

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str = "line") -> None:
        """Draw a line; `y` stays."""
        self.parts.append(f'<path class="{kind}" d="M{self._x(x1)} {y1:g}L{self._x(x2)} {y2:g}"/>')

    def arrow(self, x: float, height: float = 26, kind: str = "line") -> None:
        """Draw an arrow downwards from `y`, and move `y` to its point."""
        end = self.y + height
        self.line(x, self.y, x, end - 8, kind)
        self.tip(x, end)
        self.y = end

    def tip(self, x: float, y: float, dx: float = 0, dy: float = 1) -> None:
        """Draw the point of an arrow that comes to x, y in the direction dx, dy."""
        sides = ((x - 10 * dx - 7 * dy, y - 10 * dy - 7 * dx), (x - 10 * dx + 7 * dy, y - 10 * dy + 7 * dx))
        path = "L".join(f"{self._x(px)} {py:g}" for px, py in ((x, y), *sides))
        self.parts.append(f'<path class="solid" d="M{path}z"/>')

    def disc(self, x: float, y: float, text: str = "", radius: float = 17, kind: str = "solid") -> None:
        """Draw a disc round x, y, with a number or a letter in it; `y` stays."""
        self.parts.append(f'<circle class="{kind}" cx="{self._x(x)}" cy="{y:g}" r="{radius:g}"/>')
        if text:
            self.line_of_text(text, x, y + 7, "to" if kind == "solid" else "t", True, True)

    def svg(self, title: str) -> str:
        """Return the file."""
        height = round(self.y + 1)
        direction = ' direction="rtl"' if self.rtl else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            f'lang="{self.language}"{direction}>\n<title>{escape(title)}</title>\n<style>{_style()}</style>\n'
            f'<rect class="ground" width="{WIDTH}" height="{height}"/>\n' + "\n".join(self.parts) + "\n</svg>\n"
        )


def _style() -> str:
    text = f"text{{font:{SIZE}px {FONTS}}}.b{{font-weight:700}}.c{{text-anchor:middle}}"
    return text + _colours(LIGHT) + SHAPES + f"@media screen and (prefers-color-scheme:dark){{{_colours(DARK)}}}"


def _colours(scheme: dict[str, str]) -> str:
    rules = [(token, "fill", kind) for kind, token in FILLS.items()]
    rules += [(token, "stroke", kind) for kind, token in LINES.items()]
    return "".join(f".{kind}{{{use}:{scheme[token]}}}" for token, use, kind in rules)
