"""Files as people hand them in: the smallest of each kind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The text by which virus scanners are tested; in two pieces, so that none of them takes this module for one."""


def archive(names: Sequence[str], first: tuple[str, bytes] | None = None) -> bytes:
    """Return an archive with files of these names; `first` stands before them, not packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        if first:
            target.writestr(first[0], first[1], zipfile.ZIP_STORED)
        for name in names:
            target.writestr(name, b"<xml/>")
    return packed.getvalue()


OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
FILES: dict[str, bytes] = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
    "docx": archive(["[Content_Types].xml", "word/document.xml"]),
    "xlsx": archive(["[Content_Types].xml", "xl/workbook.xml"]),
    "odt": archive(["content.xml"], ("mimetype", OPEN_DOCUMENT + b"text")),
    "ods": archive(["content.xml"], ("mimetype", OPEN_DOCUMENT + b"spreadsheet")),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(20),
    "txt": b"Article 18: trois jours.\n",
}


def with_file(name: str, content: bytes, **fields: str) -> dict[str, Any]:
    """Return what a client posts for a form with a file in its field "file", beside other fields."""
    values = MultiDict[str, Any]([*fields.items(), ("file", FileStorage(io.BytesIO(content), name))])
    boundary, body = encode_multipart(values)
    return {"data": body, "content_type": f'multipart/form-data; boundary="{boundary}"'}
