"""The worked examples as values: where they belong, what of them is published."""

from __future__ import annotations

import pytest

from learning.c102 import service

EXAMPLES = {example.id: example for example in service.examples()}


@pytest.mark.parametrize(
    ("identity", "part"), [("C01", "III"), ("C04", "VII"), ("P05", "VI"), ("C08", ""), ("C09", "")]
)
def test_an_example_knows_its_part(identity: str, part: str) -> None:
    assert EXAMPLES[identity].part == part


def test_made_up_examples_are_marked_and_published_ones_name_their_source() -> None:
    for example in EXAMPLES.values():
        assert example.constructed is example.id.startswith("C")
        assert bool(example.source) is not example.constructed
