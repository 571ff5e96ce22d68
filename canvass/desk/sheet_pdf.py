"""The paper sheets as a PDF, set by typst out of data: what people wrote is never read as markup, and no file is read
but the template and our own fonts."""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

TEMPLATE = settings.BASE_DIR / "templates" / "desk" / "outings" / "sheet.typ"
FONTS = {
    "text-font": ("atkinson-hyperlegible-next-latin-wght-normal.woff2", "Atkinson Hyperlegible Next"),
    "head-font": ("bricolage-grotesque-latin-wght-normal.woff2", "Bricolage Grotesque"),
}
FAMILY_NAME = 1  # of the table “name” (OpenType)


def made(told: dict[str, Any]) -> bytes:
    """The document. ``told``: what the template names, texts as they are."""
    pages = typst.compile(TEMPLATE.read_bytes(), font_paths=_fonts(), format="pdf", sys_inputs=inputs(told))
    return bytes(pages)


def inputs(told: dict[str, Any]) -> dict[str, str]:
    """As the template reads it."""
    return {"sheets": json.dumps(told)}


@functools.cache
def _fonts() -> typst.Fonts:
    """The fonts of the pages, once for each process: a fifth of a second."""
    return typst.Fonts(font_paths=[_unpacked().name], include_system_fonts=False)


@functools.cache
def _unpacked() -> tempfile.TemporaryDirectory[str]:
    """The fonts out of the packed form that browsers read. The folder lives as long as the process: typst opens a font
    when a letter asks for it."""
    folder = tempfile.TemporaryDirectory(prefix="canvass-fonts-")
    for name, (packed, family) in FONTS.items():
        font = TTFont(finders.find(f"vendor/{name}/{packed}"))
        for record in font["name"].names:
            if record.nameID == FAMILY_NAME:
                record.string = family  # one of them is named after its boldest cut
        font.flavor = None
        font.save(Path(folder.name) / f"{name}.ttf")
    return folder
