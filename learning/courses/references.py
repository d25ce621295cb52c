"""Whether a course hangs together: ids unique and permanent, references that lead somewhere, no circles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from learning.courses.course import Course
from learning.courses.kinds import Entry
from learning.kernel.problems import Problem


def check_ids(declared: Iterable[tuple[str, str]]) -> list[Problem]:
    """Refuse an id that is declared twice; both places are named."""
    first: dict[str, str] = {}
    problems = []
    for declared_id, where in declared:
        if declared_id in first:
            problems.append(
                Problem(
                    where,
                    "id-repeated",
                    f'the id "{declared_id}" stands in {first[declared_id]} too: ids are unique '
                    "in a course; give one of them another",
                )
            )
        first.setdefault(declared_id, where)
    return problems


def check_requirements(requires: Mapping[str, tuple[str, ...]]) -> list[Problem]:
    """Refuse modules that require an unknown module, or each other in a circle, which is spelled out."""
    problems = [
        Problem(
            "course.yaml",
            "requires-unknown",
            f'module "{module}" requires "{wanted}", which does not exist: correct the id',
        )
        for module, wishes in requires.items()
        for wanted in wishes
        if wanted not in requires
    ]
    try:
        TopologicalSorter(requires).prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        problems.append(
            Problem("course.yaml", "requires-circle", f"these modules wait for each other: {circle}; take out one link")
        )
    return problems


def check_uses(entries: Iterable[tuple[str, Entry]], outcomes: set[str]) -> list[Problem]:
    """Refuse references of activities to outcomes or activities that the course does not have."""
    entries = list(entries)
    known = {"outcome": outcomes, "activity": {entry.id for _, entry in entries}}
    places = {
        "outcome": "course.yaml lists the outcomes",
        "activity": "write the id of a lesson or quiz of this course",
    }
    return [
        Problem(f"{path}:{line}", f"{what}-unknown", f'there is no {what} "{wanted}": {places[what]}')
        for path, entry in entries
        for what, wanted, line in entry.uses
        if wanted not in known[what]
    ]


def check_completion(wanted: Iterable[str], course: Course, line: int) -> list[Problem]:
    """Refuse a completion rule that names an unknown activity, or none at all."""
    wanted = list(wanted)
    if not wanted:
        return [Problem(f"course.yaml:{line}", "completion-empty", "nothing would be asked: name an activity")]
    return [
        Problem(f"course.yaml:{line}", "completion-unknown", f'there is no activity "{activity_id}": correct the id')
        for activity_id in wanted
        if course.activity(activity_id) is None
    ]


def check_vanished(previous: Course | None, course: Course, gone: frozenset[str]) -> list[Problem]:
    """Refuse that a published id vanishes unsaid, or that one said to be gone is used again."""
    now = _lasting_ids(course)
    problems = [
        Problem(
            "retired.yaml", "id-back", f'"{old}" is said to be gone, but the course uses it: take one of the two out'
        )
        for old in sorted(gone & now)
    ]
    if previous is not None:
        problems += [
            Problem(
                "retired.yaml",
                "id-vanished",
                f'"{old}" was published and is gone: write it under "retired" or '
                '"renamed", so that people\'s progress stays with it',
            )
            for old in sorted(_lasting_ids(previous) - now - gone)
        ]
    return problems


def _lasting_ids(course: Course) -> set[str]:
    return {module.id for module in course.modules} | {activity.id for activity in course.activities}
