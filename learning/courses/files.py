"""The files of a course folder: how large they may be, what they may be called, and their bytes as text."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from learning.kernel.problems import Problem

LESSON_LIMIT = 256 * 1024
MEDIA_LIMIT = 1024 * 1024
COURSE_LIMIT = 20 * 1024 * 1024
"""Bytes of a text, of a picture, of all files together."""

_MARK = b"\xef\xbb\xbf"  # which some editors put before UTF-8


def printable(path: str) -> str:
    """Return a path as it can be shown: what is no text in it is written as an escape."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in path)


def without_odd_names(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the files whose names can be shown and kept on any system, and a problem for each other one."""
    odd = [path for path in sorted(files) if printable(path) != path or "\\" in path]
    detail = "its name holds a sign that not every computer takes: rename it with Latin letters, digits and hyphens"
    problems = [Problem(printable(path), "file-name", detail) for path in odd]
    return {path: content for path, content in files.items() if path not in odd}, problems


def as_text(content: bytes) -> str:
    """Return the bytes of a file as text, with the line ends of any system made plain. Raises UnicodeDecodeError."""
    return content.removeprefix(_MARK).decode().replace("\r\n", "\n").replace("\r", "\n")


def decode(files: Mapping[str, bytes]) -> tuple[dict[str, str], list[Problem]]:
    """Return the texts (Markdown and YAML) among the files, with plain line ends, and what is wrong with any file."""
    texts: dict[str, str] = {}
    problems = _too_large(files) + _twins(files)
    large = {problem.where for problem in problems if problem.code == "file-too-large"}
    for path, content in sorted(files.items()):
        if path in large or not path.endswith((".md", ".yaml")):
            continue
        try:
            texts[path] = as_text(content)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            detail = 'this line holds a character that is not UTF-8: save the file as "UTF-8" in the editor'
            problems.append(Problem(f"{path}:{line}", "not-utf8", detail))
    return texts, problems


def _too_large(files: Mapping[str, bytes]) -> list[Problem]:
    problems = []
    if sum(map(len, files.values())) > COURSE_LIMIT:
        detail = f"all files together are over {COURSE_LIMIT >> 20} MB: make pictures smaller"
        problems.append(Problem("course.yaml", "course-too-large", detail))
    for path, content in sorted(files.items()):
        limit = MEDIA_LIMIT if "/media/" in f"/{path}" else LESSON_LIMIT
        if len(content) > limit:
            detail = f"it has {len(content) >> 10} KB, over the {limit >> 10} KB that are taken: split or shrink it"
            problems.append(Problem(path, "file-too-large", detail))
    return problems


def _twins(files: Mapping[str, bytes]) -> list[Problem]:
    """Find names that a disk may take for one: they differ in capitals, or in how their accents are stored."""
    problems, folded = [], dict[str, str]()
    for path in sorted(files):
        twin = folded.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if twin != path:
            detail = f'some computers cannot tell it from "{twin}": rename one of the two'
            problems.append(Problem(path, "file-twin", detail))
    return problems
