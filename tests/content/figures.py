"""Figures beside a reference to the Convention, held against the figures that the fact base has for that Article.

A figure is a number with its unit: per cent, weeks, days, months, years or points. `strange` tells what is reported.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from learning.markup import citations
from tests.content import wording

_WORDS = tuple(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()  # noqa: SIM905  # read at a glance
)
FIGURE = re.compile(
    rf"(?<![\w.,(])(?P<number>\d+(?:\.\d+)?|{'|'.join(_WORDS)})"
    r"(?:\s?%|[\s-](?:unpaid |waiting |percentage )?(?:per cent|weeks?|days?|months?|years?|points?)\b)",
    re.IGNORECASE,
)
_ARTICLES = re.compile(r"(?<![\d(])\d{1,2}(?=\(|\b)")
_BOXES = re.compile(r"^/// (?:example|details|note)\b.*?^///$|^```.*?^```$|^>[^\n]*$", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")

_RATES = frozenset({16, 22, 28, 36, 50, 56, 62, 65, 66})

Table = Mapping[int, frozenset[float]]


def table(data: object) -> Table:
    """Return the figures of each Article: all numbers of the entries that refer to it, in their values and texts.

    An entry is a mapping with a reference; what lies inside it belongs to it, also where it has a reference of its own.
    The rates of the Schedule belong to the Articles by which they are computed, and to those of their Part that send
    there (Articles 16, 22, 28, 36, 50, 56, 62).
    """
    found: dict[int, set[float]] = defaultdict(set)
    _collect(data, frozenset(), found)
    return {article: frozenset(numbers) for article, numbers in found.items()}


def _collect(data: object, articles: frozenset[int], found: dict[int, set[float]]) -> None:
    if isinstance(data, dict):
        reference = str(data.get("ref") or data.get("id") or data.get("article") or "")
        named = _ARTICLES.findall(re.sub(r"C\d{3}.*|Schedule.*", "", reference))
        own = articles | {int(each) for each in named} | (_RATES if "Schedule" in reference else set())
        for key, value in data.items():
            if key not in ("ref", "id", "article"):
                _collect(value, own, found)
    elif isinstance(data, list):
        for value in data:
            _collect(value, articles, found)
    else:
        for article in articles:
            found[article] |= _numbers(data)


def _numbers(value: object) -> set[float]:
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int | float):
        return {float(value)}
    return {_value(each["number"]) for each in FIGURE.finditer(str(value))}


def _value(number: str) -> float:
    return float(_WORDS.index(number.lower()) + 1) if number.lower() in _WORDS else float(number)


def strange(text: str, law: Table) -> Iterator[tuple[str, str]]:
    """Return each sentence (or cell of a table) that names Articles and a figure that none of them has; and the figure.

    Left out are worked cases, answers and opening questions (their figures are computed, or of the example country),
    excerpts of laws, and what stands in quotes. So the rule finds a wrong figure of the treaty where the text states
    the treaty; it does not find one in a sentence without an Article, nor a figure that belongs to another paragraph of
    the Article it is put to.
    """
    told = _BOXES.sub("", text)
    rows = (wording.plain(line) for line in told.splitlines() if line.startswith("|"))
    cells = (cell for row in rows for cell in row.split("|"))
    for sentence in (*cells, *wording.sentences(told)):
        places = (place for each in citations.find(sentence) for place in each.places if place.startswith("Article"))
        articles = {int(place.split()[1]) for place in places}
        known = {number for article in articles for number in law.get(article, ())}
        for figure in FIGURE.finditer(_QUOTED.sub("", sentence)) if articles else ():
            if _value(figure["number"]) not in known:
                yield sentence, figure[0]


def unsupported(explanation: str, source: str, asked: str, law: Table) -> Iterator[tuple[str, str]]:
    """Return each sentence of an explanation with a figure that neither source nor question has, and the figure.

    Left out are sentences that compute ("÷", "=", "210 of 700") and sources without a place in the Convention. Part XI
    and the Schedule stand for the rates.
    """
    places = [place for each in citations.find(source) for place in each.places]
    articles = {int(place.split()[1]) for place in places if place.startswith("Article")}
    if "Schedule" in source or "Part XI" in places:
        articles |= _RATES
    known = {number for article in articles for number in law.get(article, ())}
    known |= {float(number.replace(",", "")) for number in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", asked)}
    known |= {_value(figure["number"]) for figure in FIGURE.finditer(asked)}
    for sentence in wording.sentences(explanation) if articles else ():
        if not re.search(r"[÷×=+−]|\d of \d", sentence):
            for figure in FIGURE.finditer(sentence):
                if _value(figure["number"]) not in known:
                    yield sentence, figure[0]
