"""Settings and front matter: strict YAML in, plain text values out, every fault with its line.

YAML here is a small, safe part of YAML 1.1: no aliases, no tags, no repeated keys, and every scalar is text
as written (`no`, `012`, `12:30` stay so); `learning.kernel.schema` gives the values their types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from learning.kernel.problems import Problem

Value = str | list["Value"] | dict[str, "Value"]
"""What strict YAML can say."""

SETTINGS_LIMIT = 32 * 1024
"""Bytes of one settings block; a larger one is refused before it is read."""

DEPTH_LIMIT = 12

# Control characters, halves of characters, and the marks that turn the order of text round: no text needs them.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]")
_ESCAPE = re.compile(r"\\U([0-9A-Fa-f]{8})")
_LAST_CHARACTER = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Settings:
    """A mapping read from YAML. `lines` gives the line of each top-level key, counted in the whole file; that of an
    entry in it stands under both names, or name and place: "renamed.old", "outcomes.0"."""

    values: dict[str, Value]
    lines: dict[str, int]


@dataclass(frozen=True, slots=True)
class Document:
    """A text file with front matter. `body_line` is the file's line number of the body's first line."""

    settings: Settings
    body: str
    body_line: int


class _Fault(Exception):
    def __init__(self, line: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.problem = Problem(str(line), code, detail)


def read_settings(text: str, first_line: int = 1) -> tuple[Settings, list[Problem]]:
    """Read a YAML mapping; problems carry the line in the file, which begins at `first_line`. Never raises."""
    try:
        return _read_settings(text, first_line), []
    except _Fault as fault:
        return Settings({}, {}), [fault.problem]


def _read_settings(text: str, first_line: int) -> Settings:
    if len(text.encode(errors="replace")) > SETTINGS_LIMIT:
        detail = f"the settings are over {SETTINGS_LIMIT >> 10} KB: shorten them, or move text below them"
        raise _Fault(first_line, "settings-too-long", detail)
    _refuse_unreadable_characters(text, first_line)
    _refuse_other_signs(text, first_line)
    try:
        _refuse_risky_tokens(text, first_line)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        unclosed = "never closed" in _reason(error)  # then the place where it was opened helps more
        mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
        line = first_line + (text.count("\n", 0, mark.index) if mark else 0)
        if _CURLY_VALUE.search(text.split("\n")[line - first_line]):
            raise _Fault(line, "yaml-sign", _CURLY) from None
        raise _Fault(line, "yaml", _reason(error)) from None
    except yaml.YAMLError:  # a character that no text holds, told above as far as we know
        raise _Fault(first_line, "yaml-character", _UNREADABLE) from None
    if node is None:
        return Settings({}, {})
    if not isinstance(node, yaml.MappingNode):
        raise _Fault(
            first_line, "settings-not-a-mapping", 'settings are lines of the form "name: value": write them so'
        )
    return Settings(_mapping(node, first_line), dict(_lines(node, first_line)))


# As French keyboards and word processors put it before a colon; and the colon of East Asian keyboards.
_HARD_SPACE = re.compile("^(?: *- +| +(?=text|id))?[A-Za-z_]+(?:[\u00a0\u2007\u202f]+:|:[\u00a0\u2007\u202f])")
_WIDE_COLON = re.compile("^(?: *- +)?[A-Za-z_]+[ \u00a0]*[\ufe55\uff1a]")
_CURLY_QUOTED = re.compile(
    "[\u2018\u201c\u201e\u00ab](?:[^\u2019\u201d\u00bb]*|.*[\u2019\u201c\u201d\u00bb])", re.DOTALL
)
_CURLY_VALUE = re.compile("[:\\[,-] *[\u2018\u201c\u201e\u00ab]")
_CURLY = 'these quotes are curly ones, as word processors write them: type plain quotes "…", or leave them out'


def _refuse_other_signs(text: str, first_line: int) -> None:
    for number, line in enumerate(text.split("\n"), start=first_line):
        if _HARD_SPACE.match(line):
            detail = "the space beside this colon is a hard one (no-break space): type a plain space in its place"
            raise _Fault(number, "yaml-sign", detail)
        if _WIDE_COLON.match(line):
            raise _Fault(number, "yaml-sign", 'this colon is a wide one: type a plain one with a space behind it, ": "')


_UNREADABLE = "this line holds a character that no text needs (invisible, or half of one): type the line anew"
_REASONS = (
    ("'\\t'", "this line holds a tab: write spaces in its place"),
    ("cannot start any token", 'a text may not begin with this sign: put it in "quotes"'),
    (
        "mapping values",
        'a colon stands where none is expected: put a text that holds ": " in "quotes", and look at the line above',
    ),
    ("unknown escape", "the sign \\ has a meaning in double quotes: write it twice, or use single quotes"),
    ("end of stream", "a quote or bracket that is opened here is never closed: close it"),
    ("expected ',' or", "a bracket that is opened here is never closed: close it"),
    (
        "",
        'this line, or the one above it, is not of the form "name: value": write it so, with a space behind the colon',
    ),
)
"""What the parser says, and what that means to a person; the first that fits is told."""


def _reason(error: yaml.MarkedYAMLError) -> str:
    return next(words for sign, words in _REASONS if sign in (error.problem or ""))


def _lines(node: yaml.MappingNode, first_line: int) -> Iterator[tuple[str, int]]:
    for key, value in node.value:
        yield key.value, first_line + key.start_mark.line
        if isinstance(value, yaml.SequenceNode):
            for place, item in enumerate(value.value):
                yield f"{key.value}.{place}", first_line + item.start_mark.line
        elif isinstance(value, yaml.MappingNode):
            for name, _ in value.value:
                yield f"{key.value}.{name.value}", first_line + name.start_mark.line


def read_document(text: str) -> tuple[Document, list[Problem]]:
    """Split a text into front matter (between two lines of three hyphens) and body, and read the front matter."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Document(Settings({}, {}), text, 1), [
            Problem(
                "1",
                "no-front-matter",
                'the first line of the file must be "---", above its settings: add it, and a second "---" below them',
            )
        ]
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            settings, problems = read_settings("\n".join(lines[1:number]), first_line=2)
            return Document(settings, "\n".join(lines[number + 1 :]), number + 2), problems
    return Document(Settings({}, {}), "", len(lines)), [
        Problem("1", "front-matter-open", 'the settings begin with "---" but never end: close them with a line "---"')
    ]


def dump_settings(values: dict[str, Value]) -> str:
    """Write settings as YAML that `read_settings` reads back to the same values."""
    return "".join(_dump_entry(key, value, "") for key, value in values.items())


def _dump_entry(key: str, value: Value, indent: str) -> str:
    if isinstance(value, str):
        return f"{indent}{key}: {_scalar(value)}\n"
    if not value:
        return f"{indent}{key}: {'[]' if isinstance(value, list) else '{}'}\n"
    return f"{indent}{key}:\n{_dump_block(value, indent + '  ')}"


def _dump_block(value: Value, indent: str) -> str:
    if isinstance(value, dict):
        return "".join(_dump_entry(key, inner, indent) for key, inner in value.items())
    if isinstance(value, list):
        return "".join(_dump_item(item, indent) for item in value)
    return f"{indent}{_scalar(value)}\n"


def _dump_item(item: Value, indent: str) -> str:
    if isinstance(item, str):
        return f"{indent}- {_scalar(item)}\n"
    block = _dump_block(item, indent + "  ")
    return (
        f"{indent}- {block[len(indent) + 2 :]}" if block else f"{indent}- {'[]' if isinstance(item, list) else '{}'}\n"
    )


def _scalar(text: str) -> str:
    if _CURLY_QUOTED.fullmatch(text):  # its own, and not in place of plain ones
        return yaml.dump(text, allow_unicode=True, default_style='"', width=10**9).strip("\n")
    plain = yaml.dump(text, allow_unicode=True, default_flow_style=True, width=10**9).removesuffix("...\n").strip("\n")
    # What the safe loader would take for a number, a date or a truth value is quoted by `dump`; the strict
    # reader would not need that, and people write such values plainly.
    unquoted = plain[1:-1] if plain.startswith("'") and plain.endswith("'") and "'" not in plain[1:-1] else plain
    if unquoted == text and text.strip() == text and _reads_back(text):
        return text
    return plain


def _reads_back(text: str) -> bool:
    try:
        node = yaml.compose(f"k: {text}", Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        return False
    value = node.value[0][1]
    return isinstance(value, yaml.ScalarNode) and value.style is None and value.value == text


def _refuse_unreadable_characters(text: str, first_line: int) -> None:
    for number, line in enumerate(text.split("\n"), start=first_line):
        beyond = any(int(escape[1], 16) > _LAST_CHARACTER for escape in _ESCAPE.finditer(line))
        if beyond or _NO_TEXT.search(line.removesuffix("\r")):
            raise _Fault(number, "yaml-character", _UNREADABLE)


def _text(node: yaml.ScalarNode, first_line: int) -> str:
    if _NO_TEXT.search(node.value):
        raise _Fault(first_line + node.start_mark.line, "yaml-character", _UNREADABLE)
    if node.style is None and _CURLY_QUOTED.fullmatch(node.value):
        raise _Fault(first_line + node.start_mark.line, "yaml-sign", _CURLY)
    return str(node.value)


def _refuse_risky_tokens(text: str, first_line: int) -> None:
    depth = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        line = first_line + token.start_mark.line
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
            raise _Fault(
                line,
                "yaml-alias",
                'aliases and anchors ("*name", "&name") are not read: write the value out, or quote it',
            )
        if isinstance(token, yaml.TagToken):
            raise _Fault(line, "yaml-tag", 'tags ("!name") are not read: remove it, or quote the value')
        if isinstance(token, yaml.DirectiveToken | yaml.DocumentStartToken | yaml.DocumentEndToken):
            raise _Fault(line, "yaml-document", "one settings block holds one mapping: remove the marker line")
        if isinstance(
            token,
            yaml.BlockMappingStartToken
            | yaml.BlockSequenceStartToken
            | yaml.FlowMappingStartToken
            | yaml.FlowSequenceStartToken,
        ):
            depth += 1
            if depth > DEPTH_LIMIT:
                raise _Fault(line, "yaml-deep", f"settings are nested over {DEPTH_LIMIT} levels: flatten them")
        elif isinstance(token, yaml.BlockEndToken | yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken):
            depth -= 1


def _mapping(node: yaml.MappingNode, first_line: int) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise _Fault(line, "yaml-key", 'the name of a setting is a word: write "name: value"')
        name = _text(key, first_line)
        if name in found:
            raise _Fault(line, "yaml-repeated", f'"{name}" is set twice: keep one of the two lines')
        found[name] = _value(value, first_line)
    return found


def _value(node: yaml.Node, first_line: int) -> Value:
    if isinstance(node, yaml.ScalarNode):
        return _text(node, first_line)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, first_line)
    return [_value(item, first_line) for item in node.value]
