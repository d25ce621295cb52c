"""Problems and errors."""

from __future__ import annotations

from learning.kernel.errors import Invalid
from learning.kernel.problems import Problem


def test_a_problem_is_one_line_for_the_terminal() -> None:
    problem = Problem("14", "box", "this box is badly written: mend it")
    assert str(problem.at("10-a/20-b.quiz.md")) == (
        "10-a/20-b.quiz.md:14: error [box] this box is badly written: mend it"
    )


def test_a_problem_without_a_line_is_put_at_the_file() -> None:
    assert Problem("", "a", "b").at("course.yaml").where == "course.yaml"


def test_only_errors_keep_a_thing_from_being_served() -> None:
    assert Problem("", "a", "b").is_error
    assert not Problem("", "a", "b", "warning").is_error


def test_an_invalid_act_carries_its_problems() -> None:
    problems = [Problem("name", "empty", "write a name"), Problem("email", "bad", "write an address")]
    error = Invalid(problems)
    assert error.problems == tuple(problems)
    assert str(error) == "empty; bad"
    assert Invalid("closed").problems == (Problem("", "closed", ""),)
