"""What holds for every kind of question: these tests know none of them by name."""

from __future__ import annotations

import ast
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz import interactions, source
from learning.quiz.codes import ANSWER_CODES
from learning.quiz.drawn import fixed
from learning.quiz.grammar import dump_question, parse_question
from learning.quiz.interaction import Block, Interaction
from learning.quiz.interactions.types import TYPES
from learning.quiz.marked import Marked
from learning.quiz.questions import Question, Quiz
from learning.quiz.showing import Field
from learning.quiz.shuffling import Order

SAMPLE = (Path(__file__).parent.parent / "samples" / "all-kinds.quiz.md").read_text(encoding="utf-8")


def sample() -> Quiz:
    quiz, problems = source.parse(SAMPLE)
    assert quiz is not None, problems
    return quiz


def drawn() -> Question:
    """A question with drawn numbers, as one attempt is asked it: from there on it is one like the others."""
    question, problems = parse_question(
        "## How many days are {n} weeks? {#drawn}\n\nGive a number:\nWhere:\n- n = 2 to 52\n- [x] = 7 * n days\n"
        "- [x] = n weeks\n- [ ] = 5 * n days\n  > Not {= 5 * n}.\nUnits: days, weeks\n\nExplanation: 7\nSource: x\n"
    )
    assert question is not None, problems
    return fixed(question, 4, {})


QUIZ = sample()
QUESTIONS = {**QUIZ.by_id, "drawn": drawn()}
ALL = pytest.mark.parametrize("question_id", list(QUESTIONS))
BY_HAND = [question.id for question in QUIZ.questions if isinstance(question.interaction, Marked)]
BY_MACHINE = pytest.mark.parametrize("question_id", [each for each in QUESTIONS if each not in BY_HAND])


def words_of(each: Field) -> tuple[str, ...]:
    """All that a field shows."""
    return (each.label, *(choice.text for choice in each.choices))


SEEDS = [0, 1, 2, 2**62, -5]


def found(question_id: str) -> Interaction:
    return QUESTIONS[question_id].interaction


def test_every_kind_has_an_instruction_of_its_own_and_a_question_in_the_sample() -> None:
    assert len({kind.INSTRUCTION for kind in TYPES}) == len(TYPES)
    assert {type(question.interaction) for question in QUIZ.questions} == set(TYPES)
    folder = Path(str(interactions.__file__)).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__", "types"} == {kind.NAME for kind in TYPES}


@BY_MACHINE
@pytest.mark.parametrize("seed", SEEDS)
def test_the_right_answer_wins_everything_and_the_wrong_one_does_not(question_id: str, seed: int) -> None:
    interaction = found(question_id)
    examples = interaction.examples(Order(seed, question_id))
    right, wrong = interaction.grade(examples.right), interaction.grade(examples.wrong)
    assert (right.share, right.verdict) == (1, "right")
    assert 0 <= wrong.share < 1
    assert wrong.verdict in ("wrong", "partly")
    assert all(part.right for part in right.parts)
    assert not all(part.right for part in wrong.parts)
    assert {part.field for part in right.parts} <= set(interaction.field_names)


@ALL
@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_form_sends_is_kept_whatever_the_order_in_which_it_was_shown(question_id: str, seed: int) -> None:
    interaction = found(question_id)
    order = Order(seed, question_id)
    examples = interaction.examples(order)
    for response in (examples.right, examples.wrong):
        values = interaction.form_values(response, order)
        assert set(values) <= set(interaction.field_names)
        assert interaction.read(values, order) == (response, [])
        assert json.loads(json.dumps(response)) == response
        assert interaction.is_complete(response)


@ALL
def test_nothing_given_is_no_answer_and_no_problem(question_id: str) -> None:
    interaction = found(question_id)
    order = Order(7, question_id)
    for values in ({}, *({name: [blank] for name in interaction.field_names} for blank in ("", "  "))):
        assert interaction.read(values, order) == ({}, [])
    assert not interaction.is_complete({})
    assert (interaction.grade({}).share, interaction.grade({}).verdict) == (0, "unanswered")


@ALL
@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_of_the_wrong_shape_is_refused_at_its_field(question_id: str, seed: int) -> None:
    interaction = found(question_id)
    order = Order(seed, question_id)
    invalid = interaction.examples(order).invalid
    assert invalid
    for values in invalid:
        response, problems = interaction.read(values, order)
        assert response is None
        assert problems
        assert all(problem.where in values and problem.code in ANSWER_CODES for problem in problems)


@ALL
def test_a_view_holds_no_key_no_feedback_and_does_not_tell_the_place_of_an_option(question_id: str) -> None:
    interaction = found(question_id)
    orders = [Order(seed, question_id) for seed in range(40)]
    views = [interaction.view(order, {}) for order in orders]
    feedback = interaction.grade(interaction.examples(orders[0]).wrong).feedback
    for view in views:
        text = repr(asdict(view)).lower()
        assert "right" not in text
        assert "feedback" not in text
        assert not any(remark.lower() in text for remark in feedback)
        assert tuple(each.name for each in view.fields) == interaction.field_names
        for each in view.fields:
            assert [choice.value for choice in each.choices] == [str(n) for n in range(len(each.choices))]
            assert not any(choice.chosen for choice in each.choices)
            assert each.given == ()
            assert len(each.choices) == len(view.fields[0].choices) or each.kind != "select" or not each.label
    right = interaction.examples(orders[0]).right
    shuffled = {tuple(text for each in view.fields for text in words_of(each)) for view in views}
    if len(shuffled) > 1:
        assert len({repr(interaction.form_values(right, order)) for order in orders}) > 1


@ALL
def test_a_view_shows_what_was_answered_before(question_id: str) -> None:
    interaction = found(question_id)
    order = Order(3, question_id)
    right = interaction.examples(order).right
    values = interaction.form_values(right, order)
    view = interaction.view(order, right)
    for each in view.fields:
        assert each.given == tuple(values[each.name])
        assert tuple(choice.value for choice in each.choices if choice.chosen) == (each.given if each.choices else ())
    assert [each.given for each in interaction.view(order, {}).filled(values).fields] == [
        each.given for each in view.fields
    ]


@ALL
def test_what_was_typed_is_shown_again_even_when_it_was_refused(question_id: str) -> None:
    interaction = found(question_id)
    order = Order(3, question_id)
    name = interaction.field_names[0]
    view = interaction.view(order, {}).filled({name: ["about ten"]})
    assert view.fields[0].given == ("about ten",)


@pytest.mark.parametrize("question_id", BY_HAND)
def test_what_a_person_marks_wins_nothing_by_itself_and_shows_its_rubric_but_no_model_answer(question_id: str) -> None:
    interaction = found(question_id)
    assert isinstance(interaction, Marked)
    order = Order(5, question_id)
    examples = interaction.examples(order)
    for response in (examples.right, examples.wrong):
        outcome = interaction.grade(response)
        assert (outcome.share, outcome.answered, outcome.by_hand, outcome.parts) == (0, True, True, ())
        shown = interaction.reveal(response, order)
        assert (shown.rubric, shown.model_answer) == (interaction.rubric, interaction.model_answer)
        assert any(each.given for each in shown.fields)
    assert not interaction.grade({}).by_hand
    view = interaction.view(order, examples.right)
    assert view.rubric == interaction.rubric
    assert not interaction.model_answer or interaction.model_answer not in repr(asdict(view))
    assert list(interaction.pieces()) == ([interaction.model_answer] if interaction.model_answer else [])


@BY_MACHINE
def test_after_review_the_right_answer_and_the_one_given_are_named_in_words(question_id: str) -> None:
    interaction = found(question_id)
    order = Order(11, question_id)
    examples = interaction.examples(order)
    right = interaction.reveal(examples.right, order)
    wrong = interaction.reveal(examples.wrong, order)
    assert all(each.is_right and each.right for each in right.fields)
    assert any(not each.is_right for each in wrong.fields)
    assert [each.right for each in right.fields] == [each.right for each in wrong.fields]
    assert all(each.given for each in wrong.fields)
    nothing = interaction.reveal({}, order)
    assert not any(each.given or each.is_right or each.feedback for each in nothing.fields)


@ALL
def test_the_answer_part_is_written_so_that_it_reads_the_same(question_id: str) -> None:
    question = QUESTIONS[question_id]
    text = "---\nid: a\ntitle: b\n---\n" + dump_question(replace(question, raw=""))
    assert question.interaction.dump() in text
    quiz, problems = source.parse(text)
    assert quiz is not None, problems
    assert quiz.questions[0].interaction == question.interaction


@ALL
@given(
    response=st.dictionaries(
        st.sampled_from(
            [
                "answer",
                "reason",
                "unit",
                "item-0",
                "item-1",
                "item-2",
                "part-1-answer",
                "part-2-answer",
                "part-3-answer",
                "file",
                "link",
                "other",
            ]
        ),
        st.lists(st.sampled_from(["0", "1", "2", "9", "-1", "26", "means tested", "", "x"]) | st.text(), max_size=5),
    ),
    seed=st.integers(),
)
def test_no_response_however_odd_makes_grading_stumble_or_give_too_much(
    question_id: str, response: dict[str, list[str]], seed: int
) -> None:
    interaction = found(question_id)
    order = Order(seed, question_id)
    outcome = interaction.grade(response)
    assert 0 <= outcome.share <= 1
    assert interaction.grade(response) == outcome
    interaction.reveal(response, order)
    interaction.view(order, response)
    kept, problems = interaction.read(response, order)
    assert (kept is None) == bool(problems)
    if kept is not None:
        assert interaction.read(interaction.form_values(kept, order), order) == (kept, [])


@pytest.mark.parametrize("kind", TYPES)
def test_an_empty_answer_part_is_told_and_not_read(kind: type[Interaction]) -> None:
    interaction, problems = kind.parse(Block(1, ()))
    assert interaction is None
    assert problems


def test_a_kind_imports_no_other_kind() -> None:
    folder = Path(str(interactions.__file__)).parent
    names = {kind.NAME for kind in TYPES}
    for path in folder.glob("*.py"):
        if path.stem in names:
            modules = {
                node.module
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.ImportFrom)
            }
            assert not {module for module in modules if module and ".interactions" in module}, path.name
