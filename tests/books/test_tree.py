"""HTML to a tree and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.books.tree import VOID, Element, parse, to_json, write

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
NAMES = st.sampled_from(["p", "div", "a", "li", "td", "strong", "br", "img"])
ATTRIBUTES = st.dictionaries(st.sampled_from(["id", "href", "class", "alt"]), TEXTS, max_size=2)


def joined(nodes: list[str | Element]) -> list[str | Element]:
    """Join texts that stand side by side, as a reader of HTML finds them; none is empty."""
    found: list[str | Element] = []
    for node in nodes:
        if isinstance(node, str) and found and isinstance(found[-1], str):
            found[-1] += node
        elif node != "":
            found.append(node)
    return found


def element(children: st.SearchStrategy[list[str | Element]]) -> st.SearchStrategy[Element]:
    def made(tag: str, attributes: dict[str, str], inside: list[str | Element]) -> Element:
        return Element(tag, attributes, [] if tag in VOID else joined(inside))

    return st.builds(made, NAMES, ATTRIBUTES, children)


NODES = st.recursive(TEXTS.map(lambda text: [text]), lambda inner: st.lists(element(inner) | TEXTS, max_size=4))


@given(NODES.map(joined))
def test_what_is_written_is_read_back(nodes: list[str | Element]) -> None:
    root = Element("", {}, nodes)
    assert parse(write(root)) == root


@given(NODES.map(joined))
def test_no_word_is_lost_on_the_way_to_the_press(nodes: list[str | Element]) -> None:
    def words(values: object) -> list[str]:
        if isinstance(values, str):
            return list(values)
        assert isinstance(values, list)
        return [sign for value in values for sign in (list(value) if isinstance(value, str) else words(value[2]))]

    signs = [sign for sign in words(to_json(nodes)) if sign not in " \t\n\r\f"]
    expected = [sign for node in nodes for sign in (node if isinstance(node, str) else every(node))]
    assert signs == [sign for sign in expected if sign not in " \t\n\r\f"]


def every(node: Element) -> list[str]:
    return [sign for child in node.children for sign in (child if isinstance(child, str) else every(child))]


def test_white_space_is_one_space_and_none_beside_blocks() -> None:
    root = parse("<div>\n<p>One\n  two <em>three</em></p>\n<p>four\u00a0five</p>\n</div>")
    expected = [["div", {}, [["p", {}, ["One two ", ["em", {}, ["three"]]]], ["p", {}, ["four\u00a0five"]]]]]
    assert to_json(root.children) == expected


def test_text_set_as_written_keeps_its_lines() -> None:
    assert to_json(parse("<pre>a\n  b</pre>").children) == [["pre", {}, ["a\n  b"]]]


def test_a_style_sheet_is_written_as_it_is() -> None:
    sheet = Element("style", {}, ['a > b { content: "&"; }'])
    assert write(sheet) == '<style>a > b { content: "&"; }</style>'
    assert parse(write(sheet)).children == [sheet]


@pytest.mark.parametrize("broken", ["<p><em>one</p>", "<p>one", "<div></p></div>"])
def test_a_tag_that_is_not_closed_by_its_own_is_a_fault(broken: str) -> None:
    with pytest.raises(ValueError, match="closed"):
        parse(broken)
