"""The files of a course folder, each read by what it is: the settings, the activities of a module, the banks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from learning.courses.kinds import Entry, Kind
from learning.courses.settings import ModuleSettings
from learning.kernel.ids import is_slug
from learning.kernel.problems import Problem
from learning.kernel.schema import read
from learning.kernel.source import Settings, read_settings

T = TypeVar("T")

MEDIA_TYPES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".svg")

_NUMBERED = re.compile(r"(\d{2,3})-([a-z0-9]+(?:-[a-z0-9]+)*)(\..+)?\Z")
ID_LINE = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_TRANSLATION = re.compile(r"\.(fr|es|ar)(\.quiz|\.workbook)?\.(md|yaml)\Z|\.(quiz|workbook)\.(fr|es|ar)\.md\Z")


@dataclass(frozen=True, slots=True)
class Read:
    """One activity or bank as read: its text, kind and entry, which is None when the text has an error."""

    path: str
    folder: str
    kind: Kind
    text: str
    entry: Entry | None

    @property
    def id(self) -> str:
        """The id that the text claims, also where the rest of it cannot be read; "" for none."""
        return self.entry.id if self.entry else claimed_id(self.text)


@dataclass(frozen=True, slots=True)
class ModuleRead:
    """One module folder as read; `settings` is None when `module.yaml` has an error."""

    folder: str
    text: str
    settings: ModuleSettings | None
    raw: Settings

    @property
    def id(self) -> str:
        """The id that it claims, "" for none."""
        return self.settings.id if self.settings else claimed_id(self.text)

    def place(self, name: str) -> str:
        """Return where a setting stands: "10-first/module.yaml:4"."""
        return f"{self.folder}/module.yaml:{self.raw.lines.get(name, 1)}"


def claimed_id(text: str) -> str:
    """Return the id in settings that may not be readable, so that one fault in a file is not told again in others."""
    found = ID_LINE.search(text)
    return found[1] if found and is_slug(found[1]) else ""


def typed_settings(
    schema: type[T], path: str, texts: Mapping[str, str], problems: list[Problem]
) -> tuple[T | None, Settings]:
    """Return the settings in a file, None for those with a fault, and as they are written; add what is wrong."""
    raw, faults = read_settings(texts.get(path, ""))
    found: T | None = None
    if not faults and path in texts:
        found, faults = read(schema, raw)
    problems += [fault.at(path) for fault in faults]
    return found, raw


def read_modules(
    texts: Mapping[str, str], files: Mapping[str, bytes], kinds: Sequence[Kind], problems: list[Problem]
) -> tuple[list[ModuleRead], list[Read]]:
    """Return all modules and all activity files, both in order, also those with faults."""
    problems += [
        Problem(path, "file-unknown", "this file is no part of a course: move it away, or into the folder of a module")
        for path in sorted(files)
        if "/" not in path and path not in ("course.yaml", "retired.yaml", "README.md") and not _is_translation(path)
    ]
    no_modules = {"media", *(kind.folder for kind in kinds)}
    folders = sorted({path.partition("/")[0] for path in files if "/" in path} - no_modules)
    modules: list[ModuleRead] = []
    reads: list[Read] = []
    numbers: dict[str, str] = {}
    for folder in folders:
        named = _NUMBERED.match(folder)
        if named is None:
            detail = (
                'a module folder is named like "10-first-steps" (two digits, a hyphen, small Latin letters): rename it'
            )
            problems.append(Problem(folder, "module-name", detail))
        else:
            problems += _number_repeated(folder, folder, numbers.setdefault(named[1], folder))
        modules.append(_module(folder, texts, files, problems))
        inside = sorted(path for path in files if path.startswith(f"{folder}/"))
        reads += _activities(folder, inside, texts, [kind for kind in kinds if not kind.folder], problems)
        if not any(path.endswith(".md") for path in inside):
            problems.append(Problem(folder, "module-empty", "the module has no activity: add a lesson or a quiz"))
    if not folders:
        detail = 'the course has no module: add a folder such as "10-first-steps" with a file "module.yaml"'
        problems.append(Problem("course.yaml", "course-empty", detail))
    return modules, reads


def _module(folder: str, texts: Mapping[str, str], files: Mapping[str, bytes], problems: list[Problem]) -> ModuleRead:
    path = f"{folder}/module.yaml"
    if path not in files:
        detail = 'the folder has no file "module.yaml": add it, with id and title'
        problems.append(Problem(folder, "module-missing", detail))
    settings, raw = typed_settings(ModuleSettings, path, texts, problems)
    return ModuleRead(folder, texts.get(path, ""), settings, raw)


def _number_repeated(path: str, name: str, twin: str) -> list[Problem]:
    if twin == name:
        return []
    number = name.partition("-")[0]
    detail = f'the number {number} also begins "{twin}": the order would be left to chance; give it another'
    return [Problem(path, "number-repeated", detail)]


def _is_translation(path: str) -> bool:
    return _TRANSLATION.search(path) is not None


def _activities(
    folder: str, inside: Sequence[str], texts: Mapping[str, str], kinds: Sequence[Kind], problems: list[Problem]
) -> list[Read]:
    found: list[Read] = []
    numbers: dict[str, str] = {}
    for path in inside:
        name = path.removeprefix(f"{folder}/")
        if name == "module.yaml" or _is_translation(name) or name.startswith("media/"):
            problems += _beside_activities(path, name)
            continue
        fitting = [kind for kind in kinds if name.endswith(kind.suffix)]
        kind = max(fitting, key=lambda kind: len(kind.suffix), default=None)
        named = _NUMBERED.match(name)
        if named is None or kind is None or name != f"{named[1]}-{named[2]}{kind.suffix}":
            ends = " or ".join(f'"10-name{kind.suffix}"' for kind in kinds)
            detail = f"an activity is named like {ends} (small Latin letters, digits, hyphens): rename the file"
            problems.append(Problem(path, "activity-name", detail))
            found += [Read(path, folder, kind, texts[path], None)] if kind and path in texts else []
            continue
        problems += _number_repeated(path, name, numbers.setdefault(named[1], name))
        found += [_read(path, folder, kind, texts[path], problems)] if path in texts else []
    return found


def _read(path: str, folder: str, kind: Kind, text: str, problems: list[Problem]) -> Read:
    entry, faults = kind.read(text)
    problems += [fault.at(path) for fault in faults]
    return Read(path, folder, kind, text, entry)


def read_banks(
    texts: Mapping[str, str], files: Mapping[str, bytes], kinds: Sequence[Kind], problems: list[Problem]
) -> list[Read]:
    """Return the banks: the files in the folders of those kinds that are no activities, by name."""
    found: list[Read] = []
    for kind, path in ((kind, path) for kind in kinds if kind.folder for path in sorted(files)):
        folder, _, name = path.partition("/")
        if folder != kind.folder:
            continue
        if _is_translation(name) or name.startswith("media/"):
            problems += _beside_activities(path, name)
        elif not name.endswith(kind.suffix) or not is_slug(name.removesuffix(kind.suffix)):
            detail = f'a bank is named like "name{kind.suffix}" (small Latin letters, digits, hyphens): rename the file'
            problems.append(Problem(path, "bank-name", detail))
        elif path in texts:
            found.append(_read(path, folder, kind, texts[path], problems))
        else:
            found.append(Read(path, folder, kind, "", None))  # its fault is told; that it lacks questions is not
    return found


def _beside_activities(path: str, name: str) -> list[Problem]:
    """Check what lies beside the activities or banks of a folder."""
    if name.startswith("media/"):
        if name.lower().endswith(MEDIA_TYPES):
            return []
        return [Problem(path, "media-type", f"pictures are {', '.join(MEDIA_TYPES)}: convert it, or take it out")]
    if _is_translation(name):
        detail = "translations are not read yet: the file may stay, it changes nothing"
        return [Problem(path, "translation-later", detail, "warning")]
    return []
