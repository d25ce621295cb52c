"""How lessons are written: short sentences, plain words, the words of the glossary and of the treaty in their place."""

from __future__ import annotations

import re
from statistics import mean

import pytest

from learning.c102 import service as c102
from learning.lessons.source import Lesson
from learning.quiz.questions import Question
from tests.content import shipped, wording

MEAN_WORDS = 18
MOST_WORDS = 35
HARD_SHARE = 0.02
"""Of the words of a lesson, at most so many may have more than 12 letters without being words of the glossary."""

WORDS = {term.id: term.words["en"] for term in c102.glossary()}
KNOWN = {
    word.removesuffix("s")
    for phrase in (*WORDS.values(), *(each.definition_en for each in c102.glossary()))
    for word in phrase.lower().replace("-", " ").split()
}
LESSONS = [
    pytest.param(lesson, f"{course}/{path}", id=f"{course}/{path}")
    for course in shipped.COURSES
    for path, lesson in shipped.lessons(course)
]

OTHER_WORDS = {
    "standard beneficiary": r"beneficiary rate|typical beneficiary|model beneficiary",
    "persons protected": r"protected persons|covered persons|persons covered",
    "qualifying period": r"qualification period|qualifying time",
    "means test": r"income test|needs test",
    "replacement rate": r"substitution rate|compensation rate",
    "earnings ceiling": r"wage ceiling|salary ceiling|ceiling on salar(?:y|ies)",
    "pensionable age": r"retirement age|pension-able age",
    "invalidity benefit": r"disability (?:benefit|pension)|handicapped",
    "survivors' benefit": r"survivors? (?:benefit|pension)s?\b",
    "unemployment benefit": r"jobless (?:benefit|aid)|dole",
    "sickness benefit": r"sick pay",
    "right of appeal": r"appeal right",
    "dependant": r"dependents?(?!\w)",
    "temporary exception": r"temporary derogation|temporary exemption",
    "old age": r"elderly",
}
"""Words that the glossary has another word for: one thing, one word."""

PEOPLE_OF_A_STORY = {
    "her husband Tomas": "two people of the example country who are married; no word of the treaty",
    "the wife of an insured man": "the question that opens the lesson; its answer, below, names Article 48",
}
"""Blocks that may use a gendered word, by a piece of them, with the reason."""

COUNTRIES = re.compile(
    r"\b(?:" + "|".join(re.escape(row.country.partition(" (")[0]) for row in c102.ratifications().rows) + r")\b"
)


@pytest.mark.parametrize(("lesson", "path"), LESSONS)
def test_sentences_are_short(lesson: Lesson, path: str) -> None:
    lengths = {each: wording.length(each) for each in wording.sentences(lesson.body)}
    assert [each for each, words in lengths.items() if words > MOST_WORDS] == []
    assert not lengths or mean(lengths.values()) <= MEAN_WORDS, path


@pytest.mark.parametrize(("lesson", "path"), LESSONS)
def test_words_are_plain(lesson: Lesson, path: str) -> None:
    long = wording.long_words(lesson.body, KNOWN)
    words = sum(map(wording.length, wording.sentences(lesson.body)))
    assert len(long) <= HARD_SHARE * words, (path, long)


@pytest.mark.parametrize(("lesson", "path"), LESSONS)
def test_a_glossary_word_is_linked_where_it_is_first_used(lesson: Lesson, path: str) -> None:
    """Only of terms that the lesson links: whether another use of the same letters means the term, no rule can say."""
    assert list(wording.late_links(lesson.body, WORDS)) == [], path


@pytest.mark.parametrize("course", shipped.COURSES)
def test_one_thing_has_one_word(course: str) -> None:
    other = re.compile(r"\b(?:" + "|".join(OTHER_WORDS.values()) + ")", re.IGNORECASE)
    assert [(text.path, found[0]) for text in shipped.texts(course) for found in other.finditer(text.raw)] == []


@pytest.mark.parametrize(("lesson", "path"), LESSONS)
def test_gendered_words_of_the_treaty_are_quoted_or_explained(lesson: Lesson, path: str) -> None:
    found = wording.unexplained_gendered(lesson.body)
    assert [each for each in found if not any(piece in each for piece in PEOPLE_OF_A_STORY)] == [], path


@pytest.mark.parametrize("course", shipped.COURSES)
def test_a_question_with_gendered_words_gives_the_place_in_the_treaty(course: str) -> None:
    for text, quiz in shipped.quizzes(course):
        for question in quiz.questions:
            if wording.GENDERED.search(" ".join([question.title, *question.pieces()])):
                assert re.search(r"Art\. \d|Schedule|Part [IVX]", sources(question)), f"{text.path}: {question.id}"


def sources(question: Question) -> str:
    return " ".join([question.source, *(part.source for part in shipped.parts(question))])


@pytest.mark.parametrize("course", shipped.COURSES)
def test_no_real_country_is_named_without_a_source(course: str) -> None:
    """Known are the States that have ratified. A source is a link out of the course in the same paragraph."""
    for text in shipped.texts(course):
        for block in wording.blocks(text.raw):
            assert not COUNTRIES.search(block) or "](http" in block, f"{text.path}: {block}"


def test_every_exception_is_still_needed() -> None:
    everything = "\n".join(" ".join(text.raw.split()) for course in shipped.COURSES for text in shipped.texts(course))
    assert [piece for piece in PEOPLE_OF_A_STORY if piece not in everything] == []


# --- the rules themselves ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two\ntwo? Three", ["One", "Two two", "Three"]),
        ("See Art. 65 and Convention No. 102 again.", ["See Art. 65 and Convention No. 102 again."]),
        ("- first item\n- second item\n\n| a | table |\n\n# A heading", ["first item", "second item"]),
        ("> **Section 1.** Each [worker](term:employee)\n> pays.", ["Section 1", "Each worker pays."]),
    ],
)
def test_sentences_of_a_text(text: str, expected: list[str]) -> None:
    assert wording.sentences(text) == expected


def test_a_link_after_the_first_use_is_late() -> None:
    words = {"widow": "widow", "benefit": "benefit"}
    assert list(wording.late_links("The widow is paid now. A [widow](term:widow) is.", words)) == ["widow"]
    assert list(wording.late_links('The word "widow" is old. A [widow](term:widow) is.', words)) == []
    assert list(wording.late_links("A [cash benefit](term:widow) is a [benefit](term:benefit).", words)) == []


def test_a_gendered_word_needs_quotes_an_article_or_the_glossary() -> None:
    assert list(wording.unexplained_gendered("The widow is paid."))
    assert not list(wording.unexplained_gendered('The "widow" of the treaty. The husband or wife of today.'))
    assert not list(wording.unexplained_gendered("The widow of Article 60 is paid."))
    assert not list(wording.unexplained_gendered("A [widow](term:widow) is paid.\n\nThe widow waits."))
    assert list(wording.unexplained_gendered("A [widow](term:widow) is paid.\n\nThe wife waits."))


def test_long_words_are_counted_without_those_of_the_glossary() -> None:
    assert wording.long_words("A multifariously replacement-rated contingencies", set()) == [
        "multifariously",
        "contingencies",
    ]
    assert wording.long_words("Two contingencies, many superintendents", {"superintendent"}) == ["contingencies"]
