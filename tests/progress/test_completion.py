"""Completion is named activities, done or missing; it never goes backwards as facts come in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from operator import attrgetter

from hypothesis import given
from hypothesis import strategies as st

from learning.courses.course import Activity, Course, Module, Need
from learning.progress import completion
from learning.progress.ledger import COURSE, Fact, Standings, Verb, fold, fold_all
from learning.progress.resume import Resume, resume

START = datetime(2026, 1, 1, tzinfo=UTC)
NEEDS = {"read": Need.COMPLETED, "try": Need.SUBMITTED, "more": Need.COMPLETED, "test": Need.PASSED}


def activity(activity_id: str, module: str) -> Activity:
    """Return an activity of the sample course."""
    kind = "lesson" if NEEDS[activity_id] is Need.COMPLETED else "quiz"
    segment = "lessons" if kind == "lesson" else "quizzes"
    return Activity(
        id=activity_id, title=activity_id, kind=kind, segment=segment, module_id=module, minutes=5,
        need=NEEDS[activity_id], optional=False, outcomes=(), path=f"{activity_id}.md", digest="", rendering="",
    )  # fmt: skip


def course(wanted: tuple[str, ...] = ("read", "try", "more", "test")) -> Course:
    """Return a course of two modules, the second behind the first."""
    first = Module("first", "First", "", (), (activity("read", "first"), activity("try", "first")))
    second = Module("second", "Second", "", ("first",), (activity("more", "second"), activity("test", "second")))
    return Course(
        id="sample", title="Sample", language="en", summary="", licence="", audience="", outcomes=(),
        completion=wanted, modules=(first, second),
    )  # fmt: skip


id_of = attrgetter("id")

FACTS = st.builds(
    Fact,
    st.sampled_from([*NEEDS, "gone"]),
    st.sampled_from(Verb),
    st.integers(0, 1000).map(lambda hours: START + timedelta(hours=hours)),
)


@given(st.lists(FACTS, max_size=15))
def test_completion_never_goes_backwards(facts: list[Fact]) -> None:
    standings: Standings = {}
    before = completion.of(course(), standings)
    for fact in facts:
        standings = fold(standings, fact)
        now = completion.of(course(), standings)
        assert now.done >= before.done
        assert now.percent >= before.percent
        assert set(map(id_of, now.missing)) <= set(map(id_of, before.missing))
        before = now


@given(st.lists(FACTS, max_size=15))
def test_the_percentage_is_derived_and_100_only_when_all_is_met(facts: list[Fact]) -> None:
    found = completion.of(course(), fold_all(facts))
    assert (found.percent == 100) == found.all_met == (not found.missing)
    assert found.done + len(found.missing) == found.total == 4


@given(st.lists(FACTS, max_size=15))
def test_a_course_that_grows_keeps_its_completion(facts: list[Fact]) -> None:
    small, grown = course(("read", "try")), course()
    standings = fold_all(facts)
    if completion.of(small, standings).all_met:
        standings = fold(standings, Fact(COURSE, Verb.COMPLETED, START))
    assert completion.of(grown, standings).completed_at == completion.of(small, standings).completed_at


def test_a_test_is_met_by_passing_alone() -> None:
    standings = fold({}, Fact("test", Verb.FAILED, START))
    assert not completion.of(course(("test",)), standings).all_met
    standings = fold(standings, Fact("test", Verb.PASSED, START))
    assert completion.of(course(("test",)), standings).all_met


def test_a_module_waits_for_what_it_requires() -> None:
    standings = fold({}, Fact("read", Verb.COMPLETED, START))
    assert [each.id for each in completion.waiting_for(course(), "second", standings)] == ["first"]
    standings = fold(standings, Fact("try", Verb.SUBMITTED, START))
    assert completion.waiting_for(course(), "second", standings) == ()
    assert completion.waiting_for(course(), "none", standings) == ()


def test_one_goes_on_at_the_last_place_while_it_is_open_else_at_the_next_open_one() -> None:
    nothing: Standings = {}
    first = course().modules[0].activities[0]
    assert resume(course(), nothing, "", "") == Resume(first)
    assert resume(course(), nothing, "more", "a-heading") == Resume(course().modules[1].activities[0], "a-heading")
    assert resume(course(), nothing, "gone", "x") == Resume(first)
    read = fold({}, Fact("read", Verb.COMPLETED, START))
    assert resume(course(), read, "read", "x") == Resume(course().modules[0].activities[1])
    everything = fold_all(Fact(each, verb, START) for each in NEEDS for verb in (Verb.PASSED, Verb.COMPLETED))
    assert resume(course(), everything, "test", "") is None
