"""The codes of all problems that this room names, with what each means: for the format page and for translations."""

from __future__ import annotations

CODES: dict[str, str] = {
    "not-text": "A line holds a control character or half a character.",
    "no-questions": "The quiz has no question.",
    "draw-too-many": "The quiz draws more questions than it has.",
    "stray-text": "There is text before the first question.",
    "fence-open": "A code block is opened with ``` or ~~~ and not closed.",
    "question-too-long": "A question is longer than 20,000 characters.",
    "title-missing": "A question's heading has no text.",
    "id-missing": "A question's heading has no id.",
    "id-bad": "An id has other characters than lower-case Latin letters, digits and single hyphens.",
    "id-repeated": "Two questions have the same id.",
    "no-instruction": "A question has no instruction line, or answers stand before it.",
    "two-instructions": "A question has two instruction lines.",
    "unknown-instruction": "A line stands where the instruction is expected, but is none.",
    "type-later": "The instruction belongs to the format, but this kind of question cannot be used yet.",
    "box": "The box before an answer is badly written.",
    "no-options": "There are too few answers below the instruction.",
    "one-right": "Exactly one answer must be right, and more are.",
    "none-right": "No answer is marked as right.",
    "option-repeated": "Two answers say the same.",
    "option-long": "An accepted answer is longer than an answer may be.",
    "option-empty": "An answer has no text.",
    "feedback-orphan": "Feedback stands where there is no answer above it.",
    "line-unread": "A line is neither answer, feedback nor label.",
    "true-false-pair": 'Below "True or false:" stand other answers than True and False.',
    "because-key": 'Below "Because:" the reasons or their key are not in order.',
    "number-bad": "The key of a number question is no number.",
    "tolerance-bad": "The tolerance is no number, or is below zero.",
    "unit-missing": "The key of a number question has no unit, although there are several units to choose from.",
    "unit-unknown": "The key of a number question has a unit that the question does not offer.",
    "unit-repeated": "The units are given twice, or hold the same unit twice.",
    "table-missing": "The answers stand in a table, and there is none.",
    "table-rule": "The second row of a table does not part its headings from its rows.",
    "table-row": "A row of a table has more or fewer cells than its headings.",
    "match-columns": "The table to match has not two columns.",
    "match-few": "There are fewer than two rows to match, or all have the same second cell.",
    "items-many": "A question has more entries than a page can show well.",
    "order-number": "The lines to put in order are not numbered from 1 on.",
    "group-line": "A line is neither a group nor an item of one.",
    "group-few": "There are fewer than two groups, or fewer than two items.",
    "gap-text": 'Below "Fill the gaps:" there is no text.',
    "gaps": "The gaps in a text and the answers below it do not belong together.",
    "part-kind": "A part of a question is of a kind that cannot stand there.",
    "accents-bad": 'The label "Accents" says neither "matter" nor "ignore".',
    "label-unknown": "A label is misspelt, or does not belong to this kind of question.",
    "label-repeated": "A label stands twice in a question.",
    "label-empty": "A label has no text.",
    "label-early": "A label stands above the instruction.",
    "points-bad": "The points are no number above 0 and up to 100, with two decimals at most.",
    "outcome-bad": "The outcome is no id.",
    "hint-cost-bad": "The cost of a hint is no percentage from 0% to 100%.",
    "read-again-bad": "What to read again is neither a link to a lesson nor a lesson's id.",
    "shuffle-bad": 'The label "Shuffle" says neither "yes" nor "no".',
    "no-explanation": "A question has no explanation.",
    "no-source": "A question has no source.",
}
"""Faults in a quiz file; faults in its front matter have the codes of `learning.kernel.source` and `.schema`."""

ANSWER_CODES: dict[str, str] = {
    "answer-field": "A field was sent that the question does not have.",
    "answer-several": "Several answers were given where one is asked for.",
    "answer-option": "What was chosen is not among the answers offered.",
    "answer-characters": "The answer holds a control character.",
    "answer-long": "The answer is too long.",
    "answer-number": "The answer cannot be read as a number.",
    "answer-ambiguous": "The number can be read in two ways.",
    "answer-unit": "The unit is not one of those offered.",
    "answer-unit-differs": "The unit written beside the number differs from the unit chosen.",
}
"""Why a response was refused; `where` of the problem is the field."""

DOUBT_CODES: dict[str, str] = {
    "answer-twice": "Two entries have the same number.",
}
"""What is amiss in a response that was kept; it counts as incomplete."""
