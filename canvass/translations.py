"""The words of the product: found in the code, kept in catalogues. Pure Python, no gettext needed.

Messages are written in English in the code; ``locale/<part>/fr`` holds their French. One catalogue a part keeps them
short enough to read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation import template as template_words

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "fr"
PARTS = {
    "desk": ("canvass/desk", "canvass/templatetags", "templates"),
    "field": ("canvass/field", "templates/field"),
    "campaigns": ("campaigns", "sms", "canvass"),
}
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None, "ngettext": (1, 2),
    "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def catalogue_file(part: str) -> Path:
    return ROOT / "locale" / part / LANGUAGE / "LC_MESSAGES" / "django.po"


def wanted(part: str) -> Catalog:
    """Every message that the files of this part contain."""
    catalogue = Catalog(locale=LANGUAGE)
    for path in _files(part):
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = _as_python(source)
        for _line, words, comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
            catalogue.add(words, context=context, auto_comments=comments)
    return catalogue


def update(part: str) -> list[str]:
    """Bring the catalogue up to the code, keeping what is translated; returns the messages that lack their French."""
    found, kept = wanted(part), _stored(part)
    fresh = Catalog(locale=LANGUAGE, charset="utf-8")
    for message in sorted(found, key=_order):
        if message.id:
            old = kept.get(message.id, message.context)
            fresh.add(message.id, old.string if old else None, context=message.context, flags=_flags(message))
    file = catalogue_file(part)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as output:
        output.write(b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n')
        output.write(b'"Language: fr\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n')
        write_po(output, fresh, width=110, omit_header=True, no_location=True)
    return missing(part)


def missing(part: str) -> list[str]:
    """Messages of the code that the catalogue does not translate in full."""
    kept = _stored(part)
    return [_text(message) for message in wanted(part) if message.id and not _complete(kept, message)]


def superfluous(part: str) -> list[str]:
    """Messages of the catalogue that the code no longer has."""
    found = wanted(part)
    return [_text(m) for m in _stored(part) if m.id and found.get(m.id, m.context) is None]


def _files(part: str) -> Iterator[Path]:
    """The part's own files: a folder belongs to the most specific part that names it."""
    for folder in PARTS[part]:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt", ".js"} and _owner(path) == part:
                yield path


def _owner(path: Path) -> str:
    place = path.relative_to(ROOT).as_posix() + "/"
    claims = [
        (len(folder), part) for part, folders in PARTS.items() for folder in folders if place.startswith(f"{folder}/")
    ]
    return max(claims)[1]


def _as_python(source: str) -> str:
    """A template's words as calls of gettext: Django's own reading, less the rest of the page."""
    calls = re.findall(
        r"\b(?:gettext|ngettext|pgettext|npgettext|_)\((?:[^()\"']|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')*\)",
        template_words.templatize(source),
    )
    return "\n".join(" ".join(call.split("\n")) for call in calls)


def _stored(part: str) -> Catalog:
    file = catalogue_file(part)
    if not file.exists():
        return Catalog(locale=LANGUAGE)
    with file.open("rb") as source:
        return read_po(source, locale=LANGUAGE)


def _complete(kept: Catalog, message: Message) -> bool:
    there = kept.get(message.id, message.context)
    if there is None or there.fuzzy:
        return False
    return all(there.string) if isinstance(there.string, (tuple, list)) else bool(there.string)


def _order(message: Message) -> str:
    return _text(message).lower()


def _text(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else str(message.id)


def _flags(message: Message) -> list[str]:
    return ["python-format"] if message.python_format else []
