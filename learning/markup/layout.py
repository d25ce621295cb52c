"""The last pass over the tree: heading ids, tables that scroll alone, directions, footnotes, the words of the page."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from xml.etree.ElementTree import Element, SubElement

from learning.kernel.ids import SLUG_LENGTH
from learning.kernel.languages import direction
from learning.markup.page import Heading, Job, Term

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {"p", "li", "dt", "dd", "td", "th", "figcaption", "summary", *HEADINGS}
CODE = {"code", "pre"}
TOGETHER = re.compile(
    r"(?<=\w) (?=%)|(?:(?<=\bArt\.)|(?<=\bArts)|(?<=\bArticle)|(?<=\bArticles)) (?=[0-9])"
    r"|(?:(?<=\bPart)|(?<=\bParts)) (?=[IVX]+\b)"
)
"""Spaces at which no line may break."""

ESCAPED = re.compile("\x02([0-9]+)\x03")


def run(root: Element, job: Job) -> None:
    """Finish the tree in place and note headings and words in the job."""
    for element in root.iter("h1"):
        element.tag = "h2"  # the page has its one title already
    _directions(root)
    _tables(root, job)
    if job.fragment:
        return
    _footnotes(root, job)
    _ids(root)
    job.headings += _headings(root)
    job.words = len(plain(root).split())
    if job.terms:
        root.append(_glossary(job))


def plain(element: Element) -> str:
    """Return the text that a reader sees, without the marks that the parser leaves for escaped characters."""
    text = "".join(f"{part} " if part.endswith("\n") else part for part in element.itertext())
    return ESCAPED.sub(lambda match: chr(int(match[1])), text).replace("&nbsp;", " ").strip()


def keep_together(root: Element, _job: Job) -> None:
    """Put no-break spaces before "%" and between "Art." or "Part" and its number, outside code.

    The last pass: headings and words were noted before, as they are written.
    """
    for element in root.iter():
        if element.text and element.tag not in CODE:
            element.text = TOGETHER.sub("\u00a0", element.text)
        if element.tail:
            element.tail = TOGETHER.sub("\u00a0", element.tail)


def _headings(root: Element) -> list[Heading]:
    found = []
    used = {element.get("id", "") for element in root.iter()}
    times: Counter[str] = Counter()
    for number, element in enumerate((e for e in root.iter() if e.tag in HEADINGS), start=1):
        text = plain(element)
        if not element.get("id"):
            wanted = _slug(text) or f"section-{number}"
            name = wanted
            while name in used:
                times[wanted] += 1
                name = f"{wanted}-{times[wanted] + 1}"
            used.add(name)
            element.set("id", name)
        found.append(Heading(element.get("id", ""), int(element.tag[1]), text))
    return found


def _slug(text: str) -> str:
    """Make an id of a heading that has none; it changes with the words, so lint asks for a permanent one."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text)[:SLUG_LENGTH].strip("-")


def _ids(root: Element) -> None:
    """Keep the first of equal ids, so that an address leads to one place."""
    seen: set[str] = set()
    for element in root.iter():
        id_ = element.get("id")
        if id_ in seen:
            del element.attrib["id"]
        elif id_:
            seen.add(id_)


def _directions(root: Element) -> None:
    """Give a direction to what is marked as another language, and to blocks written against the text's own way."""
    base = _way("".join(root.itertext()))
    for element in root.iter():
        language = element.get("lang")
        if language:
            element.set("dir", direction(language))
        elif element.tag in BLOCKS and (way := _way("".join(element.itertext()))) and way != base:
            element.set("dir", way)


def _way(text: str) -> str:
    """Return "rtl" or "ltr" by the majority of letters, "" when there are none."""
    if text.isascii():
        return "ltr" if any(letter.isalpha() for letter in text) else ""
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    right, left = kinds.count("R") + kinds.count("AL"), kinds.count("L")
    return "" if right == left == 0 else "rtl" if right > left else "ltr"


def _tables(root: Element, job: Job) -> None:
    parents = {child: parent for parent in root.iter() for child in parent}
    for number, table in enumerate(list(root.iter("table")), start=1):
        _scopes(table)
        for cell in (*table.iter("th"), *table.iter("td")):
            if align := cell.attrib.pop("align", None):
                cell.set("class", f"align-{({'left': 'start', 'right': 'end'}).get(align, align)}")
        parent = parents[table]
        caption = parent.find("figcaption")
        name = f"{job.labels['table']} {number}" + (f": {plain(caption)}" if caption is not None else "")
        # In a page of many fragments the names would repeat, so there it is a group and no landmark.
        role = "group" if job.fragment else "region"
        box = Element("div", {"class": "table-scroll", "tabindex": "0", "role": role, "aria-label": name})
        box.append(table)
        box.tail, table.tail = table.tail, None
        parent[list(parent).index(table)] = box


def _scopes(table: Element) -> None:
    """Say what each header cell heads; where the corner is empty, the first column holds headers too."""
    heads = table.findall("thead/tr/th")
    for cell in heads:
        cell.set("scope", "col")
    if not plain(heads[0]):
        for cell in table.findall("tbody/tr/td[1]"):
            cell.tag = "th"
            cell.set("scope", "row")
    for cell in heads:
        if not plain(cell):
            cell.tag = "td"
            del cell.attrib["scope"]


def _footnotes(root: Element, job: Job) -> None:
    """Number footnote ids (labels may hold any character), and name the section and its links for screen readers."""
    notes = next((e for e in root.iter("div") if e.get("class") == "footnote"), None)
    if notes is None:
        return
    notes.tag, notes.attrib = "section", {"class": "footnotes", "aria-label": job.labels["footnotes"]}
    for rule in notes.findall("hr"):
        notes.remove(rule)
    ids: dict[str, str] = {}
    for number, note in enumerate(notes.findall("ol/li"), start=1):
        ids[note.get("id", "")] = f"fn-{number}"
        note.set("id", f"fn-{number}")
    for element in root.iter():
        _footnote_mark(element, ids, job)


def _footnote_mark(element: Element, ids: dict[str, str], job: Job) -> None:
    kind = element.get("class")
    if element.tag == "sup" and (element.get("id") or "").startswith("fnref"):
        element.set("id", _mark_id(element.get("id", ""), ids))
    elif kind == "footnote-ref":
        element.set("href", "#" + ids.get(element.get("href", "")[1:], ""))
        element.set("aria-label", f"{job.labels['footnote']} {element.text or ''}".strip())
    elif kind == "footnote-backref":
        element.attrib.pop("title", None)
        element.set("href", "#" + _mark_id(element.get("href", "")[1:], ids))
        element.set("aria-label", job.labels["footnote-back"])


def _mark_id(written: str, ids: dict[str, str]) -> str:
    """ "fnref2-label" becomes "fnref2-3" when the label's footnote is the third."""
    before, _, label = written.partition("-")
    return f"{before}-{ids.get('fn-' + label, '').removeprefix('fn-')}"


def _glossary(job: Job) -> Element:
    section = Element("section", {"class": "terms", "aria-labelledby": "terms"})
    SubElement(section, "h2", {"id": "terms"}).text = job.labels["terms"]
    entries = SubElement(section, "dl")
    for term in job.terms.values():
        _entry(entries, term, job)
    return section


def _entry(entries: Element, term: Term, job: Job) -> None:
    spoken = {"lang": term.language, "dir": direction(term.language)}
    name = SubElement(entries, "dt", {"id": f"term-{term.id}"})
    SubElement(name, "span", spoken).text = term.term
    meaning = SubElement(entries, "dd")
    words = SubElement(meaning, "span", spoken)
    words.text, words.tail = term.definition, " "
    more = SubElement(meaning, "a", {"class": "term-more", "href": f"/glossary#{term.id}"})
    more.text, more.tail = job.labels["term-more"], " "
    back = {"class": "term-back", "href": f"#use-{term.id}"}
    SubElement(meaning, "a", {**back, "aria-label": f"{job.labels['term-back']}: {term.term}"}).text = "↩"
