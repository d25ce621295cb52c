"""Code and prose, told apart as the parser does."""

from hypothesis import given
from hypothesis import strategies as st

from learning.markup.lines import BLANK, Fence, fences, paragraphs, prose, split, without_fences


def test_a_fence_ends_at_one_of_the_same_sign_at_least_as_long() -> None:
    assert fences(split("a\n````\n```\n~~~\n`````\nb")) == [Fence(1, 4, 0, closed=True)]


def test_a_fence_that_never_ends_runs_to_the_end() -> None:
    assert fences(split("a\n  ~~~ python\nb")) == [Fence(1, 2, 2, closed=False)]


def test_three_backticks_in_a_line_of_prose_are_no_fence() -> None:
    assert fences(split("``` a ``` b")) == []


def test_code_is_blanked_out_and_places_stay() -> None:
    assert prose(["a `[b` c", "", "    code", "", "- item", "", "    text `x"]) == [
        f"a {BLANK * 4} c",
        "",
        "",
        "",
        "- item",
        "",
        "    text `x",
    ]


def test_a_paragraph_knows_the_line_of_each_character() -> None:
    first, second = paragraphs(["", "a", "bc", " ", "d"])
    assert (first.first, first.text, first.line_of(2), second.first) == (1, "a\nbc", 2, 4)


def test_any_line_ending_and_tabs_are_read_as_the_parser_reads_them() -> None:
    assert split("a\r\nb\rc\n\td") == ["a", "b", "c", "    d"]


@given(st.text(alphabet="`~ab \n-\\", max_size=80))
def test_blanking_out_keeps_lines_and_their_lengths_or_empties_them(text: str) -> None:
    lines = split(text)
    for before, after in zip(lines, prose(lines), strict=True):
        assert len(after) in (0, len(before))
    assert len(without_fences(lines)) == len(lines)
