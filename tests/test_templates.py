"""Rules that every template keeps."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
FILES = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
PAGES = [path for path in FILES if path.suffix == ".html" and not path.name.startswith("_")]
FRAMES = {"macros", "layouts", "interactions", "tables"}
"""Folders of parts that pages are put together from."""

MOST_LINES = 100
IN_THE_MARKUP = re.compile(
    r"""\s(?:style|on[a-z]+)\s*=\s*["'{]   # a style or an act in an attribute
      | <style | javascript:
      | <script(?![^>]*\ssrc=)             # a script in the page
    """,
    re.VERBOSE | re.IGNORECASE,
)


OWN_FRAMES = {"base.html", "books/book.html"}
"""The frame of every page, and that of a book, which is read where there is no site."""


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def is_page(path: Path) -> bool:
    return name_of(path) not in OWN_FRAMES and not FRAMES & set(path.relative_to(TEMPLATES).parts)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_it_compiles_and_is_short(path: Path, site: Flask) -> None:
    text = path.read_text(encoding="utf-8")
    with site.test_request_context():
        site.jinja_env.compile(text)
    assert len(text.splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_it_holds_no_script_no_style_and_nothing_unescaped(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    markup = re.sub(r"{#.*?#}|{%.*?%}", " ", text, flags=re.DOTALL)
    assert not IN_THE_MARKUP.search(markup)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", text)


@pytest.mark.parametrize("path", [path for path in PAGES if is_page(path)], ids=name_of)
def test_a_page_has_a_title_and_one_main_heading(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert '{% extends "base.html" %}' in text
    assert re.search(r"{% block title %}.+{% endblock %}", text)


def rendered_names() -> dict[str, str]:
    """Return each template that a route names, with the module that does; a name with a variable is a pattern."""
    found = {}
    for module in sorted((ROOT / "learning").rglob("*.py")):
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            named = getattr(call.func, "id", getattr(call.func, "attr", "")) if isinstance(call, ast.Call) else ""
            if isinstance(call, ast.Call) and named in ("render_template", "get_template"):
                found[_pattern(call.args[0])] = module.relative_to(ROOT).as_posix()
    return found


def _pattern(name: ast.expr) -> str:
    if isinstance(name, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "*" for part in name.values)  # type: ignore[misc]
    assert isinstance(name, ast.Constant)
    return str(name.value)


@pytest.mark.parametrize(("name", "module"), rendered_names().items())
def test_what_a_route_shows_exists(name: str, module: str) -> None:
    assert list(TEMPLATES.glob(name)), f"{module} shows {name}, which is not there"


def test_every_template_is_shown_or_included_somewhere() -> None:
    named = set(rendered_names())
    texts = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    joined = re.sub(r"""["']\s*~[^"'%]+~\s*["']""", "*", texts)
    named |= set(re.findall(r"""["']([\w/*-]+\.(?:html|txt))["']""", joined))
    unused = [name_of(path) for path in FILES if not any(path.relative_to(TEMPLATES).match(each) for each in named)]
    assert unused == []
