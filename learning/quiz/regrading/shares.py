"""What the corrected key of a question gives to responses to an earlier text of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from learning.quiz.interaction import Interaction, Response
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.paper import Paper
from learning.quiz.regrading import pairing
from learning.quiz.regrading.pairing import Loose, Pairs

Chosen = Mapping[str, Mapping[str, Mapping[str, int]]]
"""What a person paired: by version of the text as asked, by list, by the place there: the place in today's text."""

KEPT = 10_000
"""So many different responses are graded once each."""


def version(interaction: Interaction) -> str:
    """Name a text of an answer part."""
    return hashlib.sha256(interaction.dump().encode()).hexdigest()[:8]


@dataclass
class Key:
    """The corrected key (of `new`, None where the question is gone) for those whom `old` asked the question."""

    old: Paper
    new: Paper | None
    question_id: str
    chosen: Chosen
    _known: dict[str, Fraction] = field(default_factory=dict)

    @cached_property
    def before(self) -> Interaction:
        """The answer part as asked, before numbers are drawn."""
        return self.old.quiz.by_id[self.question_id].interaction

    @cached_property
    def after(self) -> Interaction | None:
        """The corrected answer part; None where the key cannot be asked of the responses."""
        if self.new is None or self.question_id not in self.new.quiz.by_id:
            return None
        found = self.new.quiz.by_id[self.question_id].interaction
        fits = pairing.comparable(self.before, found) and _draws(self.before) == _draws(found)
        return found if fits else None

    @cached_property
    def version(self) -> str:
        """The name of the text as asked."""
        return version(self.before)

    @cached_property
    def loose(self) -> list[Loose]:
        """The answers that a person has to pair."""
        return pairing.loose(self.before, self.after) if self.after else []

    @cached_property
    def pairs(self) -> Pairs:
        """Which answer is which, by equal text and as a person paired the rest."""
        mine = self.chosen.get(self.version, {})
        chosen = {(name, int(place)): target for name, places in mine.items() for place, target in places.items()}
        return pairing.pair(self.before, self.after, chosen) if self.after else {}

    @cached_property
    def _is_drawn(self) -> bool:
        return self.old.asked(self.question_id, 0).question is not self.old.quiz.by_id[self.question_id]

    def carried(self, response: Response) -> Response:
        """Return a response as one to the corrected text."""
        return pairing.carry(self.before, self.after, self.pairs, response) if self.after else {}

    def share(self, seed: int, response: Response) -> Fraction | None:
        """Return what the corrected key gives, with the numbers that were drawn; None where it cannot be asked."""
        if self.after is None or self.new is None:
            return None
        if self._is_drawn:
            asked = self.new.asked(self.question_id, seed).question
            return asked.interaction.grade(self.carried(response)).share
        given = json.dumps(response, sort_keys=True)
        if given not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[given] = self.after.grade(self.carried(response)).share
        return self._known[given]


def _draws(interaction: Interaction) -> tuple[object, ...]:
    """Return what is drawn for an answer part: other parameters would draw other numbers than those asked."""
    inner = [part.interaction for part in getattr(interaction, "parts", ())]
    return tuple(
        each.drawn.parameters if isinstance(each, GiveNumber) and each.drawn else None
        for each in inner or [interaction]
    )
