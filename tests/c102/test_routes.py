"""The pages of the law, as a visitor gets them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from flask.testing import FlaskClient

from learning.app import create_app
from learning.c102 import service
from learning.c102.articles import PARTS
from learning.db import db
from tests.factories.site import make_config

PAGES = ["/convention", *(f"/convention/{part.slug}" for part in PARTS), "/glossary", "/ratifications"]


@pytest.fixture(scope="module")
def client(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A visitor's browser; one application serves all these tests, since the pages of the law change nothing."""
    folder = tmp_path_factory.mktemp("law")
    shutil.copy(sqlite_template, folder / "learning.sqlite")
    app = create_app(make_config(folder), "k" * 32)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


class Page(HTMLParser):
    """What a test asks of a page: ids, links, headings, tables, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.labelled: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if tag == "a" and "href" in found else []
        self.labelled += (found.get("aria-labelledby") or "").split()

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    @property
    def text(self) -> str:
        return " ".join(self.words)


def get(client: FlaskClient, url: str) -> Page:
    response = client.get(url)
    assert response.status_code == 200
    return Page(response.get_data(as_text=True))


@pytest.mark.parametrize("url", PAGES)
def test_every_page_opens_for_a_visitor_with_one_heading_and_unique_ids(client: FlaskClient, url: str) -> None:
    page = get(client, url)
    assert page.tags.count("h1") == 1
    assert len(page.ids) == len(set(page.ids))
    assert set(page.labelled) <= set(page.ids)


@pytest.mark.parametrize("url", PAGES)
def test_no_link_between_the_pages_of_the_law_is_broken(client: FlaskClient, url: str) -> None:
    inside = [link for link in get(client, url).links if re.match(r"#|/(convention|glossary|ratifications)", link)]
    targets = {(url + link if link.startswith("#") else link) for link in inside}
    for path in {urldefrag(target).url for target in targets}:
        ids = get(client, path).ids
        fragments = {urldefrag(target).fragment for target in targets if urldefrag(target).url == path} - {""}
        assert fragments <= set(ids)


@pytest.mark.parametrize("part", PARTS, ids=[part.numeral for part in PARTS])
def test_every_article_has_its_anchor(client: FlaskClient, part: object) -> None:
    found = next(known for known in PARTS if known == part)
    ids = get(client, f"/convention/{found.slug}").ids
    assert [name for name in ids if re.fullmatch(r"art-\d+", name)] == [f"art-{number}" for number in found.articles]


def test_the_overview_links_every_part(client: FlaskClient) -> None:
    assert {f"/convention/{part.slug}" for part in PARTS} <= set(get(client, "/convention").links)


def test_a_part_page_tells_its_figures_with_what_they_are_shares_of(client: FlaskClient) -> None:
    text = get(client, "/convention/part-v").text
    assert "20 per cent of all residents" in text
    assert "50 per cent of all employees" in text
    assert "30 years" in text
    assert "40 per cent" in text
    assert "Our reading; the text does not settle it" in text
    assert "NORMLEX" in text


def test_the_schedule_has_nine_lines(client: FlaskClient) -> None:
    page = get(client, "/convention/part-xi")
    assert "schedule" in page.ids
    assert page.text.count("man with wife and two children") == 5


@pytest.mark.parametrize(
    "url", ["/convention/part-xvi", "/convention/part-0", "/convention/part-iiii", "/convention/v"]
)
def test_an_unknown_part_is_not_found(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 404


def test_a_numeral_in_capitals_leads_to_the_page(client: FlaskClient) -> None:
    response = client.get("/convention/part-XI")
    assert response.status_code == 301
    assert response.location == "/convention/part-xi"


def test_every_term_has_its_anchor(client: FlaskClient) -> None:
    assert {term.id for term in service.glossary()} <= set(get(client, "/glossary").ids)


def test_search_finds_a_term_in_any_language_and_keeps_what_was_typed(client: FlaskClient) -> None:
    response = client.get("/glossary", query_string={"q": "CARENCE"})
    page = Page(response.get_data(as_text=True))
    assert "waiting-period" in page.ids
    assert "1 term of 106" in page.text
    assert 'value="CARENCE"' in response.get_data(as_text=True)


def test_search_that_finds_nothing_says_what_to_do(client: FlaskClient) -> None:
    page = get(client, "/glossary?q=%3Cb%3Exyz")
    assert "No term found" in page.text
    assert "/glossary" in page.links


def test_a_language_shows_the_terms_that_have_a_word_in_it(client: FlaskClient) -> None:
    ids = set(get(client, "/glossary?lang=ar").ids)
    assert {term.id for term in service.glossary() if term.has("ar")} <= ids
    assert not {term.id for term in service.glossary() if not term.has("ar")} & ids


def test_a_language_the_glossary_does_not_have_is_explained(client: FlaskClient) -> None:
    page = get(client, "/glossary?lang=xx")
    assert "does not have that language" in page.text
    assert "106 terms of 106" in page.text


def test_foreign_terms_carry_language_and_direction(client: FlaskClient) -> None:
    html = client.get("/glossary").get_data(as_text=True)
    assert '<bdi lang="ar" dir="rtl">الضمان الاجتماعي</bdi>' in html
    assert '<bdi lang="fr" dir="ltr">sécurité sociale</bdi>' in html


def test_the_ratifications_say_how_many_as_of_when_and_that_they_are_not_official(client: FlaskClient) -> None:
    text = get(client, "/ratifications").text
    assert "65 ratifications found so far. The goal of the campaign is 70." in text
    assert "Not an official list" in text
    assert "2024" in text


def test_dates_are_no_more_exact_than_they_are_known(client: FlaskClient) -> None:
    html = client.get("/ratifications").get_data(as_text=True)
    assert '<time datetime="2016">2016</time>' in html
    assert '<time datetime="2022-07">July 2022</time>' in html


@pytest.mark.parametrize(
    ("query", "first"),
    [("", "Albania"), ("?sort=country", "Albania"), ("?sort=date", "Sweden"), ("?sort=x", "Albania")],
)
def test_the_ratifications_can_be_sorted(client: FlaskClient, query: str, first: str) -> None:
    html = client.get(f"/ratifications{query}").get_data(as_text=True)
    found = re.search(r'<th scope="row"><bdi lang="en">([^<]+)', html)
    assert found is not None
    assert found[1] == first


@pytest.mark.parametrize("url", PAGES)
def test_nothing_can_be_posted(client: FlaskClient, url: str) -> None:
    assert client.post(url).status_code in (400, 403, 405)
