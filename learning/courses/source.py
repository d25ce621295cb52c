"""A course folder's texts to a Course, with every problem found on the way, each at its file and line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from learning.courses.course import Activity, Course, Module, Outcome
from learning.courses.files import decode, without_odd_names
from learning.courses.kinds import Entry, Kind, Surroundings
from learning.courses.references import (
    check_completion,
    check_ids,
    check_renamed,
    check_requirements,
    check_uses,
    check_vanished,
)
from learning.courses.settings import CourseSettings, ModuleSettings, Retirement
from learning.kernel.ids import is_slug
from learning.kernel.problems import Problem
from learning.kernel.schema import read
from learning.kernel.source import Settings, read_settings

T = TypeVar("T")

MEDIA_TYPES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".svg")

_NUMBERED = re.compile(r"(\d{2,3})-([a-z0-9]+(?:-[a-z0-9]+)*)(\..+)?\Z")
_ID_LINE = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_TRANSLATION = re.compile(r"\.(fr|es|ar)(\.quiz|\.workbook)?\.(md|yaml)\Z|\.(quiz|workbook)\.(fr|es|ar)\.md\Z")


@dataclass(frozen=True, slots=True)
class Read:
    """One activity file as read: its text, kind and entry, which is None when the text has an error."""

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
    found = _ID_LINE.search(text)
    return found[1] if found and is_slug(found[1]) else ""


def digest_of(content: bytes) -> str:
    """Return the name under which a text is kept: the hash of its bytes."""
    return hashlib.sha256(content).hexdigest()


def parse(
    name: str, files: Mapping[str, bytes], kinds: Sequence[Kind], previous: Course | None = None
) -> tuple[Course | None, list[Problem]]:
    """Read the course folder `name` from its files (path to content) and gather all problems.

    Returns None for the course when there is any error. `previous` is the course as served today: an id that is gone
    since then must stand in `retired.yaml`. Never raises for any content.
    """
    files, odd = without_odd_names(files)
    texts, faults = decode(files)
    problems = odd + faults
    if "course.yaml" not in files:
        detail = 'the folder has no file "course.yaml": add it, with id, title, summary and outcomes'
        return None, [*problems, Problem("course.yaml", "course-missing", detail)]
    settings, raw = _settings(CourseSettings, "course.yaml", texts, problems)
    if settings and settings.id != name:
        problems.append(
            Problem(
                f"course.yaml:{raw.lines['id']}",
                "course-id",
                f'the id "{settings.id}" differs from the folder\'s name "{name}": make them the same',
            )
        )
    modules, reads = _modules(texts, files, kinds, problems)
    around = Surroundings(
        name,
        settings.language if settings else "en",
        {item.id: item.kind.segment for item in reads if item.id},
        frozenset(path for path in files if "/media/" in f"/{path}"),
    )
    for item in reads:
        if item.entry is not None:
            problems += [problem.at(item.path) for problem in item.kind.lint(item.text, around)]
    clear = _all_ids_clear(files, texts, modules, reads)
    problems += _check_whole(settings, raw, modules, reads, clear)
    retirement, retired_raw = _settings(Retirement, "retired.yaml", texts, problems)
    retirement = retirement or Retirement()
    present = {module.id for module in modules} | set(around.activities)
    problems += check_vanished(previous if clear else None, present, _gone(retirement, retired_raw))
    problems += check_renamed(dict(retirement.renamed), present, retired_raw.lines)
    course = _build(settings, retirement, modules, reads, around) if settings else None
    if course is not None and clear and reads:
        problems += check_completion(course.completion, around.activities, raw.lines.get("completion", 1))
    problems = sorted(set(problems), key=_place)
    return (None if any(problem.is_error for problem in problems) else course), problems


def _all_ids_clear(
    files: Mapping[str, bytes], texts: Mapping[str, str], modules: Sequence[ModuleRead], reads: Sequence[Read]
) -> bool:
    """Return False while a file hides its id: then nobody can say which ids are missing, and its own fault is told."""
    unread = any(path.endswith((".md", ".yaml")) and path not in texts for path in files)
    return not unread and all(item.id for item in modules) and all(item.id for item in reads)


def _check_whole(
    settings: CourseSettings | None,
    raw: Settings,
    modules: Sequence[ModuleRead],
    reads: Sequence[Read],
    clear: bool,
) -> list[Problem]:
    """Check ids and references across all files; `clear` when every file says its id."""
    requires = {module.id: module.settings.requires if module.settings else () for module in modules if module.id}
    places = {module.id: module.place("requires") for module in modules}
    entries = [(item.path, item.entry) for item in reads if item.entry is not None]
    problems = check_ids(_declared(settings, raw, modules, reads))
    known: dict[str, set[str]] = {}
    if settings is not None:
        known["outcome"] = {outcome.id for outcome in settings.outcomes}
    if clear:
        known["activity"] = {item.id for item in reads}
        problems += check_requirements(requires, places)
    return problems + check_uses(entries, known)


def _gone(retirement: Retirement, raw: Settings) -> dict[str, int]:
    """Return the ids that may be missing and may not be used again, each with its line."""
    lines, retired = raw.lines, enumerate(retirement.retired)
    gone = {old: lines.get(f"retired.{place}", lines.get("retired", 1)) for place, old in retired}
    return gone | {old: lines.get(f"renamed.{old}", 1) for old, _ in retirement.renamed}


def _place(problem: Problem) -> tuple[str, int, str, str]:
    path, _, line = problem.where.rpartition(":") if ":" in problem.where else (problem.where, "", "")
    return path, int(line) if line.isdigit() else 0, problem.code, problem.detail


def _settings(
    schema: type[T], path: str, texts: Mapping[str, str], problems: list[Problem]
) -> tuple[T | None, Settings]:
    raw, faults = read_settings(texts.get(path, ""))
    found: T | None = None
    if not faults and path in texts:
        found, faults = read(schema, raw)
    problems += [fault.at(path) for fault in faults]
    return found, raw


def _modules(
    texts: Mapping[str, str], files: Mapping[str, bytes], kinds: Sequence[Kind], problems: list[Problem]
) -> tuple[list[ModuleRead], list[Read]]:
    """Return all modules and all activity files, both in order, also those with faults."""
    problems += [
        Problem(path, "file-unknown", "this file is no part of a course: move it away, or into the folder of a module")
        for path in sorted(files)
        if "/" not in path and path not in ("course.yaml", "retired.yaml", "README.md") and not _is_translation(path)
    ]
    folders = sorted({path.partition("/")[0] for path in files if "/" in path} - {"media"})
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
        reads += _activities(folder, inside, texts, kinds, problems)
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
    settings, raw = _settings(ModuleSettings, path, texts, problems)
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
        if path in texts:
            entry, faults = kind.read(texts[path])
            problems += [fault.at(path) for fault in faults]
            found.append(Read(path, folder, kind, texts[path], entry))
    return found


def _beside_activities(path: str, name: str) -> list[Problem]:
    """Check what lies in a module's folder and is no activity."""
    if name.startswith("media/"):
        if name.lower().endswith(MEDIA_TYPES):
            return []
        return [Problem(path, "media-type", f"pictures are {', '.join(MEDIA_TYPES)}: convert it, or take it out")]
    if _is_translation(name):
        detail = "translations are not read yet: the file may stay, it changes nothing"
        return [Problem(path, "translation-later", detail, "warning")]
    return []


def _declared(
    settings: CourseSettings | None, raw: Settings, modules: Sequence[ModuleRead], reads: Sequence[Read]
) -> list[tuple[str, str]]:
    """Return every id that the course declares, with its place."""
    outcomes = [
        (outcome.id, f"course.yaml:{raw.lines.get(f'outcomes.{place}', 1)}")
        for place, outcome in enumerate(settings.outcomes if settings else ())
    ]
    return [
        *outcomes,
        *((module.id, module.place("id")) for module in modules if module.id),
        *((item.id, f"{item.path}:{_id_line(item.text)}") for item in reads if item.id),
        *((own, f"{item.path}:{line}") for item in reads if item.entry for own, line in item.entry.own_ids),
    ]


def _id_line(text: str) -> int:
    found = _ID_LINE.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _build(
    settings: CourseSettings,
    retirement: Retirement,
    modules: Sequence[ModuleRead],
    reads: Sequence[Read],
    around: Surroundings,
) -> Course:
    """Put together what could be read; what could not is left out, and its problem keeps the course from being used."""
    built = tuple(
        Module(
            module.settings.id,
            module.settings.title,
            module.settings.summary,
            module.settings.requires,
            tuple(
                _activity(item, item.entry, module.settings.id, around)
                for item in reads
                if item.entry is not None and item.folder == module.folder
            ),
        )
        for module in modules
        if module.settings is not None
    )
    course = Course(
        id=settings.id,
        title=settings.title,
        language=settings.language,
        summary=settings.summary,
        audience=settings.audience,
        licence=settings.licence,
        outcomes=tuple(Outcome(outcome.id, outcome.text) for outcome in settings.outcomes),
        modules=built,
        completion=settings.completion,
        renamed=dict(retirement.renamed),
    )
    if settings.completion == ("all",):
        asked = tuple(activity.id for activity in course.activities if not activity.optional)
        course = replace(course, completion=asked)
    return course


def _activity(item: Read, entry: Entry, module_id: str, around: Surroundings) -> Activity:
    digest = digest_of(item.text.encode())
    return Activity(
        id=entry.id,
        kind=item.kind.name,
        segment=item.kind.segment,
        title=entry.title,
        module_id=module_id,
        path=item.path,
        minutes=entry.minutes,
        need=entry.need,
        optional=entry.optional,
        digest=digest,
        rendering=digest_of(
            repr(
                (digest, item.kind.renderer, around.course_id, sorted(around.activities.items()), sorted(around.media))
            ).encode()
        ),
        outcomes=entry.outcomes,
        facts=dict(entry.facts),
    )
