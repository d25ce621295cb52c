"""The file of worked examples: all of it is read, and what does not fit is named with its place."""

from __future__ import annotations

import pytest

from learning.c102 import service, source
from learning.kernel.errors import Invalid

GOOD = """examples:
- id: C01
  published: false
  constructed: true
  instrument: C102
  article: Art. 65
  branch: sickness (III)
  inputs: {A: 1200, list: [1, [2, 3]]}
  expected: {compliant: true}
"""


def test_inputs_are_kept_as_written_and_cannot_be_changed() -> None:
    (example,) = source.parse_examples(GOOD)
    assert dict(example.inputs) == {"A": "1200", "list": ("1", ("2", "3"))}
    with pytest.raises(TypeError):
        example.inputs["A"] = "1"  # type: ignore[index]  # the point: it is read-only


def test_the_file_is_read_once_and_in_its_order() -> None:
    assert service.examples() is service.examples()
    assert [example.id for example in service.examples()][:3] == ["P01", "P02", "P03"]


@pytest.mark.parametrize(
    ("good", "bad", "where"),
    [
        ("id: C01", "id: X1", "file.examples[1].id"),
        ("published: false", "published: perhaps", "file.examples[1].published"),
        ("inputs: {A: 1200, list: [1, [2, 3]]}", "inputs: 5", "file.examples[1].inputs"),
        ("  expected: {compliant: true}\n", "", "file.examples[1].expected"),
        ("  article: Art. 65\n", "", "file.examples[1].article"),
        ("article: Art. 65", "article: Art. 65\n  surprise: yes", "file.examples[1]"),
        ("examples:", "others:", "file.examples"),
        ("examples:\n", "examples:\n- 5\n", "file.examples[1]"),
        ("branch: sickness", "branch: {", "file:8"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(good: str, bad: str, where: str) -> None:
    assert good in GOOD
    with pytest.raises(Invalid) as caught:
        source.parse_examples(GOOD.replace(good, bad), "file")
    assert [problem.where for problem in caught.value.problems] == [where]


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        source.parse_examples(GOOD + GOOD.removeprefix("examples:\n"), "file")
    assert [problem.where for problem in caught.value.problems] == ["file.examples[2].id"]


@pytest.mark.parametrize("text", ["", "5", "[]", "examples: []", "examples: 5"])
def test_a_file_without_examples_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        source.parse_examples(text, "file")
