"""Quiz files: what is read, what is written back, and what is said of faults."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learning.quiz import source
from learning.quiz.codes import CODES
from learning.quiz.interactions.choose_all import ChooseAll
from learning.quiz.interactions.give_number import GiveNumber
from learning.quiz.questions import Quiz, pieces

SAMPLE = (Path(__file__).parent / "samples" / "all-kinds.quiz.md").read_text(encoding="utf-8")
KERNEL_CODES = {
    "no-front-matter",
    "front-matter-open",
    "setting-unknown",
    "setting-missing",
    "setting-value",
    "settings-too-long",
    "settings-not-a-mapping",
}


def parsed(text: str) -> Quiz:
    quiz, problems = source.parse(text)
    assert problems == []
    assert quiz is not None
    return quiz


def untouched(quiz: Quiz) -> Quiz:
    """The same quiz without the text it was read from, so that it is written in the plain form."""
    return replace(quiz, raw="", questions=tuple(replace(question, raw="") for question in quiz.questions))


def test_a_quiz_is_read_with_its_settings_and_all_its_questions() -> None:
    quiz = parsed(SAMPLE)
    assert (quiz.settings.id, quiz.settings.pass_mark, quiz.settings.attempts) == ("check-yourself", Decimal(70), 3)
    assert (quiz.settings.time_limit, quiz.settings.purpose, quiz.settings.shuffle) == (None, "practice", True)
    assert [question.interaction.NAME for question in quiz.questions] == [
        "choose_one",
        "choose_all",
        "true_false",
        "give_number",
        "give_number",
        "short_answer",
        "match",
        "put_in_order",
        "sort_into_groups",
        "fill_the_gaps",
        "find_the_mistake",
        "find_the_mistake",
        "answer_questions",
        "long_answer",
        "hand_in",
    ]


def test_labels_are_read_and_typed() -> None:
    question = parsed(SAMPLE).by_id["how-many"]
    assert question.points == Decimal("0.5")
    assert (question.outcome, question.tags) == ("name-the-branches", ("parts", "overview"))
    assert (question.hint, question.hint_cost_percent) == ("Parts II to X.", Decimal(20))
    assert question.explanation == "Parts II to X each treat\none contingency."
    assert question.source == "C102 Parts II-X"
    assert question.read_again_target == "nine-branches#the-list"
    assert question.line == 10


def test_what_stands_in_a_code_block_is_neither_heading_nor_instruction() -> None:
    question = parsed(SAMPLE).by_id["core-parts"]
    assert "## Not a heading\nChoose one:" in question.prompt
    assert isinstance(question.interaction, ChooseAll)
    assert question.interaction.options[2].feedback == (
        "Sickness alone does not count here.\n\nLook at Article 2 again."
    )


def test_a_quiz_that_was_not_changed_is_written_back_byte_for_byte() -> None:
    for text in (SAMPLE, SAMPLE.replace("\n", "\r\n"), SAMPLE.rstrip("\n"), SAMPLE + "\n\n"):
        assert source.dump(parsed(text)) == text


def test_the_plain_form_reads_back_to_an_equal_quiz_and_is_written_the_same_again() -> None:
    quiz = parsed(SAMPLE)
    plain = source.dump(untouched(quiz))
    assert parsed(plain) == quiz
    assert source.dump(parsed(plain)) == plain
    assert source.dump(untouched(parsed(plain))) == plain


def test_changing_one_question_leaves_the_others_as_they_were_written() -> None:
    quiz = parsed(SAMPLE)
    changed = replace(quiz.questions[1], title="Which Parts count?")
    text = source.dump(replace(quiz, questions=(quiz.questions[0], changed, *quiz.questions[2:])))
    assert text.startswith(quiz.raw + quiz.questions[0].raw + "## Which Parts count? {#core-parts}\n")
    assert text.endswith("".join(question.raw for question in quiz.questions[2:]))
    assert parsed(text).questions[1] == changed


def test_changing_a_setting_leaves_the_questions_as_they_were_written() -> None:
    quiz = parsed(SAMPLE)
    settings = replace(
        quiz.settings, attempts=None, purpose="test", shuffle=False, optional=True, review="never", intro="Now: begin."
    )
    text = source.dump(replace(quiz, settings=settings))
    assert text.endswith("".join(question.raw for question in quiz.questions))
    assert parsed(text).settings == settings


def test_a_question_put_behind_the_last_one_begins_on_a_line_of_its_own() -> None:
    quiz = parsed(SAMPLE.rstrip("\n"))
    text = source.dump(replace(quiz, questions=(*quiz.questions, replace(quiz.questions[0], id="again"))))
    assert [question.id for question in parsed(text).questions][-2:] == [quiz.questions[-1].id, "again"]


def test_every_markdown_text_is_listed_and_keys_of_numbers_are_not() -> None:
    found = list(pieces(parsed(SAMPLE)))
    for text in (
        "Six questions, *no* hurry.",
        "Nine",
        "Two are missing: count the family and the maternity benefit.",
        "Parts II to X.",
        "It is a share of all residents.",
        "That needs a declaration under Article 3.",
        "Tested for what?",
        "C102 Art. 67",
    ):
        assert text in found
    assert "26 weeks" not in found
    assert "" not in found


CHOICE = """## One? {#one}

Choose one:
- [x] Yes
- [ ] No

Explanation: So it is.
Source: C102 Art. 1
"""
NUMBER = """## One? {#one}

Give a number:
- [x] 26 weeks
- [x] 182 days
Units: weeks, days

Explanation: So it is.
Source: C102 Art. 1
"""
TRUTH = """## One? {#one}

True or false:
- [x] True
- [ ] False
Because:
- [x] So it is.
- [ ] So it was.

Explanation: So it is.
Source: C102 Art. 1
"""
SHORT = """## One? {#one}

Short answer:
- [x] means-tested

Explanation: So it is.
Source: C102 Art. 1
"""
LABELS = "\nExplanation: So it is.\nSource: C102 Art. 1\n"
MATCH = "## One? {#one}\n\nMatch:\n| Left | With |\n| --- | --- |\n| A | 1 |\n| B | 2 |\n" + LABELS
ORDER = "## One? {#one}\n\nPut in order:\n1. First\n2. Then\n" + LABELS
GROUPS = "## One? {#one}\n\nSort into groups:\n- One\n  - Thing\n- Two\n  - Other\n" + LABELS
GAP = "### 1\nChoose one:\n- [x] Yes\n- [ ] No\n### 2\nGive a number:\n- [x] 5\n"
GAPS = "## One? {#one}\n\nFill the gaps:\nIt is [[1]] or [[2]].\n" + GAP + LABELS
SPOT = "## One? {#one}\n\nFind the mistake:\n| A | B |\n| --- | --- |\n| 1 | [x] 2 |\n| 3 | 4 |\n" + LABELS
CASE = (
    "## One? {#one}\n\nA case.\n\nAnswer the questions:\n"
    f"### Two? {{#two}}\nChoose one:\n- [x] Yes\n- [ ] No\n{LABELS}"
    f"### Three? {{#three}}\nGive a number:\n- [x] 5\n{LABELS}"
)
LONG = (
    "## One? {#one}\n\nLong answer:\nWords: 150 to 300\nRubric:\n| Criterion | 2 | 1 | 0 |\n| --- | --- | --- | --- |\n"
    "| Articles | all | one | none |\n| Words | clear | | unclear |\n" + LABELS
)
FILE = (
    "## One? {#one}\n\nHand in:\nAccept: pdf or a link, up to 10 MB\n\nRubric:\n| Criterion | 1 | 0 |\n"
    "| --- | --- | --- |\n| Done | yes | no |\n" + LABELS
)
HEAD = "---\nid: small\ntitle: Small\n---\n"
FIRST = HEAD.count("\n") + 1

# code, question, what is replaced, by what, the line of the question (1 is its heading) at which it is told
FAULTS: list[tuple[str, str, str, str, int]] = [
    ("stray-text", CHOICE, "## One?", "Hello.\n\n## One?", 1),
    ("fence-open", CHOICE, "\n\nChoose", "\n\n```\ncode\n\nChoose", 3),
    ("question-too-long", CHOICE, "So it is.", "So it is. " * 2000, 1),
    ("title-missing", CHOICE, "One? {#one}", "{#one}", 1),
    ("id-missing", CHOICE, " {#one}", "", 1),
    ("id-missing", CHOICE, "{#one}", "{#}", 1),
    ("id-bad", CHOICE, "{#one}", "{#One}", 1),
    ("id-bad", CHOICE, "{#one}", "{#one .wide}", 1),
    ("id-repeated", CHOICE, CHOICE, CHOICE + "\n" + CHOICE, 10),
    ("no-instruction", CHOICE, "Choose one:\n", "", 3),
    ("no-instruction", CHOICE, "Choose one:\n- [x] Yes\n- [ ] No\n", "", 1),
    ("no-instruction", CHOICE, "Choose one:\n", "- [ ] Maybe\n\nChoose one:\n", 3),
    (
        "heading-level",
        CHOICE,
        "- [ ] No\n",
        "- [ ] No\n\n### And this? {#and-this}\n\nChoose one:\n- [x] A\n- [ ] B\n",
        7,
    ),
    ("two-instructions", CHOICE, "Choose one:\n", "Choose one:\nChoose all that apply:\n", 4),
    ("unknown-instruction", CHOICE, "Choose one:", "Chose one:", 3),
    ("unknown-instruction", CHOICE, "Choose one:", "choose one", 3),
    ("unknown-instruction", CHOICE, "Choose one:", "Pick a winner:", 3),
    ("rubric-missing", CHOICE, "Choose one:", "Hand in:", 3),
    ("table-missing", MATCH, "| A | 1 |\n| B | 2 |\n", "", 3),
    ("table-rule", MATCH, "| --- | --- |", "| --- |", 5),
    ("table-rule", MATCH, "| --- | --- |\n", "", 5),
    ("table-row", MATCH, "| B | 2 |", "| B | 2 | 3 |", 7),
    ("line-unread", MATCH, "| B | 2 |", "| B | 2 |\n- [x] C", 8),
    ("match-columns", MATCH, " With |\n| --- | --- |\n| A | 1 |\n| B | 2 |", "\n| --- |\n| A |\n| B |", 3),
    ("match-few", MATCH, "| B | 2 |", "| B | 1 |", 3),
    ("match-few", MATCH, "| B | 2 |", "| | 2 |", 3),
    ("option-empty", MATCH, "| B | 2 |", "| B | |", 7),
    ("option-repeated", MATCH, "| B | 2 |", "| a | 2 |", 7),
    ("option-repeated", MATCH, "| B | 2 |", "| B | 2 |\n| | 2 |", 8),
    ("items-many", MATCH, "| B | 2 |", "\n".join(f"| B{n} | 2 |" for n in range(20)), 3),
    ("none-right", SPOT, "[x] ", "", 3),
    ("one-right", SPOT, "| 4 |", "| [x] 4 |", 7),
    ("option-empty", SPOT, "| 4 |", "| |", 7),
    ("option-empty", SPOT, "| [x] 2 |", "| [x] |", 6),
    ("box", SPOT, "| 4 |", "| [ ] 4 |", 7),
    ("box", SPOT, "| 4 |", "| [X] 4 |", 7),
    ("items-many", SPOT, "| 3 | 4 |", "| 3 | 4 |\n" * 30, 6),
    ("table-row", SPOT, "| 3 | 4 |", "| 3 |", 7),
    ("line-unread", SPOT, "| 3 | 4 |", "| 3 | 4 |\n  > Feedback.", 8),
    ("no-options", SPOT, "| A | B |\n| --- | --- |\n| 1 | [x] 2 |\n| 3 | 4 |\n", "- [x] A\n", 3),
    ("no-parts", CASE.replace("### ", "## "), "## Two? {#two}", "", 5),
    ("line-unread", CASE, "### Two", "Text.\n### Two", 6),
    ("id-missing", CASE, " {#two}", "", 6),
    ("id-bad", CASE, "{#two}", "{#Two}", 6),
    ("id-repeated", CASE, "{#two}", "{#one}", 6),
    ("id-repeated", CASE, "{#three}", "{#two}", 13),
    ("title-missing", CASE, "Two? ", "", 6),
    ("no-instruction", CASE, "Give a number:\n", "", 14),
    ("part-kind", CASE, "Choose one:", "Fill the gaps:", 7),
    ("part-kind", CASE, "Choose one:", "Answer the questions:", 7),
    ("no-source", CASE, "Source: C102 Art. 1\n### Three", "\n### Three", 6),
    ("no-explanation", CASE, "Explanation: So it is.\nSource: C102 Art. 1\n###", "Source: C102 Art. 1\n###", 6),
    ("label-unknown", CASE, "questions:\n", "questions:\nPoints: 3\n\n", 6),
    ("label-unknown", CASE, "- [ ] No\n", "- [ ] No\nTags: x\n", 10),
    ("points-bad", CASE, "- [ ] No\n", "- [ ] No\nPoints: many\n", 10),
    ("one-right", CASE, "- [ ] No", "- [x] No", 9),
    ("part-kind", CASE, "Choose one:", "Long answer:", 7),
    ("words-bad", LONG, "150 to 300", "many", 4),
    ("words-bad", LONG, "150 to 300", "300 to 150", 4),
    ("words-bad", LONG, "150 to 300", "up to 2001", 4),
    ("words-bad", LONG, "150 to 300", "at least 0", 4),
    ("label-unknown", LONG, "Words: 150 to 300", "Accept: pdf", 4),
    ("label-empty", LONG, "Words: 150 to 300", "Words: 150 to 300\nModel answer:", 5),
    ("rubric-missing", LONG, "Rubric:\n", "", 3),
    ("line-unread", LONG, "Words: 150 to 300", "- [x] A\nWords: 150 to 300", 4),
    ("line-unread", LONG, "| Words | clear | | unclear |", "| Words | clear | | unclear |\n\nRubric:", 11),
    ("table-missing", LONG, "| Articles | all | one | none |\n| Words | clear | | unclear |\n", "", 5),
    ("table-row", LONG, "| clear | |", "| clear |", 9),
    ("rubric-level", LONG, "| 2 | 1 | 0 |", "| good | 1 | 0 |", 6),
    ("rubric-level", LONG, "| 2 | 1 | 0 |", "| 2 | 0 | 0 |", 6),
    ("rubric-level", FILE, "| 1 | 0 |", "| 1 | yes |", 7),
    ("rubric-row", LONG, "| Articles |", "| |", 8),
    ("rubric-row", LONG, "| clear | | unclear |", "| clear | | |", 9),
    ("option-repeated", LONG, "| Words |", "| ARTICLES |", 9),
    ("items-many", FILE, "| Done | yes | no |", "\n".join(f"| Done {n} | yes | no |" for n in range(13)), 7),
    ("points-bad", LONG, "| 2 | 1 | 0 |", "| 60 | 1 | 0 |", 6),
    ("accept-bad", FILE, "Accept: pdf or a link, up to 10 MB\n", "", 3),
    ("accept-bad", FILE, "pdf or a link", "exe or a link", 4),
    ("accept-bad", FILE, "pdf or a link", "pdf, pdf", 4),
    ("accept-bad", FILE, "10 MB", "11 MB", 4),
    ("accept-bad", FILE, "up to 10 MB", "as large as you like", 4),
    ("gap-text", GAPS, "It is [[1]] or [[2]].\n", "", 3),
    ("gaps", GAPS, "[[2]]", "[[3]]", 3),
    ("gaps", GAPS, " or [[2]]", "", 3),
    ("gaps", GAPS, "[[1]] or [[2]]", "[[2]] or [[1]]", 3),
    ("gaps", GAPS, "### 2", "### two", 3),
    ("gaps", GAPS, GAP, "", 3),
    ("part-kind", GAPS, "Choose one:", "Choose all that apply:", 6),
    ("line-unread", GAPS, "### 1\n", "### 1\nText.\n", 5),
    ("no-instruction", GAPS, "Choose one:\n", "", 6),
    ("drawn-gap", GAPS, "- [x] 5", "Where:\n- n = 1 to 3\n- [x] = n", 9),
    ("drawn-gap", GAPS, "- [x] 5", "- [x] = 1 + 1", 9),
    ("two-instructions", GAPS, "Choose one:\n", "Choose one:\nShort answer:\n", 7),
    ("one-right", GAPS, "- [ ] No", "- [x] No", 8),
    ("number-bad", GAPS, "- [x] 5", "- [x] five", 11),
    ("label-unknown", GAPS, "- [ ] No\n", "- [ ] No\nUnit: per cent\n", 9),
    ("label-repeated", GAPS, "- [ ] No\n", "- [ ] No\nSource: there\n\n", 16),
    ("no-source", GAPS, "Source: C102 Art. 1\n", "", 1),
    ("order-number", ORDER, "2. Then", "3. Then", 5),
    ("order-number", ORDER, "2. Then", "- Then", 5),
    ("order-number", ORDER, "2. Then", "2. [x]\n2. Then", 6),
    ("no-options", ORDER, "2. Then\n", "", 3),
    ("option-repeated", ORDER, "2. Then", "2. FIRST", 5),
    ("items-many", ORDER, "2. Then", "\n".join(f"{n}. x{n}" for n in range(2, 30)), 3),
    ("group-line", GROUPS, "  - Thing", "  - [ ] Thing", 5),
    ("group-line", GROUPS, "  - Thing", "  1. Thing", 5),
    ("group-line", GROUPS, "- One\n", "", 4),
    ("group-line", GROUPS, "  - Thing", "  - Thing\n    > Feedback.", 6),
    ("group-few", GROUPS, "- Two\n", "", 3),
    ("group-few", GROUPS, "  - Thing\n", "", 3),
    ("option-repeated", GROUPS, "- Two", "- one", 6),
    ("option-repeated", GROUPS, "  - Other", "  - thing", 7),
    ("items-many", GROUPS, "  - Other", "\n".join(f"  - x{n}" for n in range(30)), 3),
    ("name-unused", NUMBER, "- [x] 26 weeks", "Where:\n- weeks = 1 to 3\n- [x] 26 weeks", 5),
    ("name-unshown", NUMBER, "- [x] 26 weeks", "Where:\n- n = 1 to 3\n- [x] = 2 * n weeks", 5),
    ("name-unknown", NUMBER, "26 weeks", "= a weeks", 4),
    ("formula-bad", NUMBER, "26 weeks", "= 2 x 13 weeks", 4),
    ("unit-missing", NUMBER, "26 weeks", "= 2 * 13", 4),
    ("where-line", NUMBER, "- [x] 26 weeks", "Where:\n- weeks: 1 to 3\n- [x] 26 weeks", 5),
    ("where-name", NUMBER, "- [x] 26 weeks", "Where:\n- Weeks = 1 to 3\n- [x] 26 weeks", 5),
    ("where-values", NUMBER, "- [x] 26 weeks", "Where:\n- n = some\n- [x] 26 weeks", 5),
    ("where-many", NUMBER, "- [x] 26 weeks", "Where:\n- n = 1 to 99999\n- [x] 26 weeks", 5),
    ("sensible-bad", NUMBER, "Units:", "Sensible: 1 to 30\nUnits:", 6),
    ("tolerance-bad", NUMBER, "Units:", "Tolerance: 100%\nUnits:", 6),
    ("box", CHOICE, "- [x] Yes", "-[x] Yes", 4),
    ("box", CHOICE, "- [x] Yes", "- [X] Yes", 4),
    ("box", CHOICE, "- [ ] No", "- [] No", 5),
    ("box", CHOICE, "- [ ] No", "- [ ]No", 5),
    ("box", CHOICE, "- [ ] No", "* [ ] No", 5),
    ("box", CHOICE, "- [ ] No", "- No", 5),
    ("box", CHOICE, "- [ ] No", "  - [ ] No", 5),
    ("box", CHOICE, "- [ ] No", "1. [ ] No", 5),
    ("no-options", CHOICE, "- [x] Yes\n- [ ] No\n", "", 3),
    ("no-options", CHOICE, "- [ ] No\n", "", 3),
    ("no-options", SHORT, "- [x] means-tested\n", "", 3),
    ("no-options", NUMBER, "- [x] 26 weeks\n- [x] 182 days\n", "", 3),
    ("one-right", CHOICE, "- [ ] No", "- [x] No", 5),
    ("none-right", CHOICE, "- [x] Yes", "- [ ] Yes", 3),
    ("none-right", SHORT, "- [x]", "- [ ]", 3),
    ("none-right", NUMBER, "- [x]", "- [ ]", 3),
    ("option-repeated", CHOICE, "- [ ] No", "- [ ]  yes", 5),
    ("option-repeated", NUMBER, "182 days", "26.0 weeks", 5),
    ("option-repeated", SHORT, "- [x] means-tested", "- [x] means-tested\n- [ ] Means tested.", 5),
    ("option-empty", CHOICE, "- [ ] No", "- [ ]", 5),
    ("option-empty", SHORT, "means-tested", "...", 4),
    ("option-long", SHORT, "means-tested", "m" * 201, 4),
    ("feedback-orphan", CHOICE, "Choose one:\n", "Choose one:\n  > Good.\n", 4),
    ("feedback-orphan", TRUTH, "Because:\n", "Because:\n  > Good.\n", 7),
    ("feedback-orphan", CHOICE, "Art. 1\n", "Art. 1\n  > Good.\n", 9),
    ("line-unread", CHOICE, "- [ ] No\n", "- [ ] No\nor perhaps\n", 6),
    ("line-unread", CHOICE, "So it is.\n", "So it is.\n\nReally\n\n", 9),
    ("line-unread", TRUTH, "Because:\n", "Because:\nBecause:\n", 7),
    ("true-false-pair", TRUTH, "] True", "] Yes", 5),
    ("true-false-pair", TRUTH, "- [ ] False\n", "", 4),
    ("true-false-pair", TRUTH, "- [ ] False", "- [x] False", 5),
    ("true-false-pair", TRUTH, "- [x] True", "- [ ] True", 5),
    ("because-key", TRUTH, "- [x] So it is", "- [ ] So it is", 8),
    ("because-key", TRUTH, "- [ ] So it was.\n", "", 7),
    ("number-bad", NUMBER, "26 weeks", "26,5 weeks", 4),
    ("number-bad", NUMBER, "26 weeks", "half a year", 4),
    ("tolerance-bad", NUMBER, "Units:", "Tolerance: a little\nUnits:", 6),
    ("tolerance-bad", NUMBER, "Units:", "Tolerance: -1\nUnits:", 6),
    ("unit-missing", NUMBER, "26 weeks", "26", 4),
    ("unit-unknown", NUMBER, "26 weeks", "26 years", 4),
    ("unit-unknown", NUMBER, "Units: weeks, days\n", "", 4),
    ("unit-repeated", NUMBER, "weeks, days", "weeks, days, Days", 6),
    ("unit-repeated", NUMBER, "Units:", "Unit: weeks\nUnits:", 7),
    ("accents-bad", SHORT, "tested\n", "tested\nAccents: perhaps\n", 5),
    ("label-unknown", CHOICE, "Source:", "Sorce:", 8),
    ("label-unknown", CHOICE, "Explanation:", "Comment: none\nExplanation:", 7),
    ("label-unknown", CHOICE, "Source:", "Tolerance: 1\nSource:", 8),
    ("label-unknown", CHOICE, "Source:", "Source (old):", 8),
    ("label-repeated", CHOICE, "Source: C102 Art. 1\n", "Source: C102 Art. 1\nSource: C102 Art. 2\n", 9),
    ("label-empty", CHOICE, "So it is.", "", 7),
    ("label-early", CHOICE, "Choose one:", "Points: 2\n\nChoose one:", 3),
    ("points-bad", CHOICE, "Source:", "Points: 0\nSource:", 8),
    ("points-bad", CHOICE, "Source:", "Points: 1/3\nSource:", 8),
    ("outcome-bad", CHOICE, "Source:", "Outcome: Know it\nSource:", 8),
    ("hint-cost-bad", CHOICE, "Source:", "Hint (cost 200%): Look.\nSource:", 8),
    ("read-again-bad", CHOICE, "Source:", "Read again: the whole lesson\nSource:", 8),
    ("shuffle-bad", CHOICE, "Source:", "Shuffle: never\nSource:", 8),
    ("no-explanation", CHOICE, "Explanation: So it is.\n", "", 1),
    ("no-source", CHOICE, "Source: C102 Art. 1\n", "", 1),
]


@pytest.mark.parametrize("question", [CHOICE, NUMBER, TRUTH, SHORT, LONG, FILE])
def test_the_questions_that_the_faults_are_put_into_are_good(question: str) -> None:
    assert source.dump(parsed(HEAD + question)) == HEAD + question


@pytest.mark.parametrize(("code", "question", "old", "new", "line"), FAULTS)
def test_a_fault_is_told_with_its_line_and_a_remedy(code: str, question: str, old: str, new: str, line: int) -> None:
    assert old in question
    quiz, problems = source.parse(HEAD + question.replace(old, new))
    assert quiz is None
    found = next((problem for problem in problems if problem.code == code), None)
    assert found is not None, problems
    assert int(found.where) == FIRST + line - 1
    assert len(found.detail) > 20
    assert found.is_error


@pytest.mark.parametrize(
    ("code", "text", "line"),
    [
        ("no-front-matter", CHOICE, 1),
        ("front-matter-open", "---\nid: small\n", 1),
        ("setting-unknown", "---\nid: small\ntitle: Small\npassmark: 3\n---\n" + CHOICE, 4),
        ("setting-value", "---\nid: small\ntitle: Small\nattempts: 51\n---\n" + CHOICE, 4),
        ("no-questions", HEAD, 5),
        ("no-questions", HEAD + "\nSome text.\n", 7),
        ("draw-too-many", "---\nid: small\ntitle: Small\ndraw: 2\n---\n" + CHOICE, 4),
        ("not-text", HEAD + CHOICE.replace("Yes", "Y\ud800s"), 8),
        ("not-text", HEAD + CHOICE.replace("Yes", "Y\x00s"), 8),
        ("yaml-character", '---\nid: small\ntitle: "\\uD800"\n---\n' + CHOICE, 3),
        ("yaml-character", '---\nid: small\ntitle: "\\UFFFFFFFF"\n---\n' + CHOICE, 3),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_line(code: str, text: str, line: int) -> None:
    quiz, problems = source.parse(text)
    assert quiz is None
    assert (str(line), code) in [(problem.where, problem.code) for problem in problems]


OF_VALUES = {"drawn-zero", "drawn-refused", "drawn-outside", "drawn-absurd", "drawn-endless", "drawn-coincides"}
OF_RULES = {"rule-unknown", "rule-values"}
"""Told once the values are tried and the rules are at hand; their cases are those of `drawn_check`."""


def test_every_code_has_a_case_here() -> None:
    shown = {fault[0] for fault in FAULTS} | {"no-questions", "draw-too-many", "not-text"}
    assert shown == set(CODES) - OF_VALUES - OF_RULES


def test_all_faults_of_a_file_are_told_at_once_by_line() -> None:
    text = HEAD.replace("Small", "''") + CHOICE.replace("[x]", "[X]") + NUMBER.replace("Source:", "Sorce:")
    _, problems = source.parse(text)
    assert [(problem.where, problem.code) for problem in problems] == [
        ("3", "setting-value"),
        ("8", "box"),
        ("13", "id-repeated"),
        ("13", "no-source"),
        ("21", "label-unknown"),
    ]


def mangled(lines: list[str], dice: random.Random) -> list[str]:
    """One fault: a line deleted, doubled, swapped with another, or with a character lost, doubled or foreign."""
    lines = list(lines)
    place, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    act = dice.choice(("delete", "double", "swap", "cut", "lose", "put", "join"))
    line = lines[place]
    spot = dice.randrange(len(line) + 1)
    if act == "delete":
        del lines[place]
    elif act == "double":
        lines.insert(place, line)
    elif act == "swap":
        lines[place], lines[other] = lines[other], lines[place]
    elif act == "cut":
        lines[place] = line[:spot]
    elif act == "lose":
        lines[place] = line[:spot] + line[spot + 1 :]
    elif act == "put":
        lines[place] = line[:spot] + dice.choice("[]x-#:>{}`~|\\\"'=\t\r\x00\x0b\u2028é٣") + line[spot:]
    else:
        lines[place : place + 2] = [line + (lines[place + 1] if place + 1 < len(lines) else "")]
    return lines


@pytest.mark.parametrize("seed", range(8))
def test_a_mangled_file_gives_problems_or_a_sound_quiz_and_never_an_exception(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # faults to try, not secrets
    questions = [question.raw for question in parsed(SAMPLE).questions]
    for trial in range(500):
        whole = SAMPLE if trial % 10 == 0 else HEAD + "".join(dice.sample(questions, 2))
        lines = whole.split("\n")
        for _ in range(dice.choice((1, 1, 1, 2, 5))):
            lines = mangled(lines, dice)
        text = "\n".join(lines)
        quiz, problems = source.parse(text)
        assert (quiz is None) == bool(problems)
        for problem in problems:
            assert 1 <= int(problem.where) <= text.count("\n") + 1
            assert problem.code in CODES.keys() | KERNEL_CODES or problem.code.startswith("yaml")
        if quiz:
            assert source.dump(quiz) == text
            plain = source.dump(untouched(quiz))
            assert parsed(plain) == quiz, plain


@given(st.text())
@example("---\n---\n##")
@example("---\nid: a\ntitle: b\n---\n## {#")
def test_no_text_at_all_makes_the_reader_stumble(text: str) -> None:
    for whole in (text, HEAD + text, HEAD + CHOICE + text, HEAD + "## One? {#one}\n\nChoose one:\n" + text):
        quiz, problems = source.parse(whole)
        assert (quiz is None) == bool(problems)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(
    title=WORDS,
    prompt=st.lists(WORDS, max_size=4),
    option=WORDS,
    feedback=st.lists(WORDS, max_size=3),
    explanation=WORDS,
)
def test_what_is_read_is_written_so_that_it_reads_the_same(
    title: str, prompt: list[str], option: str, feedback: list[str], explanation: str
) -> None:
    remarks = "".join(f"  > {line}\n" for line in feedback)
    lines = "\n".join(prompt)
    text = (
        f"{HEAD}## {title} {{#one}}\n{lines}\n\nChoose one:\n- [x] {option}\n{remarks}- [ ] other\n"
        f"Explanation: {explanation}\nSource: x\n"
    )
    quiz, _ = source.parse(text)
    if quiz:
        assert source.dump(quiz) == text
        assert parsed(source.dump(untouched(quiz))) == quiz


@given(intro=WORDS, title=WORDS, pass_mark=st.integers(0, 10000))
def test_settings_are_written_so_that_they_read_the_same(intro: str, title: str, pass_mark: int) -> None:
    quiz = parsed(HEAD + CHOICE)
    settings = replace(
        quiz.settings, title=title.strip() or "x", intro=intro.strip() or "x", pass_mark=Decimal(pass_mark) / 100
    )
    assert parsed(source.dump(replace(quiz, settings=settings))).settings == settings


def test_a_number_without_units_keeps_its_plain_form() -> None:
    text = NUMBER.replace("26 weeks", "26.50").replace("- [x] 182 days\nUnits: weeks, days\n", "")
    interaction = parsed(HEAD + text).questions[0].interaction
    assert isinstance(interaction, GiveNumber)
    assert (interaction.units, interaction.dump()) == ((), "- [x] 26.5\n")
