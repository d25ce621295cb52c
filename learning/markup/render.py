"""Markdown to HTML that is safe to show: `document` for a lesson, `fragment` for a prompt, an option or a remark.

Both are meant for the moment a course is checked in (or, for what somebody is typing, for `child`), not for the
request that shows a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup

from learning.kernel.errors import Invalid
from learning.kernel.problems import Problem
from learning.markup import guard
from learning.markup.clean import clean
from learning.markup.dialect import convert
from learning.markup.page import LABELS, Job, Links, Page

_PARAGRAPH = re.compile(r"<p>((?:(?!<p|<pre).)*)</p>\s*\Z", re.DOTALL)
_AUDIENCE = re.compile(r'<details class="audience audience-(?P<name>[a-z]+)" data-audience="(?P=name)"(?=>)')
_BLOCK_OF = {"government": "government", "employer": "employers", "worker": "workers"}


def document(text: str, links: Links, labels: Mapping[str, str] = LABELS) -> Page:
    """Render the body of a lesson. Raises Invalid with what `guard.problems` finds; other faults are `lint`'s."""
    job = Job(links, labels)
    return Page(_html(text, job), tuple(job.headings), job.words, tuple(job.terms))


def fragment(text: str, links: Links, labels: Mapping[str, str] = LABELS) -> str:
    """Render a short text: without the paragraph round it when it is a single one, without footnotes and heading ids.

    Its language may differ from the page's, so show it in an element with `dir="auto"`. Raises Invalid as `document`.
    """
    html = _html(text, Job(links, labels, fragment=True)).strip()
    single = _PARAGRAPH.match(html)
    return single[1] if single else html


@lru_cache(maxsize=1024)
def with_audience(html: str, constituency: str | None) -> Markup:
    """Return rendered HTML as safe for a template, the blocks for the reader's constituency opened.

    `html` comes from `document` or `fragment`; `constituency` is "government", "employer", "worker", other, or None.
    """
    own = _BLOCK_OF.get(constituency or "")
    opened = _AUDIENCE.sub(lambda match: match[0] + (" open" if match["name"] == own else ""), html)
    # With `own_words` the only place that vouches for HTML: what comes here went through the allow-list of `clean`.
    return Markup(opened)  # noqa: S704


def own_words(text: str) -> Markup:
    """Return a marked text of a template, or its translation, as safe: it is ours, as the template is.

    What is put into it with `%` is escaped.
    """
    return Markup(text)  # noqa: S704  # no input


def _html(text: str, job: Job) -> str:
    problems = guard.problems(text)
    if problems:
        raise Invalid(problems)
    try:
        return clean(convert(text, job))
    except RecursionError as error:
        # Emphasis may nest without end and without a sign that could be counted beforehand.
        raise Invalid(
            [Problem("1", "nested-deep", "the text nests too deeply, perhaps * or _: make it flatter")]
        ) from error
