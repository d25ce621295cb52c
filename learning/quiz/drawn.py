"""Questions with numbers drawn per attempt: `fixed` makes the plain question that one attempt is asked.

In their texts "{earnings}" stands for a value, "{= benefit / earnings * 100}" for what is computed. Markdown is
rendered once per revision, from `to_render`: there a word that no Markdown changes stands for each number, and the
numbers are written over these words, in the texts and in the HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import TypeVar

from learning.kernel.errors import Invalid
from learning.quiz.compound import Compound, Subquestion
from learning.quiz.drawn_keys import Drawn
from learning.quiz.evaluation import Refused, Rules, evaluate, shown
from learning.quiz.expressions import Expression, Name, parse
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.numbers import spaced
from learning.quiz.parameters import Values, draw
from learning.quiz.questions import Question

PLACEHOLDER = re.compile(r"\{(?:([A-Za-z_][A-Za-z0-9_]*)|=([^{}]*))\}")
REDRAWS = 50
"""So often other values are drawn where some have no sane key; `check` refuses a question in which it finds such."""

_MARK = "zqx{}xqz"
_MARKED = re.compile("zqx([0-9]{1,5})xqz")

Change = Callable[[str], str]
Owner = TypeVar("Owner", Question, Subquestion)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn for a question (`part` None), or for a part of a case, by its place. `name` enters the draw."""

    part: int | None
    name: str
    owner: Question | Subquestion
    interaction: GiveNumber
    drawn: Drawn


def drawings(question: Question) -> list[Drawing]:
    """List what is drawn for a question; nothing for one that is always the same."""
    inner = question.interaction.parts if isinstance(question.interaction, Compound) else ()
    owners: list[tuple[int | None, Question | Subquestion]] = [(None, question), *enumerate(inner)]
    return [
        Drawing(part, owner.id, owner, owner.interaction, owner.interaction.drawn)
        for part, owner in owners
        if isinstance(owner.interaction, GiveNumber) and owner.interaction.drawn is not None
    ]


def placeholders(drawing: Drawing) -> list[re.Match[str]]:
    """Return all placeholders in the texts of a drawing, in a fixed order."""
    owner = drawing.owner
    texts = [owner.title, owner.prompt, owner.explanation, owner.source, *(key.feedback for key in drawing.drawn.keys)]
    texts += [owner.hint, owner.read_again] if isinstance(owner, Question) else []
    return [found for text in texts for found in PLACEHOLDER.finditer(text)]


def expression_in(placeholder: re.Match[str]) -> Expression:
    """Return what a placeholder stands for. Raises BadExpression."""
    return Name(placeholder[1]) if placeholder[1] else parse(placeholder[2].strip())


def number_for(placeholder: re.Match[str], values: Values, rules: Rules) -> str:
    """Write the number that a placeholder stands for: a value as it is, what is computed to two decimals.

    It holds digits, "-", "." and thin spaces alone, so it may stand in text and HTML as it is. Raises Refused.
    """
    number = evaluate(expression_in(placeholder), values, rules)
    return spaced(number if placeholder[1] else shown(number))


@dataclass(frozen=True, slots=True)
class Fixed:
    """A question as one attempt is asked it; `pieces` are its Markdown with words, `numbers` what stands for these."""

    question: Question
    pieces: tuple[str, ...]
    numbers: tuple[str, ...]

    def html(self, rendered: Mapping[str, str]) -> dict[str, str]:
        """Return what was rendered, by Markdown, with the texts of this question as the attempt is asked it."""
        own = {_filled(each, self.numbers): _filled(rendered[each], self.numbers) for each in self.pieces}
        return {**rendered, **own}


def fixed(question: Question, seed: int, rules: Rules) -> Question:
    """Return the question as the attempt with this seed is asked it; one without drawn numbers is returned itself.

    Raises Invalid("no-sane-values") where no draw has a sane key: a question that `check` refuses.
    """
    return fix(question, seed, rules).question if drawings(question) else question


def fix(question: Question, seed: int, rules: Rules) -> Fixed:
    """Return what the attempt with this seed is asked, and what its HTML is made of. Raises as `fixed`."""
    asked = to_render(question)
    pieces = tuple(asked.pieces())
    numbers: tuple[str, ...] = ()
    for drawing, with_words in zip(drawings(question), drawings(asked), strict=True):
        values, interaction = _sane(with_words, placeholders(drawing), seed, rules)
        numbers += tuple(number_for(each, values, rules) for each in placeholders(drawing))
        asked = _rewritten(asked, drawing.part, partial(_filled, numbers=numbers), interaction)
    return Fixed(asked, pieces, numbers)


def to_render(question: Question) -> Question:
    """Return the question with a word in place of each placeholder, whose Markdown is to be rendered."""
    numbers = count()

    def mark(text: str) -> str:
        return PLACEHOLDER.sub(lambda _: _MARK.format(next(numbers)), text)

    for drawing in drawings(question):
        question = _rewritten(question, drawing.part, mark, drawing.interaction)
    return question


def _filled(text: str, numbers: Sequence[str]) -> str:
    """Write the numbers over their words; a word that stands for none, an author's own, stays."""
    return _MARKED.sub(lambda found: numbers[int(found[1])] if int(found[1]) < len(numbers) else found[0], text)


def _sane(drawing: Drawing, used: Sequence[re.Match[str]], seed: int, rules: Rules) -> tuple[Values, GiveNumber]:
    for again in range(REDRAWS):
        values = draw(drawing.drawn.parameters, seed, drawing.name, again)
        try:
            for each in used:
                number_for(each, values, rules)
            return values, drawing.interaction.at(values, rules)
        except Refused:
            continue
    raise Invalid("no-sane-values")


def _rewritten(question: Question, part: int | None, change: Change, interaction: GiveNumber) -> Question:
    """Return the question with the texts of one drawing changed, and its interaction put in."""
    if part is None:
        question = _changed(question, change, interaction)
        return replace(question, hint=change(question.hint), read_again=change(question.read_again))
    case = question.interaction
    if not isinstance(case, Compound):
        return question
    parts = list(case.parts)
    parts[part] = _changed(parts[part], change, interaction)
    return replace(question, interaction=replace(case, parts=tuple(parts)))


def _changed(owner: Owner, change: Change, interaction: GiveNumber) -> Owner:
    return replace(
        owner,
        title=change(owner.title),
        prompt=change(owner.prompt),
        explanation=change(owner.explanation),
        source=change(owner.source),
        interaction=interaction.with_feedback(change),
    )
