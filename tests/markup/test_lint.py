"""Each code has a text that shows the fault and one that does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.kernel.problems import Problem
from learning.markup import guard
from learning.markup.lint import CODES, WARNINGS, lint
from learning.markup.page import Image, Links, Term


def article(reference: str) -> str | None:
    last = reference.rsplit(" ", 1)[1]
    return None if last.isdigit() and int(last) > 87 else f"/convention#{last}"


LINKS = Links(
    {"wife": Term("wife", "wife", "Spouse", "en")}.get,
    article,
    {"sickness": "/courses/c/lessons/sickness"}.get,
    {"media/x.png": Image("/m/x.png")}.get,
    {"/glossary": "/glossary"}.get,
)

CASES: dict[str, tuple[list[tuple[str, int]], list[str]]] = {
    # code: texts with the fault and its line; texts without it
    "alt-missing": ([("a\n\n![](media/x.png)", 3), ("![ ](media/x.png)", 1)], ["![A chart](media/x.png)", "`![](x)`"]),
    "article-unknown": (
        [("See Article 88.", 1), ("a\nC102 Arts 65, 66 and 99", 2), ("Articles 80-90", 1)],
        [
            "Article 87",
            "C121 Art. 95",
            "Article 99 of the Act",
            "`Art. 99`",
            "[Art. 99](https://a.example)",
            "Art\\. 99",
        ],
    ),
    "block-open": (
        [("/// note\ntext", 1), ("//// note\n\n/// key\n\n////", 3)],
        ["/// note\ntext\n///", "```\n/// note\n```", "/// note\n/// key\na\n///\n///"],
    ),
    "block-stray": ([("text\n\n///", 3), ("/// note\n///\n///", 3)], ["/// note\n///", "a / b /// c"]),
    "block-too-long": ([("a\n\n" + "word " * 2_001, 3), ("## " + "a" * 400, 1)], ["word " * 1_999]),
    "block-unknown": (
        [("a\n\n/// notes\nx\n///", 3), ("// note\nx\n///", 1), ("/// Note:\nx\n///", 1), ("／／／ key\nx\n///", 1)],
        ["/// Note\nx\n///", "    /// notes", "// https", "//example.org", "/// see this"],
    ),
    "bracket-open": (
        [("a\nb [c", 2), ("[a](https://b.example", 1), ("[a](see there)", 1), ("[" * 61, 1)],
        ["a [b] c", "\\[ a", "`[`", "- [ ] a", "[a\nb](/glossary)", '[a](/glossary "title")', "[a](/glossary#x_(y))"],
    ),
    "fence-open": ([("a\n\n```\ncode", 3), ("~~~\n```", 1)], ["```\ncode\n```", "````\n```\n````", "`` ``` ``"]),
    "footnote-missing": ([("a\nb[^x]", 2)], ["a[^x]\n\n[^x]: The text", "`[^x]`"]),
    "heading-id-bad": (
        [("## A {#Big_Id}", 1), ("## A {#term-x}", 1), ("## A {#}", 1)],
        ["## A {#small-id}", "## A {: #a lang=fr}"],
    ),
    "heading-id-repeated": ([("## A {#x}\n\n## B {#x}", 3)], ["## A {#x}\n\n## B {#y}"]),
    "heading-no-id": ([("text\n\n## A", 3), ("A\n---", 1)], ["## A {#a}", "    # a comment", "A {#a}\n---"]),
    "heading-one": ([("# A {#a}", 1), ("A {#a}\n===", 1), ("#hashtag", 1)], ["## A {#a}", "\\# a", "```\n# a\n```"]),
    "heading-skipped": ([("## A {#a}\n\n#### B {#b}", 3), ("### A {#a}", 1)], ["## A {#a}\n### B {#b}\n## C {#c}"]),
    "image-missing": ([("![a](media/none.png)", 1)], ["![a](media/x.png)"]),
    "image-remote": ([("![a](https://b.example/x.png)", 1), ("![a](//b.example/x)", 1)], ["![a](media/x.png)"]),
    "link-dead": (
        [("[a](activity:none)", 1), ("[a](/none)", 1), ("[a](#none)", 1), ("[a](other.md)", 1), ("[a]()", 1)],
        ["[a](activity:sickness)", "[a](/glossary)", "## A {#a}\n\n[a](#a)", "[a](https://b.example)", "`[a](#none)`"],
    ),
    "link-scheme": (
        [("[a](javascript:x)", 1), ("a\n<http://b.example>", 2), ("[a][r]\n\n[r]: ftp://b.example", 3)],
        ["[a](https://b.example)", "<https://b.example>", "[a](mailto:a@b.example)"],
    ),
    "link-space": (
        [("a\n[a] (activity:sickness)", 2), ("[a] (https://a.example)", 1)],
        ["[a](activity:sickness)", "[a] (b)", "\\[a\\] (https://a.example)", "`[a] (/glossary)`"],
    ),
    "list-mark": (
        [
            ("a\n\n• b", 3),
            ("— a\n— b", 1),
            ("text\n– a\n– b", 2),
            ("1) a\n2) b", 1),
            ("-\u00a0a", 1),
        ],
        ["— a", "text\n— a", "1) a\n\n2) b", "- a\n- b", "`• a`", "a • b", "(1) a\n(2) b"],
    ),
    "list-indent": (
        [("- a\n  - b", 2), ("- a\n\n  more of a", 3), ("1. a\n   - b", 2)],
        ["- a\n    - b\n        - c", "  - a\n  - b", "- a\n\n    more of a", "- a\n- b\n\nend", "- a\n  still a"],
    ),
    "list-no-blank": (
        [("text\n- a\n- b", 2), ("a\n\ntext\n1. a", 4), ("> text\n> - a", 2)],
        [
            "text\n\n- a",
            "## A {#a}\n- a",
            "- a\n- b",
            "text\n1952. year",
            "/// note\n- a\n///",
            "> - a\n> - b",
            "a - b",
        ],
    ),
    "nested-deep": (
        [(">" * 13 + " a", 1), ("- " * 13 + "a", 1)],
        [">" * 12 + " a", "- " * 40, "```\n" + " " * 80 + "x\n```"],
    ),
    "raw-html": (
        [("a\nb <br> c", 2), ("<!-- x -->", 1), ("<name of law>", 1)],
        ["a < b > c", "`<br>`", "<https://a.example>", "<a@b.example>", "\\<br>", "    <br>"],
    ),
    "table-cells": (
        [("| a | b |\n|---|---|\n| 1 |", 3), ("| a | b |\n|---|---|---|", 2)],
        ["| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n---|---\n1 | `2|3`", "| a | b |\n|---|---|\n| 1 \\| | 2 |"],
    ),
    "table-no-blank": (
        [("text\n| a | b |\n|---|---|", 2)],
        ["text\n\n| a | b |\n|---|---|", "/// figure | C\n| a | b |\n|--|--|\n///"],
    ),
    "table-no-rule": (
        [("text\n\n| a | b |\n| 1 | 2 |", 3), ("| a |\n| — |\n| b |", 1)],
        ["| a | b |\n|---|---|\n| 1 | 2 |", "| a |", "```\n| a |\n| b |\n```"],
    ),
    "table-wide": ([("|a" * 32, 1)], ["|a" * 30]),
    "term-unknown": ([("[a](term:none)", 1), ("[a](term:Bad Id)", 1)], ["[a](term:wife)"]),
    "text-control": ([("a\nb\u202ec", 2), ("a\x00", 1), ("a\ud800", 1), ("a\u2066", 1)], ["a\u200f b\u200d\tc"]),
    "text-too-long": ([("word " * 60_000, 1), ("a\n\n" * 4_001, 8001), ("a[^1]\n\n" * 301, 601)], ["a\n\n" * 3_000]),
}


def found(text: str) -> set[tuple[str, str]]:
    return {(problem.code, problem.where) for problem in lint(text, 1, LINKS)}


def test_every_code_is_in_the_table_and_has_its_examples() -> None:
    assert set(CASES) == set(CODES)
    assert set(CODES) > WARNINGS


@pytest.mark.parametrize(
    ("code", "text", "line"), [(code, text, line) for code, (bad, _) in CASES.items() for text, line in bad]
)
def test_a_fault_is_found_on_its_line(code: str, text: str, line: int) -> None:
    if code == "term-unknown" and "Bad" in text:
        code = "bracket-open"  # an address holds no space, so this is no link at all
    assert (code, str(line)) in found(text)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, (_, good) in CASES.items() for text in good])
def test_what_only_looks_like_the_fault_is_left_alone(code: str, text: str) -> None:
    assert code not in {name for name, _ in found(text)}


def test_lines_are_counted_in_the_file() -> None:
    assert lint("a\n\nb [c", 10, LINKS)[0].where == "12"
    assert lint("\x00", 10, LINKS)[0].where == "10"


def test_a_warning_does_not_keep_a_course_from_being_served() -> None:
    assert [problem.is_error for problem in lint("## A", 1, LINKS)] == [False]
    assert [problem.is_error for problem in lint("# A {#a}", 1, LINKS)] == [True]


def test_each_sentence_names_the_remedy_after_a_colon() -> None:
    for bad, _ in CASES.values():
        for text, _ in bad:
            for problem in lint(text, 1, LINKS):
                assert ": " in problem.detail or problem.detail.endswith("?")


def test_a_whole_lesson_without_faults_has_no_problems() -> None:
    text = """Begin with the [wife](term:wife) of Art. 1(1)(c).[^1]

## The pattern {#pattern}

- one
    - nested, `[` and all
- two

    more of two

/// figure | Rates

| Branch | Rate |
| --- | --: |
| Sickness | 45 % |

///

/// government
See [the lesson](activity:sickness), [above](#pattern) and <https://www.example.org/a_(b)>.
///

Term
:   Meaning

*[ILO]: International Labour Organization

[^1]: C102 Arts 65-67; C121 Art. 19.
"""
    assert lint(text, 1, LINKS) == []


@given(st.text(alphabet="[]()!#`~*_-+>|:/\\<{}^.1a \n", max_size=120))
def test_any_text_is_examined_without_an_exception(text: str) -> None:
    problems = lint(text, 1, LINKS)
    assert all(isinstance(problem, Problem) and problem.code in CODES for problem in problems)
    assert all(1 <= int(problem.where) <= text.count("\n") + 1 for problem in problems)


QUOTED = [
    "",
    "words",
    "- item",
    "    - inner",
    "  - odd",
    "1. one",
    "    words inside",
    "> - deeper",
    "/// note",
    "///",
]


@given(st.lists(st.sampled_from(QUOTED), max_size=10), st.sampled_from(["> ", ">", "  > "]))
def test_a_list_in_a_quotation_is_examined_as_one_outside(lines: list[str], mark: str) -> None:
    def faults(text: str) -> list[str]:
        return [str(problem) for problem in lint(text, 1, LINKS) if problem.code.startswith("list-")]

    # Where the sign stands alone before indented words, a space of theirs is the sign's.
    indented = mark == ">" and any(line.startswith(" ") for line in lines)
    assert indented or faults("\n".join(mark + line for line in lines)) == faults("\n".join(lines))


def test_what_the_guard_refuses_is_reported_by_lint_in_the_same_words() -> None:
    text = "[" * 100
    assert lint(text, 3, LINKS) == guard.problems(text, 3)
