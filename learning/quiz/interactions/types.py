"""The list of kinds of question. A new kind is one module beside this one, and one line here."""

from __future__ import annotations

from learning.quiz.interaction import Interaction
from learning.quiz.interactions.answer_questions import AnswerQuestions
from learning.quiz.interactions.choose_all import ChooseAll
from learning.quiz.interactions.choose_one import ChooseOne
from learning.quiz.interactions.fill_the_gaps import FillTheGaps
from learning.quiz.interactions.find_the_mistake import FindTheMistake
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.interactions.hand_in import HandIn
from learning.quiz.interactions.long_answer import LongAnswer
from learning.quiz.interactions.match import Match
from learning.quiz.interactions.put_in_order import PutInOrder
from learning.quiz.interactions.short_answer import ShortAnswer
from learning.quiz.interactions.sort_into_groups import SortIntoGroups
from learning.quiz.interactions.true_false import TrueFalse
from learning.quiz.marked import Marked

TYPES: tuple[type[Interaction], ...] = (
    ChooseOne,
    ChooseAll,
    TrueFalse,
    GiveNumber,
    ShortAnswer,
    Match,
    PutInOrder,
    SortIntoGroups,
    FillTheGaps,
    FindTheMistake,
    AnswerQuestions,
    LongAnswer,
    HandIn,
)

PARTS: dict[type[Interaction], tuple[type[Interaction], ...]] = {
    FillTheGaps: (ChooseOne, GiveNumber, ShortAnswer),
    AnswerQuestions: tuple(
        kind for kind in TYPES if kind not in (FillTheGaps, AnswerQuestions) and not issubclass(kind, Marked)
    ),
}
"""The kinds that hold questions of other kinds below `###` headings, and which may stand there.

What a person marks stands alone: a trainer marks a question, not a part of one.
"""

BY_INSTRUCTION: dict[str, type[Interaction]] = {kind.INSTRUCTION: kind for kind in TYPES}
