"""HTML as a tree of plain values, and back: for texts that went through the allow-list or come from our templates."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "link", "meta"})
VERBATIM = frozenset({"style"})
BLOCKS = frozenset({
    "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip
WHITE = re.compile(r"[ \t\n\r\f]+")
"""White space as HTML knows it: a no-break space is none."""

KEPT_SPACE = frozenset({"pre", "style"})


@dataclass(slots=True)
class Element:
    """An element with its attributes (one without a value has "") and its children, texts and elements, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """True when the class attribute holds the name."""
        return name in self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Element]:
        """All elements within and the element itself, in the order of the text."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def text(self) -> str:
        """Return the words within, with single spaces."""
        return " ".join(_words(self).split())


Node = str | Element


def _words(node: Node) -> str:
    return node if isinstance(node, str) else "".join(map(_words, node.children))


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.open[-1].tag != tag:
            raise ValueError(f"<{self.open[-1].tag}> is closed by </{tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(text: str) -> Element:
    """Return a nameless element that holds the text's nodes. Raises ValueError where a tag is not closed by its own:
    our templates and renderings close every tag, so anything else is a fault to be seen."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    if len(builder.open) > 1:
        raise ValueError(f"<{builder.open[-1].tag}> is not closed")
    return builder.root


def write(node: Node, *, verbatim: bool = False) -> str:
    """Return the node as HTML; `parse` gives it back."""
    if isinstance(node, str):
        return node if verbatim else html.escape(node, quote=False)
    inside = "".join(write(child, verbatim=node.tag in VERBATIM) for child in node.children)
    if not node.tag:
        return inside
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in node.attributes.items())
    return f"<{node.tag}{attributes}>" + ("" if node.tag in VOID else f"{inside}</{node.tag}>")


def to_json(nodes: Sequence[Node]) -> list[object]:
    """Return nodes as lists for JSON: a text, or [tag, attributes, children].

    Runs of white space become one space; beside a block, white space alone says nothing and is left out.
    """
    beside_blocks = any(isinstance(node, Element) and node.tag in BLOCKS for node in nodes)
    found: list[object] = []
    for node in nodes:
        if isinstance(node, str):
            text = _single_spaced(node)
            if text and not (beside_blocks and text == " "):
                found.append(text)
        elif node.tag in KEPT_SPACE:
            found.append([node.tag, node.attributes, ["".join(map(_words, node.children))]])
        else:
            found.append([node.tag, node.attributes, to_json(node.children)])
    return found


def _single_spaced(text: str) -> str:
    return WHITE.sub(" ", text)
