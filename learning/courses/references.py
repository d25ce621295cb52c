"""Whether a course hangs together: ids unique and permanent, references that lead somewhere, no circles."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from learning.courses.course import Course
from learning.courses.kinds import Entry
from learning.kernel.problems import Problem


def check_ids(declared: Iterable[tuple[str, str]]) -> list[Problem]:
    """Refuse an id that is declared twice; both places ("path:line") are named."""
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


def check_requirements(requires: Mapping[str, tuple[str, ...]], places: Mapping[str, str]) -> list[Problem]:
    """Refuse modules that require an unknown module, or each other in a circle, which is spelled out.

    `places` says for each module where it says what it requires ("path:line").
    """
    problems = [
        Problem(
            places[module],
            "requires-unknown",
            f'there is no module "{wanted}": {_nearest(wanted, requires)}',
        )
        for module, wishes in requires.items()
        for wanted in wishes
        if wanted not in requires
    ]
    try:
        TopologicalSorter(requires).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        circle = " → ".join(reversed(ring))
        problems.append(
            Problem(
                places[max(ring)],
                "requires-circle",
                f'these modules wait for each other: {circle}; take one of them out of "requires"',
            )
        )
    return problems


def check_uses(entries: Iterable[tuple[str, Entry]], known: Mapping[str, Collection[str]]) -> list[Problem]:
    """Refuse references to outcomes or activities that the course does not have.

    `known` holds the ids of each; a sort that it leaves out is not checked, since nobody can say.
    """
    codes = {"outcome": "outcome-unknown", "activity": "activity-unknown"}
    places = {
        "outcome": "use one that course.yaml lists, or add it there",
        "activity": "write the id of a lesson or quiz of this course",
    }
    return [
        Problem(
            f"{path}:{line}",
            codes[what],
            f'there is no {what} "{wanted}": {_nearest(wanted, known[what], places[what])}',
        )
        for path, entry in entries
        for what, wanted, line in entry.uses
        if what in known and wanted not in known[what]
    ]


def check_completion(wanted: Iterable[str], activities: Collection[str], line: int) -> list[Problem]:
    """Refuse a completion rule that names an unknown activity, or none at all."""
    wanted = list(wanted)
    where = f"course.yaml:{line}"
    if not wanted:
        detail = 'completing the course would ask for nothing: write "all", or an activity that is not optional'
        return [Problem(where, "completion-empty", detail)]
    return [
        Problem(where, "completion-unknown", f'there is no activity "{wish}": {_nearest(wish, activities)}')
        for wish in wanted
        if wish not in activities
    ]


def check_vanished(previous: Course | None, present: Collection[str], gone: Mapping[str, int]) -> list[Problem]:
    """Refuse that a published id vanishes unsaid, or that one said to be gone is used again.

    `present` are the ids of modules and activities now; `gone` those of `retired.yaml`, each with its line.
    """
    problems = [
        Problem(
            f"retired.yaml:{line}",
            "id-back",
            f'"{old}" is said to be gone, but the course uses it: give what uses it another id, or take this line out',
        )
        for old, line in gone.items()
        if old in present
    ]
    before = _lasting_ids(previous) if previous is not None else {}
    return problems + [
        Problem(
            path,
            "id-vanished",
            f'"{old}" was published and is gone: put it back, or write it under "retired" or "renamed" '
            "in retired.yaml, so that people's progress stays with it",
        )
        for old, path in before.items()
        if old not in present and old not in gone
    ]


def check_renamed(renamed: Mapping[str, str], present: Collection[str], lines: Mapping[str, int]) -> list[Problem]:
    """Refuse a renaming to an id that the course does not have; `lines` gives "renamed.old-id" its line."""
    return [
        Problem(
            f"retired.yaml:{lines.get(f'renamed.{old}', 1)}",
            "renamed-unknown",
            f'"{old}" is said to have become "{new}", which the course does not have: {_nearest(new, present)}',
        )
        for old, new in renamed.items()
        if new not in present
    ]


def _lasting_ids(course: Course) -> dict[str, str]:
    """Return the ids that progress hangs on, each with the file in which it was."""
    found = {activity.id: activity.path for activity in course.activities}
    for module in course.modules:
        paths = [activity.path for activity in module.activities]
        found[module.id] = f"{paths[0].partition('/')[0]}/module.yaml" if paths else "course.yaml"
    return found


def _nearest(wanted: str, known: Collection[str], otherwise: str = "correct the id, or take it out") -> str:
    near = difflib.get_close_matches(wanted, sorted(known), 1)
    return f'did you mean "{near[0]}"?' if near else otherwise
