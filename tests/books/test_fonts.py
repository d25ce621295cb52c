"""The fonts are the files that their page says they are."""

from __future__ import annotations

import hashlib

from learning.app import BASE

FONTS = BASE / "learning" / "books" / "fonts"


def test_every_font_is_named_with_its_hash_and_its_licence() -> None:
    page = (FONTS / "README.md").read_text()
    fonts = sorted(FONTS.glob("*.ttf"))
    assert len(fonts) >= 4
    for font in fonts:
        assert f"`{font.name}`" in page
        assert hashlib.sha256(font.read_bytes()).hexdigest() in page
        licence = FONTS / f"{font.name.partition('_')[0]}-OFL.txt"
        assert "SIL OPEN FONT LICENSE" in licence.read_text().upper()
