"""A pass over the tree: addresses of links, pictures and glossary terms are looked up; what leads nowhere is text."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from learning.kernel.ids import is_slug
from learning.markup.page import Job, Links

OUTSIDE = re.compile(r"https://[^\s\\]+\Z", re.IGNORECASE)
MAIL = re.compile(r"mailto:[^\s\\]+\Z", re.IGNORECASE)


def run(root: Element, job: Job) -> None:
    """Give each link, picture and term of the tree its address, in place."""
    for element in root.iter():
        if element.tag == "a" and element.get("class") not in ("footnote-ref", "footnote-backref"):
            _link(element, job)
        elif element.tag == "img":
            _picture(element, job.links)


def href(target: str, links: Links) -> str | None:
    """Return the address of what is written between the brackets of a link, or None when it leads nowhere."""
    scheme, _, rest = target.partition(":")
    if scheme == "activity":
        return links.activity(rest)
    if target.startswith("#"):
        return target if is_slug(target[1:]) else None
    if target.startswith("/"):
        return None if target.startswith("//") or "\\" in target else links.page(target)
    return target if OUTSIDE.match(target) or MAIL.match(target) else None


def _link(element: Element, job: Job) -> None:
    target = (element.get("href") or "").strip()
    element.attrib = {name: value for name, value in element.attrib.items() if name in ("id", "lang")}
    if target.startswith("term:"):
        _term(element, target.removeprefix("term:"), job)
        return
    address = href(target, job.links)
    if address is None:
        element.tag = "span"
        return
    element.set("href", address)
    if OUTSIDE.match(address):
        element.set("rel", "noopener noreferrer")


def _term(element: Element, id_: str, job: Job) -> None:
    term = job.links.term(id_) if is_slug(id_) else None
    if term is None:
        element.tag = "span"
        return
    element.set("class", "term")
    if job.fragment:
        element.set("href", f"/glossary#{term.id}")
        return
    element.set("href", f"#term-{term.id}")
    if term.id not in job.terms:
        element.set("id", f"use-{term.id}")
        job.terms[term.id] = term


def _picture(element: Element, links: Links) -> None:
    image = links.media(element.get("src") or "")
    words = element.get("alt") or ""
    element.attrib.clear()
    if image is None:
        element.tag, element.text = "span", words
        return
    element.attrib.update({"src": image.href, "alt": words, "loading": "lazy"})
    if image.width and image.height:
        element.attrib.update({"width": str(image.width), "height": str(image.height)})
