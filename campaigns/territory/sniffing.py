"""What a file is, from its first bytes: no table at all, or a text in some encoding with some separator. Pure."""

from __future__ import annotations

import codecs
import io
import itertools
import re

from campaigns.territory.sentences import gettext_noop

TITLE_ROWS = 8  # lines that may stand above the header
CELLS = ",;\t|"
NO_TEXT = gettext_noop("%(file)s is not a text table: save it as CSV.")
ZIP = b"PK\x03\x04"
MARKS = {
    ZIP: gettext_noop("%(file)s is not a text table but a zip archive: unpack it and import the file inside."),
    b"\xd0\xcf\x11\xe0": NO_TEXT,
    b"%PDF": NO_TEXT,
    b"PAR1": NO_TEXT,
    b"BZh9": NO_TEXT,
    b"\xfd7zXZ": NO_TEXT,
    b"(\xb5/\xfd": NO_TEXT,
    b"7z\xbc\xaf": NO_TEXT,
}
WORKBOOK = gettext_noop("%(file)s is not a text table but a workbook: save it as CSV.")
INSIDE_WORKBOOKS = (b"[Content_Types].xml", b"_rels/", b"xl/", b"application/vnd.oasis.opendocument")


def other_format(sample: bytes) -> str | None:
    """The sentence about a file of a known kind that is no text; None for what may be one."""
    mark = next((mark for mark in MARKS if sample.startswith(mark)), None)
    if mark == ZIP and any(name in sample for name in INSIDE_WORKBOOKS):
        return WORKBOOK
    return None if mark is None else MARKS[mark]


def _latin(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 in a file that is UTF-8 elsewhere: a part of it came from an older program."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    try:
        return wrong.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return wrong.decode("latin-1"), error.end


LATIN = "canvass.latin"
codecs.register_error(LATIN, _latin)


def encoding_of(sample: bytes) -> str:
    """UTF-8 when most letters with accents are; else the Latin code page of French offices.

    UTF-16 by its mark, or by the zero that stands beside each letter.
    """
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding, zeros in (("utf-16-le", sample[1:200:2]), ("utf-16-be", sample[:200:2])):
        if zeros.count(0) * 10 > len(zeros) * 8:
            return encoding
    # A Latin text is next to never UTF-8 by chance, so that one broken letter does not make a whole file Latin.
    read = sample.decode("utf-8", "replace")
    broken = read.count("\ufffd")
    return "cp1252" if broken and broken >= len(read) - len(read.encode("ascii", "ignore")) - broken else "utf-8-sig"


def delimiter_of(sample: str, *, title_rows: int = TITLE_ROWS) -> tuple[str, int]:
    """What stands between cells, and 1 where the first line does nothing but say so ("sep=;", for spreadsheets)."""
    lines = [line for line in itertools.islice(io.StringIO(sample, newline=None), title_rows) if line.strip()] or [""]
    said = re.fullmatch(r"\ufeff?sep=([,;\t|])", lines[0].strip(" \r\n"))
    if said:
        return said[1], 1
    # A title above the header may hold a comma or two; no header that we know has fewer than five columns.
    header = next((line for line in lines if max(map(line.count, CELLS)) > 2), lines[0])
    return max(CELLS, key=header.count), 0
