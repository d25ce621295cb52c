"""Calibration: what may be said of how well a learner knows what they know, and nothing said of a few answers."""

from __future__ import annotations

import pytest

from learning.kernel.intervals import Interval
from learning.recall.calibration import LEAST, Finding, Level, levels
from learning.recall.schedule import Confidence

FINDINGS = (
    (Confidence.SURE, 0, LEAST - 1, Finding.TOO_FEW),
    (Confidence.SURE, 1, 5, Finding.LESS),
    (Confidence.SURE, 3, 5, Finding.FITS),  # three of five may be chance
    (Confidence.SURE, 30, 50, Finding.LESS),
    (Confidence.SURE, 50, 50, Finding.FITS),
    (Confidence.RATHER_SURE, 5, 30, Finding.LESS),
    (Confidence.RATHER_SURE, 21, 30, Finding.FITS),
    (Confidence.RATHER_SURE, 60, 60, Finding.MORE),
    (Confidence.UNSURE, 0, 20, Finding.FITS),
    (Confidence.UNSURE, 18, 20, Finding.MORE),
)


@pytest.mark.parametrize(("confidence", "right", "count", "finding"), FINDINGS)
def test_something_is_said_only_when_the_whole_interval_says_it(
    confidence: Confidence, right: int, count: int, finding: Finding
) -> None:
    assert Level(confidence, right, count).finding is finding


def test_there_are_always_three_levels() -> None:
    found = levels({Confidence.SURE: (3, 4)})
    assert [(each.confidence, each.right, each.count) for each in found] == [
        (Confidence.UNSURE, 0, 0),
        (Confidence.RATHER_SURE, 0, 0),
        (Confidence.SURE, 3, 4),
    ]
    assert found[0].share == 0
    assert found[0].interval == Interval(0, 1)
    assert found[2].share == 0.75
