"""Whether a course hangs together."""

from __future__ import annotations

from learning.courses.course import Need
from learning.courses.kinds import Entry
from learning.courses.references import (
    check_completion,
    check_ids,
    check_renamed,
    check_requirements,
    check_uses,
    check_vanished,
)


def places(*modules: str) -> dict[str, str]:
    return {module: f"{module}/module.yaml:3" for module in modules}


def test_ids_that_differ_are_fine() -> None:
    assert check_ids([("a", "x:1"), ("b", "x:2")]) == []


def test_an_id_used_three_times_is_told_twice_each_with_the_first_place() -> None:
    problems = check_ids([("a", "x:1"), ("a", "y:2"), ("a", "z:3")])
    assert [problem.where for problem in problems] == ["y:2", "z:3"]
    assert all("x:1" in problem.detail for problem in problems)


def test_modules_may_require_each_other_without_a_circle() -> None:
    requires = {"a": (), "b": ("a",), "c": ("a", "b")}
    assert check_requirements(requires, places(*requires)) == []


def test_a_circle_is_spelled_out() -> None:
    requires = {"a": ("c",), "b": ("a",), "c": ("b",), "d": ()}
    [problem] = check_requirements(requires, places(*requires))
    assert problem.code == "requires-circle"
    assert any(ring in problem.detail for ring in ("a → c → b → a", "b → a → c → b", "c → b → a → c"))


def test_a_module_that_requires_itself_is_a_circle() -> None:
    [problem] = check_requirements({"a": ("a",)}, places("a"))
    assert (problem.code, problem.where) == ("requires-circle", "a/module.yaml:3")


def test_an_unknown_module_is_told_where_it_is_required() -> None:
    [problem] = check_requirements({"basics": (), "rates": ("basic",)}, places("basics", "rates"))
    assert str(problem) == (
        'rates/module.yaml:3: error [requires-unknown] there is no module "basic": did you mean "basics"?'
    )


def entry(*uses: tuple[str, str, int]) -> Entry:
    return Entry("own", "Own", 5, Need.COMPLETED, optional=False, uses=uses)


def test_references_are_checked_by_sort() -> None:
    own = entry(("outcome", "lesson", 4), ("activity", "lesson", 9))
    [problem] = check_uses([("a.md", own)], {"outcome": {"goal"}, "activity": {"lesson"}})
    assert (problem.where, problem.code) == ("a.md:4", "outcome-unknown")


def test_a_sort_that_nobody_knows_is_not_checked() -> None:
    assert check_uses([("a.md", entry(("outcome", "goal", 4)))], {"activity": set()}) == []


def test_completion_names_activities_of_the_course() -> None:
    assert check_completion(["a", "b"], {"a", "b", "c"}, 7) == []
    assert [problem.where for problem in check_completion(["a", "x", "y"], {"a"}, 7)] == ["course.yaml:7"] * 2
    assert [problem.code for problem in check_completion([], {"a"}, 7)] == ["completion-empty"]


def test_nothing_vanishes_from_a_course_that_was_never_served() -> None:
    assert check_vanished(None, {"a"}, {}) == []


def test_an_id_that_is_gone_may_not_come_back() -> None:
    [problem] = check_vanished(None, {"a", "b"}, {"b": 3, "c": 4})
    assert (problem.where, problem.code) == ("retired.yaml:3", "id-back")


def test_an_id_is_renamed_to_one_that_is_there() -> None:
    assert check_renamed({"old": "new"}, {"new"}, {}) == []
    [problem] = check_renamed({"old": "gone"}, {"new"}, {"renamed.old": 6})
    assert (problem.where, problem.code) == ("retired.yaml:6", "renamed-unknown")
