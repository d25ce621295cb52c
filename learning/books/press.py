"""Setting a bound text as PDF, with Typst and the fonts beside this file: no system font, no network.

Run as a program with a folder (`python -m learning.books.press FOLDER`), so that Typst and what it needs never live in
a process that serves pages. The folder holds `book.json` (the text, see `book.typ`; with `made_at`, seconds since 1970)
and its pictures; `book.pdf` is written into it. `book.typ` holds the looks; it reads the text as data, so nothing that
an author writes is ever read as Typst.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import typst

HERE = Path(__file__).parent
STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, with a title, a language, and words for each picture; no letter without its font."""


def press(folder: Path) -> None:
    """Set the book in the folder. The same text and pictures give the same bytes. Raises typst.TypstError."""
    made_at = json.loads((folder / "book.json").read_text(encoding="utf-8"))["made_at"]
    (folder / "book.typ").write_bytes((HERE / "book.typ").read_bytes())
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts")])
    compiler = typst.Compiler(folder / "book.typ", root=folder, font_paths=fonts)
    compiler.compile(output=folder / "book.pdf", format="pdf", pdf_standards=STANDARD, timestamp=made_at)


if __name__ == "__main__":
    try:
        press(Path(sys.argv[1]))
    except typst.TypstError as error:
        sys.exit("; ".join([error.message, *error.hints]))
