"""The corpus of broken courses: small changes to a good course, each with the lines that `check` prints for it.

The cases are data, `tests/samples/broken/cases.yaml`, which says how a change is written. The tests hold the check to
them, and `docs/problems.py` makes the page of all problems from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

SAMPLES = Path(__file__).parent.parent / "samples"
GOOD = SAMPLES / "courses" / "small"


def cases() -> list[dict[str, Any]]:
    """Return the cases in the order of the file."""
    found: list[dict[str, Any]] = yaml.safe_load((SAMPLES / "broken" / "cases.yaml").read_text(encoding="utf-8"))
    return found


def has_right(case: Mapping[str, Any]) -> bool:
    """Whether a case says itself how to write it; otherwise the good course does."""
    return any("right" in change for change in case["do"])


def broken(files: Mapping[str, bytes], case: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of the good course after the changes of a case (links apart, which only a disk can hold)."""
    changed = dict(files)
    for change in case["do"]:
        changed = _changed(changed, change)
    return changed


def mended(files: Mapping[str, bytes], case: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files as they are right: the good course, or what the case writes in place of its mistake."""
    changed = dict(files)
    for change in case["do"] if has_right(case) else ():
        instead = {"put" if "find" in change else "text": change["right"]} if "right" in change else {}
        changed = _changed(changed, change | instead)
    return changed


def _changed(files: dict[str, bytes], change: Mapping[str, Any]) -> dict[str, bytes]:
    path = change["file"]
    if "find" in change:
        text, find = files[path].decode(), change["find"]
        assert text.count(find) == 1, f"{find!r} stands {text.count(find)} times in {path}"
        put = change["put"]
        if "repeat" in change:
            piece, times = change["repeat"]
            put = put.replace("{}", piece * times)
        return files | {path: text.replace(find, put).encode()}
    if "text" in change:
        return files | {path: change["text"].encode()}
    if "hex" in change:
        return files | {path: bytes.fromhex(change["hex"])}
    if "size" in change:
        return files | {path: b"x" * change["size"]}
    touched = {name for name in files if name == path or name.startswith(f"{path}/")}
    rest = {name: content for name, content in files.items() if name not in touched}
    if "becomes" in change:
        return rest | {change["becomes"] + name.removeprefix(path): files[name] for name in touched}
    return rest if change.get("gone") else files
