"""The kinds of file that may be handed in, told by what a file holds and not by its name alone.

A file is looked at, never opened: archives (the kinds of office programs are archives) are not unpacked.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from learning.quiz.wording import is_text

NAME_LIMIT = 200
"""Characters of a file's name."""

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 10

ARCHIVE = b"PK\x03\x04"
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
MACROS = (b"vbaProject.bin", b"Basic/script-lc.xml")
SIGNATURES = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
OTHER_NAMES = {"jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class FileKind:
    """`media_type` is what a browser is told; `marks` are what an archive of this kind names inside."""

    media_type: str
    marks: tuple[bytes, ...] = ()


OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, FileKind] = {
    "pdf": FileKind("application/pdf"),
    "docx": FileKind(f"{OFFICE}wordprocessingml.document", (b"[Content_Types].xml", b"word/")),
    "xlsx": FileKind(f"{OFFICE}spreadsheetml.sheet", (b"[Content_Types].xml", b"xl/")),
    "odt": FileKind("application/vnd.oasis.opendocument.text"),
    "ods": FileKind("application/vnd.oasis.opendocument.spreadsheet"),
    "png": FileKind("image/png"),
    "jpg": FileKind("image/jpeg"),
    "txt": FileKind("text/plain"),
}


def kind_of_name(name: str) -> str:
    """Return the kind that a file's name tells, "" for one that is never taken."""
    ending = name.strip().rpartition(".")[2].casefold() if "." in name else ""
    ending = OTHER_NAMES.get(ending, ending)
    return ending if ending in KINDS else ""


def holds(content: bytes, kind: str) -> bool:
    """True when the content is of the kind that its name tells."""
    if kind in SIGNATURES:
        return content.startswith(SIGNATURES[kind])
    if kind == "txt":
        return _is_plain_text(content)
    if not content.startswith(ARCHIVE) or any(macro in content for macro in MACROS):
        return False
    if KINDS[kind].marks:
        return all(mark in content for mark in KINDS[kind].marks)
    # an OpenDocument file names its type first, at a fixed place, not packed
    return content[30:].startswith(OPEN_DOCUMENT + (b"text" if kind == "odt" else b"spreadsheet"))


def _is_plain_text(content: bytes) -> bool:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        return is_text(content.decode(encoding))
    except UnicodeDecodeError:
        return False


def shown_name(name: str) -> str:
    """Return a file's name as typed, without the folders that some browsers send and without invisible signs.

    Marks of direction go too: with them "fdp.exe" could be shown as another name. At most `NAME_LIMIT` characters,
    the ending kept.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs")).strip()
    if len(shown) > NAME_LIMIT:
        stem, dot, ending = shown.rpartition(".")
        shown = stem[: NAME_LIMIT - len(ending) - 1] + dot + ending if len(ending) < 10 else shown[:NAME_LIMIT]
    return shown
