"""Words without their looks."""

from __future__ import annotations

import pytest

from learning.markup.plain import paragraphs


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ()),
        ("<p>One <em>and</em>\n two.</p><p></p>", ("One and two.",)),
        ("<h2 id='a'>A</h2><ul><li>b</li><li>c &amp; d</li></ul>", ("A", "b", "c & d")),
        ("<table><tr><th>Part</th><td>IV</td></tr></table>", ("Part · IV",)),
        ("bare <b>words", ("bare words",)),
        ("<p>x<br>y <img src='a' alt='A map'></p>", ("x", "y [A map]")),
    ],
)
def test_blocks_become_paragraphs(html: str, expected: tuple[str, ...]) -> None:
    assert paragraphs(html) == expected
