"""Translations: the readable ``.po`` files are kept, the compiled ``.mo`` beside them are made when missing or old."""

from __future__ import annotations

import gettext
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import trans_real

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_changed() -> list[Path]:
    """Compile every catalogue that is newer than what was made from it; returns those."""
    changed = [source for source in sorted(LOCALE.glob("*/*/LC_MESSAGES/django.po")) if _is_newer(source)]
    for source in changed:
        unfinished = source.with_suffix(".new.mo")  # half a catalogue, newer than its source, would stay for ever
        with source.open("rb") as readable, unfinished.open("wb") as compiled:
            write_mo(compiled, read_po(readable))
        unfinished.replace(source.with_suffix(".mo"))
    if changed:
        _read_again()
    return changed


def _read_again() -> None:
    """Django keeps what it has read, or not found: without this the demo of a first start would be named in English."""
    vars(gettext)["_translations"].clear()
    vars(trans_real)["_translations"].clear()
    vars(trans_real)["_default"] = None
    if active := getattr(vars(trans_real)["_active"], "value", None):
        translation.activate(active.language())


def _is_newer(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns
