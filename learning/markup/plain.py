"""The words of rendered HTML, paragraph by paragraph: what a reader reads, without what it looks like."""

from __future__ import annotations

from html.parser import HTMLParser

BLOCKS = frozenset({
    "p", "div", "section", "article", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
    "table", "caption", "tr", "blockquote", "pre", "figure", "figcaption", "details", "summary", "hr", "br",
})  # fmt: skip
CELLS = frozenset({"td", "th"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.end()
        elif tag == "img":
            self.words.append(next((f" [{value}] " for name, value in attrs if name == "alt" and value), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end()
        elif tag in CELLS:
            self.words.append(" · ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def end(self) -> None:
        text = " ".join("".join(self.words).split()).removesuffix(" ·")
        if text:
            self.found.append(text)
        self.words = []


def paragraphs(html: str) -> tuple[str, ...]:
    """Return the texts of the blocks of sanitised HTML, in order; a row of a table is one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return tuple(reader.found)
