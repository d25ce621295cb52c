"""Chapters bound into one text: ids, links, headings, words, pictures."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from learning.books.binding import Bound, bind, glossary
from learning.books.tree import Element, parse, write


def chapter(name: str, body: str) -> str:
    return f'<section class="chapter" id="{name}"><h2>Title</h2><div class="chapter-body">{body}</div></section>'


def bound(text: str, site: str = "https://learning.example.org") -> tuple[str, Bound]:
    root = parse(text)
    found = bind(root, "c102", site, lambda path: f"picture of {path}")
    return write(root), found


TERMS = (
    '<section class="terms" aria-labelledby="terms"><h2 id="terms">Words used on this page</h2><dl>'
    '<dt id="term-claim"><span lang="en">claim</span></dt><dd><span lang="en">An asking.</span> '
    '<a class="term-more" href="/glossary#claim">In the glossary</a> '
    '<a class="term-back" href="#use-claim">back</a></dd>'
    "</dl></section>"
)


def test_an_id_is_its_chapter_s_own_and_links_follow() -> None:
    text, _ = bound(
        chapter("one", '<h2 id="same">A</h2><a href="#same">x</a>') + chapter("two", '<h2 id="same">B</h2>')
    )
    assert 'id="one--same"' in text
    assert 'id="two--same"' in text
    assert '<a href="#one--same">x</a>' in text


def test_a_link_to_another_chapter_stays_in_the_book() -> None:
    body = (
        '<a href="/courses/c102/lessons/two#deep">deep</a><a href="/courses/c102/quizzes/two">two</a>'
        '<a href="/courses/c102/lessons/two#gone">gone</a><a href="/courses/c102/lessons/three">three</a>'
    )
    text, _ = bound(chapter("one", body) + chapter("two", '<h2 id="deep">Deep</h2>'))
    assert '<a href="#two--deep">deep</a><a href="#two">two</a><a href="#two">gone</a>' in text
    assert '<a href="https://learning.example.org/courses/c102/lessons/three">three</a>' in text


def test_where_the_site_is_not_known_what_leads_out_is_text_but_for_the_outside() -> None:
    body = '<a class="article" href="/convention/part-v#article-28">Art. 28</a><a href="https://ilo.example/x">x</a>'
    text, _ = bound(chapter("one", body), site="")
    assert '<span class="article">Art. 28</span>' in text
    assert '<a href="https://ilo.example/x">x</a>' in text


def test_what_is_done_on_the_site_leads_there_though_its_chapter_is_in_the_book() -> None:
    body = '<a class="to-site" href="/courses/c102/quizzes/one">one</a>'
    text, _ = bound(chapter("one", body))
    assert 'href="https://learning.example.org/courses/c102/quizzes/one"' in text
    text, _ = bound(chapter("one", body), site="")
    assert '<span class="to-site">one</span>' in text


def test_the_words_used_come_once_at_the_end_without_links_of_a_page() -> None:
    use = '<a class="term" id="use-claim" href="#term-claim">claim</a>'
    shelf = '<a class="term" href="/glossary#claim">claim</a>'
    text, found = bound(chapter("one", use + TERMS) + chapter("two", use + TERMS) + chapter("quiz", shelf))
    assert "Words used on this page" not in text
    assert text.count('href="#term-claim"') == 3
    section = glossary(found, "Words used", 2)
    assert section is not None
    assert [each.text() for each in section.walk() if each.tag in ("h2", "dt", "dd")] == [
        "Words used",
        "claim",
        "An asking.",
    ]
    assert [each.attributes["id"] for each in section.walk() if each.tag == "dt"] == ["term-claim"]
    assert not [each for each in section.walk() if each.tag == "a"]


def test_a_text_without_words_has_no_list_of_them() -> None:
    assert glossary(bound(chapter("one", "<p>Text.</p>"))[1], "Words used", 1) is None


def test_a_picture_is_called_as_the_book_calls_it() -> None:
    text, found = bound(chapter("one", '<img src="/courses/c102/files/10-a/media/x.svg" alt="An x" loading="lazy">'))
    assert '<img src="picture of 10-a/media/x.svg" alt="An x">' in text
    assert list(found.pictures) == ["10-a/media/x.svg"]


@given(st.lists(st.integers(1, 6), max_size=12))
def test_headings_leave_no_level_out_on_the_way_down(levels: list[int]) -> None:
    body = "".join(f"<h{level}>x</h{level}>" for level in levels)
    root = parse(f"<h1>Module</h1>{chapter('one', body)}")
    bind(root, "c102", "", str)
    found = [int(each.tag[1]) for each in root.walk() if each.tag[:1] == "h" and each.tag[1:].isdigit()]
    assert found[:2] == [1, 2]
    assert all(later <= before + 1 for before, later in pairwise(found))
    assert len(found) == len(levels) + 2


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=6))
def test_every_link_within_a_book_has_its_end(names: list[str]) -> None:
    body = "".join(f'<p id="{name}"><a href="#{name}">x</a><a href="#never">y</a></p>' for name in names)
    root = parse(chapter("one", body) + chapter("two", body))
    bind(root, "c102", "", str)
    ids = {each.attributes["id"] for each in root.walk() if "id" in each.attributes}
    ends = [each.attributes["href"][1:] for each in root.walk() if each.tag == "a"]
    assert len(ends) == 2 * len(names)
    assert set(ends) <= ids


def test_an_element_is_found_by_its_class() -> None:
    assert Element("p", {"class": "meta note"}).has("note")
    assert not Element("p", {"class": "meta note"}).has("not")
