"""Which Articles set the level of benefit, Part by Part and class by class."""

from __future__ import annotations

import pytest

from learning.c102 import service
from learning.c102.applicable import articles_for, articles_of
from learning.c102.branches import Branch
from learning.kernel.errors import Invalid


def branch(numeral: str) -> Branch:
    found = service.facts().branch(numeral)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("part", "articles"),
    [
        ("II", ()),
        ("III", (65, 66, 67)),
        ("IV", (65, 66, 67)),
        ("V", (65, 66, 67)),
        ("VI", (65, 66)),
        ("VII", (44,)),
        ("VIII", (65, 66)),
        ("IX", (65, 66, 67)),
        ("X", (65, 66, 67)),
    ],
)
def test_the_articles_of_each_part(part: str, articles: tuple[int, ...]) -> None:
    found = articles_of(branch(part))
    assert found.articles == articles
    assert (found.earnings_related, found.flat_rate) == (65 in articles, 66 in articles)
    assert found.means_tested is (67 in articles)
    assert found.total_value is (44 in articles)


@pytest.mark.parametrize(
    ("part", "protected", "articles"),
    [
        ("III", "15(a)", (65, 66)),
        ("III", "15(c)", (67,)),
        ("IV", "21(b)", (67,)),
        ("VII", "41(c)", (44,)),  # the means limit of Part VII does not refer to Art. 67
        ("II", "9(c)", ()),
        ("X", "61(c)", (67,)),
    ],
)
def test_the_articles_of_each_class_of_persons_protected(part: str, protected: str, articles: tuple[int, ...]) -> None:
    assert articles_for(branch(part), protected).articles == articles


def test_an_option_of_another_part_is_unknown() -> None:
    with pytest.raises(Invalid) as caught:
        articles_for(branch("IV"), "27(b)")
    assert [problem.code for problem in caught.value.problems] == ["class-unknown"]
