"""The list of kinds of question. A new kind is one module beside this one, and one line here."""

from __future__ import annotations

from learning.quiz.interaction import Interaction
from learning.quiz.interactions.answer_questions import AnswerQuestions
from learning.quiz.interactions.choose_all import ChooseAll
from learning.quiz.interactions.choose_one import ChooseOne
from learning.quiz.interactions.fill_the_gaps import FillTheGaps
from learning.quiz.interactions.find_the_mistake import FindTheMistake
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.interactions.match import Match
from learning.quiz.interactions.put_in_order import PutInOrder
from learning.quiz.interactions.short_answer import ShortAnswer
from learning.quiz.interactions.sort_into_groups import SortIntoGroups
from learning.quiz.interactions.true_false import TrueFalse

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
)

PARTS: dict[type[Interaction], tuple[type[Interaction], ...]] = {
    FillTheGaps: (ChooseOne, GiveNumber, ShortAnswer),
    AnswerQuestions: tuple(kind for kind in TYPES if kind not in (FillTheGaps, AnswerQuestions)),
}
"""The kinds that hold questions of other kinds below `###` headings, and which may stand there."""

BY_INSTRUCTION: dict[str, type[Interaction]] = {kind.INSTRUCTION: kind for kind in TYPES}

FORMAT_INSTRUCTIONS = (
    "Choose one:",
    "Choose all that apply:",
    "True or false:",
    "Give a number:",
    "Short answer:",
    "Fill the gaps:",
    "Match:",
    "Put in order:",
    "Sort into groups:",
    "Find the mistake:",
    "Answer the questions:",
    "Long answer:",
    "Hand in:",
)
"""Every instruction of the format; those without a kind above are refused as "not yet"."""

INSTRUCTIONS = frozenset(FORMAT_INSTRUCTIONS) | frozenset(BY_INSTRUCTION)
