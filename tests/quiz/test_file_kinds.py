"""What a file is, by its name and by what it holds."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quiz.file_kinds import KINDS, NAME_LIMIT, holds, kind_of_name, shown_name
from tests.factories.files import EICAR, FILES, archive


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_known_by_what_it_holds_and_taken_for_no_other(kind: str) -> None:
    for other, content in FILES.items():
        assert holds(content, kind) == (kind == other), (kind, other)


@pytest.mark.parametrize("kind", KINDS)
@given(content=st.binary(max_size=400))
def test_no_content_makes_looking_stumble(kind: str, content: bytes) -> None:
    assert holds(content, kind) in (True, False)
    assert not holds(b"", kind) or kind == "txt"


def test_office_files_with_programs_in_them_are_refused() -> None:
    assert holds(archive(["[Content_Types].xml", "word/document.xml"]), "docx")
    assert not holds(archive(["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]), "docx")
    assert not holds(archive(["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"]), "xlsx")


def test_an_archive_of_archives_is_looked_at_and_not_unpacked() -> None:
    """A few kilobytes that would unpack to 100 MB: known for what it is by its first bytes, in no time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", b"0" * 50_000_000)
        bomb.writestr("word/document.xml", b"0" * 50_000_000)
    content = packed.getvalue()
    assert len(content) < 200_000
    assert holds(content, "docx")
    assert not holds(content, "odt")


def test_a_program_is_no_text_and_a_text_stays_a_text() -> None:
    assert not holds(b"MZ\x90\x00\x03\x00", "txt")
    assert not holds(b"\x7fELF\x02\x01", "txt")
    assert not holds("é".encode("latin-1"), "txt")
    assert holds("الوثيقة\r\n".encode(), "txt")
    assert holds("الوثيقة".encode("utf-16"), "txt")
    assert holds(EICAR, "txt")
    assert not any(holds(EICAR, kind) for kind in KINDS if kind != "txt")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("report.pdf", "pdf"),
        ("REPORT.PDF", "pdf"),
        ("report.pdf ", "pdf"),
        ("picture.jpeg", "jpg"),
        ("مقارنة القانون.docx", "docx"),
        ("report.pdf.exe", ""),
        ("report.docm", ""),
        ("report", ""),
        ("pdf", ""),
        (".pdf", "pdf"),
        ("page.html", ""),
        ("picture.svg", ""),
        ("", ""),
    ],
)
def test_the_ending_of_a_name_tells_the_kind(name: str, kind: str) -> None:
    assert kind_of_name(name) == kind


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("مقارنة القانون.docx", "مقارنة القانون.docx"),
        ("C:\\Users\\Amina\\report.pdf", "report.pdf"),
        ("../../etc/report.pdf", "report.pdf"),
        ("re\u202efdp.exe.pdf", "refdp.exe.pdf"),
        ("re\x00po\r\nrt.pdf", "report.pdf"),
        ('"quoted"; a=b.pdf', '"quoted"; a=b.pdf'),
        ("x" * 300 + ".pdf", "x" * (NAME_LIMIT - 4) + ".pdf"),
    ],
)
def test_a_name_is_shown_as_typed_without_what_nobody_can_see(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@given(st.text())
def test_a_name_is_short_and_keeps_its_kind(name: str) -> None:
    shown = shown_name(name)
    assert len(shown) <= NAME_LIMIT
    assert shown_name(shown) == shown
    assert not set("/\\\r\n\0") & set(shown)
