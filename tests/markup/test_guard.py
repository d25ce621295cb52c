"""Hostile texts are refused or rendered, and neither takes long; the limits leave room for real lessons."""

import pytest

from learning.kernel.errors import Invalid
from learning.markup import guard
from learning.markup.lint import lint
from learning.markup.page import Image, Links, Term
from learning.markup.render import document

LINKS = Links(
    lambda id_: Term(id_, "term", "meaning", "en"),
    lambda _: "/convention#art-5",
    lambda _: "/lesson",
    lambda path: Image(f"/{path}"),
    lambda path: path,
)

SIGNS = r"""
[¦![¦[](¦[a](¦[a](b) ¦[a](b "c) ¦[a](<b ¦[a][b] ¦[a] ¦*a ¦**a ¦*a **b ¦_a__b ¦*a*¦a**b*c ¦` ``  ¦`a` ¦\`¦<¦<a ¦<![
<!--¦<a://¦<a@¦&¦\*¦\¦{¦*a*{: b¦*a*{: a="¦# ¦#\¦## a ¦> ¦- ¦1. ¦- > ¦1. - ¦: ¦[^1]¦[^1]: ¦*[a]: b¦[a]: b ¦~¦///
/// note ¦|¦|a¦Art. 5, ¦Articles 5, ¦Art. 5(1)¦Parts V, ¦Convention No. ¦AAAA1 ¦&nbsp;¦[a]{: lang=fr} ¦[*`<_!(\
![[a](b)¦[*a](b¦a¦كلمة ¦word ¦=¦-¦-   ¦<b>¦<https://a.example> ¦[w](term:w) ¦![a](media/x.png) ¦Art. 5 of the a b
"""
LINES = r"""
[¦*a¦# a¦#¦- a¦1. a¦> a¦a¦a\n=¦a\n: b¦a\n\n: b¦    b¦- a\n\n    b¦- a\n1. b¦```¦```\na\n```¦``` hl="¦~~~\na¦![a](b
/// note¦/// note\na\n///¦///¦/// x¦[^1]: a¦[^1]: [^1]¦*[A]: a¦[a]: b¦## a¦a  ¦|a|b|¦|a|b|\n|-|-|\n|a|b|\n¦    /// note
"""
KINDS = [
    *(sign for row in SIGNS.strip().split("\n") for sign in row.split("¦")),
    *(line.replace(r"\n", "\n") + "\n" for row in LINES.strip().split("\n") for line in row.split("¦")),
    "- \t",
    "\t\n",
]
DEEP = {
    "a list that nests by indent": "\n".join(" " * (4 * level) + "- a" for level in range(300)),
    "brackets in brackets": "[" * 5_000 + "]" * 5_000,
    "links in links": "[a" * 2_000 + "](b)" * 2_000,
    "emphasis in emphasis": "*a **b " * 1_000 + "b** a* " * 1_000,
    "backticks of every length": " ".join("`" * length for length in range(1, 140)),
    "fences of every length": "\n".join("`" * length for length in range(3, 400)),
    "a table of many columns": "|" + "a|" * 9_000 + "\n|" + "-|" * 9_000 + "\n" + "|\n" * 9_000,
    "footnotes that name each other": "".join(f"[^{n}]: [^{n + 1}]\n\n" for n in range(3_000)),
    "many abbreviations": "".join(f"*[A{n}]: a\n" for n in range(2_000)) + "A1 " * 2_000,
}


def rendered_or_refused(text: str) -> None:
    lint(text, 1, LINKS)
    if guard.problems(text):
        with pytest.raises(Invalid):
            document(text, LINKS)
    else:
        try:
            assert document(text, LINKS).html is not None
        except Invalid as error:  # only what cannot be counted beforehand
            if [problem.code for problem in error.problems] != ["nested-deep"]:
                raise


@pytest.mark.timeout(20)
@pytest.mark.parametrize("kind", KINDS, ids=repr)
def test_a_sign_said_again_and_again_does_not_hold_the_parser(kind: str) -> None:
    # Once as much as a paragraph may hold; once in many small ones.
    rendered_or_refused(kind * (9_000 // len(kind)))
    rendered_or_refused("\n\n".join([kind * (300 // len(kind))] * 30))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_what_nests_or_multiplies_does_not_hold_the_parser(text: str) -> None:
    rendered_or_refused(text)


@pytest.mark.timeout(5)
def test_what_hangs_the_library_is_refused_at_any_length() -> None:
    for length in (16_000, 10_000_000):
        assert guard.problems("[" * length)
        assert guard.problems("[ \n\n" * length)


def test_a_long_real_text_is_accepted() -> None:
    paragraph = "The [persons protected](term:p) under Art. 9 are *counted*, see `code`. " * 12
    row = "| Sickness | 45 % | Art. 16 |\n"
    lesson = f"## Heading {{#id}}\n\n{paragraph}\n\n- item\n    - item\n\n| a | b | c |\n|---|---|---|\n{row * 60}\n"
    assert guard.problems(lesson * 15) == []


def test_code_may_hold_what_prose_may_not() -> None:
    assert guard.problems("```\n" + "[" * 500 + "\n" + "|a" * 50 + "\n```") == []


def test_a_lone_half_of_a_character_is_refused_not_raised() -> None:
    assert [problem.code for problem in guard.problems("a\udc00b")] == ["text-control"]


def test_each_problem_names_its_line_in_the_file() -> None:
    assert guard.problems("a\n\n" + ">" * 13, first_line=10)[0].where == "12"
