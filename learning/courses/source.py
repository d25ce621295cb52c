"""A course folder's texts to a Course, with every problem found on the way, each at its file and line."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace

from learning.courses.course import Activity, Bank, Course, Module, Outcome
from learning.courses.files import decode, without_odd_names
from learning.courses.folders import ID_LINE, ModuleRead, Read, read_banks, read_modules, typed_settings
from learning.courses.kinds import Entry, Kind, Surroundings
from learning.courses.pictures import sizes
from learning.courses.references import (
    check_completion,
    check_ids,
    check_renamed,
    check_requirements,
    check_uses,
    check_vanished,
)
from learning.courses.settings import CourseSettings, Retirement
from learning.kernel.problems import Problem
from learning.kernel.source import Settings


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
    settings, raw = typed_settings(CourseSettings, "course.yaml", texts, problems)
    if settings and settings.id != name:
        problems.append(
            Problem(
                f"course.yaml:{raw.lines['id']}",
                "course-id",
                f'the id "{settings.id}" differs from the folder\'s name "{name}": make them the same',
            )
        )
    modules, reads = read_modules(texts, files, kinds, problems)
    banks = read_banks(texts, files, kinds, problems)
    around = Surroundings(
        name,
        settings.language if settings else "en",
        {item.id: item.kind.segment for item in reads if item.id},
        sizes(files),
        {item.path: item.entry for item in reads},
        {item.path: item.text for item in banks},
    )
    for item in (*reads, *banks):
        if item.entry is not None:
            problems += [problem.at(item.path) for problem in item.kind.lint(item.text, _of(item, around))]
    clear = _all_ids_clear(files, texts, modules, reads)
    problems += _check_whole(settings, raw, modules, [*reads, *banks], {item.id for item in reads} if clear else None)
    retirement, retired_raw = typed_settings(Retirement, "retired.yaml", texts, problems)
    retirement = retirement or Retirement()
    present = {module.id for module in modules} | set(around.activities)
    in_use = present | {item.id for item in banks}
    problems += check_vanished(previous if clear else None, in_use, _gone(retirement, retired_raw))
    problems += check_renamed(dict(retirement.renamed), present, retired_raw.lines)
    course = _build(settings, retirement, modules, reads, banks, around) if settings else None
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
    activities: set[str] | None,
) -> list[Problem]:
    """Check ids and references across all files; `activities` are their ids, None while a file hides its own."""
    requires = {module.id: module.settings.requires if module.settings else () for module in modules if module.id}
    places = {module.id: module.place("requires") for module in modules}
    entries = [(item.path, item.entry) for item in reads if item.entry is not None]
    problems = check_ids(_declared(settings, raw, modules, reads))
    known: dict[str, set[str]] = {}
    if settings is not None:
        known["outcome"] = {outcome.id for outcome in settings.outcomes}
    if activities is not None:
        known["activity"] = activities
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
    found = ID_LINE.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _build(
    settings: CourseSettings,
    retirement: Retirement,
    modules: Sequence[ModuleRead],
    reads: Sequence[Read],
    banks: Sequence[Read],
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
        hidden=settings.hidden,
        banks=tuple(_bank(item, item.entry, around) for item in banks if item.entry is not None),
    )
    if settings.completion == ("all",):
        asked = tuple(activity.id for activity in course.activities if not activity.optional)
        course = replace(course, completion=asked)
    return course


def _of(item: Read, around: Surroundings) -> Surroundings:
    """Return the surroundings of one text."""
    return replace(around, folder=posixpath.dirname(item.path))


def _activity(item: Read, entry: Entry, module_id: str, around: Surroundings) -> Activity:
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
        digest=_digest(item),
        rendering=_rendering(item, around),
        outcomes=item.kind.outcomes(entry, around) if item.kind.outcomes else entry.outcomes,
        facts=dict(entry.facts),
    )


def _bank(item: Read, entry: Entry, around: Surroundings) -> Bank:
    return Bank(entry.id, item.kind.name, entry.title, item.path, _digest(item), _rendering(item, around))


def _digest(item: Read) -> str:
    return digest_of(item.text.encode())


def _rendering(item: Read, around: Surroundings) -> str:
    """Return the name of what a text's pages need: it changes with all that the rendering depends on."""
    folder = posixpath.dirname(item.path)  # of two pictures of one name it decides which is shown
    known = (around.course_id, around.language, folder, sorted(around.activities.items()), sorted(around.media.items()))
    return digest_of(repr((_digest(item), item.kind.renderer, *known)).encode())
