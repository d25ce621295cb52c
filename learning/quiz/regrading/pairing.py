"""Which answer of a question as asked is which answer of its corrected text; and a response carried over by that.

A response names what was chosen by its place in the text. Where answers were moved, reworded or added since, places
differ: answers are paired by equal text, and those that find no partner are paired by a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.quiz.assigning import Assigning, item_name
from learning.quiz.compound import Compound, prefix
from learning.quiz.interaction import Interaction, Response
from learning.quiz.interactions.choose_all import ChooseAll
from learning.quiz.interactions.choose_one import ChooseOne
from learning.quiz.interactions.find_the_mistake import FindTheMistake
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.interactions.true_false import TrueFalse
from learning.quiz.marked import Marked

ITEMS, ANSWERS = "items", "answers"
CHOOSING = (ChooseOne, ChooseAll)

Pairs = Mapping[str, Mapping[int, int]]
"""For each list of the question as asked: the place of an answer, and its place in the corrected text."""


@dataclass(frozen=True, slots=True)
class Loose:
    """An answer as asked that has no partner: in which list, at which place; and which new ones are left over."""

    list: str
    place: int
    text: str
    candidates: tuple[tuple[int, str], ...]


def comparable(old: Interaction, new: Interaction) -> bool:
    """True when responses to the one can be graded by the key of the other; what a person marks has no key."""
    if isinstance(old, Marked) or isinstance(new, Marked):
        return False
    if isinstance(old, Compound) and isinstance(new, Compound):
        inner = [(part.interaction, new.parts[m].interaction) for n, part in enumerate(old.parts)
                 if (m := _partner(old, new, n)) is not None]  # fmt: skip
        return old.NAME == new.NAME and bool(inner) and all(comparable(*pair) for pair in inner)
    return old.NAME == new.NAME or (isinstance(old, CHOOSING) and isinstance(new, CHOOSING))


def pair(old: Interaction, new: Interaction, chosen: Mapping[tuple[str, int], int] | None = None) -> Pairs:
    """Pair the answers by equal text; `chosen` are a person's choices for those without a partner.

    A choice counts only for an answer without a partner, and for a new answer that no other has.
    """
    found = {name: by_text(*each) for name, each in _lists(old, new).items()}
    for (name, place), target in (chosen or {}).items():
        if name in found:
            before, after = _lists(old, new)[name]
            free = place < len(before) and place not in found[name] and target not in found[name].values()
            if free and 0 <= target < len(after):
                found[name][place] = target
    return found


def loose(old: Interaction, new: Interaction) -> list[Loose]:
    """List the answers without a partner."""
    out = []
    for name, (before, after) in _lists(old, new).items():
        pairs = by_text(before, after)
        left = tuple((place, text) for place, text in enumerate(after) if place not in pairs.values())
        out += [Loose(name, place, text, left) for place, text in enumerate(before) if place not in pairs]
    return out


def by_text(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Pair texts that are equal but for case and spaces: those at the same place first, then in order."""
    old, new = [_key(text) for text in before], [_key(text) for text in after]
    pairs = {place: place for place in range(min(len(old), len(new))) if old[place] == new[place]}
    for place, key in enumerate(old):
        free = (other for other, text in enumerate(new) if text == key and other not in pairs.values())
        partner = None if place in pairs else next(free, None)
        if partner is not None:
            pairs[place] = partner
    return pairs


def carry(old: Interaction, new: Interaction, pairs: Pairs, response: Response) -> Response:
    """Return the response as one to the corrected text; what has no partner there counts as not chosen."""
    if isinstance(old, Compound) and isinstance(new, Compound):
        out: dict[str, Sequence[str]] = {}
        for n, part in enumerate(old.parts):
            m = _partner(old, new, n)
            if m is not None:
                own = {name.removeprefix(prefix(n + 1)): given for name, given in response.items()
                       if name.startswith(prefix(n + 1))}  # fmt: skip
                inner = {name.removeprefix(prefix(n + 1)): each for name, each in pairs.items()
                         if name.startswith(prefix(n + 1))}  # fmt: skip
                carried = carry(part.interaction, new.parts[m].interaction, inner, own)
                out |= {prefix(m + 1) + name: given for name, given in carried.items()}
        return out
    if isinstance(old, Assigning):
        moved = {item_name(place): item_name(other) for place, other in pairs.get(ITEMS, {}).items()}
        return {moved[name]: found for name, given in response.items()
                if name in moved and (found := _moved(given, pairs.get(ANSWERS, {})))}  # fmt: skip
    return {name: found for name, given in response.items()
            if (found := _moved(given, pairs[name]) if name in pairs else list(given))}  # fmt: skip


def _moved(given: Sequence[str], pairs: Mapping[int, int]) -> list[str]:
    by_place = {str(place): str(other) for place, other in pairs.items()}
    return sorted((by_place[place] for place in given if place in by_place), key=int)


def _lists(old: Interaction, new: Interaction) -> dict[str, tuple[Sequence[str], Sequence[str]]]:
    """Return the lists to choose from of both, by the names they have in the question as asked."""
    if isinstance(old, Compound) and isinstance(new, Compound):
        return {
            prefix(n + 1) + name: both
            for n, part in enumerate(old.parts)
            if (m := _partner(old, new, n)) is not None
            for name, both in _lists(part.interaction, new.parts[m].interaction).items()
        }
    after = _texts(new)
    return {name: (texts, after.get(name, ())) for name, texts in _texts(old).items()}


def _texts(interaction: Interaction) -> dict[str, Sequence[str]]:
    if isinstance(interaction, TrueFalse):
        reasons = {"reason": [option.text for option in interaction.reasons]} if interaction.reasons else {}
        return {"answer": [option.text for option in interaction.options], **reasons}
    if isinstance(interaction, ChooseOne | ChooseAll | FindTheMistake):
        return {"answer": [option.text for option in interaction.options]}
    if isinstance(interaction, Assigning):
        return {ITEMS: interaction.items, ANSWERS: interaction.answers}
    if isinstance(interaction, GiveNumber):
        return {"unit": interaction.units}
    return {}


def _partner(old: Compound, new: Compound, n: int) -> int | None:
    """Return the place of the part that has the id of part `n`; gaps have none, and keep their numbers."""
    if not old.parts[n].id:
        return n if n < len(new.parts) else None
    return next((m for m, part in enumerate(new.parts) if part.id == old.parts[n].id), None)


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
