"""The page of all problems that a course's files can have, each with a wrong and a right example: for `make.py`.

The examples are cases of the corpus of broken courses (`tests/samples/broken/cases.yaml`). The tests hold the check to
each of them, so the page is true. What cannot be shown as text stands in `problems.yaml`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))  # the checkout is not an installed package

from learning.courses import service as courses  # noqa: E402  # after the path is set
from learning.courses.codes import CODES as COURSE_CODES  # noqa: E402
from learning.kernel.codes import CODES as SETTING_CODES  # noqa: E402
from learning.lessons.codes import CODES as LESSON_CODES  # noqa: E402
from learning.markup.lint import CODES as MARKUP_CODES  # noqa: E402
from learning.quiz.codes import BANK_CODES  # noqa: E402
from learning.quiz.codes import CODES as QUIZ_CODES  # noqa: E402
from tests.factories import corpus  # noqa: E402

_TOLD = yaml.safe_load((DOCS / "problems.yaml").read_text(encoding="utf-8"))
OFTEN: Sequence[str] = _TOLD["often"]
IN_WORDS: Mapping[str, str] = _TOLD["in_words"]

_GOOD = courses.read_folder(corpus.GOOD)[0]
_CASES = corpus.cases()
_LINE = re.compile(
    r"(?P<path>.+?)(?::\d+)?: (?P<gravity>error|warning) \[(?P<code>[a-z-]+)\] (?P<detail>.*)", re.DOTALL
)

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "questions": {code: words for code, words in QUIZ_CODES.items() if code not in COURSE_CODES},
    "lessons": {**LESSON_CODES, **{code: words for code, words in MARKUP_CODES.items() if code not in QUIZ_CODES}},
    "settings": SETTING_CODES,
    "course": COURSE_CODES,
    "banks": BANK_CODES,
}
"""The sections of the page, each with its codes; a code that two rooms give stands in one of them."""


def sentence(meaning: str) -> str:
    """Return what a code means as a sentence in Markdown."""
    return (
        (meaning[0].upper() + meaning[1:].rstrip(".") + ".").replace("///", "`///`").replace("```", "three backticks")
    )


def warnings() -> frozenset[str]:
    """Return the codes that do not keep a course from being served."""
    return frozenset(line["code"] for case in _CASES for line in _lines(case) if line["gravity"] == "warning")


def often() -> str:
    """Return the problems that are met most often, as a Markdown table with links into the page."""
    meanings = {code: meaning for codes in reversed(SECTIONS.values()) for code, meaning in codes.items()}
    rows = [f"| [`{code}`](problems.md#{code}) | {sentence(meanings[code])} |" for code in OFTEN]
    return "\n".join(["| code | meaning |", "| --- | --- |", *rows]) + "\n"


def section(name: str) -> str:
    """Return a section of the page: what is met often first, the rest by the alphabet."""
    codes, mild = SECTIONS[name], warnings()
    ranks = {code: rank for rank, code in enumerate(OFTEN)}
    parts = []
    for code in sorted(codes, key=lambda code: (ranks.get(code, len(ranks)), code)):
        note = " *A warning: the course is served all the same.*" if code in mild else ""
        parts.append(f"### `{code}`\n\n{sentence(codes[code])}{note}\n\n{_example(code)}")
    return "\n".join(parts)


def _example(code: str) -> str:
    if code in IN_WORDS:
        return IN_WORDS[code] + "\n"
    case, line = min(_candidates(code), key=lambda pair: _rank(*pair))
    wrong, right = corpus.broken(_GOOD, case), corpus.mended(_GOOD, case)
    path = next(path for path in sorted(wrong, key=lambda path: path != line["path"]) if wrong[path] != right.get(path))
    texts = _excerpts(path, wrong[path].decode(), right.get(path, b"").decode())
    wrong_text, right_text = (_fenced(text, path) for text in texts)
    told = f"The check says: {_plain(line['detail'])}."
    return f"Wrong, in `{path}`:\n\n{wrong_text}\n{told}\n\nRight:\n\n{right_text}"


def _candidates(code: str) -> Iterator[tuple[dict[str, Any], re.Match[str]]]:
    for case in _CASES:
        yield from ((case, line) for line in _lines(case) if line["code"] == code)


def _lines(case: Mapping[str, Any]) -> list[re.Match[str]]:
    return [found for line in case["expect"] if (found := _LINE.fullmatch(line))]


def _rank(case: Mapping[str, Any], line: re.Match[str]) -> tuple[bool, int, int]:
    """Cases that say what is right come first, then those with one problem alone, then the shortest."""
    return not corpus.has_right(case), len(case["expect"]), len(str(case["do"]))


def _excerpts(path: str, wrong: str, right: str) -> list[str]:
    """Return where two texts differ, with the rest of the paragraph; of settings two lines above and below."""
    old, new = wrong.rstrip("\n").split("\n"), right.rstrip("\n").split("\n")
    start = _alike(old, new)
    end = min(_alike(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    above = _alike(old[:start][::-1], [line for line in old[:start][::-1] if line.strip()])
    below = _alike(old[len(old) - end :], [line for line in old[len(old) - end :] if line.strip()])
    if path.endswith(".yaml") or (start and old[start - above] == "---"):
        above, below = min(above, 2), min(below, 2)
    return ["\n".join(lines[start - above : len(lines) - end + below]).strip("\n") for lines in (old, new)]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines at the beginning of two texts are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _fenced(text: str, path: str) -> str:
    language = "yaml" if path.endswith(".yaml") else "markdown"
    marks = "````" if "```" in text else "```"
    return f"{marks}{language}\n{text}\n{marks}\n"


def _plain(detail: str) -> str:
    """Return the sentence of the check so that Markdown shows it as it is."""
    words = detail.replace("{kinds}", '"Choose one:" …')
    return f"`` {words} ``" if "`" in words else f"`{words}`"
