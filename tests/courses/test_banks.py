"""Banks in a course folder: kept with the course, and no step of it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.app import KINDS
from learning.courses import service
from learning.courses.course import Course, from_json, to_json
from learning.courses.source import parse
from learning.kernel.problems import Problem
from tests.factories.world import DOT

FILES = service.read_folder(Path(__file__).parent.parent / "samples" / "courses" / "banks")[0]
BRANCHES, RATES = "bank/branches.quiz.md", "bank/rates.quiz.md"


def read(files: dict[str, bytes]) -> Course:
    course, problems = parse("banks", files, KINDS)
    assert problems == []
    assert course is not None
    return course


def faults(files: dict[str, bytes], previous: Course | None = None) -> list[Problem]:
    return parse("banks", files, KINDS, previous)[1]


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    text = FILES[path].decode()
    assert old in text
    return {**FILES, path: text.replace(old, new).encode()}


def test_a_bank_is_no_step_of_the_course() -> None:
    course = read(FILES)
    assert [(bank.id, bank.path) for bank in course.banks] == [("bank-branches", BRANCHES), ("bank-rates", RATES)]
    assert "bank" not in {activity.kind for activity in course.activities}
    assert course.minutes == 3 + 5 + 3 + 30
    assert "bank-branches" not in course.completion
    assert list(course.texts) == [*course.activities, *course.banks]
    assert from_json(to_json(course)) == course


def test_another_bank_changes_no_rendering_of_an_activity() -> None:
    before, after = read(FILES), read(changed(BRANCHES, "Part IX\n", "Part X\n"))
    assert [each.rendering for each in after.activities] == [each.rendering for each in before.activities]
    assert [old.digest != new.digest for old, new in zip(before.banks, after.banks, strict=True)] == [True, False]


def test_pictures_and_translations_may_lie_beside_banks() -> None:
    picture = changed(BRANCHES, "## Which branch does Part II", "## Which branch ![a dot](media/dot.png) does Part II")
    assert faults({**picture, "bank/media/dot.png": DOT}) == []
    [problem] = faults({**FILES, "bank/branches.fr.quiz.md": b"", "bank/media/dot.png": DOT})
    assert (problem.where, problem.code) == ("bank/branches.fr.quiz.md", "translation-later")
    [problem] = faults({**FILES, "bank/media/dot.txt": b"x"})
    assert problem.code == "media-type"


def test_a_bank_that_cannot_be_read_is_not_also_said_to_be_too_small() -> None:
    for content in (b"\xff", b"---\nid: bank-rates\n---\n"):
        assert {problem.where.partition(":")[0] for problem in faults({**FILES, RATES: content})} == {RATES}


def test_a_quiz_that_cannot_be_read_does_not_make_a_bank_unused() -> None:
    files = {path: content for path, content in FILES.items() if not path.startswith("10-start/30")}
    test = "20-test/10-final-test.quiz.md"
    files[test] = files[test].replace(b"draw: 5", b"draw: five")
    assert {problem.where.partition(":")[0] for problem in faults(files)} == {test}


def test_a_bank_may_be_split_and_its_id_may_vanish() -> None:
    previous = read(FILES)
    files = {path: content for path, content in FILES.items() if path != RATES}
    files["bank/levels.quiz.md"] = FILES[RATES].replace(b"id: bank-rates", b"id: bank-levels")
    assert faults(files, previous) == []


def test_a_link_does_not_lead_to_a_bank() -> None:
    lesson = "10-start/20-nine-branches.md"
    problems = faults(changed(lesson, "The Convention has", "See [them](activity:bank-branches). The Convention has"))
    assert [(problem.where.partition(":")[0], problem.code) for problem in problems] == [(lesson, "link-dead")]


def test_without_its_kind_the_folder_is_one_like_others() -> None:
    activities = [kind for kind in KINDS if not kind.folder]
    assert "module-name" in {problem.code for problem in parse("banks", FILES, activities)[1]}


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([BRANCHES, RATES, "20-test/10-final-test.quiz.md"]), st.data())
def test_no_change_of_bytes_raises(path: str, data: st.DataObject) -> None:
    content = FILES[path]
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 30)))
    put = data.draw(
        st.binary(max_size=6) | st.sampled_from([b"---\n", b"{", b"[", b'"', b"*a", b"- [x] ", b"## ", b"\\"])
    )
    course, problems = parse("banks", {**FILES, path: content[:start] + put + content[end:]}, KINDS)
    assert (course is None) == any(problem.is_error for problem in problems)


def outcomes_of(files: dict[str, bytes], activity_id: str) -> tuple[str, ...]:
    activity = read(files).activity(activity_id)
    assert activity is not None
    return activity.outcomes


def test_a_quiz_that_only_draws_has_the_outcomes_of_what_it_draws() -> None:
    assert outcomes_of(FILES, "final-test") == ("choose-parts", "name-branches", "test-level")
    one = changed("20-test/10-final-test.quiz.md", "draw_from: all\ndraw: 5", "draw_from: ratification\ndraw: 2")
    assert outcomes_of(one, "final-test") == ("choose-parts",)


def test_a_quiz_has_the_outcomes_of_its_own_questions_and_of_what_it_draws() -> None:
    assert outcomes_of(FILES, "practice") == ("choose-parts", "name-branches", "test-level")
    own = changed("10-start/30-practice.quiz.md", "draw_from: easy\ndraw: 2\n", "")
    assert outcomes_of(own, "practice") == ("name-branches",)
