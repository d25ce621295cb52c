"""The three layers against script, each with the others off, and then together."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.kernel.errors import Invalid
from learning.markup import guard
from learning.markup.clean import TAGS, clean
from learning.markup.dialect import parser
from learning.markup.page import LABELS, Image, Job, Links, Term
from learning.markup.render import document, fragment, with_audience

# A caller that believes every reference, so that nothing but the layers stands in the way.
TRUSTING = Links(
    lambda id_: Term(id_, "<b>term</b>", '<script>alert(1)</script>" onclick="x', "en"),
    lambda reference: f"javascript:alert('{reference}')",
    lambda reference: f"javascript:{reference}",
    lambda path: Image(path),
    lambda path: path,
)

HTML = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src=/a.png onerror=alert(1) onload=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<img src='https://evil.example/pixel.png'>",
    "<img src='//evil.example/pixel.png'>",
    "<img src='/\\evil.example/pixel.png'>",
    "<img srcset='https://evil.example/x.png 2x'>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='http://plain.example'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='https://a.example' target=_blank onclick=alert(1) style='position:fixed'>x</a>",
    "<a href='#X Y'>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='x.swf'></object><embed src=x>",
    "<form action='https://evil.example'><input name=p><button formaction='javascript:x'>x</button></form>",
    "<link rel=stylesheet href='https://evil.example/x.css'><meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href='https://evil.example/'>",
    "<style>*{background:url(https://evil.example)}</style>",
    "<p style='background:url(https://evil.example)'>x</p>",
    "<div class='term article modal' id='Main Content' role='alert' tabindex='-1'>x</div>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video src=x onerror=alert(1)></video><audio src=x></audio>",
    "<body onload=alert(1)><html><head><title>x</title>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><%= x %>{{ 7*7 }}",
    "<p id=fine lang='en\" onclick=' dir=sideways>x</p>",
    "<a href=x:y&Tab;z>x</a><a href='https://user\\@evil.example'>x</a>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '"><script>alert(1)</script>',
    "<textarea><img src=x onerror=alert(1)></textarea><xmp><script>x</script></xmp><plaintext>",
]

MARKDOWN = [
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<javascript://x%0aalert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    '![x" onerror="alert(1)](media/x.png)',
    '[x](https://a.example "t\\" onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover=alert(1))',
    "## x {#a onclick=alert(1)}",
    '*x*{: onclick="alert(1)" style="x" class="term"}',
    "[x]{: lang=fr onclick=alert(1)}",
    "/// note | <script>alert(1)</script>\n    attrs: {onclick: alert(1)}\n///",
    "/// figure | <img src=x onerror=alert(1)>\nx\n///",
    "```html onclick=alert(1)\n<script>alert(1)</script>\n```",
    "``` {.python onclick=alert(1)}\n<script>\n```",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "| <script>x</script> | b |\n|---|---|\n| <img src=x onerror=x> | 2 |",
    "x[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    "*[<script>]: <script>alert(1)</script>\n\n<script>",
    '*[ILO]: " onclick="alert(1)\n\nILO',
    "[x](term:wife) Art. 5 [y](activity:z)",
    "\\<script>alert(1)\\</script>",
    "<b\n\n<script>\n\nx",
    "wzxhzdk:0 \x02wzxhzdk:0\x03",
    "[a](b)<script>[c](d)</script>",
    "![<script>](media/x.png)",
    "term\n:   <script>alert(1)</script>",
]

ATTRIBUTES = {"aria-label", "aria-labelledby", "alt", "class", "data-audience", "dir", "height", "href", "id", "lang"}
ATTRIBUTES |= {"loading", "open", "rel", "role", "scope", "src", "start", "tabindex", "title", "width"}


class Inspector(HTMLParser):
    """Reads HTML as a browser would and refuses what no page of ours may hold."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            if name == "href":
                assert value
                assert value.startswith(("https://", "mailto:", "#")) or is_own_path(value), value
            if name == "src":
                assert value
                assert is_own_path(value), value

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        pytest.fail(f"an instruction: {data}")


def is_own_path(value: str) -> bool:
    return value.startswith("/") and not value.startswith(("//", "/\\"))


def inspect(html: str) -> None:
    inspector = Inspector(convert_charrefs=True)
    inspector.feed(html)
    inspector.close()


@pytest.mark.parametrize("payload", HTML)
def test_the_allow_list_alone_lets_nothing_harmful_through(payload: str) -> None:
    cleaned = clean(payload)
    inspect(cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize("payload", HTML)
def test_with_raw_html_off_alone_no_element_of_the_author_is_made(payload: str) -> None:
    for text in (payload, f"a {payload} b", f"- {payload}", f"> {payload}", f"/// note\n{payload}\n///"):
        raw = parser(Job(Links(), LABELS)).convert(text)
        elements = Elements()
        elements.feed(raw)
        assert elements.names <= {"p", "ul", "li", "blockquote", "aside", "strong", "em", "pre", "code", "a", "br"}
        assert not elements.attributes - {"class", "href", "rel", "role"}, raw


class Elements(HTMLParser):
    """Notes the names of elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)


@pytest.mark.parametrize("payload", [*HTML, *MARKDOWN])
@pytest.mark.parametrize("links", [Links(), TRUSTING], ids=["knows-nothing", "believes-all"])
def test_all_layers_together_let_nothing_harmful_through(payload: str, links: Links) -> None:
    for text in (payload, f"/// details | {payload}\n{payload}\n///"):
        if guard.problems(text):
            with pytest.raises(Invalid):
                document(text, links)
        else:
            inspect(document(text, links).html)
            inspect(fragment(text, links))


def test_what_a_glossary_says_is_text_too() -> None:
    html = document("[w](term:wife)", TRUSTING).html
    assert "&lt;script&gt;" in html
    assert "onclick=" not in html.replace('onclick="x</span>', "")


def test_a_text_keeps_its_words_when_its_elements_go() -> None:
    assert clean("<center>Good <font>words</font></center>") == "Good words"


def test_opening_the_audience_blocks_adds_nothing_else() -> None:
    page = document("/// government\n<b onclick=x>\n///", TRUSTING)
    inspect(with_audience(page.html, "government"))


_PIECES = r"""
<|>|"|'|/|=|script|img src=x |onerror=|javascript:|[|](|)|![|`|*|_|\n|\n\n|    |- |1. |> |<!--|]]>|\|é|الضمان|x| |\t|///
¦ a ¦ b ¦\n¦---¦---¦\n|/// note ¦ |\n///\n|/// figure\n|[^1]|\n[^1]: |*[x]: |{: lang=fr}|{#id}|term:wife|activity:a
Art. 5|C121 Part V|: |&lt;|&#x26;|## |# |```\n|~~~\n|https://a.example|=\n|media/x.png|[a](|{.x onclick=y}|/// workers\n
"""
PIECES = st.sampled_from(
    [
        piece.replace(r"\n", "\n").replace(r"\t", "\t").replace("¦", "|")
        for row in _PIECES.strip("\n").split("\n")
        for piece in row.split("|")
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([Links(), TRUSTING]))
def test_any_text_is_rendered_and_holds_nothing_harmful(text: str, links: Links) -> None:
    inspect(document(text, links).html)
    inspect(fragment(text, links))


@given(st.text(max_size=200))
def test_any_characters_are_rendered_or_refused(text: str) -> None:
    if guard.problems(text):
        with pytest.raises(Invalid):
            document(text, TRUSTING)
    else:
        inspect(document(text, TRUSTING).html)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_the_allow_list_is_stable_and_harmless_for_any_html(html: str) -> None:
    cleaned = clean(html)
    inspect(cleaned)
    assert clean(cleaned) == cleaned
