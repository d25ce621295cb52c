"""Which text an Article or a Part belongs to, told by the words round it: the Convention, or another text.

1. A name before it: "C121 Art. 9", "CRC, Art. 26", "the Covenant's Article 9", "Convention No. 121, Article 9".
2. A name after it: "Art. 26 CRC", "Article 9 of the Covenant", "Article 3 of the Maternity Protection Convention".
3. A procedure of the ILO Constitution: "Article 22 reports", "a complaint under Article 26".
4. "its": "C121 (its Article 29)" goes with the text that the sentence names; so do "in", "under" and "by" where no
   comma stands between: "The CRC recognises it in Article 26".

In doubt it belongs to another text: an Article that is no link harms less than a link to another text's Article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

SPACE = r"(?:(?:\s|&nbsp;){1,3})"
CODE = r"[A-Z]{1,8}[0-9]{1,3}"
# Capitals are the short name of a text, but for numerals, what is said loudly, and who made the text.
_SHORT_NAME = (
    r"(?!(?:[IVX]+|ILO|UN|GDP|SDG|AND|OR|NOT|NO|ALL|ONLY|MUST|IN|OF|SEE)\b)[A-Z]{2,10}(?:-[A-Z][A-Za-z0-9]*)?(?![\w-])"
)
NAME = rf"(?<![\w-])(?:{CODE}(?![\w-])|{_SHORT_NAME}|Philadelphia\b)"
OWN = frozenset({"C102", "102"})

_NUMBERED = (
    rf"(?:Convention|Recommendation|Protocol)s?(?:,?{SPACE}[0-9]{{4}})?,?{SPACE}?\(?(?:No\.?{SPACE}?)?"
    r"(?P<number>[0-9]{1,3})(?![0-9])\)?"
)
_LAWS = "Act|Bill|Decree|Directive|Law|Ordinance|Regulation"
_TREATIES = "Charter|Code|Constitution|Covenant|Declaration|Protocol|Recommendation|Statute|Treaty"
_LAW = rf"(?:{_LAWS})(?:{SPACE}(?:No\.?{SPACE}?)?[0-9][0-9/]*)?(?:{SPACE}of{SPACE}[0-9]{{4}})?"
_BEFORE = re.compile(
    rf"(?:{_NUMBERED}|(?P<name>{NAME})|\b(?:{_TREATIES})|\b{_LAW}"
    rf"|\b(?i:{_TREATIES}|{_LAWS})(?=['’]s))(?:['’]s)?[,:]?{SPACE}?\(?\Z"
)
_BESIDE_PARAGRAPH = re.compile(
    rf"(?P<name>{NAME}),?{SPACE}(?i:para(?:graph)?s?\.?|sections?|points?){SPACE}[0-9][0-9()a-z,; -]{{0,30}}?"
    rf"(?:and|or|,|;){SPACE}\Z"
)
_DIRECTLY_AFTER = re.compile(rf"{SPACE}(?:(?P<name>{NAME})|\((?P<closed>{NAME})\))")
_OF = re.compile(rf"{SPACE}?[,(]?{SPACE}?(?P<word>of|in|under|to){SPACE}")

_TEXTS = frozenset(f"{_TREATIES}|{_LAWS}|Agreement|Accord|Pact".lower().split("|"))
_OF_OURS = frozenset({"course", "module", "lesson", "guide", "report", "form", "questionnaire"})
_TITLE = frozenset({"The", "This", "That", "Each", "Every", "No", "ILO", "Social", "Security", "Minimum", "Standards"})
_ENDS = re.compile(
    "that|which|who|whose|is|are|was|were|has|have|had|must|may|can|shall|will|as|if|when|where|with|for|by|from"
)
_ABOUT = re.compile(
    rf"Convention,?{SPACE}(?:against|concerning|relating|regarding|on{SPACE}(?:(?:the|all){SPACE})?[A-Z])"
)

_PROCEDURES = {
    "report": {19, 22, 23, 35},
    "survey": {19},
    "submi": {19},
    "representation": {24, 25},
    "complaint": {26, 28, 29, 33},
}
"""The Articles of the ILO Constitution by which States report, or others complain, by the stem of the word."""
_PROCEDURE = r"(?P<stem>report|survey|submi|representation|complaint)\w*"
_PROCEDURE_BEFORE = re.compile(
    rf"\b{_PROCEDURE}{SPACE}(?:\w+{SPACE}){{0,3}}?"
    rf"(?:under|by|pursuant to|according to|in accordance with|on the basis of){SPACE}(?:the{SPACE})?\Z"
)
_PROCEDURE_AFTER = re.compile(rf"{SPACE}{_PROCEDURE}\b")

_ITS = re.compile(rf"\b(?:[Ii]ts|[Tt]heir|[Ww]hose){SPACE}(?:own{SPACE})?\Z")
_WITHIN = re.compile(rf"\b(?:in|under|by){SPACE}\Z")
_CAPITALS = re.compile(r"[A-Z][\w'’-]*(?=(?: and)?(?: [A-Z][\w'’-]*)* \Z)")
_SENTENCE = re.compile(r"[.!?][)\"”*]*\s+(?=[A-Z\"“(])|\n\s*\n|\n(?=[-|#>*])|\|")
_NAMED = re.compile(rf"{_NUMBERED}|(?P<name>{NAME})|(?P<convention>\bConvention\b)|\b(?:{_TREATIES}|{_LAWS})\b")
_NAMED_NEXT = re.compile(rf",?{SPACE}(?:the{SPACE})?(?:{_NAMED.pattern})")


def belongs_elsewhere(text: str, start: int, end: int, numbers: Sequence[int]) -> bool:
    """Return True when the reference text[start:end] is to another text than the Convention.

    `numbers` are those of the Articles that it names, none for Parts. The reference itself has no name before it.
    """
    before, after = text[max(0, start - 120) : start], text[end : end + 160]
    return (
        _named_before(before)
        or _named_after(after)
        or _of_a_procedure(before, after, numbers)
        or _of_the_sentence(text[max(0, start - 250) : start], after)
    )


def _is_other(found: re.Match[str] | None) -> bool:
    """True for a name that was found, unless it is the Convention's."""
    if found is None:
        return False
    names = {word: name for word, name in found.groupdict().items() if name is not None}
    return "convention" not in names and not OWN.intersection(names.values())


def _named_before(before: str) -> bool:
    return _is_other(_BEFORE.search(before)) or _is_other(_BESIDE_PARAGRAPH.search(before))


def _named_after(after: str) -> bool:
    if _is_other(_DIRECTLY_AFTER.match(after)):
        return True
    found = _OF.match(after)
    return found is not None and _names_a_text(after[found.end() :], by_of=found["word"] == "of")


def _names_a_text(phrase: str, *, by_of: bool) -> bool:
    """Walk through the words after "Article 9 of" to the first that says what text is meant.

    After "in", "under" and "to" a small "law" or "course" says nothing: "apply Article 65 in national law".
    """
    words = re.split(SPACE, re.split(r"[;:!?|]|(?<!No)\.\s", phrase)[0])[:12]
    for place, raw in enumerate(words):
        word = re.sub(r"['’]s\Z", "", raw.strip("(),.*_\"'’"))
        if word in OWN or word in ("Part", "Parts"):
            return False
        if word.startswith("Convention"):
            return _another_convention(words[:place], " ".join(words[place:]))
        if re.fullmatch(NAME, word):
            return True
        if word.lower() in _TEXTS and (by_of or word[0].isupper()):
            return True
        if by_of and word.lower() in _OF_OURS:
            return True
        if _ends(raw, word, words[place - 1 : place], words[place + 1 : place + 2]):
            return False
    return False


def _ends(raw: str, word: str, previous: Sequence[str], following: Sequence[str]) -> bool:
    """True where a name cannot go on: at a verb, at a comma or an "and" that joins no capitals."""
    if word in ("and", "or"):
        return not all(other[:1].isupper() for other in (*previous, *following))
    return _ENDS.fullmatch(word) is not None or (raw.endswith((",", ")")) and not word[:1].isupper())


def _another_convention(title: Sequence[str], rest: str) -> bool:
    """True for a Convention with another number, with another title, or "on", "against" a subject of its own."""
    numbered = re.match(_NUMBERED, rest)
    if numbered:
        return numbered["number"] not in OWN
    capitals = {word.strip("(),") for word in title if word.strip("(),")[:1].isupper()}
    return not capitals <= _TITLE or _ABOUT.match(rest) is not None


def _of_a_procedure(before: str, after: str, numbers: Sequence[int]) -> bool:
    found = _PROCEDURE_AFTER.match(after) or _PROCEDURE_BEFORE.search(before)
    return found is not None and bool(numbers) and _PROCEDURES[found["stem"]].issuperset(numbers)


def _of_the_sentence(before: str, after: str) -> bool:
    """True where "its" stands for another text: the last that the sentence names, else the one named next.

    After "in", "under" and "by" it is the last that the clause names.
    """
    sentence = _SENTENCE.split(before)[-1]
    its = _ITS.search(before) is not None
    if not its and not _WITHIN.search(before):
        return False
    clause = sentence if its else re.split(r"[,;:()]", sentence)[-1]
    named = list(_NAMED.finditer(clause))
    if not named:
        return its and _is_other(_NAMED_NEXT.match(after))
    if named[-1]["convention"]:
        start = named[-1].start()
        return _another_convention(_CAPITALS.findall(clause[max(0, start - 80) : start]), clause[start:])
    return _is_other(named[-1])
