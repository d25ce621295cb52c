"""What is wrong with a text: each fault with its line, a code, and a sentence that ends with the remedy."""

from __future__ import annotations

from collections.abc import Mapping

from learning.kernel.problems import Problem
from learning.markup import check_lines, check_links, guard
from learning.markup.checks import Check, Fault, read
from learning.markup.page import Links

CODES: Mapping[str, str] = {
    "alt-missing": "a picture has no alternative text",
    "article-unknown": "an Article or a Part is named that the Convention does not have",
    "block-open": "a block /// is never closed",
    "block-stray": "a line /// closes nothing",
    "block-too-long": "a paragraph or a heading is far too long",
    "block-unknown": "a block /// of a kind that does not exist, or with a first line badly written",
    "bracket-open": "a bracket or a link is never closed",
    "fence-open": "a code fence is never closed",
    "footnote-missing": "a footnote mark has no text",
    "heading-id-bad": "the id of a heading is not of the form a-z, 0-9, hyphen",
    "heading-id-repeated": "two headings have the same id",
    "heading-no-id": "a heading has no permanent id",
    "heading-one": "a heading of level 1, which belongs to the page's title",
    "heading-skipped": "a heading skips a level",
    "image-missing": "a picture is not in the course's folder",
    "image-remote": "a picture on another site",
    "link-dead": "a link leads nowhere",
    "link-scheme": "a link with an address of another kind than https, mailto, activity, term or a path",
    "link-space": "a space stands between the words of a link and its address",
    "list-indent": "an item or a paragraph of a list has another indent than four spaces for each level",
    "list-mark": "the items of a list begin with a sign that makes no list, such as a bullet, a dash or 1)",
    "list-no-blank": "a list has no blank line above it",
    "nested-deep": "lists or quotations nest too deeply",
    "raw-html": "HTML, which is shown as text",
    "table-cells": "a row has another number of cells than the first",
    "table-no-blank": "a table has no blank line above it",
    "table-no-rule": "a table has no row of hyphens below its first",
    "table-wide": "a table has too many columns",
    "term-unknown": "a glossary term that does not exist",
    "text-control": "an invisible control character, or one that turns the direction of writing",
    "text-too-long": "the text is too long to be rendered",
}
"""Every code, with its meaning."""

WARNINGS = frozenset({"heading-no-id", "table-cells"})
"""What is worth mending but does not keep a course from being served."""

_CHECKS: tuple[Check, ...] = (
    check_lines.open_fences,
    check_lines.blocks,
    check_lines.lists,
    check_lines.list_marks,
    check_lines.headings,
    check_lines.tables,
    check_links.links,
    check_links.images,
    check_links.brackets,
    check_links.spaces,
    check_links.articles,
    check_links.footnotes,
    check_links.raw_html,
)


def lint(text: str, first_line: int, links: Links) -> list[Problem]:
    """Return the problems of a text in the order of its lines; `where` is the line in the file.

    `first_line` is the file's line on which the text begins. A text that `guard` refuses is not looked into further.
    """
    refused = guard.problems(text, first_line)
    if refused:
        return refused
    subject = read(text, links)
    faults = sorted({fault for check in _CHECKS for fault in check(subject)})
    return [_problem(fault, first_line) for fault in faults]


def lint_references(text: str, line: int, links: Links) -> list[Problem]:
    """Return the problems of the Articles that a text of one line names, as `lint` does for a whole text."""
    return [_problem(fault, line) for fault in check_links.articles(read(text, links))]


def _problem(fault: Fault, first_line: int) -> Problem:
    severity = "warning" if fault.code in WARNINGS else "error"
    return Problem(str(first_line + fault.line), fault.code, fault.detail, severity)
