"""Binding chapters, each rendered for a page of its own, into one text: ids, links, headings, words used, pictures.

A page knows where it is: its ids are its own, its links lead through the site, its headings begin below the page's
title. In a book all of that has to fit together, and to work where there is no site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from learning.books.tree import Element, Node

DROPPED = ("term-more", "term-back")
ON_A_PAGE = ("data-audience", "loading")
"""Attributes that serve a page on a screen alone."""

GLOSSARY = "/glossary"
DEEPEST = 6


@dataclass(slots=True)
class Bound:
    """What binding found: the pictures (path in the course's folder to what the book calls it), the words used
    (id to their element pair, dt and dd)."""

    pictures: dict[str, str] = field(default_factory=dict)
    words: dict[str, tuple[Element, Element]] = field(default_factory=dict)


def bind(root: Element, course_id: str, site: str, picture: Callable[[str], str]) -> Bound:
    """Make one text of the chapters in `root`, in place, and return what was found.

    A chapter is a section of the class "chapter" whose id is the activity's; the headings of its "chapter-body" move
    one level down. `site` is the site's address ("https://…", or "" where it is not known: then what leads out of the
    book, but for the outside, is text); `picture` names the picture of a path.
    """
    bound = Bound()
    chapters = [each for each in root.walk() if each.tag == "section" and each.has("chapter")]
    for chapter in chapters:
        _take_words(chapter, bound)
        _own_ids(chapter)
        for body in (each for each in chapter.walk() if each.has("chapter-body")):
            _lower_headings(body)
    _level_headings(root)
    ids = {each.attributes["id"] for each in root.walk() if "id" in each.attributes}
    ids |= {f"term-{word}" for word in bound.words}
    for element in root.walk():
        _settle(element, course_id, site, ids, picture, bound)
    for pair in bound.words.values():
        for part in pair:
            part.children = list(_without_page_links(part.children))
    return bound


def glossary(bound: Bound, title: str, level: int) -> Element | None:
    """Return the words used as a section with the heading `title` of that level, in the order of the words; None
    without any."""
    if not bound.words:
        return None
    pairs = sorted(bound.words.values(), key=lambda pair: pair[0].text().casefold())
    entries = Element("dl", {}, [part for pair in pairs for part in pair])
    return Element("section", {"class": "words", "id": "words-used"}, [Element(f"h{level}", {}, [title]), entries])


def _take_words(chapter: Element, bound: Bound) -> None:
    """Take the list of words at the foot of a chapter out: the book has one for all."""
    for parent in chapter.walk():
        for section in [each for each in parent.children if isinstance(each, Element) and each.has("terms")]:
            parent.children.remove(section)
            parts = [each for each in section.walk() if each.tag in ("dt", "dd")]
            for name, meaning in zip(parts[::2], parts[1::2], strict=True):
                bound.words.setdefault(name.attributes["id"].removeprefix("term-"), (name, meaning))


def _own_ids(chapter: Element) -> None:
    """Put the chapter's id before each id within, and before each reference to one."""
    name = chapter.attributes["id"]
    for element in chapter.walk():
        if element is chapter:
            continue
        for attribute in ("id", "aria-labelledby"):
            if attribute in element.attributes:
                element.attributes[attribute] = f"{name}--{element.attributes[attribute]}"
        target = element.attributes.get("href", "")
        if target.startswith("#") and not target.startswith("#term-"):
            element.attributes["href"] = f"#{name}--{target[1:]}"


def _headings(root: Element) -> Iterator[tuple[Element, int]]:
    for element in root.walk():
        if len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit():
            yield element, int(element.tag[1])


def _lower_headings(body: Element) -> None:
    for heading, level in list(_headings(body)):
        heading.tag = f"h{min(level + 1, DEEPEST)}"


def _level_headings(root: Element) -> None:
    """Leave no level out on the way down (PDF/UA-1, WCAG 1.3.1): an author may have."""
    last = 0
    for heading, level in list(_headings(root)):
        last = min(level, last + 1)
        heading.tag = f"h{last}"


def _settle(
    element: Element, course_id: str, site: str, ids: set[str], picture: Callable[[str], str], bound: Bound
) -> None:
    for name in ON_A_PAGE:
        element.attributes.pop(name, None)
    if element.attributes.get("role") == "region":
        element.attributes["role"] = "group"  # named once on its page, the same name comes again in other chapters
    elif element.has("footnotes"):
        del element.attributes["aria-label"]  # for the same reason
    elif element.tag == "a":
        within = set() if element.has("to-site") else ids  # what is done on the site is not here, though its chapter is
        target = _target(element.attributes.get("href", ""), course_id, site, within)
        if target is None:
            element.tag = "span"
            element.attributes.pop("href", None)
        else:
            element.attributes["href"] = target
    elif element.tag == "img":
        path = element.attributes["src"].removeprefix(f"/courses/{course_id}/files/")
        bound.pictures[path] = element.attributes["src"] = picture(path)


def _target(target: str, course_id: str, site: str, ids: set[str]) -> str | None:
    """Return where a link of a page leads in the book; None where it cannot lead anywhere."""
    if target.startswith("#"):
        return target if target[1:] in ids else None
    if not target.startswith("/"):
        return target
    parts = urlsplit(target)
    inside = f"term-{parts.fragment}" if parts.path == GLOSSARY else ""
    if parts.path.startswith(f"/courses/{course_id}/"):
        chapter = parts.path.rpartition("/")[2]
        inside = f"{chapter}--{parts.fragment}" if parts.fragment else chapter
        inside = inside if inside in ids else chapter
    if inside in ids:
        return f"#{inside}"
    return f"{site}{target}" if site else None


def _without_page_links(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Element):
            if any(node.has(name) for name in DROPPED):
                continue
            node.children = list(_without_page_links(node.children))
        yield node
