"""A course folder's texts to a Course, with every problem found on the way, each at its file and line."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from learning.courses.course import Activity, Course, Module, Outcome
from learning.courses.kinds import Entry, Kind, Surroundings
from learning.courses.references import check_completion, check_ids, check_requirements, check_uses, check_vanished
from learning.kernel.languages import BY_CODE
from learning.kernel.problems import Problem
from learning.kernel.schema import SLUG, TEXT, list_of, one_of, read, records, setting
from learning.kernel.source import Settings, read_settings

T = TypeVar("T")

LESSON_LIMIT = 256 * 1024
MEDIA_LIMIT = 1024 * 1024
COURSE_LIMIT = 20 * 1024 * 1024
MEDIA_TYPES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".svg")

_NUMBERED = re.compile(r"(\d{2,3})-([a-z0-9]+(?:-[a-z0-9]+)*)(\..+)?\Z")
_TRANSLATION = re.compile(r"\.(fr|es|ar)(\.quiz|\.workbook)?\.(md|yaml)\Z|\.(quiz|workbook)\.(fr|es|ar)\.md\Z")


@dataclass(frozen=True)
class OutcomeSettings:
    """One learning outcome in `course.yaml`."""

    id: str = setting("the outcome's id, for ever", SLUG, example="name-branches")
    text: str = setting("what a learner will be able to do, with a verb that can be seen", TEXT)


@dataclass(frozen=True)
class CourseSettings:
    """The settings in `course.yaml`."""

    id: str = setting("the course's id, for ever; the same as the folder's name", SLUG, example="c102-essentials")
    title: str = setting("the title", TEXT)
    summary: str = setting("one or two sentences for the list of courses", TEXT)
    outcomes: tuple[OutcomeSettings, ...] = setting(
        "learning outcomes, each with id and text", records(OutcomeSettings)
    )
    language: str = setting("language of the texts", one_of(*BY_CODE), default="en")
    audience: str = setting("for whom it is", TEXT, default="")
    licence: str = setting("licence of the texts", TEXT, default="CC BY 4.0")
    completion: tuple[str, ...] = setting(
        'what completing the course asks for: "all" (every activity that is not optional) or ids of activities',
        list_of(SLUG),
        default=("all",),
    )


@dataclass(frozen=True)
class ModuleSettings:
    """The settings in a module folder's `module.yaml`."""

    id: str = setting("the module's id, for ever", SLUG, example="nine-branches")
    title: str = setting("the title", TEXT)
    summary: str = setting("one sentence on what it brings", TEXT, default="")
    requires: tuple[str, ...] = setting(
        "ids of modules to be completed before the quizzes of this one may be begun", list_of(SLUG), default=()
    )


@dataclass(frozen=True)
class Renaming:
    """One id that became another, in `retired.yaml`."""

    old: str = setting("the id that is gone", SLUG)
    new: str = setting("the id that took its place", SLUG)


@dataclass(frozen=True)
class Retirement:
    """The settings in `retired.yaml`: what became of ids that were once published."""

    retired: tuple[str, ...] = setting("ids that are gone for good", list_of(SLUG), default=())
    renamed: tuple[Renaming, ...] = setting(
        "ids that became others, each with old and new", records(Renaming), default=()
    )

    @property
    def gone(self) -> frozenset[str]:
        """All ids that may be missing and may not be used again."""
        return frozenset(self.retired) | {renaming.old for renaming in self.renamed}


@dataclass(frozen=True, slots=True)
class Read:
    """One activity file as read: its text, kind and entry."""

    path: str
    module: str
    kind: Kind
    text: str
    entry: Entry


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
    texts, problems = _decode(files)
    if "course.yaml" not in files:
        return None, [*problems, Problem("course.yaml", "course-missing", 'a course has a file "course.yaml": add it')]
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
    outcomes = {outcome.id for outcome in settings.outcomes} if settings else set()
    around = Surroundings(
        name,
        settings.language if settings else "en",
        {item.entry.id: item.kind.segment for item in reads},
        frozenset(path for path in files if "/media/" in f"/{path}"),
    )
    for item in reads:
        problems += [problem.at(item.path) for problem in item.kind.lint(item.text, around)]
    problems += check_ids(_declared(settings, modules, reads))
    problems += check_requirements({module.id: module.requires for module in modules.values()})
    problems += check_uses([(item.path, item.entry) for item in reads], outcomes)
    retirement, _ = _settings(Retirement, "retired.yaml", texts, problems)
    course = _build(settings, modules, reads, around) if settings else None
    if course is not None:
        problems += check_completion(course.completion, course, raw.lines.get("completion", 1))
        gone = retirement.gone if retirement else frozenset()
        problems += check_vanished(previous, course, gone)
    problems = sorted(
        set(problems), key=lambda problem: (problem.where.partition(":")[0], _line(problem), problem.code)
    )
    return (None if any(problem.is_error for problem in problems) else course), problems


def _line(problem: Problem) -> int:
    line = problem.where.rpartition(":")[2]
    return int(line) if line.isdigit() else 0


def _decode(files: Mapping[str, bytes]) -> tuple[dict[str, str], list[Problem]]:
    texts: dict[str, str] = {}
    problems = []
    if sum(map(len, files.values())) > COURSE_LIMIT:
        problems.append(
            Problem(
                "course.yaml", "course-too-large", f"the folder is over {COURSE_LIMIT >> 20} MB: make pictures smaller"
            )
        )
    folded: dict[str, str] = {}
    for path, content in sorted(files.items()):
        twin = folded.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if twin != path:
            problems.append(Problem(path, "file-twin", f'some systems cannot tell it from "{twin}": rename one'))
        limit = MEDIA_LIMIT if "/media/" in f"/{path}" else LESSON_LIMIT
        if len(content) > limit:
            problems.append(
                Problem(
                    path,
                    "file-too-large",
                    f"it has {len(content) >> 10} KB, over the {limit >> 10} KB that are taken: split or shrink it",
                )
            )
        elif path.endswith((".md", ".yaml")):
            try:
                texts[path] = content.removeprefix(b"\xef\xbb\xbf").decode().replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                line = content[: error.start].count(b"\n") + 1
                problems.append(
                    Problem(
                        f"{path}:{line}",
                        "not-utf8",
                        f'byte {error.start} is not UTF-8: save the file as "UTF-8" in the editor',
                    )
                )
    return texts, problems


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
) -> tuple[dict[str, ModuleSettings], list[Read]]:
    """Return the modules by folder, in order, and all activity files that could be read, in order."""
    folders = sorted({path.partition("/")[0] for path in files if "/" in path} - {"media"})
    modules: dict[str, ModuleSettings] = {}
    reads: list[Read] = []
    problems += [
        Problem(path, "file-unknown", "this file is not part of a course: move it into a module folder or away")
        for path in sorted(files)
        if "/" not in path and path not in ("course.yaml", "retired.yaml", "README.md") and not _is_translation(path)
    ]
    for folder in folders:
        inside = sorted(path for path in files if path.startswith(f"{folder}/"))
        if not _NUMBERED.match(folder):
            problems.append(
                Problem(
                    folder,
                    "module-name",
                    'a module folder is named like "10-first-steps" (two digits, '
                    "a hyphen, small Latin letters): rename it",
                )
            )
            continue
        if f"{folder}/module.yaml" not in files:
            problems.append(Problem(folder, "module-missing", 'a module folder holds a file "module.yaml": add it'))
            continue
        settings, _ = _settings(ModuleSettings, f"{folder}/module.yaml", texts, problems)
        found = _activities(folder, inside, texts, kinds, problems)
        if not found and not any(path.endswith(".md") for path in inside):
            problems.append(Problem(folder, "module-empty", "the module has no activity: add a lesson or a quiz"))
        if settings is not None:
            modules[folder] = settings
            reads += found
    if not folders:
        problems.append(Problem("course.yaml", "course-empty", 'the course has no module: add a folder "10-…"'))
    return modules, reads


def _is_translation(path: str) -> bool:
    return _TRANSLATION.search(path) is not None


def _activities(
    folder: str, inside: Sequence[str], texts: Mapping[str, str], kinds: Sequence[Kind], problems: list[Problem]
) -> list[Read]:
    found: list[Read] = []
    numbers: dict[str, str] = {}
    for path in inside:
        name = path.removeprefix(f"{folder}/")
        if name == "module.yaml" or name.startswith("media/"):
            if name != "module.yaml" and not name.lower().endswith(MEDIA_TYPES):
                problems.append(Problem(path, "media-type", f"pictures are {', '.join(MEDIA_TYPES)}: convert it"))
            continue
        if _is_translation(name):
            problems.append(
                Problem(path, "translation-later", "translations are not read yet; the file is left alone", "warning")
            )
            continue
        match = _NUMBERED.match(name)
        kind = max(
            (kind for kind in kinds if name.endswith(kind.suffix)), key=lambda kind: len(kind.suffix), default=None
        )
        if match is None or kind is None or name != f"{match[1]}-{match[2]}{kind.suffix}":
            ends = " or ".join(f'"10-name{kind.suffix}"' for kind in kinds)
            problems.append(Problem(path, "activity-name", f"an activity is named like {ends}: rename the file"))
            continue
        twin = numbers.setdefault(match[1], name)
        if twin != name:
            problems.append(
                Problem(
                    path,
                    "number-repeated",
                    f'the number {match[1]} also begins "{twin}": the order would be left to chance; give it another',
                )
            )
        if path in texts:
            entry, faults = kind.read(texts[path])
            problems += [fault.at(path) for fault in faults]
            if entry is not None:
                found.append(Read(path, folder, kind, texts[path], entry))
    return found


def _declared(
    settings: CourseSettings | None, modules: Mapping[str, ModuleSettings], reads: Sequence[Read]
) -> list[tuple[str, str]]:
    """Return every id that the course declares, with its place."""
    return [
        *((outcome.id, "course.yaml") for outcome in (settings.outcomes if settings else ())),
        *((module.id, f"{folder}/module.yaml") for folder, module in modules.items()),
        *((item.entry.id, item.path) for item in reads),
        *((own, f"{item.path}:{line}") for item in reads for own, line in item.entry.own_ids),
    ]


def _build(
    settings: CourseSettings, modules: Mapping[str, ModuleSettings], reads: Sequence[Read], around: Surroundings
) -> Course:
    built = tuple(
        Module(
            module.id,
            module.title,
            module.summary,
            module.requires,
            tuple(_activity(item, module.id, around) for item in reads if item.module == folder),
        )
        for folder, module in modules.items()
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
    )
    if settings.completion == ("all",):
        asked = tuple(activity.id for activity in course.activities if not activity.optional)
        course = replace(course, completion=asked)
    return course


def _activity(item: Read, module_id: str, around: Surroundings) -> Activity:
    digest = digest_of(item.text.encode())
    return Activity(
        id=item.entry.id,
        kind=item.kind.name,
        segment=item.kind.segment,
        title=item.entry.title,
        module_id=module_id,
        path=item.path,
        minutes=item.entry.minutes,
        need=item.entry.need,
        optional=item.entry.optional,
        digest=digest,
        rendering=digest_of(
            repr(
                (digest, item.kind.renderer, around.course_id, sorted(around.activities.items()), sorted(around.media))
            ).encode()
        ),
        outcomes=item.entry.outcomes,
        facts=dict(item.entry.facts),
    )
