"""What a quiz offers while it is answered."""

from __future__ import annotations

import pytest

from learning.quiz.questions import PURPOSES, QuizSettings
from learning.quiz.saving.aids import asks_sureness, gives_hints


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("certifying", [True, False])
def test_hints_are_for_learning_and_sureness_is_asked_in_practice(purpose: str, certifying: bool) -> None:
    settings = QuizSettings(id="q", title="Q", purpose=purpose, certifying=certifying)
    assert gives_hints(settings) == (purpose in ("practice", "test") and not certifying)
    assert asks_sureness(settings) == (purpose == "practice" and not certifying)
