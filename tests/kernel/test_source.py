"""Strict YAML: text stays as written, what is risky is refused, every fault has its line."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.kernel.codes import CODES
from learning.kernel.source import SETTINGS_LIMIT, Value, dump_settings, read_document, read_settings

BAD_TEXTS = {
    # name: text, code, line
    "an alias": ("a: x\nb: *a", "yaml-alias", 2),
    "an anchor": ("a: &x y", "yaml-alias", 1),
    "a tag": ("a: !!python/name:os.system x", "yaml-tag", 1),
    "a tag of one's own": ("a: 1\nb: !mine x", "yaml-tag", 2),
    "a second document": ("a: x\n---\nb: y", "yaml-document", 2),
    "the end of a document": ("a: x\n...", "yaml-document", 2),
    "a directive": ("%YAML 1.1\n---\na: x", "yaml-document", 1),
    "a repeated key": ("a: x\nb: y\na: z", "yaml-repeated", 3),
    "a repeated key inside": ("a:\n  b: x\n  b: y", "yaml-repeated", 3),
    "a key that is a list": ("? [a]\n: x", "yaml-key", 1),
    "a tab": ("a:\n\tb: x", "yaml", 2),
    "a tab behind a colon": ("a: x\nb:\ty", "yaml", 2),
    "curly quotes": ("a: x\nb: “y”", "yaml-sign", 2),
    "curly quotes round a colon": ("a: x\nb: “y: z”", "yaml-sign", 2),
    "curly quotes in a list": ("a: [x, “y”]", "yaml-sign", 1),
    "a curly quote that stays open": ("a: “x", "yaml-sign", 1),
    "pointed quotes": ("a: «\u00a0x\u00a0»", "yaml-sign", 1),
    "a hard space before a colon": ("a: x\nb\u00a0: y", "yaml-sign", 2),
    "a hard space behind a colon": ("a: x\nb:\u00a0y", "yaml-sign", 2),
    "a hard space in an entry": ("a:\n  - id\u202f: y", "yaml-sign", 2),
    "a wide colon": ("a: x\nb：y", "yaml-sign", 2),
    "an open quote": ('a: x\nb: "y\nc: z', "yaml", 2),
    "an open bracket": ("a: [x\nb: y", "yaml", 1),
    "an open brace": ("a: {x", "yaml", 1),
    "two colons": ("a: b: c", "yaml", 1),
    "a sign at the beginning": ("a: x\nb: @y", "yaml", 2),
    "an unknown escape": ('a: "\\q"', "yaml", 1),
    "a line without a colon": ("a: x\nb\nc: y", "yaml", 3),
    "a list": ("- a\n- b", "settings-not-a-mapping", 1),
    "a single text": ("a", "settings-not-a-mapping", 1),
    "too much": ("a: " + "x" * SETTINGS_LIMIT, "settings-too-long", 1),
    "a bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "yaml-alias", 1),
    "deep brackets": ("a: " + "[" * 40 + "]" * 40, "yaml-deep", 1),
    "deep indents": ("\n".join(" " * depth + "a:" for depth in range(40)), "yaml-deep", 13),
    "deep brackets that never end": ("a: " + "[" * 20_000, "yaml-deep", 1),
    "NUL": ("a: x\nb: \0", "yaml-character", 2),
    "an escape for NUL": ('a: x\nb: "\\0"', "yaml-character", 2),
    "an escape for NUL in a name": ('"\\0": x', "yaml-character", 1),
    "an escape beyond all characters": ('a: x\nb: "\\UFFFFFFFF"', "yaml-character", 2),
    "the first escape beyond all characters": ('a: "\\U00110000"', "yaml-character", 1),
    "an escape for half a character": ('a: "\\uD800"', "yaml-character", 1),
    "an escape for two halves": ('a: "\\uD83D\\uDE00"', "yaml-character", 1),
    "half a character": ("a: \ud800", "yaml-character", 1),
    "an override of direction": ("a: \u202ex", "yaml-character", 1),
    "an isolate of direction": ("a: \u2066x", "yaml-character", 1),
    "a line separator": ("a: x\u2028b: y", "yaml-character", 1),
    "a lone carriage return": ("a: x\rb: y", "yaml-character", 1),
}


@pytest.mark.parametrize(("text", "code", "line"), BAD_TEXTS.values(), ids=BAD_TEXTS)
@pytest.mark.parametrize("first_line", [1, 7])
def test_what_is_not_plain_is_refused_with_its_line(text: str, code: str, line: int, first_line: int) -> None:
    settings, problems = read_settings(text, first_line)
    assert (settings.values, settings.lines) == ({}, {})
    [problem] = problems
    assert (problem.code, problem.where) == (code, str(line + first_line - 1))
    assert problem.is_error
    assert problem.code in CODES


@pytest.mark.parametrize(
    "written",
    ["NO", "no", "yes", "012", "12:30", "1_000", "0x1F", "1e3", "2026-11-23", "null", "~", "1.10", "=", ".inf"],
)
def test_every_value_is_the_text_as_written(written: str) -> None:
    settings, problems = read_settings(f"a: {written}")
    assert problems == []
    assert settings.values == {"a": written}


def test_an_empty_value_is_an_empty_text() -> None:
    assert read_settings("a:\nb: x")[0].values == {"a": "", "b": "x"}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_no_settings_are_an_empty_mapping(text: str) -> None:
    settings, problems = read_settings(text)
    assert (settings.values, problems) == ({}, [])


def test_lists_and_mappings_keep_their_lines() -> None:
    text = "a: [x, y]\nb:\n  - id: one\n    text: two\n\n  - id: three\nc:\n  old: new\n"
    settings, problems = read_settings(text, first_line=2)
    assert problems == []
    assert settings.values == {
        "a": ["x", "y"],
        "b": [{"id": "one", "text": "two"}, {"id": "three"}],
        "c": {"old": "new"},
    }
    assert settings.lines == {"a": 2, "a.0": 2, "a.1": 2, "b": 3, "b.0": 4, "b.1": 7, "c": 8, "c.old": 9}


def test_a_merge_key_is_a_name_like_any_other() -> None:
    assert read_settings("<<: {a: x}")[0].values == {"<<": {"a": "x"}}


def test_a_document_is_parted_into_settings_and_body() -> None:
    document, problems = read_document("---\nid: x\n---\n## Heading\n\n---\n")
    assert problems == []
    assert document.settings.values == {"id": "x"}
    assert document.settings.lines == {"id": 2}
    assert (document.body, document.body_line) == ("## Heading\n\n---\n", 4)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "no-front-matter", 1),
        ("id: x\n", "no-front-matter", 1),
        ("\n---\nid: x\n---\n", "no-front-matter", 1),
        ("---", "front-matter-open", 1),
        ("---\nid: x\n\nText\n", "front-matter-open", 1),
        ("---\nid: x\nid: y\n---\n", "yaml-repeated", 3),
        ('---\nid: "x\n---\nText', "yaml", 2),
    ],
)
def test_front_matter_that_cannot_be_read_is_told_with_its_line(text: str, code: str, line: int) -> None:
    _, [problem] = read_document(text)
    assert (problem.code, problem.where) == (code, str(line))


CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc"),
    exclude_characters="\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
TEXTS = st.text(CHARACTERS | st.sampled_from("\n\t:#'\"-[]{}&*!|>%@` ,?"), max_size=40)
NAMES = st.text(string.ascii_lowercase + "_", min_size=1, max_size=8)
VALUES: st.SearchStrategy[Value] = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
)


@given(st.dictionaries(NAMES, VALUES, max_size=4))
@settings(deadline=None, max_examples=300)
def test_what_is_dumped_reads_back_the_same(values: dict[str, Value]) -> None:
    settings, problems = read_settings(dump_settings(values))
    assert problems == []
    assert settings.values == values


@settings(deadline=None)
@given(st.text(max_size=200) | st.text(CHARACTERS | st.sampled_from(":-[]{}\"'\n\t#&*!\\xuU0F"), max_size=200))
def test_no_text_raises(text: str) -> None:
    settings, problems = read_settings(text)
    assert settings.values == {} or problems == []
    document, _ = read_document(text)
    assert text.endswith(document.body)


@pytest.mark.parametrize("written", ["no", "012", "12:30", "C102 Art. 7", "70%", "plain words"])
def test_a_text_that_needs_no_quotes_is_dumped_without(written: str) -> None:
    assert dump_settings({"a": written}) == f"a: {written}\n"
