"""Hand in: which files and links are taken."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.file_kinds import KINDS, MEGABYTE
from learning.quiz.interaction import Block, Label, Line
from learning.quiz.interactions.hand_in import EXAMPLE_ID, HandIn, file_id, is_link
from learning.quiz.marked import write_rubric
from learning.quiz.rubric import Criterion, Rubric
from learning.quiz.shuffling import Order
from tests.factories.files import EICAR, FILES

RUBRIC = Rubric((Decimal(1), Decimal(0)), (Criterion("Done", ("yes", "no")),))
BOTH = HandIn(RUBRIC, "", ("pdf", "txt"), link=True, megabytes=1)
ORDER = Order(1, "q")


def accepted(text: str) -> HandIn | None:
    lines = (Line(number, line) for number, line in enumerate(write_rubric(RUBRIC).split("\n"), start=3))
    block = Block(1, tuple(lines), {"Accept": Label(text, 2)} if text else {})
    found, problems = HandIn.parse(block)
    assert (found is None) == ([problem.code for problem in problems] == ["accept-bad"])
    return found


@pytest.mark.parametrize(
    ("text", "kinds", "link", "megabytes"),
    [
        ("pdf, docx or a link, up to 10 MB", ("pdf", "docx"), True, 10),
        ("pdf", ("pdf",), False, 10),
        ("PDF or JPEG, up to 3 MB", ("pdf", "jpg"), False, 3),
        ("a link", (), True, 10),
        ("odt or ods or png up to 1 MB", ("odt", "ods", "png"), False, 1),
    ],
)
def test_what_is_accepted_is_read(text: str, kinds: tuple[str, ...], link: bool, megabytes: int) -> None:
    found = accepted(text)
    assert found == HandIn(RUBRIC, "", kinds, link, megabytes)


@pytest.mark.parametrize("text", ["", "exe", "pdf, pdf", "a file", "pdf, up to 0 MB", "pdf, up to 11 MB", "up to 3 MB"])
def test_what_cannot_be_accepted_is_told(text: str) -> None:
    assert accepted(text) is None


@given(st.lists(st.sampled_from(list(KINDS)), unique=True), st.booleans(), st.integers(1, 10))
def test_what_is_accepted_is_written_so_that_it_reads_the_same(kinds: list[str], link: bool, megabytes: int) -> None:
    if kinds or link:
        one = HandIn(RUBRIC, "", tuple(kinds), link, megabytes if kinds else 10)
        line = one.dump().partition("\n")[0]
        assert accepted(line.removeprefix("Accept: ")) == one


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("report.pdf", FILES["pdf"], ""),
        ("notes.txt", EICAR, ""),
        ("report.pdf", b"", "answer-file-empty"),
        ("report.pdf", FILES["pdf"] + bytes(MEGABYTE), "answer-file-large"),
        ("report.exe", FILES["pdf"], "answer-file-kind"),
        ("report.docx", FILES["docx"], "answer-file-kind"),
        ("report.pdf", FILES["docx"], "answer-file-content"),
        ("report.pdf", EICAR, "answer-file-content"),
        ("report.pdf", b"MZ" + FILES["pdf"], "answer-file-content"),
        ("report.txt", FILES["png"], "answer-file-content"),
    ],
)
def test_a_file_is_taken_for_what_it_holds(name: str, content: bytes, code: str) -> None:
    assert [problem.code for problem in BOTH.check_file(name, content)] == ([code] if code else [])


@pytest.mark.parametrize(
    "link",
    [
        "https://www.ilo.org/c102",
        "http://example.org:8080/a?b=c#d",
        "https://xn--mgbh0fb.example/x",
        "HTTPS://EXAMPLE.ORG/",
        "https://مثال.example/ملف.pdf",
    ],
)
def test_a_link_on_the_web_is_kept_as_typed(link: str) -> None:
    assert BOTH.read({"link": [link]}, ORDER) == ({"link": [link]}, [])


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,<b>",
        "ftp://example.org/x",
        "//example.org/x",
        "/courses/small",
        "www.example.org",
        "https://",
        "https://localhost/x",
        "https://user:secret@example.org/",
        "https://ministry.gov@evil.example/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://[::1",
    ],
)
def test_anything_else_is_no_link(link: str) -> None:
    response, problems = BOTH.read({"link": [link]}, ORDER)
    assert response is None
    assert [(problem.where, problem.code) for problem in problems] == [("link", "answer-link")]


@given(st.text())
def test_no_text_makes_reading_a_link_or_a_file_stumble(text: str) -> None:
    assert is_link(text) in (True, False)
    found = file_id(text)
    assert found is None or text.startswith(found)


def test_a_file_is_named_by_its_id_and_its_name() -> None:
    given_file = f"{EXAMPLE_ID}/مقارنة القانون.pdf"
    assert file_id(given_file) == EXAMPLE_ID
    assert BOTH.read({"file": [given_file]}, ORDER) == ({"file": [given_file]}, [])
    for text in (EXAMPLE_ID, f"{EXAMPLE_ID}/", f"{EXAMPLE_ID}/  ", f"{EXAMPLE_ID} x", "x" * 36 + "/a.pdf", "a.pdf"):
        assert BOTH.read({"file": [text]}, ORDER)[1][0].code == "answer-file-unknown"


def test_a_field_that_is_not_accepted_is_refused() -> None:
    link_only = HandIn(RUBRIC, "", (), link=True)
    assert link_only.field_names == ("link",)
    assert link_only.read({"file": [f"{EXAMPLE_ID}/a.pdf"]}, ORDER)[1][0].code == "answer-field"
