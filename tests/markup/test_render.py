"""Documents and fragments: what the dialect becomes."""

from concurrent.futures import ThreadPoolExecutor
from xml.etree.ElementTree import Element, SubElement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.kernel.errors import Invalid
from learning.markup import layout
from learning.markup.page import LABELS, Heading, Image, Job, Links, Page, Term, from_json, to_json
from learning.markup.render import document, fragment, with_audience

TERMS = {
    "persons-protected": Term("persons-protected", "persons protected", "People a scheme covers", "en"),
    "wife": Term("wife", "الزوجة", "Spouse, in the words of 1952", "ar"),
}
PICTURES = {"media/coverage.png": Image("/courses/c/media/coverage.png", 640, 480), "media/x.png": Image("/m/x.png")}
ACTIVITIES = {"sickness": "/courses/c/lessons/sickness", "sickness#rate": "/courses/c/lessons/sickness#rate"}


def article(reference: str) -> str | None:
    return None if "99" in reference else "/convention#" + reference.rsplit(" ", 1)[1].split("(")[0]


LINKS = Links(TERMS.get, article, ACTIVITIES.get, PICTURES.get, {"/glossary": "/glossary"}.get)


def html(text: str) -> str:
    return document(text, LINKS).html


def test_a_heading_keeps_its_level_and_permanent_id() -> None:
    page = document("## The *common* pattern {#pattern}\n\n### Rate", LINKS)
    assert '<h2 id="pattern">The <em>common</em> pattern</h2>' in page.html
    assert page.headings == (Heading("pattern", 2, "The common pattern"), Heading("rate", 3, "Rate"))


def test_headings_without_ids_get_distinct_ones() -> None:
    assert [heading.id for heading in document("## Rate\n\n## Rate\n\n## العربية", LINKS).headings] == [
        "rate",
        "rate-2",
        "section-3",
    ]


def test_a_heading_of_level_one_does_not_rival_the_title_of_the_page() -> None:
    assert "<h1" not in html("# Title")


def test_of_two_equal_ids_the_first_is_kept() -> None:
    assert html("## A {#same}\n\n## B {#same}").count('id="same"') == 1


@pytest.mark.parametrize("kind", ["key", "example", "caution", "law", "takeaway"])
def test_a_callout_shows_its_label_in_words_and_its_title(kind: str) -> None:
    shown = html(f"/// {kind} | Two *ways*\nText **here**.\n///\n\nAfter")
    assert f'<aside class="callout callout-{kind}" role="note">' in shown
    assert f"<strong>{LABELS[kind]}</strong>" in shown
    assert '<span class="callout-title">Two <em>ways</em></span>' in shown
    assert "<strong>here</strong>" in shown
    assert shown.index("</aside>") < shown.index("After")


def test_the_title_of_a_note_says_what_it_is() -> None:
    shown = html("/// note | A question *first*\nText.\n///")
    assert '<p class="callout-label"><strong>A question <em>first</em></strong></p>' in shown
    assert LABELS["note"] not in shown
    assert f"<strong>{LABELS['note']}</strong>" in html("/// note\nText.\n///")


def test_the_words_of_labels_come_from_the_caller() -> None:
    assert "<strong>Remarque</strong>" in document("/// note\nx\n///", LINKS, {**LABELS, "note": "Remarque"}).html


def test_blocks_nest_with_the_same_number_of_slashes() -> None:
    shown = html("/// note\nA\n/// details | Steps\nB\n///\nC\n///\n\nD")
    assert shown.index("B") < shown.index("</details>") < shown.index("C") < shown.index("</aside>") < shown.index("D")


def test_a_block_may_stand_in_a_list() -> None:
    shown = html("1. one\n\n    /// note\n    inside\n    ///\n\n2. two")
    assert shown.index("<aside") < shown.index("inside") < shown.index("</aside>") < shown.index("two")
    assert shown.count("<ol>") == 1


def test_the_first_line_of_a_block_sets_no_attributes() -> None:
    shown = html("/// details | S\n    attrs: {onclick: x, id: main}\n    open: true\n///")
    assert "<details>" in shown


def test_an_unknown_block_is_shown_as_text_and_its_end_closes_nothing_else() -> None:
    shown = html("/// note\n/// wrong\ntext\n///\nstill\n///")
    assert "/// wrong" in shown
    assert shown.index("still") < shown.index("</aside>")


def test_audience_blocks_open_for_their_own_constituency_only() -> None:
    page = document("/// government\nA\n///\n\n/// workers | Pay\nB\n///", LINKS)
    assert "For workers' organisations: Pay" in page.html
    opened = with_audience(page.html, "worker")
    assert 'data-audience="workers" open>' in opened
    assert 'data-audience="government">' in opened
    assert with_audience(page.html, None) == with_audience(page.html, "other") == page.html


def test_text_that_looks_like_an_audience_block_is_not_opened() -> None:
    text = '`<details class="audience audience-workers" data-audience="workers">`'
    assert " open" not in with_audience(html(text), "worker")


def test_a_figure_has_a_caption_and_its_picture_a_size() -> None:
    shown = html("/// figure | Coverage in Arcadia\n![Bar chart](media/coverage.png)\n///")
    assert "<figcaption>Coverage in Arcadia</figcaption>" in shown
    assert 'alt="Bar chart"' in shown
    assert 'src="/courses/c/media/coverage.png"' in shown
    assert 'width="640"' in shown
    assert 'loading="lazy"' in shown


@pytest.mark.parametrize("source", ["https://evil.example/x.png", "//evil.example/x.png", "media/none.png", "data:x"])
def test_a_picture_from_elsewhere_becomes_its_alternative_text(source: str) -> None:
    shown = html(f"![Bar chart]({source})")
    assert "<img" not in shown
    assert "Bar chart" in shown


def test_a_table_scrolls_alone_and_says_which_it_is() -> None:
    shown = html("/// figure | Rates\n\n| A | B |\n|---|--:|\n| a | 1 |\n\n///")
    assert 'aria-label="Table 1: Rates"' in shown
    assert 'role="region"' in shown
    assert '<th scope="col">A</th>' in shown
    assert '<td class="align-end">1</td>' in shown
    assert "style" not in shown


def test_with_an_empty_corner_the_first_column_holds_headers() -> None:
    shown = html("| | Rate |\n|---|---|\n| Sickness | 45 % |")
    assert "<td></td>" in shown
    assert '<th scope="row">Sickness</th>' in shown
    assert "<td>45&nbsp;%</td>" in shown


def test_the_slashes_of_a_block_shown_as_code_open_nothing() -> None:
    shown = html("/// note\na\n\n    /// key\n\n```\n/// law\n```\n\n///\n\nafter")
    assert "<pre><code>/// key" in shown
    assert "<pre><code>/// law" in shown
    assert shown.index("</aside>") < shown.index("after")


def test_fenced_code_is_kept_to_the_letter_in_lists_too() -> None:
    shown = html("- a\n\n    ```\n    [x](y) <b>\n      Art. 5\n    ```\n\n- b")
    assert "<pre><code>[x](y) &lt;b&gt;\n  Art. 5\n</code></pre>" in shown
    assert shown.count("<ul>") == 1


def test_a_term_leads_to_its_meaning_at_the_end_and_back() -> None:
    page = document("See [those covered](term:persons-protected) and [them](term:persons-protected).", LINKS)
    assert page.terms == ("persons-protected",)
    assert page.html.count('href="#term-persons-protected"') == 2
    assert page.html.count('id="use-persons-protected"') == 1
    assert '<dt id="term-persons-protected">' in page.html
    assert page.html.count("People a scheme covers") == 1
    assert 'href="#use-persons-protected"' in page.html
    assert 'href="/glossary#persons-protected"' in page.html


def test_a_term_in_arabic_has_its_language_and_direction() -> None:
    assert '<span dir="rtl" lang="ar">الزوجة</span>' in html("[wife](term:wife)")


def test_an_unknown_term_stays_as_plain_words() -> None:
    shown = html("[a word](term:no-such)")
    assert "a word" in shown
    assert "<a" not in shown


def test_a_footnote_may_have_any_label_and_leads_there_and_back() -> None:
    shown = html("One.[^long note] Two.[^long note]\n\n[^long note]: The text.")
    assert 'id="fnref-1"' in shown
    assert 'id="fnref2-1"' in shown
    assert 'href="#fn-1"' in shown
    assert '<li id="fn-1">' in shown
    assert 'href="#fnref2-1"' in shown
    assert 'aria-label="Footnote 1"' in shown


def test_an_article_is_linked_outside_code_links_and_headings() -> None:
    shown = html("## Article 7 {#a}\n\nSee C102 Art. 65(3), `Art. 5`, [Art. 9](https://a.example) and Article 99.")
    assert shown.count('class="article"') == 1
    assert '<a class="article" dir="ltr" href="/convention#65">C102 Art.&nbsp;65(3)</a>' in shown


def test_an_instrument_in_bold_still_counts() -> None:
    assert "article" not in html("**C121** Art. 9")
    assert ">Art.&nbsp;9</a>" in html("**C102** Art. 9")


def test_an_abbreviation_does_not_cut_a_reference() -> None:
    shown = html("C102 Art. 9 of C102\n\n*[C102]: The Convention of 1952")
    assert ">C102 Art.&nbsp;9</a>" in shown
    assert '<abbr title="The Convention of 1952">C102</abbr>' in shown


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("activity:sickness#rate", "/courses/c/lessons/sickness#rate"),
        ("/glossary", "/glossary"),
        ("#pattern", "#pattern"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://www.example.org/a?b=c", "https://www.example.org/a?b=c"),
    ],
)
def test_a_link_leads_where_it_may(target: str, address: str) -> None:
    assert f'href="{address}"' in html(f"[words]({target})")


@pytest.mark.parametrize(
    "target", ["activity:none", "/none", "//evil.example", "http://a.example", "javascript:alert(1)", "other.md", ""]
)
def test_a_link_that_leads_nowhere_is_plain_words(target: str) -> None:
    shown = html(f"[words]({target})")
    assert "words" in shown
    assert "<a" not in shown


def test_only_links_to_other_sites_carry_rel_and_none_a_target() -> None:
    shown = html("[out](https://a.example) [in](/glossary)")
    assert shown.count('rel="noopener noreferrer"') == 1
    assert "target" not in shown


def test_a_phrase_in_another_language_says_so() -> None:
    assert '<span dir="ltr" lang="fr">mot</span>' in html("Le [mot]{: lang=fr} juste")
    assert '<em dir="rtl" lang="ar">كلمة</em>' in html("*كلمة*{: lang=ar}")


def test_a_paragraph_written_the_other_way_gets_its_direction() -> None:
    shown = html("Mostly this text is English, as a long first paragraph shows.\n\nC102: الضمان الاجتماعي")
    assert '<p dir="rtl">' in shown
    assert shown.count("dir=") == 1


def test_attributes_are_an_id_and_a_language_and_nothing_else() -> None:
    shown = html("## A {#a .term onclick=x style=y lang=fr}\n\n## B {#term-x}\n\n*x*{: #Bad title=t}")
    assert '<h2 dir="ltr" id="a" lang="fr">' in shown
    assert '<h2 id="b">' in shown
    assert "<em>x</em>" in shown


def test_raw_html_is_shown_as_text() -> None:
    assert "&lt;b&gt;bold&lt;/b&gt; &lt;!-- x --&gt;" in html("<b>bold</b> <!-- x -->")


def test_a_single_paragraph_makes_a_fragment_without_a_paragraph() -> None:
    assert fragment("Is *this* right?", LINKS) == "Is <em>this</em> right?"
    assert fragment("A\n\nB", LINKS).count("<p>") == 2
    assert fragment("A\n\n- b", LINKS).startswith("<p>")
    assert fragment("", LINKS) == ""


def test_a_term_in_a_fragment_leads_to_the_glossary() -> None:
    assert fragment("[w](term:wife)", LINKS) == '<a class="term" href="/glossary#wife">w</a>'


def test_the_words_of_a_page_are_counted_without_what_the_rendering_adds() -> None:
    assert document("## Two words {#a}\n\nthree [more](term:wife) here", LINKS).words == 5


def test_a_page_goes_to_json_and_back() -> None:
    page = document("## A {#a}\n\n[w](term:wife)", LINKS)
    assert from_json(to_json(page)) == page
    assert isinstance(page, Page)
    with pytest.raises(ValueError, match="not a rendered page"):
        from_json({"html": 3})


def test_a_hostile_text_is_refused_with_its_line() -> None:
    with pytest.raises(Invalid) as caught:
        document("fine\n\n" + "[" * 9_000, LINKS)
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [("3", "bracket-open")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("62.4 % of 5 %", "62.4&nbsp;% of 5&nbsp;%"),
        ("Art. 65, Article 7, Articles 65 and 66", "Art.&nbsp;65, Article&nbsp;7, Articles&nbsp;65 and 66"),
        ("Part V, Parts II-X, part of it, Part one", "Part&nbsp;V, Parts&nbsp;II-X, part of it, Part one"),
        ("**62** % and *Part V*", "<strong>62</strong> % and <em>Part&nbsp;V</em>"),
        ("`Art. 65, 5 %` and 5 %", "<code>Art. 65, 5 %</code> and 5&nbsp;%"),
        (
            "[Part V](https://a.example/%20%)",
            '<a href="https://a.example/%20%" rel="noopener noreferrer">Part&nbsp;V</a>',
        ),
    ],
)
def test_no_line_breaks_before_a_sign_or_within_a_reference(text: str, shown: str) -> None:
    assert fragment(text, Links()) == shown


@given(st.text(alphabet="Art.icleParts VIX%0123459", max_size=60), st.text(alphabet="Art. 5%", max_size=20))
def test_spaces_that_do_not_break_leave_the_words_as_they_are(text: str, code: str) -> None:
    root = Element("p")
    root.text = text
    inner = SubElement(root, "code")
    inner.text, inner.tail = code, text
    layout.keep_together(root, Job(Links(), {}))
    assert inner.text == code
    assert [(each or "").replace("\u00a0", " ") for each in (root.text, inner.tail)] == [text, text]


MARKS = st.sampled_from([
    "/// note | A title", "///", "/// details", "| a | b |\n| - | - |\n| 1 | 2 |", "- one\n- two", "1. one",
    "*[ILO]: International Labour Organization", "ILO", "Article 65(3)", "~~~\n/// note\n~~~", "> quoted", "a[^1]",
    "[^1]: note", "Term\n:   Meaning", "## Heading {#id}", "[mot]{: lang=fr}", "**bold", "`code`",
    "![alt](media/x.png)", "[x](term:wife)",
])  # fmt: skip


@given(st.lists(st.lists(MARKS | st.text(max_size=8), min_size=1, max_size=4).map("\n\n".join), min_size=2, max_size=6))
def test_what_was_rendered_before_leaves_no_trace(texts: list[str]) -> None:
    """The parser for fragments is kept, one for each thread: a new thread has a new one."""

    def one(text: str) -> str:
        try:
            return fragment(text, LINKS)
        except Invalid as invalid:
            return str(invalid.problems)

    with ThreadPoolExecutor(1) as several:
        in_turn = list(several.map(one, texts))
    alone = []
    for text in texts:
        with ThreadPoolExecutor(1) as single:
            alone.append(single.submit(one, text).result())
    assert in_turn == alone


def test_a_text_that_nests_too_deeply_leaves_no_trace_either() -> None:
    with pytest.raises(Invalid):
        fragment("*a **b " * 3000, LINKS)
    assert fragment("*a* **b**", LINKS) == "<em>a</em> <strong>b</strong>"
