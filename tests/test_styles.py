"""Rules that the style sheets keep: either direction of writing, colours by name, nothing without a rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))

PHYSICAL = re.compile(
    r"""(?<![\w-])(?:
        (?:margin|padding|border)-(?:left|right|top|bottom)[\w-]*
      | (?:left|right|top|bottom) | border-(?:top|bottom)-(?:left|right)-radius
      | (?:min-|max-)?(?:width|height)
    )\s*:
    | (?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b
    """,
    re.VERBOSE,
)
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab|lch|color)a?\(|:\s*(?:white|black|red|green|blue|gr[ae]y)\b", re.I
)
WITHOUT_RULE = {"as-asked", "chapter-body", "error-page", "previous", "step-title", "to-site"}
"""Classes that say what a thing is and need no look of their own."""

LONGEST = 400


def bare(path: Path) -> str:
    """Return a style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def declarations(text: str) -> str:
    """Return what stands inside the braces that hold no others, so without the conditions of media queries."""
    return "\n".join(re.findall(r"{([^{}]*)}", text))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_it_names_no_side_of_the_screen(path: Path) -> None:
    assert PHYSICAL.findall(declarations(bare(path))) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_four_values_are_the_same_on_both_sides(path: Path) -> None:
    for name, values in re.findall(r"\b(margin|padding|inset)\s*:\s*([^;}]+)", declarations(bare(path))):
        sides = re.sub(r"\([^()]*(?:\([^()]*\))*[^()]*\)", "", values.replace("!important", "")).split()
        assert len(sides) < 4 or sides[1] == sides[3], f"{name}: {values}"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_only(path: Path) -> None:
    text = bare(path)
    if path.name == "site.css":
        start = text.index("@layer tokens {")
        end = text.index("@layer base {")
        text = text[:start] + text[end:]
        text = text.replace("--ink: #000;", "")  # on paper, black is the token's value
    assert COLOUR.findall(declarations(text)) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_it_is_layered_and_not_too_long(path: Path) -> None:
    text = bare(path)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert {each for each in outermost(text) if not each.startswith("@layer ")} <= {"@page"}


def outermost(text: str) -> list[str]:
    """Return what stands before each outermost block, and the statements without a block."""
    depth, start, found = 0, 0, []
    for at, letter in enumerate(text):
        if letter == "{":
            if depth == 0:
                found.append(text[start:at].strip())
            depth += 1
        elif letter == "}":
            depth -= 1
            start = at + 1
        elif letter == ";" and depth == 0:
            found.append(text[start:at].strip())
            start = at + 1
    return found


def test_every_colour_is_redefined_for_the_dark() -> None:
    text = bare(ROOT / "static" / "css" / "site.css")
    light, *others = [
        set(re.findall(r"(--[\w-]+)\s*:\s*#", block)) for block in re.findall(r":root[^{}]*{([^{}]*)}", text)
    ]
    dark = [names for names in others if len(names) > 5]
    assert len(dark) == 2
    for names in dark:
        assert light - names <= {"--focus"}  # the focus ring is the same yellow on either ground


def test_every_token_that_is_used_is_defined() -> None:
    texts = "\n".join(bare(path) for path in STYLES)
    assert set(re.findall(r"var\((--[\w-]+)", texts)) == set(re.findall(r"(--[\w-]+)\s*:", texts))


def classes_in_use() -> set[str]:
    """Return the classes that templates and scripts write out; parts made from values are left out."""
    found: set[str] = set()
    for path in TEMPLATES:
        for value in re.findall(r'\bclass="([^"]*)"', path.read_text(encoding="utf-8")):
            plain = re.sub(r"{{.*?}}|{%.*?%}", "\0", value)
            found |= {word for word in plain.split() if "\0" not in word}
    for path in SCRIPTS:
        found |= set(re.findall(r'className = "([\w-]+)"', path.read_text(encoding="utf-8")))
    return found


def test_every_class_has_a_rule_or_is_known_to_need_none() -> None:
    styled = set(re.findall(r"\.([a-z][\w-]*)", "\n".join(bare(path) for path in STYLES)))
    assert classes_in_use() - styled <= WITHOUT_RULE
